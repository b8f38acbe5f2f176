//! The pieces of a time of day that all spellings share: halves of the day, fractions, zones, and
//! how they add up to ticks since midnight. Which words name a half of the day is not known here.

use super::cursor::{Cursor, NOT_A_TIME};
use super::{HOUR, MINUTE, SECOND};

const NO_SUCH_TIME: &str = "there is no such time of day";
const TOO_FINE: &str = "it is finer than 100 ns, which no time of the table is";

/// The part of the day that the hours of a twelve-hour clock are in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Half {
    /// Midnight is its hour 12.
    Morning,
    /// Noon is its hour 12.
    Afternoon,
    /// The hours around noon, 11 and 12: Chinese has a word for them.
    Noon,
}

impl Half {
    /// The hour on a clock of twenty-four hours.
    pub(super) fn hour(self, hour: u32) -> Result<u32, &'static str> {
        match (self, hour) {
            (Half::Morning, 1..=12) => Ok(hour % 12),
            (Half::Afternoon, 1..=12) => Ok(hour % 12 + 12),
            (Half::Noon, 11 | 12) => Ok(hour),
            _ => Err(NO_SUCH_TIME),
        }
    }
}

/// Ticks since midnight.
pub(super) fn tick_of_day(
    hour: u32,
    minute: u32,
    second: u32,
    fraction: u32,
) -> Result<i64, &'static str> {
    if hour > 23 || minute > 59 || second > 59 {
        return Err(NO_SUCH_TIME);
    }
    Ok(i64::from(hour) * HOUR
        + i64::from(minute) * MINUTE
        + i64::from(second) * SECOND
        + i64::from(fraction))
}

/// A point or a comma and up to seven digits, as ticks; zero when there is neither. More digits must be zeros: some
/// programs write all nine of a nanosecond.
///
/// A comma without a digit is not a fraction; it is left where it is.
pub(super) fn fraction(cursor: &mut Cursor<'_>) -> Result<u32, &'static str> {
    if !matches!(cursor.rest, [b'.', ..] | [b',', b'0'..=b'9', ..]) {
        return Ok(0);
    }
    cursor.skip(1);
    let n_written = cursor.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let beyond = cursor.rest.get(7..n_written).unwrap_or_default();
    if beyond.iter().any(|digit| *digit != b'0') {
        return Err(TOO_FINE);
    }
    let (value, n_digits) = match beyond.len() {
        0 => cursor.number(7)?,
        n_zeros => {
            let ticks = cursor.rest[..7]
                .iter()
                .fold(0, |ticks, digit| ticks * 10 + u32::from(digit - b'0'));
            cursor.skip(7 + n_zeros);
            (ticks, 7)
        }
    };
    Ok(value * 10_u32.pow(7 - n_digits as u32))
}

/// A zone as ticks east of UTC.
pub(super) fn zone(cursor: &mut Cursor<'_>) -> Result<Option<i64>, &'static str> {
    cursor.skip_spaces();
    let sign = match cursor.rest {
        [b'Z' | b'z', ..] => {
            cursor.skip(1);
            return Ok(Some(0));
        }
        [first, second, third, ..] if [*first, *second, *third].eq_ignore_ascii_case(b"UTC") => {
            cursor.skip(3);
            return Ok(Some(0));
        }
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return Ok(None),
    };
    cursor.skip(1);
    let (mut hours, n_digits) = cursor.number(4)?;
    let mut minutes = 0;
    if n_digits == 4 {
        (hours, minutes) = (hours / 100, hours % 100);
    } else if cursor.eat(b':') {
        minutes = cursor.small()?;
    }
    if n_digits % 2 == 1 || hours > 14 || minutes > 59 {
        return Err(NOT_A_TIME);
    }
    Ok(Some(sign * (i64::from(hours) * HOUR + i64::from(minutes) * MINUTE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(half: Half, hours: [Option<u32>; 4]) {
        assert_eq!([0, 1, 11, 12].map(|hour| half.hour(hour).ok()), hours, "{half:?}");
    }

    #[test]
    fn twelve_comes_before_one() {
        check(Half::Morning, [None, Some(1), Some(11), Some(0)]);
        check(Half::Afternoon, [None, Some(13), Some(23), Some(12)]);
        check(Half::Noon, [None, None, Some(11), Some(12)]);
    }
}
