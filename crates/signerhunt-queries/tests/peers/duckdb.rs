//! DuckDB's SQL, run by DuckDB.

use fastrand::Rng;
use serde_json::{Value, json};
use signerhunt::{Hunt, Ticks, Window};
use signerhunt_queries::{Dialect, query};

use crate::hunts::{self, ODD_TERMS};
use crate::own_answer::{self, devices_of};
use crate::rows::{self, Row};
use crate::{asking, environment};

/// Asks DuckDB for all hunts over the same rows, whose times are in a column of this type.
fn ask(rows: &[Row], hunts: &[Hunt], type_of_time: &str) -> Vec<Value> {
    let text = |hunt: &Hunt| query(hunt, Dialect::DuckDbSql, Ticks::UNIX_EPOCH);
    let question = json!({
        "rows": own_answer::table(rows),
        "type_of_time": type_of_time,
        "queries": hunts.iter().map(text).collect::<Vec<String>>(),
    });
    let python = environment::python_with_duckdb();
    let answer = asking::ask(&python, "duckdb_peer.py", [], &question);
    answer.as_array().expect("it answers with a list").clone()
}

#[track_caller]
fn check(rows: &[Row], hunts: &[Hunt], type_of_time: &str) {
    let mut exports = own_answer::exports(rows);
    let answers = ask(rows, hunts, type_of_time);
    assert_eq!(answers.len(), hunts.len());
    for (hunt, answer) in hunts.iter().zip(&answers) {
        let expected = own_answer::devices(&mut exports, hunt, rows.len());
        assert_eq!(devices_of(answer), expected, "{}", query(hunt, Dialect::DuckDbSql, Ticks::MIN));
    }
}

/// A table for each type of time; the time of a row is a multiple of what the type can hold.
#[test]
fn random_rows_give_the_same_devices() {
    let types = [("TIMESTAMP", 10), ("TIMESTAMPTZ", 10), ("TIMESTAMP_NS", 1), ("VARCHAR", 1)];
    for (seed, (type_of_time, step)) in (1..).zip(types) {
        let mut rng = Rng::with_seed(seed);
        let rows = rows::random(&mut rng, 1500, &ODD_TERMS, step);
        let hunts = hunts::random(&mut rng);
        println!("seed {seed}: {type_of_time}");
        check(&rows, &hunts, type_of_time);
    }
}

#[test]
fn the_recorded_cases_are_answered_as_kusto_answers_them() {
    let cases = hunts::recorded_cases();
    let rows: Vec<Row> =
        cases.iter().enumerate().map(|(at, case)| rows::with_signer(at, &case.text)).collect();
    let window: Window = rows::all();
    let hunts: Vec<Hunt> =
        cases.iter().map(|case| Hunt::for_terms(case.terms.clone(), window.clone())).collect();
    check(&rows, &hunts, "TIMESTAMP");
    for ((at, case), answer) in cases.iter().enumerate().zip(ask(&rows, &hunts, "TIMESTAMP")) {
        let is_found = devices_of(&answer).iter().any(|device| device.0 == rows[at].device_id);
        assert_eq!(is_found, case.expected, "{:?} in {:?}", case.terms, case.text);
    }
}
