//! A table for terminals. Control characters in names are shown, never sent to the terminal, and long
//! texts are cut: the other forms have them whole.

use super::{Grid, TOOLS, has_tools, tools_cell, visible};
use crate::ledger::Ledger;
use crate::order;
use crate::summary::{Device, Summary, ToolCount, counted};

/// How wide a column gets at the most, in characters.
const MAX_WIDTH: usize = 60;

/// The answer in a sentence and what it rests on, the devices in columns, the ledger.
pub fn table(summary: &Summary) -> String {
    let mut text = format!("{}\n{}\n", summary.headline(), assumptions(summary));
    if !summary.devices.is_empty() {
        text.push('\n');
        write_devices(&mut text, summary);
    }
    write_tools(&mut text, summary);
    text + "\n" + &ledger_line(summary.ledger) + "\n"
}

/// The ledger as a sum; what only some exports have stands in it only then.
fn ledger_line(ledger: Ledger) -> String {
    let mut parts = vec![
        format!("{} matched", ledger.matched),
        format!("{} outside the window", ledger.outside_window),
        counted(ledger.other_signer, "other signer", "other signers"),
        counted(ledger.duplicate, "duplicate", "duplicates"),
        format!("{} rejected", ledger.rejected),
    ];
    if ledger.summarized > 0 {
        parts.push(format!("{} already summarized", ledger.summarized));
    }
    format!("{} read = {}", counted(ledger.read, "row", "rows"), parts.join(" + "))
}

/// The window, and what was taken for granted about it.
fn assumptions(summary: &Summary) -> String {
    let hunt = &summary.hunt;
    let now = match hunt.now.as_str() {
        "newest" if hunt.now_is_clamped => "now is the clock, since the newest row is later",
        "newest" => "now is the newest row",
        "clock" => "now is the clock",
        _ => "now is as given",
    };
    let assumed = summary.sources.iter().filter(|source| source.zone.contains("assumed")).count();
    let zone = match assumed {
        0 => String::new(),
        1 => "; the times of 1 export carry no zone and were read as UTC".to_owned(),
        _ => format!("; the times of {assumed} exports carry no zone and were read as UTC"),
    };
    format!("from {} to {} ({now}{zone})", hunt.from, hunt.to)
}

fn write_devices(text: &mut String, summary: &Summary) {
    let tools = has_tools(summary).then_some(TOOLS);
    let header = ["DeviceName", "DeviceId", "FirstSeen", "LastSeen", "Count", "Report"];
    let rows = summary.devices.iter().map(|device| {
        let tools = tools.map(|_| tools_cell(device));
        let cells = [
            device.device_name.clone(),
            device.device_id.clone(),
            device.first_seen.to_string(),
            device.last_seen.to_string(),
            device.count.to_string(),
            reports(device),
        ];
        cells.into_iter().chain(tools).collect()
    });
    let columns = header.into_iter().chain(tools).collect();
    text.push_str(&Grid { columns, numbers: vec![4], rows: Box::new(rows) }.text());
}

/// Writes rows in columns.
pub(super) fn write_columns(grid: Grid<'_>) -> String {
    let n_columns = grid.columns.len();
    let mut rows: Vec<Vec<String>> = vec![grid.columns.into_iter().map(shown).collect()];
    rows.extend(grid.rows.map(|row| row.iter().map(|cell| shown(cell)).collect()));
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &rows {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, &width))| match grid.numbers.contains(&column) {
                true => format!("{cell:>width$}"),
                false => format!("{cell:<width$}"),
            })
            .collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// How often each tool was seen, the most often first.
fn write_tools(text: &mut String, summary: &Summary) {
    let mut tools: Vec<&ToolCount> = summary.tools.iter().filter(|tool| tool.rows > 0).collect();
    order::sort_by(&mut tools, |left, right| right.devices.cmp(&left.devices));
    if !tools.is_empty() {
        text.push('\n');
    }
    for ToolCount { tool, rows, devices } in tools {
        let devices = counted(*devices, "device", "devices");
        text.push_str(&format!("{tool}: {devices}, {}\n", counted(*rows, "sighting", "sightings")));
    }
}

/// The first report ids.
fn reports(device: &Device) -> String {
    const SHOWN: usize = 4;
    let first: Vec<String> = device.report.iter().take(SHOWN).map(ToString::to_string).collect();
    match device.report.len().saturating_sub(SHOWN) {
        0 => shown(&first.join(", ")),
        more => format!("{}, and {more} more", shown(&first.join(", "))),
    }
}

/// A text as the terminal may see it.
fn shown(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(MAX_WIDTH) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn long_names_are_cut_and_commands_are_not_obeyed() {
        check("ws-0142", "ws-0142");
        check("a\u{1B}[2J", "a<U+001B>[2J");
        check(&"é".repeat(60), &"é".repeat(60));
        check(&"é".repeat(70_000), &format!("{}…", "é".repeat(60)));
    }
}
