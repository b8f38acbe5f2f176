//! Reads delimited text: the first row says which column is what, the others become [`Rows`].

use std::borrow::Cow;

use super::cell::{shown, write_cell};
use super::rows::{Fields, GivenFields, MadeFields, Place, Rows};
use super::together::Cells;
use super::words::{self, Rejection};
use crate::columns::{
    ColumnName, Field, HeaderZone, Kind, Layout, foreign_words, is_headerless_row,
};
use crate::delimited::{Row, RowBatch, RowSink, Scanner};
use crate::sniff::Preamble;
use crate::source::{Delimiter, Shape};
use crate::time::parse::{TimeCell, time_cell};
use crate::wire::wire;

/// Reads delimited text.
pub(super) struct DelimitedReader {
    scanner: Scanner,
    delimiter: Delimiter,
    table: TableReader,
}

/// What was found out about the text, beside its rows.
pub(super) struct TableFindings {
    pub(super) delimiter: Delimiter,
    pub(super) shape: Shape,
    pub(super) layout: Layout,
    /// Rows with more or fewer cells than the header that were used all the same.
    pub(super) n_ragged: u64,
}

/// How a part of the text ended.
#[derive(Default)]
pub(super) struct Tail {
    n_lines: u64,
    /// Rows that begin before this place may not have quotes that span lines.
    trusted_from: u64,
    n_ragged: u64,
}

wire!(Tail { n_lines, trusted_from, n_ragged });

/// Knows the columns.
#[derive(Clone)]
struct TableReader {
    has_type_line: bool,
    is_headerless: bool,
    /// The header's first name stands in quotes.
    is_quoted: bool,
    layout: Option<Layout>,
    n_ragged: u64,
    /// Why the rest is not looked at.
    stopped: Option<String>,
}

impl DelimitedReader {
    /// A reader for text whose first byte has this place in the export.
    pub(super) fn new(preamble: Preamble, delimiter: Delimiter, offset: u64) -> DelimitedReader {
        let offset = offset + preamble.n_bytes as u64;
        DelimitedReader {
            scanner: Scanner::new(delimiter.byte(), offset, 1 + preamble.n_lines),
            delimiter,
            table: TableReader {
                has_type_line: preamble.has_type_line,
                is_headerless: false,
                is_quoted: false,
                layout: None,
                n_ragged: 0,
                stopped: None,
            },
        }
    }

    /// Takes the next text in, or says why the rest need not come.
    pub(super) fn feed(&mut self, text: &[u8], rows: &mut Rows) -> Result<(), String> {
        self.scanner.feed(text, &mut TableSink { table: &mut self.table, rows });
        self.table.stopped.clone().map_or(Ok(()), Err)
    }

    /// Whether the columns are known, and are those of the table.
    pub(super) fn has_rows_of_the_table(&self) -> bool {
        let is_known = self.table.stopped.is_none();
        is_known && self.table.layout.as_ref().is_some_and(|layout| layout.kind == Kind::Rows)
    }

    /// A reader that knows the same columns and is in front of a row at this place. It counts lines from 1.
    pub(super) fn before_row(&self, offset: u64) -> DelimitedReader {
        DelimitedReader {
            scanner: Scanner::new(self.delimiter.byte(), offset, 1),
            delimiter: self.delimiter,
            table: TableReader { n_ragged: 0, ..self.table.clone() },
        }
    }

    /// Where the next row begins, if it is read like a first one, and `next` comes next.
    pub(super) fn row_start_before(&self, next: u8) -> Option<u64> {
        let offset = self.scanner.row_start_before(next)?;
        self.scanner.trusts_quotes().then_some(offset)
    }

