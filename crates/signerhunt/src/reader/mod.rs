//! The conductor for one export: takes its bytes in pieces of any size and hands back its index.
//!
//! It does the work of no stage: bytes go through `packed` and `encoding`, the first text goes to `sniff`,
//! and `delimited` or `json` make rows of the rest, which `rows` puts into the index.

mod cell;
mod cells;
mod delimited;
mod findings;
mod json;
mod parts;
mod record;
mod rows;
mod times;
mod together;
mod words;

use std::fmt;
use std::mem;

use crate::encoding::{Decoder, n_mark_bytes};
use crate::export::{Export, ReadOptions};
use crate::ledger::Rejected;
use crate::packed::Unpacker;
use crate::sniff::{Preamble, Sniffed, sniff};
use crate::source::{Delimiter, Encoding};
use cells::Gathering;
pub use cells::{RowCells, WantedCells};
use delimited::DelimitedReader;
use findings::{Findings, Format};
use json::JsonReader;
pub use parts::{Part, PartReader};
pub use record::OriginalRecord;
use rows::Rows;

/// Reads one export, piece by piece.
///
/// How the bytes are cut into pieces changes nothing.
pub struct ExportReader {
    name: String,
    options: ReadOptions,
    unpacker: Unpacker,
    text: TextReader,
    n_bytes: u64,
    /// Why the bytes ended before their end, if they did.
    cut_off: Option<String>,
    /// Nothing more can be read.
    stopped: Option<Unreadable>,
}

/// An export that cannot be read at all: what happened, to which file, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// The export's name.
    pub name: String,
    /// What is wrong with it, to be read behind its name.
    pub message: String,
    /// It unpacks to more than [`ReadOptions::max_unpacked_bytes`]: whoever wants it all the same can
    /// allow more.
    pub is_too_large: bool,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.message)
    }
}

impl std::error::Error for Unreadable {}

impl ExportReader {
    /// A reader for the export of this name; the name appears in every message about it.
    pub fn new(name: &str, options: ReadOptions) -> ExportReader {
        ExportReader {
            name: name.to_owned(),
            unpacker: match options.is_unpacked {
                true => Unpacker::passing(),
                false => Unpacker::new(options.max_unpacked_bytes),
            },
            text: TextReader {
                decoder: Decoder::new(),
                stage: Stage::Sniffing(Vec::new()),
                rows: Rows::new(name, &options),
            },
            options,
            n_bytes: 0,
            cut_off: None,
            stopped: None,
        }
    }

    /// Takes the next bytes in.
    ///
    /// # Errors
    ///
    /// The export cannot be read; every later call says the same.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.n_bytes += piece.len() as u64;
        if let Some(unreadable) = &self.stopped {
            return Err(unreadable.clone());
        }
        let text = &mut self.text;
        self.unpacker.feed(piece, &mut |bytes| text.feed(bytes)).map_err(|stop| self.stop(stop))
    }

    /// The export has ended: its index, and what was found out about it.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn finish(mut self) -> Result<Export, Unreadable> {
        if let Some(unreadable) = self.stopped {
            return Err(unreadable);
        }
        let text = &mut self.text;
        let unpacked = self.unpacker.finish(&mut |bytes| text.feed(bytes));
        let packing_trouble = unpacked.map_err(|stop| self.stop(stop))?;
        if let Some(failure) = self.unpacker.failure(packing_trouble.as_deref()) {
            return Err(Stop::refused(failure).about(&self.name));
        }
        self.text.end().map_err(|stop| self.stop(stop))?;

        let TextReader { decoder, stage, mut rows } = self.text;
        let format = match stage {
            Stage::Delimited(reader) => reader.finish(&mut rows).map(Format::Delimited),
            Stage::Json(reader) => reader.finish(&mut rows).map(Format::Json),
            // `end` looked at the start, and would have refused it.
            Stage::Sniffing(_) => Err("is empty; export the table again".to_owned()),
        };
        let name = self.name;
        let format = format.map_err(|message| Stop::refused(message).about(&name))?;
        let findings = Findings {
            format,
            n_bytes: self.n_bytes,
            is_gzip: self.unpacker.is_gzip() || self.options.is_unpacked,
            n_text_bytes: self.unpacker.n_unpacked().unwrap_or(self.n_bytes),
            troubles: self.cut_off.into_iter().chain(packing_trouble).collect(),
            n_broken_letters: decoder.n_broken(),
        };
        Ok(findings.into_export(rows, &self.options))
    }

    /// What comes next cannot be had: finishes with the rows so far, and the source says why others may be missing.
    /// The reason is to be read behind the export's name: "is damaged ...".
    ///
    /// # Errors
    ///
    /// The export cannot be read, or there is no row so far; then the reason is the error.
    pub fn finish_cut_off(mut self, reason: &str) -> Result<Export, Unreadable> {
        if self.stopped.is_none() && self.n_rows() == 0 {
            return Err(Stop::refused(reason.to_owned()).about(&self.name));
        }
        self.cut_off = Some(words::cut_off_warning(reason));
        self.finish()
    }

    /// How many rows were read so far.
    pub fn n_rows(&self) -> u64 {
        self.text.rows.n_rows
    }

    /// How many bytes of memory the rows so far take.
    pub fn n_index_bytes(&self) -> usize {
        self.text.rows.index.n_bytes()
    }

    /// Goes on in constant memory: from now on only the rows are kept whose signers have one of these terms, or nearly
    /// have one, and the other rows are counted. So it is done with the rows so far.
    ///
    /// What the export is left with answers hunts for these terms or some of them, in any window; other hunts must
    /// do without it, see [`crate::Source::kept_terms`].
    pub fn keep_only(&mut self, terms: &[String]) {
        self.text.rows.keep_only(terms);
    }

    /// Whether [`ExportReader::keep_only`] was called.
    pub fn keeps_only_some(&self) -> bool {
        self.text.rows.kept_terms.is_some()
    }

    /// Whether the record that begins there was found, which [`ReadOptions::records`] asks for.
    pub fn has_record(&self, offset: u64) -> bool {
        self.text.rows.wanted.as_ref().is_some_and(|wanted| wanted.has(offset))
    }

    /// The cells read so far that [`ReadOptions::cells`] asks for; they are handed over. What comes at the end is in
    /// [`Export::cells`].
    pub fn take_cells(&mut self) -> RowCells {
        self.text.rows.gathering.as_mut().map(Gathering::hand_over).unwrap_or_default()
    }

    /// Goes on with the record that begins `offset` bytes into the export, so that nothing before it need be read.
    /// `false`: that cannot be done, and all must be read. It can be where [`ExportReader::can_be_parted`]. Records that
    /// stand earlier must have been gone to before: the last one may have no end but the export's.
    pub fn go_to_record(&mut self, offset: u64) -> bool {
        let stage = match self.can_be_parted() {
            true => self.text.stage.before_row(offset, &self.text.rows),
            false => None,
        };
        let is_there = stage.is_some();
        if let Some(stage) = stage {
            self.text.stage = stage;
            self.n_bytes = offset;
        }
        is_there
    }

    /// The rejected rows kept so far; they are handed over, and the count of them stays.
    pub fn take_rejected(&mut self) -> Vec<Rejected> {
        self.text.rows.take_rejected()
    }

    /// Nothing more can be read.
    fn stop(&mut self, stop: Stop) -> Unreadable {
        self.stopped.insert(stop.about(&self.name)).clone()
    }
}

