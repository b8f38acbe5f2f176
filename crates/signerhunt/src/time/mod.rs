//! Points in time as Kusto keeps them: a whole number of 100 ns ticks since 0001-01-01, UTC.
//!
//! This file is the number, its calendar and its one spelling on the way out. Reading the many
//! spellings on the way in is `parse`, or `quick` for the most common: others are `iso` and `plain`, those of other languages
//! `localized`, and `cursor`, `numbers`, `clock` and `words` are what these are made of. Deciding
//! between 5/6 and 6/5 is `order`. Nothing here reads a clock.

pub(crate) mod parse;
pub(crate) mod quick;

mod iso;
mod nulls;
mod plain;

mod dotnet;
mod localized;
mod simple;

mod clock;
mod cursor;
mod numbers;
mod words;

pub(crate) mod order;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod respelled;
#[cfg(test)]
mod spellings;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One second in ticks of 100 ns.
pub const SECOND: i64 = 10_000_000;
/// One minute in ticks of 100 ns.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in ticks of 100 ns.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in ticks of 100 ns.
pub const DAY: i64 = 24 * HOUR;

/// A point in time: 100 ns ticks since 0001-01-01T00:00:00Z, between that and the end of year 9999.
///
/// `f64` seconds and microseconds cannot hold it; Kusto's `datetime` is exactly this number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticks(i64);

impl Ticks {
    /// 0001-01-01T00:00:00.0000000Z.
    pub const MIN: Ticks = Ticks(0);
    /// 9999-12-31T23:59:59.9999999Z.
    pub const MAX: Ticks = Ticks(3_155_378_975_999_999_999);
    /// 1970-01-01T00:00:00.0000000Z.
    pub const UNIX_EPOCH: Ticks = Ticks(621_355_968_000_000_000);

    /// The point `count` ticks after 0001-01-01, or `None` outside the years 1 to 9999.
    pub fn new(count: i64) -> Option<Ticks> {
        (Ticks::MIN.0..=Ticks::MAX.0).contains(&count).then_some(Ticks(count))
    }

    /// A calendar date plus ticks within that day, or `None` when there is no such date.
    pub fn from_date(year: i32, month: u32, day: u32, tick_of_day: i64) -> Option<Ticks> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        Ticks::new((i64::from(date.num_days_from_ce()) - 1) * DAY + tick_of_day)
    }

    /// A wall clock's milliseconds since 1970, as browsers give them.
    pub fn from_unix_millis(millis: i64) -> Option<Ticks> {
        Ticks::new(Ticks::UNIX_EPOCH.0.checked_add(millis.checked_mul(SECOND / 1000)?)?)
    }

    /// The time in a cell of an export; `None` when there is none that can be read.
    ///
    /// One without a zone is of a clock so many ticks east of UTC. `day_first` says how 5/6/2026 is read where its numbers do
    /// not; `None`: it cannot be.
    pub fn from_cell(cell: &str, east: i64, day_first: Option<bool>) -> Option<Ticks> {
        let in_utc = |ticks: Ticks| ticks.saturating_add(-east);
        if let Some((ticks, is_zoned)) = quick::read(cell.as_bytes()) {
            return Some(if is_zoned { ticks } else { in_utc(ticks) });
        }
        match parse::time_cell(cell.as_bytes()) {
            parse::TimeCell::At(ticks) => Some(ticks),
            parse::TimeCell::Unzoned(ticks) => Some(in_utc(ticks)),
            parse::TimeCell::Numeric(numeric) => {
                let day_first = match (numeric.first > 12, numeric.second > 12) {
                    (true, _) => true,
                    (_, true) => false,
                    _ => day_first?,
                };
                numeric.resolve(day_first).map(in_utc)
            }
            parse::TimeCell::Null | parse::TimeCell::Unreadable(_) => None,
        }
    }

    /// Milliseconds since 1970, rounded down.
    pub fn unix_millis(self) -> i64 {
        (self.0 - Ticks::UNIX_EPOCH.0).div_euclid(SECOND / 1000)
    }

    /// Ticks since 0001-01-01.
    pub fn count(self) -> i64 {
        self.0
    }

    /// This point moved by `ticks`, kept within the years 1 to 9999.
    pub fn saturating_add(self, ticks: i64) -> Ticks {
        Ticks(self.0.saturating_add(ticks).clamp(Ticks::MIN.0, Ticks::MAX.0))
    }
}

