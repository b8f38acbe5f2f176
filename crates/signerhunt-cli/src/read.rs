//! Reads one input: streams go to the engine as they are; zip archives, workbooks and Parquet files are opened by
//! `signerhunt-readers` first. An archive gives an export for each file in it.
//!
//! What is wrong with one export is said, and does not stop the others.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::mem;
use std::thread;

use sha2::{Digest, Sha256};
use signerhunt::{Export, ExportReader, ReadOptions, Rejected, Unreadable};
use signerhunt_gzip::MAGIC;
use signerhunt_readers::{Archive, Content, Limits, Opened, START_BYTES};

use crate::asking::Asking;
use crate::failure::Failure;
use crate::input::Input;
use crate::parted::{LARGE_BYTES, PartTrouble, PartedFile};
use crate::pieces::{Damage, Pieces};
use crate::progress::{Progress, say};
use crate::rejects::RejectsFile;
use crate::several::Counts;
use crate::unpacking::Unpacking;

/// How inputs are read.
pub(crate) struct Settings {
    pub(crate) options: ReadOptions,
    pub(crate) limits: Limits,
    /// How many threads work on a large file, or on several files.
    pub(crate) n_threads: usize,
    /// Whether the SHA-256 of each export is wanted. It takes as long as reading the rows.
    pub(crate) with_digests: bool,
}

/// What came of an input.
#[derive(Default)]
pub(crate) struct InputRead {
    pub(crate) exports: Vec<Export>,
    /// What is to be said about it, apart from what its exports say themselves.
    pub(crate) words: Vec<String>,
}

/// Reads what is in an input. An error ends the run. `counts` is given where it is one of several that are read at
/// the same time.
pub(crate) fn read_input(
    input: &Input,
    settings: &Settings,
    rejects: Option<&mut RejectsFile>,
    counts: Option<&Counts>,
) -> Result<InputRead, Failure> {
    let read = InputRead::default();
    let mut reading = Reading { settings, rejects, counts, asking: None, read };
    let outcome = reading.read_input(input);
    reading.told(outcome)?;
    Ok(reading.read)
}

/// Reads what is in an input again, for a query. What was told the first time is not told again.
pub(crate) fn read_again(
    input: &Input,
    settings: &Settings,
    asking: &mut Asking<'_>,
) -> Result<(), Failure> {
    let read = InputRead::default();
    let asking = Some(asking);
    let mut reading = Reading { settings, rejects: None, counts: None, asking, read };
    match reading.read_input(input) {
        Ok(()) | Err(Stop::Unreadable(_)) => Ok(()),
        Err(Stop::Run(failure)) => Err(failure),
    }
}

/// The reading of an input.
struct Reading<'a, 'x> {
    settings: &'a Settings,
    /// Takes every rejected row.
    rejects: Option<&'a mut RejectsFile>,
    /// What was read of it together with others; progress is shown elsewhere then.
    counts: Option<&'a Counts>,
    /// The query that it is read again for.
    asking: Option<&'a mut Asking<'x>>,
    read: InputRead,
}

/// What ends the reading of an export.
enum Stop {
    /// It cannot be read; others can.
    Unreadable(String),
    /// The whole run fails.
    Run(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Run(failure)
    }
}

impl From<Unreadable> for Stop {
    fn from(Unreadable { name, message, is_too_large }: Unreadable) -> Stop {
        Damage { message, is_too_large, is_bomb: false }.about(&name)
    }
}

impl Damage {
    fn about(self, name: &str) -> Stop {
        let advice = if self.is_too_large { "; --any-size reads it all the same" } else { "" };
        Stop::Unreadable(format!("{name} {}{advice}", self.message))
    }
}

/// Where an export comes from.
#[derive(Clone, Copy)]
struct Origin<'a> {
    name: &'a str,
    /// Its size, where that is known before it is read.
    n_bytes: Option<u64>,
    /// The digest of the file it is in, where that is known.
    sha256: Option<&'a str>,
}

impl Settings {
    /// Whether a file is large and can be read in parts.
    pub(crate) fn is_parted(&self, input: &Input) -> bool {
        let n_bytes = input.reopen().ok().flatten().and_then(|file| file.metadata().ok());
        let n_bytes = n_bytes.map_or(0, |metadata| metadata.len());
        // What is wrong with it is said when it is read.
        matches!(self.parted(input, n_bytes), Ok(Some(_)))
    }

    fn parted<'a>(
        &self,
        input: &'a Input,
        n_bytes: u64,
    ) -> Result<Option<PartedFile<'a>>, PartTrouble> {
        if n_bytes < LARGE_BYTES || self.n_threads < 2 {
            return Ok(None);
        }
        PartedFile::begin(input, n_bytes, || ExportReader::new(&input.name(), self.options.clone()))
    }
}

