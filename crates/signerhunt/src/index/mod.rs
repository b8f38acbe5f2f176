//! The index: an export's rows, columnar, dictionary-coded, grouped by signer and ordered by time.
//!
//! Read once, ask often: a hunt looks at each distinct signer once and then only at the rows of
//! matching signers, found by binary search. Rows come in through [`builder`] and lie in segments of
//! bounded size, so that sorting never needs a second copy of them all.

mod builder;
mod reports;
mod segment;

use std::ops::Range;

use crate::dictionary::{TextPairs, Texts};
use crate::report::ReportId;
use crate::time::{Ticks, order};
use crate::window::{Extent, ResolvedWindow};

pub(crate) use builder::{IndexBuilder, NotUtf8, RowTime};
use reports::Reports;
use segment::Segment;

/// The identity of a device: the keys by which the rule summarizes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct DeviceKey {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The rows of one export.
pub(crate) struct Index {
    signers: Texts,
    devices: TextPairs,
    reports: Reports,
    segments: Vec<Segment>,
    /// Some times are packed: the order of day and month is not known yet.
    has_packed_times: bool,
}

/// The rows of one signer in one segment, ordered by time.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    times: &'a [i64],
    devices: &'a [u32],
    reports: &'a [i64],
}

impl Index {
    /// The codes of all signers; a few may have no rows.
    pub(crate) fn signer_codes(&self) -> Range<u32> {
        // A dictionary has no more entries than codes.
        0..self.signers.len() as u32
    }

    pub(crate) fn signer(&self, code: u32) -> &str {
        self.signers.text_of(code)
    }

    /// How many device codes there are; they count up from 0.
    pub(crate) fn n_devices(&self) -> usize {
        self.devices.len()
    }

    pub(crate) fn device(&self, code: u32) -> DeviceKey {
        let (id, name) = self.devices.texts_of(code);
        DeviceKey { id: id.to_owned(), name: name.to_owned() }
    }

    /// The report id of a code; `None` is the null id.
    pub(crate) fn report(&self, code: i64) -> Option<ReportId> {
        self.reports.id_of(code)
    }

    /// The rows of one signer, one part for each segment that has some.
    pub(crate) fn rows_of(&self, signer_code: u32) -> impl Iterator<Item = Rows<'_>> {
        self.segments.iter().filter_map(move |segment| segment.rows_of(signer_code))
    }

    pub(crate) fn n_rows(&self) -> u64 {
        self.segments.iter().map(|segment| segment.len() as u64).sum()
    }

    /// The oldest and the newest row; `None` without rows or while times are packed.
    pub(crate) fn extent(&self) -> Option<Extent> {
        if self.has_packed_times {
            return None;
        }
        let (first, last) = self
            .segments
            .iter()
            .filter_map(Segment::extent)
            .reduce(|left, right| (left.0.min(right.0), left.1.max(right.1)))?;
        Some(Extent { first: Ticks::new(first)?, last: Ticks::new(last)? })
    }

    pub(crate) fn has_packed_times(&self) -> bool {
        self.has_packed_times
    }

    /// Gives packed times their meaning. `east` is the zone of the export, in ticks east of UTC.
    pub(crate) fn unpack_times(&mut self, day_first: bool, east: i64) {
        for segment in &mut self.segments {
            segment.map_times(|time| match order::is_packed(time) {
                true => (order::unpack(time, day_first) - east)
                    .clamp(Ticks::MIN.count(), Ticks::MAX.count()),
                false => time,
            });
        }
        self.has_packed_times = false;
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("n_rows", &self.n_rows()).finish_non_exhaustive()
    }
}

impl<'a> Rows<'a> {
    pub(crate) fn len(self) -> usize {
        self.times.len()
    }

    /// Those inside the window, both ends included.
    pub(crate) fn inside(self, window: ResolvedWindow) -> Rows<'a> {
        let start = self.times.partition_point(|&time| time < window.from.count());
        let end = self.times.partition_point(|&time| time <= window.to.count());
        // A window whose end lies before its start has nothing inside.
        let range = start..end.max(start);
        Rows {
            times: &self.times[range.clone()],
            devices: &self.devices[range.clone()],
            reports: &self.reports[range],
        }
    }

    /// Time, device code and report code of each row.
    pub(crate) fn iter(self) -> impl Iterator<Item = (i64, u32, i64)> {
        self.times
            .iter()
            .zip(self.devices)
            .zip(self.reports)
            .map(|((&time, &device), &report)| (time, device, report))
    }

    pub(crate) fn device_codes(self) -> &'a [u32] {
        self.devices
    }
}
