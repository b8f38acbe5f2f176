//! A segment: a bounded number of rows, grouped by signer, each group ordered by time. What the order is
//! made with is [`super::arrange`].

use std::ops::Range;

use super::Rows;
use super::arrange::{Arrangement, arrange};
use crate::order;
use crate::window::ResolvedWindow;
use crate::wire::wire;

/// The place of a row in its segment. Short, since there are two of them for each row or signer.
pub(crate) type Place = u16;

// A builder that narrows may have all rows of a segment but one when it takes another over.
const _: () = assert!(2 * Segment::MAX_ROWS - 1 <= Place::MAX as usize);

/// A row as it came in.
#[derive(Clone, Copy, Default)]
pub(crate) struct UnsortedRow {
    pub(crate) time: i64,
    pub(crate) report: i64,
    pub(crate) signer: u32,
    pub(crate) device: u32,
    pub(crate) identity: u32,
    /// Where its record begins, counted from the segment's own beginning.
    pub(crate) offset: u32,
}

/// Rows grouped by signer, ordered by time.
pub(crate) struct Segment {
    /// The signers that have rows here, ascending.
    groups: Vec<Group>,
    times: Vec<i64>,
    devices: Vec<u32>,
    reports: Vec<i64>,
    identities: Vec<u32>,
    /// Where the rows' records begin in the export's text, counted from `begin`.
    offsets: Vec<u32>,
    /// How many bytes of the export's text stand before the first record.
    begin: u64,
    /// The places of all rows, ordered by time: how many are inside a window is found without looking
    /// at each signer.
    by_time: Vec<Place>,
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
wire!(Segment {
    groups,
    times,
    devices,
    reports,
    identities,
    offsets,
    begin,
    by_time,
    duplicates,
    duplicates_by_time
});

impl Segment {
    /// How many rows a segment takes. Fewer are brought in order more quickly, since their columns fit
    /// into a cache; with more there are fewer places where a hunt must look.
    pub(crate) const MAX_ROWS: usize = 1 << 15;

