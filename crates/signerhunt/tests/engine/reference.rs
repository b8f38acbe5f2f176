//! A slow, obvious reading of the same exports, to which the engine must be equal row for row.
//!
//! Rows by the `csv` crate, times by chrono, terms by trying every place, groups in a map.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike};
use fastrand::Rng;
use signerhunt::{Exports, Hunt, ReportId, Ticks, Window};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::cases::{clock, random_cuts, read_in_pieces};

/// FirstSeen, LastSeen, Report and Count of a group.
type Group = (i64, i64, BTreeSet<ReportId>, u64);

/// The answer, and how many rows matched, were outside, had another signer, were rejected.
#[derive(PartialEq, Debug, Default)]
struct ReferenceAnswer {
    groups: BTreeMap<(String, String), Group>,
    ledger: [u64; 4],
}

fn reference(files: &[Vec<u8>], terms: &[String], from: i64, to: i64) -> ReferenceAnswer {
    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    let mut ledger = [0; 4];
    for file in files {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_slice());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|cell| cell == name).unwrap();
        let needed = ["Timestamp", "Signer", "DeviceId", "DeviceName", "ReportId"].map(column);
        let rows: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
        // Whether the text is UTF-8, once a letter has shown it.
        let mut is_utf8 = None;
        for (row_idx, row) in rows.iter().enumerate() {
            let is_cut = row_idx + 1 == rows.len()
                && !file.ends_with(b"\n")
                && !file.ends_with(b"\r")
                && row.len() < header.len();
            if is_cut {
                ledger[3] += 1;
                continue;
            }
            let cells = needed.map(|column| row.get(column));
            let [Some(time), Some(signer), Some(id), Some(name), Some(report)] = cells else {
                ledger[3] += 1;
                continue;
            };
            let time = std::str::from_utf8(time).ok().and_then(reference_time);
            let Some(time) = time else {
                ledger[3] += 1;
                continue;
            };
            let texts = [signer, id, name, report];
            if texts.iter().any(|text| !text.is_ascii()) {
                let valid = texts.iter().all(|text| std::str::from_utf8(text).is_ok());
                if !valid && *is_utf8.get_or_insert(valid) {
                    ledger[3] += 1;
                    continue;
                }
                is_utf8.get_or_insert(valid);
            }
            // Of Windows-1252 only letters occur here that Latin-1 has as well.
            let [signer, id, name, report] = texts.map(|text| match std::str::from_utf8(text) {
                Ok(text) => text.to_owned(),
                Err(_) => text.iter().map(|&byte| char::from(byte)).collect(),
            });
            if time < from || time > to {
                ledger[1] += 1;
            } else if !terms.iter().any(|term| reference_has(&signer, term)) {
                ledger[2] += 1;
            } else {
                ledger[0] += 1;
                let group = groups.entry((id, name)).or_insert((time, time, BTreeSet::new(), 0));
                group.0 = group.0.min(time);
                group.1 = group.1.max(time);
                group.2.extend(ReportId::from_cell(&report));
                group.3 += 1;
            }
        }
    }
    ReferenceAnswer { groups, ledger }
}

fn reference_time(cell: &str) -> Option<i64> {
    let utc = DateTime::parse_from_rfc3339(cell).map(|time| time.naive_utc());
    let time =
        utc.or_else(|_| NaiveDateTime::parse_from_str(cell, "%b %d, %Y %I:%M:%S %p")).ok()?;
    let days = (time.date() - NaiveDate::from_ymd_opt(1, 1, 1).unwrap()).num_days();
    let seconds = i64::from(time.num_seconds_from_midnight());
    Some((days * 86_400 + seconds) * 10_000_000 + i64::from(time.nanosecond() / 100))
}

fn reference_has(text: &str, term: &str) -> bool {
    let lower = |text: &str| -> Vec<char> {
        text.chars()
            .map(|character| {
                let lower: Vec<char> = character.to_lowercase().collect();
                if lower.len() == 1 { lower[0] } else { character }
            })
            .collect()
    };
    let is_letter = |character: char| {
        matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
    };
    let (text, term) = (lower(text), lower(term));
    (0..=text.len()).any(|start| {
        let end = start + term.len();
        if end > text.len() || text[start..end] != term[..] {
            return false;
        }
        let cut_before =
            !term.is_empty() && is_letter(term[0]) && start > 0 && is_letter(text[start - 1]);
        let cut_after = !term.is_empty()
            && is_letter(term[term.len() - 1])
            && end < text.len()
            && is_letter(text[end]);
        !cut_before && !cut_after
    })
}

