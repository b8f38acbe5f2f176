//! Unpacks a file ahead of the worker that scans it, though never far: that one says how much it has used.

use std::cell::Cell;

use super::{FileJob, Unpacked};
use crate::bell::Bell;
use crate::bytes::Bytes;
use crate::readers::{Readers, Unpacking};
use crate::session::Pace;
use crate::turn::Turn;

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

    /// Waits until there is some, and takes so much of it; `None`: this is not the job any more.
    async fn take(&self, job: u32, n_bytes: u32) -> Option<()> {
        let is_there = || self.job.get() != job || self.n_bytes.get() > 0;
        self.bell.wait(|| is_there().then_some(())).await;
        self.is_for(job)?;
        self.n_bytes.set(self.n_bytes.get() - i64::from(n_bytes));
        Some(())
    }

    fn is_for(&self, job: u32) -> Option<()> {
        (self.job.get() == job).then_some(())
    }
}

/// One unpacking.
pub(super) struct Ahead<'a> {
    /// The job's.
    pub(super) number: u32,
    pub(super) room: &'a Room,
    pub(super) hand_on: &'a dyn Fn(Unpacked),
}

impl Ahead<'_> {
    /// Unpacks a file and hands on what comes out, up to its end, which comes back. `None`: it did not come so far.
    pub(super) async fn unpack(
        &self,
        job: &FileJob,
        skipped: f64,
        readers: &Readers,
    ) -> Option<Unpacked> {
        let FileJob { name, file, reading, .. } = job;
        let unpacking = readers.unpacking(reading.any_size).await.ok()?;
        let mut bytes = Bytes::of_file(name, file, 0..file.size() as u64, Pace::Worker);
        let (mut n_packed, mut n_unpacked) = (0.0, 0.0);
        let mut turn = Turn::new(Pace::Worker);
        while let Some(piece) = bytes.next().await.ok()? {
            for slice in Unpacking::slices(piece) {
                n_packed += slice.len() as f64;
                let unpacked = unpacking.feed(slice).ok()?;
                let (start, n_bytes) = (n_unpacked, unpacked.length());
                n_unpacked += f64::from(n_bytes);
                if n_bytes > 0 && n_unpacked > skipped {
                    self.room.take(self.number, n_bytes).await?;
                    (self.hand_on)(Unpacked {
                        bytes: unpacked.into(),
                        start,
                        n_packed,
                        is_last: false,
                        warning: None,
                    });
                }
                // Else nobody could say that there is another job.
                turn.pass_on().await;
                self.room.is_for(self.number)?;
            }
        }
        let bytes = unpacking.finish().ok()?.into();
        let warning = unpacking.warning();
        Some(Unpacked { bytes, start: n_unpacked, n_packed, is_last: true, warning })
    }
}
