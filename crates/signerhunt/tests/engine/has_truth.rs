//! What Kusto answers to `has` and `has_any`, case by case.

use std::fs;

use serde_json::Value;
use signerhunt::term::{Found, Terms, has};

use crate::cases::data_dir;

#[test]
fn every_recorded_case_is_answered_as_kusto_answers_it() {
    let text = fs::read_to_string(data_dir().join("has-truth.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() > 80, "the cases are there");
    let mut wrong = Vec::new();
    for case in &cases {
        let lhs = case["text"].as_str().unwrap();
        let terms = terms_of(&case["has"]);
        let mut answers = vec![matches!(Terms::new(&terms).find_in(lhs), Found::Terms(_))];
        if let [only] = terms.as_slice() {
            answers.push(has(lhs, only));
        }
        if answers.iter().any(|&answer| Some(answer) != case["expected"].as_bool()) {
            wrong.push(case.to_string());
        }
    }
    assert!(wrong.is_empty(), "wrong on:\n{}", wrong.join("\n"));
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
