//! The window on a line from the oldest row to the newest: where its handles stand, and which times their places mean.
//!
//! Nothing is drawn here, and what moves a handle is not known.

use signerhunt::time::{HOUR, MINUTE, SECOND};
use signerhunt::{Bound, Extent, ResolvedWindow, Ticks, Window};

/// A step of a handle is about this part of the line: finer than a pointer, and the keyboard crosses it in a minute.
const STEPS: i64 = 1_000;

/// An end of the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// Where it begins.
    From,
    /// Where it ends.
    To,
}

/// The line. A place on it is a number of steps: 0 is the oldest row and [`Timeline::length`] the newest, exactly, so that
/// no row at the edge is lost. The places between are round times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Timeline {
    extent: Extent,
    /// The round time from which steps are counted, at the oldest row or just before it.
    start: Ticks,
    /// Ticks.
    step: i64,
}

impl Timeline {
    /// The line over rows of this extent; `None` when all are of one moment.
    pub(crate) fn over(extent: Extent) -> Option<Timeline> {
        let (first, last) = (extent.first.count(), extent.last.count());
        let ticks = last - first;
        if ticks <= 0 {
            return None;
        }
        let unit = if ticks < HOUR { SECOND } else { MINUTE };
        let step = (ticks / STEPS / unit + 1) * unit;
        Some(Timeline { extent, start: extent.first.saturating_add(-(first % unit)), step })
    }

    /// The last place.
    pub(crate) fn length(&self) -> i64 {
        let ticks = self.extent.last.count() - self.start.count();
        (ticks + self.step - 1) / self.step
    }

    /// The time that a place means.
    pub(crate) fn time_at(&self, place: i64) -> Ticks {
        if place <= 0 {
            self.extent.first
        } else if place >= self.length() {
            self.extent.last
        } else {
            self.start.saturating_add(place * self.step)
        }
    }

    /// The place that is nearest to a time. Only what is not inside the line is at its ends, so that the way to them is
    /// open where it is not gone yet.
    pub(crate) fn place_of(&self, time: Ticks) -> i64 {
        if time <= self.extent.first {
            0
        } else if time >= self.extent.last {
            self.length()
        } else {
            let ticks = time.count() - self.start.count();
            ((ticks + self.step / 2) / self.step).max(1).min(self.length() - 1)
        }
    }

    /// The time of an end of the window that is moved to a place, and no farther than the other end.
    pub(crate) fn moved(&self, window: &ResolvedWindow, end: End, place: i64) -> Ticks {
        let time = self.time_at(place);
        match end {
            End::From => time.min(window.to),
            End::To => time.max(window.from),
        }
    }

    /// The oldest row and the newest.
    pub(crate) fn extent(&self) -> Extent {
        self.extent
    }
}

/// Where the window's ends are now. The answer, which says what its other ends mean, may be a moment behind.
pub(crate) fn ends(window: &Window, answered: ResolvedWindow) -> ResolvedWindow {
    let end = |bound: Bound, answered: Ticks| match bound {
        Bound::At(ticks) => ticks,
        Bound::All | Bound::BeforeNow(_) => answered,
    };
    ResolvedWindow {
        from: end(window.from, answered.from),
        to: end(window.to, answered.to),
        ..answered
    }
}

