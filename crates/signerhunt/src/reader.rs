//! The conductor for one export: takes its bytes in pieces of any size and hands back its index.
//!
//! It sees all stages and does the work of none: the first bytes go to `sniff`, rows come from
//! `delimited`, fields from `columns`, times from [`crate::time`], and what is read goes into `index`.
//! A row that cannot be used is counted, located and kept; it never stops the reading.

use std::borrow::Cow;
use std::fmt;
use std::mem;

use crate::columns::{Columns, HeaderZone};
use crate::delimited::{Fault, Row, Scanner};
use crate::export::{DateOrder, Export, ReadOptions, Shape, Source};
use crate::index::{IndexBuilder, NotUtf8, RowTime};
use crate::ledger::{Reason, Rejected};
use crate::sniff::{Sniffed, sniff};
use crate::time::MINUTE;
use crate::time::order::OrderFinder;
use crate::time::parse::{TimeCell, time_cell};

/// Reads one export, piece by piece.
///
/// How the bytes are cut into pieces changes nothing.
pub struct ExportReader {
    rows: RowReader,
    stage: Stage,
    n_bytes: u64,
}

/// An export that cannot be read at all: what happened, to which file, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// The export's name.
    pub name: String,
    /// What is wrong with it, to be read behind its name.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.message)
    }
}

impl std::error::Error for Unreadable {}

enum Stage {
    /// Waiting for enough bytes to tell what this is.
    Sniffing(Vec<u8>),
    /// Reading rows.
    Scanning(Scanner),
    /// Nothing more can be read.
    Stopped(Unreadable),
}

impl ExportReader {
    /// A reader for the export of this name; the name appears in every message about it.
    pub fn new(name: &str, options: ReadOptions) -> ExportReader {
        ExportReader {
            rows: RowReader::new(name, options),
            stage: Stage::Sniffing(Vec::new()),
            n_bytes: 0,
        }
    }

    /// Takes the next bytes in.
    ///
    /// # Errors
    ///
    /// The export cannot be read; every later call says the same.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.n_bytes += piece.len() as u64;
        let outcome = match &mut self.stage {
            Stage::Stopped(unreadable) => return Err(unreadable.clone()),
            Stage::Scanning(scanner) => {
                scanner.feed(piece, &mut |row| self.rows.take(&row));
                Ok(())
            }
            Stage::Sniffing(start) => {
                start.extend_from_slice(piece);
                // Judging a longest first line needs that many bytes, however they came.
                let start = mem::take(start);
                self.begin(start, false)
            }
        };
        self.check(outcome)
    }

    /// The export has ended: its index, and what was found out about it.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn finish(mut self) -> Result<Export, Unreadable> {
        if let Stage::Sniffing(start) = &mut self.stage {
            let start = mem::take(start);
            let outcome = self.begin(start, true);
            self.check(outcome)?;
        }
        match self.stage {
            Stage::Stopped(unreadable) => return Err(unreadable),
            Stage::Scanning(scanner) => scanner.finish(&mut |row| self.rows.take(&row)),
            Stage::Sniffing(_) => {}
        }
        self.rows.finish(self.n_bytes)
    }

    /// How many rows were read so far.
    pub fn n_rows(&self) -> u64 {
        self.rows.n_rows
    }

    /// The rejected rows kept so far; they are handed over, and the count of them stays.
    pub fn take_rejected(&mut self) -> Vec<Rejected> {
        mem::take(&mut self.rows.rejected)
    }

    /// Looks at the start of the export, and begins to read rows if that can be done.
    fn begin(&mut self, start: Vec<u8>, is_whole: bool) -> Result<(), String> {
        match sniff(&start, is_whole) {
            Sniffed::NeedMore => {
                self.stage = Stage::Sniffing(start);
                Ok(())
            }
            Sniffed::Refused(words) => Err(words.to_owned()),
            Sniffed::Delimited { skip, delimiter } => {
                let mut scanner = Scanner::new(delimiter, skip as u64);
                scanner.feed(&start[skip..], &mut |row| self.rows.take(&row));
                self.stage = Stage::Scanning(scanner);
                Ok(())
            }
        }
    }

    /// Stops for good when something was found that makes the export unreadable.
    fn check(&mut self, outcome: Result<(), String>) -> Result<(), Unreadable> {
        let Some(message) = outcome.err().or_else(|| self.rows.stopped.clone()) else {
            return Ok(());
        };
        let unreadable = Unreadable { name: self.rows.name.clone(), message };
        self.stage = Stage::Stopped(unreadable.clone());
        Err(unreadable)
    }
}

