//! Rows that several exports have count once, compared with a slow, obvious reckoning.

use std::collections::BTreeMap;

use fastrand::Rng;
use signerhunt::{Export, Exports, Hunt, Summary, Window};

use crate::cases::{clock, read_whole};

/// A row: tenths of a microsecond since 10 o'clock, device, report id, SHA1, signer.
type Row = (u64, u8, u8, u8, u8);

const SIGNERS: [&str; 3] = ["ConnectWise, LLC", "ScreenConnect Software", "Microsoft Windows"];
const SECOND: u64 = 10_000_000;

/// What an export has of its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Detail {
    /// Its times are whole units of so many tenths of a microsecond.
    unit: u64,
    has_hashes: bool,
}

const FULL: Detail = Detail { unit: 1, has_hashes: true };

/// An export with so much of these rows.
fn export(name: &str, rows: &[Row], Detail { unit, has_hashes }: Detail) -> Export {
    let hash_columns = if has_hashes { ",SHA1,SignerHash" } else { "" };
    let mut text = format!("Timestamp,DeviceId,DeviceName,Signer,ReportId{hash_columns}\n");
    for &(time, device, report, sha1, signer) in rows {
        let time = time / unit * unit;
        let (second, fraction) = (time / SECOND, time % SECOND);
        let signer = SIGNERS[signer as usize];
        let hashes = if has_hashes { format!(",{sha1},h") } else { String::new() };
        text += &format!(
            "2026-11-20T10:{:02}:{:02}.{fraction:07}Z,id{device},ws{device},\"{signer}\",{report}{hashes}\n",
            second / 60,
            second % 60
        );
    }
    read_whole(name, text.as_bytes()).unwrap()
}

fn everything() -> Hunt {
    let all = "all".parse().unwrap();
    Hunt { window: Window { from: all, to: all, ..Window::default() }, ..Hunt::default() }
}

fn summarize(exports: impl IntoIterator<Item = Export>) -> Summary {
    let summary = Exports::from_iter(exports).summarize(&everything(), clock());
    assert!(summary.ledger.adds_up(), "{:?}", summary.ledger);
    summary
}

/// What stays of the rows of these exports. The finest come first, and of these the ones with hashes.
fn reckon(exports: &[(Vec<Row>, Detail)]) -> Vec<Row> {
    // Each with the hash that it is known by, if it is.
    let mut kept: Vec<(Row, Option<u8>)> = Vec::new();
    let mut details: Vec<Detail> = exports.iter().map(|(_, detail)| *detail).collect();
    details.sort_by_key(|detail| (detail.unit, !detail.has_hashes));
    details.dedup();
    for Detail { unit, has_hashes } in details {
        let cut = |row: &Row| (row.0 / unit * unit, row.1, row.2, 0, row.4);
        let sha1_of = |row: &Row| has_hashes.then_some(row.3);
        let mut most: BTreeMap<(Row, Option<u8>), usize> = BTreeMap::new();
        for (rows, _) in exports.iter().filter(|(_, its)| *its == Detail { unit, has_hashes }) {
            let mut counts: BTreeMap<(Row, Option<u8>), usize> = BTreeMap::new();
            for row in rows {
                *counts.entry((cut(row), sha1_of(row))).or_default() += 1;
            }
            for (row, count) in counts {
                let most = most.entry(row).or_default();
                *most = (*most).max(count);
            }
        }
        for ((row, sha1), count) in most {
            let is_same = |(kept, known): &(Row, Option<u8>)| {
                cut(kept) == row && (sha1.is_none() || *known == sha1)
            };
            let mut n_missing =
                count.saturating_sub(kept.iter().filter(|row| is_same(row)).count());
            for (kept, known) in &mut kept {
                if n_missing > 0 && known.is_none() && sha1.is_some() && cut(kept) == row {
                    *known = sha1;
                    n_missing -= 1;
                }
            }
            kept.extend(std::iter::repeat_n((row, sha1), n_missing));
        }
    }
    kept.into_iter().map(|(row, _)| row).collect()
}