impl Reading<'_, '_> {
    fn read_input(&mut self, input: &Input) -> Result<(), Stop> {
        let name = &input.name();
        let cannot = |error: io::Error| Stop::Unreadable(format!("{name} cannot be read: {error}"));
        let mut opened = input.open().map_err(cannot)?;
        let mut start = Vec::new();
        (&mut opened.reader).take(START_BYTES as u64).read_to_end(&mut start).map_err(cannot)?;
        let needs_readers = signerhunt_readers::needs(&start);
        // Where several files are read at the same time, no core waits for work.
        let is_unpacked_ahead =
            start.starts_with(MAGIC) && self.settings.n_threads > 1 && self.counts.is_none();
        let reader = Cursor::new(start).chain(opened.reader);
        if !needs_readers {
            let origin = Origin { name, n_bytes: opened.n_bytes, sha256: None };
            if is_unpacked_ahead {
                let most = self.settings.options.max_unpacked_bytes;
                let unpacking = Unpacking::begin(reader, most, self.settings.with_digests);
                return self.read_export(origin, Pieces::of_gzip(unpacking));
            }
            if self.asking.is_none() && self.read_with_threads(origin, input)? {
                return Ok(());
            }
            return self.read_export(origin, Pieces::of_stream(Box::new(reader)));
        }
        match input.reopen().map_err(cannot)? {
            Some(file) => {
                let sha256 = self.settings.with_digests.then(|| digest(&file)).transpose();
                let sha256 = sha256.map_err(cannot)?;
                self.read_container(name, file, opened.n_bytes, sha256.as_deref())
            }
            None => {
                let mut bytes = Vec::new();
                { reader }.read_to_end(&mut bytes).map_err(cannot)?;
                let n_bytes = bytes.len() as u64;
                let sha256 = self.settings.with_digests.then(|| hex(&Sha256::digest(&bytes)));
                self.read_container(name, Cursor::new(bytes), Some(n_bytes), sha256.as_deref())
            }
        }
    }

    fn read_container(
        &mut self,
        name: &str,
        reader: impl Read + Seek + Send + 'static,
        n_bytes: Option<u64>,
        sha256: Option<&str>,
    ) -> Result<(), Stop> {
        let opened = signerhunt_readers::open(reader, &self.settings.limits);
        match opened.map_err(|trouble| Damage::from(trouble).about(name))? {
            Opened::Table(table) => {
                let origin = Origin { name, n_bytes, sha256 };
                self.read_export(origin, Pieces::of_table(table))
            }
            Opened::Archive(archive) => self.read_archive(name, &archive, sha256),
        }
    }

    fn read_archive(
        &mut self,
        name: &str,
        archive: &Archive,
        sha256: Option<&str>,
    ) -> Result<(), Stop> {
        for skipped in archive.skipped() {
            let words = format!("note: {name}/{} {}; passed over", skipped.name, skipped.why);
            self.read.words.push(words);
        }
        if archive.entries().is_empty() {
            return Err(Stop::Unreadable(format!(
                "{name} has no file in it that could be an export"
            )));
        }
        for (idx, entry) in archive.entries().iter().enumerate() {
            let name = &format!("{name}/{}", entry.name);
            let origin = Origin { name, n_bytes: Some(entry.n_bytes), sha256 };
            let pieces = archive.read(idx, &self.settings.limits).map(|content| match content {
                Content::Bytes(reader) => Pieces::of_entry(reader),
                Content::Table(table) => Pieces::of_table(table),
            });
            let outcome = match pieces {
                Ok(pieces) => self.read_export(origin, pieces),
                Err(trouble) => Err(Damage::from(trouble).about(name)),
            };
            self.told(outcome)?;
        }
        Ok(())
    }