/// Makes rows of text into rows of the index.
struct RowReader {
    name: String,
    options: ReadOptions,
    columns: Option<Columns>,
    index: IndexBuilder,
    order: OrderFinder,
    /// The zone of times that carry none, in ticks east of UTC.
    east: i64,
    n_rows: u64,
    n_rejected: u64,
    rejected: Vec<Rejected>,
    /// Rows with more or fewer cells than the header that were used all the same.
    n_ragged: u64,
    /// Times that carried no zone.
    n_unzoned: u64,
    /// Why the rest of the export is not looked at.
    stopped: Option<String>,
}

/// Why a row is rejected, in a word and in a sentence.
type Rejection = (Reason, String);

impl RowReader {
    fn new(name: &str, options: ReadOptions) -> RowReader {
        RowReader {
            name: name.to_owned(),
            order: OrderFinder::default(),
            options,
            columns: None,
            index: IndexBuilder::new(),
            east: 0,
            n_rows: 0,
            n_rejected: 0,
            rejected: Vec::new(),
            n_ragged: 0,
            n_unzoned: 0,
            stopped: None,
        }
    }

    fn take(&mut self, row: &Row<'_>) {
        if self.stopped.is_some() {
            return;
        }
        let Some(columns) = self.columns.take() else {
            self.take_header(row);
            return;
        };
        self.n_rows += 1;
        if let Err((reason, detail)) = self.read_row(row, &columns) {
            self.reject(row, reason, detail);
        }
        self.columns = Some(columns);
    }

    fn take_header(&mut self, row: &Row<'_>) {
        if row.bytes.trim_ascii().is_empty() {
            // A line of spaces before the header is as good as a blank one.
            return;
        }
        if row.fault.is_some() {
            let line = row.line;
            self.stopped = Some(format!(
                "has a quote in its header, line {line}, that is not closed; export the table again"
            ));
            return;
        }
        match Columns::of_header(row) {
            Ok(columns) => {
                if columns.zone != HeaderZone::Utc {
                    self.east = i64::from(self.options.utc_offset_minutes) * MINUTE;
                }
                self.columns = Some(columns);
            }
            Err(message) => self.stopped = Some(message),
        }
    }

    fn read_row(&mut self, row: &Row<'_>, columns: &Columns) -> Result<(), Rejection> {
        if let Some(fault) = row.fault {
            return Err(rejection_of(fault));
        }
        if row.unterminated && row.n_cells() < columns.n_columns {
            // Its last cell is cut as well, and nothing shows how much of it is missing.
            let words = format!(
                "the file ends in the middle of this row, in cell {} of {}; export the table again",
                row.n_cells(),
                columns.n_columns
            );
            return Err((Reason::Truncated, words));
        }
        let cell = |column: usize, name: &str| {
            row.cell(column).ok_or_else(|| lacks_cells(row, columns, name))
        };
        let optional = |column: Option<usize>, name: &str| match column {
            Some(column) => cell(column, name),
            None => Ok(Cow::Borrowed(&b""[..])),
        };
        let time = cell(columns.time, &columns.time_name)?;
        let signer = cell(columns.signer, "Signer")?;
        let device_id = optional(columns.device_id, "DeviceId")?;
        let device_name = optional(columns.device_name, "DeviceName")?;
        let report_id = optional(columns.report_id, "ReportId")?;

        let time = self.read_time(row, columns, &time)?;
        self.index.push(time, &device_id, &device_name, &signer, &report_id).map_err(
            |NotUtf8(column)| {
                (Reason::Encoding, format!("{column} is not UTF-8; save the export as UTF-8"))
            },
        )?;
        if row.n_cells() != columns.n_columns {
            self.n_ragged += 1;
        }
        Ok(())
    }

    fn read_time(
        &mut self,
        row: &Row<'_>,
        columns: &Columns,
        cell: &[u8],
    ) -> Result<RowTime, Rejection> {
        let ill = |trouble: &str| {
            let shown: String = String::from_utf8_lossy(cell).chars().take(60).collect();
            (Reason::Timestamp, format!("{} is `{shown}`: {trouble}", columns.time_name))
        };
        let time = match time_cell(cell) {
            TimeCell::At(ticks) => return Ok(RowTime::Known(ticks)),
            TimeCell::Unzoned(ticks) => ticks,
            TimeCell::Numeric(numeric) => match self.order.see(numeric, row.line) {
                Some(ticks) => ticks,
                None => {
                    self.learn_order_from_other_times(row, columns);
                    self.n_unzoned += 1;
                    return Ok(RowTime::Numeric(numeric));
                }
            },
            TimeCell::Null => return Err(ill("there is no time")),
            TimeCell::Unreadable(trouble) => return Err(ill(trouble)),
        };
        self.n_unzoned += 1;
        Ok(RowTime::Known(time.saturating_add(-self.east)))
    }

