//! ISO 8601 with every field at its full width, `2026-05-26T23:00:01.1234567Z`: what every API and
//! every older export has, and the quickest to read because each digit has its place.

use super::clock::{fraction, tick_of_day, zone};
use super::cursor::Cursor;
use super::parse::{Date, Spelled};

/// Reads a whole cell. `None` says only that [`super::plain`] must look at it, which reads all of
/// this too and knows what is wrong.
pub(super) fn read(cell: &[u8]) -> Option<Spelled> {
    let (fixed, rest) = cell.split_at_checked(19)?;
    let &[.., b'-', _, _, b'-', _, _, b'T' | b' ', _, _, b':', _, _, b':', _, _] = fixed else {
        return None;
    };
    let two = |idx: usize| match fixed[idx..idx + 2] {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
        }
        _ => None,
    };
    let date = Date::known(two(0)? * 100 + two(2)?, two(5)?, two(8)?).ok()?;
    let cursor = &mut Cursor { rest };
    let ticks = fraction(cursor).ok()?;
    let tick_of_day = tick_of_day(two(11)?, two(14)?, two(17)?, ticks).ok()?;
    let east = zone(cursor).ok()?;
    cursor.rest.is_empty().then_some(Spelled { date, tick_of_day, east })
}
