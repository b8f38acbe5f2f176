//! Unpacks a file ahead of the worker that scans it, though never far: that one says how much it has used.

use std::cell::Cell;

use super::{ExportFile, Piece};
use crate::bell::Bell;
use crate::bytes::Bytes;
use crate::readers::{Readers, Unpacking};
use crate::session::Pace;

/// So many unpacked bytes may be under way. A single piece may be larger.
const MOST_AHEAD: i64 = 8 << 20;

/// How much more may be handed on for the present job.
#[derive(Default)]
pub(super) struct Room {
    job: Cell<u32>,
    /// Below 0 when a large piece was handed on.
    n_bytes: Cell<i64>,
    bell: Bell,
}

impl Room {
    /// There is another job, and none of it was handed on.
    pub(super) fn begin(&self, job: u32) {
        self.job.set(job);
        self.n_bytes.set(MOST_AHEAD);
        self.bell.ring();
    }

    /// So many bytes were used.
    pub(super) fn add(&self, n_bytes: u32) {
        self.n_bytes.set(self.n_bytes.get() + i64::from(n_bytes));
        self.bell.ring();
    }

    /// Waits until there is some, and takes so much of it; `None`: this is not the job any more. That shows when there is
    /// no room, which is soon enough.
    async fn take(&self, job: u32, n_bytes: u32) -> Option<()> {
        let is_there = || self.job.get() != job || self.n_bytes.get() > 0;
        self.bell.wait(|| is_there().then_some(())).await;
        if self.job.get() != job {
            return None;
        }
        self.n_bytes.set(self.n_bytes.get() - i64::from(n_bytes));
        Some(())
    }
}

/// One unpacking.
pub(super) struct Ahead<'a> {
    /// The job's.
    pub(super) number: u32,
    pub(super) room: &'a Room,
    pub(super) hand_on: &'a dyn Fn(Piece),
}

impl Ahead<'_> {
    /// Unpacks a file and hands on what comes out, up to its end, which comes back. `None`: it did not come so far.
    pub(super) async fn unpack(
        &self,
        file: &ExportFile,
        skipped: f64,
        readers: &Readers,
    ) -> Option<Piece> {
        let ExportFile { name, blob, reading, .. } = file;
        let unpacking = readers.unpacking(reading.any_size).await.ok()?;
        let mut bytes = Bytes::of_file(name, blob, 0..blob.size() as u64, Pace::Worker);
        let (mut n_packed, mut n_unpacked) = (0.0, 0.0);
        while let Some(piece) = bytes.next().await.ok()? {
            for slice in Unpacking::slices(piece) {
                n_packed += slice.len() as f64;
                let unpacked = unpacking.feed(slice).ok()?;
                let (start, n_bytes) = (n_unpacked, unpacked.length());
                n_unpacked += f64::from(n_bytes);
                if n_bytes > 0 && n_unpacked > skipped {
                    self.room.take(self.number, n_bytes).await?;
                    (self.hand_on)(Piece {
                        bytes: unpacked.into(),
                        start,
                        n_packed,
                        is_last: false,
                        warning: None,
                    });
                }
            }
        }
        let bytes = unpacking.finish().ok()?.into();
        let warning = unpacking.warning();
        Some(Piece { bytes, start: n_unpacked, n_packed, is_last: true, warning })
    }
}
