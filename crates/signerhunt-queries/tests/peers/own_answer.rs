//! Signerhunt's own answer, and those of others in the same form.

use serde_json::{Value, json};
use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, ReportId, Ticks};

use crate::rows::Row;

/// A device as all engines spell it: its columns in the rule's order.
pub(crate) type Device = (String, String, String, String, Vec<i64>, u64);

/// The rows as an export that has been read.
pub(crate) fn exports(rows: &[Row]) -> Exports {
    let mut reader = ExportReader::new("rows.jsonl", ReadOptions::default());
    for (at, row) in rows.iter().enumerate() {
        // What is not there is null or empty.
        let report = match row.report {
            Some(report) => json!(report),
            None if at % 2 == 0 => json!(""),
            None => Value::Null,
        };
        let record = json!({
            "Timestamp": row.time.to_string(),
            "DeviceId": row.device_id,
            "DeviceName": row.device_name,
            "Signer": row.signer,
            "ReportId": report,
        });
        reader.feed(format!("{record}\n").as_bytes()).expect("it is an export");
    }
    let mut exports = Exports::new();
    exports.push(reader.finish().expect("it is an export"));
    exports
}

/// What a hunt answers.
pub(crate) fn devices(exports: &mut Exports, hunt: &Hunt, n_rows: usize) -> Vec<Device> {
    let summary = exports.summarize(hunt, Ticks::MAX);
    assert_eq!(summary.ledger.read, n_rows as u64, "every row is read");
    assert_eq!(summary.ledger.rejected, 0, "and none is rejected");
    let number = |id: ReportId| match id {
        ReportId::Number(number) => number,
        ReportId::Text(text) => panic!("{text} is no number"),
    };
    let devices = summary.devices.into_iter();
    devices
        .map(|device| {
            (
                device.device_id,
                device.device_name,
                device.first_seen.to_string(),
                device.last_seen.to_string(),
                device.report.into_iter().map(number).collect(),
                device.count,
            )
        })
        .collect()
}

/// What an engine's script answers to one query, where times are ticks since 1970 or texts.
pub(crate) fn devices_of(answer: &Value) -> Vec<Device> {
    let time = |value: &Value| match value {
        Value::String(text) => text.clone(),
        ticks => {
            let count = ticks.as_i64().expect("a time is a number") + Ticks::UNIX_EPOCH.count();
            Ticks::new(count).expect("it is within the calendar").to_string()
        }
    };
    let text = |value: &Value| value.as_str().expect("a name is a text").to_owned();
    let ids = |value: &Value| {
        let ids = value.as_array().expect("report ids are a list").iter();
        ids.map(|id| id.as_i64().expect("a report id is a number")).collect()
    };
    let devices = answer.as_array().unwrap_or_else(|| panic!("it answers with a list: {answer}"));
    devices
        .iter()
        .map(|device| {
            (
                text(&device[0]),
                text(&device[1]),
                time(&device[2]),
                time(&device[3]),
                ids(&device[4]),
                device[5].as_u64().expect("a count is a number"),
            )
        })
        .collect()
}

/// The rows as an engine's script is given them.
pub(crate) fn table(rows: &[Row]) -> Value {
    rows.iter()
        .map(|row| {
            json!([row.time.to_string(), row.device_id, row.device_name, row.signer, row.report])
        })
        .collect()
}
