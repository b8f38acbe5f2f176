//! Random rows of the table, as cells of an export and as what they mean.

use fastrand::Rng;
use signerhunt::Ticks;
use signerhunt::time::{DAY, HOUR};
use signerhunt_kql::{Query, Run, Table};

/// A row as it is meant.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) timestamp: Option<i64>,
    pub(crate) device_id: String,
    pub(crate) device_name: String,
    pub(crate) signer: String,
    pub(crate) issuer: String,
    pub(crate) is_signed: Option<bool>,
    pub(crate) is_trusted: Option<bool>,
    pub(crate) expires: Option<i64>,
    pub(crate) report: Option<i64>,
}

/// What now is in all tests.
pub(crate) fn now() -> Ticks {
    "2026-05-27T12:00:00Z".parse().unwrap()
}

/// Signers and issuers are made of these, so that they are often nearly the same.
const PIECES: [&str; 14] =
    ["Connect", "wise", "CONNECT", "Wise", " ", ", ", "LLC", "llc", "_", "Ä", "ä", "x", "1", "."];

pub(crate) fn random_text(random: &mut Rng) -> String {
    (0..random.usize(..5)).map(|_| PIECES[random.usize(..PIECES.len())]).collect()
}

pub(crate) fn random_rows(random: &mut Rng, n_rows: usize) -> Vec<Row> {
    (0..n_rows).map(|_| random_row(random)).collect()
}

fn random_row(random: &mut Rng) -> Row {
    let now = now().count();
    let time = |random: &mut Rng| match random.usize(..10) {
        0 => None,
        // On and beside the ends of windows.
        1 => Some(now - DAY + random.i64(-1..=1)),
        2 => Some(now + random.i64(-1..=1)),
        _ => Some(now - random.i64(0..60) * HOUR),
    };
    let truth = |random: &mut Rng| [None, Some(true), Some(false)][random.usize(..3)];
    Row {
        timestamp: time(random),
        device_id: ["", "a", "A", "b"][random.usize(..4)].to_owned(),
        device_name: ["ws-1", "ws-2", "WS-1"][random.usize(..3)].to_owned(),
        signer: random_text(random),
        issuer: random_text(random),
        is_signed: truth(random),
        is_trusted: truth(random),
        expires: time(random),
        report: random.bool().then(|| random.i64(-3..6)),
    }
}

impl Row {
    /// The cell of a column as an export has it.
    fn cell(&self, column: &str) -> Option<String> {
        let time = |ticks: Option<i64>| {
            ticks.and_then(Ticks::new).map_or(String::new(), |ticks| ticks.to_string())
        };
        let truth = |truth: Option<bool>| {
            truth.map_or("", |truth| if truth { "1" } else { "False" }).to_owned()
        };
        Some(match column {
            "Timestamp" => time(self.timestamp),
            "DeviceId" => self.device_id.clone(),
            "DeviceName" => self.device_name.clone(),
            "Signer" => self.signer.clone(),
            "Issuer" => self.issuer.clone(),
            "IsSigned" => truth(self.is_signed),
            "IsTrusted" => truth(self.is_trusted),
            "CertificateExpirationTime" => time(self.expires),
            "ReportId" => self.report.map_or(String::new(), |report| report.to_string()),
            _ => return None,
        })
    }
}

/// What a query answers over rows.
pub(crate) fn answer(query: &Query, rows: &[Row]) -> Table {
    let mut run = query.run(now());
    rows.iter().for_each(|row| take(&mut run, query, row));
    run.finish().unwrap()
}

fn take(run: &mut Run, query: &Query, row: &Row) {
    let cells: Vec<(&str, Option<String>)> =
        query.columns().into_iter().map(|column| (column, row.cell(column))).collect();
    run.take(&|column| {
        let cell = cells.iter().find(|(name, _)| *name == column);
        cell.expect("only these columns are asked for").1.as_deref()
    });
}

/// A table's rows as Kusto writes them.
pub(crate) fn written(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
