//! A segment: a bounded number of rows, grouped by signer, each group ordered by time. What the order is
//! made with is [`super::arrange`].

use std::ops::Range;

use super::arrange::{Arrangement, arrange};
use super::{CodedRow, Rows};
use crate::window::ResolvedWindow;
use crate::wire::wire;

/// How many rows lie between two milestones.
const MILE: usize = 64;

/// The place of a row in its segment. Short, since there are two of them for each row or signer.
pub(crate) type Place = u16;

// A builder that narrows may have all rows of a segment but one when it takes another over.
const _: () = assert!(2 * Segment::MAX_ROWS - 1 <= Place::MAX as usize);

/// A row as it came in.
#[derive(Clone, Copy)]
pub(crate) struct UnsortedRow {
    pub(crate) row: CodedRow,
    pub(crate) signer: u32,
    /// Where its record begins, counted from the segment's own beginning.
    pub(crate) offset: u32,
}

/// Rows grouped by signer, ordered by time.
pub(crate) struct Segment {
    /// The signers that have rows here, as their rows lie.
    groups: Vec<Group>,
    rows: Vec<CodedRow>,
    /// Where the rows' records begin in the export's text, counted from `begin`.
    offsets: Vec<u32>,
    /// How many bytes of the export's text stand before the first record.
    begin: u64,
    /// The places of all rows, ordered by time: how many are inside a window is found without looking
    /// at each signer.
    by_time: Vec<Place>,
    /// The time of every so-many-th of them: nearly all of a search stays in few bytes.
    milestones: Vec<i64>,
    /// Which rows are duplicates, one entry a row; empty when none is.
    duplicates: Vec<bool>,
    /// The places of these, ordered by time.
    duplicates_by_time: Vec<Place>,
}

/// Where the rows of one signer lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) signer: u32,
    pub(crate) start: Place,
    pub(crate) end: Place,
}

wire!(Group { signer, start, end });

impl Group {
    pub(crate) fn places(self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }
}

wire!(Segment {
    groups,
    rows,
    offsets,
    begin,
    by_time,
    milestones,
    duplicates,
    duplicates_by_time
});

impl Segment {
    /// How many rows a segment takes. Fewer are brought in order more quickly, since they fit into a
    /// cache; with more there are fewer places where a hunt must look.
    pub(crate) const MAX_ROWS: usize = 1 << 15;

