//! Rules that nobody meant to be rules: nothing panics, and nothing takes long.

use std::time::{Duration, Instant};

use fastrand::Rng;
use signerhunt_kql::{read_query, read_rule};

use crate::catalogue::{SPELLINGS, catalogue, written as rule_file};
use crate::rows::{answer, random_rows};

/// Reads a text; whatever comes of it, its place is in the text.
fn read(text: &str, seed: u64) {
    if let Err(refusal) = read_rule(text) {
        let n_lines = text.matches('\n').count() + text.matches('\r').count() + 1;
        assert!((1..=n_lines).contains(&(refusal.line as usize)), "seed {seed}: {refusal}\n{text}");
        assert!(!refusal.reason.is_empty() && refusal.column > 0, "seed {seed}: {refusal}\n{text}");
    }
}

const WORDS: [&str; 74] = [
    "DeviceFileCertificateInfo",
    "|",
    "where",
    "summarize",
    "project",
    "extend",
    "distinct",
    "sort",
    "by",
    "top",
    "take",
    "count",
    "let",
    "=",
    ";",
    "(",
    ")",
    ",",
    "..",
    "has",
    "has_any",
    "!has",
    "in~",
    "between",
    "!between",
    "==",
    "!=",
    "=~",
    "<",
    ">=",
    "and",
    "or",
    "not",
    "Timestamp",
    "Signer",
    "ReportId",
    "IsSigned",
    "DeviceId",
    "'a'",
    "\"b\"",
    "@'c\\'",
    "h'd'",
    "5d",
    "1.5h",
    "7",
    "-",
    "+",
    "*",
    "now",
    "ago",
    "datetime(2026-05-01)",
    "datetime(",
    "dynamic",
    "[",
    "]",
    "true",
    "null",
    "min",
    "max",
    "make_set",
    "dcount",
    "bin",
    "tolower",
    "isnull",
    "//",
    "\n",
    "\r\n",
    "desc",
    "nulls",
    "first",
    "'",
    "\\",
    "\u{FEFF}",
    "ü",
];

/// What often follows each other, so that some of the soup is a query.
const PHRASES: [&str; 12] = [
    "DeviceFileCertificateInfo |",
    "let a = now();",
    "let b = dynamic(['x', 1]);",
    "| where Timestamp between (ago(5d)..now())",
    "| where Signer has_any ('Connect', 'LLC')",
    "| where ReportId > 3 or IsSigned",
    "| summarize C = count(), make_set(ReportId) by DeviceId",
    "| project Timestamp, Signer, DeviceId, IsSigned, ReportId",
    "| extend X = Timestamp - now()",
    "| sort by Timestamp asc nulls last",
    "| top 3 by DeviceId",
    "| distinct Signer",
];

#[test]
fn soup_of_words_is_refused_or_answered() {
    let rows = random_rows(&mut Rng::with_seed(1), 20);
    let mut n_answered = 0;
    for seed in 0..5_000 {
        let mut random = Rng::with_seed(seed);
        let mut soup =
            if random.bool() { "DeviceFileCertificateInfo ".to_owned() } else { String::new() };
        for _ in 0..random.usize(1..12) {
            match random.usize(..4) {
                0 => soup += random.choice(WORDS).unwrap(),
                _ => soup += random.choice(PHRASES).unwrap(),
            }
            soup += random.choice(["", " ", " "]).unwrap();
        }
        read(&soup, seed);
        if let Ok(query) = read_query(&soup) {
            let table = answer(&query, &rows);
            assert!(
                table.rows.iter().all(|row| row.len() == table.columns.len()),
                "seed {seed}: {soup}"
            );
            n_answered += 1;
        }
    }
    assert!(n_answered > 50, "some of it is a query: {n_answered}");
}

