//! Exports that tests make up, where the shared corpus has none: rows at given times, many devices, odd names.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};

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
    let mut export = "Timestamp,DeviceId,DeviceName,Signer,ReportId\r\n".to_owned();
    for (idx, line) in lines.iter().enumerate() {
        let time = line.time.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (name, signer) = (quoted(line.name), quoted(line.signer));
        let _ = write!(export, "{time},{name},{name},{signer},{idx}\r\n");
    }
    let file = folder.join(file_name);
    fs::write(&file, export).unwrap();
    file
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
