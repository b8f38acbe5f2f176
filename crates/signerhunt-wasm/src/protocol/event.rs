//! What the engine tells the page, asked or not.

use signerhunt::{Rejected, Source};
use wasm_bindgen::JsValue;

use super::{
    Answer, ArchiveEntry, DevicePage, ExportId, SavePurpose, SightingRecord, SkippedEntry,
};

/// What the engine tells the page.
#[derive(Debug)]
pub enum Event {
    /// The engine is there. Nothing may be asked before.
    Ready,
    /// An export is being read, perhaps again for a query.
    Progress {
        /// Which one.
        export: ExportId,
        /// Bytes read so far.
        bytes: f64,
        /// The export's size in bytes.
        total_bytes: f64,
        /// Rows read so far.
        rows: f64,
        /// Milliseconds since the reading began.
        elapsed_ms: f64,
        /// Memory ran short, so only rows are kept that a hunt for the present terms can be about.
        keeps_only_some: bool,
    },
    /// An export was read to its end.
    Read {
        /// Which one.
        export: ExportId,
        /// What was found out about it.
        source: Source,
        /// The first rejected rows.
        rejected: Vec<Rejected>,
        /// How many bytes of memory its rows take.
        index_bytes: f64,
        /// Milliseconds it took.
        elapsed_ms: f64,
    },
    /// A file is a zip archive: the page asks for each of its entries, under a number of its own, in the
    /// place of the file.
    Archive {
        /// Which one.
        export: ExportId,
        /// What is in it.
        entries: Vec<ArchiveEntry>,
        /// What else is in it, and why that is no export.
        skipped: Vec<SkippedEntry>,
    },
    /// The engine needs the module that reads packed files, workbooks and Parquet files. It is asked for
    /// once; [`super::Request::Readers`] answers.
    NeedsReaders,
    /// The engine has much to read, which is quicker with helpers: workers that were told [`super::Request::Help`].
    /// [`super::Request::Helpers`] answers. They are not needed any more when no export is being read.
    NeedsHelpers {
        /// How many are of use.
        n_helpers: u32,
    },
    /// An export could not be read. The others are not touched.
    Unreadable {
        /// Which one.
        export: ExportId,
        /// What happened, to which file, and what to do.
        message: String,
        /// It unpacks to more than is usual, and can be read all the same, see [`super::Reading::any_size`].
        is_too_large: bool,
    },
    /// An export was stopped or removed.
    Removed {
        /// Which one.
        export: ExportId,
        /// How many exports the engine still holds or has still to read.
        left: u32,
    },
    /// The answer to a hunt.
    Answer {
        /// The number it was asked under.
        question: u32,
        /// The answer.
        answer: Answer,
        /// Its first devices in the order asked for.
        devices: DevicePage,
    },
    /// Devices of the last answer.
    Devices {
        /// The number they were asked under.
        question: u32,
        /// The devices.
        devices: DevicePage,
    },
    /// Original records of a device.
    Records {
        /// Its DeviceId.
        device_id: String,
        /// Its DeviceName.
        device_name: String,
        /// How many sightings there are that can be shown: those that were counted here.
        total: u32,
        /// The newest of them.
        records: Vec<SightingRecord>,
        /// Why others are missing, one sentence for each export.
        troubles: Vec<String>,
    },
    /// A written-out answer.
    Saved {
        /// What it was wanted for.
        purpose: SavePurpose,
        /// A good name for the file.
        file_name: String,
        /// The media type.
        media_type: String,
        /// The bytes, a `Uint8Array`.
        bytes: JsValue,
    },
    /// What there is to say about rules or queries.
    Consulted {
        /// The number of the request.
        number: u32,
        /// The reply, when there is one.
        reply: Option<String>,
        /// Why there is none, in words.
        trouble: String,
    },
    /// A request could not be carried out, and nothing changed.
    Failed {
        /// What happened and what to do.
        message: String,
    },
    /// The engine has broken down (a defect): everything it held is gone, and it must be replaced.
    Crashed {
        /// The defect, in its own words.
        message: String,
    },
}