/// Matching rows by device, and how many duplicates there were.
fn check(exports: &[(Vec<Row>, Detail)], order: &[usize]) {
    let kept = reckon(exports);
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for row in kept.iter().filter(|row| row.4 < 2) {
        *expected.entry(format!("id{}", row.1)).or_default() += 1;
    }
    let summary = summarize(order.iter().map(|&idx| {
        let (rows, detail) = &exports[idx];
        export(&format!("{idx}.csv"), rows, *detail)
    }));
    let got: BTreeMap<String, u64> =
        summary.devices.iter().map(|device| (device.device_id.clone(), device.count)).collect();
    assert_eq!(got, expected);
    let n_rows: usize = exports.iter().map(|(rows, _)| rows.len()).sum();
    assert_eq!(summary.ledger.duplicate, (n_rows - kept.len()) as u64);
}

/// Rows from a small world, so that many are the same. The first shows how fine the times are.
fn random_rows(random: &mut Rng, unit: u64) -> Vec<Row> {
    let mut rows = vec![(58 * SECOND + unit, 9, 9, 9, 2)];
    for _ in 0..random.usize(0..40) {
        let time = random.u64(0..3) * SECOND + random.u64(0..3) * 10_000 + random.u64(0..12);
        rows.push((time, random.u8(0..3), random.u8(0..2), random.u8(0..2), random.u8(0..3)));
    }
    rows
}

#[test]
fn random_exports_fold_as_reckoned() {
    for seed in 0..1200 {
        let mut random = Rng::with_seed(seed);
        let exports: Vec<(Vec<Row>, Detail)> = (0..random.usize(1..5))
            .map(|_| {
                let unit = *random.choice(&[1, 1, 10, 10_000, SECOND]).unwrap();
                let has_hashes = random.u8(0..3) > 0;
                (random_rows(&mut random, unit), Detail { unit, has_hashes })
            })
            .collect();
        let mut order: Vec<usize> = (0..exports.len()).collect();
        check(&exports, &order);
        random.shuffle(&mut order);
        check(&exports, &order);
    }
}

#[test]
fn one_export_is_never_folded() {
    let row = (SECOND + 1, 1, 1, 1, 0);
    assert_eq!(summarize([export("a.csv", &[row, row, row], FULL)]).devices[0].count, 3);
}

#[test]
fn folding_can_be_switched_off_and_on() {
    let rows = [(SECOND + 1, 1, 1, 1, 0), (SECOND + 2, 1, 2, 1, 0)];
    let mut exports =
        Exports::from_iter([export("a.csv", &rows, FULL), export("b.csv", &rows, FULL)]);
    let counts = |exports: &mut Exports| {
        let summary = exports.summarize(&everything(), clock());
        (summary.devices[0].count, summary.ledger.duplicate)
    };
    assert_eq!(counts(&mut exports), (2, 2));
    exports.keep_duplicates(true);
    assert_eq!(counts(&mut exports), (4, 0));
    exports.keep_duplicates(false);
    assert_eq!(counts(&mut exports), (2, 2));
    exports.remove(0);
    assert_eq!(counts(&mut exports), (2, 0));
    exports.push(export("c.csv", &rows[1..], FULL));
    assert_eq!(counts(&mut exports), (2, 1));
}

/// One row says little about how fine an export's times are; what it spells says more.
#[test]
fn a_whole_minute_may_be_a_coincidence() {
    let at = |time: &str| {
        let text = format!("Timestamp,DeviceName,Signer\n{time},ws,ConnectWise\n");
        read_whole(time, text.as_bytes()).unwrap()
    };
    let folded = |left: &str, right: &str| summarize([at(left), at(right)]).ledger.duplicate;
    assert_eq!(folded("2026-11-20T10:00:00.0000000Z", "2026-11-20T10:00:37.5000000Z"), 0);
    assert_eq!(folded("\"Nov 20, 2026 10:00:00 AM\"", "\"Nov 20, 2026 10:00:37 AM\""), 0);
    assert_eq!(folded("11/20/2026 10:00", "\"Nov 20, 2026 10:00:37 AM\""), 1);
}

