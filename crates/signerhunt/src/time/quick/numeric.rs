//! The spelling of Log Analytics, `5/26/2026, 11:00:01.123 PM`, whose date may have the day first or the month. It has no zone.
//!
//! It only says yes, see [`super`], but does not look whether there is such a date.

use super::{HOUR, MINUTE, SECOND};
use crate::time::parse::NumericTime;

/// What a cell in this spelling says; there is such a time of day, but the date must be looked at. `None` says nothing about
/// the cell.
#[inline]
pub(crate) fn read(cell: &[u8]) -> Option<NumericTime> {
    let (first, rest) = number(cell, b'/')?;
    let (second, rest) = number(rest, b'/')?;
    let (year, rest) = match *rest {
        [a, b, c, d, b',', b' ', ..] => (pair(a, b)? * 100 + pair(c, d)?, &rest[6..]),
        _ => return None,
    };
    let (hour, rest) = number(rest, b':')?;
    let [a, b, b':', c, d, b'.', tenths, e, f, b' ', half, b'M'] = *rest else { return None };
    let (minute, seconds) = (pair(a, b)?, pair(c, d)?);
    let milliseconds = digit(tenths)? * 100 + pair(e, f)?;
    let noon = match half {
        b'A' => 0,
        b'P' => 12,
        _ => return None,
    };
    let is_day = |number| (1..=31).contains(&number);
    let is_time = (1..=12).contains(&hour) && minute < 60 && seconds < 60;
    // Before that there are moments that stand for nothing, and later years may be of another calendar.
    let is_year = (1900..2200).contains(&year);
    if !is_day(first) || !is_day(second) || !is_year || !is_time {
        return None;
    }
    let clock = i64::from(hour % 12 + noon) * HOUR + i64::from(minute) * MINUTE;
    let tick_of_day =
        clock + i64::from(seconds) * SECOND + i64::from(milliseconds) * (SECOND / 1000);
    Some(NumericTime { first: first as u8, second: second as u8, year, tick_of_day })
}

/// A number of one digit or two, and what follows the byte behind it.
#[inline(always)]
fn number(cell: &[u8], end: u8) -> Option<(u16, &[u8])> {
    match *cell {
        [ones, byte, ..] if byte == end => Some((digit(ones)?, &cell[2..])),
        [tens, ones, byte, ..] if byte == end => Some((pair(tens, ones)?, &cell[3..])),
        _ => None,
    }
}

#[inline(always)]
fn pair(tens: u8, ones: u8) -> Option<u16> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

#[inline(always)]
fn digit(byte: u8) -> Option<u16> {
    byte.is_ascii_digit().then(|| u16::from(byte - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse::{TimeCell, time_cell};

    #[track_caller]
    fn check(cell: &str, is_taken: bool) {
        assert_eq!(is_read_alike(cell.as_bytes()), is_taken, "{cell}");
    }

    /// Whether it is taken, and then the parser of all spellings reads the same, or says that there is no such date.
    #[track_caller]
    fn is_read_alike(cell: &[u8]) -> bool {
        let Some(numeric) = read(cell) else { return false };
        let words = String::from_utf8_lossy(cell);
        match time_cell(cell) {
            TimeCell::Numeric(expected) => assert_eq!(numeric, expected, "{words}"),
            other => {
                assert!(matches!(other, TimeCell::Unreadable(_)), "{words}: {other:?}");
                let readings = [true, false].map(|day_first| numeric.resolve(day_first));
                assert_eq!(readings, [None, None], "{words}");
            }
        }
        true
    }

    #[test]
    fn the_spelling_of_log_analytics_is_taken() {
        check("11/20/2026, 8:51:44.123 AM", true);
        check("1/2/2026, 12:00:00.000 AM", true);
        check("01/02/2026, 12:59:59.999 PM", true);
        check("31/12/2199, 11:59:59.999 PM", true);
        check("1/1/1900, 1:00:00.000 AM", true);
        for first in 1..=31 {
            for second in 1..=31 {
                check(&format!("{first}/{second}/2026, 8:51:44.120 PM"), true);
            }
        }
        for hour in 1..=12 {
            for half in ["AM", "PM"] {
                check(&format!("11/20/2026, {hour}:01:02.003 {half}"), true);
                check(&format!("11/20/2026, {hour:02}:01:02.003 {half}"), true);
            }
        }
    }

    #[test]
    fn everything_else_is_left() {
        for cell in [
            "",
            "1",
            "11/20/2026",
            "11/20/2026, 8:51:44 AM",
            "11/20/2026, 8:51:44.1234567 AM",
            "11/20/2026, 8:51:44.123",
            "11/20/2026, 8:51:44.123 am",
            "11/20/2026 8:51:44.123 AM",
            "11-20-2026, 8:51:44.123 AM",
            "11/20/26, 8:51:44.123 AM",
            "111/20/2026, 8:51:44.123 AM",
            "/20/2026, 8:51:44.123 AM",
            "0/20/2026, 8:51:44.123 AM",
            "32/2/2026, 8:51:44.123 AM",
            "2/32/2026, 8:51:44.123 AM",
            "1/1/0001, 12:00:00.000 AM",
            "1/1/2569, 12:00:00.000 AM",
            "11/20/2026, 0:51:44.123 AM",
            "11/20/2026, 13:51:44.123 PM",
            "11/20/2026, 8:60:44.123 AM",
            "11/20/2026, 8:51:60.123 AM",
            "11/20/2026, 8:51:44.123 AMx",
            "11/20/2026, 8:51:44.123 AM ",
        ] {
            check(cell, false);
        }
    }

    #[test]
    fn no_odd_byte_is_taken_for_another() {
        for cell in ["11/20/2026, 8:51:44.123 AM", "1/2/2026, 12:00:00.000 PM"] {
            for place in 0..cell.len() {
                for byte in 0..=255 {
                    let mut odd = cell.as_bytes().to_vec();
                    odd[place] = byte;
                    is_read_alike(&odd);
                }
            }
        }
    }
}
