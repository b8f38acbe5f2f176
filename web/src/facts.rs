//! What the page says about exports: how they were understood, and what they are called.

use signerhunt::{DateOrder, Delimiter, Precision};
use signerhunt_wasm::protocol::SkippedEntry;

use crate::format::count;
use crate::reading::zone_name;
use crate::wording::list;

/// So many names of files are told in a sentence; the rest is counted.
pub(crate) const NAMES_TOLD: usize = 3;

/// Why an archive is no export. It names files, so it is shown like text of an export.
pub(crate) fn nothing_in_archive(archive: &str, skipped: &[SkippedEntry]) -> String {
    if skipped.is_empty() {
        return format!("{archive} is empty: it holds no file that could be an export.");
    }
    let mut told: Vec<String> = skipped
        .iter()
        .take(NAMES_TOLD)
        .map(|SkippedEntry { name, why }| format!("{name} {why}"))
        .collect();
    if skipped.len() > NAMES_TOLD {
        told.push(format!("{} more", count((skipped.len() - NAMES_TOLD) as u64)));
    }
    format!("{archive} holds no file that could be an export: {}.", list(&told))
}

/// The zone of an export's times, and how it is known.
pub(crate) fn zone_in_words(zone: &str, said: Option<i32>) -> String {
    match said {
        Some(minutes) if zone != "UTC" => format!("{}, as you said", zone_name(minutes)),
        None if zone != "UTC" => "not said; UTC assumed".to_owned(),
        _ => "said in the file; shown as UTC".to_owned(),
    }
}

/// How an export's dates are ordered; `None` where it has none that could be read two ways.
pub(crate) fn date_order_in_words(order: DateOrder, is_said: bool) -> Option<String> {
    let order = match order {
        DateOrder::NotNeeded => return None,
        DateOrder::Undecided => return Some("not decided yet".to_owned()),
        DateOrder::DayFirst => "day before month",
        DateOrder::MonthFirst => "month before day",
    };
    Some(if is_said { format!("{order}, as you said") } else { order.to_owned() })
}

/// How fine an export's times are.
pub(crate) fn precision_in_words(precision: Precision) -> &'static str {
    match precision {
        Precision::Minute => "whole minutes",
        Precision::Second => "whole seconds",
        Precision::Millisecond => "whole milliseconds",
        Precision::Microsecond => "whole microseconds",
        Precision::Tick => "100 ns, as in the table",
    }
}

/// What stands between an export's cells.
pub(crate) fn delimiter_in_words(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => "comma",
        Delimiter::Semicolon => "semicolon",
        Delimiter::Tab => "tab",
    }
}

/// What a text pasted into the page is called, counted from 1.
pub(crate) fn pasted_name(number: u32) -> String {
    match number {
        0 | 1 => "pasted text".to_owned(),
        number => format!("pasted text {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_without_an_export_says_what_is_in_it() {
        let skipped = |names: &[&str]| -> Vec<SkippedEntry> {
            let entry =
                |&name: &&str| SkippedEntry { name: name.to_owned(), why: "is empty".to_owned() };
            names.iter().map(entry).collect()
        };
        let check = |names: &[&str], expected: &str| {
            assert_eq!(nothing_in_archive("a.zip", &skipped(names)), expected);
        };
        check(&[], "a.zip is empty: it holds no file that could be an export.");
        check(&["x.png"], "a.zip holds no file that could be an export: x.png is empty.");
        check(
            &["1", "2", "3", "4", "5"],
            "a.zip holds no file that could be an export: 1 is empty, 2 is empty, 3 is empty and 2 more.",
        );
    }

    #[test]
    fn zones_say_how_they_are_known() {
        assert_eq!(zone_in_words("UTC", None), "said in the file; shown as UTC");
        assert_eq!(zone_in_words("UTC", Some(120)), "said in the file; shown as UTC");
        assert_eq!(zone_in_words("UTC (assumed)", None), "not said; UTC assumed");
        assert_eq!(zone_in_words("+02:00", Some(120)), "UTC+02:00, as you said");
        assert_eq!(zone_in_words("+00:00", Some(0)), "UTC, as you said");
        // What the person said is being worked in while the export is read again.
        assert_eq!(zone_in_words("UTC (assumed)", Some(-210)), "UTC-03:30, as you said");
    }

    #[test]
    fn facts_have_words() {
        assert_eq!(date_order_in_words(DateOrder::NotNeeded, true), None);
        let said = date_order_in_words(DateOrder::DayFirst, true);
        assert_eq!(said.as_deref(), Some("day before month, as you said"));
        let found = date_order_in_words(DateOrder::MonthFirst, false);
        assert_eq!(found.as_deref(), Some("month before day"));
        assert_eq!(precision_in_words(Precision::Minute), "whole minutes");
        assert_eq!(delimiter_in_words(Delimiter::Tab), "tab");
    }

    #[test]
    fn pasted_texts_are_told_apart() {
        let names: Vec<String> = (1..=3).map(pasted_name).collect();
        assert_eq!(names, ["pasted text", "pasted text 2", "pasted text 3"]);
    }
}
