//! Numbers, sizes, durations and points in time as the page spells them.
//!
//! Spelling only: what a sentence says is decided in [`crate::wording`].

use signerhunt::Ticks;
use signerhunt::time::{DAY, HOUR, MINUTE};

/// A count with its thousands set apart: `184,220`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut spelled = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            spelled.push(',');
        }
        spelled.push(digit);
    }
    spelled
}

/// A count that crossed the border to JavaScript as a floating-point number.
pub(crate) fn float_count(number: f64) -> String {
    // The cast saturates and takes NaN for zero, so any number that arrives is spelled somehow.
    count(number as u64)
}

/// A count with its noun: `1 device`, `4 devices`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(number))
}

/// The nearest whole number. The compiler's own spelling of floating-point numbers is exact for any of them, and weighs
/// more than a page wants to load for a few small amounts.
pub(crate) fn rounded(amount: f64) -> u64 {
    amount.round_ties_even() as u64
}

/// An amount with one digit behind the point: `61.2`.
fn to_a_tenth(amount: f64) -> String {
    let tenths = rounded(amount * 10.0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A part of a hundred, to its hundredth: `12.34%`.
pub(crate) fn percent(share: f64) -> String {
    let hundredths = rounded(share * 10_000.0);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// A size in decimal units, as the portal states its own limit: `61.2 MB`.
pub(crate) fn bytes(number: f64) -> String {
    let mut amount = number;
    for unit in ["bytes", "kB", "MB", "GB"] {
        // From 999.5 on, rounding would print a fourth digit, so the next unit takes over.
        if amount < 999.5 {
            return match unit {
                "bytes" => format!("{} {unit}", rounded(amount)),
                _ if amount < 99.95 => format!("{} {unit}", to_a_tenth(amount)),
                _ => format!("{} {unit}", rounded(amount)),
            };
        }
        amount /= 1000.0;
    }
    format!("{} TB", to_a_tenth(amount))
}

/// How long something took or will take: `40 ms`, `1.1 s`, `2 min 5 s`, `1 h 20 min`.
pub(crate) fn duration(millis: f64) -> String {
    let seconds = (millis / 1000.0).round() as u64;
    if millis < 100.0 {
        format!("{} ms", rounded(millis))
    } else if millis < 9950.0 {
        format!("{} s", to_a_tenth(millis / 1000.0))
    } else if seconds < 60 {
        format!("{seconds} s")
    } else if seconds < 3600 {
        format!("{} min {} s", seconds / 60, seconds % 60)
    } else {
        format!("{} h {} min", seconds / 3600, seconds / 60 % 60)
    }
}

/// A length of time in its largest whole unit: `5 days`, `36 hours`, `90 minutes`.
pub(crate) fn span(ticks: i64) -> String {
    let (unit, noun) = [(DAY, "day"), (HOUR, "hour")]
        .into_iter()
        .find(|(unit, _)| ticks % unit == 0)
        .unwrap_or((MINUTE, "minute"));
    counted((ticks / unit).unsigned_abs(), noun)
}

/// A point in time to the minute: `2026-11-20 09:12`.
pub(crate) fn minute(ticks: Ticks) -> String {
    calendar_prefix(ticks, "2026-11-20T09:12".len())
}

/// A point in time to the second: `2026-11-20 09:12:00`.
pub(crate) fn second(ticks: Ticks) -> String {
    calendar_prefix(ticks, "2026-11-20T09:12:00".len())
}

/// A point in time as short as it can be without losing anything: `2026-11-20 09:12`, or as much
/// more as is not zero.
pub(crate) fn shortest(ticks: Ticks) -> String {
    let full = calendar_prefix(ticks, "2026-11-20T09:12:00.0000000".len());
    let without_fraction = full.trim_end_matches('0').trim_end_matches('.');
    // The trimming may also have eaten zeros of the seconds or minutes; these are put back.
    let to_the_second = &full[..full.len() - ".0000000".len()];
    if without_fraction.len() > to_the_second.len() {
        without_fraction.to_owned()
    } else {
        to_the_second.strip_suffix(":00").unwrap_or(to_the_second).to_owned()
    }
}

/// The first `length` bytes of the full spelling, with a space for the `T`.
fn calendar_prefix(ticks: Ticks, length: usize) -> String {
    // Ticks are spelled in ASCII and always at the same length, so the cut is inside the text.
    ticks.to_string()[..length].replacen('T', " ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1000), "1,000");
        assert_eq!(count(184_220), "184,220");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(float_count(f64::NAN), "0");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "device"), "1 device");
        assert_eq!(counted(0, "device"), "0 devices");
    }

    #[test]
    fn sizes_have_at_most_three_digits() {
        assert_eq!(bytes(0.0), "0 bytes");
        assert_eq!(bytes(999.0), "999 bytes");
        assert_eq!(bytes(1_000.0), "1.0 kB");
        assert_eq!(bytes(61_234_567.0), "61.2 MB");
        assert_eq!(bytes(999_960.0), "1.0 MB");
        assert_eq!(bytes(1_073_741_824.0), "1.1 GB");
    }

    #[test]
    fn shares_are_percents() {
        assert_eq!(percent(0.0), "0.00%");
        assert_eq!(percent(0.008), "0.80%");
        assert_eq!(percent(1.0 / 3.0), "33.33%");
        assert_eq!(percent(1.0), "100.00%");
    }

    #[test]
    fn durations_grow_through_the_units() {
        assert_eq!(duration(42.0), "42 ms");
        assert_eq!(duration(1_100.0), "1.1 s");
        assert_eq!(duration(42_000.0), "42 s");
        assert_eq!(duration(125_000.0), "2 min 5 s");
        assert_eq!(duration(4_800_000.0), "1 h 20 min");
    }

    #[test]
    fn spans_use_their_largest_whole_unit() {
        assert_eq!(span(5 * DAY), "5 days");
        assert_eq!(span(DAY), "1 day");
        assert_eq!(span(36 * HOUR), "36 hours");
        assert_eq!(span(90 * MINUTE), "90 minutes");
    }

    #[test]
    fn times_are_cut_not_rounded() {
        let ticks: Ticks = "2026-11-20T09:12:59.9999999Z".parse().unwrap();
        assert_eq!(minute(ticks), "2026-11-20 09:12");
        assert_eq!(second(ticks), "2026-11-20 09:12:59");
        assert_eq!(shortest(ticks), "2026-11-20 09:12:59.9999999");
    }

    #[test]
    fn the_shortest_spelling_loses_nothing() {
        let check = |text: &str| assert_eq!(shortest(text.parse().unwrap()), text);
        check("2026-11-20 00:00");
        check("2026-11-20 09:12:30");
        check("2026-11-20 10:10:10.1");
        check("2026-11-20 09:12:00.0000001");
    }
}
