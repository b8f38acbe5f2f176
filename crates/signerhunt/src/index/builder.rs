//! Takes rows in, one at a time, and makes the index of them.

use super::segment::{Segment, Unsorted};
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

/// A cell is not UTF-8: the name of its column.
#[derive(Debug)]
pub(crate) struct NotUtf8(pub(crate) &'static str);

/// An index in the making.
pub(crate) struct IndexBuilder {
    index: Index,
    pending: Unsorted,
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
            pending: Unsorted::default(),
        }
    }

    /// Adds a row, or says which of its cells is not UTF-8 and adds nothing.
    pub(crate) fn push(
        &mut self,
        time: RowTime,
        device_id: &[u8],
        device_name: &[u8],
        signer: &[u8],
        report_id: &[u8],
    ) -> Result<(), NotUtf8> {
        let report = std::str::from_utf8(report_id).map_err(|_| NotUtf8("ReportId"))?;
        let signer = self.index.signers.code_of(signer).ok_or(NotUtf8("Signer"))?;
        let device = self
            .index
            .devices
            .code_of(device_id, device_name)
            .ok_or(NotUtf8("DeviceId or DeviceName"))?;
        let report = self.index.reports.code_of(report);
        let time = match time {
            RowTime::Known(ticks) => ticks.count(),
            RowTime::Numeric(numeric) => {
                self.index.has_packed_times = true;
                pack(numeric)
            }
        };
        self.pending.signers.push(signer);
        self.pending.times.push(time);
        self.pending.devices.push(device);
        self.pending.reports.push(report);
        if self.pending.signers.len() == Segment::MAX_ROWS {
            self.seal();
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Index {
        self.seal();
        self.index
    }

    fn seal(&mut self) {
        if self.pending.signers.is_empty() {
            return;
        }
        self.index.segments.push(Segment::of(&self.pending));
        self.pending.signers.clear();
        self.pending.times.clear();
        self.pending.devices.clear();
        self.pending.reports.clear();
    }
}
