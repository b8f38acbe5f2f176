//! The content of an export, piece by piece, wherever it comes from.

use std::io::{ErrorKind, Read};

use signerhunt::Shape;
use signerhunt_readers::{EntryReader, Table, TableKind, Trouble, TroubleKind};

use crate::unpacking::{End, Unpacking};

/// The content of an export.
pub(crate) struct Pieces {
    source: Source,
    piece: Vec<u8>,
    /// How many bytes were given.
    n_given: u64,
}

enum Source {
    Stream(Box<dyn Read + Send>),
    Gzip(Unpacking),
    Entry(EntryReader),
    Table(Table),
}

/// Why content cannot be had, to be read behind the export's name.
#[derive(Debug)]
pub(crate) struct Damage {
    pub(crate) message: String,
    pub(crate) is_too_large: bool,
    /// Made to expand without end: not even what came before is used.
    pub(crate) is_bomb: bool,
}

impl From<Trouble> for Damage {
    fn from(trouble: Trouble) -> Damage {
        let is_too_large = matches!(trouble.kind, TroubleKind::TooLarge { .. });
        let is_bomb = trouble.kind == TroubleKind::Bomb;
        Damage { message: trouble.message, is_too_large, is_bomb }
    }
}

impl Damage {
    /// What is neither too large nor meant to do harm.
    pub(crate) fn new(message: String) -> Damage {
        Damage { message, is_too_large: false, is_bomb: false }
    }
}

pub(crate) const PIECE_BYTES: usize = 1 << 18;

impl Pieces {
    pub(crate) fn of_stream(reader: Box<dyn Read + Send>) -> Pieces {
        Pieces::of(Source::Stream(reader))
    }

    pub(crate) fn of_gzip(unpacking: Unpacking) -> Pieces {
        Pieces::of(Source::Gzip(unpacking))
    }

    pub(crate) fn of_entry(reader: EntryReader) -> Pieces {
        Pieces::of(Source::Entry(reader))
    }

    pub(crate) fn of_table(table: Table) -> Pieces {
        Pieces::of(Source::Table(table))
    }

    fn of(source: Source) -> Pieces {
        Pieces { source, piece: Vec::new(), n_given: 0 }
    }

    /// Whether they are unpacked from gzip.
    pub(crate) fn is_unpacked(&self) -> bool {
        matches!(self.source, Source::Gzip(_))
    }

    /// How many bytes of the export were read so far, before they were unpacked.
    pub(crate) fn n_bytes(&self) -> u64 {
        match &self.source {
            Source::Gzip(unpacking) => unpacking.n_packed,
            Source::Stream(_) | Source::Entry(_) | Source::Table(_) => self.n_given,
        }
    }

    /// What is known of a packed file behind its last piece.
    pub(crate) fn packed(&self) -> Option<&End> {
        match &self.source {
            Source::Gzip(unpacking) => unpacking.end.as_ref(),
            Source::Stream(_) | Source::Entry(_) | Source::Table(_) => None,
        }
    }

    /// What the content was before it became text, or `None` when it comes as it is.
    pub(crate) fn converted_from(&self) -> Option<Shape> {
        match &self.source {
            Source::Stream(_) | Source::Gzip(_) | Source::Entry(_) => None,
            Source::Table(table) => Some(match table.kind() {
                TableKind::Parquet => Shape::Parquet,
                TableKind::Workbook => Shape::Workbook,
            }),
        }
    }

    /// What was left out on the way.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match &self.source {
            Source::Stream(_) | Source::Gzip(_) | Source::Entry(_) => Vec::new(),
            Source::Table(table) => table.warnings().to_vec(),
        }
    }

    /// The next piece, or `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Damage> {
        let piece = match &mut self.source {
            Source::Stream(reader) => {
                self.piece.resize(PIECE_BYTES, 0);
                let n_bytes = read(reader, &mut self.piece)?;
                self.n_given += n_bytes as u64;
                return Ok((n_bytes > 0).then_some(&self.piece[..n_bytes]));
            }
            Source::Gzip(unpacking) => unpacking.next_piece()?,
            Source::Entry(reader) => reader.next_piece()?,
            Source::Table(table) => table.next_piece()?,
        };
        let is_last = piece.is_none();
        self.piece = piece.unwrap_or_default();
        self.n_given += self.piece.len() as u64;
        Ok((!is_last).then_some(&self.piece))
    }
}

/// Reads once into the buffer; 0 at the end.
pub(crate) fn read(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Damage> {
    loop {
        return match reader.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(Damage::new(format!("cannot be read: {error}"))),
            Ok(n_bytes) => Ok(n_bytes),
        };
    }
}
