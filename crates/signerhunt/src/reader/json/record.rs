//! From a record's fields to the cells that are needed. Records of one export have few different sets
//! of names, so where the needed fields stand is worked out once for each.

use std::borrow::Cow;

use crate::columns::{ColumnName, Field, Kind, Layout};
use crate::json::{Field as RecordField, Record, Value, parts};
use crate::reader::cell::shown;
use crate::reader::rows::{Fields, GivenFields, MadeFields};

/// The layouts that occurred.
#[derive(Default)]
pub(super) struct Layouts {
    /// Of the patterns.
    of_patterns: Vec<Option<RecordLayout>>,
    /// Of records without one.
    others: Vec<RecordLayout>,
    /// The one of them that occurred last, most likely the next as well.
    last: usize,
}

/// All that the names of a record's fields say.
pub(super) struct RecordLayout {
    /// Names, and whether they stand in a wrapper.
    keys: Vec<(Vec<u8>, bool)>,
    pub(super) layout: Layout,
    pub(super) makes: Use,
    /// Somewhere there must be a signer.
    pub(super) is_known: bool,
    pub(super) has_wrapper: bool,
    /// The fields that may name the table, and whether they are called `Type`.
    pub(super) table_fields: Vec<(usize, bool)>,
    /// Records name the result's table.
    pub(super) has_table_name: bool,
}

impl Layouts {
    /// Exporters that leave nulls out make some; more than this only somebody who wants to fill memory.
    const MOST: usize = 64;

    /// Where the fields of this record stand.
    pub(super) fn of(&mut self, record: &Record<'_>) -> &RecordLayout {
        match record.pattern {
            Some(pattern) if pattern < Record::MOST_PATTERNS => {
                if pattern >= self.of_patterns.len() {
                    self.of_patterns.resize_with(pattern + 1, || None);
                }
                self.of_patterns[pattern].get_or_insert_with(|| RecordLayout::of(record))
            }
            _ => self.by_names(record),
        }
    }

    fn by_names(&mut self, record: &Record<'_>) -> &RecordLayout {
        let is_it = |known: &RecordLayout| {
            known.keys.len() == record.n_fields()
                && known.keys.iter().zip(record.fields()).all(|((key, is_in_wrapper), field)| {
                    *is_in_wrapper == field.is_in_wrapper() && *key == *field.key()
                })
        };
        let is_last = self.others.get(self.last).is_some_and(is_it);
        if !is_last {
            self.last = self.others.iter().position(is_it).unwrap_or_else(|| {
                self.others.truncate(Self::MOST - 1);
                self.others.push(RecordLayout::of(record));
                self.others.len() - 1
            });
        }
        &self.others[self.last]
    }
}

impl RecordLayout {
    fn of(record: &Record<'_>) -> RecordLayout {
        let keys: Vec<(Vec<u8>, bool)> = record
            .fields()
            .map(|field| (field.key().into_owned(), field.is_in_wrapper()))
            .collect();
        let name = |(key, is_in_wrapper): &(Vec<u8>, bool)| {
            let key = String::from_utf8_lossy(key);
            // `ReportId@odata.type` is said about another field.
            let is_annotation = key.contains('@');
            let name = ColumnName::of(&key);
            ColumnName {
                name: if is_annotation { String::new() } else { name.name },
                is_nested: name.is_nested || *is_in_wrapper,
                ..name
            }
        };
        let layout = Layout::of(keys.iter().map(name).collect());
        let table_field = |(column, (key, is_in_wrapper)): (usize, &(Vec<u8>, bool))| {
            let is_type = key.eq_ignore_ascii_case(b"Type");
            let may_name_table = is_type || key.eq_ignore_ascii_case(b"category");
            (may_name_table && !is_in_wrapper).then_some((column, is_type))
        };
        RecordLayout {
            makes: use_of(&layout),
            is_known: layout.kind != Kind::Foreign || is_of_the_table(&layout),
            has_wrapper: keys.iter().any(|(_, is_in_wrapper)| *is_in_wrapper),
            table_fields: keys.iter().enumerate().filter_map(table_field).collect(),
            has_table_name: layout.has("TableName"),
            keys,
            layout,
        }
    }
}

