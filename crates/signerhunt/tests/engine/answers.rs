//! One set of exports that is asked again and again, as the page does it, while exports come and go:
//! every answer is compared with a slow, obvious one made anew. So are the pages of its devices.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use signerhunt::answer::{DeviceColumn, Expectation, Page, View};
use signerhunt::term::has;
use signerhunt::{
    Answer, Bound, Device, Export, Exports, Hunt, Ledger, Now, ReportId, Ticks, Window,
};

use crate::cases::{clock, read_whole};

/// A row: minutes since 10 o'clock, device, report id, signer.
type Row = (u64, usize, usize, usize);
/// A device of a summary: its first and last minute, device, report ids, count.
type Given = (u64, u64, usize, Vec<usize>, u64);

const DEVICES: [(&str, &str); 7] = [
    ("a1", "ws-1"),
    ("b2", "WS-1"),
    ("b2", "alpha"),
    ("c3", "Ünder"),
    ("", ""),
    ("D4", "ws-1"),
    ("e5", "connect-7"),
];
const REPORTS: [&str; 7] = ["", "7", "-3", "r-7", "007", "9223372036854775807", "R-8"];
const SIGNERS: [&str; 8] = [
    "ConnectWise, LLC",
    "ScreenConnect Software",
    "ConnectWise ScreenConnect",
    "MyConnectWiseTools",
    "ScreenConnected GmbH",
    "Microsoft Windows",
    "",
    "Krämer Windows",
];
const TERMS: [&[&str]; 5] = [
    &["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"],
    &["ScreenConnect"],
    &["windows", "ConnectWise", "windows"],
    &[""],
    &[],
];

/// What an export is made of.
#[derive(Clone)]
enum Made {
    Rows(Vec<Row>),
    Summary(Vec<Given>),
}

fn time(minute: u64) -> String {
    // A fraction that shows how fine the times are.
    format!("2026-11-20T10:{minute:02}:00.0000001Z")
}

fn ticks(minute: u64) -> Ticks {
    time(minute).parse().unwrap()
}

fn random_made(random: &mut Rng) -> Made {
    if random.u8(0..4) > 0 {
        let row = |random: &mut Rng| {
            (random.u64(0..9), random.usize(0..7), random.usize(0..7), random.usize(0..8))
        };
        return Made::Rows((0..random.usize(0..30)).map(|_| row(random)).collect());
    }
    let given = |random: &mut Rng| {
        let first = random.u64(0..9);
        let last = random.u64(first..9);
        let reports = (0..random.usize(0..3)).map(|_| random.usize(1..7)).collect();
        (first, last, random.usize(0..7), reports, random.u64(1..4))
    };
    Made::Summary((0..random.usize(1..5)).map(|_| given(random)).collect())
}

fn export(made: &Made) -> Export {
    let mut text;
    match made {
        Made::Rows(rows) => {
            text = "Timestamp,DeviceId,DeviceName,Signer,ReportId\n".to_owned();
            for &(minute, device, report, signer) in rows {
                let (id, name) = DEVICES[device];
                let (time, report, signer) = (time(minute), REPORTS[report], SIGNERS[signer]);
                text += &format!("{time},{id},{name},\"{signer}\",{report}\n");
            }
        }
        Made::Summary(devices) => {
            text = "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\n".to_owned();
            for (first, last, device, reports, count) in devices {
                let (id, name) = DEVICES[*device];
                let ids: Vec<String> =
                    reports.iter().map(|&id| format!("\"\"{}\"\"", REPORTS[id])).collect();
                let (first, last, ids) = (time(*first), time(*last), ids.join(","));
                text += &format!("{id},{name},{first},{last},\"[{ids}]\",{count}\n");
            }
        }
    }
    read_whole("export.csv", text.as_bytes()).unwrap()
}

/// What stays of these when one that is in several exports counts as often as in the one that has it
/// most often.
fn kept<T: Clone + Ord>(exports: &[Vec<T>], keep_duplicates: bool) -> Vec<T> {
    if keep_duplicates {
        return exports.concat();
    }
    let mut most: BTreeMap<&T, usize> = BTreeMap::new();
    for export in exports {
        let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
        for one in export {
            *counts.entry(one).or_default() += 1;
        }
        for (one, count) in counts {
            let most = most.entry(one).or_default();
            *most = (*most).max(count);
        }
    }
    most.into_iter().flat_map(|(one, count)| std::iter::repeat_n(one.clone(), count)).collect()
}

/// FirstSeen, LastSeen, report ids, signers, Count, of these from summaries.
type Found = (Ticks, Ticks, BTreeSet<ReportId>, BTreeSet<String>, u64, u64);