/// The engine's answer in the reference's shape.
fn engine(exports: &mut Exports, hunt: &Hunt) -> ReferenceAnswer {
    let summary = exports.summarize(hunt, clock());
    assert!(summary.ledger.adds_up(), "{:?}", summary.ledger);
    assert_eq!(
        summary.devices.iter().map(|device| device.count).sum::<u64>(),
        summary.ledger.matched
    );
    let groups = summary.devices.into_iter().map(|device| {
        let n_reports = device.report.len();
        let reports: BTreeSet<ReportId> = device.report.into_iter().collect();
        assert_eq!(reports.len(), n_reports, "each report id stands once");
        let ends = (device.first_seen.count(), device.last_seen.count());
        ((device.device_id, device.device_name), (ends.0, ends.1, reports, device.count))
    });
    ReferenceAnswer {
        groups: groups.collect(),
        ledger: [
            summary.ledger.matched,
            summary.ledger.outside_window,
            summary.ledger.other_signer,
            summary.ledger.rejected,
        ],
    }
}

const SIGNERS: [&str; 16] = [
    "ConnectWise, LLC",
    "Connectwise\\, LLC",
    "ScreenConnect \"Software\"",
    "ScreenConnected GmbH",
    "MyConnectWiseTools",
    "CONTINUUM MANAGED SERVICES",
    "Continuum  Managed",
    "Microsoft Windows",
    "Krämer IT Solutions",
    "connectwiseé",
    "ConnectWise_Control",
    "x\nScreenConnect\r\ny",
    "上海贝锐 ConnectWise",
    "",
    "\"",
    "5\" ConnectWise disk",
];

/// A random export with the troubles real ones have, and some that only hostile ones have.
fn random_export(random: &mut Rng) -> Vec<u8> {
    let mut columns =
        vec!["Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId", "SHA1", "Issuer"];
    random.shuffle(&mut columns);
    let line_end = *random.choice(&["\n", "\r\n", "\r"]).unwrap();
    let mut text: Vec<u8> = columns.join(",").into_bytes();
    text.extend_from_slice(line_end.as_bytes());
    let n_rows = random.usize(0..60);
    for row_idx in 0..n_rows {
        let mut cells: Vec<Vec<u8>> =
            columns.iter().map(|column| random_cell(random, column)).collect();
        match random.u8(0..20) {
            0 => cells.truncate(random.usize(1..cells.len())),
            1 => cells.push(b"more".to_vec()),
            2 => text.extend_from_slice(line_end.as_bytes()),
            _ => {}
        }
        // A row that is one empty cell would be a blank line, which is no row.
        if cells.len() == 1 && cells[0].is_empty() {
            cells.push(Vec::new());
        }
        text.extend_from_slice(&cells.join(&b','));
        if row_idx + 1 < n_rows || random.bool() {
            text.extend_from_slice(line_end.as_bytes());
        }
    }
    text
}

fn random_cell(random: &mut Rng, column: &str) -> Vec<u8> {
    let content: Vec<u8> = match column {
        "Timestamp" => random_time(random).into_bytes(),
        "DeviceId" => (*random.choice(&["a1", "b2", "c3", ""]).unwrap()).into(),
        "DeviceName" => (*random.choice(&["ws-1", "ws-2", "Ws-1", "srv, ü", ""]).unwrap()).into(),
        "ReportId" => match random.u8(0..6) {
            0 => Vec::new(),
            1 => b"r-7".to_vec(),
            2 => b"007".to_vec(),
            _ => random.i64(-3..9).to_string().into_bytes(),
        },
        "Signer" if random.u8(0..40) == 0 => b"ConnectWise \xff".to_vec(),
        "Signer" => (*random.choice(&SIGNERS).unwrap()).into(),
        _ => (*random.choice(&["x", "", "a,b", "say \"hi\"", "two\nlines"]).unwrap()).into(),
    };
    let must_quote =
        content.iter().any(|byte| b",\r\n".contains(byte)) || content.starts_with(b"\"");
    // Quotes inside an unquoted cell are bytes like any other.
    if must_quote || random.u8(0..4) == 0 {
        let mut quoted = vec![b'"'];
        for byte in content {
            quoted.push(byte);
            if byte == b'"' {
                quoted.push(byte);
            }
        }
        quoted.push(b'"');
        quoted
    } else {
        content
    }
}

