//! A candidate of the benchmarks: the same hunt by a small program of the `simd-csv` crate, as quick as it is plain.
//!
//! Its arguments are `FILE FROM TO TERM...`. It knows the columns of one export, keeps no index and forgives nothing. Its speed is what ours has to beat.
#![allow(clippy::print_stdout, reason = "a program for the terminal talks on the terminal")]

use std::collections::{BTreeSet, HashMap};
use std::env;
use std::error::Error;
use std::fs::File;

use aho_corasick::AhoCorasick;
use serde_json::json;
use sha2::{Digest, Sha256};
use simd_csv::ZeroCopyReaderBuilder;

/// The sightings of one device.
struct Group {
    first: Vec<u8>,
    last: Vec<u8>,
    count: u64,
    reports: BTreeSet<i64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, from, to, terms @ ..] = &arguments[..] else {
        return Err("usage: simd-csv-peer FILE FROM TO TERM...".into());
    };
    let groups = hunt(path, from.as_bytes(), to.as_bytes(), terms)?;
    let mut lines = Vec::new();
    let (mut rows, mut n_reports) = (0, 0);
    for (key, group) in &groups {
        rows += group.count;
        n_reports += group.reports.len();
        let reports: Vec<String> = group.reports.iter().map(i64::to_string).collect();
        lines.push(format!(
            "{}\t{}\t{}\t{}\t{}\n",
            String::from_utf8_lossy(key),
            String::from_utf8_lossy(&group.first),
            String::from_utf8_lossy(&group.last),
            group.count,
            reports.join(",")
        ));
    }
    lines.sort_unstable();
    let digest = Sha256::digest(lines.concat().as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let answer =
        json!({ "groups": groups.len(), "rows": rows, "reports": n_reports, "digest": digest });
    println!("{}", json!({ "answer": answer }));
    Ok(())
}

fn hunt(
    path: &str,
    from: &[u8],
    to: &[u8],
    terms: &[String],
) -> Result<HashMap<Vec<u8>, Group>, Box<dyn Error>> {
    let mut reader = ZeroCopyReaderBuilder::with_capacity(1 << 20).from_reader(File::open(path)?);
    let headers = reader.byte_headers()?.clone();
    let column = |name: &str| {
        let place = headers.iter().position(|header| header == name.as_bytes());
        place.ok_or_else(|| format!("there is no column {name}"))
    };
    // The first name has the byte order mark in front of it; the reader may have taken that away.
    let time = column("Timestamp").or_else(|_| column("\u{feff}Timestamp"))?;
    let (id, name) = (column("DeviceId")?, column("DeviceName")?);
    let (signer, report) = (column("Signer")?, column("ReportId")?);
    let terms = AhoCorasick::builder().ascii_case_insensitive(true).build(terms)?;

    let mut groups: HashMap<Vec<u8>, Group> = HashMap::new();
    let mut key = Vec::new();
    while let Some(record) = reader.read_byte_record()? {
        let (Some(time), Some(signer)) = (record.unquote(time), record.unquote(signer)) else {
            continue;
        };
        // All times have the same length, so their texts have their order.
        if time < from || time > to || !has_any(&terms, signer) {
            continue;
        }
        key.clear();
        key.extend_from_slice(&record.unescape(id).unwrap_or_default());
        key.push(b'\t');
        key.extend_from_slice(&record.unescape(name).unwrap_or_default());
        let group = match groups.get_mut(&key) {
            Some(group) => group,
            None => groups.entry(key.clone()).or_insert_with(|| Group {
                first: time.to_vec(),
                last: time.to_vec(),
                count: 0,
                reports: BTreeSet::new(),
            }),
        };
        if time < &group.first[..] {
            group.first = time.to_vec();
        }
        if time > &group.last[..] {
            group.last = time.to_vec();
        }
        group.count += 1;
        let report = record.unquote(report).and_then(|cell| str::from_utf8(cell).ok());
        group.reports.extend(report.and_then(|cell| cell.parse::<i64>().ok()));
    }
    Ok(groups)
}

/// Whether one of the terms is there and not cut out of a longer run of letters and numbers.
fn has_any(terms: &AhoCorasick, signer: &[u8]) -> bool {
    terms.find_overlapping_iter(signer).any(|found| {
        let text = |bytes| str::from_utf8(bytes).unwrap_or_default();
        let before = text(&signer[..found.start()]).chars().next_back();
        let after = text(&signer[found.end()..]).chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
