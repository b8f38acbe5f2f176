//! `signerhunt scan` on files, folders, archives and pipes. What rows mean is tested in the engine.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::{case, folder, gzip, said, scan, summary, zip};

/// Count of every device, its sources' names, and the ledger, which adds up.
fn numbers(summary: &Value) -> (Vec<u64>, Vec<String>, [u64; 3]) {
    // A bucket that few exports need is left out of other answers.
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    let devices = summary["devices"].as_array().unwrap();
    let sources = summary["sources"].as_array().unwrap();
    let ledger = &summary["ledger"];
    let buckets =
        ["matched", "outside_window", "other_signer", "duplicate", "summarized", "rejected"];
    let sum: u64 = buckets.iter().map(|bucket| number(&ledger[bucket])).sum();
    assert_eq!(number(&ledger["read"]), sum, "{ledger}");
    (
        devices.iter().map(|device| number(&device["Count"])).collect(),
        sources.iter().map(|source| source["name"].as_str().unwrap().to_owned()).collect(),
        ["read", "duplicate", "rejected"].map(|bucket| number(&ledger[bucket])),
    )
}

/// What the same nine rows give, whatever they come in.
const COUNTS: [u64; 3] = [1, 1, 1];

#[test]
fn a_folder_with_a_mixture_is_one_answer() {
    let folder = folder("mixture");
    let workbook = case("shape-workbook");
    let files: [(&str, Vec<u8>); 13] = [
        ("a.csv", case("shape-portal")),
        ("b.txt", case("shape-unicode-text")),
        ("c.json", case("shape-kusto-v2")),
        ("d.gz", gzip(&case("shape-graph"))),
        (
            "e.zip",
            zip(&[("in/x.xlsx", workbook.clone()), ("in/y.jsonl", case("shape-json-lines"))]),
        ),
        ("f.dat", case("shape-parquet-of-kusto")),
        ("g.xlsx", workbook),
        ("h-error.csv", b"<!doctype html><title>Sign in</title>".to_vec()),
        ("i-empty.csv", Vec::new()),
        ("j.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("k-nested.zip", zip(&[("inner.zip", zip(&[("x", b"x".to_vec())]))])),
        (".DS_Store", b"x".to_vec()),
        ("l-events.csv", b"Timestamp,DeviceId,DeviceName,ActionType,FileName\n".to_vec()),
    ];
    for (name, bytes) in &files {
        fs::create_dir_all(folder.join("in")).unwrap();
        fs::write(folder.join("in").join(name), bytes).unwrap();
    }
    let output = scan(&folder, &["in", "--format", "json"], b"");
    let (counts, sources, ledger) = numbers(&summary(&output));
    assert_eq!(counts, COUNTS);
    assert_eq!(
        sources,
        [
            "in/a.csv",
            "in/b.txt",
            "in/c.json",
            "in/d.gz",
            "in/e.zip/in/x.xlsx",
            "in/e.zip/in/y.jsonl",
            "in/f.dat",
            "in/g.xlsx"
        ]
    );
    assert_eq!(ledger, [8 * 9, 7 * 9, 0]);
    let said = said(&output);
    for words in [
        "error: in/h-error.csv is a web page",
        "error: in/i-empty.csv is empty",
        "error: in/j.png is a picture",
        "error: in/k-nested.zip/inner.zip is a zip archive inside an archive",
        "error: in/l-events.csv ",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("DS_Store"), "{said}");

    let output = scan(&folder, &["in", "--format", "json", "--keep-duplicates"], b"");
    let (counts, _, ledger) = numbers(&summary(&output));
    assert_eq!((counts, ledger), (COUNTS.map(|count| 8 * count).to_vec(), [8 * 9, 0, 0]));
}

#[test]
fn standard_input_takes_every_kind() {
    let folder = folder("standard-input");
    let archive = zip(&[("a.csv", case("shape-portal")), ("b.json", case("shape-graph"))]);
    for (bytes, names) in [
        (case("shape-portal"), vec!["standard input"]),
        (gzip(&case("shape-kusto-v1")), vec!["standard input"]),
        (case("shape-workbook-from-1904"), vec!["standard input"]),
        (case("shape-parquet-with-microseconds"), vec!["standard input"]),
        (archive, vec!["standard input/a.csv", "standard input/b.json"]),
    ] {
        let (counts, sources, _) = numbers(&summary(&scan(&folder, &["-"], &bytes)));
        assert_eq!(counts, COUNTS);
        assert_eq!(sources, names);
    }
}

#[test]
fn an_archive_that_breaks_off_keeps_the_rows_before() {
    let folder = folder("damaged");
    let rows: String = (0..200_000)
        .map(|row| format!("2026-05-26T23:00:01Z,d{row},n,{:x},\"ConnectWise, LLC\"\n", row * 7919))
        .collect();
    let text = format!("Timestamp,DeviceId,DeviceName,ReportId,Signer\n{rows}");
    let mut archive = zip(&[("a.csv", text.into_bytes()), ("b.csv", case("shape-portal"))]);
    let middle = archive.len() / 2;
    archive[middle..middle + 40].fill(0xFF);
    fs::write(folder.join("a.zip"), archive).unwrap();
    let output = scan(&folder, &["a.zip", "--format", "json"], b"");
    let (counts, sources, ledger) = numbers(&summary(&output));
    assert_eq!(sources, ["a.zip/a.csv", "a.zip/b.csv"]);
    assert!(counts.len() > 1000, "{}", counts.len());
    assert!((1000..200_000).contains(&ledger[0]), "{ledger:?}");
    assert!(
        said(&output).contains("a.zip/a.csv: rows may be missing: the file is damaged"),
        "{}",
        said(&output)
    );
}

#[test]
fn what_is_inside_a_rejected_row_names_the_archive() {
    let folder = folder("rejects");
    fs::write(folder.join("a.zip"), zip(&[("in/bad.csv", case("bad-rows"))])).unwrap();
    let output = scan(&folder, &["a.zip", "--rejects", "rejects.jsonl"], b"");
    let n_rejected = numbers(&summary(&output)).2[2];
    let rejects = fs::read_to_string(folder.join("rejects.jsonl")).unwrap();
    assert_eq!(rejects.lines().count() as u64, n_rejected);
    assert!(n_rejected > 0 && rejects.lines().all(|line| line.contains("\"a.zip/in/bad.csv\"")));
}

/// Reading it would wait for ever for somebody to write.
#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_passed_over_and_told() {
    let folder = folder("pipe");
    fs::write(folder.join("a.csv"), case("shape-portal")).unwrap();
    let made = Command::new("mkfifo").arg(folder.join("b")).status().unwrap();
    assert!(made.success());
    let output = scan(&folder, &[".", "--format", "json"], b"");
    assert_eq!(numbers(&summary(&output)).0, COUNTS);
    assert!(said(&output).contains("b is no file"), "{}", said(&output));
}

