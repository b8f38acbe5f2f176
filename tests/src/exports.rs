//! Exports that tests make up, where the shared corpus has none: rows at given times, many devices, odd names.
//!
//! As CSV; the other shapes of the same rows are in `shapes.rs`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use crate::command_line;

/// A row of a made-up export.
#[derive(Clone, Copy)]
pub(crate) struct Line<'text> {
    pub(crate) time: DateTime<Utc>,
    /// The device's name, and its id too.
    pub(crate) name: &'text str,
    pub(crate) signer: &'text str,
}

impl Default for Line<'_> {
    fn default() -> Self {
        let time = "2026-11-20T09:00:00Z".parse().expect("it is a time");
        Line { time, name: "ws-1", signer: "ConnectWise, LLC" }
    }
}

/// Writes an export as the portal did before the end of 2023.
pub(crate) fn write(folder: &Path, file_name: &str, lines: &[Line<'_>]) -> PathBuf {
    put(folder, file_name, csv(lines).as_bytes())
}

/// Writes a file of any content.
pub(crate) fn put(folder: &Path, file_name: &str, content: &[u8]) -> PathBuf {
    let file = folder.join(file_name);
    fs::write(&file, content).unwrap();
    file
}

/// What the command line answers over the rows of these devices, as CSV. Each has sightings.
pub(crate) fn summary_of_devices(names: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        write(folder.path(), &format!("{name}.csv"), &lines_of(name));
    }
    let summary = command_line::summary_of_folder(folder.path());
    assert_eq!(summary["devices"].as_array().map(Vec::len), Some(names.len()), "all were sighted");
    summary
}

/// Rows as a text of this kind. A row's ReportId is its place.
pub(crate) fn csv(lines: &[Line<'_>]) -> String {
    let mut export = "Timestamp,DeviceId,DeviceName,Signer,ReportId\r\n".to_owned();
    for (idx, line) in lines.iter().enumerate() {
        let (time, name, signer) = (line.time_as_text(), quoted(line.name), quoted(line.signer));
        let _ = write!(export, "{time},{name},{name},{signer},{idx}\r\n");
    }
    export
}

/// Four rows of a day in May: two sightings on this device, the file of another maker, and a sighting long before.
pub(crate) fn lines_of(name: &str) -> [Line<'_>; 4] {
    let at = |time: &str, signer| {
        let time = time.parse().expect("it is a time");
        Line { time, name, signer }
    };
    [
        at("2026-05-26T09:00:00.125Z", "ConnectWise, LLC"),
        at("2026-05-26T21:30:00.5Z", "ScreenConnect \"Software\""),
        at("2026-05-26T12:00:00Z", "Microsoft Corporation"),
        at("2026-04-01T12:00:00Z", "ConnectWise, LLC"),
    ]
}

impl Line<'_> {
    pub(crate) fn time_as_text(&self) -> String {
        self.time.to_rfc3339_opts(SecondsFormat::Millis, true)
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
