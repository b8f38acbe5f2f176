//! Reads an export: its bytes come in pieces and are fed to the engine, so a file is never whole in memory. What is more
//! than text from its start to its end has a way of its own: [`container`], [`packed`], [`parted`].

mod beside;
mod container;
mod packed;
mod parted;

use std::cell::Cell;
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use signerhunt::{Export, ExportReader, ReadOptions, Shape, WantedCells};

use crate::bytes::Bytes;
use crate::helpers::Helpers;
use crate::intake::Intake;
use crate::memory::FULL;
use crate::parts::{LARGE_BYTES, Work};
use crate::protocol::{ArchiveEntry, EntryAt, Event, ExportId, Reading, SkippedEntry};
use crate::readers::Readers;
use crate::session::Pace;
use crate::turn::Turn;

/// Where an export's bytes come from.
#[derive(Clone)]
pub(crate) enum Input {
    /// A file that was dropped or chosen, or an entry of one that is a zip archive.
    File { name: String, file: web_sys::Blob, entry: Option<EntryAt> },
    /// The sample, which is made on the spot.
    Sample,
}

/// How a reading ended.
pub(crate) enum Outcome {
    Read(Box<Export>),
    /// It is a zip archive.
    Archive {
        entries: Vec<ArchiveEntry>,
        skipped: Vec<SkippedEntry>,
    },
    /// What happened, to which file, and what to do.
    Unreadable {
        message: String,
        is_too_large: bool,
    },
    /// Nobody wants it any more.
    Unwanted,
}

/// What is wanted of an export.
#[derive(Clone, Copy)]
pub(crate) enum Sought<'a> {
    /// Its rows.
    Rows,
    /// The records that begin there, ascending, see [`ReadOptions::records`].
    Records(&'a [u64]),
    /// Cells of its rows, see [`ReadOptions::cells`].
    Cells(&'a Arc<WantedCells>),
}

/// The reading of one export.
pub(crate) struct Errand<'a> {
    pub(crate) export: ExportId,
    pub(crate) input: &'a Input,
    pub(crate) reading: Reading,
    /// What is wanted of it.
    pub(crate) sought: Sought<'a>,
    /// What a helper has begun to read of it.
    pub(crate) ahead: Option<Rc<Work>>,
    pub(crate) pace: Pace,
    pub(crate) readers: &'a Readers,
    pub(crate) helpers: &'a Helpers,
    /// Whether anybody still wants it.
    pub(crate) is_wanted: &'a dyn Fn() -> bool,
    /// Looks whether what was read still fits into memory; `false`: no more does.
    pub(crate) mind_memory: &'a dyn Fn(&mut ExportReader) -> bool,
    /// Tells the page.
    pub(crate) post: &'a dyn Fn(Event),
    pub(crate) progress: Progress,
}

/// What was read of it.
struct Going<'a> {
    intake: Intake<'a>,
    turn: Turn,
    /// The size of the file.
    n_bytes: u64,
    /// No more rows fit into memory.
    is_full: bool,
}

/// How to go on behind the first bytes of a file.
enum First<'a> {
    /// With the rest of them, and what follows.
    Rest(&'a [u8]),
    /// In parts, the first of them with bytes from here on.
    Parts(u64),
    /// Where the records are that are wanted.
    Records,
}

/// Milliseconds between two words about progress.
const PROGRESS_EVERY_MS: f64 = 100.0;

