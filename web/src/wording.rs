//! What the page says about an answer, in sentences.
//!
//! Only words and numbers: texts from an export (device names, file names) are put in by the
//! components, which know how to show them safely.

use signerhunt::time::DAY;
use signerhunt::{Bound, Ledger, Now, ResolvedWindow, Ticks, Window};
use signerhunt_wasm::protocol::Answer;

use crate::format::{count, counted, float_count, minute, span};

/// The answer as one sentence, without a full stop, since it is a headline.
pub(crate) fn headline(answer: &Answer, window: &Window) -> String {
    let when = when(window, &answer.window);
    if answer.devices == 0 {
        return format!("No sightings {when}");
    }
    let devices = counted(u64::from(answer.devices), "device");
    let plural = if answer.sightings == 1.0 { "" } else { "s" };
    let sightings = float_count(answer.sightings);
    format!("{devices}, {sightings} sighting{plural} {when}")
}

/// The window as an adverb: `in the 5 days up to 2026-11-20 09:12 UTC`.
fn when(window: &Window, resolved: &ResolvedWindow) -> String {
    let (from, to) = (minute(resolved.from), minute(resolved.to));
    match (window.from, window.to) {
        (Bound::BeforeNow(length), Bound::BeforeNow(0)) if length > 0 => {
            format!("in the {} up to {to} UTC", span(length))
        }
        (Bound::All, Bound::All) => format!("in all rows, {from} to {to} UTC"),
        _ => format!("between {from} and {to} UTC"),
    }
}

/// The hunt's window before there are rows: `in the 5 days up to the newest row`.
pub(crate) fn window_in_words(window: &Window) -> String {
    let now = match window.now {
        Now::Newest => "the newest row".to_owned(),
        Now::Clock => "now".to_owned(),
        Now::At(ticks) => format!("{} UTC", minute(ticks)),
    };
    let end = |bound: Bound, of_all: &str| match bound {
        Bound::All => of_all.to_owned(),
        Bound::BeforeNow(0) => now.clone(),
        Bound::BeforeNow(length) => format!("{} before {now}", span(length)),
        Bound::At(ticks) => format!("{} UTC", minute(ticks)),
    };
    match (window.from, window.to) {
        (Bound::BeforeNow(length), Bound::BeforeNow(0)) if length > 0 => {
            format!("in the {} up to {now}", span(length))
        }
        (Bound::All, Bound::All) => "in all rows".to_owned(),
        (from, to) => {
            format!("between {} and {}", end(from, "the first row"), end(to, "the last row"))
        }
    }
}

/// How much of it is expected; `None` unless something is marked.
pub(crate) fn expected(answer: &Answer) -> Option<String> {
    let expected = answer.expected?;
    let unexpected = u64::from(answer.devices).saturating_sub(expected.devices);
    Some(match (expected.devices, unexpected) {
        (0, _) => "No device has expected sightings only.".to_owned(),
        (_, 0) => "All of it is expected.".to_owned(),
        (expected, unexpected) => {
            format!("{} not expected, {} expected.", counted(unexpected, "device"), count(expected))
        }
    })
}

/// What matches the terms but lies outside the window; `None` when nothing does.
pub(crate) fn outside(answer: &Answer) -> Option<String> {
    let outside = answer.outside_window;
    if outside.rows == 0 {
        return None;
    }
    let is_one = outside.rows == 1 && (answer.devices == 0 || outside.devices == 0);
    let lie = if is_one { "lies" } else { "lie" };
    let rows = count(outside.rows);
    let plural = if outside.rows == 1 { "" } else { "es" };
    // Matches outside may also be on devices that are inside, so the two are counted side by side.
    Some(match (answer.devices, outside.devices) {
        (0, devices) => {
            let devices = counted(devices, "device");
            format!("Outside this window {lie} {rows} match{plural} on {devices}")
        }
        (_, 0) => {
            format!("Outside this window {lie} {rows} more match{plural}, on no other device")
        }
        (_, devices) => {
            let devices = counted(devices, "more device");
            format!("Outside this window {lie} {rows} more match{plural} and {devices}")
        }
    })
}

