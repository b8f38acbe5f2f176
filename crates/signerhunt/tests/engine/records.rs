//! What was counted can be shown: each sighting is found again where it stands in its export, whatever its shape.

use std::cell::Cell;
use std::fs;

use fastrand::Rng;
use signerhunt::answer::SightingPlace;
use signerhunt::{
    Answer, Export, ExportReader, Exports, Hunt, OriginalRecord, ReadOptions, Ticks, Window, term,
};

use crate::cases::{clock, data_dir, input_of, read_file, read_with};
use crate::parts::random_export;

/// All rows that match, whenever.
fn hunt() -> Hunt {
    let all = "all".parse().unwrap();
    Hunt { window: Window { from: all, to: all, ..Window::default() }, ..Hunt::default() }
}

/// Where the sightings of each device of an answer stand, with the times between which it was seen.
fn places(exports: &Exports, answer: &Answer) -> Vec<(String, [Ticks; 2], Vec<SightingPlace>)> {
    let summary = answer.summary();
    let of_device = |device: &signerhunt::Device| {
        let places = exports.places_of(answer, &device.device_id, &device.device_name).unwrap();
        assert_eq!(places.len() as u64, device.count - device.count_from_summaries);
        (device.device_name.clone(), [device.first_seen, device.last_seen], places)
    };
    summary.devices.iter().map(of_device).collect()
}

fn field<'a>(record: &'a OriginalRecord, name: &str) -> &'a str {
    let is_it = |known: &str| known.rsplit('.').next().unwrap().eq_ignore_ascii_case(name);
    record.fields.iter().find(|(known, _)| is_it(known)).map_or("", |(_, text)| text)
}

/// The records at these places are those of a device, with a signer of the hunt. `read` reads the export for them.
#[track_caller]
fn check(
    name: &str,
    device_name: &str,
    places: &[SightingPlace],
    read: impl Fn(&[u64]) -> Vec<OriginalRecord>,
) {
    let offsets: Vec<u64> = places.iter().map(|place| place.offset).collect();
    let records = read(&offsets);
    let mut expected = offsets;
    expected.sort_unstable();
    let got: Vec<u64> = records.iter().map(|record| record.offset).collect();
    assert_eq!(got, expected, "{name}: every record is found");
    for record in &records {
        let is_hunted = hunt().terms.iter().any(|term| term::has(field(record, "Signer"), term));
        assert!(is_hunted && field(record, "DeviceName") == device_name, "{name}: {record:?}");
    }
}

#[test]
fn every_sighting_of_the_corpus_is_found_again() {
    let mut n_checked = 0;
    for case in fs::read_dir(data_dir()).unwrap().map(|entry| entry.unwrap().path()) {
        if !case.is_dir() {
            continue;
        }
        let (name, bytes) = (case.display().to_string(), fs::read(input_of(&case)).unwrap());
        let read = read_file(&name, &ReadOptions::default(), &bytes);
        let Ok(read) = read.into_iter().collect::<Result<Vec<Export>, _>>() else { continue };
        let mut exports = Exports::from_iter(read);
        let answer = exports.hunt(&hunt(), clock());
        for (device_name, [first, last], places) in places(&exports, &answer) {
            let times = || places.iter().map(|place| place.at);
            assert!(times().all(|at| (first..=last).contains(&at)), "{name}");
            assert!(times().is_sorted_by(|left, right| left >= right), "{name}: newest first");
            for export_idx in 0..exports.len() {
                let here = |place: &&SightingPlace| place.export_idx == export_idx;
                let here: Vec<SightingPlace> = places.iter().filter(here).copied().collect();
                if here.is_empty() {
                    continue;
                }
                n_checked += here.len();
                check(&name, &device_name, &here, |offsets| {
                    let options = ReadOptions { records: offsets.to_vec(), ..Default::default() };
                    let mut read = read_file(&name, &options, &bytes);
                    let export = read.swap_remove(export_idx).unwrap();
                    assert_eq!(export.source.rows, exports.at(export_idx).source.rows);
                    export.records
                });
            }
        }
    }
    assert!(n_checked > 200, "{n_checked}");
}

/// The records one by one, each from where it begins.
fn go_to(text: &[u8], offsets: &[u64]) -> Option<Vec<OriginalRecord>> {
    let options = ReadOptions { records: offsets.to_vec(), ..Default::default() };
    let mut reader = ExportReader::new("export", options);
    for line in text.split_inclusive(|&byte| byte == b'\n').take(2) {
        reader.feed(line).ok()?;
        if reader.can_be_parted() {
            break;
        }
    }
    let mut ascending = offsets.to_vec();
    ascending.sort_unstable();
    for offset in ascending {
        if reader.has_record(offset) {
            continue;
        }
        if !reader.go_to_record(offset) {
            return None;
        }
        for piece in text[offset as usize..].chunks(100) {
            reader.feed(piece).unwrap();
            if reader.has_record(offset) {
                break;
            }
        }
    }
    Some(reader.finish().unwrap().records)
}

#[test]
fn records_are_the_same_from_where_they_begin() {
    let n_gone_to = Cell::new(0);
    for seed in 0..1_500 {
        let text = random_export(&mut Rng::with_seed(seed));
        let Ok(export) = read_with("export", ReadOptions::default(), &text, []) else { continue };
        let mut exports = Exports::from_iter([export]);
        let answer = exports.hunt(&hunt(), clock());
        for (device_name, _, places) in places(&exports, &answer) {
            let name = format!("seed {seed}: {}", String::from_utf8_lossy(&text));
            check(&name, &device_name, &places, |offsets| {
                let options = ReadOptions { records: offsets.to_vec(), ..Default::default() };
                let records = read_with("export", options, &text, []).unwrap().records;
                if let Some(gone_to) = go_to(&text, offsets) {
                    n_gone_to.set(n_gone_to.get() + 1);
                    assert_eq!(gone_to, records, "{name}");
                }
                records
            });
        }
    }
    assert!(n_gone_to.get() > 1_000, "{n_gone_to:?}");
}

#[test]
fn an_answer_that_is_out_of_date_finds_no_records() {
    let text = b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n2026-11-20,1,a,ConnectWise,1\n";
    let export = || read_with("export", ReadOptions::default(), text, []).unwrap();
    let mut exports = Exports::from_iter([export()]);
    let answer = exports.hunt(&hunt(), clock());
    assert_eq!(exports.places_of(&answer, "1", "a").map(|places| places.len()), Some(1));
    assert_eq!(exports.places_of(&answer, "1", "b"), None);
    let other = Hunt::for_terms(vec!["AnyDesk".to_owned()], Window::default());
    exports.hunt(&other, clock());
    assert_eq!(exports.places_of(&answer, "1", "a"), None);
    let answer = exports.hunt(&hunt(), clock());
    exports.push(export());
    assert_eq!(exports.places_of(&answer, "1", "a"), None);
}
