//! Reads one cell of a time column: what it can hold, and in which order its spellings are tried.
//!
//! A numeric date such as 5/6/2026 does not say which number is the day; it comes out as it stands,
//! and [`super::order`] decides over all rows. No zone is assumed here either.

use std::str;

use super::cursor::NOT_A_TIME;
use super::simple::{LONGEST, is_mark};
use super::{Ticks, dotnet, iso, localized, nulls, plain};

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

const NO_SUCH_DATE: &str = "there is no such date";

/// Reads one cell.
pub(crate) fn time_cell(cell: &[u8]) -> TimeCell {
    let cell = bare(cell);
    if nulls::is_null(cell) {
        return TimeCell::Null;
    }
    match spelled(cell) {
        Ok(spelled) if spelled.is_first_moment() => TimeCell::Null,
        spelled => spelled.and_then(Spelled::resolve).unwrap_or_else(TimeCell::Unreadable),
    }
}

/// Reads a time that somebody gave, where the first moment of the year 1 is just that.
pub(super) fn point(text: &[u8]) -> Option<Ticks> {
    match spelled(bare(text)).and_then(Spelled::resolve) {
        Ok(TimeCell::At(ticks) | TimeCell::Unzoned(ticks)) => Some(ticks),
        _ => None,
    }
}

/// The spellings, the most frequent first.
fn spelled(cell: &[u8]) -> Result<Spelled, &'static str> {
    if cell.len() > LONGEST {
        return Err(NOT_A_TIME);
    }
    if let Some(spelled) = iso::read(cell) {
        return Ok(spelled);
    }
    match plain::read(cell) {
        Err(NOT_A_TIME) if matches!(cell.first(), Some(b'/' | b'\\')) => dotnet::read(cell),
        Err(NOT_A_TIME) => localized::read(cell),
        spelled => spelled,
    }
}

/// A cell without the white space around it, and without `="..."`, which keeps Excel from
/// changing what is in it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = trimmed(cell);
    match cell {
        [b'=', b'"', inner @ .., b'"'] => trimmed(inner),
        _ => cell,
    }
}

fn trimmed(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    match cell {
        // Nearly every cell ends here.
        [] => cell,
        [first, .., last] if first.is_ascii() && last.is_ascii() => cell,
        _ => str::from_utf8(cell).map_or(cell, |text| {
            text.trim_matches(|char: char| char.is_whitespace() || is_mark(char)).as_bytes()
        }),
    }
}

/// A date as spelled: in a known order, or two numbers of unknown order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Date {
    /// Its first moment.
    Known(Ticks),
    Numeric {
        first: u8,
        second: u8,
        year: u16,
    },
}

impl Date {
    pub(super) fn known(year: u32, month: u32, day: u32) -> Result<Date, &'static str> {
        // Years have four digits.
        Ticks::from_date(year as i32, month, day, 0).map(Date::Known).ok_or(NO_SUCH_DATE)
    }
}

/// A time as spelled, whatever the spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spelled {
    pub(super) date: Date,
    pub(super) tick_of_day: i64,
    /// The zone in ticks east of UTC, if one was spelled.
    pub(super) east: Option<i64>,
}

impl Spelled {
    /// Whether it is midnight of 0001-01-01 on its own clock: what .NET has where there is no time.
    fn is_first_moment(&self) -> bool {
        self.tick_of_day == 0
            && matches!(
                self.date,
                Date::Known(Ticks::MIN) | Date::Numeric { first: 1, second: 1, year: 1 }
            )
    }

    fn resolve(self) -> Result<TimeCell, &'static str> {
        let tick_of_day = self.tick_of_day;
        match (self.date, self.east) {
            (Date::Known(date), None) => Ok(TimeCell::Unzoned(date.saturating_add(tick_of_day))),
            (Date::Known(date), Some(east)) => {
                Ticks::new(date.count() + tick_of_day - east).map(TimeCell::At).ok_or(NO_SUCH_DATE)
            }
            // No exporter writes a zone behind a numeric date.
            (Date::Numeric { .. }, Some(_)) => Err(NOT_A_TIME),
            (Date::Numeric { first, second, year }, None) => {
                let numeric = NumericTime { first, second, year, tick_of_day };
                match (numeric.resolve(true), numeric.resolve(false)) {
                    (None, None) => Err(NO_SUCH_DATE),
                    _ => Ok(TimeCell::Numeric(numeric)),
                }
            }
        }
    }
}
