//! Reads a time as exports spell it: ISO 8601, `May 26, 2026 11:00:01 PM`, `5/26/2026, 11:00:01.123 PM`
//! and their neighbours. English only.
//!
//! A numeric date such as 5/6/2026 does not say which number is the day; it comes out as it stands,
//! and [`super::order`] decides over all rows. No zone is assumed here either.

use super::{HOUR, MINUTE, SECOND, Ticks};

/// What a cell of a time column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TimeCell {
    /// Nothing: empty, or one of the texts that stand for nothing.
    Null,
    /// A time with its zone.
    At(Ticks),
    /// A time without a zone, as if it were UTC.
    Unzoned(Ticks),
    /// A time without a zone whose date is numeric.
    Numeric(NumericTime),
    /// Something else, and what is wrong with it.
    Unreadable(&'static str),
}

/// A time whose date is two numbers and a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NumericTime {
    /// The number that comes first, 1 to 31.
    pub(crate) first: u8,
    /// The number that comes second, 1 to 31.
    pub(crate) second: u8,
    /// The year, 1 to 9999.
    pub(crate) year: u16,
    /// Ticks since midnight.
    pub(crate) tick_of_day: i64,
}

impl NumericTime {
    /// The point in time when the order is known; `None` when there is no such date in that order.
    pub(crate) fn resolve(self, day_first: bool) -> Option<Ticks> {
        let (day, month) =
            if day_first { (self.first, self.second) } else { (self.second, self.first) };
        Ticks::from_date(i32::from(self.year), u32::from(month), u32::from(day), self.tick_of_day)
    }
}

const NOT_A_TIME: &str = "it is not a date and time in a spelling this tool knows";
const TOO_FINE: &str = "it has more than seven fractional digits, which Kusto does not read either";
const NO_SUCH_DATE: &str = "there is no such date";
const NO_SUCH_TIME: &str = "there is no such time of day";

/// Texts that exports write where there is no time.
const NULLS: [&str; 3] = ["Invalid date", "Invalid Date", "null"];

/// Reads one cell.
pub(crate) fn time_cell(cell: &[u8]) -> TimeCell {
    if cell.is_empty() || NULLS.iter().any(|null| null.as_bytes() == cell) {
        return TimeCell::Null;
    }
    read(&mut Cursor { rest: cell }).unwrap_or_else(TimeCell::Unreadable)
}

/// A date as spelled: in a known order, or two numbers of unknown order.
enum Date {
    Known { year: i32, month: u32, day: u32 },
    Numeric { first: u8, second: u8, year: u16 },
}