/// Why nothing more is read.
struct Stop {
    /// In words, to be read behind the export's name.
    message: String,
    is_too_large: bool,
}

impl Stop {
    fn refused(message: String) -> Stop {
        Stop { message, is_too_large: false }
    }

    fn about(self, name: &str) -> Unreadable {
        let Stop { message, is_too_large } = self;
        Unreadable { name: name.to_owned(), message, is_too_large }
    }
}

#[cfg(feature = "gzip")]
impl From<signerhunt_gzip::Refusal> for Stop {
    fn from(refusal: signerhunt_gzip::Refusal) -> Stop {
        let is_too_large = matches!(refusal, signerhunt_gzip::Refusal::TooLarge(_));
        Stop { message: refusal.to_string(), is_too_large }
    }
}

/// Reads what is left when nothing is packed any more.
struct TextReader {
    decoder: Decoder,
    stage: Stage,
    rows: Rows,
}

enum Stage {
    /// Waiting for enough text to tell what this is.
    Sniffing(Vec<u8>),
    Delimited(Box<DelimitedReader>),
    Json(Box<JsonReader>),
}

impl TextReader {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let TextReader { decoder, stage, rows } = self;
        decoder.feed(bytes, &mut |text, encoding| stage.feed(text, encoding, rows))
    }

    /// There is no more text.
    fn end(&mut self) -> Result<(), Stop> {
        let TextReader { decoder, stage, rows } = self;
        decoder.finish(&mut |text, encoding| stage.feed(text, encoding, rows))?;
        match stage {
            Stage::Sniffing(start) => {
                let start = mem::take(start);
                stage.begin(start, true, rows)
            }
            Stage::Delimited(_) | Stage::Json(_) => Ok(()),
        }
    }
}

impl Stage {
    fn feed(&mut self, text: &[u8], encoding: Encoding, rows: &mut Rows) -> Result<(), Stop> {
        match self {
            Stage::Sniffing(start) => {
                rows.encoding = encoding;
                start.extend_from_slice(text);
                // Judging a longest first line needs that many bytes, however they came.
                let start = mem::take(start);
                self.begin(start, false, rows)
            }
            Stage::Delimited(reader) => reader.feed(text, rows).map_err(Stop::refused),
            Stage::Json(reader) => {
                reader.feed(text, rows);
                Ok(())
            }
        }
    }

    /// Looks at the start of the text, and begins to read rows if that can be done.
    fn begin(&mut self, start: Vec<u8>, is_whole: bool, rows: &mut Rows) -> Result<(), Stop> {
        let offset = n_mark_bytes(rows.encoding);
        let sniffed = match rows.is_converted {
            true => Sniffed::Delimited(Preamble::default(), Delimiter::Comma),
            false => sniff(&start, is_whole),
        };
        let (stage, n_skipped) = match sniffed {
            Sniffed::NeedMore => {
                *self = Stage::Sniffing(start);
                return Ok(());
            }
            Sniffed::Refused(words) => return Err(Stop::refused(words.to_owned())),
            Sniffed::Delimited(preamble, delimiter) => {
                let reader = DelimitedReader::new(preamble, delimiter, offset as u64);
                (Stage::Delimited(Box::new(reader)), preamble.n_bytes)
            }
            Sniffed::Json => (Stage::Json(Box::new(JsonReader::new(offset as u64))), 0),
        };
        *self = stage;
        self.feed(&start[n_skipped..], rows.encoding, rows)
    }
}