fn random_time(random: &mut Rng) -> String {
    let (day, hour, second) = (random.u8(18..22), random.u8(0..24), random.u8(0..60));
    match random.u8(0..12) {
        0 => "Invalid date".to_owned(),
        1 => "soon".to_owned(),
        2..=5 => format!(
            "Nov {day}, 2026 {}:05:{second:02} {}",
            (hour + 11) % 12 + 1,
            if hour < 12 { "AM" } else { "PM" }
        ),
        // The ends of the window, to the tick, and their neighbours.
        6 => "2026-11-19T00:00:00Z".to_owned(),
        7 => "2026-11-18T23:59:59.9999999Z".to_owned(),
        8 => "2026-11-21T00:00:00.0000001Z".to_owned(),
        9 => "2026-11-21T02:00:00+02:00".to_owned(),
        _ => format!("2026-11-{day}T{hour:02}:05:{second:02}.{:07}Z", random.u32(0..10_000_000)),
    }
}

fn window(from: &str, to: &str) -> Window {
    Window { from: from.parse().unwrap(), to: to.parse().unwrap(), ..Window::default() }
}

#[test]
fn the_engine_equals_the_reference_on_random_exports_cut_anywhere() {
    for seed in 0..3000 {
        let mut random = Rng::with_seed(seed);
        let n_files = random.usize(1..4);
        let files: Vec<Vec<u8>> = (0..n_files).map(|_| random_export(&mut random)).collect();
        let mut hunt = Hunt { window: window("2026-11-19", "2026-11-21"), ..Hunt::default() };
        if random.bool() {
            hunt.terms.push(
                (*random.choice(&["windows", "", "tools", " LLC", "\""]).unwrap()).to_owned(),
            );
        }
        let ticks = |text: &str| text.parse::<Ticks>().unwrap().count();
        let expected = reference(&files, &hunt.terms, ticks("2026-11-19"), ticks("2026-11-21"));

        let mut order: Vec<&Vec<u8>> = files.iter().collect();
        for how in ["as they are", "in another order"] {
            let read = order.iter().map(|file| {
                let cuts = random_cuts(&mut random, file.len());
                read_in_pieces("export.csv", file, cuts).unwrap()
            });
            let mut exports = Exports::from_iter(read.collect::<Vec<_>>());
            // Rows that several exports have are a test of their own.
            exports.keep_duplicates(true);
            assert_eq!(engine(&mut exports, &hunt), expected, "seed {seed}, {how}");
            random.shuffle(&mut order);
        }
    }
}

/// More rows than one segment of the index takes.
#[test]
fn segments_change_nothing() {
    let mut file = b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n".to_vec();
    let mut random = Rng::with_seed(7);
    for row_idx in 0..2_300_000_u32 {
        let signer = SIGNERS[random.usize(0..11)].replace('"', "");
        let second = random.u32(0..86_400);
        file.extend_from_slice(
            format!(
                "2026-11-20T{:02}:{:02}:{:02}Z,id{},ws,\"{signer}\",{}\n",
                second / 3600,
                second / 60 % 60,
                second % 60,
                random.u8(0..50),
                row_idx % 1000
            )
            .as_bytes(),
        );
    }
    let hunt =
        Hunt { window: window("2026-11-20T03:00:00Z", "2026-11-20T21:00:00Z"), ..Hunt::default() };
    let ticks = |text: &str| text.parse::<Ticks>().unwrap().count();
    let expected = reference(
        std::slice::from_ref(&file),
        &hunt.terms,
        ticks("2026-11-20T03:00:00Z"),
        ticks("2026-11-20T21:00:00Z"),
    );
    let export = read_in_pieces("export.csv", &file, (0..file.len()).step_by(1 << 20)).unwrap();
    assert_eq!(engine(&mut Exports::from_iter([export]), &hunt), expected);
}
