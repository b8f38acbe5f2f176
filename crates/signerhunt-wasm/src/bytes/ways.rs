//! Which way a file is read, from which byte, and which slices are asked for: plain sums, without the browser.

use std::ops::Range;

/// A way to a file's bytes, the fastest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// A stream that fills a buffer of ours.
    Stream,
    /// Large slices, several at a time. Small ones lose to the way they take between processes.
    LargeSlices,
    /// Small slices, one at a time: what is left when something about the others does not work.
    SmallSlices,
}

impl Way {
    /// The next best way, or `None` behind the last.
    pub(super) fn next_best(self) -> Option<Way> {
        match self {
            Way::Stream => Some(Way::LargeSlices),
            Way::LargeSlices => Some(Way::SmallSlices),
            Way::SmallSlices => None,
        }
    }

    /// For so many seconds it may give nothing.
    pub(super) fn patience_s(self) -> u32 {
        match self {
            Way::Stream | Way::LargeSlices => 3,
            // Behind it there is only an error.
            Way::SmallSlices => 10,
        }
    }
}

/// The course of reading a range of a file: how far it came, and by which way it goes on.
pub(super) struct Course {
    pub(super) way: Way,
    at: u64,
    end: u64,
}

impl Course {
    pub(super) fn new(range: Range<u64>) -> Course {
        Course { way: Way::Stream, at: range.start, end: range.end }
    }

    /// What is left to be read.
    pub(super) fn left(&self) -> Range<u64> {
        self.at..self.end
    }

    pub(super) fn is_done(&self) -> bool {
        self.at == self.end
    }

    /// So many bytes more have come.
    pub(super) fn advance(&mut self, n_bytes: usize) {
        self.at = self.end.min(self.at + n_bytes as u64);
    }

    /// Goes on by the next best way from the same byte; false when there is none.
    pub(super) fn change_way(&mut self) -> bool {
        match self.way.next_best() {
            Some(way) => {
                self.way = way;
                true
            }
            None => false,
        }
    }
}

/// Slices that were asked for and not used up yet, in the order of their bytes.
pub(super) struct InFlight<T> {
    /// What was not asked for yet.
    rest: Range<u64>,
    slice_bytes: u64,
    most: usize,
    /// A few, so a list does.
    asked: Vec<T>,
}

impl<T> InFlight<T> {
    /// The slices of a way; the stream has none.
    pub(super) fn new(range: Range<u64>, way: Way) -> InFlight<T> {
        let (slice_bytes, most) = match way {
            Way::Stream | Way::LargeSlices => (16 << 20, 4),
            Way::SmallSlices => (1 << 20, 1),
        };
        InFlight { rest: range, slice_bytes, most, asked: Vec::new() }
    }

    /// Asks for slices until as many are in flight as may be.
    pub(super) fn fill<E>(&mut self, ask: impl Fn(Range<u64>) -> Result<T, E>) -> Result<(), E> {
        while self.asked.len() < self.most && !self.rest.is_empty() {
            let end = self.rest.end.min(self.rest.start + self.slice_bytes);
            self.asked.push(ask(self.rest.start..end)?);
            self.rest.start = end;
        }
        Ok(())
    }

    /// The slice whose bytes come next.
    pub(super) fn first(&mut self) -> Option<&mut T> {
        self.asked.first_mut()
    }

    /// Takes it out.
    pub(super) fn take_first(&mut self) -> Option<T> {
        (!self.asked.is_empty()).then(|| self.asked.remove(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    /// Reads a range by a way and gives the slices in the order of their use, with what was in flight before each.
    fn slices(range: Range<u64>, way: Way) -> Vec<(Range<u64>, usize)> {
        let mut flight = InFlight::new(range, way);
        let mut used = Vec::new();
        loop {
            flight.fill(Ok::<_, ()>).unwrap();
            let n_asked = flight.asked.len();
            let Some(slice) = flight.take_first() else { return used };
            used.push((slice, n_asked));
        }
    }

    #[test]
    fn a_way_that_fails_is_followed_by_the_next_best_from_the_same_byte() {
        let mut course = Course::new(100..1000);
        assert_eq!((course.way, course.left()), (Way::Stream, 100..1000));
        course.advance(1);
        assert!(course.change_way());
        assert_eq!((course.way, course.left()), (Way::LargeSlices, 101..1000));
        course.advance(399);
        assert!(course.change_way());
        assert_eq!((course.way, course.left()), (Way::SmallSlices, 500..1000));
        assert!(!course.change_way());
        assert!(!course.is_done());
        course.advance(500);
        assert!(course.is_done());
    }

    #[test]
    fn slices_follow_each_other_without_a_gap_to_the_end() {
        for way in [Way::LargeSlices, Way::SmallSlices] {
            for range in [0..1, 7..MIB, 3..100 * MIB + 1, 0..64 * MIB] {
                let used = slices(range.clone(), way);
                let mut at = range.start;
                for (slice, _) in used {
                    assert_eq!(slice.start, at);
                    assert!(!slice.is_empty());
                    at = slice.end;
                }
                assert_eq!(at, range.end);
            }
        }
    }

    #[test]
    fn four_large_slices_are_in_flight_and_one_small_one() {
        let counts = |way| slices(0..96 * MIB, way).into_iter().map(|(_, n)| n).collect::<Vec<_>>();
        assert_eq!(counts(Way::LargeSlices), [4, 4, 4, 3, 2, 1]);
        assert_eq!(counts(Way::SmallSlices), [1; 96]);
    }

    #[test]
    fn nothing_is_asked_for_where_there_is_nothing() {
        assert_eq!(slices(5..5, Way::LargeSlices), []);
        assert!(Course::new(5..5).is_done());
    }

    #[test]
    fn a_slice_that_cannot_be_asked_for_is_told() {
        let mut flight = InFlight::<()>::new(0..MIB, Way::LargeSlices);
        assert_eq!(flight.fill(|_| Err("no")), Err("no"));
        assert!(flight.first().is_none());
    }
}
