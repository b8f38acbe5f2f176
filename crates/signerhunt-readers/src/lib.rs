//! Zip archives, Parquet files and Excel workbooks as the text that the engine reads.
//!
//! These files cannot be read front to back: where things are stands at their end. This crate opens them with random
//! access, by well-kept libraries, and hands out what is in them as pieces of bytes. It is a converter and no more:
//! it knows nothing of hunting, and names inside an archive are only ever shown, never used as paths.
//!
//! [`needs`] tells from a file's first bytes whether it is for this crate; [`open`] opens it. A table comes out as
//! delimited text, the files of an archive as they are. In a browser the same is a module of its own, fetched only
//! when such a file arrives: `web.rs`.

#![deny(unsafe_code)]

mod archive;
mod limits;
mod moment;
mod parquet_file;
mod source;
mod table;
mod text;
mod trouble;
#[cfg(target_arch = "wasm32")]
pub mod web;
mod workbook;

pub use archive::{Archive, Content, Entry, EntryReader, Skipped};
pub use limits::Limits;
pub use table::{Table, TableKind};
pub use trouble::{Trouble, TroubleKind};

use std::io::{Read, Seek};

use source::Source;

/// How many of a file's first bytes [`needs`] wants to see; fewer are enough when the file has no more.
pub const START_BYTES: usize = 4;

/// An opened file.
pub enum Opened {
    /// Several files, each to be read by itself.
    Archive(Archive),
    /// One table.
    Table(Table),
}

/// Whether a file that starts like this has to be read with random access, by this crate. If not, the engine reads
/// it as it is.
pub fn needs(start: &[u8]) -> bool {
    Kind::of(start).is_some()
}

/// Opens a file for which [`needs`] said yes.
///
/// # Errors
///
/// When it is damaged, of a kind that is not read, or too large for `limits`.
pub fn open(reader: impl Read + Seek + Send + 'static, limits: &Limits) -> Result<Opened, Trouble> {
    open_source(Source::new(reader)?, limits)
}

/// What a file is, from its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An archive or a workbook.
    Zip,
    Parquet,
    /// Parquet that says at its start that even its schema is encrypted.
    EncryptedParquet,
}

impl Kind {
    pub(crate) fn of(start: &[u8]) -> Option<Kind> {
        match start.get(..START_BYTES)? {
            // The start of a file in the archive, of an empty archive, of one that once was split.
            b"PK\x03\x04" | b"PK\x05\x06" | b"PK\x07\x08" => Some(Kind::Zip),
            b"PAR1" => Some(Kind::Parquet),
            b"PARE" => Some(Kind::EncryptedParquet),
            _ => None,
        }
    }
}

pub(crate) fn open_source(source: Source, limits: &Limits) -> Result<Opened, Trouble> {
    let mut start = Vec::new();
    let read = source.whole().take(START_BYTES as u64).read_to_end(&mut start);
    read.map_err(|error| Trouble::of_reading(&error, "it"))?;
    match Kind::of(&start) {
        Some(Kind::Zip) => archive::open(source, limits),
        Some(Kind::Parquet) => Ok(Opened::Table(Table::of_parquet(source)?)),
        Some(Kind::EncryptedParquet) => Err(parquet_file::encrypted()),
        None => Err(Trouble::unsupported(
            "is no zip archive, Parquet file or Excel workbook, though it was opened as one",
        )),
    }
}
