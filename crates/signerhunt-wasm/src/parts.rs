//! Reads one large file in parts: this worker and its helpers each take the next part that nobody has. What a part is,
//! and why joining them is exact, is the engine's business.
//!
//! Nobody waits for the helpers: the work begins alone, and they take their share when they come.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use js_sys::Uint8Array;
use signerhunt::{ExportReader, Part, PartReader};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use crate::bell::Bell;
use crate::bytes::Bytes;
use crate::helpers::{ExportFile, Helper, Helpers, Task};
use crate::read::Outcome;
use crate::session::Pace;
use crate::turn::Turn;
use crate::watchdog::Watchdog;

/// From this size on a file is worth helpers.
pub(crate) const LARGE_BYTES: u64 = 16 << 20;
/// Parts are not smaller, since each has a start of its own ..
const LEAST_PART_BYTES: u64 = 4 << 20;
/// .. nor larger, since its rows are in two memories for a moment.
const MOST_PART_BYTES: u64 = 32 << 20;
/// So many parts for each worker let all end at about the same time.
const PARTS_PER_WORKER: u64 = 4;
/// Where a part ends shows behind its last byte.
const BEHIND_BYTES: u64 = 1 << 16;

/// How long helpers are waited for when only their parts are missing.
const PATIENCE_S: u32 = 5;

/// A file that is read in parts.
pub(crate) struct PartedFile<'a> {
    pub(crate) file: ExportFile,
    /// What a helper has begun to read of it.
    pub(crate) ahead: Option<Rc<Work>>,
    /// Hears what was read, in bytes and rows, and by whom, and may end the reading.
    pub(crate) tell: &'a dyn Fn(u64, u64, &ExportReader) -> Result<(), Outcome>,
    /// Looks whether what was joined still fits into memory; `false`: no more does.
    pub(crate) mind_memory: &'a dyn Fn(&mut ExportReader) -> bool,
}

/// A part that was read; `None` where it must be read here.
type Done = Option<Part>;

/// What is to be read of a file, and what was.
pub(crate) struct Work {
    /// Where the parts begin.
    starts: Vec<u64>,
    n_bytes: u64,
    next: Cell<usize>,
    done: RefCell<Vec<Option<Done>>>,
    n_delivered: Cell<usize>,
    n_bytes_done: Cell<u64>,
    n_rows_done: Cell<u64>,
    /// Rung when a part is delivered.
    bell: Bell,
}

