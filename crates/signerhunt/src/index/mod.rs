//! The index: an export's rows, columnar, dictionary-coded, grouped by signer and ordered by time.
//!
//! Read once, ask often: a hunt looks at each distinct signer once and then only at the rows of
//! matching signers, found by binary search. Rows come in through [`builder`] and lie in segments of
//! bounded size, so that sorting never needs a second copy of them all.

mod builder;
mod identity;
mod reports;
mod segment;

use std::ops::Range;

use crate::dictionary::{TextPairs, Texts};
use crate::report::ReportId;
use crate::time::{Ticks, order};
use crate::window::{Extent, ResolvedWindow};

pub(crate) use builder::{IndexBuilder, NotUtf8, RowTime};
pub(crate) use identity::identity_of;
use reports::Reports;
pub(crate) use segment::Segment;

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

/// The rows of one signer in one segment, ordered by time.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    times: &'a [i64],
    devices: &'a [u32],
    reports: &'a [i64],
    identities: &'a [u32],
    /// Which of them are duplicates; empty when none is.
    duplicates: &'a [bool],
}

/// One row, in its index's codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodedRow {
    /// Ticks.
    pub(crate) time: i64,
    pub(crate) device: u32,
    pub(crate) report: i64,
    /// What else tells a row from others, see [`identity_of`].
    pub(crate) identity: u32,
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

    /// The segments, for whoever goes through them one by one.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// As [`Index::segments`].
    pub(crate) fn segments_mut(&mut self) -> &mut [Segment] {
        &mut self.segments
    }

    /// The code of a signer, if it has one here.
    pub(crate) fn code_of_signer(&self, signer: &str) -> Option<u32> {
        self.signers.find(signer)
    }

    /// Which report ids have a code of their own here that means another id elsewhere.
    pub(crate) fn listed_reports(&self) -> impl Iterator<Item = (i64, &ReportId)> {
        self.reports.listed()
    }

    /// TEMPORARY until index/append.rs is merged.
    pub(crate) fn append(&mut self, part: Index) {
        for segment in &part.segments {
            let mut unsorted = segment::Unsorted::default();
            for code in part.signer_codes() {
                let Some(rows) = segment.rows_of(code) else { continue };
                for row in rows.counted() {
                    unsorted
                        .signers
                        .push(self.signers.code_of(part.signer(code).as_bytes()).unwrap_or(0));
                    let key = part.device(row.device);
                    unsorted.devices.push(
                        self.devices.code_of(key.id.as_bytes(), key.name.as_bytes()).unwrap_or(0),
                    );
                    unsorted.times.push(row.time);
                    let report = part.report(row.report).map_or(String::new(), |id| id.to_string());
                    unsorted.reports.push(self.reports.code_of(report.as_bytes()).unwrap_or(0));
                    unsorted.identities.push(row.identity);
                }
            }
            self.segments.push(Segment::of(&unsorted));
        }
        self.has_packed_times |= part.has_packed_times;
    }

    /// Gives packed times their meaning. `east` is the zone of the export, in ticks east of UTC.
    pub(crate) fn unpack_times(&mut self, day_first: bool, east: i64) {
        for segment in &mut self.segments {
            segment.map_times(|time| unpacked(time, day_first, east));
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
            reports: &self.reports[range.clone()],
            identities: &self.identities[range.clone()],
            duplicates: self.duplicates.get(range).unwrap_or_default(),
        }
    }

    /// How many of them are duplicates.
    pub(crate) fn n_duplicates(self) -> usize {
        self.duplicates.iter().filter(|&&is_duplicate| is_duplicate).count()
    }

    /// The rows that count: those that are no duplicates.
    pub(crate) fn counted(self) -> impl Iterator<Item = CodedRow> {
        let is_counted =
            move |&place: &usize| !self.duplicates.get(place).copied().unwrap_or(false);
        (0..self.len()).filter(is_counted).map(move |place| self.row(place))
    }

    /// The row at this place.
    pub(crate) fn row(self, place: usize) -> CodedRow {
        CodedRow {
            time: self.times[place],
            device: self.devices[place],
            report: self.reports[place],
            identity: self.identities[place],
        }
    }

    /// Times, ascending.
    pub(crate) fn times(self) -> &'a [i64] {
        self.times
    }
}
