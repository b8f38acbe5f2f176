//! The spellings of other languages than English, and all that differ from the common ones: words,
//! half-day words before the time, points within the time, `2026年5月26日`.
//!
//! Tried only when [`super::plain`] does not know a cell. The cell is made [`Simple`] first, so this
//! grammar sees lower-case words, plain spaces and ASCII digits only.

use super::clock::{fraction, tick_of_day, zone};
use super::cursor::{Cursor, NOT_A_TIME};
use super::parse::{Date, Spelled};
use super::simple::Simple;
use super::{numbers, words};

/// Reads a whole cell, or says what is wrong with it.
pub(super) fn read(cell: &[u8]) -> Result<Spelled, &'static str> {
    let simple = Simple::of(cell).ok_or(NOT_A_TIME)?;
    let cursor = &mut Cursor { rest: simple.as_bytes() };
    let spelled = if matches!(cursor.rest, [_, b':', ..] | [_, _, b':', ..]) {
        // Vietnamese browsers put the time first.
        let tick_of_day = time_of_day(cursor)?;
        words::skip_of(cursor);
        Spelled { date: date(cursor)?, tick_of_day, east: None }
    } else {
        let date = date(cursor)?;
        let (mut tick_of_day, mut east) = (0, None);
        if !cursor.rest.is_empty() {
            let comma = cursor.eat(b',');
            if !cursor.skip_spaces() && !comma {
                return Err(NOT_A_TIME);
            }
            words::skip_at(cursor);
            tick_of_day = time_of_day(cursor)?;
            east = zone(cursor)?;
        }
        Spelled { date, tick_of_day, east }
    };
    if !cursor.rest.is_empty() {
        return Err(NOT_A_TIME);
    }
    Ok(spelled)
}

fn date(cursor: &mut Cursor<'_>) -> Result<Date, &'static str> {
    let mut ahead = *cursor;
    match numbers::date(&mut ahead) {
        Err(NOT_A_TIME) => date_with_words(cursor),
        date => {
            *cursor = ahead;
            date
        }
    }
}

fn date_with_words(cursor: &mut Cursor<'_>) -> Result<Date, &'static str> {
    if !cursor.peek().is_ascii_digit() {
        // Month, day, year, as in English.
        let month = words::month(cursor)?;
        cursor.skip_spaces();
        let day = cursor.small()?;
        words::skip_of(cursor);
        return Date::known(cursor.exactly(4)?, month, day);
    }
    let (number, n_digits) = cursor.number(4)?;
    if n_digits == 4 { rest_after_year(cursor, number) } else { rest_after_day(cursor, number) }
}

/// Month and day behind a year: `2026年5月26日`, `2026년 5월 26일`, `2026. máj. 26.`
fn rest_after_year(cursor: &mut Cursor<'_>, year: u32) -> Result<Date, &'static str> {
    for [year_mark, month_mark, day_mark] in [["年", "月", "日"], ["년", "월", "일"]] {
        if cursor.eat_text(year_mark) {
            cursor.skip_spaces();
            let month = cursor.small()?;
            if !cursor.eat_text(month_mark) {
                return Err(NOT_A_TIME);
            }
            cursor.skip_spaces();
            let day = cursor.small()?;
            if !cursor.eat_text(day_mark) {
                return Err(NOT_A_TIME);
            }
            return Date::known(year, month, day);
        }
    }
    cursor.expect(b'.')?;
    cursor.skip_spaces();
    let month = words::month(cursor)?;
    cursor.skip_spaces();
    let day = cursor.small()?;
    cursor.eat(b'.');
    Date::known(year, month, day)
}

/// Month and year behind a day: `26. Mai 2026`, `26 de may. de 2026`, `26 мая 2026 г.`, `26-May-2026`.
fn rest_after_day(cursor: &mut Cursor<'_>, day: u32) -> Result<Date, &'static str> {
    let point = cursor.eat(b'.');
    if !cursor.eat(b'-') {
        if !cursor.skip_spaces() && !point {
            return Err(NOT_A_TIME);
        }
        words::skip_of(cursor);
    }
    let thai = matches!(cursor.rest, [0xE0, 0xB8 | 0xB9, ..]);
    let month = words::month(cursor)?;
    if !cursor.eat(b'-') {
        words::skip_of(cursor);
    }
    let mut year = cursor.exactly(4)?;
    if thai {
        year = numbers::thai_year(year);
    }
    words::skip_year(cursor);
    Date::known(year, month, day)
}

/// `HH:mm`, `HH.mm` or `HH h mm min`, with seconds and a fraction or without, with a half-day word before or behind
/// or without.
///
/// Points are unambiguous here because a whole date with its year came before.
fn time_of_day(cursor: &mut Cursor<'_>) -> Result<i64, &'static str> {
    let mut half = words::half_of_day(cursor);
    let mut hour = cursor.small()?;
    let [hour_mark, minute_mark, second_mark] = words::time_marks(cursor.rest).ok_or(NOT_A_TIME)?;
    cursor.eat_text(hour_mark);
    let minute = if hour_mark == "." { cursor.exactly(2)? } else { cursor.small()? };
    let (mut second, mut ticks) = (0, 0);
    if cursor.eat_text(minute_mark) && !cursor.rest.is_empty() {
        second = cursor.small()?;
        ticks = fraction(cursor)?;
        cursor.eat_text(second_mark);
    }
    if half.is_none() {
        half = words::half_of_day(cursor);
    }
    if let Some(half) = half {
        // Japanese calls 0 what others call 12.
        hour = half.hour(if hour == 0 { 12 } else { hour })?;
    }
    tick_of_day(hour, minute, second, ticks)
}
