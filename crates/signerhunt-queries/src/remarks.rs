//! The remarks that open a query, for whoever finds it later: which hunt it is, its window, what *now* stands for.
//! Names and terms come from anywhere, so what is remarked upon never ends its line.

use signerhunt::output::visible;
use signerhunt::{Bound, Hunt, Now, Ticks};

use crate::ends::End;

/// So many tools are named; of more, it is said how many.
const MOST_NAMED: usize = 8;

/// The opening remarks, a line each, without what makes them remarks.
pub(crate) fn opening(hunt: &Hunt, ends: [End; 2], now: Ticks) -> Vec<String> {
    let mut lines = vec![subject(hunt), window(hunt, ends)];
    lines.extend(meaning_of_now(hunt, ends, now));
    lines
}

/// A text from elsewhere as a part of a remark.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", harmless(text))
}

/// Nothing in it ends a line, hides, or is a variable of Spark's, which are replaced in remarks too.
fn harmless(text: &str) -> String {
    visible(text).replace("${", "<U+0024>{")
}

/// Which hunt it is. No line ends with a text from elsewhere: Spark goes on in the next line behind a backslash.
fn subject(hunt: &Hunt) -> String {
    match hunt.rules.as_slice() {
        [] if hunt.terms.len() == 1 => "Signerhunt: devices with files of a signer.".to_owned(),
        [] => format!(
            "Signerhunt: devices with files of signers that have one of {} terms.",
            hunt.terms.len()
        ),
        [rule] => format!("Signerhunt: {} (rule {}).", harmless(&rule.name), harmless(&rule.id)),
        rules => {
            let named: Vec<String> =
                rules.iter().take(MOST_NAMED).map(|rule| harmless(&rule.tool)).collect();
            let others = match rules.len() - named.len() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            format!("Signerhunt: the rules for {}{others}.", named.join(", "))
        }
    }
}

fn window(hunt: &Hunt, ends: [End; 2]) -> String {
    let (from, to) = (hunt.window.from, hunt.window.to);
    match ends {
        [End::Open, End::Open] => "Window: all rows that have a time.".to_owned(),
        [End::Open, _] => format!("Window: up to {to}, included."),
        [_, End::Open] => format!("Window: from {from} on, included."),
        _ => format!("Window: {from} to {to}, both included."),
    }
}

fn meaning_of_now(hunt: &Hunt, ends: [End; 2], now: Ticks) -> Option<String> {
    let is_relative = |bound| matches!(bound, Bound::BeforeNow(_));
    if !is_relative(hunt.window.from) && !is_relative(hunt.window.to) {
        return None;
    }
    if ends.iter().any(|end| matches!(end, End::BeforeClock(_))) {
        return Some("Now: the clock when this query runs.".to_owned());
    }
    Some(match hunt.window.now {
        Now::Newest => format!(
            "Now: {now}, the newest row of the exports that were read, or the clock if that was earlier."
        ),
        Now::Clock => format!("Now: {now}, the clock when this query was written."),
        Now::At(_) => format!("Now: {now}, as chosen."),
    })
}

#[cfg(test)]
mod tests {
    use signerhunt::{Rule, Window};

    use super::*;
    use crate::ends::ends;

    fn remarks(hunt: &Hunt, with_clock: bool) -> Vec<String> {
        let now = "2026-05-26T23:00:01.5Z".parse().unwrap();
        opening(hunt, ends(&hunt.window, now, with_clock), now)
    }

    #[test]
    fn they_say_which_hunt_it_is_and_what_now_is() {
        assert_eq!(
            remarks(&Hunt::default(), true),
            [
                "Signerhunt: Remote Management and Monitoring tool - ConnectWise - File Signature \
                 (rule 28f56a93-9bb7-4f00-a88e-11cb4460db3a).",
                "Window: -5d to now, both included.",
                "Now: 2026-05-26T23:00:01.5000000Z, the newest row of the exports that were read, or the clock if that was \
                 earlier.",
            ]
        );
        let window = Window { now: Now::Clock, to: Bound::All, ..Window::default() };
        let mut hunt = Hunt::for_terms(vec!["a".to_owned()], window);
        assert_eq!(
            remarks(&hunt, true),
            [
                "Signerhunt: devices with files of a signer.",
                "Window: from -5d on, included.",
                "Now: the clock when this query runs."
            ]
        );
        assert!(remarks(&hunt, false)[2].ends_with("the clock when this query was written."));
        hunt.window.from = Bound::All;
        assert_eq!(remarks(&hunt, true)[1..], ["Window: all rows that have a time."]);
    }

    #[test]
    fn many_rules_are_counted() {
        let rule = |number: usize| Rule {
            tool: format!("T{number}"),
            id: String::new(),
            name: String::new(),
            terms: Vec::new(),
            other_names: Vec::new(),
        };
        let mut hunt = Hunt { rules: (0..11).map(rule).collect(), ..Hunt::default() };
        let said = "Signerhunt: the rules for T0, T1, T2, T3, T4, T5, T6, T7 and 3 more.";
        assert_eq!(remarks(&hunt, true)[0], said);
        hunt.rules.truncate(2);
        assert_eq!(remarks(&hunt, true)[0], "Signerhunt: the rules for T0, T1.");
    }

    #[test]
    fn what_is_quoted_stays_in_its_line() {
        assert_eq!(quoted("a\r\nb\u{2028}c\u{85}"), "\"a<U+000D><U+000A>b<U+2028>c<U+0085>\"");
        assert_eq!(quoted("${env:HOME} $"), "\"<U+0024>{env:HOME} $\"");
        assert_eq!(quoted("\\"), "\"\\\"");
    }
}