#[test]
fn dates_that_nothing_decides_stop_with_the_flag_to_give() {
    let folder = folder("dates");
    fs::write(folder.join("a.csv"), case("log-analytics-undecided-dates")).unwrap();
    let output = scan(&folder, &["a.csv"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--day-first or --month-first"), "{}", said(&output));
    assert!(scan(&folder, &["a.csv", "--day-first"], b"").status.success());
}

#[test]
fn local_times_are_asked_about_and_shifted() {
    let folder = folder("zone");
    fs::write(folder.join("a.csv"), case("shape-portal-in-local-time")).unwrap();
    let first = |arguments: &[&str]| {
        let output = scan(&folder, arguments, b"");
        let first = summary(&output)["sources"][0]["first"].as_str().unwrap().to_owned();
        (first, said(&output).contains("--utc-offset"))
    };
    let (assumed, is_asked) = first(&["a.csv"]);
    let (given, is_still_asked) = first(&["a.csv", "--utc-offset", "+10:00"]);
    assert_eq!((is_asked, is_still_asked), (true, false));
    assert_eq!((&assumed[11..13], &given[11..13]), ("13", "03"));
}

/// Some 40 MB with what makes cutting hard: quoted line ends, lines inside quotes that look like rows, stray quotes,
/// rows that are rejected.
fn large_export() -> Vec<u8> {
    let mut text = b"Timestamp,DeviceId,DeviceName,Signer,Issuer,ReportId\r\n".to_vec();
    let mut number = 0_u64;
    while text.len() < 40 << 20 {
        number += 1;
        let signer = match number % 7 {
            0 => "\"ConnectWise, LLC\"",
            1 => "\"two\r\nlines\"",
            2 if number % 1000 == 2 => "stray \"quote",
            3 if number % 900 == 3 => "\"a stray quote, open",
            _ => "Microsoft Windows",
        };
        let (day, device) = (number % 28 + 1, number % 997);
        let time = if number.is_multiple_of(1234) {
            "never".to_owned()
        } else {
            format!("2026-10-{day:02}T01:02:03Z")
        };
        let row =
            format!("{time},id{device},ws{device},{signer},{:0>80},{number}\r\n", number * 7919);
        text.extend(row.as_bytes());
        if number.is_multiple_of(10_000) {
            let inside = row.replace('"', "").repeat(3_000);
            text.extend(format!("{time},id1,ws1,\"x\r\n{inside}\",,{number}\r\n").into_bytes());
        }
    }
    text
}

#[test]
fn several_threads_give_the_answer_of_one() {
    let folder = folder("several_threads");
    fs::write(folder.join("export.csv"), large_export()).unwrap();
    let answer = |threads: &str, rejects: &str| {
        let arguments = [
            "export.csv",
            "--from",
            "all",
            "--threads",
            threads,
            "--rejects",
            rejects,
            "-f",
            "json",
        ];
        let output = scan(&folder, &arguments, b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (output.stdout, output.stderr, fs::read(folder.join(rejects)).unwrap())
    };
    let one = answer("1", "rejects1.jsonl");
    let summary: Value = serde_json::from_slice(&one.0).unwrap();
    assert!(summary["ledger"]["rejected"].as_u64() > Some(100), "{}", summary["ledger"]);
    for threads in ["2", "5"] {
        let several = answer(threads, "rejects.jsonl");
        assert!(several == one, "{threads} threads give another answer");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Of every kind that there is, some that cannot be read, and one that is read in parts between the others.
#[test]
fn several_files_at_once_give_the_answer_of_one_after_another() {
    let folder = folder("several_files");
    let portal = case("portal");
    for number in 0..12 {
        let (name, bytes) = match number % 6 {
            0 => ("csv", portal.clone()),
            1 => ("csv.gz", gzip(&portal)),
            2 => ("zip", zip(&[("a.csv", portal.clone()), ("readme.txt", b"nothing".to_vec())])),
            3 => ("txt", b"no export".to_vec()),
            4 => ("csv", [&portal[..], b"never,1,2,3\r\n"].concat()),
            _ => ("csv.gz", gzip(&large_export()[..1 << 22])),
        };
        fs::write(folder.join(format!("{number:02}.{name}")), bytes).unwrap();
    }
    fs::write(folder.join("05b.csv"), large_export()).unwrap();
    let lines = json_lines();
    fs::write(folder.join("07b.json"), &lines).unwrap();
    assert!(lines.len() > 32 << 20);
    let answer = |threads: &str| {
        let arguments = [".", "missing.csv", "--from", "all", "--threads", threads, "-f", "json"];
        let output = scan(&folder, &arguments, b"");
        assert!(output.status.success(), "{}", said(&output));
        (summary(&output), said(&output))
    };
    let one = answer("1");
    assert_eq!(one.0["sources"].as_array().unwrap().len(), 12);
    assert!(one.1.contains("missing.csv") && one.1.contains("readme.txt"), "{}", one.1);
    for threads in ["2", "5"] {
        let several = answer(threads);
        assert!(several == one, "{threads} threads give another answer");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Also those that end too early, have something behind, are packed twice, or are no export.
#[test]
fn packed_files_are_unpacked_beside_reading_with_the_same_answer() {
    let folder = folder("packed_files");
    let portal = case("portal");
    let (packed, large) = (gzip(&portal), gzip(&large_export()));
    let files = [
        ("members.csv.gz", [&packed[..], &gzip(b"never,1,2,3\r\n")[..]].concat()),
        ("filled.csv.gz", [&packed[..], &[0; 512][..]].concat()),
        ("behind.csv.gz", [&packed[..], b"behind"].concat()),
        ("cut.csv.gz", large[..large.len() / 2].to_vec()),
        ("start.csv.gz", large[..12].to_vec()),
        ("twice.csv.gz", gzip(&packed)),
        ("other.txt.gz", gzip(b"no export")),
        ("empty.csv.gz", gzip(b"")),
        ("large.csv.gz", large),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
        let answer = |threads: &str| {
            let arguments = [name, "--from", "all", "--threads", threads, "-f", "json"];
            let output = scan(&folder, &arguments, b"");
            (output.status.code(), output.stdout.clone(), said(&output))
        };
        let one = answer("1");
        assert!(one == answer("2"), "{name}: {}", one.2);
        if name == "large.csv.gz" {
            let summary: Value = serde_json::from_slice(&one.1).unwrap();
            assert_eq!(summary["sources"][0]["gzip"], true);
            let file = fs::metadata(folder.join(name)).unwrap();
            assert_eq!(summary["sources"][0]["bytes"], file.len());
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Some 40 MB with a record on each line, some of them damaged.
fn json_lines() -> Vec<u8> {
    let mut text = Vec::new();
    let mut number = 0_u64;
    while text.len() < 40 << 20 {
        number += 1;
        let (day, device) = (number % 28 + 1, number % 997);
        let end = if number.is_multiple_of(5000) { "" } else { "\"}" };
        let line = format!(
            "{{\"Timestamp\":\"2026-10-{day:02}T01:02:03Z\",\"DeviceId\":\"id{device}\",\"DeviceName\":\"ws{device}\",\"ReportId\":{number},\"Issuer\":\"{:0>80}\",\"Signer\":\"ConnectWise {}{end}\n",
            number * 7919,
            number % 13
        );
        text.extend(line.as_bytes());
    }
    text
}
