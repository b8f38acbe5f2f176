//! Spark's SQL, run by Spark in partitions.

use fastrand::Rng;
use serde_json::{Value, json};
use signerhunt::{Hunt, Ticks};
use signerhunt_queries::{Dialect, query};

use crate::hunts::{self, ODD_TERMS};
use crate::own_answer::{self, devices_of};
use crate::rows::{self, Row};
use crate::{asking, environment};

/// Rows, what Spark is asked about them, and how it is set.
struct Round {
    rows: Vec<Row>,
    hunts: Vec<Hunt>,
    type_of_time: &'static str,
    settings: Value,
}

impl Round {
    /// Random rows, whose times are multiples of so many ticks.
    fn random(seed: u64, type_of_time: &'static str, step: i64, settings: Value) -> Round {
        let mut rng = Rng::with_seed(seed);
        let rows = rows::random(&mut rng, 3000, &ODD_TERMS, step);
        // A query takes Spark half a second, so each round asks for a part of the terms.
        let mut hunts = hunts::random(&mut rng);
        let mut at = seed as usize;
        hunts.retain(|hunt| {
            at += 1;
            hunt.terms.len() != 1 || !hunt.rules.is_empty() || at.is_multiple_of(3)
        });
        Round { rows, hunts, type_of_time, settings }
    }

    fn question(&self) -> Value {
        let text = |hunt: &Hunt| query(hunt, Dialect::SparkSql, Ticks::UNIX_EPOCH);
        json!({
            "rows": own_answer::table(&self.rows),
            "type_of_time": self.type_of_time,
            "settings": self.settings,
            "queries": self.hunts.iter().map(text).collect::<Vec<String>>(),
        })
    }
}

/// One test, because a Spark takes long to start.
#[test]
fn all_rows_give_the_same_devices() {
    // Both states of all that changes how SQL is read, or how a type becomes another.
    let usual = json!({ "spark.sql.ansi.enabled": "true" });
    let unusual = json!({
        "spark.sql.ansi.enabled": "false",
        "spark.sql.parser.escapedStringLiterals": "true",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.codegen.wholeStage": "false",
    });
    let recorded_cases = json!({ "spark.sql.codegen.wholeStage": "false" });
    let strict = json!({
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.enforceReservedKeywords": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",
        "spark.sql.caseSensitive": "true",
    });
    let cases = hunts::recorded_cases();
    let recorded = Round {
        rows: cases
            .iter()
            .enumerate()
            .map(|(at, case)| rows::with_signer(at, &case.text))
            .collect(),
        hunts: cases.iter().map(|case| Hunt::for_terms(case.terms.clone(), rows::all())).collect(),
        type_of_time: "TIMESTAMP",
        settings: recorded_cases,
    };
    let rounds = [
        recorded,
        Round::random(11, "TIMESTAMP", 10, usual),
        Round::random(12, "TIMESTAMP", 10, unusual.clone()),
        Round::random(13, "TIMESTAMP_NTZ", 10, strict.clone()),
        Round::random(14, "TIMESTAMP_NTZ", 10, unusual),
        Round::random(15, "STRING", 1, strict),
    ];
    let question: Value = rounds.iter().map(Round::question).collect();
    let python = environment::python_with_spark();
    let answers = asking::ask(&python, "spark_peer.py", [], &question);

    for (at, round) in rounds.iter().enumerate() {
        println!("round {at}: {} {}", round.type_of_time, round.settings);
        let mut exports = own_answer::exports(&round.rows);
        let answers = answers[at].as_array().expect("it answers with a list");
        assert_eq!(answers.len(), round.hunts.len());
        for (hunt, answer) in round.hunts.iter().zip(answers) {
            let expected = own_answer::devices(&mut exports, hunt, round.rows.len());
            let text = query(hunt, Dialect::SparkSql, Ticks::MIN);
            assert_eq!(devices_of(answer), expected, "{text}");
        }
    }
    for (at, case) in cases.iter().enumerate() {
        let devices = devices_of(&answers[0][at]);
        let is_found = devices.iter().any(|device| device.0 == rounds[0].rows[at].device_id);
        assert_eq!(is_found, case.expected, "{:?} in {:?}", case.terms, case.text);
    }
}
