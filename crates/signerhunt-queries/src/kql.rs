//! A hunt in Kusto's language. Terms are matched by Kusto's own `has_any`, which they are made for.

use std::fmt::Write;

use signerhunt::output::is_obeyed;
use signerhunt::time::{DAY, HOUR, MINUTE, SECOND};
use signerhunt::{Hunt, Ticks};

use crate::ends::{End, ends};
use crate::remarks;

/// Terms that together are longer than this stand in lines of their own.
const LONGEST_LINE: usize = 80;

/// The query, with a line end.
pub(crate) fn query(hunt: &Hunt, now: Ticks) -> String {
    let ends = ends(&hunt.window, now, true);
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for remark in remarks::opening(hunt, ends, now) {
        line(&format!("// {remark}"));
    }
    let [from, to] = ends.map(point);
    for (name, end) in [("Time_start", &from), ("Time_end", &to)] {
        if let Some(end) = end {
            line(&format!("let {name} = {end};"));
        }
    }
    line("DeviceFileCertificateInfo");
    line(match (from, to) {
        (Some(_), Some(_)) => "| where Timestamp between (Time_start .. Time_end)",
        (Some(_), None) => "| where Timestamp >= Time_start",
        (None, Some(_)) => "| where Timestamp <= Time_end",
        (None, None) => "| where isnotnull(Timestamp)",
    });
    line(&terms(&hunt.terms));
    line("| summarize");
    line("    FirstSeen = min(Timestamp),");
    line("    LastSeen = max(Timestamp),");
    line("    Report = array_sort_asc(make_set(ReportId)),");
    line("    Count = count()");
    line("    by DeviceId, DeviceName");
    line("| order by DeviceId asc, DeviceName asc");
    text
}

/// A point in time as an expression.
fn point(end: End) -> Option<String> {
    match end {
        End::Open => None,
        End::At(ticks) => Some(format!("datetime({ticks})")),
        End::BeforeClock(0) => Some("now()".to_owned()),
        End::BeforeClock(ticks) => {
            let units = [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")];
            let unit = units.into_iter().find(|(length, _)| ticks % length == 0);
            let (length, unit) = unit.unwrap_or((1, "tick"));
            // Within the calendar, so its opposite is a number too.
            Some(format!("now({}{unit})", ticks.saturating_neg() / length))
        }
    }
}

/// The line that looks for terms, or several.
fn terms(terms: &[String]) -> String {
    if terms.is_empty() {
        return "| where false // No term, no row.".to_owned();
    }
    if terms.iter().any(String::is_empty) {
        return "// An empty term is in every signer, so the signers are not looked at.".to_owned();
    }
    let literals: Vec<String> = terms.iter().map(|term| literal(term)).collect();
    if let [only] = literals.as_slice() {
        return format!("| where Signer has {only}");
    }
    let length: usize = literals.iter().map(|literal| literal.chars().count() + 2).sum();
    if length > LONGEST_LINE {
        format!("| where Signer has_any (\n    {}\n    )", literals.join(",\n    "))
    } else {
        format!("| where Signer has_any ({})", literals.join(", "))
    }
}

/// A text as a literal.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    for character in text.chars() {
        match character {
            '\'' | '\\' => literal.extend(['\\', character]),
            // Kusto's parsers do not agree on how those beyond 16 bits are spelled; none of these ends a line.
            ..='\u{FFFF}' if is_obeyed(character) => {
                // Writing into a string cannot fail.
                let _ = write!(literal, "\\u{:04X}", u32::from(character));
            }
            _ => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

#[cfg(test)]
mod tests {
    use signerhunt::{Bound, Now, Window};

    use super::*;

    #[test]
    fn the_rule_looks_as_it_was_published() {
        let expected = "\
// Signerhunt: Remote Management and Monitoring tool - ConnectWise - File Signature (rule 28f56a93-9bb7-4f00-a88e-11cb4460db3a).
// Window: -5d to now, both included.
// Now: the clock when this query runs.
let Time_start = now(-5d);
let Time_end = now();
DeviceFileCertificateInfo
| where Timestamp between (Time_start .. Time_end)
| where Signer has_any ('ConnectWise', 'CONTINUUM MANAGED', 'ScreenConnect')
| summarize
    FirstSeen = min(Timestamp),
    LastSeen = max(Timestamp),
    Report = array_sort_asc(make_set(ReportId)),
    Count = count()
    by DeviceId, DeviceName
| order by DeviceId asc, DeviceName asc
";
        let window = Window { now: Now::Clock, ..Window::default() };
        let hunt = Hunt { window, ..Hunt::default() };
        assert_eq!(query(&hunt, "2026-06-01".parse().unwrap()), expected);
    }

    #[test]
    fn points_in_time_are_exact() {
        let check = |end, expected: &str| assert_eq!(point(end).as_deref(), Some(expected));
        check(End::At(Ticks::MAX), "datetime(9999-12-31T23:59:59.9999999Z)");
        check(End::BeforeClock(90 * MINUTE), "now(-90m)");
        check(End::BeforeClock(36 * HOUR), "now(-36h)");
        check(End::BeforeClock(-5 * DAY), "now(5d)");
        check(End::BeforeClock(SECOND + 1), "now(-10000001tick)");
    }

    #[test]
    fn a_side_without_an_end_is_not_asked_for() {
        let has = |from: &str, to: &str, expected: &str| {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            let hunt = Hunt { window: Window { from, to, now: Now::Clock }, ..Hunt::default() };
            let text = query(&hunt, Ticks::UNIX_EPOCH);
            assert!(text.contains(expected), "{text}");
        };
        has("all", "all", "Info\n| where isnotnull(Timestamp)\n");
        has("-5d", "all", "let Time_start = now(-5d);\nDevice");
        has("all", "2026-05-01", "| where Timestamp <= Time_end\n");
        assert_eq!(Window::default().to, Bound::BeforeNow(0));
    }

    #[test]
    fn terms_are_literals() {
        let check = |given: &[&str], expected: &str| {
            let given: Vec<String> = given.iter().map(|&term| term.to_owned()).collect();
            assert_eq!(terms(&given), expected);
        };
        check(&[], "| where false // No term, no row.");
        check(&["O'Neil \\ \"x\""], r#"| where Signer has 'O\'Neil \\ "x"'"#);
        check(
            &["a\n\0\u{E0001}", "漢"],
            "| where Signer has_any ('a\\u000A\\u0000\u{E0001}', '漢')",
        );
        check(&["a", ""], "// An empty term is in every signer, so the signers are not looked at.");
        let long = "x".repeat(90);
        check(&[&long, "b"], &format!("| where Signer has_any (\n    '{long}',\n    'b'\n    )"));
    }
}
