//! Writes a summary out: for machines (JSON, exact CSV), for spreadsheets, for wikis, for terminals.
//!
//! Each form is a pure function from a summary to text; the same summary gives the same bytes.
//! Saving and copying is the caller's work.

mod csv;
mod markdown;
mod table;

pub use self::csv::{csv, csv_for_spreadsheets};
pub use self::markdown::markdown;
pub use self::table::table;

use crate::summary::{Device, Summary};

/// The rule's columns, in the order Kusto gives them.
const COLUMNS: [&str; 6] = ["DeviceId", "DeviceName", "FirstSeen", "LastSeen", "Report", "Count"];

/// The summary as JSON, shape `signerhunt.summary/1`, indented, with a line end.
pub fn json(summary: &Summary) -> String {
    // A summary has only text keys and finite numbers, which always have a JSON form.
    let mut text = serde_json::to_string_pretty(summary).unwrap_or_default();
    text.push('\n');
    text
}

/// A device's report ids as Kusto writes a dynamic array into a cell: a JSON array.
fn report_cell(device: &Device) -> String {
    serde_json::to_string(&device.report).unwrap_or_default()
}

/// The cells of a device in the order of [`COLUMNS`].
fn cells(device: &Device) -> [String; 6] {
    [
        device.device_id.clone(),
        device.device_name.clone(),
        device.first_seen.to_string(),
        device.last_seen.to_string(),
        report_cell(device),
        device.count.to_string(),
    ]
}
