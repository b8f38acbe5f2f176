//! The messages between the page and the engine: two closed enums, the same files for both ends.
//!
//! The page says what it wants ([`Request`]), the engine tells what happened ([`Event`]). How they
//! cross the border is in [`crate::crossing`]; files and saved results cross as they are, uncopied.

mod answer;
mod event;
mod request;
mod save;

pub use answer::{Answer, DevicePage, DeviceRow, Expectation, SightingRecord, SortColumn, View};
pub use event::Event;
pub use request::Request;
pub use save::{SaveFormat, SavePurpose};

/// The page's number for an export; never used twice.
pub type ExportId = u32;

/// What a person says about an export. The engine finds out the rest.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The zone of times that carry none, in minutes east of UTC.
    pub utc_offset_minutes: Option<i32>,
    /// Whether 5/6/2026 is the 5th of June, where its dates leave that open.
    pub day_first: Option<bool>,
    /// Read it however much it unpacks to.
    pub any_size: bool,
}

/// The place of a file in a zip archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryAt {
    /// The number under which the archive was read.
    pub archive: ExportId,
    /// The entry's number in it, as [`Event::Archive`] gave it.
    pub entry: u32,
}

/// A file in a zip archive.
#[derive(Clone, PartialEq, Debug)]
pub struct ArchiveEntry {
    /// Its number in the archive.
    pub entry: u32,
    /// Its path in the archive.
    pub name: String,
    /// Its size when it is unpacked, in bytes.
    pub bytes: f64,
}

/// A file in a zip archive that is passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SkippedEntry {
    /// Its path in the archive.
    pub name: String,
    /// Why.
    pub why: String,
}

/// What can be asked about rules and queries. The readers know it; they are a module of their own because few people need
/// all rules, and nobody needs them to begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// All rules that are known; the question is empty. The reply is a JSON array, as `signerhunt rules` prints it.
    Catalogue,
    /// What the text of a rule asks for. The reply is a JSON object, likewise.
    Rule,
    /// A hunt as a query for another engine. The question is a JSON object: `dialect`, `hunt`, and `now` in ticks.
    Query,
    /// The link that opens this query in the Defender portal.
    Link,
    /// The answer to a query that is no hunt. The question is what now is, in ticks, a line end, and the query; an empty
    /// one says that none is wanted any more. The reply is a JSON object: `columns`, each with `name` and `type`, `n_rows`,
    /// `rows` as [`Subject::Rows`] replies, and `notes`, what should be known about it.
    Run,
    /// Rows of the last query's answer. The question is how many to skip. The reply is a JSON array of arrays of texts.
    Rows,
    /// The last query's answer written out. The question is the form, by the name that the command line has for it.
    Written,
}
