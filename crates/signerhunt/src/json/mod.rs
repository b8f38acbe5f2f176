//! JSON exports: records, and rows by position, out of whatever an API, a query tool or a storage
//! account wraps around them. [`scanner`] finds them; this file is what they are once they are found.
//!
//! What a record's fields mean is not decided here, and neither is which table the records are of.

mod around;
mod bare;
mod blocks;
#[cfg(test)]
mod compared;
mod grammar;
pub(crate) mod parts;
mod patterns;
mod recovery;
mod scanner;
mod text;

use std::borrow::Cow;
use std::sync::Arc;

use grammar::{Kind, Span};
use patterns::Patterns;

pub(crate) use around::{Envelope, Layout, Notice};
pub(crate) use scanner::{JsonScanner, LinesEnd};

/// What the scanner finds, in the order of the text.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    /// An object; its fields have names.
    Record(Record<'a>),
    /// The columns of the rows that follow.
    Table(&'a Table),
    /// A row of the last table; its fields have no names, the first is of the first column.
    Row(Record<'a>),
    /// Bytes that should have been a record.
    Fault(Fault<'a>),
    /// What the text says about itself.
    Notice(Notice),
}

/// A table whose rows are lists of values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Table {
    /// Empty if the text does not say.
    pub(crate) name: String,
    /// Kusto's `TableKind`, `PrimaryResult` for what was asked for; empty if the text does not say.
    pub(crate) kind: String,
    /// Kusto's `TableId`; empty if the text does not say.
    pub(crate) id: String,
    /// Shared by the fragments of one table, which come in any number.
    pub(crate) columns: Arc<[String]>,
    /// The rows stand in for all earlier rows of the table with this id.
    pub(crate) replaces_rows: bool,
}

/// An object or a row as it stands in the export.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) bytes: &'a [u8],
    spans: &'a [Span],
    /// Records of the same pattern have the same names in the same order. Patterns are counted from 0,
    /// and there are no more than [`Record::MOST_PATTERNS`].
    pub(crate) pattern: Option<usize>,
    /// How many bytes of the export stand before it.
    pub(crate) offset: u64,
    /// The line of its first byte, counted from 1.
    pub(crate) line: u64,
}

impl<'a> Record<'a> {
    pub(crate) const MOST_PATTERNS: usize = Patterns::MOST;

    pub(crate) fn n_fields(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn field(&self, field_idx: usize) -> Option<Field<'a>> {
        self.spans.get(field_idx).map(|span| Field { bytes: self.bytes, span })
    }

    /// The fields in their order. Those of an object named `properties` or `AdditionalProperties`
    /// follow it as fields of the record.
    pub(crate) fn fields(&self) -> impl ExactSizeIterator<Item = Field<'a>> + use<'a> {
        let bytes = self.bytes;
        self.spans.iter().map(move |span| Field { bytes, span })
    }
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    bytes: &'a [u8],
    span: &'a Span,
}

impl<'a> Field<'a> {
    /// Its name; empty in a row.
    pub(crate) fn key(&self) -> Cow<'a, [u8]> {
        let raw = slice(self.bytes, self.span.key);
        if self.span.key_has_escapes { Cow::Owned(text::unescape(raw)) } else { Cow::Borrowed(raw) }
    }

    pub(crate) fn value(&self) -> Value<'a> {
        let bytes = slice(self.bytes, self.span.value);
        match self.span.kind {
            Kind::Null => Value::Null,
            Kind::Text => Value::Text { raw: bytes, has_escapes: false },
            Kind::EscapedText => Value::Text { raw: bytes, has_escapes: true },
            Kind::Bare => Value::Bare(bytes),
            Kind::Nested => Value::Nested(bytes),
        }
    }

    /// It stands inside of the record's `properties` or `AdditionalProperties`.
    pub(crate) fn is_in_wrapper(&self) -> bool {
        self.span.in_wrapper
    }
}

/// A field's value as it stands in the export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Value<'a> {
    Null,
    /// A string, without its quotes.
    Text {
        raw: &'a [u8],
        has_escapes: bool,
    },
    /// A number, `true`, `false`, `NaN`, `Infinity` or `-Infinity`.
    Bare(&'a [u8]),
    /// An object or a list; [`parts`] takes it apart.
    Nested(&'a [u8]),
}

impl<'a> Value<'a> {
    /// What a cell of a table would say, or `None` for null.
    pub(crate) fn text(self) -> Option<Cow<'a, [u8]>> {
        match self {
            Value::Null => None,
            Value::Text { raw, has_escapes: true } => Some(Cow::Owned(text::unescape(raw))),
            Value::Text { raw: bytes, .. } | Value::Bare(bytes) | Value::Nested(bytes) => {
                Some(Cow::Borrowed(bytes))
            }
        }
    }
}

/// Bytes that should have been a record, told once however long they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fault<'a> {
    pub(crate) kind: FaultKind,
    /// What is wrong, in words.
    pub(crate) detail: &'static str,
    /// The first of the bytes, no more than [`Fault::MAX_RAW_BYTES`].
    pub(crate) raw: &'a [u8],
    /// How many bytes of the export stand before them.
    pub(crate) offset: u64,
    /// The line of the first byte, counted from 1.
    pub(crate) line: u64,
    /// How many bytes of the export stand before the one that showed it.
    pub(crate) noticed_at: u64,
}

impl Fault<'_> {
    pub(crate) const MAX_RAW_BYTES: usize = 1000;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    /// They are not JSON.
    Syntax,
    /// They are JSON, but no record where one must be.
    NotARecord,
    /// They are longer than [`JsonScanner::MAX_RECORD_BYTES`].
    TooLong,
    /// Objects and lists are nested deeper than anything that exports write.
    TooDeep,
    /// The export ends inside of them.
    Truncated,
    /// A row whose table does not name its columns before its rows.
    NoColumns,
}

fn slice(bytes: &[u8], (start, end): (u32, u32)) -> &[u8] {
    bytes.get(start as usize..end as usize).unwrap_or_default()
}
