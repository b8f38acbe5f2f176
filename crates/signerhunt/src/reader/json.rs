//! Reads JSON: what records and tables `json` finds become [`Rows`]. What stands around them says which
//! shape it is, see [`JsonFindings`].

mod parts;
mod record;
mod shape;
mod words;

use super::cell::write_cell;
use super::rows::{Place, Rows};
use crate::columns::{ColumnName, HeaderZone, Kind, Layout, foreign_words};
use crate::json::{Envelope, Fault, Item, JsonScanner, Notice, Record, Table};
use crate::source::Shape;
use parts::Began;
pub(super) use parts::JsonTail;
use record::{Layouts, Use};
use shape::Signs;

/// Reads JSON.
pub(super) struct JsonReader {
    scanner: JsonScanner,
    records: RecordReader,
    /// What a part began with.
    began: Began,
}

/// What was found out about the text, beside its rows.
pub(super) struct JsonFindings {
    pub(super) shape: Shape,
    pub(super) layout: Layout,
    /// Records of other tables.
    pub(super) n_skipped: u64,
    pub(super) notes: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// Makes rows of records, and remembers what they show.
#[derive(Default)]
struct RecordReader {
    layouts: Layouts,
    /// The layout of the first rows that were of the table.
    used: Option<Layout>,
    /// The layout of the first records that were not.
    foreign: Option<Layout>,
    /// The columns of the rows by position that follow; none where these are about the query itself.
    table: Option<Layout>,
    /// The id of the tables by position that were read.
    read: ReadTables,
    /// Rows that were replaced could not be told from those of another table.
    has_rows_twice: bool,
    signs: Signs,
    n_foreign: u64,
    notices: Vec<Notice>,
}

/// The tables by position that were read. The parts of one table have the same id, which may be empty.
#[derive(Default, PartialEq, Eq)]
enum ReadTables {
    #[default]
    None,
    Of(String),
    Several,
}

impl JsonReader {
    /// A reader for text whose first byte has this place in the export.
    pub(super) fn new(offset: u64) -> JsonReader {
        JsonReader {
            scanner: JsonScanner::new(offset),
            records: RecordReader::default(),
            began: Began::default(),
        }
    }

    /// Takes the next text in.
    pub(super) fn feed(&mut self, text: &[u8], rows: &mut Rows) {
        self.scanner.feed(text, &mut |item| self.records.take(item, rows));
    }

    /// The text has ended.
    pub(super) fn finish(self, rows: &mut Rows) -> Result<JsonFindings, String> {
        let mut records = self.records;
        let envelope = self.scanner.finish(&mut |item| records.take(item, rows));
        records.finish(envelope, rows)
    }
}

impl RecordReader {
    fn take(&mut self, item: Item<'_>, rows: &mut Rows) {
        match item {
            Item::Record(record) => self.take_record(&record, rows),
            Item::Table(table) => self.begin_table(table, rows),
            Item::Row(record) => self.take_row(&record, rows),
            Item::Fault(fault) => reject(&fault, rows),
            Item::Notice(notice) => {
                const MOST: usize = 20;
                if self.notices.len() < MOST && !self.notices.contains(&notice) {
                    self.notices.push(notice);
                }
            }
        }
    }

    fn take_record(&mut self, record: &Record<'_>, rows: &mut Rows) {
        if let Some(wanted) = &mut rows.wanted {
            wanted.see(record.offset, || record::shown_fields(record));
        }
        let record_layout = self.layouts.of(record);
        if self.signs.is_of_another_table(record, record_layout) {
            return;
        }
        self.signs.see(record_layout);
        let layout = &record_layout.layout;
        let place = Place { bytes: record.bytes, offset: record.offset, line: record.line };
        if layout.zone() == HeaderZone::Utc {
            rows.times.take_as_utc();
        }
        let is_part = record_layout.makes == Use::RowIfOthersAreAlike
            && self.used.as_ref().is_some_and(record::is_of_the_table);
        match record_layout.makes {
            Use::Row | Use::RowIfOthersAreAlike if !is_part => {
                let none_is_null = self.signs.has_none_as_text();
                let fields = record::fields_of(record, layout, none_is_null);
                let other_times = |see: &mut dyn FnMut(&[u8])| {
                    for &column in &layout.other_times {
                        see(&record::cell(record, Some(column), false));
                    }
                };
                rows.take(place, &fields.borrowed(), &other_times, &|column, text| {
                    let column = layout.column(column);
                    write_cell(&record::cell(record, column, none_is_null), text);
                    column.is_some()
                });
            }
            Use::Device => rows.take_given(place, Ok(record::given_fields_of(record, layout))),
            Use::Row | Use::RowIfOthersAreAlike | Use::None => {
                self.n_foreign += 1;
                rows.reject(place, words::not_a_row(layout));
                if self.foreign.is_none() {
                    self.foreign = Some(layout.clone());
                }
                return;
            }
        }
        if record_layout.is_known && self.used.is_none() {
            self.used = Some(layout.clone());
        } else if !record_layout.is_known && self.foreign.is_none() {
            self.foreign = Some(layout.clone());
        }
    }

