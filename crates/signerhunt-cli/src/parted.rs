//! Reads one large file with several threads: each takes the next part that nobody has, and the parts are joined in
//! order while others are still being read. What a part is, and why joining them is exact, is the engine's business.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use signerhunt::{ExportReader, Part, PartReader, Unreadable};

use crate::input::Input;
use crate::progress::Progress;

/// From this size on a file is worth several threads.
pub(crate) const LARGE_BYTES: u64 = 2 * PART_BYTES;
/// Large enough that joining costs nothing, small enough that all threads end at about the same time.
const PART_BYTES: u64 = 1 << 24;
/// Bytes that stay in a core's own cache until they are scanned.
const PIECE_BYTES: usize = 1 << 18;

/// A file that can be read in parts, and the reader of its start.
pub(crate) struct PartedFile<'a> {
    reader: ExportReader,
    parts: Parts<'a>,
}

/// What the threads share.
struct Parts<'a> {
    input: &'a Input,
    n_bytes: u64,
    /// Where they begin.
    starts: Vec<u64>,
    next: AtomicUsize,
    n_bytes_read: AtomicU64,
    n_rows_read: AtomicU64,
    /// Nobody wants the rest any more.
    is_over: AtomicBool,
    /// A reader that knows the columns, from which those of the parts are made.
    pattern: Mutex<ExportReader>,
}

/// Why a file cannot be read.
pub(crate) enum PartTrouble {
    Io(io::Error),
    Unreadable(Unreadable),
}

impl From<io::Error> for PartTrouble {
    fn from(error: io::Error) -> PartTrouble {
        PartTrouble::Io(error)
    }
}

impl From<Unreadable> for PartTrouble {
    fn from(unreadable: Unreadable) -> PartTrouble {
        PartTrouble::Unreadable(unreadable)
    }
}

/// A part and its number.
type Message = (usize, Result<Part, PartTrouble>);

impl<'a> PartedFile<'a> {
    /// Looks at the start of a file; `None` when it cannot be read in parts.
    pub(crate) fn begin(
        input: &'a Input,
        n_bytes: u64,
        new_reader: impl Fn() -> ExportReader,
    ) -> Result<Option<PartedFile<'a>>, PartTrouble> {
        let mut head = vec![0; PIECE_BYTES];
        let n_read = read_full(&mut open(input)?, &mut head)?;
        let (probe, behind) = head[..n_read].split_at(n_read.min(PIECE_BYTES / 2));
        let (mut reader, mut pattern) = (new_reader(), new_reader());
        reader.feed(probe)?;
        pattern.feed(probe)?;
        let first = probe.len() as u64;
        if !reader.can_be_parted() || reader.feed_up_to(behind, first)?.is_none() {
            return Ok(None);
        }
        let starts = (0..).map(|idx| first + idx * PART_BYTES);
        let parts = Parts {
            input,
            n_bytes,
            starts: starts.take_while(|start| *start < n_bytes).collect(),
            next: AtomicUsize::new(0),
            n_bytes_read: AtomicU64::new(first),
            n_rows_read: AtomicU64::new(reader.n_rows()),
            is_over: AtomicBool::new(false),
            pattern: Mutex::new(pattern),
        };
        Ok(Some(PartedFile { reader, parts }))
    }

    /// Reads the rest with so many threads.
    pub(crate) fn read(
        self,
        n_threads: usize,
        progress: &mut Progress,
    ) -> Result<ExportReader, PartTrouble> {
        let PartedFile { mut reader, parts } = self;
        thread::scope(|scope| {
            let (sender, receiver) = channel();
            for _ in 0..n_threads.min(parts.starts.len()) {
                let (sender, parts) = (sender.clone(), &parts);
                scope.spawn(move || parts.read_next(&sender));
            }
            drop(sender);
            let joined = parts.join(&mut reader, &receiver, progress);
            parts.is_over.store(true, Ordering::Relaxed);
            joined
        })?;
        Ok(reader)
    }
}

impl Parts<'_> {
    /// One thread's work: the next part nobody has, until there is none.
    fn read_next(&self, sender: &Sender<Message>) {
        loop {
            let idx = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(&start) = self.starts.get(idx) else { return };
            // Whoever waits for it may have given up.
            if sender.send((idx, self.read(start, self.boundary(idx)))).is_err() {
                return;
            }
        }
    }

    /// Where the part behind this one begins.
    fn boundary(&self, idx: usize) -> Option<u64> {
        self.starts.get(idx + 1).copied()
    }

    fn read(&self, start: u64, boundary: Option<u64>) -> Result<Part, PartTrouble> {
        let pattern = self.pattern.lock().ok();
        let part = pattern.and_then(|pattern| pattern.part_reader(start, boundary));
        let mut part: PartReader = part.ok_or_else(|| io::Error::other("its columns were lost"))?;
        let mut file = open(self.input)?;
        file.seek(SeekFrom::Start(start))?;
        let mut piece = vec![0; PIECE_BYTES];
        let mut n_rows_told = 0;
        while !self.is_over.load(Ordering::Relaxed) {
            let n_read = read_full(&mut file, &mut piece)?;
            let is_done = n_read == 0 || part.feed(&piece[..n_read])?;
            self.n_bytes_read.fetch_add(n_read as u64, Ordering::Relaxed);
            self.n_rows_read.fetch_add(part.n_rows() - n_rows_told, Ordering::Relaxed);
            n_rows_told = part.n_rows();
            if is_done {
                break;
            }
        }
        Ok(part.finish()?)
    }

    /// Joins the parts in order as they come.
    fn join(
        &self,
        reader: &mut ExportReader,
        receiver: &Receiver<Message>,
        progress: &mut Progress,
    ) -> Result<(), PartTrouble> {
        let mut early = BTreeMap::new();
        for idx in 0..self.starts.len() {
            let part = loop {
                if let Some(part) = early.remove(&idx) {
                    break part;
                }
                match receiver.recv_timeout(Duration::from_millis(100)) {
                    Ok((idx, part)) => {
                        early.insert(idx, part?);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => {
                        return Err(io::Error::other("a thread was lost").into());
                    }
                }
                let [n_bytes, n_rows] = [&self.n_bytes_read, &self.n_rows_read]
                    .map(|count| count.load(Ordering::Relaxed));
                progress.show(&self.input.name(), n_bytes, Some(self.n_bytes), n_rows);
            };
            if reader.join(part).is_err() {
                self.read_again(reader, self.boundary(idx))?;
            }
        }
        Ok(())
    }

    /// Reads the bytes of a part that was of no use.
    fn read_again(
        &self,
        reader: &mut ExportReader,
        boundary: Option<u64>,
    ) -> Result<(), PartTrouble> {
        let mut file = open(self.input)?;
        file.seek(SeekFrom::Start(reader.n_bytes()))?;
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let n_read = read_full(&mut file, &mut piece)?;
            let is_done = match boundary {
                Some(boundary) => reader.feed_up_to(&piece[..n_read], boundary)?.is_some(),
                None => reader.feed(&piece[..n_read]).map(|()| false)?,
            };
            if n_read == 0 || is_done {
                return Ok(());
            }
        }
    }
}

fn open(input: &Input) -> io::Result<File> {
    input.reopen()?.ok_or_else(|| io::Error::other("it is no file any more"))
}

/// Reads until the buffer is full or the file has ended.
fn read_full(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n_read = 0;
    while n_read < buffer.len() {
        match file.read(&mut buffer[n_read..]) {
            Ok(0) => break,
            Ok(n_bytes) => n_read += n_bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n_read)
}
