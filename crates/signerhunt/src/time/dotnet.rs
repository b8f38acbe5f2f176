//! `/Date(1779836401123)/`, which Windows PowerShell's `ConvertTo-Json` makes of a time, with its
//! slashes escaped or not.

use super::cursor::{Cursor, NOT_A_TIME};
use super::parse::{Date, Spelled};
use super::{DAY, Ticks};

/// Reads a whole cell. The number is milliseconds since 1970 in UTC; an offset such as `+0200`
/// says only where it was written.
pub(super) fn read(cell: &[u8]) -> Result<Spelled, &'static str> {
    let cursor = &mut Cursor { rest: cell };
    cursor.eat(b'\\');
    if !cursor.eat_text("/Date(") {
        return Err(NOT_A_TIME);
    }
    let before_1970 = cursor.eat(b'-');
    let digits = cursor.run(|byte| byte.is_ascii_digit());
    if cursor.eat(b'+') || cursor.eat(b'-') {
        cursor.exactly(4)?;
    }
    cursor.expect(b')')?;
    cursor.eat(b'\\');
    cursor.expect(b'/')?;
    // The year 9999 has fifteen digits.
    if !cursor.rest.is_empty() || digits.is_empty() || digits.len() > 15 {
        return Err(NOT_A_TIME);
    }
    let millis = digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    let ticks = Ticks::from_unix_millis(if before_1970 { -millis } else { millis })
        .ok_or("it is not between the years 1 and 9999")?;
    let tick_of_day = ticks.count() % DAY;
    Ok(Spelled {
        date: Date::Known(ticks.saturating_add(-tick_of_day)),
        tick_of_day,
        east: Some(0),
    })
}
