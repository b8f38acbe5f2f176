//! Makes rows of text into rows of the index: fields from `columns`, times from [`crate::time`], and
//! what is read goes into `index`.
//!
//! A row that cannot be used is counted, located and kept; it never stops the reading. What is said
//! about it is in [`super::words`].

use std::borrow::Cow;

use super::Unreadable;
use super::words::{self, Rejection};
use crate::columns::{Columns, HeaderZone};
use crate::delimited::Row;
use crate::export::{DateOrder, Export, ReadOptions, Source};
use crate::index::{IndexBuilder, NotUtf8, RowTime};
use crate::ledger::{Reason, Rejected};
use crate::time::MINUTE;
use crate::time::order::OrderFinder;
use crate::time::parse::{TimeCell, time_cell};

/// Makes rows of text into rows of the index.
pub(super) struct RowReader {
    pub(super) name: String,
    options: ReadOptions,
    columns: Option<Columns>,
    index: IndexBuilder,
    order: OrderFinder,
    /// The zone of times that carry none, in ticks east of UTC.
    east: i64,
    pub(super) n_rows: u64,
    n_rejected: u64,
    pub(super) rejected: Vec<Rejected>,
    /// Rows with more or fewer cells than the header that were used all the same.
    n_ragged: u64,
    /// Times that carried no zone.
    n_unzoned: u64,
    /// Why the rest of the export is not looked at.
    pub(super) stopped: Option<String>,
}

impl RowReader {
    pub(super) fn new(name: &str, options: ReadOptions) -> RowReader {
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

    pub(super) fn take(&mut self, row: &Row<'_>) {
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
            return Err(words::rejection_of(fault));
        }
        if row.unterminated && row.n_cells() < columns.n_columns {
            return Err(words::cut_off(row, columns));
        }
        let cell = |column: usize, name: &str| {
            row.cell(column).ok_or_else(|| words::lacks_cells(row, columns, name))
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

    pub(super) fn finish(self, n_bytes: u64) -> Result<Export, Unreadable> {
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
        warnings.extend(words::ragged_warning(self.n_ragged));
        warnings.extend(words::truncation_warning(columns.shape, self.n_rows, n_bytes));
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
                zone: words::zone_words(
                    columns.zone,
                    self.n_unzoned,
                    self.options.utc_offset_minutes,
                ),
                date_order,
                warnings,
            },
            index,
            east: self.east,
            rejected: self.rejected,
        })
    }
}
