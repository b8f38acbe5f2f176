//! Several rules at once: whose sightings they are, by device and in all.

use signerhunt::answer::{DeviceColumn, Expectation, View};
use signerhunt::output;
use signerhunt::{
    Answer, Expected, ExpectedCount, ExpectedDevice, ExportReader, Exports, Hunt, ReadOptions,
    Rule, Summary, Ticks, Window,
};

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
    answer(rows, rules, Expected::default()).summary()
}

fn answer(rows: &[(&str, &str)], rules: Vec<Rule>, expected: Expected) -> Answer {
    hunted(rows, rules, expected).1
}

/// As [`answer`], with what it was hunted in.
fn hunted(rows: &[(&str, &str)], rules: Vec<Rule>, expected: Expected) -> (Exports, Answer) {
    let mut reader = ExportReader::new("export", ReadOptions::default());
    reader.feed(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n").unwrap();
    for (minute, (device, signer)) in rows.iter().enumerate() {
        let row =
            format!("2026-05-01T00:{minute:02}:00Z,{device},{device},\"{signer}\",{minute}\n");
        reader.feed(row.as_bytes()).unwrap();
    }
    let mut exports = Exports::from_iter([reader.finish().unwrap()]);
    let hunt = Hunt { expected, ..Hunt::for_rules(rules, Window::default()) };
    let answer = exports.hunt(&hunt, "2026-06-01".parse::<Ticks>().unwrap());
    (exports, answer)
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
fn every_sighting_names_its_tools() {
    let of_sightings = |rules: Vec<Rule>, device: &str| -> Vec<String> {
        let (exports, answer) = hunted(&ROWS, rules, Expected::default());
        let sightings = exports.places_of(&answer, device, device).unwrap();
        answer.tools_of(&sightings).iter().map(|tools| tools.join(", ")).collect()
    };
    // The newest first.
    assert_eq!(of_sightings(rules(), "a"), ["CrossTec, NetSupport", "TeamViewer", "TeamViewer"]);
    assert_eq!(of_sightings(rules(), "b"), ["CrossTec, NetSupport", "CrossTec, NetSupport"]);
    assert_eq!(of_sightings(rules(), "c"), ["TeamViewer"]);
    let one = rules().into_iter().take(1).collect();
    assert_eq!(of_sightings(one, "c"), [""], "of one tool there is nothing to tell apart");
}

#[test]
fn every_form_names_the_tools_where_there_are_several() {
    let several = summary(&ROWS, rules());
    assert!(output::csv(&several).contains("Count,Tools\r\n"));
    assert!(output::csv(&several).contains("\"CrossTec 1, NetSupport 1, TeamViewer 2\"\r\n"));
    assert!(
        output::markdown(&several).contains("| Count | Tools |\n|---|---|---|---|---|--:|---|\n")
    );
    assert!(output::table(&several).contains("\nTeamViewer: 2 devices, 3 sightings\n"));
    let one = summary(&ROWS, rules().split_off(3));
    assert_eq!(output::csv(&one), "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\r\n");
    assert!(!output::json(&one).contains("\"tools\""));
}

/// Expected: how many sightings of a, b and c are expected, and which devices are not.
#[track_caller]
fn check_expected(expected: Expected, counts: [u64; 3], unexpected: &[&str]) {
    let answer = answer(&ROWS, rules(), expected);
    let got: Vec<u64> = answer.summary().devices.iter().map(|device| device.expected).collect();
    assert_eq!(got, counts);
    let page = |expectation| {
        answer.page(&View {
            filter: String::new(),
            expectation,
            order_by: DeviceColumn::DeviceId,
            descending: false,
            offset: 0,
            limit: 9,
        })
    };
    let names = page(Expectation::Unexpected).devices;
    let names: Vec<&str> = names.iter().map(|device| device.device_id.as_str()).collect();
    assert_eq!(names, unexpected);
    let n_expected = 3 - unexpected.len();
    assert_eq!(page(Expectation::Expected).n_filtered, n_expected);
    assert_eq!(page(Expectation::Any).n_filtered, 3);
    let sum = ExpectedCount { devices: n_expected as u64, sightings: counts.iter().sum() };
    assert_eq!(answer.expected, Some(sum));
}

#[test]
fn expected_sightings_are_told_apart() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let of_tools = |tools: &[&str]| Expected { tools: texts(tools), ..Expected::default() };
    check_expected(of_tools(&["TeamViewer"]), [2, 0, 1], &["a", "b"]);
    // NetSupport's term is CrossTec's too.
    check_expected(of_tools(&["NetSupport"]), [0, 0, 0], &["a", "b", "c"]);
    check_expected(of_tools(&["NetSupport", "CrossTec"]), [1, 2, 0], &["a", "c"]);
    let signers = texts(&["TeamViewer GmbH"]);
    check_expected(Expected { signers, ..Expected::default() }, [1, 0, 1], &["a", "b"]);
    let devices = ["a", "b"].map(|device| ExpectedDevice {
        device_id: device.to_owned(),
        // Another name is another device.
        device_name: if device == "b" { "other" } else { device }.to_owned(),
    });
    check_expected(
        Expected { devices: devices.to_vec(), ..Expected::default() },
        [3, 0, 0],
        &["b", "c"],
    );
    assert_eq!(summary(&ROWS, rules()).expected, None);
}