/// Why there is nothing: what became of the rows that were read.
pub(crate) fn why_nothing(ledger: &Ledger) -> String {
    let read = counted(ledger.read, "row");
    let mut parts = vec![
        format!("{} by another signer", count(ledger.other_signer)),
        format!("{} outside the window", count(ledger.outside_window)),
    ];
    if ledger.duplicate > 0 {
        parts.push(format!("{} already counted elsewhere", count(ledger.duplicate)));
    }
    if ledger.summarized > 0 {
        parts.push(format!("{} devices of summaries", count(ledger.summarized)));
    }
    parts.push(match ledger.rejected {
        0 => "none rejected".to_owned(),
        rejected => format!("{} rejected", count(rejected)),
    });
    format!("{read} were looked at: {}", list(&parts))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [single] => single.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How much of a device's count comes from summaries; `None` when nothing does.
pub(crate) fn from_summaries(from_summaries: u32, of: u32) -> Option<String> {
    let (part, all) = (count(u64::from(from_summaries)), count(u64::from(of)));
    match from_summaries {
        0 => None,
        1 if of == 1 => {
            Some("Counted by a summary made elsewhere; its signers are not known.".to_owned())
        }
        _ if from_summaries >= of => Some(format!(
            "All {all} counted by a summary made elsewhere; its signers are not known."
        )),
        _ => Some(format!(
            "{part} of {all} counted by a summary made elsewhere; its signers are not known."
        )),
    }
}

/// The windows a click chooses. The rule's own is the first.
pub(crate) const PRESETS: [Preset; 4] = [
    Preset {
        label: "5 d",
        name: "5 days",
        from: Bound::BeforeNow(5 * DAY),
        to: Bound::BeforeNow(0),
    },
    Preset {
        label: "7 d",
        name: "7 days",
        from: Bound::BeforeNow(7 * DAY),
        to: Bound::BeforeNow(0),
    },
    Preset {
        label: "30 d",
        name: "30 days",
        from: Bound::BeforeNow(30 * DAY),
        to: Bound::BeforeNow(0),
    },
    Preset { label: "All", name: "all rows", from: Bound::All, to: Bound::All },
];

/// A window that a click chooses.
#[derive(PartialEq, Debug)]
pub(crate) struct Preset {
    /// As short as a button needs it.
    pub(crate) label: &'static str,
    /// In words.
    pub(crate) name: &'static str,
    from: Bound,
    to: Bound,
}

impl Preset {
    /// Whether this is the window.
    pub(crate) fn is(&self, window: &Window) -> bool {
        (self.from, self.to) == (window.from, window.to)
    }

    /// The window with this preset's ends; what now means stays.
    pub(crate) fn applied_to(&self, window: &Window) -> Window {
        Window { from: self.from, to: self.to, now: window.now }
    }
}

/// The preset of the window, if it is one.
pub(crate) fn preset_of(window: &Window) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.is(window))
}

