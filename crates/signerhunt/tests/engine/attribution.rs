//! Several rules at once: whose sightings they are, by device and in all.

use signerhunt::output;
use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, Rule, Summary, Ticks, Window};

fn rule(tool: &str, terms: &[&str]) -> Rule {
    Rule {
        tool: tool.to_owned(),
        id: String::new(),
        name: String::new(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        other_names: Vec::new(),
    }
}

/// Rows of devices and signers, a minute apart.
fn summary(rows: &[(&str, &str)], rules: Vec<Rule>) -> Summary {
    let mut reader = ExportReader::new("export", ReadOptions::default());
    reader.feed(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n").unwrap();
    for (minute, (device, signer)) in rows.iter().enumerate() {
        let row =
            format!("2026-05-01T00:{minute:02}:00Z,{device},{device},\"{signer}\",{minute}\n");
        reader.feed(row.as_bytes()).unwrap();
    }
    let mut exports = Exports::from_iter([reader.finish().unwrap()]);
    let hunt = Hunt::for_rules(rules, Window::default());
    exports.summarize(&hunt, "2026-06-01".parse::<Ticks>().unwrap())
}

const ROWS: [(&str, &str); 7] = [
    ("a", "TeamViewer GmbH"),
    ("b", "NetSupport Ltd"),
    ("a", "TeamViewer Germany GmbH"),
    ("a", "NetSupport Ltd"),
    ("b", "CrossTec and NetSupport"),
    ("c", "Someone else"),
    ("c", "TeamViewer GmbH"),
];

fn rules() -> Vec<Rule> {
    vec![
        rule("TeamViewer", &["TeamViewer"]),
        rule("NetSupport", &["NetSupport"]),
        // Both terms of a rule, and a term that is another rule's too.
        rule("CrossTec", &["CrossTec", "NetSupport"]),
        rule("Unseen", &["Unseen"]),
    ]
}

#[test]
fn devices_and_the_whole_are_counted_by_tool() {
    let summary = summary(&ROWS, rules());
    let of_device = |place: usize| {
        let device = &summary.devices[place];
        device.tools.iter().map(String::as_str).zip(device.tool_counts.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of_device(0), [("CrossTec", 1), ("NetSupport", 1), ("TeamViewer", 2)]);
    assert_eq!(of_device(1), [("CrossTec", 2), ("NetSupport", 2)]);
    assert_eq!(of_device(2), [("TeamViewer", 1)]);
    let tools: Vec<(&str, u64, u64)> = summary
        .tools
        .iter()
        .map(|count| (count.tool.as_str(), count.rows, count.devices))
        .collect();
    let expected =
        [("CrossTec", 3, 2), ("NetSupport", 3, 2), ("TeamViewer", 3, 2), ("Unseen", 0, 0)];
    assert_eq!(tools, expected);
    assert_eq!(summary.ledger.matched, 6);
}

#[test]
fn every_form_names_the_tools_where_there_are_several() {
    let several = summary(&ROWS, rules());
    assert!(output::csv(&several).contains("Count,Tools\r\n"));
    assert!(output::csv(&several).contains("\"CrossTec, NetSupport, TeamViewer\"\r\n"));
    assert!(
        output::markdown(&several).contains("| Count | Tools |\n|---|---|---|---|---|--:|---|\n")
    );
    assert!(output::table(&several).contains("\nTeamViewer: 2 devices, 3 sightings\n"));
    let one = summary(&ROWS, rules().split_off(3));
    assert_eq!(output::csv(&one), "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\r\n");
    assert!(!output::json(&one).contains("\"tools\""));
}
