//! A segment: up to a million rows, grouped by signer, each group ordered by time.

use super::Rows;

/// Rows as they came in, one entry a row in each column.
#[derive(Default)]
pub(crate) struct Unsorted {
    pub(crate) signers: Vec<u32>,
    pub(crate) times: Vec<i64>,
    pub(crate) devices: Vec<u32>,
    pub(crate) reports: Vec<i64>,
    pub(crate) identities: Vec<u32>,
}

/// Rows grouped by signer, ordered by time.
pub(crate) struct Segment {
    /// The signers that have rows here, ascending.
    signers: Vec<u32>,
    /// Where each signer's rows begin, and where the last one's end.
    starts: Vec<u32>,
    times: Vec<i64>,
    devices: Vec<u32>,
    reports: Vec<i64>,
    identities: Vec<u32>,
    /// Which rows are duplicates, one entry a row; empty when none is.
    duplicates: Vec<bool>,
}

impl Segment {
    /// How many rows a segment takes.
    pub(crate) const MAX_ROWS: usize = 1 << 20;

    /// Groups and orders these rows. Rows of one signer and time keep their order.
    pub(crate) fn of(rows: &Unsorted) -> Segment {
        // A segment has far fewer rows than codes.
        let mut order: Vec<u32> = (0..rows.signers.len() as u32).collect();
        order.sort_by_key(|&row_idx| {
            let row_idx = row_idx as usize;
            (rows.signers[row_idx], rows.times[row_idx])
        });
        let (mut signers, mut starts) = (Vec::new(), Vec::new());
        for (position, &row_idx) in order.iter().enumerate() {
            let signer = rows.signers[row_idx as usize];
            if signers.last() != Some(&signer) {
                signers.push(signer);
                starts.push(position as u32);
            }
        }
        starts.push(order.len() as u32);
        Segment {
            signers,
            starts,
            times: gather(&rows.times, &order),
            devices: gather(&rows.devices, &order),
            reports: gather(&rows.reports, &order),
            identities: gather(&rows.identities, &order),
            duplicates: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// The rows of this signer, if there are any.
    pub(crate) fn rows_of(&self, signer_code: u32) -> Option<Rows<'_>> {
        let group = self.signers.binary_search(&signer_code).ok()?;
        let range = self.starts[group] as usize..self.starts[group + 1] as usize;
        Some(Rows {
            times: &self.times[range.clone()],
            devices: &self.devices[range.clone()],
            reports: &self.reports[range.clone()],
            identities: &self.identities[range.clone()],
            duplicates: self.duplicates.get(range).unwrap_or_default(),
        })
    }

    /// The least and the greatest time.
    pub(crate) fn extent(&self) -> Option<(i64, i64)> {
        // Each group is ordered, so its ends are enough.
        self.starts
            .windows(2)
            .map(|ends| (self.times[ends[0] as usize], self.times[ends[1] as usize - 1]))
            .reduce(|left, right| (left.0.min(right.0), left.1.max(right.1)))
    }

    /// Changes every time, and orders the groups anew.
    pub(crate) fn map_times(&mut self, change: impl Fn(i64) -> i64) {
        for time in &mut self.times {
            *time = change(*time);
        }
        let mut order: Vec<u32> = (0..self.times.len() as u32).collect();
        for ends in self.starts.windows(2) {
            order[ends[0] as usize..ends[1] as usize]
                .sort_by_key(|&row_idx| self.times[row_idx as usize]);
        }
        self.times = gather(&self.times, &order);
        self.devices = gather(&self.devices, &order);
        self.reports = gather(&self.reports, &order);
        self.identities = gather(&self.identities, &order);
        self.duplicates.clear();
    }

    /// Marks the rows of this signer that are duplicates, by their places among its rows here.
    pub(crate) fn mark_duplicates(&mut self, signer_code: u32, places: &[u32]) {
        let Ok(group) = self.signers.binary_search(&signer_code) else { return };
        self.duplicates.resize(self.times.len(), false);
        for &place in places {
            self.duplicates[(self.starts[group] + place) as usize] = true;
        }
    }

    pub(crate) fn forget_duplicates(&mut self) {
        self.duplicates = Vec::new();
    }
}

fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row_idx| column[row_idx as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(rows: &[(u32, i64, u32)]) -> Segment {
        let mut unsorted = Unsorted::default();
        for &(signer, time, device) in rows {
            unsorted.signers.push(signer);
            unsorted.times.push(time);
            unsorted.devices.push(device);
            unsorted.reports.push(0);
            unsorted.identities.push(0);
        }
        Segment::of(&unsorted)
    }

    /// Expected: time and device of the rows of signer 5.
    #[track_caller]
    fn check(segment: &Segment, expected: &[(i64, u32)]) {
        let rows = segment.rows_of(5).unwrap();
        let got: Vec<(i64, u32)> = rows.counted().map(|row| (row.time, row.device)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn grouped_by_signer_and_ordered_by_time() {
        let segment = segment(&[(5, 30, 0), (2, 10, 1), (5, 20, 2), (9, 5, 3), (5, 20, 4)]);
        check(&segment, &[(20, 2), (20, 4), (30, 0)]);
        assert!(segment.rows_of(3).is_none());
        assert_eq!(segment.extent(), Some((5, 30)));
    }

    #[test]
    fn changed_times_are_ordered_anew() {
        let mut segment = segment(&[(5, 30, 0), (5, 20, 1), (2, 10, 2)]);
        segment.map_times(|time| -time);
        check(&segment, &[(-30, 0), (-20, 1)]);
        assert_eq!(segment.extent(), Some((-30, -10)));
    }

    #[test]
    fn duplicates_do_not_count() {
        let mut segment = segment(&[(2, 10, 1), (5, 20, 2), (5, 20, 4), (5, 30, 0), (9, 5, 3)]);
        segment.mark_duplicates(5, &[1]);
        check(&segment, &[(20, 2), (30, 0)]);
        assert_eq!(segment.rows_of(5).unwrap().n_duplicates(), 1);
        assert_eq!(segment.rows_of(9).unwrap().n_duplicates(), 0);
        segment.forget_duplicates();
        check(&segment, &[(20, 2), (20, 4), (30, 0)]);
    }

    #[test]
    fn no_rows_are_a_segment_too() {
        assert_eq!(segment(&[]).extent(), None);
    }
}
