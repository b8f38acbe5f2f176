//! The spellings that nearly every row has: `2026-05-26T23:00:01.1234567Z` with or without its fraction
//! and its zone, read eight bytes at a time, that of the [`portal`], and that of Log Analytics, which is [`numeric`].
//!
//! It only says yes: what it does not take, [`super::parse`] reads, which gives the same for what it takes.

pub(crate) mod numeric;
mod portal;

use super::{DAY, HOUR, MINUTE, SECOND, Ticks};

/// A time in one of these spellings, and whether its zone is there. `None` says nothing about the cell.
#[inline]
pub(crate) fn read(cell: &[u8]) -> Option<(Ticks, bool)> {
    let spelled = match cell.first()? {
        b'0'..=b'9' => read_iso(cell)?,
        _ => portal::read(cell)?,
    };
    spelled.moment().map(|ticks| (ticks, spelled.is_zoned))
}

/// What a cell says.
struct Spelled {
    /// Year, month, day.
    date: [i64; 3],
    /// Hour, minute, second.
    clock: [i64; 3],
    /// The ticks behind the second.
    fraction: i64,
    is_zoned: bool,
}

#[inline(always)]
fn read_iso(cell: &[u8]) -> Option<Spelled> {
    let (spelled, is_zoned) = match cell {
        [spelled @ .., b'Z'] => (spelled, true),
        _ => (cell, false),
    };
    let years = pairs(*spelled.first_chunk()?, const { Shape::new(*b"0000-00-") })?;
    let days = match *spelled.get(10)? {
        b'T' => const { Shape::new(*b"0-00-00T") },
        b' ' => const { Shape::new(*b"0-00-00 ") },
        _ => return None,
    };
    let days = pairs(word_at(spelled, 3)?, days)?;
    let clock = pairs(word_at(spelled, 11)?, const { Shape::new(*b"00:00:00") })?;
    let fraction = match spelled.len() {
        19 => 0,
        21..=27 if spelled[19] == b'.' => fraction(*spelled.last_chunk()?, spelled.len() - 20)?,
        _ => return None,
    };
    let date = [years(0) * 100 + years(2), days(2), days(5)];
    Some(Spelled { date, clock: [clock(0), clock(3), clock(6)], fraction, is_zoned })
}

impl Spelled {
    /// The moment, if there is such a date and such a time of day.
    #[inline(always)]
    fn moment(&self) -> Option<Ticks> {
        let ([year, month, day], [hour, minute, second]) = (self.date, self.clock);
        // Before that there are moments that stand for nothing.
        if year < 1900 || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let tick_of_day = hour * HOUR + minute * MINUTE + second * SECOND + self.fraction;
        Ticks::new(days_before(year, month, day)? * DAY + tick_of_day)
    }
}

fn word_at(bytes: &[u8], start: usize) -> Option<[u8; 8]> {
    bytes.get(start..)?.first_chunk().copied()
}

/// Eight bytes of a spelling: zeros stand for digits, other bytes for themselves.
#[derive(Clone, Copy)]
struct Shape {
    bytes: u64,
    /// Adding this makes the highest bit of a byte one unless it is a digit, or zero where there is none.
    headroom: u64,
}

impl Shape {
    const fn new(bytes: [u8; 8]) -> Shape {
        let mut headroom = [0x7F; 8];
        let mut place = 0;
        while place < bytes.len() {
            if bytes[place] == b'0' {
                headroom[place] = 0x76;
            }
            place += 1;
        }
        Shape { bytes: u64::from_le_bytes(bytes), headroom: u64::from_le_bytes(headroom) }
    }
}

/// The number that the byte at a place and the next one make, in bytes of this shape.
#[inline(always)]
fn pairs(bytes: [u8; 8], shape: Shape) -> Option<impl Fn(u32) -> i64> {
    let digits = digits(bytes, shape)?;
    let pairs = digits * 10 + (digits >> 8);
    Some(move |place| (pairs >> (8 * place) & 0xFF) as i64)
}

/// The digits, each in its byte, the others zero.
#[inline(always)]
fn digits(bytes: [u8; 8], shape: Shape) -> Option<u64> {
    let digits = u64::from_le_bytes(bytes) ^ shape.bytes;
    let is_ill = (digits | digits.wrapping_add(shape.headroom)) & 0x8080_8080_8080_8080;
    (is_ill == 0).then_some(digits)
}

