//! The common spellings, read where they stand: ISO 8601, the English portal's
//! `May 26, 2026 11:00:01 PM`, and numeric dates such as `5/26/2026, 11:00:01.123 PM`.
//!
//! Nearly every cell of every export ends here, so nothing is copied. Other languages are
//! [`super::localized`].

use super::clock::{Half, fraction, tick_of_day, zone};
use super::cursor::{Cursor, NOT_A_TIME};
use super::numbers;
use super::parse::{Date, Spelled};

/// Reads a whole cell, or says what is wrong with it.
pub(super) fn read(cell: &[u8]) -> Result<Spelled, &'static str> {
    let cursor = &mut Cursor { rest: cell };
    let date = date(cursor)?;
    let (mut tick_of_day, mut east) = (0, None);
    if !cursor.rest.is_empty() {
        if !skip_date_separator(cursor) {
            return Err(NOT_A_TIME);
        }
        tick_of_day = time_of_day(cursor)?;
        east = zone(cursor)?;
    }
    if !cursor.rest.is_empty() {
        return Err(NOT_A_TIME);
    }
    Ok(Spelled { date, tick_of_day, east })
}

fn date(cursor: &mut Cursor<'_>) -> Result<Date, &'static str> {
    if cursor.peek().is_ascii_alphabetic() {
        let month = month_name(cursor)?;
        cursor.skip_spaces();
        let day = cursor.small()?;
        cursor.eat(b',');
        cursor.skip_spaces();
        return Date::known(cursor.exactly(4)?, month, day);
    }
    if !matches!(cursor.rest, [_, b' ', ..] | [_, _, b' ', ..]) {
        return numbers::date(cursor);
    }
    let day = cursor.small()?;
    cursor.skip_spaces();
    let month = month_name(cursor)?;
    cursor.skip_spaces();
    Date::known(cursor.exactly(4)?, month, day)
}

/// An English month, whole or its first three letters.
fn month_name(cursor: &mut Cursor<'_>) -> Result<u32, &'static str> {
    let [first, second, third, rest @ ..] = cursor.run(|byte| byte.is_ascii_alphabetic()) else {
        return Err(NOT_A_TIME);
    };
    let (month, whole): (u32, &[u8]) = match &[*first, *second, *third].map(|b| b | 0x20) {
        b"jan" => (1, b"uary"),
        b"feb" => (2, b"ruary"),
        b"mar" => (3, b"ch"),
        b"apr" => (4, b"il"),
        b"may" => (5, b""),
        b"jun" => (6, b"e"),
        b"jul" => (7, b"y"),
        b"aug" => (8, b"ust"),
        b"sep" => (9, b"tember"),
        b"oct" => (10, b"ober"),
        b"nov" => (11, b"ember"),
        b"dec" => (12, b"ember"),
        _ => return Err(NOT_A_TIME),
    };
    let known = rest.is_empty() || rest.eq_ignore_ascii_case(whole);
    known.then_some(month).ok_or(NOT_A_TIME)
}

/// Between date and time stands a `T`, or a comma, spaces, or both.
fn skip_date_separator(cursor: &mut Cursor<'_>) -> bool {
    if cursor.eat(b'T') {
        return true;
    }
    let comma = cursor.eat(b',');
    let spaces = cursor.skip_spaces();
    comma || spaces
}

/// `HH:mm`, with seconds and up to seven fractional digits or without, with AM or PM or without.
fn time_of_day(cursor: &mut Cursor<'_>) -> Result<i64, &'static str> {
    let mut hour = cursor.small()?;
    cursor.expect(b':')?;
    let minute = cursor.small()?;
    let (mut second, mut ticks) = (0, 0);
    if cursor.eat(b':') {
        second = cursor.small()?;
        ticks = fraction(cursor)?;
    }
    cursor.skip_spaces();
    if let Some(half) = half_of_day(cursor) {
        hour = half.hour(hour)?;
    }
    tick_of_day(hour, minute, second, ticks)
}

/// AM or PM in any case, or `a.m.`
fn half_of_day(cursor: &mut Cursor<'_>) -> Option<Half> {
    let (half, n_bytes) = match cursor.rest {
        [b'A' | b'a', b'M' | b'm', ..] => (Half::Morning, 2),
        [b'P' | b'p', b'M' | b'm', ..] => (Half::Afternoon, 2),
        [b'A' | b'a', b'.', b'M' | b'm', b'.', ..] => (Half::Morning, 4),
        [b'P' | b'p', b'.', b'M' | b'm', b'.', ..] => (Half::Afternoon, 4),
        _ => return None,
    };
    cursor.skip(n_bytes);
    Some(half)
}