fn read(cursor: &mut Cursor<'_>) -> Result<TimeCell, &'static str> {
    let date = cursor.date()?;
    let separated = cursor.skip_date_separator();
    let (tick_of_day, zone) = if cursor.rest.is_empty() && !separated {
        (0, None)
    } else if separated {
        (cursor.time_of_day()?, cursor.zone()?)
    } else {
        return Err(NOT_A_TIME);
    };
    cursor.skip_spaces();
    if !cursor.rest.is_empty() {
        return Err(NOT_A_TIME);
    }
    match date {
        Date::Known { year, month, day } => {
            let ticks = Ticks::from_date(year, month, day, tick_of_day).ok_or(NO_SUCH_DATE)?;
            match zone {
                None => Ok(TimeCell::Unzoned(ticks)),
                Some(east) => {
                    Ticks::new(ticks.count() - east).map(TimeCell::At).ok_or(NO_SUCH_DATE)
                }
            }
        }
        // No exporter writes a zone behind a numeric date.
        Date::Numeric { .. } if zone.is_some() => Err(NOT_A_TIME),
        Date::Numeric { first, second, year } => {
            let numeric = NumericTime { first, second, year, tick_of_day };
            match (numeric.resolve(true), numeric.resolve(false)) {
                (None, None) => Err(NO_SUCH_DATE),
                _ => Ok(TimeCell::Numeric(numeric)),
            }
        }
    }
}

/// Walks over a cell from left to right.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    fn skip(&mut self, n_bytes: usize) {
        self.rest = &self.rest[n_bytes.min(self.rest.len())..];
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.rest.first() == Some(&byte);
        if there {
            self.skip(1);
        }
        there
    }

    /// Browsers put narrow, thin and no-break spaces where a plain one would do.
    fn skip_spaces(&mut self) -> bool {
        let before = self.rest.len();
        loop {
            match self.rest {
                [b' ', ..] => self.skip(1),
                [0xC2, 0xA0, ..] => self.skip(2),
                [0xE2, 0x80, 0xAF | 0x89, ..] => self.skip(3),
                _ => return self.rest.len() < before,
            }
        }
    }

    /// Between date and time stands a `T`, or a comma, spaces, or both.
    fn skip_date_separator(&mut self) -> bool {
        if self.eat(b'T') {
            return true;
        }
        let comma = self.eat(b',');
        let spaces = self.skip_spaces();
        comma || spaces
    }

    /// A number of at most `most` digits, with how many it has.
    fn number(&mut self, most: usize) -> Result<(u32, usize), &'static str> {
        let n_digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if n_digits == 0 || n_digits > most {
            return Err(NOT_A_TIME);
        }
        let value = self.rest[..n_digits]
            .iter()
            .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.skip(n_digits);
        Ok((value, n_digits))
    }

    /// A number of one or two digits.
    fn small(&mut self) -> Result<u32, &'static str> {
        self.number(2).map(|(value, _)| value)
    }

    fn year(&mut self) -> Result<u32, &'static str> {
        match self.number(4)? {
            (year, 4) => Ok(year),
            _ => Err(NOT_A_TIME),
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), &'static str> {
        self.eat(byte).then_some(()).ok_or(NOT_A_TIME)
    }

    fn date(&mut self) -> Result<Date, &'static str> {
        if self.peek().is_ascii_alphabetic() {
            let month = self.month_name()?;
            self.skip_spaces();
            let day = self.small()?;
            self.eat(b',');
            self.skip_spaces();
            let year = self.year()? as i32;
            return Ok(Date::Known { year, month, day });
        }
        let (number, n_digits) = self.number(4)?;
        match (self.peek(), n_digits) {
            (b'-', 4) => {
                self.skip(1);
                let month = self.small()?;
                self.expect(b'-')?;
                let day = self.small()?;
                let year = number as i32;
                Ok(Date::Known { year, month, day })
            }
            (b'/', 1 | 2) => {
                self.skip(1);
                let second = self.small()?;
                self.expect(b'/')?;
                let year = self.year()?;
                // Two digits and four digits fit these types.
                Ok(Date::Numeric { first: number as u8, second: second as u8, year: year as u16 })
            }
            (_, 1 | 2) => {
                if !self.skip_spaces() {
                    return Err(NOT_A_TIME);
                }
                let month = self.month_name()?;
                self.skip_spaces();
                let year = self.year()? as i32;
                let day = number;
                Ok(Date::Known { year, month, day })
            }
            _ => Err(NOT_A_TIME),
        }
    }

    /// An English month, whole or its first three letters.
    fn month_name(&mut self) -> Result<u32, &'static str> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let n_letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = &self.rest[..n_letters];
        let month_idx = MONTHS
            .iter()
            .position(|month| {
                month.as_bytes().eq_ignore_ascii_case(name)
                    || month.as_bytes()[..3].eq_ignore_ascii_case(name)
            })
            .ok_or(NOT_A_TIME)?;
        self.skip(n_letters);
        Ok(month_idx as u32 + 1)
    }

    /// `HH:mm`, with seconds and up to seven fractional digits or without, with AM or PM or without.
    fn time_of_day(&mut self) -> Result<i64, &'static str> {
        let mut hour = self.small()?;
        self.expect(b':')?;
        let minute = self.small()?;
        let (mut second, mut fraction) = (0, 0);
        if self.eat(b':') {
            second = self.small()?;
            if self.eat(b'.') {
                fraction = self.fraction()?;
            }
        }
        self.skip_spaces();
        if let Some(afternoon) = self.half_of_day() {
            if !(1..=12).contains(&hour) {
                return Err(NO_SUCH_TIME);
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        if hour > 23 || minute > 59 || second > 59 {
            return Err(NO_SUCH_TIME);
        }
        Ok(i64::from(hour) * HOUR
            + i64::from(minute) * MINUTE
            + i64::from(second) * SECOND
            + i64::from(fraction))
    }

    fn fraction(&mut self) -> Result<u32, &'static str> {
        if self.rest.len() > 7 && self.rest[..8].iter().all(u8::is_ascii_digit) {
            return Err(TOO_FINE);
        }
        let (value, n_digits) = self.number(7)?;
        Ok(value * 10_u32.pow(7 - n_digits as u32))
    }

    /// AM or PM in any case, or `a.m.`; `Some(true)` is PM.
    fn half_of_day(&mut self) -> Option<bool> {
        let (afternoon, n_bytes) = match self.rest {
            [b'A' | b'a', b'M' | b'm', ..] => (false, 2),
            [b'P' | b'p', b'M' | b'm', ..] => (true, 2),
            [b'A' | b'a', b'.', b'M' | b'm', b'.', ..] => (false, 4),
            [b'P' | b'p', b'.', b'M' | b'm', b'.', ..] => (true, 4),
            _ => return None,
        };
        self.skip(n_bytes);
        Some(afternoon)
    }

    /// A zone as ticks east of UTC.
    fn zone(&mut self) -> Result<Option<i64>, &'static str> {
        self.skip_spaces();
        if self.eat(b'Z') {
            return Ok(Some(0));
        }
        if self.rest.starts_with(b"UTC") {
            self.skip(3);
            return Ok(Some(0));
        }
        let sign = match self.peek() {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(None),
        };
        self.skip(1);
        let (mut hours, n_digits) = self.number(4)?;
        let mut minutes = 0;
        if n_digits == 4 {
            (hours, minutes) = (hours / 100, hours % 100);
        } else if self.eat(b':') {
            minutes = self.small()?;
        }
        if n_digits % 2 == 1 || hours > 14 || minutes > 59 {
            return Err(NOT_A_TIME);
        }
        Ok(Some(sign * (i64::from(hours) * HOUR + i64::from(minutes) * MINUTE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is ISO with `Z` for a zoned time, without for an unzoned one, `null`, `first|second`
    /// for a numeric date, or `unreadable`.
    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let got = match time_cell(cell.as_bytes()) {
            TimeCell::Null => "null".to_owned(),
            TimeCell::At(ticks) => ticks.to_string(),
            TimeCell::Unzoned(ticks) => ticks.to_string().replace('Z', ""),
            TimeCell::Numeric(numeric) => format!(
                "{}|{}|{} {}",
                numeric.first, numeric.second, numeric.year, numeric.tick_of_day
            ),
            TimeCell::Unreadable(_) => "unreadable".to_owned(),
        };
        assert_eq!(got, expected, "{cell}");
    }

    #[test]
    fn iso() {
        check("2026-05-26T23:00:01.1234567Z", "2026-05-26T23:00:01.1234567Z");
        check("2026-05-26T23:00:01.5Z", "2026-05-26T23:00:01.5000000Z");
        check("2026-05-26T23:00:01Z", "2026-05-26T23:00:01.0000000Z");
        check("2026-05-26 23:00:01", "2026-05-26T23:00:01.0000000");
        check("2026-05-26", "2026-05-26T00:00:00.0000000");
        check("2026-05-26, 11:00:01.123 p.m.", "2026-05-26T23:00:01.1230000");
        check("2026-05-26T23:00", "2026-05-26T23:00:00.0000000");
        check("2026-05-26T23:00:01+02:00", "2026-05-26T21:00:01.0000000Z");
        check("2026-05-26T23:00:01-0330", "2026-05-27T02:30:01.0000000Z");
        check("2026-05-26T23:00:01.12345678Z", "unreadable");
        check("2026-02-30T00:00:00Z", "unreadable");
        check("2026-13-01", "unreadable");
        check("0001-01-01T00:00:00+01:00", "unreadable");
    }

    #[test]
    fn the_portal_s_words() {
        check("May 26, 2026 11:00:01 PM", "2026-05-26T23:00:01.0000000");
        check("May 7, 2024 6:41:25.321 PM", "2024-05-07T18:41:25.3210000");
        check("May 7, 2024 18:41:25", "2024-05-07T18:41:25.0000000");
        check("Jan 1, 2026 12:00:00 AM", "2026-01-01T00:00:00.0000000");
        check("Jan 1, 2026 12:00:00 PM", "2026-01-01T12:00:00.0000000");
        check("26 May 2026 23:00:01", "2026-05-26T23:00:01.0000000");
        check("September 2, 2026 1:00:00\u{202F}AM", "2026-09-02T01:00:00.0000000");
        check("May 26, 2026 13:00:01 PM", "unreadable");
        check("May 26, 2026 0:00:01 AM", "unreadable");
    }

    #[test]
    fn numeric_dates_keep_their_order() {
        check("5/26/2026, 11:00:01.123 PM", "5|26|2026 828011230000");
        check("27/05/2026, 9:00:01.123 am", "27|5|2026 324011230000");
        check("5/6/2026", "5|6|2026 0");
        check("31/2/2026", "unreadable");
        check("13/13/2026", "unreadable");
        check("0/1/2026", "unreadable");
        check("5/6/2026 10:00:00Z", "unreadable");
    }

    #[test]
    fn nothing_is_null() {
        for cell in ["", "Invalid date", "Invalid Date", "null"] {
            check(cell, "null");
        }
    }

    #[test]
    fn the_rest_is_unreadable() {
        for cell in [
            "yesterday",
            "45000",
            "12:00",
            "2026-05-26T",
            "2026-05-26T23",
            "2026-05-26T23:00:60Z",
            "2026-05-26T24:00:00Z",
            "2026-05-26T23:00:01.Z",
            "2026-05-26T23:00:01Zx",
            "May 26",
            "May",
            "26/5/26",
            "2026-05-2623:00:01",
            "\u{202F}",
            "-",
            "2026-05-26T23:00:01+2",
            "99999-01-01",
        ] {
            check(cell, "unreadable");
        }
    }

    #[test]
    fn every_cut_of_a_time_is_read_or_refused_without_a_panic() {
        for text in [
            "2026-05-26T23:00:01.1234567+02:00",
            "September 26, 2026 11:00:01.123\u{202F}PM",
            "5/26/2026, 11:00:01.123 PM",
        ] {
            for start in 0..text.len() {
                for end in start..text.len() {
                    time_cell(&text.as_bytes()[start..end]);
                }
            }
        }
    }
}