/// Sets of hashes are compared among exports with rows.
#[test]
fn a_summary_beside_exports_changes_nothing_between_them() {
    let export = |name: &str, sha1s: [&str; 2]| {
        let row = |sha1| format!("2026-11-20T10:00:00.1Z,ws,ConnectWise,{sha1}\n");
        let rows = sha1s.map(row).concat();
        read_whole(name, format!("Timestamp,DeviceName,Signer,SHA1\n{rows}").as_bytes()).unwrap()
    };
    let summary = "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\n\
        id,other,2026-11-20T10:00:00Z,2026-11-20T10:00:00Z,[1],1\n";
    let two = || [export("a.csv", ["x", "y"]), export("b.csv", ["y", "z"])];
    assert_eq!(summarize(two()).ledger.duplicate, 1);
    let three = two().into_iter().chain([read_whole("c.csv", summary.as_bytes()).unwrap()]);
    assert_eq!(summarize(three).ledger.duplicate, 1);
}

#[test]
fn many_short_exports_fold_as_quickly_as_few_long_ones() {
    let exports = (0..3000).map(|number| {
        let rows: Vec<Row> =
            (0..20).map(|row| ((number * 10 + row) * SECOND / 50, 1, 1, 1, 0)).collect();
        export(&format!("{number}.csv"), &rows, FULL)
    });
    let ledger = summarize(exports).ledger;
    assert_eq!((ledger.read, ledger.matched), (60_000, 30_010));
}

#[test]
fn a_line_of_a_summary_that_ends_before_it_begins_is_rejected() {
    for (first, last) in
        [("2026-11-20T10:00:00Z", "2026-11-19T10:00:00Z"), ("5/6/2026", "6/5/2026")]
    {
        let text = format!(
            "DeviceName,FirstSeen,LastSeen,Count\nws,{first},{last},1\nws,{first},{first},1\n"
        );
        let mut export = read_whole("summary.csv", text.as_bytes()).unwrap();
        export.set_day_first(true);
        let summary = summarize([export]);
        assert_eq!((summary.ledger.summarized, summary.ledger.rejected), (1, 1), "{first}");
    }
}

/// The page's own query leaves the hashes out.
#[test]
fn rows_without_hashes_are_those_that_have_them() {
    let rows: [Row; 3] = [(1, 1, 1, 1, 0), (1, 1, 1, 2, 0), (1, 1, 1, 2, 0)];
    let bare = Detail { has_hashes: false, ..FULL };
    let summary = summarize([export("query.csv", &rows, bare), export("all.csv", &rows, FULL)]);
    assert_eq!((summary.devices[0].count, summary.ledger.duplicate), (3, 3));
}

/// More rows than are compared at a time, and than one segment of an index takes.
#[test]
fn many_rows_fold_too() {
    let n_rows = 1_200_000;
    let row = |idx: u64| (idx * 20_000, (idx % 7) as u8, (idx % 3) as u8, 0, 0);
    let all: Vec<Row> = (0..n_rows).map(row).collect();
    let late: Vec<Row> = (n_rows / 2..n_rows + 1000).map(row).collect();
    let summary = summarize([export("all.csv", &all, FULL), export("late.csv", &late, FULL)]);
    assert_eq!(summary.ledger.matched, n_rows + 1000);
    assert_eq!(summary.ledger.duplicate, n_rows / 2);
}

#[test]
fn the_same_summary_twice_counts_once() {
    let text = "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\n\
        id1,ws1,2026-11-19T10:00:00Z,2026-11-20T10:00:00Z,\"[3,1]\",7\n\
        id2,ws2,2026-11-01T10:00:00Z,2026-11-02T10:00:00Z,[4],2\n";
    let given = || read_whole("summary.csv", text.as_bytes()).unwrap();
    let rows = export("rows.csv", &[(SECOND + 1, 1, 9, 1, 0)], FULL);
    let mut exports = Exports::from_iter([given(), rows, given()]);
    let summary = exports.summarize(&Hunt::default(), clock());
    assert!(summary.ledger.adds_up());
    assert_eq!((summary.ledger.summarized, summary.ledger.duplicate), (1, 2));
    assert_eq!((summary.ledger.outside_window, summary.outside_window.devices), (1, 1));
    let device = &summary.devices[0];
    assert_eq!((device.count, device.count_from_summaries), (8, 7));
    assert_eq!(device.report.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1", "3", "9"]);
    assert_eq!(device.first_seen.to_string(), "2026-11-19T10:00:00.0000000Z");
    assert_eq!(summary.headline(), "1 device, 8 sightings");
}
