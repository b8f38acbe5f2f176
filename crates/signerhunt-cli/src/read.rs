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
use signerhunt_readers::{Archive, Content, Limits, Opened, START_BYTES};

use crate::failure::Failure;
use crate::input::Input;
use crate::parted::{LARGE_BYTES, PartTrouble, PartedFile};
use crate::pieces::{Damage, Pieces};
use crate::progress::{Progress, say};
use crate::rejects::RejectsFile;

/// How inputs are read, and what came of them so far.
pub(crate) struct Reading {
    pub(crate) options: ReadOptions,
    pub(crate) limits: Limits,
    /// How many threads work on a large file.
    pub(crate) n_threads: usize,
    /// Whether the SHA-256 of each export is wanted. It takes as long as reading the rows.
    pub(crate) with_digests: bool,
    /// Takes every rejected row.
    pub(crate) rejects: Option<RejectsFile>,
    pub(crate) exports: Vec<Export>,
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

impl Reading {
    /// Reads what is in an input. An error ends the run.
    pub(crate) fn read(&mut self, input: &Input) -> Result<(), Failure> {
        told(self.read_input(input))
    }

    fn read_input(&mut self, input: &Input) -> Result<(), Stop> {
        let name = &input.name();
        let cannot = |error: io::Error| Stop::Unreadable(format!("{name} cannot be read: {error}"));
        let mut opened = input.open().map_err(cannot)?;
        let mut start = Vec::new();
        (&mut opened.reader).take(START_BYTES as u64).read_to_end(&mut start).map_err(cannot)?;
        let needs_readers = signerhunt_readers::needs(&start);
        let reader = Cursor::new(start).chain(opened.reader);
        if !needs_readers {
            let origin = Origin { name, n_bytes: opened.n_bytes, sha256: None };
            if self.read_with_threads(origin, input)? {
                return Ok(());
            }
            return self.read_export(origin, Pieces::of_stream(Box::new(reader)));
        }
        match input.reopen().map_err(cannot)? {
            Some(file) => {
                let sha256 = self.with_digests.then(|| digest(&file)).transpose();
                let sha256 = sha256.map_err(cannot)?;
                self.read_container(name, file, opened.n_bytes, sha256.as_deref())
            }
            None => {
                let mut bytes = Vec::new();
                { reader }.read_to_end(&mut bytes).map_err(cannot)?;
                let n_bytes = bytes.len() as u64;
                let sha256 = self.with_digests.then(|| hex(&Sha256::digest(&bytes)));
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
        let opened = signerhunt_readers::open(reader, &self.limits);
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
            say(&format!("note: {name}/{} {}; passed over", skipped.name, skipped.why));
        }
        if archive.entries().is_empty() {
            return Err(Stop::Unreadable(format!(
                "{name} has no file in it that could be an export"
            )));
        }
        for (idx, entry) in archive.entries().iter().enumerate() {
            let name = &format!("{name}/{}", entry.name);
            let origin = Origin { name, n_bytes: Some(entry.n_bytes), sha256 };
            let pieces = archive.read(idx, &self.limits).map(|content| match content {
                Content::Bytes(reader) => Pieces::of_entry(reader),
                Content::Table(table) => Pieces::of_table(table),
            });
            told(match pieces {
                Ok(pieces) => self.read_export(origin, pieces),
                Err(trouble) => Err(Damage::from(trouble).about(name)),
            })?;
        }
        Ok(())
    }

    /// Reads an export to its end, or to where it is damaged.
    fn read_export(&mut self, origin: Origin<'_>, mut pieces: Pieces) -> Result<(), Stop> {
        let Origin { name, n_bytes, sha256 } = origin;
        let converted_from = pieces.converted_from();
        let mut reader =
            ExportReader::new(name, ReadOptions { converted_from, ..self.options.clone() });
        // The text of a table has another size than the table.
        let total_bytes = n_bytes.filter(|_| converted_from.is_none());
        let mut digest = Sha256::new();
        let mut progress = Progress::new();
        let mut n_bytes_read = 0;
        let mut listed = Vec::new();
        let damage = loop {
            let piece = match pieces.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => break None,
                Err(damage) => break Some(damage),
            };
            if self.with_digests && sha256.is_none() {
                digest.update(piece);
            }
            n_bytes_read += piece.len() as u64;
            reader.feed(piece)?;
            if let Some(rejects) = &mut self.rejects {
                pass_on(reader.take_rejected(), rejects, &mut listed)?;
            }
            progress.show(name, n_bytes_read, total_bytes, reader.n_rows());
        };
        drop(progress);
        let mut export = match damage {
            None => reader.finish()?,
            Some(damage) if damage.is_too_large || damage.is_bomb => {
                return Err(damage.about(name));
            }
            Some(damage) => reader.finish_cut_off(&damage.message)?,
        };
        let source = &mut export.source;
        source.warnings.extend(pieces.warnings());
        source.bytes = n_bytes.unwrap_or(n_bytes_read);
        source.sha256 = match sha256 {
            Some(sha256) => Some(sha256.to_owned()),
            None => self.with_digests.then(|| hex(&digest.finalize())),
        };
        self.keep(export, listed)
    }

    /// Reads a large file with several threads; `false` when it is not one, or cannot be read in parts.
    fn read_with_threads(&mut self, origin: Origin<'_>, input: &Input) -> Result<bool, Stop> {
        let Origin { name, n_bytes: Some(n_bytes), .. } = origin else { return Ok(false) };
        if n_bytes < LARGE_BYTES || self.n_threads < 2 {
            return Ok(false);
        }
        let cannot = |error: io::Error| Stop::Unreadable(format!("{name} cannot be read: {error}"));
        let stop = |trouble: PartTrouble| match trouble {
            PartTrouble::Io(error) => cannot(error),
            PartTrouble::Unreadable(unreadable) => unreadable.into(),
        };
        let Some(whole) = input.reopen().map_err(cannot)? else { return Ok(false) };
        let new_reader = || ExportReader::new(name, self.options.clone());
        let Some(file) = PartedFile::begin(input, n_bytes, new_reader).map_err(stop)? else {
            return Ok(false);
        };
        let mut progress = Progress::new();
        let (reader, sha256) = thread::scope(|scope| {
            let sha256 = self.with_digests.then(|| scope.spawn(|| digest(&whole)));
            let reader = file.read(self.n_threads, &mut progress);
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
        self.exports.push(export);
        Ok(())
    }
}

/// Says what is wrong with an export, and goes on unless the whole run fails.
fn told(read: Result<(), Stop>) -> Result<(), Failure> {
    match read {
        Ok(()) => Ok(()),
        Err(Stop::Unreadable(message)) => {
            say(&format!("error: {message}"));
            Ok(())
        }
        Err(Stop::Run(failure)) => Err(failure),
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
