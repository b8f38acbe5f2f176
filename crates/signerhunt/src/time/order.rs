//! Is 5/6/2026 the 5th of June or the 6th of May? Decided over all rows of an export.
//!
//! One date with a number above 12 settles it. Until then times are kept as they stand, packed into
//! the same integer that a known time has, but negative.

use super::parse::NumericTime;
use super::{DAY, Ticks};

/// What the dates seen so far say about their order.
#[derive(Debug, Default)]
pub(crate) struct OrderFinder {
    /// What the caller said; it is not questioned.
    given: Option<bool>,
    /// The first line with a date that only day-first can be.
    day_first_line: Option<u64>,
    /// The first line with a date that only month-first can be.
    month_first_line: Option<u64>,
    /// A numeric date was seen.
    needed: bool,
}

/// Both orders are proved, so no order reads the export right.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MixedOrders {
    /// A line with a day-first date.
    pub(crate) day_first_line: u64,
    /// A line with a month-first date.
    pub(crate) month_first_line: u64,
}

impl OrderFinder {
    /// `day_first` is what the caller knows already.
    pub(crate) fn new(day_first: Option<bool>) -> OrderFinder {
        OrderFinder { given: day_first, ..OrderFinder::default() }
    }

    /// Takes a date of the time column in.
    pub(crate) fn see(&mut self, date: NumericTime, line: u64) -> Result<(), MixedOrders> {
        self.needed = true;
        self.learn(date, line)
    }

    /// Takes a date of another column in, which is written by the same hand.
    pub(crate) fn learn(&mut self, date: NumericTime, line: u64) -> Result<(), MixedOrders> {
        if self.given.is_some() {
            return Ok(());
        }
        if date.first > 12 {
            self.day_first_line.get_or_insert(line);
        }
        if date.second > 12 {
            self.month_first_line.get_or_insert(line);
        }
        match (self.day_first_line, self.month_first_line) {
            (Some(day_first_line), Some(month_first_line)) => {
                Err(MixedOrders { day_first_line, month_first_line })
            }
            _ => Ok(()),
        }
    }

    /// Whether the day comes first, once that is known.
    pub(crate) fn day_first(&self) -> Option<bool> {
        self.given.or(match (self.day_first_line, self.month_first_line) {
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            _ => None,
        })
    }

    /// Whether a numeric date stood in the time column at all.
    pub(crate) fn needed(&self) -> bool {
        self.needed
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

/// The point in time of a packed number, in this order, as ticks.
pub(crate) fn unpack(packed: i64, day_first: bool) -> i64 {
    let value = -1 - packed;
    let (date, tick_of_day) = (value / DAY, value % DAY);
    let time = NumericTime {
        first: (date / 32 % 32) as u8,
        second: (date % 32) as u8,
        year: (date / 1024) as u16,
        tick_of_day,
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
    fn check(dates: &[(u8, u8)], expected: Result<Option<bool>, MixedOrders>) {
        let mut finder = OrderFinder::new(None);
        let seen: Result<(), MixedOrders> = dates
            .iter()
            .zip(2..)
            .try_for_each(|(&(first, second), line)| finder.see(date(first, second), line));
        assert_eq!(seen.map(|()| finder.day_first()), expected);
    }

    #[test]
    fn one_number_above_twelve_settles_it() {
        check(&[(5, 6), (5, 26)], Ok(Some(false)));
        check(&[(5, 6), (26, 5)], Ok(Some(true)));
        check(&[(5, 6), (12, 12)], Ok(None));
        check(
            &[(5, 6), (26, 5), (5, 26)],
            Err(MixedOrders { day_first_line: 3, month_first_line: 4 }),
        );
    }

    #[test]
    fn what_the_caller_says_is_not_questioned() {
        let mut finder = OrderFinder::new(Some(true));
        finder.see(date(5, 26), 2).unwrap();
        assert_eq!(finder.day_first(), Some(true));
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
