//! When rows happen: the thirty days of an export, their daily rhythm, and ticks taken apart into a calendar.
//!
//! Time is a count of 100 ns ticks since 1970, UTC. Nothing here asks what time it is: every export ends at [`NEWEST`].

use chrono::{Datelike, NaiveDate, Weekday};
use fastrand::Rng;

/// Ticks in a millisecond.
pub(crate) const MILLISECOND: u64 = 10_000;
/// Ticks in a second.
pub(crate) const SECOND: u64 = 1_000 * MILLISECOND;
/// Ticks in an hour.
pub(crate) const HOUR: u64 = 3_600 * SECOND;
/// Ticks in a day.
pub(crate) const DAY: u64 = 24 * HOUR;

/// The time of the newest row of every export: 2026-11-20T09:11:58.7654321Z, a Friday.
pub(crate) const NEWEST: u64 = 17_951_659_187_654_321;
/// No row is older than this.
pub(crate) const OLDEST: u64 = NEWEST - HOURS * HOUR;
/// An export covers thirty days.
const HOURS: u64 = 30 * 24;

/// Days from the first day of the common era to 1970-01-01, which chrono counts from.
const DAYS_BEFORE_1970: i32 = 719_163;

/// Draws the times of rows: many in office hours, fewer in the evening, few at night and on weekends.
#[derive(Clone, Debug)]
pub(crate) struct Rhythm {
    /// Hours since [`OLDEST`], each as often as it is likely.
    hours: Vec<u16>,
}

impl Rhythm {
    pub(crate) fn new() -> Rhythm {
        let mut hours = Vec::new();
        for hour in 0..HOURS as u16 {
            let parts = Parts::of(OLDEST + u64::from(hour) * HOUR);
            let likely = match parts.hour {
                7..=16 => 16,
                5..=6 | 17..=20 => 7,
                _ => 3,
            };
            let weekend = matches!(parts.date.weekday(), Weekday::Sat | Weekday::Sun);
            let likely = if weekend { likely / 3 } else { likely };
            hours.extend(std::iter::repeat_n(hour, likely));
        }
        Rhythm { hours }
    }

    /// A moment between [`OLDEST`] and [`NEWEST`], which itself is never drawn.
    pub(crate) fn draw(&self, rng: &mut Rng) -> u64 {
        let hour = self.hours[rng.u32(0..self.hours.len() as u32) as usize];
        OLDEST + u64::from(hour) * HOUR + rng.u64(0..HOUR)
    }
}

/// A moment as calendars and clocks show it.
pub(crate) struct Parts {
    pub(crate) date: NaiveDate,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
    /// Ticks since the second began.
    pub(crate) fraction: u32,
}

impl Parts {
    pub(crate) fn of(ticks: u64) -> Parts {
        let seconds = (ticks % DAY / SECOND) as u32;
        let days = (ticks / DAY) as i32 + DAYS_BEFORE_1970;
        Parts {
            // No table and no rule of this crate leaves the years 2010 to 2040.
            date: NaiveDate::from_num_days_from_ce_opt(days).unwrap_or_default(),
            hour: (seconds / 3_600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            fraction: (ticks % SECOND) as u32,
        }
    }
}

/// The moment that a number spells, so that tables stay readable: `2026_11_20_09_11_58`.
pub(crate) fn moment(digits: u64) -> u64 {
    let pair = |place: u64| digits / place % 100;
    let year = (digits / 10_000_000_000) as i32;
    let (month, day) = (pair(100_000_000) as u32, pair(1_000_000) as u32);
    // The tables are in this crate and a test reads every date of them back.
    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let days = (date.num_days_from_ce() - DAYS_BEFORE_1970) as u64;
    days * DAY + pair(10_000) * HOUR + (pair(100) * 60 + pair(1)) * SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_is_what_its_comment_says() {
        assert_eq!(NEWEST, moment(2026_11_20_09_11_58) + 7_654_321);
        assert_eq!(Parts::of(NEWEST).date.weekday(), Weekday::Fri);
    }

    #[test]
    fn parts_put_together_again_are_the_moment() {
        let parts = Parts::of(moment(2028_02_29_23_59_07) + 42);
        assert_eq!(parts.date, NaiveDate::from_ymd_opt(2028, 2, 29).expect("a leap year"));
        let clock = (parts.hour, parts.minute, parts.second, parts.fraction);
        assert_eq!(clock, (23, 59, 7, 42));
    }

    #[test]
    fn nights_and_weekends_are_quiet() {
        let rhythm = Rhythm::new();
        let mut rng = Rng::with_seed(1);
        let (mut by_day, mut at_night, mut on_weekends) = (0, 0, 0);
        for _ in 0..10_000 {
            let moment = rhythm.draw(&mut rng);
            assert!((OLDEST..NEWEST).contains(&moment));
            let parts = Parts::of(moment);
            match parts.hour {
                8..=15 => by_day += 1,
                22..=23 | 0..=4 => at_night += 1,
                _ => {}
            }
            if matches!(parts.date.weekday(), Weekday::Sat | Weekday::Sun) {
                on_weekends += 1;
            }
        }
        assert!(by_day > 4 * at_night, "{by_day} by day, {at_night} at night");
        assert!((500..1_500).contains(&on_weekends), "{on_weekends}");
    }
}
