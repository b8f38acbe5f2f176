//! The content of an export, piece by piece, wherever it comes from.

use std::io::{ErrorKind, Read};

use signerhunt::Shape;
use signerhunt_readers::{EntryReader, Table, TableKind, Trouble, TroubleKind};

/// The content of an export.
pub(crate) struct Pieces {
    source: Source,
    piece: Vec<u8>,
}

enum Source {
    Stream(Box<dyn Read>),
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

const PIECE_BYTES: usize = 1 << 20;

impl Pieces {
    pub(crate) fn of_stream(reader: Box<dyn Read>) -> Pieces {
        Pieces { source: Source::Stream(reader), piece: Vec::new() }
    }

    pub(crate) fn of_entry(reader: EntryReader) -> Pieces {
        Pieces { source: Source::Entry(reader), piece: Vec::new() }
    }

    pub(crate) fn of_table(table: Table) -> Pieces {
        Pieces { source: Source::Table(table), piece: Vec::new() }
    }

    /// What the content was before it became text, or `None` when it comes as it is.
    pub(crate) fn converted_from(&self) -> Option<Shape> {
        match &self.source {
            Source::Stream(_) | Source::Entry(_) => None,
            Source::Table(table) => Some(match table.kind() {
                TableKind::Parquet => Shape::Parquet,
                TableKind::Workbook => Shape::Workbook,
            }),
        }
    }

    /// What was left out on the way.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match &self.source {
            Source::Stream(_) | Source::Entry(_) => Vec::new(),
            Source::Table(table) => table.warnings().to_vec(),
        }
    }

    /// The next piece, or `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Damage> {
        let piece = match &mut self.source {
            Source::Stream(reader) => {
                self.piece.resize(PIECE_BYTES, 0);
                let n_bytes = read(reader, &mut self.piece)?;
                return Ok((n_bytes > 0).then_some(&self.piece[..n_bytes]));
            }
            Source::Entry(reader) => reader.next_piece()?,
            Source::Table(table) => table.next_piece()?,
        };
        let is_last = piece.is_none();
        self.piece = piece.unwrap_or_default();
        Ok((!is_last).then_some(&self.piece))
    }
}

fn read(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Damage> {
    loop {
        return match reader.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                Err(Damage { message, is_too_large: false, is_bomb: false })
            }
            Ok(n_bytes) => Ok(n_bytes),
        };
    }
}