    /// Reads an export to its end, or to where it is damaged.
    fn read_export(&mut self, origin: Origin<'_>, mut pieces: Pieces) -> Result<(), Stop> {
        let Origin { name, n_bytes, sha256 } = origin;
        let converted_from = pieces.converted_from();
        let cells = match &mut self.asking {
            None => None,
            Some(asking) => match asking.begin(name) {
                None => return Ok(()),
                wanted => wanted,
            },
        };
        let mut reader = ExportReader::new(
            name,
            ReadOptions {
                converted_from,
                is_unpacked: pieces.is_unpacked(),
                cells,
                ..self.settings.options.clone()
            },
        );
        // The text of a table has another size than the table.
        let total_bytes = n_bytes.filter(|_| converted_from.is_none());
        let mut digest = Sha256::new();
        let mut progress = Progress::new();
        let (mut n_bytes_told, mut n_rows_told) = (0, 0);
        let mut listed = Vec::new();
        let damage = loop {
            let piece = match pieces.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => break None,
                Err(damage) => break Some(damage),
            };
            if self.settings.with_digests && sha256.is_none() {
                digest.update(piece);
            }
            reader.feed(piece)?;
            if let Some(asking) = &mut self.asking
                && !asking.take(&reader.take_cells())
            {
                // No row changes the answer any more.
                return Ok(());
            }
            let n_bytes_read = pieces.n_bytes();
            if let Some(rejects) = &mut self.rejects {
                pass_on(reader.take_rejected(), rejects, &mut listed)?;
            }
            match self.counts {
                Some(counts) => {
                    counts.add(n_bytes_read - n_bytes_told, reader.n_rows() - n_rows_told);
                    n_bytes_told = n_bytes_read;
                    n_rows_told = reader.n_rows();
                }
                None => progress.show(name, n_bytes_read, total_bytes, reader.n_rows()),
            }
        };
        drop(progress);
        let mut export = match damage {
            None => reader.finish()?,
            Some(damage) if damage.is_too_large || damage.is_bomb => {
                return Err(damage.about(name));
            }
            Some(damage) => reader.finish_cut_off(&damage.message)?,
        };
        if let Some(asking) = &mut self.asking {
            asking.end(&export).iter().for_each(|words| say(words));
            return Ok(());
        }
        let source = &mut export.source;
        source.warnings.extend(pieces.warnings());
        source.bytes = n_bytes.unwrap_or(pieces.n_bytes());
        source.sha256 = match (sha256, pieces.packed()) {
            (Some(sha256), _) => Some(sha256.to_owned()),
            (None, Some(packed)) => packed.sha256.clone(),
            (None, None) => self.settings.with_digests.then(|| hex(&digest.finalize())),
        };
        if let Some(packed) = pieces.packed() {
            source.warnings.extend(packed.warning.clone());
        }
        self.keep(export, listed)
    }

    /// Reads a large file with several threads; `false` when it is not one, or cannot be read in parts.
    fn read_with_threads(&mut self, origin: Origin<'_>, input: &Input) -> Result<bool, Stop> {
        let Origin { name, n_bytes: Some(n_bytes), .. } = origin else { return Ok(false) };
        let cannot = |error: io::Error| Stop::Unreadable(format!("{name} cannot be read: {error}"));
        let stop = |trouble: PartTrouble| match trouble {
            PartTrouble::Io(error) => cannot(error),
            PartTrouble::Unreadable(unreadable) => unreadable.into(),
        };
        let Some(whole) = input.reopen().map_err(cannot)? else { return Ok(false) };
        let Some(file) = self.settings.parted(input, n_bytes).map_err(stop)? else {
            return Ok(false);
        };
        let mut progress = Progress::new();
        let (reader, sha256) = thread::scope(|scope| {
            let sha256 = self.settings.with_digests.then(|| scope.spawn(|| digest(&whole)));
            let reader = file.read(self.settings.n_threads, &mut progress);
            (reader, sha256.map(thread::ScopedJoinHandle::join))
        });
        drop(progress);
        let mut export = reader.map_err(stop)?.finish()?;
        let sha256 = sha256.and_then(Result::ok).transpose().map_err(cannot)?;
        export.source.sha256 = sha256;
        self.keep(export, Vec::new())?;
        Ok(true)
    }

    /// Keeps an export. `listed`: its rejected rows that were passed on already, as many as are shown.
    fn keep(&mut self, mut export: Export, mut listed: Vec<Rejected>) -> Result<(), Stop> {
        if let Some(rejects) = &mut self.rejects {
            pass_on(mem::take(&mut export.rejected), rejects, &mut listed)?;
            export.rejected = listed;
        }
        self.read.exports.push(export);
        Ok(())
    }

    /// Notes what is wrong with an export, and goes on unless the whole run fails.
    fn told(&mut self, read: Result<(), Stop>) -> Result<(), Failure> {
        match read {
            Ok(()) => Ok(()),
            Err(Stop::Unreadable(message)) => {
                self.read.words.push(format!("error: {message}"));
                Ok(())
            }
            Err(Stop::Run(failure)) => Err(failure),
        }
    }
}

/// Writes rejected rows to their file and keeps the first ones for the summary.
fn pass_on(
    rejected: Vec<Rejected>,
    rejects: &mut RejectsFile,
    listed: &mut Vec<Rejected>,
) -> Result<(), Failure> {
    rejects.write(&rejected)?;
    let room = ReadOptions::default().keep_rejected.saturating_sub(listed.len());
    listed.extend(rejected.into_iter().take(room));
    Ok(())
}

/// The digest of a whole file, which is at its start again afterwards.
fn digest(mut file: &File) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut reader = BufReader::with_capacity(1 << 20, file);
    loop {
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            break;
        }
        digest.update(piece);
        let n_bytes = piece.len();
        reader.consume(n_bytes);
    }
    file.rewind()?;
    Ok(hex(&digest.finalize()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
