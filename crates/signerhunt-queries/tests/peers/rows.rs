//! Random rows, from a seed: signers made of the terms that are looked for, of what nearly is one, and of letters at their
//! edges; times at the ends of windows; report ids that repeat or are not there.

use fastrand::Rng;
use signerhunt::{Bound, Now, Ticks, Window, term};

/// A row of the table, as far as the rule looks at it.
pub(crate) struct Row {
    pub(crate) time: Ticks,
    pub(crate) device_id: String,
    pub(crate) device_name: String,
    pub(crate) signer: String,
    pub(crate) report: Option<i64>,
}

/// What may stand beside a term: separators, and letters and numbers of every kind and of any length in UTF-8 and UTF-16.
const EDGES: [&str; 34] = [
    "", "", "", " ", "-", "_", ".", ",", "(", "'", "\"", "\\", "\n", "\r\n", "\0", "\t", "a", "S",
    "1", "é", "K", "ſ", "ß", "漢", "ª", "²", "Ⅷ", "𝒳", "𐐨", "😀", "\u{301}", "\u{200D}",
    "\u{FFFD}", "\u{E000}",
];

/// Around which the rows' times lie, in ticks since year 1.
fn middle() -> Ticks {
    "2026-05-26T23:00:01.1234567Z".parse().expect("it is a time")
}

/// A window with ends on or between the rows' times, to the tick.
pub(crate) fn window(rng: &mut Rng) -> Window {
    let mut bound = |distances: std::ops::RangeInclusive<i64>| match rng.u8(..8) {
        0 => Bound::All,
        _ => Bound::At(middle().saturating_add(rng.i64(distances))),
    };
    Window { from: bound(-60..=0), to: bound(0..=60), now: Now::Newest }
}

/// The window of all rows.
pub(crate) fn all() -> Window {
    Window { from: Bound::All, to: Bound::All, now: Now::Newest }
}

/// A row of a device of its own.
pub(crate) fn with_signer(number: usize, signer: &str) -> Row {
    Row {
        time: Ticks::UNIX_EPOCH,
        device_id: number.to_string(),
        device_name: "ws".to_owned(),
        signer: signer.to_owned(),
        report: Some(1),
    }
}

/// So many rows, whose times are multiples of so many ticks.
pub(crate) fn random(rng: &mut Rng, count: usize, terms: &[&str], step: i64) -> Vec<Row> {
    let row = |rng: &mut Rng| {
        let count = middle().count() + rng.i64(-90..=90);
        let device = rng.u8(..40);
        Row {
            time: Ticks::new(count - count.rem_euclid(step)).expect("it is within the calendar"),
            device_id: format!("{:x}", device / 2),
            // Some devices have two names, some names are in two devices; names differ by case, or are empty.
            device_name: ["ws-1", "WS-1", "ws-é", "", "ws-'2"][usize::from(device % 5)].to_owned(),
            signer: signer(rng, terms),
            report: match rng.u8(..5) {
                0 => None,
                1 => Some(rng.i64(..)),
                _ => Some(rng.i64(-3..12)),
            },
        }
    };
    (0..count).map(|_| row(rng)).collect()
}

fn signer(rng: &mut Rng, terms: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..rng.u8(1..=3) {
        text.push_str(one_of(rng, &EDGES));
        let term = one_of(rng, terms);
        match rng.u8(..8) {
            0 => text.extend(damaged(rng, term)),
            1 => text.push_str(term),
            2 => text.push_str(&term.to_uppercase()),
            3 => text.push_str(&term.to_lowercase()),
            _ => text.extend(term.chars().map(|character| {
                let family = term::alike(character);
                family[rng.usize(..family.len())]
            })),
        }
        text.push_str(one_of(rng, &EDGES));
    }
    text
}

/// A term with a character too few or too many.
fn damaged(rng: &mut Rng, term: &str) -> Vec<char> {
    let mut characters: Vec<char> = term.chars().collect();
    let at = rng.usize(..characters.len());
    if rng.bool() {
        characters.remove(at);
    } else {
        characters.splice(at..at, one_of(rng, &EDGES).chars());
    }
    characters
}

fn one_of<'a>(rng: &mut Rng, all: &[&'a str]) -> &'a str {
    all[rng.usize(..all.len())]
}