/// All fields of a record that is wanted, but for the wrappers, whose fields follow them.
pub(super) fn shown_fields(record: &Record<'_>) -> Vec<(String, String)> {
    let has_wrapper = record.fields().any(|field| field.is_in_wrapper());
    let is_wrapper = |field: &RecordField<'_>| {
        let names = ["properties", "AdditionalProperties"];
        let is_named = names.iter().any(|name| field.key().eq_ignore_ascii_case(name.as_bytes()));
        has_wrapper && is_named && matches!(field.value(), Value::Nested(_))
    };
    let fields = record.fields().filter(|field| !is_wrapper(field));
    fields.map(|field| (shown(&field.key()), shown_value(field.value()))).collect()
}

/// All values of a row by position, with the names of their columns.
pub(super) fn shown_cells(row: &Record<'_>, layout: &Layout) -> Vec<(String, String)> {
    let values = row.fields().map(|field| shown_value(field.value()));
    layout.names.iter().map(|name| name.full_name.clone()).zip(values).collect()
}

fn shown_value(value: Value<'_>) -> String {
    value.text().map(|text| shown(&text)).unwrap_or_default()
}

/// What can be made of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A row of the table.
    Row,
    /// A row, unless other records have columns that only the table has: then it is a part of a row.
    RowIfOthersAreAlike,
    /// A device of a summary.
    Device,
    /// Nothing.
    None,
}

/// What can be made of records with this layout.
fn use_of(layout: &Layout) -> Use {
    let has_device = layout[Field::DeviceId].or(layout[Field::DeviceName]).is_some();
    match layout.kind {
        Kind::Rows => Use::Row,
        Kind::Summary => Use::Device,
        Kind::Foreign if !has_device || layout.time().is_none() => Use::None,
        // Exporters that leave nulls out leave out the signer of files without a signature.
        Kind::Foreign if is_of_the_table(layout) => Use::Row,
        Kind::Foreign if has_only_fields(layout) => Use::RowIfOthersAreAlike,
        Kind::Foreign => Use::None,
    }
}

/// Whether there are columns that only this table has.
pub(super) fn is_of_the_table(layout: &Layout) -> bool {
    ["SignerHash", "IssuerHash", "IsSigned", "SignatureType", "IsTrusted"]
        .iter()
        .any(|name| layout.has(name))
}

/// Nothing speaks for another table: a query that asked for few columns, and a signer that is null.
fn has_only_fields(layout: &Layout) -> bool {
    let fields = ["Timestamp", "TimeGenerated", "DeviceId", "DeviceName", "ReportId", "SHA1"];
    let mut names = layout.names.iter().filter(|name| !name.name.is_empty());
    names.all(|name| fields.iter().any(|field| name.is(field)))
}

/// The needed cells. `none_is_null`: the text `None` is how this exporter spells null.
pub(super) fn fields_of<'a>(
    record: &Record<'a>,
    layout: &'a Layout,
    none_is_null: bool,
) -> MadeFields<'a> {
    let cell = |column: Option<usize>| cell(record, column, none_is_null);
    let time = layout.time();
    Fields {
        time: cell(time),
        time_name: layout.name(time),
        device_id: cell(layout[Field::DeviceId]),
        device_name: cell(layout[Field::DeviceName]),
        signer: cell(layout[Field::Signer]),
        report_id: cell(layout[Field::ReportId]),
        sha1: cell(layout[Field::Sha1]),
        signer_hash: cell(layout[Field::SignerHash]),
    }
}

/// The cells of a summary's row.
pub(super) fn given_fields_of<'a>(record: &Record<'a>, layout: &'a Layout) -> GivenFields<'a> {
    let cell = |field: Field| cell(record, layout[field], false);
    GivenFields {
        device_id: cell(Field::DeviceId),
        device_name: cell(Field::DeviceName),
        first_seen: cell(Field::FirstSeen),
        last_seen: cell(Field::LastSeen),
        report: cell(Field::Report),
        count: cell(Field::Count),
    }
}

/// What a cell of a table would say; nothing for null.
pub(super) fn cell<'a>(
    record: &Record<'a>,
    column: Option<usize>,
    none_is_null: bool,
) -> Cow<'a, [u8]> {
    let value = column.and_then(|column| record.field(column)).map(|field| field.value());
    let text = match value {
        // PowerShell writes some dates as objects.
        Some(Value::Nested(object)) => parts::member(object, &["value"])
            .and_then(parts::string)
            .or(Some(Cow::Borrowed(object))),
        Some(value) => value.text(),
        None => None,
    };
    text.filter(|text| !(none_is_null && **text == *b"None")).unwrap_or_default()
}
