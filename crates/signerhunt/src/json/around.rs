//! What stands around records: the objects that hold lists of them, and what those say about
//! themselves.

use std::sync::Arc;

use super::parts;
use super::{Record, Table, Value};

/// How long a message is kept.
const MAX_MESSAGE_BYTES: usize = 1000;

/// How many headers of progressive tables are remembered, and how much in all.
const MAX_HEADERS: usize = 64;
const MAX_HEADER_BYTES: usize = 1 << 20;

/// What the text says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Notice {
    /// An error of the service that answered, such as `PartialError`.
    Error { code: String, message: String },
    /// Kusto says at its end that there were errors.
    HasErrors,
    /// Kusto says at its end that the query was cancelled.
    Cancelled,
    /// A list or object around the records is still open at the end of the text.
    EndMissing,
}

/// How the records are wrapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Layout {
    /// There was no text at all.
    Nothing,
    /// Objects one behind the other, usually one on each line.
    Objects,
    /// A list of objects.
    List,
    /// `results`, as the hunting APIs answer; older ones write `Results`.
    Results { is_capitalised: bool },
    /// `records`, as streaming writes to Event Hubs.
    Records,
    /// `tables`, as Log Analytics answers.
    LogAnalytics,
    /// `Tables`, as Kusto answers.
    KustoV1,
    /// Frames, as Kusto answers.
    KustoV2,
    /// JSON of another kind.
    Other,
}

/// What the whole text turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Envelope {
    pub(crate) layout: Layout,
    /// The columns that `schema` names; empty if there is none.
    pub(crate) schema: Arc<[String]>,
}

/// The list that holds the records, by the name of its field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ListName {
    Results,
    Records,
    Tables,
    Value,
    Data,
    Rows,
}

impl ListName {
    pub(super) fn of(key: &[u8]) -> Option<ListName> {
        let names = [
            ("results", ListName::Results),
            ("records", ListName::Records),
            ("tables", ListName::Tables),
            ("value", ListName::Value),
            ("data", ListName::Data),
            ("rows", ListName::Rows),
        ];
        names.into_iter().find(|(name, _)| is(key, name)).map(|(_, list_name)| list_name)
    }

    /// What a list of this name says about the text; `key` is the name as it is spelled.
    pub(super) fn layout(self, key: &[u8]) -> Layout {
        let is_capitalised = key.first().is_some_and(u8::is_ascii_uppercase);
        match self {
            ListName::Results => Layout::Results { is_capitalised },
            ListName::Records => Layout::Records,
            ListName::Tables if is_capitalised => Layout::KustoV1,
            ListName::Tables => Layout::LogAnalytics,
            ListName::Value | ListName::Data | ListName::Rows => Layout::Other,
        }
    }
}

/// The object whose field makes its fields fields of the record.
pub(super) fn is_wrapper(key: &[u8]) -> bool {
    is(key, "properties") || is(key, "AdditionalProperties")
}

/// An object or a list in a field of this name may be more than a value of a record.
pub(super) fn may_hold_records(key: &[u8]) -> bool {
    ListName::of(key).is_some() || is_wrapper(key)
}

/// The fields beside a list, as far as they matter.
#[derive(Debug, Default)]
pub(super) struct Siblings {
    pub(super) table: Table,
    pub(super) has_columns: bool,
    pub(super) is_frame: bool,
    is_header: bool,
    pub(super) schema: Arc<[String]>,
    pub(super) notices: Vec<Notice>,
}

impl Siblings {
    /// Takes in the fields of the object that were read so far, or since the list.
    pub(super) fn take_in(&mut self, fields: &Record<'_>) {
        for field in fields.fields().filter(|field| !field.is_in_wrapper()) {
            let key = field.key();
            let value = field.value();
            let words = || value.text().map(|text| lossy(&text)).unwrap_or_default();
            match value {
                Value::Nested(list) if is(&key, "columns") => {
                    self.table.columns = column_names(list);
                    self.has_columns = list.starts_with(b"[");
                }
                Value::Nested(list) if is(&key, "schema") => self.schema = column_names(list),
                Value::Nested(bytes) => self.notices.extend(notices_in(&key, bytes)),
                Value::Text { .. } if is(&key, "name") || is(&key, "TableName") => {
                    self.table.name = words();
                }
                Value::Text { .. } if is(&key, "TableKind") => self.table.kind = words(),
                Value::Text { .. } | Value::Bare(_) if is(&key, "TableId") => {
                    self.table.id = words();
                }
                Value::Text { raw, .. } if is(&key, "TableFragmentType") => {
                    self.table.replaces_rows = is(raw, "DataReplace");
                }
                Value::Text { raw, .. } if is(&key, "FrameType") => {
                    self.is_frame = is_frame_type(raw);
                    self.is_header = is(raw, "TableHeader");
                }
                Value::Bare(b"true") if is(&key, "HasErrors") => {
                    self.notices.push(Notice::HasErrors);
                }
                Value::Bare(b"true") if is(&key, "Cancelled") => {
                    self.notices.push(Notice::Cancelled);
                }
                _ => {}
            }
        }
    }
}

