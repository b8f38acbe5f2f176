//! Records read along patterns compared with the same records read by the machine alone: every item,
//! to the byte, on random and hostile text, whole and cut.

use super::{damage, random_cuts};
use crate::json::{Item, JsonScanner, Record};

/// Names as they stand between their quotes.
const KEYS: [&str; 13] = [
    "Timestamp",
    "DeviceName",
    "Signer",
    "Signer",
    "signer",
    "ReportId",
    "properties",
    "properties",
    "AdditionalProperties",
    "Sig\\u006eer",
    "a\\tb",
    "näme",
    "",
];

/// Names that may make more of an object than a record.
const ODD_KEYS: [&str; 6] = ["results", "Rows", "columns", "error", "Message", "FrameType"];

/// Values that are sound.
const VALUES: [&str; 36] = [
    "null",
    "true",
    "false",
    "NaN",
    "Infinity",
    "-Infinity",
    "0",
    "-0",
    "7",
    "53951",
    "-12.50",
    "1e5",
    "0.25E-3",
    "2E+10",
    "\"\"",
    "\"x\"",
    "\"2026-10-25T15:58:50.655555Z\"",
    "\"ConnectWise, LLC\"",
    "\"06b2d8b95de8e922f93ddd1c989c5b0170a510ec\"",
    "\"srv-łódź-391.contoso.example\"",
    "\"\u{7f}},{\"",
    "\"say \\\"hi\\\"\"",
    "\"\\\\\"",
    "\"\\\\\\\"\"",
    "\"[\\\"http://crl3.example/a.crl\\\",\\\"http://crl4.example/b.crl\\\"]\"",
    "\"\\u00e4\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\"",
    "[]",
    "{}",
    "[1,2.5 , -3]",
    "[\"a]\",{\"b\":[null,{}]},[[]]]",
    "{\"a\":{\"properties\":{\"b\":1}},\"rows\":[1]}",
    "{ \"a\" : \"}\" }",
    "{\"code\":\"c\",\"message\":\"m\"}",
    "[{\"a\":1},{\"a\":2}]",
    "[\n1,\n2]",
    "{\"a\":\n1}",
];

/// Values that are not, or not all of them everywhere.
const ODD_VALUES: [&str; 22] = [
    "",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "--1",
    "0x1",
    "nul",
    "nulls",
    "True",
    "truefalse",
    "-Infinit",
    "\"x",
    "\"\\x\"",
    "\"\\u00g0\"",
    "\"tab\tinside\"",
    "\"line\nend\"",
    "[1,]",
    "{\"a\":1,}",
    "[1}",
];

fn chosen<'a>(among: &[&'a str], random: &mut fastrand::Rng) -> &'a str {
    among[random.usize(0..among.len())]
}

/// How one exporter writes records: their names, and what stands between the tokens.
struct Style {
    keys: Vec<&'static str>,
    /// Behind an opening brace or a comma, before a colon, behind it, before a closing brace or a comma.
    spaces: [&'static str; 4],
    /// The names of fields inside of a wrapper.
    wrapped: Vec<&'static str>,
}

impl Style {
    fn random(random: &mut fastrand::Rng) -> Style {
        let mut keys = |most| {
            let n_keys = random.usize(0..=most);
            let among = |random: &mut fastrand::Rng| match random.u8(0..30) {
                0 => chosen(&ODD_KEYS, random),
                _ => chosen(&KEYS, random),
            };
            (0..n_keys).map(|_| among(random)).collect()
        };
        let (keys, wrapped) = (keys(8), keys(4));
        let is_compact = random.u8(0..3) > 0;
        let mut space = || match is_compact {
            true => "",
            false => chosen(&["", " ", "\n  ", "\r\n", "\t"], random),
        };
        Style { keys, spaces: [space(), space(), space(), space()], wrapped }
    }