#[test]
fn damaged_rules_are_refused_or_read() {
    let catalogue = catalogue();
    let marks: Vec<char> = "'\"()|,;: \n\r\t#-\\[]{}§ü>".chars().collect();
    for seed in 0..5_000 {
        let mut random = Rng::with_seed(seed);
        let facts = random.choice(&catalogue).unwrap();
        let mut file: Vec<char> =
            rule_file(facts, random.choice(&SPELLINGS).unwrap()).chars().collect();
        for _ in 0..random.usize(1..5) {
            if file.len() < 2 {
                break;
            }
            let at = random.usize(..file.len());
            match random.usize(..5) {
                0 => {
                    file.remove(at);
                }
                1 => file.insert(at, *random.choice(&marks).unwrap()),
                2 => file[at] = random.char(..),
                3 => file.truncate(at.max(1)),
                _ => {
                    let length = random.usize(..40).min(file.len() - at);
                    let piece: Vec<char> = file[at..at + length].to_vec();
                    let to = random.usize(..file.len());
                    file.splice(to..to, piece);
                }
            }
        }
        read(&file.into_iter().collect::<String>(), seed);
    }
}

#[test]
fn what_is_large_and_hostile_takes_no_long_time() {
    let table = "DeviceFileCertificateInfo";
    let names = |n_names: usize, each: &dyn Fn(usize) -> String| -> String {
        (0..n_names).map(each).collect()
    };
    let hostile = [
        "(".repeat(1 << 20),
        "-".repeat(1 << 20),
        "[".repeat(1 << 20),
        "'".repeat(1 << 20),
        "|".repeat(1 << 20),
        "\r".repeat(1 << 20),
        "query: |\n".repeat(100_000),
        format!("query: \"{}", "\\u0041".repeat(170_000)),
        format!("query: >\n{}", "  a\n\n".repeat(170_000)),
        format!("tags: [{}\nquery: T", "a,".repeat(500_000)),
        format!("query: {}", "# ".repeat(500_000)),
        format!("query: {}", "#".repeat(1 << 19)),
        format!("{table} | where {}", "not(".repeat(250_000)),
        format!("{table} | where Signer has {}", "'a' ".repeat(250_000)),
        format!("{table} | where {}1 == 1", "1 == 1 or ".repeat(100_000)),
        format!("{table} | where {}1 == 1", "Signer has 'a' and ".repeat(40_000)),
        format!("{table} | where Signer has dynamic({}", "[".repeat(1 << 19)),
        format!("{}{table}", names(40_000, &|place| format!("let a{place} = now();\n"))),
        format!(
            "let a0 = now();{}{table} | where Timestamp > a30000",
            names(30_000, &|place| format!("let a{} = a{place} + 1h;", place + 1))
        ),
        format!(
            "let a0 = 1d;{}{table} | where Timestamp > ago(a9999)",
            names(10_000, &|place| format!("let a{} = a{place} + a{place};", place + 1))
        ),
        format!(
            "let a0 = dynamic(['{}']);{}{table}",
            "x".repeat(400_000),
            names(20_000, &|place| format!("let a{} = a{place};", place + 1))
        ),
        format!("{table} | project {}", names(100_000, &|place| format!("A{place} = 1,"))),
        format!("{table} | summarize {}", "count(),".repeat(100_000)),
        format!("{table} | summarize {}count()", "count(),".repeat(100_000)),
        format!("{table}{}", format!(" | summarize {}count()", "count(),".repeat(198)).repeat(200)),
        format!("{table} | project {}A = 1", names(100_000, &|place| format!("A{place} = 1,"))),
        format!("{table}{}", " | extend X = 1".repeat(50_000)),
        format!("{table} | sort by {}Signer", "Signer,".repeat(100_000)),
        format!("{table} | where {} == 1", "X".repeat(1 << 19)),
        format!("{table} | {}", "a-".repeat(1 << 18)),
    ];
    for (case, text) in (0..).zip(&hostile) {
        let start = Instant::now();
        read(text, case);
        // Nothing is timed here; a reading that is quadratic takes hours.
        assert!(start.elapsed() < Duration::from_secs(60), "case {case}: {}…", &text[..40]);
    }
}
