//! The shared corpus, and what the page should make of a summary. `tests/README.md` says how it is laid out.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::environment;

/// A row of the table: DeviceName, DeviceId, FirstSeen, LastSeen, Count, Report.
pub(crate) type Row = [String; 6];

/// The buckets of a ledger in the page's order, and behind them the rows read.
pub(crate) type Ledger = [u64; 7];

/// How many report ids the table shows before it only counts them.
const REPORTS_IN_ROW: usize = 2;

/// The cases that have an answer, and not only a reason why there is none.
pub(crate) fn answered_cases() -> Vec<String> {
    let folder = fs::read_dir(environment::corpus()).unwrap();
    let name =
        |entry: fs::DirEntry| entry.file_name().into_string().expect("cases are named in ASCII");
    let mut cases: Vec<String> = folder
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(name)
        .filter(|case| expected(case).starts_with('{'))
        .collect();
    cases.sort_unstable();
    assert!(cases.len() >= 10, "the corpus is there");
    cases
}

/// The export of a case.
pub(crate) fn export(case: &str) -> PathBuf {
    let files = fs::read_dir(environment::corpus().join(case)).unwrap();
    let mut files = files.map(|entry| entry.unwrap().path());
    // `input.csv`, `input.json` and so on: what it is called says what it is.
    let input = files.find(|file| file.file_stem().is_some_and(|stem| stem == "input"));
    input.unwrap_or_else(|| panic!("the case {case} has an input"))
}

/// What the export of a case is called.
pub(crate) fn name_of_export(case: &str) -> String {
    let name = export(case).file_name().map(ToOwned::to_owned);
    name.and_then(|name| name.into_string().ok()).expect("cases are named in ASCII")
}

/// The export of a case under another name, for tests with several of them.
pub(crate) fn copy_of_export(case: &str, folder: &Path, name: &str) -> PathBuf {
    let copy = folder.join(name);
    fs::copy(export(case), &copy).unwrap();
    copy
}

/// What the default hunt answers over the export of a case.
pub(crate) fn summary(case: &str) -> Value {
    serde_json::from_str(&expected(case)).expect("this case has an answer")
}

/// Why there is no answer over the export of a case, as it is said of a file with this name.
pub(crate) fn complaint(case: &str, file_name: &str) -> String {
    // The engine's own tests name files after their cases.
    expected(case).trim_end().replacen(case, file_name, 1)
}

/// The devices of a summary as the table shows them unasked: seen last first.
pub(crate) fn rows_of(summary: &Value) -> Vec<Row> {
    let devices = summary["devices"].as_array().expect("devices are a list");
    let mut rows: Vec<Row> = devices.iter().map(row_of).collect();
    // Times of one length are ordered as texts. The sort is stable, so equals stay in the order of the summary.
    rows.sort_by(|left, right| right[3].cmp(&left[3]));
    rows
}

/// The buckets of a summary's ledger, with the sum last, as the page shows them.
pub(crate) fn ledger_of(summary: &Value) -> Ledger {
    let buckets = [
        "matched",
        "outside_window",
        "other_signer",
        "duplicate",
        "summarized",
        "rejected",
        "read",
    ];
    buckets.map(|bucket| match &summary["ledger"][bucket] {
        // Summaries are rare: where there is none, the ledger does not speak of them.
        Value::Null if bucket == "summarized" => 0,
        rows => rows.as_u64().expect("a bucket is a number"),
    })
}

/// All rows that were read.
pub(crate) fn rows_read(ledger: Ledger) -> u64 {
    let [.., read] = ledger;
    read
}

fn expected(case: &str) -> String {
    fs::read_to_string(environment::corpus().join(case).join("expected.json")).unwrap()
}

fn row_of(device: &Value) -> Row {
    let text = |key: &str| device[key].as_str().expect("it is a text").to_owned();
    let count = device["Count"].as_u64().expect("it is a number");
    assert!(count < 1_000, "larger ones are shown with their thousands apart");
    [
        text("DeviceName"),
        text("DeviceId"),
        text("FirstSeen"),
        text("LastSeen"),
        count.to_string(),
        report_of(device),
    ]
}

fn report_of(device: &Value) -> String {
    let ids: Vec<String> = report_ids(device);
    let shown = ids.len().min(REPORTS_IN_ROW);
    match ids.len() - shown {
        _ if ids.is_empty() => "none".to_owned(),
        0 => ids.join(", "),
        more => format!("{} +{more} more", ids[..shown].join(", ")),
    }
}

/// The report ids of a device, numbers and texts alike.
pub(crate) fn report_ids(device: &Value) -> Vec<String> {
    let ids = device["Report"].as_array().expect("report ids are a list");
    ids.iter().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).collect()
}
