//! Reads the times of an export's rows: in which zone, in which order of day and month, how fine.
//!
//! What one cell holds says [`crate::time`]; here is what all of them together show.

use super::cell::from_windows_1252;
use crate::export::ReadOptions;
use crate::index::RowTime;
use crate::source::{DateOrder, Precision};
use crate::time::order::{OrderFinder, is_packed, pack, tick_of_packed};
use crate::time::parse::{NumericTime, TimeCell, time_cell};
use crate::time::{MINUTE, SECOND, Ticks, quick};
use crate::wire::wire;

/// Whether there are seconds on a clock with colons. Of a few rows all may be at a whole minute by chance.
fn spells_seconds(cell: &[u8]) -> bool {
    let is_clock = |part: &[u8]| match *part {
        [hour, b':', ten, minute, b':', second] => {
            [hour, ten, minute, second].iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    cell.windows(6).any(is_clock)
}

/// Gives each of a row's other times to a caller that wants to learn from them.
pub(super) type OtherTimes<'a> = dyn Fn(&mut dyn FnMut(&[u8])) + 'a;

/// Reads times and remembers what they show.
pub(super) struct TimeReader {
    /// What the times show of their order; and, until they show it, what a row's other times show.
    order: OrderFinder,
    /// What the times show without the other ones.
    order_by_itself: OrderFinder,
    /// What the caller says about the order, which decides only what the times leave open.
    day_first: Option<bool>,
    /// The zone of times that carry none, in ticks east of UTC.
    east: i64,
    pub(super) n_zoned: u64,
    pub(super) n_unzoned: u64,
    /// Offsets from UTC that were spelled behind times, in order: few of them, and the same whatever order they came in.
    pub(super) offsets: Vec<String>,
    precision: Precision,
}

wire!(TimeReader {
    order,
    order_by_itself,
    day_first,
    east,
    n_zoned,
    n_unzoned,
    offsets,
    precision
});

const MILLISECOND: i64 = SECOND / 1000;
const MICROSECOND: i64 = SECOND / 1_000_000;

impl TimeReader {
    pub(super) fn new(options: &ReadOptions) -> TimeReader {
        TimeReader {
            order: OrderFinder::default(),
            order_by_itself: OrderFinder::default(),
            day_first: options.day_first,
            east: i64::from(options.utc_offset_minutes.unwrap_or(0)) * MINUTE,
            n_zoned: 0,
            n_unzoned: 0,
            offsets: Vec::new(),
            precision: Precision::Minute,
        }
    }

    /// For times of the same export, as if none had been read.
    pub(super) fn as_before_the_first(&self) -> TimeReader {
        TimeReader {
            order: OrderFinder::default(),
            order_by_itself: OrderFinder::default(),
            day_first: self.day_first,
            east: self.east,
            n_zoned: 0,
            n_unzoned: 0,
            offsets: Vec::new(),
            precision: Precision::Minute,
        }
    }

    /// Takes in what the times of the following part showed, which were told that no line stands before them.
    pub(super) fn join(&mut self, part: TimeReader, n_lines_before: u64) {
        // Other times are looked at only as long as the order is not known.
        let order = if self.is_order_told() { &part.order_by_itself } else { &part.order };
        self.order.join(order, n_lines_before);
        self.order_by_itself.join(&part.order_by_itself, n_lines_before);
        self.n_zoned += part.n_zoned;
        self.n_unzoned += part.n_unzoned;
        for offset in &part.offsets {
            self.keep_offset(offset);
        }
        self.precision = self.precision.max(part.precision);
    }

    fn is_order_told(&self) -> bool {
        self.order.day_first().is_some() || self.order.contradiction().is_some()
    }

    /// Times without a zone are in UTC, whatever the caller says.
    pub(super) fn take_as_utc(&mut self) {
        self.east = 0;
    }

    /// Reads one time, or says what is wrong with it.
    pub(super) fn read(
        &mut self,
        cell: &[u8],
        line: u64,
        other_times: &OtherTimes<'_>,
    ) -> Result<RowTime, &'static str> {
        if let Some((ticks, is_zoned)) = quick::read(cell) {
            let time = self.known_time(ticks, is_zoned);
            self.take_known(time.count(), is_zoned, cell);
            return Ok(RowTime::Known(time));
        }
        let cell = &from_windows_1252(cell);
        match time_cell(cell) {
            TimeCell::At(ticks) => {
                self.see_offset(cell);
                self.take_known(ticks.count(), true, cell);
                Ok(RowTime::Known(ticks))
            }
            TimeCell::Unzoned(ticks) => {
                let time = self.known_time(ticks, false);
                self.take_known(time.count(), false, cell);
                Ok(RowTime::Known(time))
            }
            TimeCell::Numeric(numeric) => {
                self.n_unzoned += 1;
                self.see_precision(numeric.tick_of_day, cell);
                self.order_by_itself.see(numeric, line);
                match self.order.see(numeric, line) {
                    Some(ticks) => Ok(RowTime::Known(ticks.saturating_add(-self.east))),
                    None => {
                        self.learn_order_from(other_times, line);
                        Ok(RowTime::Numeric(numeric))
                    }
                }
            }
            TimeCell::Null => Err("there is no time"),
            TimeCell::Unreadable(trouble) => Err(trouble),
        }
    }

    /// The moment that a clock showed.
    #[inline(always)]
    pub(super) fn known_time(&self, ticks: Ticks, is_zoned: bool) -> Ticks {
        if is_zoned { ticks } else { ticks.saturating_add(-self.east) }
    }

    /// The moment of a time whose date shows nothing new of the order, packed if it shows nothing at all: as it is in a row.
    pub(super) fn settled_time(&self, numeric: NumericTime) -> Option<i64> {
        let day_first = self.order.day_first()?;
        if self.order_by_itself.day_first() != Some(day_first) {
            return None;
        }
        match numeric.first.max(numeric.second) {
            ..=12 => Some(pack(numeric)),
            // There is no such date where it shows another order. Nor is a time judged here that a zone moves out of range.
            _ => Ticks::new(numeric.resolve(day_first)?.count() - self.east).map(Ticks::count),
        }
    }

    /// Takes a moment in, which may be packed, and how its cell spells it.
    #[inline(always)]
    pub(super) fn take_known(&mut self, time: i64, is_zoned: bool, cell: &[u8]) {
        self.n_zoned += u64::from(is_zoned);
        self.n_unzoned += u64::from(!is_zoned);
        // Once a time as fine as can be was seen, no other needs to be looked at.
        if self.precision != Precision::Tick {
            let ticks = if is_packed(time) { tick_of_packed(time) } else { time };
            self.see_precision(ticks, cell);
        }
    }

    /// One hand wrote all dates of an export, and certificates rarely all end before the 13th.
    fn learn_order_from(&mut self, other_times: &OtherTimes<'_>, line: u64) {
        if self.is_order_told() {
            return;
        }
        let order = &mut self.order;
        other_times(&mut |cell| {
            if let TimeCell::Numeric(numeric) = time_cell(cell) {
                order.see(numeric, line);
            }
        });
    }

    fn see_precision(&mut self, ticks: i64, cell: &[u8]) {
        let is_known = match self.precision {
            Precision::Minute => ticks % MINUTE == 0 && !spells_seconds(cell),
            // Seconds were seen.
            _ => ticks % SECOND == 0,
        };
        if !is_known {
            let precision = match ticks {
                _ if ticks % MICROSECOND != 0 => Precision::Tick,
                _ if ticks % MILLISECOND != 0 => Precision::Microsecond,
                _ if ticks % SECOND != 0 => Precision::Millisecond,
                _ => Precision::Second,
            };
            self.precision = self.precision.max(precision);
        }
    }

    fn see_offset(&mut self, cell: &[u8]) {
        if !cell.last().is_some_and(u8::is_ascii_digit) {
            return;
        }
        let is_offset = |byte: u8| byte.is_ascii_digit() || byte == b':';
        let start = cell.iter().rposition(|&byte| !is_offset(byte)).unwrap_or(0);
        if let Ok(offset) = std::str::from_utf8(&cell[start..]) {
            self.keep_offset(offset);
        }
    }

    fn keep_offset(&mut self, offset: &str) {
        const MOST: usize = 8;
        if let Err(place) = self.offsets.binary_search_by(|kept| kept.as_str().cmp(offset))
            && place < MOST
        {
            self.offsets.truncate(MOST - 1);
            self.offsets.insert(place, offset.to_owned());
        }
    }

    pub(super) fn east(&self) -> i64 {
        self.east
    }

    pub(super) fn precision(&self) -> Precision {
        self.precision
    }

    /// The order of day and month, from the dates themselves or else from the caller.
    pub(super) fn day_first(&self) -> Option<bool> {
        self.order.day_first().or(self.day_first)
    }

    /// What to say about the order; `is_waiting`: some times wait for it.
    pub(super) fn date_order(&self, is_waiting: bool) -> DateOrder {
        match self.day_first() {
            None if is_waiting => DateOrder::Undecided,
            Some(true) if self.order.needed() => DateOrder::DayFirst,
            Some(false) if self.order.needed() => DateOrder::MonthFirst,
            _ => DateOrder::NotNeeded,
        }
    }

    /// A line where the day comes first and one where the month does, if there are both.
    pub(super) fn contradiction(&self) -> Option<(u64, u64)> {
        self.order.contradiction()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_settled_when_it_shows_nothing_new() {
        let date = |first, second| NumericTime { first, second, year: 2026, tick_of_day: 7 };
        let mut times = TimeReader::new(&ReadOptions::default());
        assert_eq!(times.settled_time(date(5, 6)), None);
        // The other times of a row show the order, and so it is known; but not yet from the times themselves.
        let other = |see: &mut dyn FnMut(&[u8])| see(b"6/20/2028, 11:59:59.000 PM");
        times.read(b"5/6/2026, 1:00:00.000 AM", 2, &other).unwrap();
        assert_eq!(times.day_first(), Some(false));
        assert_eq!(times.settled_time(date(5, 6)), None);
        times.read(b"5/20/2026, 1:00:00.000 AM", 3, &other).unwrap();
        assert_eq!(times.settled_time(date(5, 6)), Some(pack(date(5, 6))));
        let known = date(5, 20).resolve(false).map(Ticks::count);
        assert_eq!(times.settled_time(date(5, 20)), known);
        // It shows the other order.
        assert_eq!(times.settled_time(date(20, 5)), None);
        times.read(b"20/5/2026, 1:00:00.000 AM", 4, &other).unwrap();
        assert_eq!(times.settled_time(date(5, 6)), None);
    }
}
