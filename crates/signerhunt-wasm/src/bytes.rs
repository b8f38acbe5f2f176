//! The bytes of an input, piece by piece, by the fastest way the browser offers.
//!
//! A way that gives nothing for some seconds, or fails, is left for the next best one, which goes on from the same byte:
//! whoever reads sees no difference. The file cannot be read only when the last way has failed as well.

mod slices;
mod stream;
mod ways;

use std::ops::Range;

use wasm_bindgen::prelude::*;
use web_sys::Blob;

use crate::read::Input;
use crate::session::Pace;
use crate::watchdog::{Stalled, Watchdog};
use slices::Slices;
use stream::Stream;
use ways::{Course, Way};

/// The most that one read of a stream gives.
const READ_BYTES: u64 = 1 << 20;

/// What comes from a slow source is handed on after so many milliseconds, so that one sees it move and can stop it ..
const SOON_MS: f64 = 250.0;

/// .. unless it is less than this.
const LEAST_BYTES: usize = 1 << 16;

/// The bytes of an input.
pub(crate) struct Bytes {
    pub(crate) name: String,
    pub(crate) n_bytes: u64,
    pub(crate) n_bytes_given: u64,
    source: Source,
    /// The memory of all pieces.
    piece: Vec<u8>,
    /// A piece is handed on when it is as large as this.
    piece_bytes: usize,
}

enum Source {
    File(OpenFile),
    /// They are in `piece` from the beginning.
    Memory,
}

/// A file that is being read.
struct OpenFile {
    file: Blob,
    course: Course,
    /// What the browser does for it; `None` before the first byte is wanted, and when the way was changed.
    reading: Option<Reading>,
    watchdog: Watchdog,
}

enum Reading {
    Stream(Stream),
    Slices(Slices),
}

/// Why a way does not go on.
enum Failure {
    Stalled,
    /// There are fewer bytes than there were.
    Shorter,
    Threw(JsValue),
}

impl Bytes {
    /// Begins to read an input, or the bytes of this range of a file.
    pub(crate) fn open(input: &Input, range: Option<Range<u64>>, pace: Pace) -> Bytes {
        match input {
            Input::File { name, file, .. } => {
                let size = file.size() as u64;
                let range = range.map_or(0..size, |range| range.start..range.end.min(size));
                Bytes::of_file(name, file, range, pace)
            }
            Input::Sample => {
                let (name, piece) = signerhunt_sample::sample();
                let (n_bytes, piece_bytes) = (piece.len() as u64, piece.len());
                let source = Source::Memory;
                Bytes { name, n_bytes, n_bytes_given: 0, source, piece, piece_bytes }
            }
        }
    }

    /// Begins to read the bytes of this range of a file.
    pub(crate) fn of_file(name: &str, file: &Blob, range: Range<u64>, pace: Pace) -> Bytes {
        let n_bytes = range.end.saturating_sub(range.start);
        let piece_bytes = match pace {
            // As much as stays in the processor's cache.
            Pace::Worker => 1 << 20,
            // Less than a millisecond of scanning.
            Pace::MainThread => 1 << 18,
        };
        // A piece that is almost full takes a whole read more.
        let room = n_bytes.min(piece_bytes + READ_BYTES);
        let open = OpenFile {
            file: file.clone(),
            course: Course::new(range.start..range.start + n_bytes),
            reading: None,
            watchdog: Watchdog::new(),
        };
        Bytes {
            name: name.to_owned(),
            n_bytes,
            n_bytes_given: 0,
            source: Source::File(open),
            piece: vec![0; room as usize],
            piece_bytes: piece_bytes as usize,
        }
    }

    /// The next piece, or `None` behind the last.
    pub(crate) async fn next(&mut self) -> Result<Option<&[u8]>, String> {
        let n_bytes = match &mut self.source {
            Source::Memory if self.n_bytes_given > 0 => 0,
            Source::Memory => self.piece.len(),
            Source::File(file) => {
                let filled = file.fill(&mut self.piece, self.piece_bytes).await;
                filled.map_err(|failure| failure.about(&self.name))?
            }
        };
        self.n_bytes_given += n_bytes as u64;
        Ok((n_bytes > 0).then(|| &self.piece[..n_bytes]))
    }
}

impl OpenFile {
    /// Gathers a piece; gives its size, 0 at the end of the file.
    async fn fill(&mut self, piece: &mut [u8], enough: usize) -> Result<usize, Failure> {
        let began = js_sys::Date::now();
        let mut n_bytes = 0;
        while n_bytes < enough && !self.course.is_done() {
            match self.read(&mut piece[n_bytes..], enough - n_bytes).await {
                Ok(n_read) => {
                    n_bytes += n_read;
                    self.course.advance(n_read);
                }
                Err(failure) => {
                    self.reading = None;
                    if !self.course.change_way() {
                        return Err(failure);
                    }
                }
            }
            if n_bytes >= LEAST_BYTES && js_sys::Date::now() - began >= SOON_MS {
                break;
            }
        }
        Ok(n_bytes)
    }

    /// Writes the next bytes there by the way that is taken at the time, not many more than are wanted.
    async fn read(&mut self, room: &mut [u8], n_wanted: usize) -> Result<usize, Failure> {
        let watch = self.watchdog.watch();
        let reading = match &mut self.reading {
            Some(reading) => reading,
            none => {
                let left = self.course.left();
                none.insert(match self.course.way {
                    Way::Stream => {
                        let most_bytes = READ_BYTES.min(left.end - left.start) as usize;
                        Reading::Stream(Stream::open(&self.file, left, most_bytes)?)
                    }
                    way => Reading::Slices(Slices::open(&self.file, left, way, watch)?),
                })
            }
        };
        match reading {
            Reading::Stream(stream) => stream.next(watch, room).await,
            Reading::Slices(slices) => {
                let n_wanted = n_wanted.min(room.len());
                slices.next(watch, &mut room[..n_wanted]).await
            }
        }
    }
}

impl Failure {
    /// What happened, to which file, and what to do.
    fn about(&self, name: &str) -> String {
        match self {
            Failure::Stalled => format!(
                "{name} could not be read: nothing came from it for {} seconds. The drive or the network it lies on may \
                 be away; see whether it opens elsewhere, and choose it again",
                Way::SmallSlices.patience_s()
            ),
            Failure::Shorter => format!("{name} became shorter while it was read; try again"),
            Failure::Threw(error) => format!(
                "{name} could not be read: {} The file may have been changed, moved or locked; choose it again",
                words_of(error)
            ),
        }
    }
}

impl From<Stalled> for Failure {
    fn from(_: Stalled) -> Failure {
        Failure::Stalled
    }
}

impl From<JsValue> for Failure {
    fn from(error: JsValue) -> Failure {
        Failure::Threw(error)
    }
}

fn slice_of(file: &Blob, range: Range<u64>) -> Result<Blob, JsValue> {
    file.slice_with_f64_and_f64(range.start as f64, range.end as f64)
}

/// What was thrown, as words.
pub(crate) fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}
