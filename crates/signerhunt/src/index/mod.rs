//! The index: an export's rows, dictionary-coded, grouped by signer and ordered by time.
//!
//! Read once, ask often: a hunt looks at each distinct signer once and then only at the rows of
//! matching signers, found by binary search. Rows come in through [`builder`], or in parts that were
//! read elsewhere ([`append`]), and lie in segments of bounded size, so that sorting never needs a second
//! copy of them all.

mod append;
mod arrange;
mod builder;
mod identity;
mod narrow;
mod reports;
mod rows;
mod segment;

use std::ops::Range;

use crate::dictionary::{TextPairs, Texts};
use crate::order::sort_by_bits;
use crate::report::ReportId;
use crate::time::{Ticks, order};
use crate::window::Extent;
use crate::wire::wire;

pub(crate) use builder::{IndexBuilder, NotUtf8, RowTime};
pub(crate) use identity::identity_of;
pub(crate) use narrow::LeftOut;
pub(crate) use reports::Reports;
pub(crate) use rows::{CodedRow, Rows};
pub(crate) use segment::{Group, Place, Segment};

/// The identity of a device: the keys by which the rule summarizes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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

wire!(Index { signers, devices, reports, segments, has_packed_times });

impl Index {
    fn new() -> Index {
        Index {
            signers: Texts::new(),
            devices: TextPairs::new(),
            reports: Reports::default(),
            segments: Vec::new(),
            has_packed_times: false,
        }
    }

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

    /// DeviceId and DeviceName.
    pub(crate) fn device(&self, code: u32) -> (&str, &str) {
        self.devices.texts_of(code)
    }

    pub(crate) fn n_rows(&self) -> u64 {
        self.segments.iter().map(|segment| segment.len() as u64).sum()
    }

    /// How many bytes of memory it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        let segments: usize = self.segments.iter().map(Segment::n_bytes).sum();
        segments + self.signers.n_bytes() + self.devices.n_bytes() + self.reports.n_bytes()
    }

    /// Whether some times are packed, those of rows too that are not kept.
    pub(crate) fn has_packed_times(&self) -> bool {
        self.has_packed_times
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

    /// The segments, for whoever goes through them one by one.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// As [`Index::segments`].
    pub(crate) fn segments_mut(&mut self) -> &mut [Segment] {
        &mut self.segments
    }

    /// Where the records of the rows begin that are no duplicates, ascending.
    pub(crate) fn rows_that_count(&self) -> Vec<u64> {
        let mut rows: Vec<u64> = self.segments.iter().flat_map(Segment::rows_that_count).collect();
        sort_by_bits(&mut rows, 0);
        rows
    }

    /// The report ids whose codes mean other ids elsewhere, see [`Reports::listed`].
    pub(crate) fn listed_reports(&self) -> &[ReportId] {
        self.reports.listed()
    }

    /// Gives packed times their meaning. `east` is the zone of the export, in ticks east of UTC.
    pub(crate) fn unpack_times(&mut self, day_first: bool, east: i64) {
        for segment in &mut self.segments {
            // A packed time is less than any that is known.
            if segment.extent().is_some_and(|(first, _)| order::is_packed(first)) {
                segment.map_times(|time| unpacked(time, day_first, east));
            }
        }
        self.has_packed_times = false;
    }
}

/// A time in ticks, unpacked if it is packed. `east` is the zone of the export, in ticks east of UTC.
pub(crate) fn unpacked(time: i64, day_first: bool, east: i64) -> i64 {
    match order::is_packed(time) {
        true => {
            (order::unpack(time, day_first) - east).clamp(Ticks::MIN.count(), Ticks::MAX.count())
        }
        false => time,
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("n_rows", &self.n_rows()).finish_non_exhaustive()
    }
}
