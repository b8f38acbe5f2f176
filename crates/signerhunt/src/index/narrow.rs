//! Constant memory: of an export whose index would not fit, only the rows are kept that a hunt's terms can be about, and
//! the others are counted. When that is done is the caller's decision, see [`crate::ExportReader::keep_only`].
//!
//! Which rows these are is decided by the signer alone, so every window can still be asked for.

use std::mem;

use super::segment::{Place, Segment, UnsortedRow};
use super::{CodedRow, Index, IndexBuilder, NotUtf8, Reports, RowTime};
use crate::dictionary::Texts;
use crate::term::{Found, Terms};
use crate::time::{Ticks, order};
use crate::window::Extent;

/// Which rows are kept from now on, and what is known of those that are not.
pub(super) struct Narrowing {
    terms: Terms,
    /// Signers whose rows are not kept. Not all of them: there may be as many as rows.
    others: Texts,
    left_out: LeftOut,
}

/// The rows of an index that are not kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) n_rows: u64,
    /// The least and the greatest time that is known.
    known: Span,
    /// Of times that wait for the order of day and month: with the day first, and with the month first.
    either: [Span; 2],
}

/// The least and the greatest of some times, in ticks.
#[derive(Clone, Copy, Debug, Default)]
struct Span(Option<(i64, i64)>);

impl Span {
    fn add(&mut self, time: i64) {
        let (first, last) = self.0.unwrap_or((time, time));
        self.0 = Some((first.min(time), last.max(time)));
    }
}

impl LeftOut {
    fn add(&mut self, time: i64) {
        self.n_rows += 1;
        if order::is_packed(time) {
            for (span, day_first) in self.either.iter_mut().zip([true, false]) {
                span.add(order::unpack(time, day_first));
            }
        } else {
            self.known.add(time);
        }
    }

    /// Gives packed times their meaning, as [`Index::unpack_times`] does.
    pub(crate) fn unpack_times(&mut self, day_first: bool, east: i64) {
        let either = mem::take(&mut self.either);
        let Span(times) = either[usize::from(!day_first)];
        for time in times.into_iter().flat_map(|(first, last)| [first, last]) {
            self.known.add((time - east).clamp(Ticks::MIN.count(), Ticks::MAX.count()));
        }
    }

    /// The oldest and the newest row; `None` without rows or while times are packed.
    pub(crate) fn extent(&self) -> Option<Extent> {
        if self.either[0].0.is_some() {
            return None;
        }
        let (first, last) = self.known.0?;
        Some(Extent { first: Ticks::new(first)?, last: Ticks::new(last)? })
    }
}

impl Narrowing {
    /// So much is remembered of signers whose rows are not kept.
    const MOST_OTHERS: usize = 1 << 16;

    /// Whether rows of this signer are kept: it has a term, or nearly has one.
    fn keeps(&mut self, signer: &str) -> bool {
        if self.others.find(signer.as_bytes()).is_some() {
            return false;
        }
        let keeps = self.terms.find_in(signer) != Found::Nothing;
        if !keeps {
            if self.others.len() >= Self::MOST_OTHERS {
                self.others = Texts::new();
            }
            self.others.code_of(signer.as_bytes());
        }
        keeps
    }
}

impl IndexBuilder {
    /// From now on only rows are kept whose signers have one of these terms, or nearly have one; of the rows so far
    /// too.
    pub(crate) fn keep_only(&mut self, terms: &[String]) {
        self.seal();
        let narrowing = Narrowing {
            terms: Terms::new(terms),
            others: Texts::new(),
            left_out: self.narrowing.take().map(|narrowing| narrowing.left_out).unwrap_or_default(),
        };
        self.narrowing = Some(Box::new(narrowing));
        let whole = mem::replace(&mut self.index, Index::new());
        self.take_in(whole);
    }

    /// What is known of the rows that are not kept; `None` when all are.
    pub(crate) fn left_out(&self) -> Option<&LeftOut> {
        self.narrowing.as_ref().map(|narrowing| &narrowing.left_out)
    }

