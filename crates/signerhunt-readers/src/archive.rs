//! Zip archives: which files are in them, which of these are read, and what each is. Unpacking is in `entry.rs`.

mod entry;
mod listing;

use std::io::Cursor;

pub use entry::EntryReader;
pub(crate) use listing::Listing;
use listing::Packed;

use crate::source::Source;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::{Kind, Limits, Opened, open_source};

/// An opened zip archive.
pub struct Archive {
    source: Source,
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
}

/// A file in an archive that can be read.
pub struct Entry {
    /// Its path in the archive, to be shown: characters that would not be seen, or make others appear elsewhere, are
    /// replaced. Two entries may have the same.
    pub name: String,
    /// Bytes after unpacking, as the archive says. Reading fails when that is not so.
    pub n_bytes: u64,
    packed: Packed,
}

/// Something in an archive that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path in the archive, to be shown.
    pub name: String,
    /// Why, to be read behind the name: "is empty".
    pub why: String,
}

/// A file in an archive, opened.
pub enum Content {
    /// Bytes for the engine: CSV, JSON, and also what is packed with gzip.
    Bytes(EntryReader),
    /// A Parquet file or a workbook.
    Table(Table),
}

/// Opens a zip file: a workbook is one too.
pub(crate) fn open(source: Source, limits: &Limits) -> Result<Opened, Trouble> {
    let listing = listing::read(&source)?;
    match listing.document() {
        Some(Document::Workbook) => {
            Ok(Opened::Table(Table::of_workbook(source, &listing, limits)?))
        }
        Some(Document::BinaryWorkbook) => Err(Trouble::unsupported(
            "is a workbook in Excel's binary form (.xlsb), which is not read; save it as .xlsx or as CSV UTF-8",
        )),
        Some(Document::OfOpenOffice) => Err(Trouble::unsupported(
            "is an OpenDocument file, which is not read; save it as .xlsx or as CSV",
        )),
        None => {
            let (entries, skipped) = listing.sorted_out();
            Ok(Opened::Archive(Archive { source, entries, skipped }))
        }
    }
}

/// A document that is made of a zip archive's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Document {
    Workbook,
    BinaryWorkbook,
    OfOpenOffice,
}

impl Archive {
    /// The files that can be read, in the order of the archive.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The files that are not read: empty ones, what cannot be unpacked, all but the last of those that have the same
    /// name, and at the end what operating systems leave behind.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Opens a file of the archive, by its place in [`Archive::entries`]. Any number may be open at a time.
    ///
    /// # Errors
    ///
    /// When there is no such entry, it is larger than `limits`, cannot be unpacked, or is itself an archive.
    pub fn read(&self, entry_idx: usize, limits: &Limits) -> Result<Content, Trouble> {
        let Some(entry) = self.entries.get(entry_idx) else {
            return Err(Trouble::damaged(
                "is not in the archive any more; choose the archive again",
            ));
        };
        limits.check_expanded(entry.packed.n_bytes, entry.n_bytes)?;
        let reader = EntryReader::open(&self.source, &entry.packed, entry.n_bytes)?;
        if Kind::of(reader.start()).is_some() {
            limits.check_in_memory(entry.packed.n_bytes, entry.n_bytes)?;
            let bytes = reader.into_bytes()?;
            return match open_source(Source::new(Cursor::new(bytes))?, limits)? {
                Opened::Table(table) => Ok(Content::Table(table)),
                Opened::Archive(_) => Err(nested("a zip archive")),
            };
        }
        match archive_by_another_name(reader.start()) {
            Some(what) => Err(nested(what)),
            None => Ok(Content::Bytes(reader)),
        }
    }
}

fn nested(what: &str) -> Trouble {
    Trouble::unsupported(format!(
        "is {what} inside an archive; unpack the outer one and choose what is in it"
    ))
}

/// Archives that are not for us at all, so that nobody looks for rows in them.
fn archive_by_another_name(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"7z\xbc\xaf\x27\x1c") {
        Some("a 7z archive")
    } else if start.starts_with(b"Rar!\x1a\x07") {
        Some("a RAR archive")
    } else if start.get(257..262) == Some(b"ustar") {
        Some("a tar archive")
    } else {
        None
    }
}
