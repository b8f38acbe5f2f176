//! The spelling of a portal whose language is English, `May 26, 2026 11:00:01 PM`, read eight bytes at a time. It has no zone.
//!
//! It only says yes, see [`super`].

use super::{Shape, Spelled, pairs, word_at};

/// What a cell in this spelling says. `None` says nothing about the cell.
#[inline(always)]
pub(super) fn read(cell: &[u8]) -> Option<Spelled> {
    let (clock, before) = (*cell.last_chunk()?, cell.len().checked_sub(MINUTES_BYTES)?);
    let (month, day, behind_day) = match *cell {
        [a, b, c, b' ', day, b',', ..] => ([a, b, c], digit(day)?, 5),
        [a, b, c, b' ', tens, ones, b',', ..] => ([a, b, c], digit(tens)? * 10 + digit(ones)?, 6),
        _ => return None,
    };
    let noon = match *cell.last_chunk::<2>()? {
        [b'A', b'M'] => 0,
        [b'P', b'M'] => 12,
        _ => return None,
    };
    // The last two of these bytes are known already.
    let clock = pairs(with_am(clock), const { Shape::new(*b"00:00 AM") })?;
    let year = pairs(word_at(cell, behind_day)?, const { Shape::new(*b", 0000 0") })?;
    // Behind the last digit of these bytes stands nothing: as if it were a zero.
    let tens = year(7);
    // One digit or two, then what `clock` begins behind.
    let hour = match before.checked_sub(behind_day)? {
        8 => tens / 10,
        9 => tens + digit(cell[behind_day + 8])?,
        _ => return None,
    };
    if cell[before] != b':' || !(1..=12).contains(&hour) {
        return None;
    }
    let date = [year(2) * 100 + year(4), month_of(month)?, day];
    let clock = [hour % 12 + noon, clock(0), clock(3)];
    Some(Spelled { date, clock, fraction: 0, is_zoned: false })
}

/// `:00:01 PM`.
const MINUTES_BYTES: usize = 9;

#[inline(always)]
fn with_am(mut clock: [u8; 8]) -> [u8; 8] {
    clock[6] = b'A';
    clock
}

#[inline(always)]
fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

/// The number of a month of which these are the first letters.
#[inline(always)]
fn month_of(letters: [u8; 3]) -> Option<i64> {
    Some(match &letters {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_odd_bytes};

    #[test]
    fn the_portals_spelling_is_taken() {
        check("May 26, 2026 11:00:01 PM", true);
        check("May 6, 2026 1:00:01 AM", true);
        check("Dec 31, 9999 11:59:59 PM", true);
        check("Jan 1, 1900 12:00:00 AM", true);
        for month in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(' ') {
            for hour in 1..=12 {
                for half in ["AM", "PM"] {
                    check(&format!("{month} 3, 2026 {hour}:05:09 {half}"), true);
                    check(&format!("{month} 28, 2026 {hour:02}:05:09 {half}"), true);
                }
            }
        }
    }

    #[test]
    fn everything_else_is_left() {
        for cell in [
            "",
            "May",
            " AM",
            ":00:01 PM",
            "May 26, 2026",
            "May 26, 2026 11:00 PM",
            "May 26, 2026 11:00:01",
            "May 26, 2026 11:00:01 pm",
            "May 26, 2026 11:00:01\u{202F}PM",
            "May 26, 2026 11:00:01.5 PM",
            "May 26, 2026, 11:00:01 PM",
            "May 26 2026 11:00:01 PM",
            "May 26, 2026 011:00:01 PM",
            "May 26, 2026 :00:01 PM",
            "May 126, 2026 11:00:01 PM",
            "May , 2026 11:00:01 PM",
            "may 26, 2026 11:00:01 PM",
            "Mai 26, 2026 11:00:01 PM",
            "June 26, 2026 11:00:01 PM",
            "May 26, 2026 0:00:01 PM",
            "May 26, 2026 13:00:01 PM",
            "May 26, 2026 11:60:01 PM",
            "May 26, 2026 11:00:60 PM",
            "May 0, 2026 11:00:01 PM",
            "May 32, 2026 11:00:01 PM",
            "Feb 29, 2026 11:00:01 PM",
            "Jan 1, 0001 12:00:00 AM",
            "26 May 2026 23:00:01",
        ] {
            check(cell, false);
        }
    }

    #[test]
    fn no_odd_byte_is_taken_for_another() {
        check_odd_bytes(b"May 26, 2026 11:00:01 PM");
        check_odd_bytes(b"May 6, 2026 1:00:01 AM");
    }
}