/// One answer, made slowly.
#[derive(PartialEq, Debug, Default)]
struct Expected {
    devices: BTreeMap<(String, String), Found>,
    ledger: Ledger,
    /// Rows and devices of each term.
    terms: Vec<(u64, usize)>,
    outside: (u64, usize),
    /// Signer, term, rows, devices.
    near: Vec<(String, String, u64, usize)>,
}

fn expected(made: &[Made], terms: &[String], window: [u64; 2], keep: bool) -> Expected {
    let inside = |from: u64, to: u64| from <= window[1] && to >= window[0];
    let (mut rows, mut given) = (Vec::new(), Vec::new());
    for made in made {
        match made {
            Made::Rows(of_export) => rows.push(of_export.clone()),
            Made::Summary(of_export) => given.push(of_export.clone()),
        }
    }
    let n_read = rows.concat().len() + given.concat().len();
    let (rows, given) = (kept(&rows, keep), kept(&given, keep));
    let mut answer = Expected::default();
    answer.ledger.read = n_read as u64;
    answer.ledger.duplicate = (n_read - rows.len() - given.len()) as u64;
    let mut outside = BTreeSet::new();
    let mut of_terms = vec![(0, BTreeSet::new()); terms.len()];
    let mut near: BTreeMap<(String, String), (u64, BTreeSet<usize>)> = BTreeMap::new();
    let key = |device: usize| (DEVICES[device].0.to_owned(), DEVICES[device].1.to_owned());
    for (minute, device, report, signer) in rows {
        let signer = SIGNERS[signer];
        let its_terms: Vec<usize> =
            (0..terms.len()).filter(|&term| has(signer, &terms[term])).collect();
        let is_inside = inside(minute, minute);
        match (is_inside, its_terms.is_empty()) {
            (false, is_other) => {
                answer.ledger.outside_window += 1;
                if !is_other {
                    answer.outside.0 += 1;
                    outside.insert(key(device));
                }
            }
            (true, true) => {
                answer.ledger.other_signer += 1;
                let lower = signer.to_lowercase();
                let nearly = terms.iter().find(|term| lower.contains(&term.to_lowercase()));
                if let Some(term) = nearly {
                    let found = near.entry((signer.to_owned(), term.clone())).or_default();
                    found.0 += 1;
                    found.1.insert(device);
                }
            }
            (true, false) => {
                answer.ledger.matched += 1;
                for term in its_terms {
                    of_terms[term].0 += 1;
                    of_terms[term].1.insert(device);
                }
                let at = ticks(minute);
                let none = || (at, at, BTreeSet::new(), BTreeSet::new(), 0, 0);
                let found = answer.devices.entry(key(device)).or_insert_with(none);
                (found.0, found.1) = (found.0.min(at), found.1.max(at));
                found.2.extend(ReportId::from_cell(REPORTS[report]));
                found.3.insert(signer.to_owned());
                found.4 += 1;
            }
        }
    }
    for (first, last, device, reports, count) in given {
        if !inside(first, last) {
            answer.ledger.outside_window += 1;
            answer.outside.0 += count;
            outside.insert(key(device));
            continue;
        }
        answer.ledger.summarized += 1;
        let (first, last) = (ticks(first), ticks(last));
        let none = || (first, last, BTreeSet::new(), BTreeSet::new(), 0, 0);
        let found = answer.devices.entry(key(device)).or_insert_with(none);
        (found.0, found.1) = (found.0.min(first), found.1.max(last));
        found.2.extend(reports.iter().filter_map(|&id| ReportId::from_cell(REPORTS[id])));
        found.4 += count;
        found.5 += count;
    }
    outside.retain(|device| !answer.devices.contains_key(device));
    answer.outside.1 = outside.len();
    answer.terms = of_terms.into_iter().map(|(rows, devices)| (rows, devices.len())).collect();
    answer.near = near
        .into_iter()
        .map(|((signer, term), (rows, devices))| (signer, term, rows, devices.len()))
        .collect();
    answer.near.sort_by_key(|near| std::cmp::Reverse(near.2));
    answer
}

/// The engine's answer in the same shape.
fn got(answer: &Answer) -> Expected {
    let summary = answer.summary();
    assert!(summary.ledger.adds_up(), "{:?}", summary.ledger);
    assert_eq!(summary.ledger, answer.ledger);
    assert_eq!(summary.sightings(), answer.n_sightings());
    assert_eq!(summary.devices.len(), answer.n_devices());
    let keys = |device: &Device| (device.device_id.clone(), device.device_name.clone());
    assert!(summary.devices.is_sorted_by_key(keys));
    let latest = summary.devices.iter().rev().max_by_key(|device| device.last_seen);
    let latest = latest.map(|device| (device.device_name.as_str(), device.last_seen));
    assert_eq!(answer.latest(), latest);
    let devices = summary.devices.iter().map(|device| {
        assert!(device.report.is_sorted() && device.signers.is_sorted());
        let reports: BTreeSet<ReportId> = device.report.iter().cloned().collect();
        let signers: BTreeSet<String> = device.signers.iter().cloned().collect();
        let lengths = (device.report.len(), device.signers.len());
        assert_eq!((reports.len(), signers.len()), lengths, "each stands once");
        let (first, last) = (device.first_seen, device.last_seen);
        (keys(device), (first, last, reports, signers, device.count, device.count_from_summaries))
    });
    let near = summary
        .near_misses
        .iter()
        .map(|near| (near.signer.clone(), near.term.clone(), near.rows, near.devices as usize));
    Expected {
        devices: devices.collect(),
        ledger: summary.ledger,
        terms: summary.terms.iter().map(|term| (term.rows, term.devices as usize)).collect(),
        outside: (summary.outside_window.rows, summary.outside_window.devices as usize),
        near: near.collect(),
    }
}