    /// Groups and orders these rows, whose records begin behind `begin`. Rows of one signer and time keep their order.
    pub(crate) fn of(unsorted: &[UnsortedRow], begin: u64) -> Segment {
        let mut rows = vec![CodedRow::default(); unsorted.len()];
        let mut offsets = vec![0; unsorted.len()];
        let Arrangement { groups, by_time } = arrange(unsorted, |place, unsorted| {
            rows[place] = unsorted.row;
            offsets[place] = unsorted.offset;
        });
        let milestones = by_time.iter().step_by(MILE).map(|&place| rows[usize::from(place)].time);
        Segment {
            groups,
            milestones: milestones.collect(),
            rows,
            offsets,
            begin,
            by_time,
            duplicates: Vec::new(),
            duplicates_by_time: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes of memory it takes: 30 for each row, a little for each signer, and more for duplicates.
    pub(crate) fn n_bytes(&self) -> usize {
        size_of_val(self.groups.as_slice())
            + size_of_val(self.rows.as_slice())
            + size_of_val(self.offsets.as_slice())
            + size_of_val(self.by_time.as_slice())
            + size_of_val(self.milestones.as_slice())
            + size_of_val(self.duplicates.as_slice())
            + size_of_val(self.duplicates_by_time.as_slice())
    }

    /// The signers that have rows here, and where these lie: one behind another.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many bytes of the export's text stand before the record of the row at this place.
    pub(crate) fn offset_of(&self, place: usize) -> u64 {
        self.begin + u64::from(self.offsets[place])
    }

    /// Where the records of the rows begin that are no duplicates, in no order.
    pub(crate) fn rows_that_count(&self) -> impl Iterator<Item = u64> {
        (0..self.len())
            .filter(|&place| !self.is_duplicate(place))
            .map(|place| self.offset_of(place))
    }

    /// Where the records of its rows begin: from the first up to the last.
    pub(crate) fn records(&self) -> Range<u64> {
        let last = self.offsets.iter().copied().max().unwrap_or(0);
        self.begin..self.begin + u64::from(last)
    }

    /// The rows at these places.
    pub(crate) fn rows_at(&self, places: Range<usize>) -> Rows<'_> {
        Rows {
            rows: &self.rows[places.clone()],
            duplicates: self.duplicates.get(places).unwrap_or_default(),
        }
    }

    /// The least and the greatest time.
    pub(crate) fn extent(&self) -> Option<(i64, i64)> {
        let (first, last) = (self.by_time.first()?, self.by_time.last()?);
        Some((self.time_at(*first), self.time_at(*last)))
    }

    pub(crate) fn n_duplicates(&self) -> usize {
        self.duplicates_by_time.len()
    }

    /// How many rows inside the window count: those that are no duplicates.
    pub(crate) fn n_inside(&self, window: ResolvedWindow) -> usize {
        let n_first = |is_so: &dyn Fn(i64) -> bool| {
            let n_miles = self.milestones.partition_point(|&time| is_so(time));
            let mile = (n_miles.max(1) - 1) * MILE..(n_miles * MILE).min(self.len());
            let n_duplicates =
                self.duplicates_by_time.partition_point(|&place| is_so(self.time_at(place)));
            mile.start + self.by_time[mile].partition_point(|&place| is_so(self.time_at(place)))
                - n_duplicates
        };
        // A window whose end lies before its start has nothing inside.
        n_first(&|time| time <= window.to.count())
            .saturating_sub(n_first(&|time| time < window.from.count()))
    }

    fn time_at(&self, place: Place) -> i64 {
        self.rows[usize::from(place)].time
    }

    /// Changes every time, and orders the rows anew. No row is marked as a duplicate then.
    pub(crate) fn map_times(&mut self, change: impl Fn(i64) -> i64) {
        let mut rows = Vec::with_capacity(self.rows.len());
        for group in &self.groups {
            for place in group.places() {
                let row = self.rows[place];
                rows.push(UnsortedRow {
                    row: CodedRow { time: change(row.time), ..row },
                    signer: group.signer,
                    offset: self.offsets[place],
                });
            }
        }
        *self = Segment::of(&rows, self.begin);
    }

    /// Gives every row other codes, `signers` and `devices` by the codes they replace. Rows stay where
    /// they are. No row is marked as a duplicate then.
    pub(crate) fn recode(
        &mut self,
        signers: &[u32],
        devices: &[u32],
        report: Option<impl Fn(i64) -> i64>,
    ) {
        for group in &mut self.groups {
            group.signer = signers[group.signer as usize];
        }
        for row in &mut self.rows {
            row.device = devices[row.device as usize];
        }
        if let Some(report_of) = report {
            for row in &mut self.rows {
                row.report = report_of(row.report);
            }
        }
        self.forget_duplicates();
    }

    /// Marks rows that are duplicates. When all are marked, [`Segment::settle_duplicates`] must know.
    pub(crate) fn mark_duplicates(&mut self, places: impl Iterator<Item = usize>) {
        self.duplicates.resize(self.rows.len(), false);
        places.for_each(|place| self.duplicates[place] = true);
    }

    /// Makes the marked duplicates count as such.
    pub(crate) fn settle_duplicates(&mut self) {
        let is_duplicate = |&place: &Place| self.is_duplicate(usize::from(place));
        self.duplicates_by_time = self.by_time.iter().copied().filter(is_duplicate).collect();
    }

    fn is_duplicate(&self, place: usize) -> bool {
        self.duplicates.get(place).copied().unwrap_or(false)
    }

    pub(crate) fn forget_duplicates(&mut self) {
        self.duplicates = Vec::new();
        self.duplicates_by_time = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Ticks;

    fn segment(rows: &[(u32, i64, u32)]) -> Segment {
        let unsorted = |&(signer, time, device): &(u32, i64, u32)| UnsortedRow {
            row: CodedRow { time, device, ..CodedRow::default() },
            signer,
            offset: 0,
        };
        Segment::of(&rows.iter().map(unsorted).collect::<Vec<UnsortedRow>>(), 0)
    }

    fn window(from: i64, to: i64) -> ResolvedWindow {
        let ticks = |count| Ticks::new(count).unwrap();
        ResolvedWindow { from: ticks(from), to: ticks(to), now: ticks(to), now_is_clamped: false }
    }

    /// Where the rows of this signer lie.
    fn places_of(segment: &Segment, signer: u32) -> Range<usize> {
        let group = segment.groups().iter().find(|group| group.signer == signer);
        group.map_or(0..0, |group| group.places())
    }

    /// Expected: time and device of the rows of signer 5.
    #[track_caller]
    fn check(segment: &Segment, expected: &[(i64, u32)]) {
        let rows = segment.rows_at(places_of(segment, 5));
        let got: Vec<(i64, u32)> = rows.counted().map(|row| (row.time, row.device)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn grouped_by_signer_and_ordered_by_time() {
        let segment = segment(&[(5, 30, 0), (2, 10, 1), (5, 20, 2), (9, 5, 3), (5, 20, 4)]);
        check(&segment, &[(20, 2), (20, 4), (30, 0)]);
        assert_eq!(places_of(&segment, 3), 0..0);
        assert_eq!(segment.extent(), Some((5, 30)));
    }

    #[test]
    fn changed_times_are_ordered_anew() {
        let mut segment = segment(&[(5, 30, 0), (5, 20, 1), (2, 10, 2)]);
        segment.map_times(|time| 100 - time);
        check(&segment, &[(70, 0), (80, 1)]);
        assert_eq!(segment.extent(), Some((70, 90)));
        assert_eq!(segment.n_inside(window(75, 85)), 1);
    }

    #[test]
    fn other_codes_change_no_row() {
        let mut segment = segment(&[(1, 30, 0), (0, 20, 1), (1, 10, 1), (2, 15, 0)]);
        segment.recode(&[7, 5, 3], &[4, 2], None::<fn(i64) -> i64>);
        check(&segment, &[(10, 2), (30, 4)]);
        segment.map_times(|time| 100 - time);
        check(&segment, &[(70, 4), (90, 2)]);
        assert_eq!(places_of(&segment, 3).len(), 1);
    }

    #[test]
    fn duplicates_do_not_count() {
        let mut segment = segment(&[(2, 10, 1), (5, 20, 2), (5, 20, 4), (5, 30, 0), (9, 5, 3)]);
        segment.mark_duplicates([places_of(&segment, 5).start + 1].into_iter());
        segment.settle_duplicates();
        check(&segment, &[(20, 2), (30, 0)]);
        assert_eq!(segment.n_duplicates(), 1);
        assert_eq!(segment.n_inside(window(0, 99)), 4);
        assert_eq!(segment.n_inside(window(20, 29)), 1);
        segment.forget_duplicates();
        check(&segment, &[(20, 2), (20, 4), (30, 0)]);
        assert_eq!(segment.n_inside(window(20, 29)), 2);
    }

    #[test]
    fn the_ends_of_a_window_are_inside() {
        let segment = segment(&[(2, 10, 1), (5, 20, 2), (5, 20, 4), (1, 30, 0)]);
        for (from, to, expected) in [
            (0, 9, 0),
            (10, 10, 1),
            (10, 20, 3),
            (20, 30, 3),
            (21, 29, 0),
            (31, 40, 0),
            (30, 10, 0),
        ] {
            assert_eq!(segment.n_inside(window(from, to)), expected, "{from}..{to}");
        }
    }

    #[test]
    fn rows_inside_a_window_are_counted_however_many_there_are() {
        let mut random = fastrand::Rng::with_seed(5);
        for n_rows in [1, MILE - 1, MILE, MILE + 1, 2 * MILE, 5 * MILE + 7] {
            let rows: Vec<(u32, i64, u32)> =
                (0..n_rows).map(|_| (random.u32(0..5), random.i64(5..200), 0)).collect();
            let mut segment = segment(&rows);
            let places: Vec<usize> = (0..n_rows).filter(|_| random.u8(0..4) == 0).collect();
            segment.mark_duplicates(places.into_iter());
            segment.settle_duplicates();
            for _ in 0..200 {
                let (from, to) = (random.i64(0..205), random.i64(0..205));
                let is_inside = |row: &CodedRow| (from..=to).contains(&row.time);
                let all = segment.rows_at(0..n_rows);
                assert_eq!(
                    segment.n_inside(window(from, to)),
                    all.counted().filter(is_inside).count(),
                    "{n_rows} rows, {from}..{to}"
                );
            }
        }
    }

    #[test]
    fn no_rows_are_a_segment_too() {
        let segment = segment(&[]);
        assert_eq!(segment.extent(), None);
        assert_eq!(segment.n_inside(window(0, 99)), 0);
    }
}
