//! What is said about an export and its rows: why a row is rejected, what may be missing, which zone.

use std::ops::RangeInclusive;

use crate::columns::{Field, HeaderZone, Layout};
use crate::delimited::{Fault, Row};
use crate::index::LeftOut;
use crate::ledger::Reason;
use crate::source::{Shape, UNKNOWN_LOCAL_TIME, ZONE_IN_THE_FILE};

/// Why a row is rejected, in a word and in a sentence.
pub(super) type Rejection = (Reason, String);

/// The rejection of a row whose cells cannot be trusted.
pub(super) fn rejection_of(fault: Fault) -> Rejection {
    match fault {
        Fault::OpenQuote => (
            Reason::Quote,
            "a quote opens in this line and is not closed where a cell ends; the lines after it were \
             read on their own"
                .to_owned(),
        ),
        Fault::TooLong => (Reason::Length, "this row is longer than 1 MiB".to_owned()),
        Fault::CutInQuote => (
            Reason::Truncated,
            "the file ends inside a quoted cell of this row; export the table again".to_owned(),
        ),
    }
}

/// The rejection of the last row when the file ends before all its cells have come: the last cell is
/// cut as well, and nothing shows how much of it is missing.
pub(super) fn cut_off(row: &Row<'_>, n_columns: usize) -> Rejection {
    let words = format!(
        "the file ends in the middle of this row, in cell {} of {n_columns}; export the table again",
        row.n_cells()
    );
    (Reason::Truncated, words)
}

/// The rejection of a row that has no cell for a needed column.
pub(super) fn lacks_cells(row: &Row<'_>, n_columns: usize, name: &str) -> Rejection {
    let n_cells = match row.n_cells() {
        1 => "1 cell".to_owned(),
        n_cells => format!("{n_cells} cells"),
    };
    let words =
        format!("this row has {n_cells} where the header has {n_columns}; {name} is not there");
    (Reason::Columns, words)
}

/// The rejection of a row whose time cannot be read.
pub(super) fn ill_time(name: &str, cell: &[u8], trouble: &str) -> Rejection {
    (Reason::Timestamp, format!("{name} is `{}`: {trouble}", shown(cell)))
}

/// The rejection of a row with a cell that is not what it should be.
pub(super) fn ill_cell(name: &str, cell: &[u8], what: &str) -> Rejection {
    (Reason::Columns, format!("{name} is `{}`, which is not {what}", shown(cell)))
}

/// The rejection of a summary's row with times that cannot be.
pub(super) fn ends_before_it_begins() -> Rejection {
    (Reason::Timestamp, "LastSeen is before FirstSeen".to_owned())
}

/// The rejection of a row with a cell whose letters cannot be read.
pub(super) fn not_utf8(column: &str) -> Rejection {
    (Reason::Encoding, format!("{column} is not UTF-8; save the export as UTF-8"))
}

/// As much of a cell as fits into a sentence.
fn shown(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).chars().take(60).collect()
}

/// Words about needed columns that can be done without.
pub(super) fn missing_warnings(layout: &Layout) -> Vec<String> {
    let missing = [
        (Field::DeviceId, "DeviceId column: devices are told apart by name alone"),
        (Field::DeviceName, "DeviceName column: devices are told apart by id alone"),
        (Field::ReportId, "ReportId column: the Report sets are empty"),
    ];
    let missing = missing.into_iter().filter(|&(field, _)| layout[field].is_none());
    missing.map(|(_, what)| format!("there is no {what}")).collect()
}

pub(super) const TIME_GENERATED_WARNING: &str =
    "there is no Timestamp column: TimeGenerated, when the row reached the workspace, is used";

pub(super) const MINUTES_WARNING: &str = "its times are whole minutes: a spreadsheet has cut the seconds off; export the table again if the \
     ends of the window matter";

pub(super) const SECONDS_NOTE: &str = "times are whole seconds, the rest is cut off";

pub(super) const WINDOWS_1252_NOTE: &str = "letters such as ä are not UTF-8; they were read as Windows-1252, the usual encoding of Excel's CSV";

pub(super) const HEADERLESS_NOTE: &str =
    "there is no header; the columns were taken to stand in the order of the table's schema";

/// A word about times in the exporter's own zone.
pub(super) fn local_time_warning(column: &str) -> String {
    format!(
        "the header says that {column} is in the exporter's local time and not in which zone that is; \
         it was read as UTC, so times may be hours off until somebody says which"
    )
}