/// Ticks of a fraction whose digits are the last of these bytes.
#[inline(always)]
fn fraction(last: [u8; 8], n_digits: usize) -> Option<i64> {
    // The first digit becomes the first byte, and zeros follow the last.
    let shift = 8 * (8 - n_digits);
    let zeros = u64::from_le_bytes(*b"00000000") << (64 - shift);
    let bytes = (u64::from_le_bytes(last) >> shift | zeros).to_le_bytes();
    let digits = digits(bytes, const { Shape::new(*b"00000000") })?;
    // Two digits, then four, then eight are made one number at a time.
    let pairs = digits * 10 + (digits >> 8);
    let fours = (pairs & 0x0000_00FF_0000_00FF) * 100 + (pairs >> 16 & 0x0000_00FF_0000_00FF);
    let eight = (fours & 0xFFFF) * 10_000 + (fours >> 32 & 0xFFFF);
    // The eighth is a zero; ticks have seven.
    Some((eight / 10) as i64)
}

/// Days from 0001-01-01 to a date of this calendar, or `None` where there is no such date.
#[inline(always)]
fn days_before(year: i64, month: i64, day: i64) -> Option<i64> {
    const BEFORE_MONTH: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let leap_day = |after_month: i64| i64::from(is_leap && month > after_month);
    let month_idx = usize::try_from(month - 1).ok().filter(|idx| *idx < 12)?;
    let n_days = BEFORE_MONTH[month_idx + 1] - BEFORE_MONTH[month_idx] + leap_day(1) - leap_day(2);
    if !(1..=n_days).contains(&day) {
        return None;
    }
    let years = year - 1;
    let before_year = years * 365 + years / 4 - years / 100 + years / 400;
    Some(before_year + BEFORE_MONTH[month_idx] + leap_day(2) + day - 1)
}

#[cfg(test)]
mod tests {
    use super::super::parse::{TimeCell, time_cell};
    use super::*;

    #[track_caller]
    pub(super) fn check(cell: &str, is_taken: bool) {
        assert_eq!(is_read_alike(cell.as_bytes()), is_taken, "{cell}");
    }

    /// Whether it is taken, and then what the parser of all spellings reads is the same.
    #[track_caller]
    fn is_read_alike(cell: &[u8]) -> bool {
        let Some((ticks, is_zoned)) = read(cell) else { return false };
        let expected = if is_zoned { TimeCell::At(ticks) } else { TimeCell::Unzoned(ticks) };
        assert_eq!(time_cell(cell), expected, "{}", String::from_utf8_lossy(cell));
        true
    }

    /// Whatever byte stands anywhere in it, what is taken is read alike.
    #[track_caller]
    pub(super) fn check_odd_bytes(cell: &[u8]) {
        for place in 0..cell.len() {
            for byte in 0..=255 {
                let mut odd = cell.to_vec();
                odd[place] = byte;
                is_read_alike(&odd);
            }
        }
    }

    #[test]
    fn the_usual_spelling_is_taken() {
        check("2026-05-26T23:00:01.1234567Z", true);
        check("2026-05-26 23:00:01.1234567", true);
        check("2026-05-26T23:00:01Z", true);
        check("2026-05-26T23:00:01", true);
        check("2026-05-26T23:59:59.9999999Z", true);
        for n_digits in 1..=7 {
            check(&format!("2026-05-26T23:00:01.{}Z", &"1029384"[..n_digits]), true);
        }
        check("1900-01-01T00:00:00Z", true);
        check("9999-12-31T23:59:59.9999999Z", true);
    }

    #[test]
    fn everything_else_is_left() {
        for cell in [
            "",
            "Z",
            "2026-05-26",
            "2026-05-26T23:00Z",
            "2026-05-26T23:00:01.Z",
            "2026-05-26T23:00:01.12345678Z",
            "2026-05-26T23:00:01,5Z",
            "2026-05-26T23:00:01+02:00",
            "2026-05-26x23:00:01Z",
            "2026-05-26T24:00:00Z",
            "2026-05-26T23:60:00Z",
            "2026-13-26T23:00:00Z",
            "2026-00-26T23:00:00Z",
            "2026-02-30T23:00:00Z",
            "2026-05-00T23:00:00Z",
            "0001-01-01T00:00:00Z",
            "2026-05-2\u{661}T23:00:01Z",
            "26/05/2026 23:00:01",
        ] {
            check(cell, false);
        }
    }

    #[test]
    fn every_day_is_the_calendars() {
        for year in (1900..2101).chain([2400, 9999]) {
            for month in 0..=13 {
                for day in 0..=32 {
                    let cell = format!("{year:04}-{month:02}-{day:02}T01:02:03.4Z");
                    check(&cell, Ticks::from_date(year, month, day, 0).is_some());
                }
            }
        }
    }

    #[test]
    fn no_odd_byte_is_taken_for_a_digit() {
        check_odd_bytes(b"2026-05-26T23:00:01.1234567Z");
    }
}