impl PartedFile<'_> {
    /// Reads the rest of the file, behind what `reader` has read. Says whether memory ended before the file.
    pub(crate) async fn read(
        self,
        reader: &mut ExportReader,
        first: u64,
        helpers: &Helpers,
    ) -> Result<bool, Outcome> {
        let work = match &self.ahead {
            Some(work) => work.clone(),
            None => self.share(reader, first, helpers),
        };
        let read = self.read_all(reader, &work, helpers).await;
        helpers.release();
        // Nobody takes another part.
        work.next.set(work.starts.len());
        read
    }

    /// Divides the rest into parts, of which every helper takes some.
    fn share(&self, reader: &ExportReader, first: u64, helpers: &Helpers) -> Rc<Work> {
        let n_bytes = self.file.blob.size() as u64;
        let n_workers = helpers.most() as u64 + 1;
        let part_bytes = ((n_bytes - first) / (n_workers * PARTS_PER_WORKER))
            .clamp(LEAST_PART_BYTES, MOST_PART_BYTES);
        let starts = (0..).map(|idx| first + idx * part_bytes);
        let starts = starts.take_while(|start| *start < n_bytes).collect();
        let work = Rc::new(Work::new(starts, n_bytes, reader.n_rows()));
        let (for_helpers, file) = (work.clone(), self.file.clone());
        helpers.when_free(move |helpers, helper| {
            let has_work = for_helpers.is_left();
            if has_work {
                for_helpers.clone().give_to(helper, helpers, &file);
            }
            has_work
        });
        work
    }

    /// Takes parts, as the helpers do, and joins them in order as they come.
    async fn read_all(
        &self,
        reader: &mut ExportReader,
        work: &Work,
        helpers: &Helpers,
    ) -> Result<bool, Outcome> {
        let watchdog = Watchdog::new();
        for idx in 0..work.starts.len() {
            let part = loop {
                if let Some(part) = work.done.borrow_mut()[idx].take() {
                    break part;
                }
                match work.take() {
                    Some(mine) => {
                        let part = self.read_part(reader, work, mine).await?;
                        work.deliver(mine, Some(part));
                    }
                    // Whoever gives nothing for long may be gone without a word; its part is read here.
                    None if !work.wait(&watchdog).await => helpers.lose_silent(),
                    None => {}
                }
                (self.tell)(work.n_bytes_done.get(), work.n_rows_done.get(), reader)?;
            };
            let joined = part.is_some_and(|part| reader.join(part).is_ok());
            if !joined {
                self.read_again(reader, work.boundary(idx)).await?;
            }
            if !(self.mind_memory)(reader) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn read_part(
        &self,
        reader: &ExportReader,
        work: &Work,
        idx: usize,
    ) -> Result<Part, Outcome> {
        let (start, boundary) = (work.starts[idx], work.boundary(idx));
        let part = reader.part_reader(start, boundary);
        let lost = || format!("{} lost its columns (a defect); choose it again", self.file.name);
        let mut seen = |n_bytes: u64, n_rows: u64| {
            let (n_bytes_done, n_rows_done) = (work.n_bytes_done.get(), work.n_rows_done.get());
            (self.tell)(n_bytes_done + n_bytes, n_rows_done + n_rows, reader)
        };
        read_part(
            &self.file.name,
            &self.file.blob,
            part.ok_or_else(lost)?,
            start,
            boundary,
            &mut seen,
        )
        .await
    }

    /// Reads the bytes of a part that was of no use.
    async fn read_again(
        &self,
        reader: &mut ExportReader,
        boundary: Option<u64>,
    ) -> Result<(), Outcome> {
        let rest = reader.n_bytes()..self.file.blob.size() as u64;
        let mut bytes = Bytes::of_file(&self.file.name, &self.file.blob, rest, Pace::Worker);
        let mut turn = Turn::new(Pace::Worker);
        while let Some(piece) = bytes.next().await? {
            match boundary {
                Some(boundary) if reader.feed_up_to(piece, boundary)?.is_some() => break,
                Some(_) => {}
                None => reader.feed(piece)?,
            }
            (self.tell)(reader.n_bytes(), reader.n_rows(), reader)?;
            turn.pass_on().await;
        }
        Ok(())
    }
}

impl Work {
    /// Parts that begin at these places, the first of them behind so many rows.
    pub(crate) fn new(starts: Vec<u64>, n_bytes: u64, n_rows: u64) -> Work {
        Work {
            done: RefCell::new(starts.iter().map(|_| None).collect()),
            n_delivered: Cell::new(0),
            n_bytes,
            next: Cell::new(0),
            n_bytes_done: Cell::new(starts[0]),
            n_rows_done: Cell::new(n_rows),
            starts,
            bell: Bell::default(),
        }
    }

    /// Where the first part begins.
    pub(crate) fn first(&self) -> u64 {
        self.starts[0]
    }

    /// The next part that nobody has.
    fn take(&self) -> Option<usize> {
        let idx = self.next.get();
        self.next.set(idx + 1);
        (idx < self.starts.len()).then_some(idx)
    }

    /// There is a part that nobody has.
    fn is_left(&self) -> bool {
        self.next.get() < self.starts.len()
    }

    /// Where the part behind this one begins.
    fn boundary(&self, idx: usize) -> Option<u64> {
        self.starts.get(idx + 1).copied()
    }

    /// Has a helper read parts until there is none.
    pub(crate) fn give_to(
        self: Rc<Work>,
        helper: &Rc<Helper>,
        helpers: &Helpers,
        file: &ExportFile,
    ) {
        let (helper, helpers, file) = (helper.clone(), helpers.clone(), file.clone());
        spawn_local(async move {
            while let Some(idx) = self.take() {
                let (start, boundary) = (self.starts[idx], self.boundary(idx));
                let task = Task::ReadPart {
                    head_bytes: self.starts[0] as f64,
                    start: start as f64,
                    boundary: boundary.map(|boundary| boundary as f64),
                };
                helper.ask(&file, task);
                let part = helper.piece().await.and_then(|piece| {
                    Part::from_bytes(&piece.bytes.unchecked_ref::<Uint8Array>().to_vec())
                });
                self.deliver(idx, part);
            }
            helpers.offer(&helper);
        });
    }

    fn deliver(&self, idx: usize, part: Done) {
        if let Some(part) = &part {
            let end = self.boundary(idx).unwrap_or(self.n_bytes);
            self.n_bytes_done.set(self.n_bytes_done.get() + end - self.starts[idx]);
            self.n_rows_done.set(self.n_rows_done.get() + part.n_rows());
        }
        self.done.borrow_mut()[idx] = Some(part);
        self.n_delivered.set(self.n_delivered.get() + 1);
        self.bell.ring();
    }

    /// Waits until a part is delivered; `false` when none was for a long time.
    async fn wait(&self, watchdog: &Watchdog) -> bool {
        let n_delivered = self.n_delivered.get();
        let is_another = || (self.n_delivered.get() > n_delivered).then_some(());
        watchdog.watch().wait_for(PATIENCE_S, &mut self.bell.wait(is_another)).await.is_ok()
    }
}

/// Reads one part. `seen` hears how many bytes and rows of it were read, and may end it.
pub(crate) async fn read_part(
    name: &str,
    file: &Blob,
    mut part: PartReader,
    start: u64,
    boundary: Option<u64>,
    seen: &mut dyn FnMut(u64, u64) -> Result<(), Outcome>,
) -> Result<Part, Outcome> {
    let n_bytes = file.size() as u64;
    let mut turn = Turn::new(Pace::Worker);
    let mut place = start;
    while place < n_bytes {
        // Rarely is more needed than what is asked for at first.
        let end = boundary.map_or(n_bytes, |boundary| boundary.max(place) + BEHIND_BYTES);
        let range: Range<u64> = place..end.min(n_bytes);
        let mut bytes = Bytes::of_file(name, file, range, Pace::Worker);
        while let Some(piece) = bytes.next().await? {
            place += piece.len() as u64;
            if part.feed(piece)? {
                return Ok(part.finish()?);
            }
            seen(place - start, part.n_rows())?;
            turn.pass_on().await;
        }
    }
    Ok(part.finish()?)
}
