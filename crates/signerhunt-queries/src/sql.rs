//! A hunt in SQL, for Spark and for DuckDB. The two differ in how a pattern is asked for and how a set is made.

use signerhunt::{Hunt, Ticks};

use crate::ends::{End, ends};
use crate::pattern::pattern;
use crate::remarks;

/// What is not the same in all dialects.
pub(crate) struct Words {
    /// Around a pattern: is it found in the signer?
    found: [&'static str; 2],
    /// The class of characters that separate terms.
    separator: &'static str,
    /// What is odd about the patterns.
    remark: Option<&'static str>,
    /// The distinct report ids without nulls, ascending.
    report: &'static str,
}

/// Spark's.
///
/// Literals are raw, since what a backslash means in others depends on `spark.sql.parser.escapedStringLiterals`. But where that
/// is true, the opening quote of a raw literal is a part of it. So each begins with a branch that finds nothing, with or
/// without a quote in front.
pub(crate) const SPARK: Words = Words {
    found: [r"Signer RLIKE r'[^\s\S]|", "'"],
    // Java 8 also begins a search between the two halves of a character, and there sees a half (Cs), which separates nothing.
    separator: r"[^\p{L}\p{N}\p{Cs}]",
    remark: Some(
        r"(What it begins with, [^\s\S], is nothing: it keeps patterns the same however Spark reads literals.)",
    ),
    report: "sort_array(collect_set(ReportId))",
};

/// DuckDB's.
pub(crate) const DUCKDB: Words = Words {
    found: ["regexp_matches(Signer, '", "')"],
    separator: r"[^\p{L}\p{N}]",
    remark: None,
    report: "coalesce(list_sort(list(DISTINCT ReportId) FILTER (ReportId IS NOT NULL), 'ASC'), [])",
};

/// The query, with a line end.
pub(crate) fn query(hunt: &Hunt, words: &Words, now: Ticks) -> String {
    let ends = ends(&hunt.window, now, false);
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for remark in remarks::opening(hunt, ends, now) {
        line(&format!("-- {remark}"));
    }
    line("WITH Sightings AS (");
    line("    SELECT");
    line("        coalesce(DeviceId, '') AS DeviceId,");
    line("        coalesce(DeviceName, '') AS DeviceName,");
    line("        Timestamp,");
    line("        ReportId");
    line("    FROM DeviceFileCertificateInfo");
    line(&format!("    WHERE {}", window(ends).join("\n      AND ")));
    terms(&hunt.terms, words).iter().for_each(|told| line(told));
    line(")");
    line("SELECT");
    line("    DeviceId,");
    line("    DeviceName,");
    line("    min(Timestamp) AS FirstSeen,");
    line("    max(Timestamp) AS LastSeen,");
    line(&format!("    {} AS Report,", words.report));
    line("    count(*) AS Count");
    line("FROM Sightings");
    line("GROUP BY DeviceId, DeviceName");
    line("ORDER BY DeviceId ASC, DeviceName ASC;");
    text
}

/// What is asked of a row's time.
fn window([from, to]: [End; 2]) -> Vec<String> {
    let from = match from {
        End::At(ticks) => Some(after(ticks)),
        _ => None,
    };
    let to = match to {
        End::At(ticks) => Some(format!("Timestamp <= '{ticks}'")),
        _ => None,
    };
    let asked: Vec<String> = from.into_iter().chain(to).collect();
    if asked.is_empty() { vec!["Timestamp IS NOT NULL".to_owned()] } else { asked }
}

/// At this point or later.
///
/// Both engines read a literal as what the column is, and cut off what that cannot hold. For the last point of a window that
/// is right, for the first it would take in an earlier row: so it is asked for what is later than the tick before.
fn after(ticks: Ticks) -> String {
    const TICKS_OF_A_MICROSECOND: i64 = 10;
    if ticks.count() % TICKS_OF_A_MICROSECOND == 0 {
        format!("Timestamp >= '{ticks}'")
    } else {
        format!("Timestamp > '{}'", ticks.saturating_add(-1))
    }
}

/// The lines that look for terms.
fn terms(terms: &[String], words: &Words) -> Vec<String> {
    if terms.is_empty() {
        return vec!["      AND FALSE -- No term, no row.".to_owned()];
    }
    if terms.iter().any(String::is_empty) {
        return vec![
            "      -- An empty term is in every signer, so the signers are not looked at."
                .to_owned(),
        ];
    }
    let [before, after] = words.found;
    let mut lines = vec![
        "      -- Each pattern is the term above it, in upper or lower case, where it is not a part of a longer word.".to_owned(),
    ];
    lines.extend(words.remark.map(|remark| format!("      -- {remark}")));
    lines.push("      AND (".to_owned());
    for (at, term) in terms.iter().enumerate() {
        let or = if at == 0 { "" } else { "OR " };
        let pattern = pattern(term, words.separator);
        lines.push(format!("        -- {}", remarks::quoted(term)));
        lines.push(format!("        {or}{before}{pattern}{after}"));
    }
    lines.push("      )".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use signerhunt::Window;

    use super::*;

    #[test]
    fn a_query_is_laid_out_to_be_read() {
        let expected = r"-- Signerhunt: devices with files of a signer.
-- Window: 2026-05-21T23:00:01.1234567Z to 2026-05-26T23:00:01.1234567Z, both included.
WITH Sightings AS (
    SELECT
        coalesce(DeviceId, '') AS DeviceId,
        coalesce(DeviceName, '') AS DeviceName,
        Timestamp,
        ReportId
    FROM DeviceFileCertificateInfo
    WHERE Timestamp > '2026-05-21T23:00:01.1234566Z'
      AND Timestamp <= '2026-05-26T23:00:01.1234567Z'
      -- Each pattern is the term above it, in upper or lower case, where it is not a part of a longer word.
      AND (
        -- 'a-'
        regexp_matches(Signer, '(^|[^\p{L}\p{N}])[Aa]-')
      )
)
SELECT
    DeviceId,
    DeviceName,
    min(Timestamp) AS FirstSeen,
    max(Timestamp) AS LastSeen,
    coalesce(list_sort(list(DISTINCT ReportId) FILTER (ReportId IS NOT NULL), 'ASC'), []) AS Report,
    count(*) AS Count
FROM Sightings
GROUP BY DeviceId, DeviceName
ORDER BY DeviceId ASC, DeviceName ASC;
";
        let bound = |text: &str| text.parse().unwrap();
        let window = Window {
            from: bound("2026-05-21T23:00:01.1234567Z"),
            to: bound("2026-05-26T23:00:01.1234567Z"),
            ..Window::default()
        };
        let hunt = Hunt::for_terms(vec!["a-".to_owned()], window);
        let text = query(&hunt, &DUCKDB, Ticks::MAX);
        assert_eq!(text, expected.replace("'a-'", "\"a-\""));
    }

    #[test]
    fn the_first_point_takes_in_no_row_before_it() {
        let check =
            |point: &str, expected: &str| assert_eq!(after(point.parse().unwrap()), expected);
        check("2026-05-26T23:00:01Z", "Timestamp >= '2026-05-26T23:00:01.0000000Z'");
        check("2026-05-26T23:00:01.1234561Z", "Timestamp > '2026-05-26T23:00:01.1234560Z'");
        check("9999-12-31T23:59:59.9999999Z", "Timestamp > '9999-12-31T23:59:59.9999998Z'");
        assert_eq!(window([End::Open, End::Open]), ["Timestamp IS NOT NULL"]);
    }

    #[test]
    fn no_term_finds_nothing_and_an_empty_one_everything() {
        let told = |given: &[&str]| {
            let given: Vec<String> = given.iter().map(|&term| term.to_owned()).collect();
            terms(&given, &SPARK).join("\n")
        };
        assert!(told(&[]).contains("AND FALSE"));
        assert!(!told(&["a", ""]).contains("RLIKE"));
        let two = told(&["-", "\\"]);
        assert!(two.contains("        Signer RLIKE r'[^\\s\\S]|-'"), "{two}");
        assert!(
            two.contains("        -- \"\\\"\n        OR Signer RLIKE r'[^\\s\\S]|\\\\'"),
            "{two}"
        );
    }
}