    /// Whether this text begins with rows that have as many cells as the header and a time in its place; `None` when
    /// there is too little of it.
    pub(super) fn looks_like_rows(&self, text: &[u8]) -> Option<bool> {
        const N_ROWS: usize = 3;
        const STEP: usize = 1 << 12;
        let layout = self.table.layout.as_ref()?;
        let mut scanner = Scanner::new(self.delimiter.byte(), 0, 1);
        let (mut n_rows, mut is_like) = (0, true);
        for piece in text.chunks(STEP) {
            scanner.feed(piece, &mut |row: Row<'_>| {
                n_rows += 1;
                let time = layout.time().and_then(|column| row.cell(column));
                let time = time.map_or(TimeCell::Null, |cell| time_cell(&cell));
                is_like &= row.fault.is_none() && row.n_cells() == layout.names.len();
                is_like &= !matches!(time, TimeCell::Null | TimeCell::Unreadable(_));
            });
            if n_rows >= N_ROWS || !is_like {
                return Some(is_like);
            }
        }
        None
    }

    /// There is no more text of this part: how it ended.
    pub(super) fn end_part(self, rows: &mut Rows) -> Tail {
        let mut table = self.table;
        let (n_lines, trusted_from) = (self.scanner.n_lines(), self.scanner.trusted_from());
        self.scanner.finish(&mut TableSink { table: &mut table, rows });
        Tail { n_lines, trusted_from, n_ragged: table.n_ragged }
    }

    /// Goes on behind text that another reader read. Says how many lines there were before it.
    pub(super) fn skip_to(&mut self, offset: u64, tail: &Tail) -> u64 {
        self.table.n_ragged += tail.n_ragged;
        self.scanner.skip(offset, tail.n_lines, tail.trusted_from)
    }

    /// The text has ended.
    pub(super) fn finish(self, rows: &mut Rows) -> Result<TableFindings, String> {
        let mut table = self.table;
        self.scanner.finish(&mut TableSink { table: &mut table, rows });
        if let Some(message) = table.stopped {
            return Err(message);
        }
        let layout = table.layout.ok_or("has no header; export the table again")?;
        let shape = match layout.kind {
            Kind::Summary => Shape::RuleSummary,
            _ if table.is_headerless => Shape::Headerless,
            _ if table.has_type_line => Shape::PowerShellCsv,
            _ => shape_of(&layout, table.is_quoted, self.delimiter),
        };
        Ok(TableFindings { delimiter: self.delimiter, shape, layout, n_ragged: table.n_ragged })
    }
}

/// Takes the rows of a table in.
struct TableSink<'a> {
    table: &'a mut TableReader,
    rows: &'a mut Rows,
}

impl RowSink for TableSink<'_> {
    fn take_row(&mut self, row: Row<'_>) {
        self.table.take(&row, self.rows);
    }

    fn take_rows(&mut self, batch: RowBatch<'_>) {
        let TableSink { table, rows } = self;
        match table {
            TableReader { layout: Some(layout), stopped: None, n_ragged, .. }
                if layout.kind == Kind::Rows && rows.can_look_up() =>
            {
                let cells = Cells::of(&batch, layout);
                let known = rows.look_up(&cells);
                for idx in 0..batch.len() {
                    if !rows.take_known(&known, idx, &cells, batch.offset(idx)) {
                        take_known_columns(&batch.row(idx), layout, n_ragged, rows);
                    }
                }
            }
            table => (0..batch.len()).for_each(|idx| table.take(&batch.row(idx), rows)),
        }
    }
}

impl TableReader {
    fn take(&mut self, row: &Row<'_>, rows: &mut Rows) {
        if self.stopped.is_some() {
            return;
        }
        match &self.layout {
            Some(layout) => take_known_columns(row, layout, &mut self.n_ragged, rows),
            None => self.take_first_row(row, rows),
        }
    }

    fn take_first_row(&mut self, row: &Row<'_>, rows: &mut Rows) {
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
        if is_headerless_row(row) {
            self.is_headerless = true;
            self.layout = Some(Layout::of_schema());
            self.take(row, rows);
            return;
        }
        let cells = (0..row.n_cells()).filter_map(|column| row.cell(column));
        let names = cells.map(|cell| ColumnName::of(&String::from_utf8_lossy(&cell))).collect();
        let layout = Layout::of(names);
        if layout.kind == Kind::Foreign {
            self.stopped = Some(foreign_words(&layout, &format!("line {}", row.line)));
            return;
        }
        self.is_quoted = row.bytes.starts_with(b"\"");
        if layout.zone() == HeaderZone::Utc {
            rows.times.take_as_utc();
        }
        self.layout = Some(layout);
    }
}