/// The window with one end at a time.
pub(crate) fn with_end(window: &Window, end: End, time: Ticks) -> Window {
    let mut window = window.clone();
    match end {
        End::From => window.from = Bound::At(time),
        End::To => window.to = Bound::At(time),
    }
    window
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Ticks {
        text.parse().unwrap()
    }

    fn line(first: &str, last: &str) -> Timeline {
        Timeline::over(Extent { first: at(first), last: at(last) }).unwrap()
    }

    /// Thirty days and a bit, with rows that lie on no whole minute.
    fn month() -> Timeline {
        line("2026-10-21T00:00:41.5Z", "2026-11-20T09:12:07.25Z")
    }

    /// A place, the time that it means, and back.
    #[track_caller]
    fn check(line: Timeline, place: i64, expected: &str) {
        let time = line.time_at(place);
        assert_eq!(time, at(expected), "{time}");
        assert_eq!(line.place_of(time), place);
    }

    #[test]
    fn the_outermost_places_are_the_outermost_rows() {
        check(month(), 0, "2026-10-21T00:00:41.5Z");
        check(month(), month().length(), "2026-11-20T09:12:07.25Z");
        assert_eq!(month().time_at(-1), month().extent().first);
        assert_eq!(month().time_at(i64::MAX), month().extent().last);
    }

    #[test]
    fn places_between_are_whole_minutes_about_a_thousand_of_them() {
        assert_eq!(month().length(), 995);
        check(month(), 1, "2026-10-21T00:44Z");
        check(month(), 2, "2026-10-21T01:28Z");
        check(month(), 994, "2026-11-20T08:56Z");
        // Every place means a later time than the one before.
        let times: Vec<Ticks> = (0..=995).map(|place| month().time_at(place)).collect();
        assert!(times.is_sorted_by(|before, after| before < after));
        assert!((0..=995).all(|place| month().place_of(times[place as usize]) == place));
    }

    #[test]
    fn short_lines_have_whole_seconds() {
        let hour = line("2026-11-20T09:00:00.5Z", "2026-11-20T09:30:00.25Z");
        check(hour, 1, "2026-11-20T09:00:02Z");
        assert_eq!(hour.length(), 901);
        let moment = line("2026-11-20T09:00:00.25Z", "2026-11-20T09:00:00.5Z");
        check(moment, 0, "2026-11-20T09:00:00.25Z");
        check(moment, 1, "2026-11-20T09:00:00.5Z");
        assert_eq!(moment.length(), 1);
        assert_eq!(moment.place_of(at("2026-11-20T09:00:00.3Z")), 0);
    }

    #[test]
    fn a_single_moment_is_no_line() {
        let moment = at("2026-11-20T09:00:00Z");
        assert_eq!(Timeline::over(Extent { first: moment, last: moment }), None);
    }

    #[test]
    fn the_longest_line_there_can_be_is_one() {
        let all = Timeline::over(Extent { first: Ticks::MIN, last: Ticks::MAX }).unwrap();
        assert!((900..=1_000).contains(&all.length()), "{}", all.length());
        assert_eq!(all.time_at(all.length()), Ticks::MAX);
    }

    #[track_caller]
    fn check_place(time: &str, expected: i64) {
        assert_eq!(month().place_of(at(time)), expected);
    }

    #[test]
    fn typed_times_have_the_nearest_place() {
        check_place("2020-01-01", 0);
        check_place("2026-10-21T00:00:41.5Z", 0);
        check_place("2026-10-21T00:00:42Z", 1);
        check_place("2026-10-21T01:05Z", 1);
        check_place("2026-10-21T01:07Z", 2);
        check_place("2026-11-20T09:12:07Z", 994);
        check_place("2026-11-20T09:12:07.25Z", 995);
        check_place("2099-01-01", 995);
    }

    fn resolved(from: &str, to: &str) -> ResolvedWindow {
        let now = month().extent().last;
        ResolvedWindow { from: at(from), to: at(to), now, now_is_clamped: false }
    }

    #[track_caller]
    fn check_moved(end: End, place: i64, expected: &str) {
        let window = resolved("2026-11-01T00:00:30Z", "2026-11-10T00:00:30Z");
        assert_eq!(month().moved(&window, end, place), at(expected));
    }

    #[test]
    fn ends_are_moved_up_to_each_other() {
        check_moved(End::From, 0, "2026-10-21T00:00:41.5Z");
        check_moved(End::From, 1, "2026-10-21T00:44Z");
        check_moved(End::From, 995, "2026-11-10T00:00:30Z");
        check_moved(End::To, 995, "2026-11-20T09:12:07.25Z");
        check_moved(End::To, 994, "2026-11-20T08:56Z");
        check_moved(End::To, 0, "2026-11-01T00:00:30Z");
    }

    #[test]
    fn an_end_that_was_moved_is_a_given_time_and_the_other_stays() {
        let before = Window::default();
        let moved = with_end(&before, End::From, at("2026-11-01"));
        assert_eq!(moved, Window { from: Bound::At(at("2026-11-01")), ..before.clone() });
        // Its place is the one it was given, also while the answer is behind.
        let answered = resolved("2026-11-15T09:12:07.25Z", "2026-11-20T09:12:07.25Z");
        let expected = ResolvedWindow { from: at("2026-11-01"), ..answered };
        assert_eq!(ends(&moved, answered), expected);
        let moved = with_end(&before, End::To, at("2026-11-18"));
        assert_eq!(ends(&moved, answered), ResolvedWindow { to: at("2026-11-18"), ..answered });
    }
}
