//! A table for terminals. Control characters in names are shown, never sent to the terminal.

use std::fmt::Write;

use crate::summary::Summary;

/// The answer in a sentence, the devices in columns, the ledger.
pub fn table(summary: &Summary) -> String {
    let header =
        ["DeviceName", "DeviceId", "FirstSeen", "LastSeen", "Count", "Report"].map(str::to_owned);
    let mut rows = vec![header];
    rows.extend(summary.devices.iter().map(|device| {
        [
            visible(&device.device_name),
            visible(&device.device_id),
            device.first_seen.to_string(),
            device.last_seen.to_string(),
            device.count.to_string(),
            reports(device),
        ]
    }));
    let widths: Vec<usize> = (0..6)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();

    let mut text = format!("{}\n", summary.headline());
    // Writing into a string cannot fail.
    let _ = writeln!(text, "from {} to {}", summary.hunt.from, summary.hunt.to);
    if !summary.devices.is_empty() {
        text.push('\n');
        for row in &rows {
            let line: Vec<String> = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, &width))| match column {
                    4 => format!("{cell:>width$}"),
                    _ => format!("{cell:<width$}"),
                })
                .collect();
            text.push_str(line.join("  ").trim_end());
            text.push('\n');
        }
    }
    let ledger = summary.ledger;
    let _ = writeln!(
        text,
        "\n{} rows read = {} matched + {} outside the window + {} other signers + {} duplicates + {} rejected",
        ledger.read,
        ledger.matched,
        ledger.outside_window,
        ledger.other_signer,
        ledger.duplicate,
        ledger.rejected
    );
    text
}

/// The first report ids; the other forms have them all.
fn reports(device: &crate::summary::Device) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> =
        device.report.iter().take(SHOWN).map(|id| visible(&id.to_string())).collect();
    if device.report.len() > SHOWN {
        shown.push(format!("and {} more", device.report.len() - SHOWN));
    }
    shown.join(", ")
}

/// The text with control characters as tokens such as `<U+001B>`, and so with those that turn the
/// direction of writing.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' => {
                let _ = write!(shown, "<U+{:04X}>", u32::from(character));
            }
            _ if character.is_control() => {
                let _ = write!(shown, "<U+{:04X}>", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_reaches_the_terminal_as_a_command() {
        assert_eq!(visible("a\u{1B}[31mb"), "a<U+001B>[31mb");
        assert_eq!(visible("a\u{202E}b\n"), "a<U+202E>b<U+000A>");
        assert_eq!(visible("münchen"), "münchen");
    }
}