/// Takes a row in whose columns are known.
fn take_known_columns(row: &Row<'_>, layout: &Layout, n_ragged: &mut u64, rows: &mut Rows) {
    let place = Place { bytes: row.bytes, offset: row.offset, line: row.line };
    if let Some(wanted) = &mut rows.wanted {
        wanted.see(row.offset, || shown_cells(row, layout));
    }
    let is_whole = row.fault.is_none() && row.n_cells() == layout.names.len();
    let n_rejected = rows.n_rejected;
    if layout.kind == Kind::Summary {
        rows.take_given(place, given_fields_of(row, layout));
    } else {
        let other_times = |see: &mut dyn FnMut(&[u8])| {
            for &column in &layout.other_times {
                row.cell(column).iter().for_each(|cell| see(cell));
            }
        };
        match fields_of(row, layout) {
            Ok(fields) => rows.take(place, &fields.borrowed(), &other_times, &|column, text| {
                let Some(column) = layout.column(column) else { return false };
                row.cell(column).iter().for_each(|cell| write_cell(cell, text));
                true
            }),
            Err(rejection) => rows.reject(place, rejection),
        }
    }
    *n_ragged += u64::from(!is_whole && rows.n_rejected == n_rejected);
}

/// All cells with the names of their columns. Where there are more of one than of the other, the rest is empty.
fn shown_cells(row: &Row<'_>, layout: &Layout) -> Vec<(String, String)> {
    let n_cells = row.n_cells().max(layout.names.len());
    let name = |column: usize| layout.names.get(column).map(|name| name.full_name.clone());
    let cell = |column| row.cell(column).map(|cell| shown(&cell));
    (0..n_cells)
        .map(|column| (name(column).unwrap_or_default(), cell(column).unwrap_or_default()))
        .collect()
}

fn fields_of<'a>(row: &'a Row<'_>, layout: &'a Layout) -> Result<MadeFields<'a>, Rejection> {
    let cell = cells_of(row, layout)?;
    let time_column = layout.time();
    let time_name = layout.name(time_column);
    Ok(Fields {
        time: cell(time_column, time_name)?,
        time_name,
        signer: cell(layout[Field::Signer], "Signer")?,
        device_id: cell(layout[Field::DeviceId], "DeviceId")?,
        device_name: cell(layout[Field::DeviceName], "DeviceName")?,
        report_id: cell(layout[Field::ReportId], "ReportId")?,
        // A row without these can still be counted; only its twin in another export is not known.
        sha1: cell(layout[Field::Sha1], "SHA1").unwrap_or_default(),
        signer_hash: cell(layout[Field::SignerHash], "SignerHash").unwrap_or_default(),
    })
}

fn given_fields_of<'a>(row: &'a Row<'_>, layout: &'a Layout) -> Result<GivenFields<'a>, Rejection> {
    let cell = cells_of(row, layout)?;
    Ok(GivenFields {
        device_id: cell(layout[Field::DeviceId], "DeviceId")?,
        device_name: cell(layout[Field::DeviceName], "DeviceName")?,
        first_seen: cell(layout[Field::FirstSeen], "FirstSeen")?,
        last_seen: cell(layout[Field::LastSeen], "LastSeen")?,
        report: cell(layout[Field::Report], "Report")?,
        count: cell(layout[Field::Count], "Count")?,
    })
}

/// Gives the cell of a column, an empty one where there is no such column; or why no cell of this row
/// can be trusted.
#[expect(clippy::type_complexity, reason = "a function of two arguments")]
fn cells_of<'a>(
    row: &'a Row<'_>,
    layout: &'a Layout,
) -> Result<impl Fn(Option<usize>, &str) -> Result<Cow<'a, [u8]>, Rejection>, Rejection> {
    let n_columns = layout.names.len();
    if let Some(fault) = row.fault {
        return Err(words::rejection_of(fault));
    }
    if row.unterminated && row.n_cells() < n_columns {
        return Err(words::cut_off(row, n_columns));
    }
    Ok(move |column: Option<usize>, name: &str| match column {
        Some(column) => row.cell(column).ok_or_else(|| words::lacks_cells(row, n_columns, name)),
        None => Ok(Cow::Borrowed(&b""[..])),
    })
}

fn shape_of(layout: &Layout, is_quoted: bool, delimiter: Delimiter) -> Shape {
    let is_the_table = ["SignerHash", "IsRootSignerMicrosoft", "CertificateSerialNumber"]
        .iter()
        .any(|column| layout.has(column));
    if layout.has("TimeGenerated") {
        Shape::LogAnalyticsCsv
    } else if is_the_table && delimiter == Delimiter::Comma && !is_quoted {
        Shape::PortalCsv
    } else {
        Shape::Delimited
    }
}
