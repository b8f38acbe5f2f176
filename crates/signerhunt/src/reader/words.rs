//! What is said about an export and its rows: why a row is rejected, what may be missing, which zone.

use std::ops::RangeInclusive;

use crate::columns::{Columns, HeaderZone};
use crate::delimited::{Fault, Row};
use crate::export::Shape;
use crate::ledger::Reason;

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
pub(super) fn cut_off(row: &Row<'_>, columns: &Columns) -> Rejection {
    let words = format!(
        "the file ends in the middle of this row, in cell {} of {}; export the table again",
        row.n_cells(),
        columns.n_columns
    );
    (Reason::Truncated, words)
}

/// The rejection of a row that has no cell for a needed column.
pub(super) fn lacks_cells(row: &Row<'_>, columns: &Columns, name: &str) -> Rejection {
    let n_cells = match row.n_cells() {
        1 => "1 cell".to_owned(),
        n_cells => format!("{n_cells} cells"),
    };
    let words = format!(
        "this row has {n_cells} where the header has {}; {name} is not there",
        columns.n_columns
    );
    (Reason::Columns, words)
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
            "it has exactly {n_rows} rows, where portals cut results: rows, and so devices, may be missing"
        ))
    } else if shape == Shape::PortalCsv && NEAR_SIZE_CAP.contains(&n_bytes) {
        Some(
            "it is about 64 MB, where the Defender portal cuts results: rows, and so devices, may be missing"
                .to_owned(),
        )
    } else {
        None
    }
}

/// The zone that times were read in, in words.
pub(super) fn zone_words(header: HeaderZone, n_unzoned: u64, utc_offset_minutes: i32) -> String {
    if n_unzoned == 0 || header == HeaderZone::Utc {
        "UTC".to_owned()
    } else if utc_offset_minutes == 0 {
        "UTC (assumed)".to_owned()
    } else {
        let sign = if utc_offset_minutes < 0 { '-' } else { '+' };
        let minutes = utc_offset_minutes.abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
