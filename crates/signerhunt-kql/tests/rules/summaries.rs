//! Summaries of random rows: against a slow and obvious one, and the rule's own against the engine.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use signerhunt::{ExportReader, Exports, Hunt, Now, ReadOptions, Ticks, Window};
use signerhunt_kql::{Asked, read_query, read_rule};

use crate::catalogue::{SPELLINGS, catalogue, written as rule_file};
use crate::published::published;
use crate::rows::{Row, answer, now, random_rows, written};

/// Columns with what they are for a row; `None` is null.
type Column = (&'static str, fn(&Row) -> Option<String>);

const KEYS: [Column; 4] = [
    ("DeviceId", |row| Some(row.device_id.clone())),
    ("DeviceName", |row| Some(row.device_name.clone())),
    ("IsSigned", |row| row.is_signed.map(|truth| truth.to_string())),
    ("bin(Timestamp, 1d)", |row| {
        let time = row.timestamp?;
        Ticks::new(time - time % signerhunt::time::DAY).map(|time| time.to_string())
    }),
];

/// A result with what it is over the rows of a group.
type Outcome = (&'static str, fn(&[&Row]) -> String);

const RESULTS: [Outcome; 8] = [
    ("count()", |rows| rows.len().to_string()),
    ("countif(IsSigned)", |rows| {
        rows.iter().filter(|row| row.is_signed == Some(true)).count().to_string()
    }),
    ("min(Timestamp)", |rows| time(rows.iter().filter_map(|row| row.timestamp).min())),
    ("max(Timestamp)", |rows| time(rows.iter().filter_map(|row| row.timestamp).max())),
    ("make_set(ReportId)", |rows| {
        let reports: BTreeSet<i64> = rows.iter().filter_map(|row| row.report).collect();
        let reports: Vec<String> = reports.iter().map(ToString::to_string).collect();
        format!("[{}]", reports.join(","))
    }),
    ("dcount(ReportId)", |rows| {
        rows.iter().filter_map(|row| row.report).collect::<BTreeSet<_>>().len().to_string()
    }),
    ("dcount(Signer)", |rows| {
        rows.iter().map(|row| &row.signer).collect::<BTreeSet<_>>().len().to_string()
    }),
    ("max(Signer)", |rows| rows.iter().map(|row| row.signer.clone()).max().unwrap_or_default()),
];

fn time(ticks: Option<i64>) -> String {
    ticks.and_then(Ticks::new).map_or(String::new(), |ticks| ticks.to_string())
}

#[test]
fn summaries_are_what_a_slow_reading_says() {
    for seed in 0..200 {
        let mut random = Rng::with_seed(seed);
        let rows = random_rows(&mut random, 80);
        let mut some = |n_most: usize, n_least: usize| {
            let mut places: Vec<usize> = (0..n_most).collect();
            random.shuffle(&mut places);
            places.truncate(random.usize(n_least..=n_most));
            places
        };
        let (keys, results) = (some(KEYS.len(), 1), some(RESULTS.len(), 0));
        let mut groups: BTreeMap<Vec<Option<String>>, Vec<&Row>> = BTreeMap::new();
        for row in &rows {
            groups.entry(keys.iter().map(|&key| KEYS[key].1(row)).collect()).or_default().push(row);
        }
        let expected: Vec<Vec<String>> = groups
            .into_iter()
            .map(|(group_keys, rows)| {
                let group_keys = group_keys.into_iter().map(Option::unwrap_or_default);
                group_keys.chain(results.iter().map(|&result| RESULTS[result].1(&rows))).collect()
            })
            .collect();
        let names = |places: &[usize], name: fn(usize) -> &'static str| {
            places.iter().map(|&place| name(place)).collect::<Vec<_>>().join(", ")
        };
        let text = format!(
            "DeviceFileCertificateInfo | summarize {} by {}",
            names(&results, |place| RESULTS[place].0),
            names(&keys, |place| KEYS[place].0)
        );
        let query = read_query(&text).unwrap();
        assert_eq!(written(&answer(&query, &rows)), expected, "seed {seed}: {text}");
    }
}

/// The rows as an export of the portal, for the engine.
fn export(rows: &[Row]) -> Vec<u8> {
    let mut text = "Timestamp,DeviceId,DeviceName,Signer,ReportId\n".to_owned();
    for row in rows {
        let report = row.report.map_or(String::new(), |report| report.to_string());
        let cells = [&time(row.timestamp), &row.device_id, &row.device_name, &row.signer, &report];
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        text += &(quoted.join(",") + "\n");
    }
    text.into_bytes()
}

/// What the engine answers, spelled as a query's rows are.
fn by_engine(rule: &str, rows: &[Row]) -> Vec<Vec<String>> {
    let Asked::Hunt(asked) = read_rule(rule).unwrap().asked else { panic!("it is a hunt: {rule}") };
    let window = Window { from: asked.from, to: asked.to, now: Now::At(now()) };
    let mut reader = ExportReader::new("rows.csv", ReadOptions::default());
    reader.feed(&export(rows)).unwrap();
    let mut exports = Exports::new();
    exports.push(reader.finish().unwrap());
    let summary = exports.summarize(&Hunt::for_terms(asked.terms, window), now());
    let devices = summary.devices.iter().map(|device| {
        let reports: Vec<String> = device.report.iter().map(ToString::to_string).collect();
        vec![
            device.device_id.clone(),
            device.device_name.clone(),
            device.first_seen.to_string(),
            device.last_seen.to_string(),
            format!("[{}]", reports.join(",")),
            device.count.to_string(),
        ]
    });
    devices.collect()
}

#[track_caller]
fn check_engine(rule: &str, rows: &[Row]) {
    let query = read_query(rule).unwrap();
    assert_eq!(written(&answer(&query, rows)), by_engine(rule, rows), "{rule}");
}

#[test]
fn a_hunt_run_as_a_query_gives_what_the_engine_gives() {
    let mut random = Rng::with_seed(7);
    let mut rows = random_rows(&mut random, 2000);
    // The engine rejects rows without a time, whatever the window.
    rows.retain(|row| row.timestamp.is_some());
    let signers: Vec<String> = catalogue().into_iter().flat_map(|facts| facts.terms).collect();
    for row in rows.iter_mut().step_by(3) {
        row.signer = format!(
            "{}{}",
            random.choice(&signers).unwrap(),
            random.choice(["", ", Inc", "x"]).unwrap()
        );
    }
    check_engine(&published("ConnectWise"), &rows);
    for facts in &catalogue() {
        check_engine(&rule_file(facts, &SPELLINGS[0]), &rows);
    }
    let summarize = "summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId, DeviceName";
    for conditions in [
        "where Signer has 'connect' or Signer has_any ('LLC', 'Ä')",
        "where Signer has 'LLC' and Timestamp >= ago(1d)",
        "where datetime(2026-05-26 12:00) < Timestamp | where Signer has_any ('wise', 'wise', 'x')",
        "where Timestamp < datetime(2026-05-26 12:00) and Timestamp > datetime(2026-05-25) | where Signer has 'llc'",
        "where Timestamp between (ago(26h) .. 2h) | where Signer has 'llc'",
    ] {
        check_engine(&format!("DeviceFileCertificateInfo | {conditions} | {summarize}"), &rows);
    }
}

/// Expected: operators, terms and window as the engine spells them; nothing for a query.
#[track_caller]
fn check_asked(stages: &str, expected: Option<(&[&str], &[&str], &str)>) {
    let rule = read_rule(&format!("DeviceFileCertificateInfo {stages}")).unwrap();
    let asked = match rule.asked {
        Asked::Hunt(hunt) => {
            Some((hunt.operators, hunt.terms, format!("{}..{}", hunt.from, hunt.to)))
        }
        Asked::Query(_) => None,
    };
    let expected = expected.map(|(operators, terms, window)| {
        (operators.to_vec(), terms.iter().map(ToString::to_string).collect(), window.to_owned())
    });
    assert_eq!(asked, expected, "{stages}");
}

#[test]
fn what_is_a_hunt_and_what_is_a_query() {
    let own = "| summarize count(), min(Timestamp), make_set(ReportId), max(Timestamp) by DeviceName, DeviceId";
    let check = |conditions: &str, expected: Option<(&[&str], &[&str], &str)>| {
        check_asked(&format!("{conditions} {own}"), expected);
    };
    let has = &["has"][..];
    check("| where Signer has 'a'", Some((has, &["a"], "all..all")));
    check(
        "| where Signer has 'a' or Signer has_any ('b', 'a', 'c') or (Signer has 'd')",
        Some((&["has", "has_any", "has"], &["a", "b", "c", "d"], "all..all")),
    );
    check("| where Signer has 'a' | where Timestamp >= ago(30m)", Some((has, &["a"], "-30m..all")));
    check(
        "| where now() >= Timestamp and Signer has 'a' and Timestamp >= now() - 2 * 1d",
        Some((has, &["a"], "-2d..now")),
    );
    check(
        "| where Timestamp > datetime(2026-05-01) | where Signer has 'a'",
        Some((has, &["a"], "2026-05-01T00:00:00.0000001Z..all")),
    );
    check(
        "| where Timestamp between (datetime(2026-05-01)..1d) and Signer has_any (dynamic(['a', ['b', 7]]))",
        Some((
            &["has_any"],
            &["a", "b", "7"],
            "2026-05-01T00:00:00.0000000Z..2026-05-02T00:00:00.0000000Z",
        )),
    );
    for query in [
        "",
        "| where Timestamp >= ago(5d)",
        "| where Timestamp > ago(5d) and Signer has 'a'",
        "| where Timestamp >= ago(90s) and Signer has 'a'",
        "| where Timestamp <= now(1d) and Signer has 'a'",
        "| where Timestamp >= ago(5d) and Timestamp >= ago(4d) and Signer has 'a'",
        "| where Timestamp !between (ago(5d)..now()) and Signer has 'a'",
        "| where Timestamp == ago(5d) and Signer has 'a'",
        "| where Timestamp >= startofday(now()) and Signer has 'a'",
        "| where Timestamp >= ago(5d) or Signer has 'a'",
        "| where Signer has 'a' | where Signer has 'b'",
        "| where Signer has 'a' and Issuer has 'b'",
        "| where Signer has 'a' or Issuer has 'b'",
        "| where Signer has_all ('a', 'b')",
        "| where Signer has_cs 'a'",
        "| where Signer !has 'a'",
        "| where Signer has ''",
        "| where Signer has_any (dynamic([]))",
        "| where Signer has DeviceName",
        "| where tolower(Signer) has 'a'",
        "| where Signer has 'a' | take 5",
        "| where Signer has 'a' | extend Timestamp = now()",
    ] {
        check(query, None);
    }
    for summarize in [
        "",
        "| summarize count() by DeviceId, DeviceName",
        "| summarize count(), min(Timestamp), make_set(ReportId), max(Timestamp) by DeviceName",
        "| summarize count(), min(Timestamp), make_set(ReportId), max(Timestamp) by DeviceName, DeviceId, Signer",
        "| summarize count(), min(Timestamp), make_set(ReportId, 5), max(Timestamp) by DeviceName, DeviceId",
        "| summarize count(), min(Timestamp), min(Timestamp), max(Timestamp) by DeviceName, DeviceId",
        "| summarize count(), min(Timestamp), make_set(ReportId), max(Timestamp) by DeviceName, DeviceId | sort by count_",
        "| summarize count(), min(Timestamp), make_set(Signer), max(Timestamp) by DeviceName, DeviceId",
    ] {
        check_asked(&format!("| where Signer has 'a' {summarize}"), None);
    }
}