    /// One hand wrote all dates of an export, and certificates rarely all end before the 13th.
    fn learn_order_from_other_times(&mut self, row: &Row<'_>, columns: &Columns) {
        if self.order.day_first().is_some() || self.order.contradiction().is_some() {
            return;
        }
        for &column in &columns.other_times {
            if let Some(cell) = row.cell(column)
                && let TimeCell::Numeric(numeric) = time_cell(&cell)
            {
                self.order.see(numeric, row.line);
            }
        }
    }

    fn reject(&mut self, row: &Row<'_>, reason: Reason, detail: String) {
        self.n_rejected += 1;
        if self.rejected.len() < self.options.keep_rejected {
            let raw = &row.bytes[..row.bytes.len().min(Rejected::RAW_BYTES)];
            self.rejected.push(Rejected {
                source: self.name.clone(),
                line: row.line,
                byte: row.offset,
                reason,
                detail,
                raw: String::from_utf8_lossy(raw).into_owned(),
            });
        }
    }

    fn finish(self, n_bytes: u64) -> Result<Export, Unreadable> {
        let Some(columns) = self.columns.filter(|_| self.stopped.is_none()) else {
            let message =
                self.stopped.unwrap_or_else(|| "has no header; export the table again".to_owned());
            return Err(Unreadable { name: self.name, message });
        };
        let mut index = self.index.finish();
        // What the caller says decides only what the dates leave open.
        let day_first = self.order.day_first().or(self.options.day_first);
        let date_order = match day_first {
            None if index.has_packed_times() => DateOrder::Undecided,
            Some(true) if self.order.needed() => DateOrder::DayFirst,
            Some(false) if self.order.needed() => DateOrder::MonthFirst,
            _ => DateOrder::NotNeeded,
        };
        if let Some(day_first) = day_first {
            index.unpack_times(day_first, self.east);
        }
        let extent = index.extent();
        let mut warnings = columns.warnings;
        if columns.zone == HeaderZone::Local && self.options.utc_offset_minutes == 0 {
            warnings.push(format!(
                "the header says that {} is in the exporter's local time and not in which zone that is; \
                 it was read as UTC, so times may be hours off",
                columns.time_name
            ));
        }
        if let Some((day_line, month_line)) = self.order.contradiction() {
            warnings.push(format!(
                "its dates contradict each other: on line {day_line} the day comes first, on line \
                 {month_line} the month"
            ));
        }
        warnings.extend(ragged_warning(self.n_ragged));
        warnings.extend(truncation_warning(columns.shape, self.n_rows, n_bytes));
        if self.n_rows == 0 {
            warnings.push("there is a header and no row".to_owned());
        }
        Ok(Export {
            source: Source {
                name: self.name,
                shape: columns.shape,
                bytes: n_bytes,
                sha256: None,
                rows: self.n_rows,
                rejected: self.n_rejected,
                first: extent.map(|extent| extent.first),
                last: extent.map(|extent| extent.last),
                zone: zone_words(columns.zone, self.n_unzoned, self.options.utc_offset_minutes),
                date_order,
                warnings,
            },
            index,
            east: self.east,
            rejected: self.rejected,
        })
    }
}

fn rejection_of(fault: Fault) -> Rejection {
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

/// The rejection of a row that has no cell for a needed column.
fn lacks_cells(row: &Row<'_>, columns: &Columns, name: &str) -> Rejection {
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

fn ragged_warning(n_ragged: u64) -> Option<String> {
    match n_ragged {
        0 => None,
        1 => Some("1 row has more or fewer cells than the header; it was used, since every needed cell could be read".to_owned()),
        _ => Some(format!("{n_ragged} rows have more or fewer cells than the header; they were used, since every needed cell could be read")),
    }
}

/// The portals cut results at these many rows.
const ROW_CAPS: [u64; 5] = [10_000, 30_000, 50_000, 100_000, 500_000];
/// The Defender portal cuts results at 64 MB, whichever megabyte that is; within a hundredth of it.
const NEAR_SIZE_CAP: std::ops::RangeInclusive<u64> = 63_360_000..=67_780_000;

fn truncation_warning(shape: Shape, n_rows: u64, n_bytes: u64) -> Option<String> {
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
fn zone_words(header: HeaderZone, n_unzoned: u64, utc_offset_minutes: i32) -> String {
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
