//! Which exporter wrote this JSON, from what stands around the records and from names in them.

use std::borrow::Cow;

use super::record::RecordLayout;
use crate::json::{self, Record};
use crate::source::Shape;
use crate::wire::wire;

/// The table, as it is named in records.
const TABLE: &str = "DeviceFileCertificateInfo";
/// What the streaming API puts before a table's name.
const STREAMED: &str = "AdvancedHunting-";

/// What records show of their exporter.
#[derive(Default)]
pub(super) struct Signs {
    is_streamed: bool,
    /// Records name the table in `Type`, as Log Analytics does.
    is_data_export: bool,
    /// Records name the result's table, as the Azure command line does.
    is_az: bool,
    /// Records of other tables.
    pub(super) n_skipped: u64,
    /// The first few of the tables that they are of.
    pub(super) other_tables: Vec<String>,
}

wire!(Signs { is_streamed, is_data_export, is_az, n_skipped, other_tables });

impl Signs {
    /// Whether a record says that it is of another table; if so it is counted.
    pub(super) fn is_of_another_table(
        &mut self,
        record: &Record<'_>,
        layout: &RecordLayout,
    ) -> bool {
        let mut table = None;
        let mut log = None;
        for &(column, is_type) in &layout.table_fields {
            let Some(value) = record.field(column).and_then(|field| field.value().text()) else {
                continue;
            };
            if is_type {
                self.is_data_export |= *value == *TABLE.as_bytes();
                table = Some(value);
            } else if value.starts_with(STREAMED.as_bytes()) {
                self.is_streamed = true;
                table = Some(behind(value, STREAMED.len()));
            } else {
                log = Some(value);
            }
        }
        if table.is_none() && layout.has_wrapper {
            // Logs of other services come in the same envelope.
            table = log;
        }
        let is_another = |table: &Cow<'_, [u8]>| !table.eq_ignore_ascii_case(TABLE.as_bytes());
        let Some(table) = table.filter(is_another) else {
            return false;
        };
        self.n_skipped += 1;
        self.note_other_table(&table);
        true
    }

    fn note_other_table(&mut self, table: &[u8]) {
        const MOST: usize = 5;
        let is_known = |name: &String| *name == *String::from_utf8_lossy(table);
        if self.other_tables.len() < MOST && !self.other_tables.iter().any(is_known) {
            self.other_tables.push(String::from_utf8_lossy(table).into_owned());
        }
    }

    /// For records of the same export, as if none had been read.
    pub(super) fn as_before_the_first(&self) -> Signs {
        Signs { is_az: self.is_az, ..Signs::default() }
    }

    /// Takes in what the records of the following part showed.
    pub(super) fn join(&mut self, part: &Signs) {
        self.is_streamed |= part.is_streamed;
        self.is_data_export |= part.is_data_export;
        self.is_az |= part.is_az;
        self.n_skipped += part.n_skipped;
        part.other_tables.iter().for_each(|table| self.note_other_table(table.as_bytes()));
    }

    /// Looks at the names of a record's fields.
    pub(super) fn see(&mut self, layout: &RecordLayout) {
        self.is_az |= layout.has_table_name;
    }

    /// Null is spelled `None`: this exporter makes texts of everything.
    pub(super) fn has_none_as_text(&self) -> bool {
        self.is_az
    }

    /// The shape.
    pub(super) fn shape(&self, layout: json::Layout) -> Shape {
        match layout {
            _ if self.is_streamed => Shape::Streaming,
            json::Layout::Records => Shape::Streaming,
            json::Layout::Results { .. } => Shape::HuntingApi,
            json::Layout::LogAnalytics => Shape::LogAnalyticsApi,
            json::Layout::KustoV1 => Shape::KustoV1,
            json::Layout::KustoV2 => Shape::KustoV2,
            json::Layout::List if self.is_az => Shape::AzCli,
            json::Layout::Objects if self.is_data_export => Shape::DataExport,
            json::Layout::Objects => Shape::JsonLines,
            json::Layout::List | json::Layout::Other | json::Layout::Nothing => Shape::JsonArray,
        }
    }
}

/// What stands behind the first bytes of a text.
fn behind(text: Cow<'_, [u8]>, n_bytes: usize) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[n_bytes..]),
        Cow::Owned(text) => Cow::Owned(text[n_bytes..].to_vec()),
    }
}