    fn members(&self, keys: &[&str], depth: usize, random: &mut fastrand::Rng) -> String {
        let [opened, before_colon, behind_colon, before_end] = self.spaces;
        let mut fields = Vec::new();
        for &key in keys {
            if random.u8(0..12) == 0 {
                continue;
            }
            let is_wrapper = depth == 0 && (key == "properties" || key == "AdditionalProperties");
            let value = match random.u8(0..60) {
                0 => chosen(&ODD_VALUES, random).to_owned(),
                1 => {
                    let depth = random.usize(61..66);
                    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
                }
                2..50 if is_wrapper => self.members(&self.wrapped, depth + 1, random),
                _ => chosen(&VALUES, random).to_owned(),
            };
            fields.push(format!("{opened}\"{key}\"{before_colon}:{behind_colon}{value}"));
        }
        format!("{{{}{before_end}}}", fields.join(&format!("{before_end},")))
    }

    fn record(&self, random: &mut fastrand::Rng) -> String {
        self.members(&self.keys, 0, random)
    }

    fn row(&self, random: &mut fastrand::Rng) -> String {
        let [opened, _, _, before_end] = self.spaces;
        let values: Vec<String> = (0..self.keys.len())
            .map(|_| match random.u8(0..60) {
                0 => chosen(&ODD_VALUES, random).to_owned(),
                _ => format!("{opened}{}{before_end}", chosen(&VALUES, random)),
            })
            .collect();
        format!("[{}]", values.join(","))
    }
}

/// Records of one or a few styles, one behind the other or in a list, some of them damaged.
fn random_text(random: &mut fastrand::Rng) -> Vec<u8> {
    let styles: Vec<Style> = (0..random.usize(1..4)).map(|_| Style::random(random)).collect();
    let (start, end, in_rows) = match random.u8(0..9) {
        0 => ("[", "]", false),
        1 => ("{\"results\":[", "]}", false),
        2 => ("{\"records\":[", "],\"x\":1}\n", false),
        3 => ("{\"columns\":[\"a\",\"b\"],\"rows\":[", "]}", true),
        4 => ("{\"Tables\":[{\"TableName\":\"T\",\"Columns\":[\"a\"],\"Rows\":[", "]}]}", true),
        _ => ("", "", false),
    };
    let usual_end = match start {
        "" => chosen(&["\n", "\r\n", "", ",", "\n\n"], random),
        _ => chosen(&[",", ",\n", " , "], random),
    };
    let mut text = start.as_bytes().to_vec();
    for _ in 0..random.usize(0..20) {
        let style = &styles[random.usize(0..styles.len())];
        let mut record = match in_rows && random.u8(0..10) > 0 {
            true => style.row(random),
            false => style.record(random),
        }
        .into_bytes();
        match random.u8(0..40) {
            0 if !record.is_empty() => {
                let n_bytes = record.len();
                damage(&mut record, (0, n_bytes), random);
            }
            1 => record.truncate(random.usize(0..=record.len())),
            2 => {
                let other = ["7", "x", "[", "]", "}", "\"", "null", "{}", "[]"];
                record = chosen(&other, random).into();
            }
            // Letters that are not UTF-8.
            3 => record
                .iter_mut()
                .filter(|byte| byte.is_ascii_lowercase())
                .for_each(|byte| *byte |= 0x80),
            _ => {}
        }
        text.extend_from_slice(&record);
        let record_end = match random.u8(0..15) {
            0 => chosen(&["\n", "", ",", " ", "\n \n", "\u{feff}", "\t,\r\n", "]", "}"], random),
            _ => usual_end,
        };
        text.extend_from_slice(record_end.as_bytes());
    }
    text.extend_from_slice(end.as_bytes());
    text
}

/// Everything that is found, and how many records were read along a pattern.
fn items(mut scanner: JsonScanner, text: &[u8], cuts: &[usize]) -> (Vec<String>, usize) {
    let mut items = Vec::new();
    let mut n_known = 0;
    let mut on_item = |item: Item<'_>| {
        if let Item::Record(record) | Item::Row(record) = &item {
            n_known += usize::from(record.pattern.is_some());
        }
        items.push(match item {
            Item::Record(record) => {
                format!("{:?}", Item::Record(Record { pattern: None, ..record }))
            }
            Item::Row(row) => format!("{:?}", Item::Row(Record { pattern: None, ..row })),
            other => format!("{other:?}"),
        });
    };
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        scanner.feed(&text[start..cut], &mut on_item);
        start = cut;
    }
    let envelope = scanner.finish(&mut on_item);
    items.push(format!("{envelope:?}"));
    (items, n_known)
}