/// The smallest preset that takes in everything outside the window: `first` is the oldest row.
pub(crate) fn wider(
    window: &Window,
    resolved: &ResolvedWindow,
    first: Option<Ticks>,
) -> &'static Preset {
    let [.., all] = &PRESETS;
    // Rows after the window are reached by no window that ends at now.
    if window.to != Bound::BeforeNow(0) || resolved.now_is_clamped || window.now != Now::Newest {
        return all;
    }
    let reaches = |preset: &Preset| match (preset.from, first) {
        (Bound::BeforeNow(length), Some(first)) => resolved.now.saturating_add(-length) <= first,
        _ => true,
    };
    PRESETS.iter().find(|preset| !preset.is(window) && reaches(preset)).unwrap_or(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use signerhunt::{Extent, Outside};

    fn at(text: &str) -> Ticks {
        text.parse().unwrap()
    }

    fn window(from: &str, to: &str) -> Window {
        Window { from: from.parse().unwrap(), to: to.parse().unwrap(), now: Now::Newest }
    }

    /// An answer over rows from 2026-10-21 to 2026-11-20 09:12.
    fn answer(window: &Window, devices: u32, sightings: f64) -> Answer {
        let extent = Extent { first: at("2026-10-21"), last: at("2026-11-20T09:12Z") };
        Answer {
            window: window.resolve(Some(extent), at("2026-12-01")),
            devices,
            sightings,
            latest: None,
            terms: Vec::new(),
            outside_window: Outside::default(),
            ledger: Ledger::default(),
            tools: Vec::new(),
            expected: None,
            near_misses: Vec::new(),
            elapsed_ms: 1.0,
        }
    }

    #[track_caller]
    fn check(from: &str, to: &str, devices: u32, sightings: f64, expected: &str) {
        let window = window(from, to);
        assert_eq!(headline(&answer(&window, devices, sightings), &window), expected);
    }

    #[test]
    fn headlines_name_devices_sightings_and_window() {
        check(
            "-5d",
            "now",
            4,
            108.0,
            "4 devices, 108 sightings in the 5 days up to 2026-11-20 09:12 UTC",
        );
        check("-1d", "now", 1, 1.0, "1 device, 1 sighting in the 1 day up to 2026-11-20 09:12 UTC");
        check(
            "all",
            "all",
            0,
            0.0,
            "No sightings in all rows, 2026-10-21 00:00 to 2026-11-20 09:12 UTC",
        );
        check(
            "2026-11-01",
            "2026-11-02",
            2,
            3.0,
            "2 devices, 3 sightings between 2026-11-01 00:00 and 2026-11-02 00:00 UTC",
        );
    }

    #[test]
    fn windows_have_words_before_there_are_rows() {
        assert_eq!(window_in_words(&Window::default()), "in the 5 days up to the newest row");
        assert_eq!(window_in_words(&window("all", "all")), "in all rows");
        assert_eq!(
            window_in_words(&window("-2d", "-36h")),
            "between 2 days before the newest row and 36 hours before the newest row"
        );
    }

    #[track_caller]
    fn check_outside(devices_inside: u32, rows: u64, devices: u64, expected: Option<&str>) {
        let mut answer = answer(&Window::default(), devices_inside, 1.0);
        answer.outside_window = Outside { rows, devices };
        assert_eq!(outside(&answer).as_deref(), expected);
    }

    #[test]
    fn what_lies_outside_is_told() {
        check_outside(4, 0, 0, None);
        check_outside(0, 41, 2, Some("Outside this window lie 41 matches on 2 devices"));
        check_outside(0, 1, 1, Some("Outside this window lies 1 match on 1 device"));
        check_outside(4, 41, 2, Some("Outside this window lie 41 more matches and 2 more devices"));
        check_outside(4, 1, 1, Some("Outside this window lie 1 more match and 1 more device"));
        check_outside(4, 3, 0, Some("Outside this window lie 3 more matches, on no other device"));
    }

    #[test]
    fn nothing_is_explained_by_where_the_rows_went() {
        let ledger = Ledger { read: 6, outside_window: 3, other_signer: 3, ..Ledger::default() };
        assert_eq!(
            why_nothing(&ledger),
            "6 rows were looked at: 3 by another signer, 3 outside the window and none rejected"
        );
    }

    #[test]
    fn nothing_is_explained_with_every_bucket_that_has_something() {
        let ledger =
            Ledger { read: 9, duplicate: 4, summarized: 2, rejected: 3, ..Ledger::default() };
        assert_eq!(
            why_nothing(&ledger),
            "9 rows were looked at: 0 by another signer, 0 outside the window, 4 already counted \
             elsewhere, 2 devices of summaries and 3 rejected"
        );
    }

    #[test]
    fn counts_of_summaries_are_told() {
        assert_eq!(from_summaries(0, 12), None);
        assert_eq!(
            from_summaries(1, 1).as_deref(),
            Some("Counted by a summary made elsewhere; its signers are not known.")
        );
        assert_eq!(
            from_summaries(3, 12).as_deref(),
            Some("3 of 12 counted by a summary made elsewhere; its signers are not known.")
        );
        assert_eq!(
            from_summaries(12, 12).as_deref(),
            Some("All 12 counted by a summary made elsewhere; its signers are not known.")
        );
    }

    #[test]
    fn the_window_widens_as_far_as_needed() {
        let check = |from: &str, to: &str, first: &str, expected: &str| {
            let window = window(from, to);
            let resolved = answer(&window, 0, 0.0).window;
            assert_eq!(wider(&window, &resolved, Some(at(first))).label, expected);
        };
        check("-5d", "now", "2026-11-14", "7 d");
        check("-5d", "now", "2026-10-25", "30 d");
        check("-5d", "now", "2026-09-01", "All");
        check("2026-11-01", "2026-11-02", "2026-11-14", "All");
    }
}
