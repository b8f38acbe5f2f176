//! The two ends of a window as a query has them. How they are spelled is decided where queries are written.

use signerhunt::{Bound, Now, Ticks, Window};

/// One end of a window; what lies on it is inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// As far as there are rows.
    Open,
    /// A point in time.
    At(Ticks),
    /// So many ticks before the clock of whoever runs the query.
    BeforeClock(i64),
}

/// The ends of a window, where now is this point; `with_clock` when the query's language can ask for the clock.
pub(crate) fn ends(window: &Window, now: Ticks, with_clock: bool) -> [End; 2] {
    let stays_relative = with_clock && window.now == Now::Clock;
    [window.from, window.to].map(|bound| match bound {
        Bound::All => End::Open,
        Bound::At(ticks) => End::At(ticks),
        Bound::BeforeNow(ticks) => {
            let point = now.saturating_add(ticks.saturating_neg());
            // Kusto counts no further than the calendar goes.
            let is_within = point.count().checked_add(ticks) == Some(now.count());
            if stays_relative && is_within { End::BeforeClock(ticks) } else { End::At(point) }
        }
    })
}

#[cfg(test)]
mod tests {
    use signerhunt::time::DAY;

    use super::*;

    #[track_caller]
    fn check(from: Bound, now: Now, with_clock: bool, expected: End) {
        let window = Window { from, to: Bound::All, now };
        let clock = "2026-06-01".parse().unwrap();
        assert_eq!(ends(&window, clock, with_clock), [expected, End::Open]);
    }

    #[test]
    fn only_the_clock_stays_relative() {
        let point = End::At("2026-05-27".parse().unwrap());
        check(Bound::BeforeNow(5 * DAY), Now::Clock, true, End::BeforeClock(5 * DAY));
        check(Bound::BeforeNow(5 * DAY), Now::Clock, false, point);
        check(Bound::BeforeNow(5 * DAY), Now::Newest, true, point);
        check(Bound::At(Ticks::MAX), Now::Clock, true, End::At(Ticks::MAX));
    }

    #[test]
    fn beyond_the_calendar_is_its_end() {
        check(Bound::BeforeNow(i64::MAX), Now::Clock, true, End::At(Ticks::MIN));
        check(Bound::BeforeNow(i64::MIN), Now::Clock, true, End::At(Ticks::MAX));
    }
}
