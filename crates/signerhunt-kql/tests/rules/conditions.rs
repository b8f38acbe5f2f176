//! Random conditions, written as a query has them, against a slow and obvious reading of the same.

use fastrand::Rng;
use signerhunt::time::{DAY, HOUR};
use signerhunt_kql::read_query;

use crate::rows::{Row, answer, now, random_rows, random_text, written};

/// A condition.
enum Condition {
    /// A text column, an operator, what it is compared with.
    Text(&'static str, &'static str, String),
    /// A text column, `in` or the like, a list.
    Listed(&'static str, &'static str, Vec<String>),
    /// A text column compared with another.
    Columns(&'static str, &'static str),
    Time(&'static str, &'static str, i64),
    Between(bool, i64, i64),
    Report(&'static str, i64),
    ReportIn(bool, Vec<i64>),
    Truth(&'static str),
    TruthIs(&'static str, bool),
    TruthsAre(&'static str),
    IsNull(&'static str),
    IsEmpty(&'static str),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

use Condition::*;

const TEXTS: [&str; 4] = ["Signer", "Issuer", "DeviceId", "DeviceName"];
const OPERATORS: [&str; 14] = [
    "==",
    "=~",
    "has",
    "has_cs",
    "hasprefix",
    "hasprefix_cs",
    "hassuffix",
    "hassuffix_cs",
    "contains",
    "contains_cs",
    "startswith",
    "startswith_cs",
    "endswith",
    "endswith_cs",
];
const ORDERS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];

fn negated(operator: &'static str) -> String {
    match operator {
        "==" => "!=".to_owned(),
        "=~" => "!~".to_owned(),
        other => format!("!{other}"),
    }
}

fn pick<T: Copy>(random: &mut Rng, among: &[T]) -> T {
    among[random.usize(..among.len())]
}

fn random_condition(random: &mut Rng, depth: usize) -> Condition {
    let n_kinds = if depth == 0 { 12 } else { 15 };
    let time = |random: &mut Rng| pick(random, &[0, DAY, 5 * DAY, 20 * HOUR]);
    let few = |random: &mut Rng| -> Vec<Condition> {
        (0..random.usize(2..4)).map(|_| random_condition(random, depth - 1)).collect()
    };
    match random.usize(..n_kinds) {
        0 | 1 => Text(pick(random, &TEXTS), pick(random, &OPERATORS), random_text(random)),
        2 => {
            let operator = pick(random, &["in", "!in", "in~", "!in~", "has_any", "has_all"]);
            let items = (0..random.usize(1..4)).map(|_| random_text(random)).collect();
            Listed(pick(random, &TEXTS), operator, items)
        }
        3 => Columns(pick(random, &OPERATORS), pick(random, &TEXTS)),
        4 => Time(
            pick(random, &["Timestamp", "CertificateExpirationTime"]),
            pick(random, &ORDERS),
            time(random),
        ),
        5 => Between(random.bool(), time(random), time(random)),
        6 => Report(pick(random, &ORDERS), random.i64(-3..6)),
        7 => ReportIn(random.bool(), (0..random.usize(1..4)).map(|_| random.i64(-3..6)).collect()),
        8 => Truth(pick(random, &["IsSigned", "IsTrusted"])),
        9 => TruthIs(pick(random, &["IsSigned", "IsTrusted"]), random.bool()),
        10 if random.bool() => TruthsAre(pick(random, &["==", "!="])),
        10 => IsNull(pick(random, &["Timestamp", "IsSigned", "ReportId", "Signer"])),
        11 => IsEmpty(pick(random, &["Timestamp", "Signer", "ReportId", "DeviceId"])),
        12 => Not(Box::new(random_condition(random, depth - 1))),
        13 => All(few(random)),
        _ => Any(few(random)),
    }
}

/// The condition in a query.
fn spelled(condition: &Condition, random: &mut Rng) -> String {
    let quoted = |text: &String| format!("'{text}'");
    match condition {
        Text(column, operator, text) => format!("{column} {operator} {}", quoted(text)),
        Listed(column, operator, items) => {
            let items: Vec<String> = items.iter().map(quoted).collect();
            match random.bool() {
                true => format!("{column} {operator} ({})", items.join(", ")),
                false => format!("{column} {operator} (dynamic([{}]))", items.join(",")),
            }
        }
        Columns(operator, column) => format!("Signer {operator} {column}"),
        Time(column, operator, before) => match random.bool() {
            true => format!("{column} {operator} ago({})", spelled_span(*before)),
            false => format!("{column} {operator} now() - {}", spelled_span(*before)),
        },
        Between(is_negated, from, to) => {
            let operator = if *is_negated { "!between" } else { "between" };
            let (from_span, to_span) = (spelled_span(*from), spelled_span(*to));
            match random.bool() {
                true => format!("Timestamp {operator} (now(-{from_span})..now(-{to_span}))"),
                false => format!(
                    "Timestamp {operator} (ago({from_span}) .. {})",
                    spelled_span(from - to)
                ),
            }
        }
        Report(operator, number) => format!("ReportId {operator} {number}"),
        ReportIn(is_negated, numbers) => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!("ReportId {} ({})", if *is_negated { "!in" } else { "in" }, numbers.join(","))
        }
        Truth(column) => (*column).to_owned(),
        TruthIs(column, truth) => {
            let truth =
                if random.bool() { truth.to_string() } else { u8::from(*truth).to_string() };
            format!("{column} == {truth}")
        }
        TruthsAre(operator) => format!("IsSigned {operator} IsTrusted"),
        IsNull(column) => format!("isnull({column})"),
        IsEmpty(column) => format!("isempty({column})"),
        Not(inner) => match &**inner {
            Text(column, operator, text) if random.bool() => {
                format!("{column} {} {}", negated(operator), quoted(text))
            }
            inner => format!("not({})", spelled(inner, random)),
        },
        All(parts) => joined(parts, " and ", random),
        Any(parts) => joined(parts, "\nor // one is enough\n", random),
    }
}

fn joined(parts: &[Condition], word: &str, random: &mut Rng) -> String {
    let parts: Vec<String> =
        parts.iter().map(|part| format!("({})", spelled(part, random))).collect();
    parts.join(word)
}

/// In whole hours, signed.
fn spelled_span(ticks: i64) -> String {
    match ticks / HOUR {
        hours @ 0.. => format!("{hours}h"),
        hours => format!("-{}h", -hours),
    }
}

/// What a condition is for a row; `None` is null.
fn holds(condition: &Condition, row: &Row) -> Option<bool> {
    let text = |column: &str| match column {
        "Signer" => row.signer.clone(),
        "Issuer" => row.issuer.clone(),
        "DeviceId" => row.device_id.clone(),
        _ => row.device_name.clone(),
    };
    let time = |column: &str| if column == "Timestamp" { row.timestamp } else { row.expires };
    let truth = |column: &str| if column == "IsSigned" { row.is_signed } else { row.is_trusted };
    let now = now().count();
    match condition {
        Text(column, operator, literal) => Some(compares(&text(column), operator, literal)),
        Columns(operator, column) => Some(compares(&row.signer, operator, &text(column))),
        Listed(column, operator, items) => {
            let text = text(column);
            let any = |operator| items.iter().any(|item| compares(&text, operator, item));
            Some(match *operator {
                "in" => any("=="),
                "!in" => !any("=="),
                "in~" => any("=~"),
                "!in~" => !any("=~"),
                "has_any" => any("has"),
                _ => items.iter().all(|item| compares(&text, "has", item)),
            })
        }
        Time(column, operator, before) => ordered(time(column), operator, Some(now - before)),
        Between(is_negated, from, to) => {
            let time = row.timestamp?;
            Some((now - from <= time && time <= now - to) != *is_negated)
        }
        Report(operator, number) => ordered(row.report, operator, Some(*number)),
        ReportIn(is_negated, numbers) => {
            Some(row.report.is_some_and(|report| numbers.contains(&report)) != *is_negated)
        }
        Truth(column) => truth(column),
        TruthIs(column, wanted) => Some(truth(column) == Some(*wanted)),
        TruthsAre(operator) => ordered(row.is_signed, operator, row.is_trusted),
        IsNull(column) => Some(match *column {
            "Timestamp" => row.timestamp.is_none(),
            "IsSigned" => row.is_signed.is_none(),
            "ReportId" => row.report.is_none(),
            _ => false,
        }),
        IsEmpty(column) => Some(match *column {
            "Timestamp" => row.timestamp.is_none(),
            "ReportId" => row.report.is_none(),
            column => text(column).is_empty(),
        }),
        Not(inner) => holds(inner, row).map(|truth| !truth),
        All(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|part| holds(part, row)).collect();
            if parts.contains(&Some(false)) {
                Some(false)
            } else if parts.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
        Any(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|part| holds(part, row)).collect();
            if parts.contains(&Some(true)) {
                Some(true)
            } else if parts.contains(&None) {
                None
            } else {
                Some(false)
            }
        }
    }
}

/// Equal or not is known unless both are null; the order is known only without one.
fn ordered<T: PartialOrd>(left: Option<T>, operator: &str, right: Option<T>) -> Option<bool> {
    match (operator, left, right) {
        (_, None, None) => None,
        ("==", left, right) => Some(left == right),
        ("!=", left, right) => Some(left != right),
        ("<", left, right) => Some(left? < right?),
        ("<=", left, right) => Some(left? <= right?),
        (">", left, right) => Some(left? > right?),
        (_, left, right) => Some(left? >= right?),
    }
}

/// Compares two texts, character by character.
fn compares(text: &str, operator: &str, literal: &str) -> bool {
    let (name, keeps_case) = match operator.strip_suffix("_cs") {
        Some(name) => (name, true),
        None => (operator, operator == "=="),
    };
    let characters = |text: &str| -> Vec<char> {
        match keeps_case {
            true => text.chars().collect(),
            false => text.chars().flat_map(char::to_lowercase).collect(),
        }
    };
    let (text, literal) = (characters(text), characters(literal));
    let is_cut = |inner: Option<&char>, outer: Option<&char>| {
        inner.is_some_and(|inner| inner.is_alphanumeric())
            && outer.is_some_and(|outer| outer.is_alphanumeric())
    };
    let mut places = (0..=text.len()).filter(|&start| text[start..].starts_with(&literal));
    let is_cut_before = |start: usize| is_cut(literal.first(), text[..start].last());
    let is_cut_behind = |start: usize| is_cut(literal.last(), text.get(start + literal.len()));
    match name {
        "==" | "=~" => text == literal,
        "has" => places.any(|start| !is_cut_before(start) && !is_cut_behind(start)),
        "hasprefix" => places.any(|start| !is_cut_before(start)),
        "hassuffix" => places.any(|start| !is_cut_behind(start)),
        "contains" => places.next().is_some(),
        "startswith" => text.starts_with(&literal),
        _ => text.ends_with(&literal),
    }
}

#[test]
fn conditions_are_what_a_slow_reading_says() {
    for seed in 0..400 {
        let mut random = Rng::with_seed(seed);
        let rows = random_rows(&mut random, 60);
        let condition = random_condition(&mut random, 3);
        let condition_text = spelled(&condition, &mut random);
        let text = format!(
            "DeviceFileCertificateInfo | where {condition_text} | project Signer, ReportId, Timestamp"
        );
        let query =
            read_query(&text).unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}\n{text}"));
        let passed = |row: &&Row| holds(&condition, row) == Some(true);
        let mut expected: Vec<(&String, Option<i64>, Option<i64>)> = rows
            .iter()
            .filter(passed)
            .map(|row| (&row.signer, row.report, row.timestamp))
            .collect();
        expected.sort();
        let expected: Vec<Vec<String>> = expected
            .into_iter()
            .map(|(signer, report, time)| {
                let time = time
                    .and_then(signerhunt::Ticks::new)
                    .map_or(String::new(), |time| time.to_string());
                vec![
                    signer.clone(),
                    report.map_or(String::new(), |report| report.to_string()),
                    time,
                ]
            })
            .collect();
        assert_eq!(written(&answer(&query, &rows)), expected, "seed {seed}: {text}");
    }
}
