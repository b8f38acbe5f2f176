//! Is 5/6/2026 the 5th of June or the 6th of May? Decided over all rows of an export.
//!
//! A date with a number above 12 can be read in one way only, and shows the order of the others.
//! Until the last row is in, the others are kept as they stand, packed into the same integer that a
//! known time has, but negative.

use super::parse::NumericTime;
use super::{DAY, Ticks};
use crate::wire::wire;

/// What the dates seen so far show of their order.
#[derive(Debug, Default)]
pub(crate) struct OrderFinder {
    /// The first line with a date that only day-first can be.
    day_first_line: Option<u64>,
    /// The first line with a date that only month-first can be.
    month_first_line: Option<u64>,
    /// A numeric date was seen.
    needed: bool,
}

wire!(OrderFinder { day_first_line, month_first_line, needed });

impl OrderFinder {
    /// Takes a date in; gives the point in time if there is only one way to read it.
    pub(crate) fn see(&mut self, date: NumericTime, line: u64) -> Option<Ticks> {
        self.needed = true;
        if date.first > 12 {
            self.day_first_line.get_or_insert(line);
            date.resolve(true)
        } else if date.second > 12 {
            self.month_first_line.get_or_insert(line);
            date.resolve(false)
        } else {
            None
        }
    }

    /// Takes in what later dates show, whose lines were counted from behind `n_lines_before`.
    pub(crate) fn join(&mut self, later: &OrderFinder, n_lines_before: u64) {
        let line_of = |line: Option<u64>| line.map(|line| line + n_lines_before);
        self.day_first_line = self.day_first_line.or(line_of(later.day_first_line));
        self.month_first_line = self.month_first_line.or(line_of(later.month_first_line));
        self.needed |= later.needed;
    }

    /// Whether the day comes first, if the dates show it.
    pub(crate) fn day_first(&self) -> Option<bool> {
        match (self.day_first_line, self.month_first_line) {
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            _ => None,
        }
    }

    /// Whether there were numeric dates at all.
    pub(crate) fn needed(&self) -> bool {
        self.needed
    }

    /// A line where the day comes first and one where the month does, if there are both.
    pub(crate) fn contradiction(&self) -> Option<(u64, u64)> {
        self.day_first_line.zip(self.month_first_line)
    }
}

/// Packs a numeric time that could be either order into a negative number.
///
/// Both numbers must be valid as a day and as a month, which [`unpack`] relies on.
pub(crate) fn pack(time: NumericTime) -> i64 {
    let date = (i64::from(time.year) * 32 + i64::from(time.first)) * 32 + i64::from(time.second);
    -1 - (date * DAY + time.tick_of_day)
}

/// Whether a number is a packed time.
pub(crate) fn is_packed(time: i64) -> bool {
    time < 0
}

/// The ticks since midnight of a packed number.
pub(crate) fn tick_of_packed(packed: i64) -> i64 {
    (-1 - packed) % DAY
}

/// The point in time of a packed number, in this order, as ticks.
pub(crate) fn unpack(packed: i64, day_first: bool) -> i64 {
    let value = -1 - packed;
    let date = value / DAY;
    let time = NumericTime {
        first: (date / 32 % 32) as u8,
        second: (date % 32) as u8,
        year: (date / 1024) as u16,
        tick_of_day: tick_of_packed(packed),
    };
    // Only dates that are valid in both orders are packed.
    time.resolve(day_first).map_or(0, Ticks::count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(first: u8, second: u8) -> NumericTime {
        NumericTime { first, second, year: 2026, tick_of_day: 7 }
    }

    #[track_caller]
    fn check(dates: &[(u8, u8)], day_first: Option<bool>, contradiction: Option<(u64, u64)>) {
        let mut finder = OrderFinder::default();
        for (&(first, second), line) in dates.iter().zip(2..) {
            let only_reading = finder.see(date(first, second), line);
            assert_eq!(only_reading.is_some(), first > 12 || second > 12);
        }
        assert_eq!((finder.day_first(), finder.contradiction()), (day_first, contradiction));
    }

    #[test]
    fn one_number_above_twelve_shows_it() {
        check(&[(5, 6), (5, 26)], Some(false), None);
        check(&[(5, 6), (26, 5)], Some(true), None);
        check(&[(5, 6), (12, 12)], None, None);
        check(&[(5, 6), (26, 5), (5, 26)], None, Some((3, 4)));
    }

    #[test]
    fn packing_keeps_both_readings() {
        for (year, first, second) in [(1, 1, 1), (2026, 5, 6), (9999, 12, 12)] {
            for tick_of_day in [0, DAY - 1] {
                let time = NumericTime { first, second, year, tick_of_day };
                let packed = pack(time);
                assert!(is_packed(packed));
                for day_first in [false, true] {
                    assert_eq!(unpack(packed, day_first), time.resolve(day_first).unwrap().count());
                }
            }
        }
    }
}
