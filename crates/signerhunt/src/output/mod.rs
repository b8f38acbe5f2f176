//! Writes a summary out: for machines (JSON, exact CSV), for spreadsheets, for wikis, for terminals. Other tables are written
//! in the same forms from a [`Grid`].
//!
//! Each form is a pure function from a summary or a grid to text; the same one gives the same bytes.
//! Saving and copying is the caller's work.

mod csv;
mod grid;
mod markdown;
mod table;
mod visible;

pub use self::csv::{csv, csv_for_spreadsheets};
pub use self::grid::Grid;
pub use self::markdown::markdown;
pub use self::table::table;
pub use self::visible::{is_obeyed, visible};

use crate::report::ReportId;
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

/// A device's report ids as Kusto writes a dynamic array into a cell: a JSON array, whose numbers
/// are of any size.
fn report_cell(device: &Device) -> String {
    let ids = device.report.iter().map(|id| match id {
        ReportId::Number(number) => number.to_string(),
        // A text always has a JSON form.
        ReportId::Text(text) => serde_json::to_string(text).unwrap_or_default(),
    });
    format!("[{}]", ids.collect::<Vec<String>>().join(","))
}

/// What follows them where the hunt has several rules.
const TOOLS: &str = "Tools";

/// The devices of a summary, with what Kusto gives of them.
fn grid(summary: &Summary) -> Grid<'_> {
    let tools = has_tools(summary).then_some(TOOLS);
    Grid {
        columns: COLUMNS.into_iter().chain(tools).collect(),
        numbers: vec![5],
        rows: Box::new(summary.devices.iter().map(|device| cells(device, summary))),
    }
}

/// Whether there are several tools to tell apart.
fn has_tools(summary: &Summary) -> bool {
    summary.hunt.rules.len() > 1
}

/// A device's tools in one cell, each with how many sightings it has: `AnyDesk 3, TeamViewer 1`.
fn tools_cell(device: &Device) -> String {
    let tools = device.tools.iter().zip(&device.tool_counts);
    let tools = tools.map(|(tool, count)| format!("{tool} {count}"));
    tools.collect::<Vec<String>>().join(", ")
}

/// The cells of a device in the order of the columns.
fn cells(device: &Device, summary: &Summary) -> Vec<String> {
    let tools = has_tools(summary).then(|| tools_cell(device));
    let cells = [
        device.device_id.clone(),
        device.device_name.clone(),
        device.first_seen.to_string(),
        device.last_seen.to_string(),
        report_cell(device),
        device.count.to_string(),
    ];
    cells.into_iter().chain(tools).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Ticks;

    fn device() -> Device {
        Device {
            device_id: String::new(),
            device_name: String::new(),
            first_seen: Ticks::MIN,
            last_seen: Ticks::MIN,
            report: Vec::new(),
            count: 3,
            signers: Vec::new(),
            tools: Vec::new(),
            tool_counts: Vec::new(),
            expected: 0,
            count_from_summaries: 0,
        }
    }

    #[test]
    fn report_ids_stand_in_their_cell_as_kusto_writes_them() {
        let ids = ["-1", "9223372036854775807", "say \"hi\""];
        let report = ids.iter().filter_map(|id| ReportId::from_cell(id)).collect();
        let device = Device { report, ..device() };
        assert_eq!(report_cell(&device), "[-1,9223372036854775807,\"say \\\"hi\\\"\"]");
    }

    #[test]
    fn tools_stand_in_their_cell_with_their_counts() {
        let tools = vec!["AnyDesk".to_owned(), "TeamViewer".to_owned()];
        let several = Device { tools, tool_counts: vec![3, 1], ..device() };
        assert_eq!(tools_cell(&several), "AnyDesk 3, TeamViewer 1");
        assert_eq!(tools_cell(&device()), "");
    }
}
