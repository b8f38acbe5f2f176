//! Takes rows in, one at a time, and makes the index of them.

use super::narrow::Narrowing;
use super::segment::{Segment, UnsortedRow};
use super::{CodedRow, Index};
use crate::time::Ticks;
use crate::time::order::{is_packed, pack};
use crate::time::parse::NumericTime;

/// A row's time as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RowTime {
    /// Known.
    Known(Ticks),
    /// Waiting for the order of day and month.
    Numeric(NumericTime),
}

impl RowTime {
    /// Ticks, or a packed time.
    pub(crate) fn code(self) -> i64 {
        match self {
            RowTime::Known(ticks) => ticks.count(),
            RowTime::Numeric(numeric) => pack(numeric),
        }
    }
}

/// A cell is not UTF-8: the name of its column.
#[derive(Debug)]
pub(crate) struct NotUtf8(pub(crate) &'static str);

/// An index in the making.
pub(crate) struct IndexBuilder {
    pub(super) index: Index,
    /// Rows that are not in a segment yet.
    pub(super) pending: Vec<UnsortedRow>,
    /// How many bytes of the export's text stand before their records.
    pub(super) begin: u64,
    /// A text beyond ASCII was let in.
    pub(super) has_letters: bool,
    /// Some rows are not kept.
    pub(super) narrowing: Option<Box<Narrowing>>,
}

impl IndexBuilder {
    pub(crate) fn new() -> IndexBuilder {
        IndexBuilder {
            index: Index::new(),
            pending: Vec::new(),
            begin: 0,
            has_letters: false,
            narrowing: None,
        }
    }

    /// Adds a row (its cells are DeviceId, DeviceName, Signer and ReportId), whose record begins `offset` bytes into the
    /// export's text; or says which of the cells is not UTF-8 and adds nothing.
    pub(crate) fn push(
        &mut self,
        time: RowTime,
        cells: [&[u8]; 4],
        identity: u32,
        offset: u64,
    ) -> Result<(), NotUtf8> {
        if self.narrowing.is_some() && self.leave_out(time, cells)? {
            return Ok(());
        }
        let [device_id, device_name, signer, report_id] = cells;
        let index = &mut self.index;
        let (n_signers, n_devices) = (index.signers.len(), index.devices.len());
        let signer_code = index.signers.code_of(signer).ok_or(NotUtf8("Signer"))?;
        let device_code = index
            .devices
            .code_of(device_id, device_name)
            .ok_or(NotUtf8("DeviceId or DeviceName"))?;
        let report_code = index.reports.code_of(report_id).ok_or(NotUtf8("ReportId"))?;
        // Only what is new needs to be looked at.
        self.has_letters |= index.signers.len() > n_signers && !signer.is_ascii();
        self.has_letters |=
            index.devices.len() > n_devices && !(device_id.is_ascii() && device_name.is_ascii());
        let row =
            CodedRow { time: time.code(), report: report_code, device: device_code, identity };
        self.push_known(signer_code, row, offset);
        Ok(())
    }

    /// Whether every row is kept.
    pub(crate) fn keeps_all(&self) -> bool {
        self.narrowing.is_none()
    }

    /// The codes of devices that were there before.
    #[inline(always)]
    pub(crate) fn known_devices<const B: usize>(
        &self,
        texts: &[[&[u8]; 2]; B],
    ) -> [Option<u32>; B] {
        self.index.devices.find_all(texts)
    }

    /// The codes of signers that were there before.
    #[inline(always)]
    pub(crate) fn known_signers<const B: usize>(
        &self,
        texts: &[[&[u8]; 1]; B],
    ) -> [Option<u32>; B] {
        self.index.signers.find_all(texts)
    }

    /// Adds a row whose texts were there before.
    #[inline(always)]
    pub(crate) fn push_known(&mut self, signer: u32, row: CodedRow, offset: u64) {
        self.make_room(offset, offset);
        self.index.has_packed_times |= is_packed(row.time);
        // There is room for it.
        let offset = (offset - self.begin) as u32;
        self.pending.push(UnsortedRow { row, signer, offset });
        if self.pending.len() == Segment::MAX_ROWS {
            self.seal();
        }
    }

    /// Adds the rows of an index. `has_letters`: a text beyond ASCII is in it that the export's encoding was told by.
    pub(crate) fn append(&mut self, part: Index, has_letters: bool) {
        self.has_letters |= has_letters;
        if self.narrowing.is_some() {
            self.take_in(part);
        } else {
            self.seal();
            self.index.append(part);
        }
    }

    /// Whether a text beyond ASCII was let in: the export's text is UTF-8 then.
    pub(crate) fn has_letters(&self) -> bool {
        self.has_letters
    }

    pub(crate) fn has_packed_times(&self) -> bool {
        self.index.has_packed_times
    }

    pub(crate) fn finish(mut self) -> Index {
        self.seal();
        self.index
    }

    /// How many bytes of memory the rows so far take.
    pub(crate) fn n_bytes(&self) -> usize {
        self.index.n_bytes() + size_of_val(self.pending.as_slice())
    }

    /// Makes sure that the places of records between these two can be counted from where the pending rows begin.
    #[inline(always)]
    pub(super) fn make_room(&mut self, first: u64, last: u64) {
        let is_far = first < self.begin || last - self.begin > u64::from(u32::MAX);
        if is_far || self.pending.is_empty() {
            self.seal();
            self.begin = first;
        }
    }

    pub(super) fn seal(&mut self) {
        if !self.pending.is_empty() {
            self.index.segments.push(Segment::of(&self.pending, self.begin));
            self.pending.clear();
        }
    }
}