/// ISO 8601 with seven fractional digits and `Z`, the spelling Kusto gives.
impl fmt::Display for Ticks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, tick_of_day) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        // Ticks are within the years 1 to 9999, so the day number is within chrono's calendar.
        let date = NaiveDate::from_num_days_from_ce_opt(days as i32 + 1).unwrap_or_default();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}Z",
            date.year(),
            date.month(),
            date.day(),
            tick_of_day / HOUR,
            tick_of_day / MINUTE % 60,
            tick_of_day / SECOND % 60,
            tick_of_day % SECOND
        )
    }
}

/// Reads every spelling that exports have; a text without a zone is UTC. Dates like `5/6/2026` are
/// refused, since nothing here says which number is the day.
impl FromStr for Ticks {
    type Err = String;

    fn from_str(text: &str) -> Result<Ticks, String> {
        parse::point(text.as_bytes())
            .ok_or_else(|| format!("`{text}` is not a time; write it like 2026-05-26T23:00:01Z"))
    }
}

impl Serialize for Ticks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ticks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ticks, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: i64, expected: &str) {
        let ticks = Ticks::new(count).unwrap();
        assert_eq!(ticks.to_string(), expected);
        assert_eq!(expected.parse::<Ticks>().unwrap(), ticks);
    }

    #[test]
    fn spelled_as_kusto_spells_it() {
        check(0, "0001-01-01T00:00:00.0000000Z");
        check(1, "0001-01-01T00:00:00.0000001Z");
        check(621_355_968_000_000_000, "1970-01-01T00:00:00.0000000Z");
        check(Ticks::MAX.0, "9999-12-31T23:59:59.9999999Z");
        check(Ticks::from_date(2024, 2, 29, 12 * HOUR).unwrap().0, "2024-02-29T12:00:00.0000000Z");
    }

    #[test]
    fn outside_the_calendar_there_is_nothing() {
        assert_eq!(Ticks::new(-1), None);
        assert_eq!(Ticks::new(Ticks::MAX.0 + 1), None);
        assert_eq!(Ticks::from_date(2023, 2, 29, 0), None);
        assert_eq!(Ticks::from_date(0, 1, 1, 0), None);
    }

    #[test]
    fn moves_stop_at_the_ends() {
        assert_eq!(Ticks::MIN.saturating_add(-DAY), Ticks::MIN);
        assert_eq!(Ticks::MAX.saturating_add(i64::MAX), Ticks::MAX);
    }

    #[track_caller]
    fn check_cell(cell: &str, east: i64, day_first: Option<bool>, expected: Option<&str>) {
        let expected = expected.map(|text| text.parse().unwrap());
        assert_eq!(Ticks::from_cell(cell, east, day_first), expected, "{cell}");
    }

    #[test]
    fn a_cell_has_a_time_or_none() {
        check_cell("2026-05-26T23:00:01Z", HOUR, None, Some("2026-05-26T23:00:01Z"));
        check_cell("2026-05-26 23:00:01", HOUR, None, Some("2026-05-26T22:00:01Z"));
        check_cell("May 26, 2026 11:00:01 PM", 0, None, Some("2026-05-26T23:00:01Z"));
        check_cell("5/26/2026 11:00 PM", 0, None, Some("2026-05-26T23:00Z"));
        check_cell("5/6/2026", 0, None, None);
        check_cell("5/6/2026", 0, Some(true), Some("2026-06-05"));
        check_cell("5/6/2026", -HOUR, Some(false), Some("2026-05-06T01:00Z"));
        check_cell("0001-01-01T00:00:00", 0, None, None);
        check_cell("", 0, None, None);
        check_cell("yesterday", 0, None, None);
    }

    #[test]
    fn unix_milliseconds_round_down() {
        assert_eq!(Ticks::from_unix_millis(0), Some(Ticks::UNIX_EPOCH));
        assert_eq!(Ticks(Ticks::UNIX_EPOCH.0 - 1).unix_millis(), -1);
        assert_eq!(Ticks::from_unix_millis(i64::MAX), None);
    }
}