    /// Groups and orders these rows, whose records begin behind `begin`. Rows of one signer and time keep their order.
    pub(crate) fn of(rows: &[UnsortedRow], begin: u64) -> Segment {
        let mut times = vec![0; rows.len()];
        let mut devices = vec![0; rows.len()];
        let mut reports = vec![0; rows.len()];
        let mut identities = vec![0; rows.len()];
        let mut offsets = vec![0; rows.len()];
        let Arrangement { groups, by_time } = arrange(rows, |place, row| {
            times[place] = row.time;
            devices[place] = row.device;
            reports[place] = row.report;
            identities[place] = row.identity;
            offsets[place] = row.offset;
        });
        Segment {
            groups,
            times,
            devices,
            reports,
            identities,
            offsets,
            begin,
            by_time,
            duplicates: Vec::new(),
            duplicates_by_time: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// How many bytes of memory it takes: 30 for each row, a little for each signer, and more for duplicates.
    pub(crate) fn n_bytes(&self) -> usize {
        size_of_val(self.groups.as_slice())
            + size_of_val(self.times.as_slice())
            + size_of_val(self.devices.as_slice())
            + size_of_val(self.reports.as_slice())
            + size_of_val(self.identities.as_slice())
            + size_of_val(self.offsets.as_slice())
            + size_of_val(self.by_time.as_slice())
            + size_of_val(self.duplicates.as_slice())
            + size_of_val(self.duplicates_by_time.as_slice())
    }

    /// The signers that have rows here, and where these lie.
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

    /// Where the rows of this signer lie, if there are any.
    pub(crate) fn group_of(&self, signer_code: u32) -> Option<Group> {
        let place = self.groups.binary_search_by_key(&signer_code, |group| group.signer).ok()?;
        Some(self.groups[place])
    }

    /// The rows of a group.
    pub(crate) fn rows_of(&self, group: Group) -> Rows<'_> {
        let range = usize::from(group.start)..usize::from(group.end);
        Rows {
            times: &self.times[range.clone()],
            devices: &self.devices[range.clone()],
            reports: &self.reports[range.clone()],
            identities: &self.identities[range.clone()],
            duplicates: self.duplicates.get(range).unwrap_or_default(),
        }
    }

    /// The least and the greatest time.
    pub(crate) fn extent(&self) -> Option<(i64, i64)> {
        let (first, last) = (self.by_time.first()?, self.by_time.last()?);
        Some((self.times[usize::from(*first)], self.times[usize::from(*last)]))
    }

    pub(crate) fn n_duplicates(&self) -> usize {
        self.duplicates_by_time.len()
    }

    /// How many rows inside the window count: those that are no duplicates.
    pub(crate) fn n_inside(&self, window: ResolvedWindow) -> usize {
        self.n_between(&self.by_time, window) - self.n_between(&self.duplicates_by_time, window)
    }

    /// How many of these places, which are ordered by time, have a row inside the window.
    fn n_between(&self, places: &[Place], window: ResolvedWindow) -> usize {
        let is_before = |&place: &Place| self.times[usize::from(place)] < window.from.count();
        let is_not_after = |&place: &Place| self.times[usize::from(place)] <= window.to.count();
        let n_not_after = n_first(places, is_not_after);
        // A window whose end lies before its start has nothing inside.
        n_not_after.saturating_sub(n_first(places, is_before))
    }

    /// Changes every time, and orders the rows anew. No row is marked as a duplicate then.
    pub(crate) fn map_times(&mut self, change: impl Fn(i64) -> i64) {
        // Groups lie as their signers are ordered only until the signers get other codes.
        order::sort_by(&mut self.groups, |left, right| left.start.cmp(&right.start));
        let mut rows = Vec::with_capacity(self.times.len());
        for group in &self.groups {
            for place in usize::from(group.start)..usize::from(group.end) {
                rows.push(UnsortedRow {
                    time: change(self.times[place]),
                    report: self.reports[place],
                    signer: group.signer,
                    device: self.devices[place],
                    identity: self.identities[place],
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
        order::sort_by(&mut self.groups, |left, right| left.signer.cmp(&right.signer));
        for device in &mut self.devices {
            *device = devices[*device as usize];
        }
        if let Some(report_of) = report {
            for report in &mut self.reports {
                *report = report_of(*report);
            }
        }
        self.forget_duplicates();
    }

    /// Marks the rows of a group that are duplicates, by their places in it. When all are marked,
    /// [`Segment::settle_duplicates`] must know.
    pub(crate) fn mark_duplicates(&mut self, group: Group, places: &[u32]) {
        self.duplicates.resize(self.times.len(), false);
        for &place in places {
            self.duplicates[usize::from(group.start) + place as usize] = true;
        }
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

/// How many of the first places are so, when none is behind one that is not. Most segments lie wholly on
/// one side of a window's end, which their two ends show.
fn n_first(places: &[Place], is_so: impl Fn(&Place) -> bool) -> usize {
    match (places.first(), places.last()) {
        (Some(first), _) if !is_so(first) => 0,
        (_, Some(last)) if is_so(last) => places.len(),
        _ => places.partition_point(is_so),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Ticks;

    fn segment(rows: &[(u32, i64, u32)]) -> Segment {
        let unsorted = |&(signer, time, device): &(u32, i64, u32)| UnsortedRow {
            signer,
            time,
            device,
            ..UnsortedRow::default()
        };
        Segment::of(&rows.iter().map(unsorted).collect::<Vec<UnsortedRow>>(), 0)
    }

    fn window(from: i64, to: i64) -> ResolvedWindow {
        let ticks = |count| Ticks::new(count).unwrap();
        ResolvedWindow { from: ticks(from), to: ticks(to), now: ticks(to), now_is_clamped: false }
    }

    /// Expected: time and device of the rows of signer 5.
    #[track_caller]
    fn check(segment: &Segment, expected: &[(i64, u32)]) {
        let rows = segment.rows_of(segment.group_of(5).unwrap());
        let got: Vec<(i64, u32)> = rows.counted().map(|row| (row.time, row.device)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn grouped_by_signer_and_ordered_by_time() {
        let segment = segment(&[(5, 30, 0), (2, 10, 1), (5, 20, 2), (9, 5, 3), (5, 20, 4)]);
        check(&segment, &[(20, 2), (20, 4), (30, 0)]);
        assert!(segment.group_of(3).is_none());
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
        assert_eq!(segment.group_of(3).map(|group| segment.rows_of(group).len()), Some(1));
    }

    #[test]
    fn duplicates_do_not_count() {
        let mut segment = segment(&[(2, 10, 1), (5, 20, 2), (5, 20, 4), (5, 30, 0), (9, 5, 3)]);
        segment.mark_duplicates(segment.group_of(5).unwrap(), &[1]);
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
    fn no_rows_are_a_segment_too() {
        let segment = segment(&[]);
        assert_eq!(segment.extent(), None);
        assert_eq!(segment.n_inside(window(0, 99)), 0);
    }
}
