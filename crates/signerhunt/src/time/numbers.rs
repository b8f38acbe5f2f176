//! Dates made of numbers alone: 2026-05-26, 26.05.2026, 5/26/2026. No words, no time of day.

use super::cursor::{Cursor, NOT_A_TIME};
use super::parse::Date;

/// A date of three numbers with the same mark between them.
///
/// The year is the number of four digits; when it comes first, the month is next. Between points the
/// day comes first, everywhere. Between slashes or dashes two small numbers stay as they are.
/// Points may have a space behind them and one may end the date, as in `2026. 5. 26.`
pub(super) fn date(cursor: &mut Cursor<'_>) -> Result<Date, &'static str> {
    let (first, n_digits) = cursor.number(4)?;
    let mark = cursor.peek();
    if n_digits == 3 || !matches!(mark, b'-' | b'/' | b'.') {
        return Err(NOT_A_TIME);
    }
    let points = mark == b'.';
    let skip_mark = |cursor: &mut Cursor<'_>| {
        cursor.expect(mark)?;
        if points {
            cursor.skip_spaces();
        }
        Ok(())
    };
    skip_mark(cursor)?;
    let second = cursor.small()?;
    skip_mark(cursor)?;
    let date = if n_digits == 4 {
        Date::known(first, second, cursor.small()?)?
    } else {
        let year = cursor.exactly(4)?;
        if points {
            Date::known(year, second, first)?
        } else {
            // Two digits and four digits fit these types.
            let year = thai_year(year) as u16;
            Date::Numeric { first: first as u8, second: second as u8, year }
        }
    };
    if points {
        cursor.eat(b'.');
    }
    Ok(date)
}

/// Years of the Thai calendar are 543 ahead, and Thai browsers write 26/5/2569. No other date of an
/// export is as far in the future, except those that mean "never", in the year 9999.
pub(super) fn thai_year(year: u32) -> u32 {
    if (2443..2743).contains(&year) { year - 543 } else { year }
}
