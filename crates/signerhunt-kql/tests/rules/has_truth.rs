//! What Kusto answers to `has` and `has_any`, case by case, through queries.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use signerhunt_kql::read_query;

use crate::rows::{now, written};

/// Whether a condition holds for a signer.
fn holds(condition: &str, signer: &str) -> bool {
    let query = read_query(&format!("DeviceFileCertificateInfo | where {condition} | count"));
    let query = query.unwrap_or_else(|refusal| panic!("{condition}: {refusal}"));
    let mut run = query.run(now());
    run.take(&|_| Some(signer));
    written(&run.finish().unwrap()) == [["1"]]
}

#[test]
fn every_recorded_case_is_answered_as_kusto_answers_it() {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "data", "has-truth.json"]
        .iter()
        .collect();
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() > 80, "the cases are there");
    for case in &cases {
        let (signer, expected) =
            (case["text"].as_str().unwrap(), case["expected"].as_bool().unwrap());
        // JSON is how texts and lists are written in a query too.
        let literal = case["has"].to_string();
        let conditions = match &case["has"] {
            Value::String(_) => vec![
                format!("Signer has {literal}"),
                format!("not(Signer !has {literal})"),
                format!("Signer has_any ({literal})"),
            ],
            _ => vec![format!("Signer has_any (dynamic({literal}))")],
        };
        for condition in conditions {
            assert_eq!(holds(&condition, signer), expected, "{case}");
        }
    }
}
