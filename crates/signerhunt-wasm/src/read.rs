//! Reads an export: its bytes come in pieces and are fed to the engine, so a file is never whole in
//! memory. Files that need more than a stream go through [`crate::readers`], packed ones through [`crate::intake`].

use std::cell::RefCell;

use signerhunt::{Export, ExportReader, ReadOptions, Shape};

use crate::bytes::Bytes;
use crate::intake::Intake;
use crate::memory::FULL;
use crate::parts::{Helpers, LARGE_BYTES, PartJob, PartedFile, Stop};
use crate::protocol::{ArchiveEntry, EntryAt, Event, ExportId, Reading, SkippedEntry};
use crate::readers::{Opened, Readers, Trouble};
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

/// The reading of one export.
pub(crate) struct Errand<'a> {
    pub(crate) export: ExportId,
    pub(crate) input: &'a Input,
    pub(crate) reading: Reading,
    /// Where the records begin, ascending, that are wanted instead of all rows, see [`ReadOptions::records`].
    pub(crate) records: &'a [u64],
    pub(crate) pace: Pace,
    pub(crate) readers: &'a Readers,
    pub(crate) helpers: &'a Helpers,
    /// Whether anybody still wants it.
    pub(crate) is_wanted: &'a dyn Fn() -> bool,
    /// Looks whether what was read still fits into memory; `false`: no more does.
    pub(crate) mind_memory: &'a dyn Fn(&mut ExportReader) -> bool,
    /// Tells the page.
    pub(crate) post: &'a dyn Fn(Event),
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
        let mut intake = Intake::new(&name, ExportReader::new(&name, self.options(None)));
        let mut progress = Progress::new();
        let mut turn = Turn::new(self.pace);
        let mut is_start = true;
        let is_for_records = !self.records.is_empty();
        let is_large = bytes.n_bytes >= LARGE_BYTES && self.pace == Pace::Worker && !is_for_records;
        let mut is_full = false;
        while !is_full && let Some(piece) = bytes.next().await.map_err(unreadable)? {
            self.check_wanted()?;
            if std::mem::take(&mut is_start)
                && let Input::File { file, .. } = self.input
            {
                if Readers::are_needed_for(piece) {
                    // Nobody wants the rest of it from here.
                    drop(bytes);
                    return self.read_container(&name, file, None).await;
                }
                intake.look_at(piece, self.readers, self.reading.any_size).await?;
                self.check_wanted()?;
                if let Some(first) = self.feed_first(&mut intake, piece, is_large)? {
                    drop(bytes);
                    return self.read_parts(&name, file, intake.reader, first).await;
                }
                if is_for_records && !intake.is_packed() && intake.reader.can_be_parted() {
                    drop(bytes);
                    return self.read_records(&name, file, intake.reader).await;
                }
            } else {
                intake.feed(piece)?;
            }
            let (given, total) = (bytes.n_bytes_given as f64, bytes.n_bytes as f64);
            is_full = !(self.mind_memory)(&mut intake.reader);
            self.tell(&mut progress, given, total, &intake.reader);
            turn.pass_on().await;
        }
        self.check_wanted()?;
        let n_bytes = if is_full { bytes.n_bytes } else { bytes.n_bytes_given };
        let cut_off = is_full.then_some(FULL);
        Ok(Outcome::Read(Box::new(intake.finish(cut_off, n_bytes)?)))
    }

    /// Feeds the first piece of a file. When the rest is better read in parts, says where they begin.
    fn feed_first(
        &self,
        intake: &mut Intake<'_>,
        piece: &[u8],
        is_large: bool,
    ) -> Result<Option<u64>, Outcome> {
        // Half of it shows the columns; the other half is enough to find the end of a row.
        let (head, behind) = piece.split_at(piece.len() / 2);
        intake.feed(head)?;
        let can_be_parted = is_large && self.helpers.most() > 0 && !intake.is_packed();
        if can_be_parted && intake.reader.can_be_parted() {
            let first = intake.reader.n_bytes();
            let row_end = intake.reader.feed_up_to(behind, first)?;
            return Ok(row_end.map(|_| first));
        }
        intake.feed(behind).map(|()| None)
    }

    /// Reads the rest of a large file together with the helpers.
    async fn read_parts(
        &self,
        name: &str,
        file: &web_sys::Blob,
        reader: ExportReader,
        first: u64,
    ) -> Result<Outcome, Outcome> {
        let progress = RefCell::new(Progress::new());
        let tell = |n_bytes: f64, n_rows: f64, reader: &ExportReader| {
            let keeps_only_some = reader.keeps_only_some();
            let mut progress = progress.borrow_mut();
            self.tell_of(&mut progress, n_bytes, file.size(), n_rows, keeps_only_some);
            (self.is_wanted)()
        };
        let job = PartJob {
            export: self.export,
            name: name.to_owned(),
            file: file.clone(),
            reading: self.reading,
            head_bytes: first as f64,
            start: 0.0,
            boundary: None,
        };
        let mind_memory = self.mind_memory;
        let parted = PartedFile { name, file, job, tell: &tell, mind_memory };
        match parted.read(reader, first, self.helpers).await {
            Ok((reader, false)) => Ok(Outcome::Read(Box::new(reader.finish()?))),
            Ok((reader, true)) => {
                let mut export = reader.finish_cut_off(FULL)?;
                export.source.bytes = file.size() as u64;
                Ok(Outcome::Read(Box::new(export)))
            }
            Err(Stop::Trouble(message)) => Err(unreadable(message)),
            Err(Stop::Unreadable(unreadable)) => Err(unreadable.into()),
            Err(Stop::Unwanted) => Err(Outcome::Unwanted),
        }
    }

    /// Reads the records that are wanted, each from where it begins.
    async fn read_records(
        &self,
        name: &str,
        file: &web_sys::Blob,
        mut reader: ExportReader,
    ) -> Result<Outcome, Outcome> {
        /// A record is at most a megabyte long; where it ends shows behind it.
        const MOST_BYTES: u64 = 1 << 21;
        for &offset in self.records {
            if reader.has_record(offset) || !reader.go_to_record(offset) {
                continue;
            }
            let end = (offset + MOST_BYTES).min(file.size() as u64);
            let mut bytes = Bytes::of_file(name, file, offset..end, self.pace);
            while !reader.has_record(offset)
                && let Some(piece) = bytes.next().await.map_err(unreadable)?
            {
                reader.feed(piece)?;
            }
        }
        Ok(Outcome::Read(Box::new(reader.finish()?)))
    }

    /// Reads a zip archive, an entry of one, a workbook or a Parquet file.
    async fn read_container(
        &self,
        name: &str,
        file: &web_sys::Blob,
        entry: Option<EntryAt>,
    ) -> Result<Outcome, Outcome> {
        self.readers.ready().await.map_err(|trouble| trouble.about(name))?;
        self.check_wanted()?;
        let any_size = self.reading.any_size;
        let opened = match entry {
            Some(entry) => self.readers.open_entry(entry, file, any_size).await,
            None => self.readers.open(self.export, file, any_size).await,
        };
        let mut pieces = match opened.map_err(|trouble| trouble.about(name))? {
            Opened::Archive { entries, skipped } => {
                return Ok(Outcome::Archive { entries, skipped });
            }
            Opened::Pieces(pieces) => pieces,
        };
        let reader = ExportReader::new(name, self.options(pieces.converted_from()));
        let mut intake = Intake::new(name, reader);
        let mut progress = Progress::new();
        let mut turn = Turn::new(self.pace);
        let mut n_bytes = 0.0;
        let mut damage = loop {
            let piece = match pieces.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => break None,
                Err(trouble) => break Some(trouble),
            };
            self.check_wanted()?;
            if n_bytes == 0.0 {
                intake.look_at(&piece, self.readers, any_size).await?;
            }
            intake.feed(&piece)?;
            n_bytes += piece.len() as f64;
            // The text of a table has another size than the table.
            let total = pieces.n_bytes.filter(|_| pieces.converted_from().is_none());
            self.tell(&mut progress, n_bytes, total.unwrap_or(n_bytes), &intake.reader);
            if !(self.mind_memory)(&mut intake.reader) {
                break Some(Trouble::new(FULL));
            }
            turn.pass_on().await;
        };
        self.check_wanted()?;
        if let Some(trouble) = damage.take_if(|trouble| trouble.is_too_large || trouble.is_bomb) {
            return Err(trouble.about(name));
        }
        let n_bytes = pieces.n_bytes.unwrap_or_else(|| file.size()) as u64;
        let cut_off = damage.as_ref().map(|damage| damage.message.as_str());
        let mut export = intake.finish(cut_off, n_bytes)?;
        export.source.warnings.extend(pieces.warnings());
        Ok(Outcome::Read(Box::new(export)))
    }

    fn options(&self, converted_from: Option<Shape>) -> ReadOptions {
        ReadOptions { records: self.records.to_vec(), ..read_options(self.reading, converted_from) }
    }

    fn check_wanted(&self) -> Result<(), Outcome> {
        if (self.is_wanted)() { Ok(()) } else { Err(Outcome::Unwanted) }
    }

    fn tell(&self, progress: &mut Progress, bytes: f64, total_bytes: f64, reader: &ExportReader) {
        let keeps_only_some = reader.keeps_only_some();
        self.tell_of(progress, bytes, total_bytes, reader.n_rows() as f64, keeps_only_some);
    }

    fn tell_of(
        &self,
        progress: &mut Progress,
        bytes: f64,
        total_bytes: f64,
        rows: f64,
        keeps_only_some: bool,
    ) {
        let now = js_sys::Date::now();
        if now - progress.last_told < PROGRESS_EVERY_MS {
            return;
        }
        progress.last_told = now;
        (self.post)(Event::Progress {
            export: self.export,
            bytes,
            total_bytes,
            rows,
            elapsed_ms: now - progress.started,
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
struct Progress {
    started: f64,
    last_told: f64,
}

impl Progress {
    fn new() -> Progress {
        let now = js_sys::Date::now();
        Progress { started: now, last_told: now }
    }
}

impl From<signerhunt::Unreadable> for Outcome {
    fn from(unreadable: signerhunt::Unreadable) -> Outcome {
        let is_too_large = unreadable.is_too_large;
        Outcome::Unreadable { message: unreadable.to_string(), is_too_large }
    }
}

fn unreadable(message: String) -> Outcome {
    Outcome::Unreadable { message, is_too_large: false }
}