    fn begin_table(&mut self, table: &Table, rows: &mut Rows) {
        let layout = Layout::of(table.columns.iter().map(|name| ColumnName::of(name)).collect());
        if layout.kind == Kind::Foreign {
            // Kusto sends tables about the query itself along with its result.
            let may_be_result = ["", "PrimaryResult"].contains(&table.kind.as_str());
            if may_be_result && self.foreign.is_none() && !layout.names.is_empty() {
                self.foreign = Some(layout.clone());
            }
            // Kusto's first endpoint does not say which of its tables is the result.
            let is_result = match table.kind.as_str() {
                "" => table.name == "PrimaryResult",
                kind => kind == "PrimaryResult",
            };
            self.table = is_result.then_some(layout);
            return;
        }
        let read = ReadTables::Of(table.id.clone());
        match &self.read {
            ReadTables::None => self.read = read,
            before if *before == read => {}
            ReadTables::Of(_) | ReadTables::Several => self.read = ReadTables::Several,
        }
        if table.replaces_rows && self.read != ReadTables::Several {
            rows.forget_rows();
        }
        self.has_rows_twice |= table.replaces_rows && self.read == ReadTables::Several;
        if layout.zone() == HeaderZone::Utc {
            rows.times.take_as_utc();
        }
        if self.used.is_none() {
            self.used = Some(layout.clone());
        }
        self.table = Some(layout);
    }

    fn take_row(&mut self, row: &Record<'_>, rows: &mut Rows) {
        let Some(layout) = &self.table else { return };
        if let Some(wanted) = &mut rows.wanted {
            wanted.see(row.offset, || record::shown_cells(row, layout));
        }
        let place = Place { bytes: row.bytes, offset: row.offset, line: row.line };
        if row.n_fields() != layout.names.len() {
            rows.reject(place, words::wrong_length(row.n_fields(), layout.names.len()));
            return;
        }
        match layout.kind {
            Kind::Rows => {
                let fields = record::fields_of(row, layout, false);
                rows.take(place, &fields.borrowed(), &|_| (), &|column, text| {
                    let column = layout.column(column);
                    write_cell(&record::cell(row, column, false), text);
                    column.is_some()
                });
            }
            Kind::Summary => rows.take_given(place, Ok(record::given_fields_of(row, layout))),
            Kind::Foreign => {
                self.n_foreign += 1;
                rows.reject(place, words::not_a_row(layout));
            }
        }
    }

    fn finish(self, envelope: Envelope, rows: &Rows) -> Result<JsonFindings, String> {
        let errors = self.notices.iter().map(words::notice);
        let Some(layout) = self.used.or_else(|| schema_layout(&envelope)) else {
            if let Some(error) = self.notices.iter().find_map(words::error_instead_of_rows) {
                return Err(error);
            }
            if self.signs.n_skipped > 0 {
                return Err(words::only_other_tables(&self.signs));
            }
            return Err(match self.foreign {
                Some(layout) if layout.names.is_empty() => words::EMPTY_OBJECTS.to_owned(),
                Some(layout) => foreign_words(&layout, "its first record"),
                None if rows.n_rejected > 0 => words::no_record(rows),
                None => {
                    "has no rows in it, and nothing that names the table's columns; export the \
                         table again"
                        .to_owned()
                }
            });
        };
        let mut notes = Vec::new();
        notes.extend(words::skipped_note(&self.signs));
        let mut warnings: Vec<String> = errors.collect();
        warnings.extend(words::foreign_warning(self.n_foreign));
        warnings.extend(self.has_rows_twice.then(|| words::ROWS_TWICE.to_owned()));
        let shape = match layout.kind {
            Kind::Summary => Shape::RuleSummary,
            _ => self.signs.shape(envelope.layout),
        };
        Ok(JsonFindings { shape, layout, n_skipped: self.signs.n_skipped, notes, warnings })
    }
}

/// The columns that the answer of an API says it has, if they are the table's: it may have no rows.
fn schema_layout(envelope: &Envelope) -> Option<Layout> {
    let layout = Layout::of(envelope.schema.iter().map(|name| ColumnName::of(name)).collect());
    (layout.kind != Kind::Foreign).then_some(layout)
}

fn reject(fault: &Fault<'_>, rows: &mut Rows) {
    let place = Place { bytes: fault.raw, offset: fault.offset, line: fault.line };
    rows.reject(place, words::rejection_of(fault));
}