    /// Counts a row instead of keeping it; `false` when it must be kept. What is wrong with it is told as for one that is
    /// kept.
    #[cold]
    pub(super) fn leave_out(
        &mut self,
        time: RowTime,
        [device_id, device_name, signer, report_id]: [&[u8]; 4],
    ) -> Result<bool, NotUtf8> {
        let Some(narrowing) = &mut self.narrowing else { return Ok(false) };
        let signer = str::from_utf8(signer).map_err(|_| NotUtf8("Signer"))?;
        if narrowing.keeps(signer) {
            return Ok(false);
        }
        for (cell, column) in [
            (device_id, "DeviceId or DeviceName"),
            (device_name, "DeviceId or DeviceName"),
            (report_id, "ReportId"),
        ] {
            str::from_utf8(cell).map_err(|_| NotUtf8(column))?;
        }
        narrowing.left_out.add(time.code());
        self.has_letters |= !(signer.is_ascii() && device_id.is_ascii() && device_name.is_ascii());
        self.index.has_packed_times |= matches!(time, RowTime::Numeric(_));
        Ok(true)
    }

    /// Takes over the rows of an index that are to be kept, and counts the others.
    pub(super) fn take_in(&mut self, index: Index) {
        let Some(mut narrowing) = self.narrowing.take() else { return };
        self.index.has_packed_times |= index.has_packed_times;
        let keeps: Vec<bool> =
            index.signer_codes().map(|code| narrowing.keeps(index.signer(code))).collect();
        let listed = index.listed_reports().iter();
        let listed: Vec<i64> = listed.map(|id| self.index.reports.code_of_id(id.clone())).collect();
        let Index { signers, devices, segments, .. } = index;
        for segment in segments {
            // What was narrowed before may have more rows than a segment gets otherwise.
            if self.pending.len() + segment.len() > usize::from(Place::MAX) {
                self.seal();
            }
            let records = segment.records();
            self.make_room(records.start, records.end);
            for &group in segment.groups() {
                let rows = segment.rows_at(group.places());
                if !keeps[group.signer as usize] {
                    rows.all().for_each(|row| narrowing.left_out.add(row.time));
                    continue;
                }
                // What a dictionary let in, another lets in too.
                let signer = signers.text_of(group.signer).as_bytes();
                let signer = self.index.signers.code_of(signer).unwrap_or_default();
                for (row, place) in rows.all().zip(group.places()) {
                    let (id, name) = devices.texts_of(row.device);
                    let device = self.index.devices.code_of(id.as_bytes(), name.as_bytes());
                    let offset = segment.offset_of(place) - self.begin;
                    self.pending.push(UnsortedRow {
                        row: CodedRow {
                            report: Reports::recoded(row.report, &listed),
                            device: device.unwrap_or_default(),
                            ..row
                        },
                        signer,
                        // There is room, see above.
                        offset: offset as u32,
                    });
                }
            }
            if self.pending.len() >= Segment::MAX_ROWS {
                self.seal();
            }
        }
        self.narrowing = Some(narrowing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse::NumericTime;

    const TERMS: [&str; 1] = ["ConnectWise"];

    fn at(count: i64) -> RowTime {
        RowTime::Known(Ticks::new(count).unwrap())
    }

    fn builder(rows: &[(&str, i64)], n_before: usize) -> IndexBuilder {
        let mut builder = IndexBuilder::new();
        for (row_idx, (signer, time)) in rows.iter().enumerate() {
            if row_idx == n_before {
                builder.keep_only(&TERMS.map(str::to_owned));
            }
            let cells = [&b"id"[..], b"name", signer.as_bytes(), b"1"];
            builder.push(at(*time), cells, 0, 100 * row_idx as u64).unwrap();
        }
        if rows.len() <= n_before {
            builder.keep_only(&TERMS.map(str::to_owned));
        }
        builder
    }

    /// Expected: how many rows are kept, how many are not, and the extent of these.
    #[track_caller]
    fn check(rows: &[(&str, i64)], expected: (u64, u64, Option<(i64, i64)>)) {
        for n_before in 0..=rows.len() {
            let builder = builder(rows, n_before);
            let left_out = builder.left_out().unwrap().clone();
            let extent =
                left_out.extent().map(|extent| (extent.first.count(), extent.last.count()));
            let index = builder.finish();
            let got = (index.n_rows(), left_out.n_rows, extent);
            assert_eq!(got, expected, "narrowed behind {n_before} rows");
        }
    }

    #[test]
    fn rows_of_other_signers_are_counted() {
        check(&[], (0, 0, None));
        check(&[("ConnectWise, LLC", 5)], (1, 0, None));
        check(
            &[("Microsoft", 30), ("ConnectWise, LLC", 5), ("Microsoft", 10), ("Adobe", 20)],
            (1, 3, Some((10, 30))),
        );
        // Nearly a term: it is shown beside the sightings.
        check(&[("MyConnectWiseTools", 7), ("", 8)], (1, 1, Some((8, 8))));
    }

    #[test]
    fn no_row_is_lost_when_other_terms_follow() {
        let n_most = Segment::MAX_ROWS;
        let mut builder = IndexBuilder::new();
        let mut push = |signer: &str, n_rows: usize| {
            for row in 0..n_rows as i64 {
                let cells = [&b"id"[..], b"name", signer.as_bytes(), b"1"];
                builder.push(at(row), cells, 0, 0).unwrap();
            }
        };
        // Each two segments become one that is nearly twice as large; of the first of these one row is kept again.
        push("Adobe", 1);
        push("ConnectWise", 2 * n_most - 2);
        push("ScreenConnect", 1);
        push("Adobe", 1);
        push("ScreenConnect", 2 * n_most - 1);
        builder.keep_only(&["ConnectWise", "ScreenConnect"].map(str::to_owned));
        builder.keep_only(&["ScreenConnect"].map(str::to_owned));
        assert_eq!(builder.left_out().unwrap().n_rows as usize, 2 * n_most);
        let index = builder.finish();
        let groups = index.segments().iter().flat_map(Segment::groups);
        assert_eq!(groups.map(|group| group.places().len()).sum::<usize>(), 2 * n_most);
    }

    #[test]
    fn records_are_found_where_they_were() {
        let rows = [("Microsoft", 1), ("ConnectWise", 2), ("Adobe", 3), ("ConnectWise", 1)];
        for n_before in 0..=rows.len() {
            let index = builder(&rows, n_before).finish();
            let offsets = |segment: &Segment| -> Vec<u64> {
                (0..segment.len()).map(|place| segment.offset_of(place)).collect()
            };
            let mut offsets: Vec<u64> = index.segments().iter().flat_map(offsets).collect();
            offsets.sort_unstable();
            assert_eq!(offsets, [100, 300]);
        }
    }

    #[test]
    fn broken_letters_are_told_of_rows_that_are_not_kept() {
        let mut builder = builder(&[], 0);
        let cells = [&b"caf\xe9"[..], b"name", b"Adobe", b"1"];
        assert_eq!(builder.push(at(1), cells, 0, 0).unwrap_err().0, "DeviceId or DeviceName");
        let cells = [&b"id"[..], "Krämer".as_bytes(), b"Adobe", b"1"];
        assert!(!builder.has_letters());
        builder.push(at(1), cells, 0, 0).unwrap();
        assert!(builder.has_letters());
    }

    #[test]
    fn times_that_can_be_read_two_ways_have_an_extent_when_the_order_is_known() {
        for (day_first, expected) in [(true, "2026-06-05"), (false, "2026-05-06")] {
            let mut left_out = LeftOut::default();
            let date = NumericTime { first: 5, second: 6, year: 2026, tick_of_day: 0 };
            left_out.add(order::pack(date));
            assert!(left_out.extent().is_none());
            left_out.unpack_times(day_first, 0);
            let expected: Ticks = expected.parse().unwrap();
            let extent = left_out.extent().unwrap();
            assert_eq!((extent.first, extent.last), (expected, expected));
        }
    }
}