/// Gives the number of records that were read along a pattern when the text came whole.
#[track_caller]
fn check(text: &[u8], all_cuts: &[Vec<usize>]) -> usize {
    let (expected, none) = items(JsonScanner::without_patterns(0), text, &[]);
    assert_eq!(none, 0);
    let (whole, n_known) = items(JsonScanner::new(0), text, &[]);
    assert!(whole == expected, "{}\n{whole:#?}\n{expected:#?}", String::from_utf8_lossy(text));
    for cuts in all_cuts {
        let (found, _) = items(JsonScanner::new(0), text, cuts);
        let text = String::from_utf8_lossy(text);
        assert!(found == expected, "cut at {cuts:?}\n{text}\n{found:#?}\n{expected:#?}");
    }
    n_known
}

#[test]
fn patterns_find_what_the_machine_finds() {
    let mut n_known = 0;
    for seed in 0..8_000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let text = random_text(&mut random);
        let all_cuts: Vec<_> = (0..3).map(|_| random_cuts(text.len(), &mut random)).collect();
        n_known += check(&text, &all_cuts);
    }
    assert!(n_known > 10_000, "{n_known}");
}

#[test]
fn patterns_find_it_however_the_text_is_cut() {
    let mut n_known = 0;
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let text = random_text(&mut random);
        let mut all_cuts: Vec<Vec<usize>> = (0..=text.len()).map(|cut| vec![cut]).collect();
        all_cuts.push((0..text.len()).collect());
        n_known += check(&text, &all_cuts);
    }
    assert!(n_known > 100, "{n_known}");
}

#[test]
fn records_of_a_pattern_may_be_as_long_as_any() {
    let longest = "z".repeat(JsonScanner::MAX_RECORD_BYTES - 8);
    for text in [
        format!("{{\"a\":\"\"}}\n{{\"a\":\"{longest}\"}}\n{{\"a\":7}}"),
        format!("{{\"a\":\"\"}}\n{{\"a\":\"{longest}z\"}}\n{{\"a\":7}}"),
        format!("{{\"a\":\"\"}}\n{{\"a\":\"{longest}\" }}\n{{\"a\":7}}"),
    ] {
        check(text.as_bytes(), &[vec![100], vec![JsonScanner::MAX_RECORD_BYTES]]);
    }
}

#[test]
fn there_are_so_many_patterns_and_no_more() {
    let mut text = String::new();
    for number in 0..2 * Record::MOST_PATTERNS {
        text.push_str(&format!("{{\"a\":1,\"b{number}\":2}}\n").repeat(2));
    }
    assert_eq!(check(text.as_bytes(), &[]), Record::MOST_PATTERNS);
    let name = "n".repeat(20_000);
    let text: String =
        (0..8).map(|number| format!("{{\"{name}{number}\":1}}\n").repeat(2)).collect();
    assert_eq!(check(text.as_bytes(), &[]), 3);
}

#[test]
fn hostile_text_takes_linear_time() {
    let fields: String = (0..500).map(|number| format!("\"{number}\":1,")).collect();
    let mut text = String::new();
    for number in 0..300 {
        text.push_str(&format!("{{{fields}\"x{number}\":1}}\n"));
    }
    text.push_str(&format!("{{{fields}\"y\":1}}\n").repeat(300));
    let blocks: Vec<usize> = (0..text.len()).step_by(50).collect();
    check(text.as_bytes(), &[blocks]);
    // Nothing can be learned of these, although they begin like records of which it can.
    let odd: String =
        (0..20_000).map(|number| format!("{{\"{number}\":1,\"properties\":[]}}\n")).collect();
    assert_eq!(check(odd.as_bytes(), &[]), 0);
}