/// An object that is no record but says something: a frame of Kusto's without rows, an error, or in a
/// list of tables one without rows.
pub(super) fn aside(object: &Record<'_>, in_tables: bool) -> Option<Siblings> {
    let is_alone = object.fields().filter(|field| field.value() != Value::Null).count() == 1;
    let error = error_of(object);
    let is_one = object.fields().filter(|field| !field.is_in_wrapper()).any(|field| {
        let key = field.key();
        match field.value() {
            Value::Text { raw, .. } => is(&key, "FrameType") && is_frame_type(raw),
            Value::Nested(_) if in_tables => is(&key, "columns"),
            Value::Nested(bytes) if is_alone => !notices_in(&key, bytes).is_empty(),
            _ => false,
        }
    });
    (is_one || error.is_some()).then(|| {
        let mut siblings = Siblings::default();
        siblings.take_in(object);
        siblings.notices.extend(error);
        siblings
    })
}

/// Whether [`aside`] must look at the values of every object with these names.
pub(super) fn may_be_aside(object: &Record<'_>) -> bool {
    let telling = [
        "FrameType",
        "columns",
        "error",
        "OneApiErrors",
        "Exceptions",
        "Message",
        "error_description",
    ];
    object.fields().any(|field| telling.iter().any(|name| is(&field.key(), name)))
}

/// The error that an object is, as services write them that refuse: `{"Message":".."}`, or a code with a description.
fn error_of(object: &Record<'_>) -> Option<Notice> {
    let text = |name: &str| {
        let field = object.fields().find(|field| is(&field.key(), name))?;
        match field.value() {
            text @ Value::Text { .. } => text.text().map(|text| shortened(&text)),
            _ => None,
        }
    };
    if object.n_fields() == 1 {
        return Some(Notice::Error { code: String::new(), message: text("Message")? });
    }
    Some(Notice::Error { message: text("error_description")?, code: text("error")? })
}

/// Headers of tables whose rows come in later frames.
#[derive(Debug, Default)]
pub(super) struct Headers {
    /// The oldest first, each with its size.
    tables: Vec<(usize, Table)>,
}

impl Headers {
    /// Remembers the table if these are the fields of a header.
    pub(super) fn take_in(&mut self, siblings: &Siblings) {
        if !siblings.is_header || !siblings.has_columns {
            return;
        }
        let table = siblings.table.clone();
        let size = table.columns.iter().map(|name| name.len() + size_of::<String>()).sum();
        self.tables.retain(|(_, other)| other.id != table.id);
        self.tables.push((size, table));
        // Progressive answers have a handful of tables; text that has more is of no use anyway.
        while self.tables.len() > MAX_HEADERS
            || self.tables.iter().map(|(size, _)| size).sum::<usize>() > MAX_HEADER_BYTES
        {
            self.tables.remove(0);
        }
    }

    /// Completes a fragment by the header of the table with its id.
    pub(super) fn complete(&self, siblings: &mut Siblings) {
        if siblings.has_columns {
            return;
        }
        let fragment = &mut siblings.table;
        if let Some((_, header)) = self.tables.iter().find(|(_, table)| table.id == fragment.id) {
            *fragment = Table { replaces_rows: fragment.replaces_rows, ..header.clone() };
            siblings.has_columns = true;
        }
    }
}

fn is(key: &[u8], name: &str) -> bool {
    key.eq_ignore_ascii_case(name.as_bytes())
}

fn is_frame_type(raw: &[u8]) -> bool {
    [
        "DataSetHeader",
        "DataTable",
        "TableHeader",
        "TableFragment",
        "TableProgress",
        "TableCompletion",
        "DataSetCompletion",
    ]
    .iter()
    .any(|frame_type| is(raw, frame_type))
}

/// The names in a list of columns.
fn column_names(list: &[u8]) -> Arc<[String]> {
    parts::elements(list)
        .map(|column| {
            let name = parts::member(column, &["name", "ColumnName"]).unwrap_or(column);
            parts::string(name).map(|name| lossy(&name)).unwrap_or_default()
        })
        .collect()
}

/// The errors that a field tells: `"error":{"code":..,"message":..}`, or Kusto's lists of them.
fn notices_in(key: &[u8], value: &[u8]) -> Vec<Notice> {
    const MAX_NOTICES: usize = 8;
    if is(key, "error") {
        return notice_of(value).into_iter().collect();
    }
    if !is(key, "OneApiErrors") && !is(key, "Exceptions") {
        return Vec::new();
    }
    parts::elements(value)
        .filter_map(|entry| match parts::string(entry) {
            Some(message) => {
                Some(Notice::Error { code: String::new(), message: shortened(&message) })
            }
            None => notice_of(parts::member(entry, &["error"]).unwrap_or(entry)),
        })
        .take(MAX_NOTICES)
        .collect()
}

fn notice_of(error: &[u8]) -> Option<Notice> {
    let words = |names: &[&str]| {
        let text = parts::string(parts::member(error, names)?)?;
        Some(shortened(&text))
    };
    // Kusto's `message` says no more than the code does.
    let message = words(&["@message"]).or_else(|| words(&["message"]));
    let code = words(&["code"]);
    if code.is_none() && message.is_none() {
        return None;
    }
    Some(Notice::Error { code: code.unwrap_or_default(), message: message.unwrap_or_default() })
}

fn shortened(text: &[u8]) -> String {
    lossy(&text[..text.len().min(MAX_MESSAGE_BYTES)])
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}