/// A word about a header whose time columns are in different zones.
pub(super) fn several_zones_in_header(column: &str) -> String {
    format!("its time columns are marked with different zones; that of {column} was used")
}

/// A word about times of which only some say their zone.
pub(super) fn mixed_zones_warning(n_zoned: u64, n_unzoned: u64) -> Option<String> {
    (n_zoned > 0 && n_unzoned > 0).then(|| {
        format!("some times say which zone they are in ({n_zoned}) and some do not ({n_unzoned})")
    })
}

/// A word about times that say different zones.
pub(super) fn several_offsets_note(offsets: &[&str]) -> String {
    format!("times are spelled in several zones ({}), all were made UTC", offsets.join(", "))
}

/// A word about dates that contradict each other.
pub(super) fn contradiction_warning((day_line, month_line): (u64, u64)) -> String {
    format!(
        "its dates contradict each other: on line {day_line} the day comes first, on line {month_line} \
         the month"
    )
}

/// A word about hashes that a spreadsheet took for numbers.
pub(super) fn mangled_warning(n_mangled: u64) -> Option<String> {
    match n_mangled {
        0 => None,
        1 => Some("1 row has a DeviceId, SHA1 or SignerHash that a spreadsheet made a number; use an export that was not saved by one".to_owned()),
        _ => Some(format!("{n_mangled} rows have a DeviceId, SHA1 or SignerHash that a spreadsheet made a number; use an export that was not saved by one")),
    }
}

/// A word about letters that were none.
pub(super) fn broken_letters_warning(n_broken: u64) -> Option<String> {
    (n_broken > 0).then(|| format!("{n_broken} letters are broken UTF-16 and stand as \u{FFFD}"))
}

/// A word about an export whose bytes could not be had to their end.
pub(super) fn cut_off_warning(reason: &str) -> String {
    format!("rows may be missing: the file {reason}")
}

/// A word about rows that were used though they have more or fewer cells than the header.
pub(super) fn ragged_warning(n_ragged: u64) -> Option<String> {
    match n_ragged {
        0 => None,
        1 => Some("1 row has more or fewer cells than the header; it was used, since every needed cell could be read".to_owned()),
        _ => Some(format!("{n_ragged} rows have more or fewer cells than the header; they were used, since every needed cell could be read")),
    }
}

/// The portals cut results at these many rows.
const ROW_CAPS: [u64; 5] = [10_000, 30_000, 50_000, 100_000, 500_000];
/// The Defender portal cuts results at 64 MB, whichever megabyte that is; within a hundredth of it.
const NEAR_SIZE_CAP: RangeInclusive<u64> = 63_360_000..=67_780_000;

/// A word about an export that a portal may have cut.
pub(super) fn truncation_warning(shape: Shape, n_rows: u64, n_bytes: u64) -> Option<String> {
    if ROW_CAPS.contains(&n_rows) {
        Some(format!(
            "it has exactly {},000 rows, where portals cut results: rows, and so devices, may be missing",
            n_rows / 1000
        ))
    } else if matches!(shape, Shape::PortalCsv | Shape::Delimited)
        && NEAR_SIZE_CAP.contains(&n_bytes)
    {
        Some(
            "it is about 64 MB, where the Defender portal cuts results: rows, and so devices, may be missing"
                .to_owned(),
        )
    } else {
        None
    }
}

/// A word about an export of which only rows for these terms are kept.
pub(super) fn left_out_warning(terms: &[String], left_out: &LeftOut) -> String {
    let terms: Vec<String> = terms.iter().map(|term| format!("“{term}”")).collect();
    format!(
        "it does not fit into memory, so only rows of signers with {} were kept; its {} other rows count as rows of other \
         signers, whatever their time, and none of them as a duplicate. For other terms it must be read again",
        terms.join(", "),
        left_out.n_rows
    )
}

/// The zone that times were read in, in words. `n_unzoned` of them carry none themselves.
pub(super) fn zone_words(
    of_header: HeaderZone,
    n_unzoned: u64,
    utc_offset_minutes: Option<i32>,
) -> String {
    match utc_offset_minutes {
        _ if n_unzoned == 0 || of_header == HeaderZone::Utc => ZONE_IN_THE_FILE.to_owned(),
        None if of_header == HeaderZone::Local => UNKNOWN_LOCAL_TIME.to_owned(),
        None => "UTC (assumed)".to_owned(),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}
