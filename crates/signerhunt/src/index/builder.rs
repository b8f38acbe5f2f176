//! Takes rows in, one at a time, and makes the index of them.

use super::segment::{Segment, UnsortedRow};
use super::{Index, Reports};
use crate::dictionary::{TextPairs, Texts};
use crate::time::Ticks;
use crate::time::order::pack;
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
    index: Index,
    /// Rows that are not in a segment yet.
    pending: Vec<UnsortedRow>,
    /// A text beyond ASCII was let in.
    has_letters: bool,
}

impl IndexBuilder {
    pub(crate) fn new() -> IndexBuilder {
        IndexBuilder {
            index: Index {
                signers: Texts::new(),
                devices: TextPairs::new(),
                reports: Reports::default(),
                segments: Vec::new(),
                has_packed_times: false,
            },
            pending: Vec::new(),
            has_letters: false,
        }
    }

    /// Adds a row (its cells are DeviceId, DeviceName, Signer and ReportId), or says which of them is
    /// not UTF-8 and adds nothing.
    pub(crate) fn push(
        &mut self,
        time: RowTime,
        [device_id, device_name, signer, report_id]: [&[u8]; 4],
        identity: u32,
    ) -> Result<(), NotUtf8> {
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
        index.has_packed_times |= matches!(time, RowTime::Numeric(_));
        self.pending.push(UnsortedRow {
            time: time.code(),
            report: report_code,
            signer: signer_code,
            device: device_code,
            identity,
        });
        if self.pending.len() == Segment::MAX_ROWS {
            self.seal();
        }
        Ok(())
    }

    /// Adds the rows of an index. `has_letters`: a text beyond ASCII is in it that the export's encoding was told by.
    pub(crate) fn append(&mut self, part: Index, has_letters: bool) {
        self.seal();
        self.index.append(part);
        self.has_letters |= has_letters;
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

    fn seal(&mut self) {
        if !self.pending.is_empty() {
            self.index.segments.push(Segment::of(&self.pending));
            self.pending.clear();
        }
    }
}