/// A page of a summary, by looking at every device.
fn slow_page(devices: &[Device], view: &View) -> Page {
    let filter = view.filter.trim().to_lowercase();
    let passes = |device: &&Device| {
        let has = |text: &String| text.to_lowercase().contains(&filter);
        filter.is_empty()
            || has(&device.device_name)
            || has(&device.device_id)
            || device.signers.iter().any(has)
            || device.report.iter().any(|id| id.to_string() == filter)
    };
    let mut passing: Vec<&Device> = devices.iter().filter(passes).collect();
    passing.sort_by(|left, right| {
        let lowered = |device: &Device| device.device_name.to_lowercase();
        let order = match view.order_by {
            DeviceColumn::DeviceName => lowered(left)
                .cmp(&lowered(right))
                .then_with(|| left.device_name.cmp(&right.device_name)),
            DeviceColumn::DeviceId => left.device_id.cmp(&right.device_id),
            DeviceColumn::FirstSeen => left.first_seen.cmp(&right.first_seen),
            DeviceColumn::LastSeen => left.last_seen.cmp(&right.last_seen),
            DeviceColumn::Count => left.count.cmp(&right.count),
            DeviceColumn::Report => left.report.len().cmp(&right.report.len()),
        };
        if view.descending { order.reverse() } else { order }
    });
    Page {
        n_filtered: passing.len(),
        devices: passing.into_iter().skip(view.offset).take(view.limit).cloned().collect(),
    }
}

fn random_view(random: &mut Rng) -> View {
    use DeviceColumn::{Count, DeviceId, DeviceName, FirstSeen, LastSeen, Report};
    let filters = [
        "", "", "", " WS ", "b2", "connect", "windows", "7", "-3", "007", "r-7", "R-8", "ü", "7.0",
    ];
    View {
        expectation: Expectation::Any,
        filter: (*random.choice(&filters).unwrap()).to_owned(),
        order_by: *random
            .choice(&[Count, DeviceId, DeviceName, FirstSeen, LastSeen, Report])
            .unwrap(),
        descending: random.bool(),
        offset: random.usize(0..8),
        limit: *random.choice(&[0, 1, 2, 3, 100, usize::MAX]).unwrap(),
    }
}

#[test]
fn every_answer_is_what_a_slow_hunt_gives() {
    for seed in 0..400 {
        let mut random = Rng::with_seed(seed);
        let (mut made, mut exports) = (Vec::new(), Exports::new());
        let (mut terms, mut keep) = (TERMS[0], false);
        for step in 0..20 {
            match random.u8(0..9) {
                0..=2 => {
                    // Half of it may be in another export already.
                    let mut new = random_made(&mut random);
                    if let (Made::Rows(new), Some(Made::Rows(known))) =
                        (&mut new, random.choice(&made))
                    {
                        new.extend(known.iter().filter(|_| random.bool()));
                    }
                    exports.push(export(&new));
                    made.push(new);
                }
                3 if !made.is_empty() => {
                    let place = random.usize(0..made.len());
                    exports.remove(place);
                    made.remove(place);
                }
                4 => terms = *random.choice(&TERMS).unwrap(),
                5 => keep = !keep,
                // Another window.
                _ => {}
            }
            // Some windows end before they begin.
            let (from, to) = (random.u64(0..10), random.u64(0..10));
            let at = |minute| Bound::At(ticks(minute));
            let hunt = Hunt::for_terms(
                terms.iter().map(|&term| term.to_owned()).collect(),
                Window { from: at(from), to: at(to), now: Now::Newest },
            );
            exports.keep_duplicates(keep);
            let answer = exports.hunt(&hunt, clock());
            let expected = expected(&made, &hunt.terms, [from, to], keep);
            assert_eq!(got(&answer), expected, "seed {seed}, step {step}");
            let summary = answer.summary();
            for _ in 0..4 {
                let view = random_view(&mut random);
                let expected = slow_page(&summary.devices, &view);
                assert_eq!(answer.page(&view), expected, "seed {seed}, step {step}, {view:?}");
            }
        }
    }
}
