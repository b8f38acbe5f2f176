//! Hunts to ask for: those of the catalogue, those of the recorded cases, and terms that somebody might want to break a query with.

use std::fs;

use fastrand::Rng;
use serde_json::Value;
use signerhunt::{Hunt, Rule, Window};

use crate::{environment, rows};

/// Terms that languages could take for something else, or whose letters have more than two cases.
pub(crate) const ODD_TERMS: [&str; 79] = [
    "ConnectWise",
    "CONTINUUM MANAGED",
    "ScreenConnect",
    "a",
    "1",
    "a1",
    "foo",
    "foo foo",
    "aa",
    "-foo",
    "foo-",
    "ends:",
    "/providers/",
    " ",
    " a",
    "a ",
    "_",
    "%",
    "a%",
    "a_b",
    ".",
    "a.b",
    "'",
    "''",
    "x'y",
    "\"",
    "\\",
    "\\\\",
    "a\\",
    "a\\'b",
    "\\'",
    "\\n",
    "\\x41",
    "\\u0041",
    "\\Q",
    "\\Ea",
    "\n",
    "a\nb",
    "\r\n",
    "\t",
    "\0",
    "a\0b",
    "\u{2028}",
    "\u{202E}abc",
    "\u{FEFF}",
    "\u{E0001}",
    "$",
    "$x",
    "$1",
    "${spark.app.name}",
    "${",
    "{{x}}",
    ":p",
    "?",
    "#",
    "`x`",
    "a;b",
    ";",
    "--",
    "-- a",
    "/*",
    "*/",
    "'; DROP TABLE DeviceFileCertificateInfo; --",
    "(a|b)*",
    "[x",
    "^a$",
    "{1,2}",
    "a+",
    "漢字",
    "K",
    "ſ",
    "İstanbul",
    "ς",
    "Straße",
    "𐐀",
    "😀",
    "e\u{301}",
    "ǅ",
    "№ Ⅷ²ª",
];

/// The rules of the catalogue, each a hunt, and all of them as one.
pub(crate) fn of_the_catalogue() -> Vec<Hunt> {
    let text = fs::read_to_string(environment::catalogue()).expect("the catalogue is there");
    let rules: Vec<Rule> = serde_json::from_str(&text).expect("it is a list of rules");
    assert!(rules.len() > 60, "the rules are there");
    let hunt = |rules: Vec<Rule>| Hunt {
        terms: rules.iter().flat_map(|rule| rule.terms.clone()).collect(),
        rules,
        window: Window::default(),
        ..Hunt::default()
    };
    let alone = rules.iter().map(|rule| hunt(vec![rule.clone()]));
    alone.chain([hunt(rules.clone())]).collect()
}

/// A hunt for these terms, in the window of the rule.
pub(crate) fn for_terms(terms: &[&str], window: Window) -> Hunt {
    Hunt::for_terms(terms.iter().map(|&term| term.to_owned()).collect(), window)
}

/// Rules whose names would like to be more than a remark.
pub(crate) fn of_odd_rules(window: Window) -> [Hunt; 2] {
    let rule = |tool: &str, name: &str| Rule {
        tool: tool.to_owned(),
        id: "\\".to_owned(),
        name: name.to_owned(),
        terms: vec!["ConnectWise".to_owned()],
        other_names: Vec::new(),
    };
    let line =
        rule("\n; DROP TABLE DeviceFileCertificateInfo; --", "a\r\nb \u{2028}c */ ${d} it's \\");
    let block = rule("/* ${spark.app.name} \\", "\\");
    let hunt = |rules: &[Rule]| Hunt {
        terms: vec!["ConnectWise".to_owned()],
        rules: rules.to_vec(),
        window: window.clone(),
        ..Hunt::default()
    };
    [hunt(&[line.clone()]), hunt(&[line, block])]
}

/// Each odd term in a window of its own, and some together.
pub(crate) fn random(rng: &mut Rng) -> Vec<Hunt> {
    let mut hunts: Vec<Hunt> =
        ODD_TERMS.iter().map(|&term| for_terms(&[term], rows::window(rng))).collect();
    for _ in 0..8 {
        let terms: Vec<&str> =
            (0..rng.usize(2..5)).map(|_| ODD_TERMS[rng.usize(..ODD_TERMS.len())]).collect();
        hunts.push(for_terms(&terms, rows::window(rng)));
    }
    hunts.extend([for_terms(&[], rows::all()), for_terms(&["x", ""], rows::window(rng))]);
    hunts.push(for_terms(&ODD_TERMS, rows::all()));
    hunts.extend(of_odd_rules(rows::window(rng)));
    hunts
}

/// A text, the terms that are looked for in it, and whether Kusto finds one.
pub(crate) struct RecordedCase {
    pub(crate) text: String,
    pub(crate) terms: Vec<String>,
    pub(crate) expected: bool,
}

/// What Kusto answers to `has` and `has_any`.
pub(crate) fn recorded_cases() -> Vec<RecordedCase> {
    let text = fs::read_to_string(environment::has_truth()).expect("the cases are there");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("they are a list");
    assert!(cases.len() > 80, "the cases are there");
    let case = |case: &Value| RecordedCase {
        text: case["text"].as_str().expect("a case has a text").to_owned(),
        terms: terms_of(&case["has"]),
        expected: case["expected"].as_bool().expect("a case has an answer"),
    };
    cases.iter().map(case).collect()
}

/// A list is spread at any depth, a number is its text, and null is in every text as the empty text is.
fn terms_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(terms_of).collect(),
        Value::Null => vec![String::new()],
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}
