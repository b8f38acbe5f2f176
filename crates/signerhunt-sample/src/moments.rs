//! Moments as exporters spell them, and numbers.
//!
//! Which exporter spells how is in `shape.rs`; what a moment is, in `clock.rs`.

use crate::clock::Parts;
use chrono::Datelike;

/// `"May 26, 2026 11:00:01 PM"`: whole seconds only.
pub(crate) fn push_portal_time(out: &mut Vec<u8>, parts: &Parts) {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = 3 * parts.date.month0() as usize;
    out.push(b'"');
    out.extend_from_slice(&MONTHS[month..month + 3]);
    out.push(b' ');
    push_number(out, parts.date.day());
    out.extend_from_slice(b", ");
    push_number(out, parts.date.year() as u32);
    out.push(b' ');
    push_clock(out, parts, None);
    out.push(b'"');
}

/// `"5/26/2026, 11:00:01.123 PM"`: milliseconds, always three digits of them.
pub(crate) fn push_log_analytics_time(out: &mut Vec<u8>, parts: &Parts) {
    out.push(b'"');
    push_number(out, parts.date.month());
    out.push(b'/');
    push_number(out, parts.date.day());
    out.push(b'/');
    push_number(out, parts.date.year() as u32);
    out.extend_from_slice(b", ");
    push_clock(out, parts, Some(parts.fraction / 10_000));
    out.push(b'"');
}

/// `2026-05-26T23:00:01.1234567Z`: all ticks, without the zeros that would end them.
pub(crate) fn push_iso_time(out: &mut Vec<u8>, parts: &Parts) {
    push_number(out, parts.date.year() as u32);
    out.push(b'-');
    push_two(out, parts.date.month() as u8);
    out.push(b'-');
    push_two(out, parts.date.day() as u8);
    out.push(b'T');
    push_two(out, parts.hour);
    out.push(b':');
    push_two(out, parts.minute);
    out.push(b':');
    push_two(out, parts.second);
    let mut left = parts.fraction;
    if left > 0 {
        out.push(b'.');
    }
    let mut place = 1_000_000;
    while left > 0 {
        out.push(b'0' + (left / place) as u8);
        left %= place;
        place /= 10;
    }
    out.push(b'Z');
}

/// `11:00:01 PM`, or `11:00:01.123 PM`.
fn push_clock(out: &mut Vec<u8>, parts: &Parts, milliseconds: Option<u32>) {
    push_number(out, u32::from((parts.hour + 11) % 12 + 1));
    out.push(b':');
    push_two(out, parts.minute);
    out.push(b':');
    push_two(out, parts.second);
    if let Some(milliseconds) = milliseconds {
        out.push(b'.');
        out.push(b'0' + (milliseconds / 100) as u8);
        push_two(out, (milliseconds % 100) as u8);
    }
    out.extend_from_slice(if parts.hour < 12 { b" AM" } else { b" PM" });
}

/// Appends a number without leading zeros.
pub(crate) fn push_number(out: &mut Vec<u8>, number: u32) {
    let mut digits = [0; 10];
    let mut start = digits.len();
    let mut left = number;
    loop {
        start -= 1;
        digits[start] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

fn push_two(out: &mut Vec<u8>, number: u8) {
    out.extend_from_slice(&[b'0' + number / 10, b'0' + number % 10]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::moment;

    #[track_caller]
    fn time_is(push: fn(&mut Vec<u8>, &Parts), ticks: u64, expected: &str) {
        let mut out = Vec::new();
        push(&mut out, &Parts::of(ticks));
        assert_eq!(String::from_utf8(out).expect("spelled in UTF-8"), expected);
    }

    #[test]
    fn midnight_and_noon_are_twelve() {
        time_is(push_portal_time, moment(2026_01_02_00_04_05), "\"Jan 2, 2026 12:04:05 AM\"");
        time_is(
            push_log_analytics_time,
            moment(2026_01_02_12_04_05),
            "\"1/2/2026, 12:04:05.000 PM\"",
        );
    }

    #[test]
    fn iso_drops_ending_zeros_only() {
        let second = moment(2026_05_07_06_30_59);
        time_is(push_iso_time, second, "2026-05-07T06:30:59Z");
        time_is(push_iso_time, second + 5_000_000, "2026-05-07T06:30:59.5Z");
        time_is(push_iso_time, second + 1_010, "2026-05-07T06:30:59.000101Z");
    }

    #[test]
    fn numbers_have_no_leading_zeros() {
        for number in [0, 7, 10, 45_720, u32::MAX] {
            let mut out = Vec::new();
            push_number(&mut out, number);
            assert_eq!(String::from_utf8(out).expect("digits"), number.to_string());
        }
    }
}