impl Errand<'_> {
    /// Reads the export to its end, as long as it is wanted.
    pub(crate) async fn run(&self) -> Outcome {
        self.read().await.unwrap_or_else(|outcome| outcome)
    }

    /// Either result is how it ended: `Err` ends early.
    async fn read(&self) -> Result<Outcome, Outcome> {
        if let Input::File { name, file, entry: Some(entry) } = self.input {
            return self.read_container(name, file, Some(*entry)).await;
        }
        let mut bytes = Bytes::open(self.input, None, self.pace);
        let name = bytes.name.clone();
        let mut going = Going {
            intake: Intake::new(&name, ExportReader::new(&name, self.options(None))),
            turn: Turn::new(self.pace),
            n_bytes: bytes.n_bytes,
            is_full: false,
        };
        let (mut is_start, mut n_given, mut beside) = (true, 0.0, None);
        'bytes: while let Some(mut piece) = bytes.next().await? {
            self.check_wanted()?;
            if mem::take(&mut is_start)
                && let Input::File { file, .. } = self.input
            {
                if Readers::are_needed_for(piece) {
                    // Nobody wants the rest of it from here.
                    drop(bytes);
                    return self.read_container(&name, file, None).await;
                }
                going.intake.look_at(piece, self.readers, self.reading.any_size).await?;
                if going.intake.is_packed() {
                    beside = self.beside(&name, file);
                } else {
                    match self.feed_first(&mut going, piece)? {
                        First::Rest(rest) => {
                            n_given += (piece.len() - rest.len()) as f64;
                            piece = rest;
                        }
                        First::Parts(first) => {
                            drop(bytes);
                            self.read_parts(&mut going, &name, file, first).await?;
                            break;
                        }
                        First::Records => {
                            drop(bytes);
                            self.read_records(&mut going, &name, file).await?;
                            break;
                        }
                    }
                }
            }
            for slice in going.intake.slices(piece) {
                going.intake.feed(slice)?;
                n_given += slice.len() as f64;
                self.look_up(&mut going, n_given).await?;
                let is_read = match &beside {
                    Some(beside) if beside.has_come_as_far(going.intake.n_read()) => {
                        self.take_rest(&mut going, beside).await?
                    }
                    _ => going.is_full,
                };
                if is_read {
                    break 'bytes;
                }
            }
        }
        self.check_wanted()?;
        let Going { mut intake, is_full, n_bytes, .. } = going;
        if is_full {
            intake.end_unpacking(None);
        }
        Ok(Outcome::Read(Box::new(intake.finish(is_full.then_some(FULL), n_bytes)?)))
    }

    /// Feeds the first bytes of a file and sees how to go on.
    fn feed_first<'a>(&self, going: &mut Going<'_>, piece: &'a [u8]) -> Result<First<'a>, Outcome> {
        let reader = &mut going.intake.reader;
        // Half of it shows the columns; the other half is enough to find the end of a row.
        let half = piece.len() / 2;
        let ahead = self.ahead.as_ref().map(|work| work.first() as usize);
        let ahead = ahead.filter(|first| *first <= half);
        let (head, rest) = piece.split_at(ahead.unwrap_or(half));
        reader.feed(head)?;
        match self.sought {
            Sought::Rows => {}
            Sought::Records(_) if reader.can_be_parted() => return Ok(First::Records),
            Sought::Records(_) | Sought::Cells(_) => return Ok(First::Rest(rest)),
        }
        let is_large = going.n_bytes >= LARGE_BYTES && self.helpers.are_worth_parts();
        if !(is_large || ahead.is_some()) || !reader.can_be_parted() {
            return Ok(First::Rest(rest));
        }
        let first = reader.n_bytes();
        let is_at_row = reader.feed_up_to(rest, first)?.is_some();
        Ok(if is_at_row { First::Parts(first) } else { First::Rest(&[]) })
    }

    /// Looks up from the bytes: do the rows fit into memory, what is there to tell, does somebody want anything?
    async fn look_up(&self, going: &mut Going<'_>, n_given: f64) -> Result<(), Outcome> {
        let reader = &mut going.intake.reader;
        going.is_full = !(self.mind_memory)(reader);
        self.tell(n_given, going.n_bytes as f64, reader.n_rows(), reader.keeps_only_some());
        going.turn.pass_on().await;
        self.check_wanted()
    }

    fn options(&self, converted_from: Option<Shape>) -> ReadOptions {
        let options = read_options(self.reading, converted_from);
        match self.sought {
            Sought::Rows => options,
            Sought::Records(records) => ReadOptions { records: records.to_vec(), ..options },
            Sought::Cells(cells) => ReadOptions { cells: Some(cells.clone()), ..options },
        }
    }

    fn check_wanted(&self) -> Result<(), Outcome> {
        if (self.is_wanted)() { Ok(()) } else { Err(Outcome::Unwanted) }
    }

    fn tell(&self, bytes: f64, total_bytes: f64, rows: u64, keeps_only_some: bool) {
        let now = js_sys::Date::now();
        if now - self.progress.last_told.get() < PROGRESS_EVERY_MS {
            return;
        }
        self.progress.last_told.set(now);
        (self.post)(Event::Progress {
            export: self.export,
            bytes,
            total_bytes,
            rows: rows as f64,
            elapsed_ms: now - self.progress.started,
            keeps_only_some,
        });
    }
}

/// How the engine is to read what a person says this about.
pub(crate) fn read_options(reading: Reading, converted_from: Option<Shape>) -> ReadOptions {
    ReadOptions {
        utc_offset_minutes: reading.utc_offset_minutes,
        day_first: reading.day_first,
        converted_from,
        ..ReadOptions::default()
    }
}

/// When the page was told last, in milliseconds of the clock.
pub(crate) struct Progress {
    started: f64,
    last_told: Cell<f64>,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        let now = js_sys::Date::now();
        Progress { started: now, last_told: Cell::new(now) }
    }
}

impl From<signerhunt::Unreadable> for Outcome {
    fn from(unreadable: signerhunt::Unreadable) -> Outcome {
        let is_too_large = unreadable.is_too_large;
        Outcome::Unreadable { message: unreadable.to_string(), is_too_large }
    }
}

impl From<String> for Outcome {
    fn from(message: String) -> Outcome {
        Outcome::Unreadable { message, is_too_large: false }
    }
}
