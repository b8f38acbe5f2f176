//! The messages between the page and the engine: two closed enums, the same file for both ends.
//!
//! The page says what it wants ([`Request`]), the engine tells what happened ([`Event`]). How they
//! cross the border is in [`crate::crossing`]; files and saved results cross as they are, uncopied.

pub use signerhunt::answer::Expectation;
use signerhunt::{
    ExpectedCount, Hunt, Ledger, NearMiss, Outside, Rejected, ResolvedWindow, Source, TermCount,
    ToolCount,
};
use wasm_bindgen::JsValue;

/// The page's number for an export; never used twice.
pub type ExportId = u32;

/// What the page asks of the engine.
#[derive(Debug)]
pub enum Request {
    /// Read a file into the index. Several may be asked for; their order stays.
    Read {
        /// The page's number for it.
        export: ExportId,
        /// What to call it in messages: the file's name, or its path within a dropped folder.
        name: String,
        /// The file.
        file: web_sys::Blob,
        /// Which entry of the zip archive that the file is.
        entry: Option<EntryAt>,
        /// What the person says about it.
        reading: Reading,
    },
    /// Make the sample and read it. Nothing is fetched.
    ReadSample {
        /// The page's number for it.
        export: ExportId,
    },
    /// Stop reading this export, if it is being read, and forget what is known of it.
    Remove {
        /// The page's number for it.
        export: ExportId,
    },
    /// Read an export otherwise than it was read: the person knows its zone or its order of dates, or
    /// wants it whatever its size. It is read again where that is needed.
    SetReading {
        /// The page's number for it.
        export: ExportId,
        /// What the person says about it, all of it.
        reading: Reading,
    },
    /// The answer to [`Event::NeedsReaders`].
    Readers {
        /// The compiled module of the readers, or `undefined` when there is none.
        module: JsValue,
        /// Why there is none.
        trouble: Option<String>,
    },
    /// What the engine runs on: it takes one core and the usual memory, as long as nobody says so.
    Machine {
        /// How many cores there are for it and its helpers.
        n_cores: u32,
        /// How much memory the computer has, in GiB, as far as the browser tells.
        memory_gib: Option<f64>,
    },
    /// The next hunt will be for these terms: rows that it cannot be about need not be kept when memory runs short.
    Expect {
        /// The terms.
        terms: Vec<String>,
    },
    /// Nothing is wanted yet: make ready for what will be.
    WarmUp,
    /// Be a helper: read and unpack files for whoever asks through this port, which must be transferred.
    Help {
        /// The port.
        port: web_sys::MessagePort,
    },
    /// The answer to [`Event::NeedsHelpers`].
    Helpers {
        /// A `MessagePort` to each helper; they must be transferred.
        ports: js_sys::Array,
    },
    /// The helpers were ended; new ones can be asked for.
    HelpersGone,
    /// A helper is gone.
    HelperLost {
        /// Its place among the ports.
        idx: u32,
    },
    /// Answer this hunt over all exports read so far.
    Ask {
        /// Comes back with the answer, so that the page can drop answers it no longer waits for.
        question: u32,
        /// What to look for, and when.
        hunt: Hunt,
        /// Rows that are in several exports count in each of them.
        keep_duplicates: bool,
        /// Which devices to show of the answer.
        view: View,
    },
    /// Show other devices of the last answer: nothing is hunted again.
    Show {
        /// Comes back with the devices.
        question: u32,
        /// Which ones.
        view: View,
    },
    /// Show the original records of a device of the last answer.
    ShowRecords {
        /// Its DeviceId.
        device_id: String,
        /// Its DeviceName.
        device_name: String,
    },
    /// Ask something about rules or queries.
    Consult {
        /// Comes back with the reply.
        number: u32,
        /// About what.
        subject: Subject,
        /// The question, as the subject has it.
        text: String,
    },
    /// Write the last answer out.
    Save {
        /// As what.
        format: SaveFormat,
        /// Comes back with the file.
        purpose: SavePurpose,
    },
}

impl Request {
    /// What changes hands with it and is not copied.
    pub fn transferred(&self) -> js_sys::Array {
        match self {
            Request::Help { port } => js_sys::Array::of1(port),
            Request::Helpers { ports } => ports.clone(),
            _ => js_sys::Array::new(),
        }
    }
}

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
    /// once; [`Request::Readers`] answers.
    NeedsReaders,
    /// The engine has much to read, which is quicker with helpers: workers that were told [`Request::Help`].
    /// [`Request::Helpers`] answers. They are not needed any more when no export is being read.
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
        /// It unpacks to more than is usual, and can be read all the same, see [`Reading::any_size`].
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

/// An answer without its devices; these come in pages, since there may be a hundred thousand.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The window's ends.
    pub window: ResolvedWindow,
    /// Devices with a sighting.
    pub devices: u32,
    /// Sightings.
    pub sightings: f64,
    /// The name and time of the device seen last.
    pub latest: Option<(String, signerhunt::Ticks)>,
    /// What each term found, in the hunt's order.
    pub terms: Vec<TermCount>,
    /// What each tool's rules found, by bytes; empty unless the hunt has several rules.
    pub tools: Vec<ToolCount>,
    /// How much is there on purpose; `None` unless something is marked as expected.
    pub expected: Option<ExpectedCount>,
    /// Sightings that the window leaves out.
    pub outside_window: Outside,
    /// Where every row went.
    pub ledger: Ledger,
    /// Signers that nearly match.
    pub near_misses: Vec<NearMiss>,
    /// Milliseconds the hunt took.
    pub elapsed_ms: f64,
}

/// Which devices of an answer to show, in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Only devices whose name, id, signer or report id contains this, in any case; all when empty.
    pub filter: String,
    /// Only devices that are expected, or are not.
    pub expectation: Expectation,
    /// The column to order by.
    pub sort: SortColumn,
    /// Greatest first.
    pub descending: bool,
    /// How many devices to skip.
    pub offset: u32,
    /// How many devices to give at the most.
    pub limit: u32,
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

/// The columns of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SortColumn {
    /// DeviceName.
    DeviceName,
    /// DeviceId.
    DeviceId,
    /// FirstSeen.
    FirstSeen,
    /// LastSeen.
    LastSeen,
    /// Count.
    Count,
    /// Report, by how many ids.
    Report,
}

/// Some devices of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DevicePage {
    /// How many devices pass the filter.
    pub filtered: u32,
    /// How many of these were skipped.
    pub offset: u32,
    /// The devices.
    pub rows: Vec<DeviceRow>,
}

/// A device as the table shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    /// DeviceId.
    pub device_id: String,
    /// DeviceName.
    pub device_name: String,
    /// FirstSeen.
    pub first_seen: signerhunt::Ticks,
    /// LastSeen.
    pub last_seen: signerhunt::Ticks,
    /// Count. More than the type holds, which only summaries of summaries could say, is shown as that many.
    pub count: u32,
    /// How many distinct report ids there are.
    pub report_ids: u32,
    /// The first few of them, ascending, as text: JavaScript numbers lose large ones.
    pub first_reports: Vec<String>,
    /// The first [`DeviceRow::REPORT_IDS`] of them with commas between, one text because a page
    /// of devices would otherwise be fifty thousand.
    pub reports: String,
    /// The distinct signers of the sightings.
    pub signers: Vec<String>,
    /// The tools of the rules that the signers have terms of.
    pub tools: Vec<String>,
    /// How many sightings each of these has; empty unless the hunt has several rules.
    pub tool_counts: Vec<u32>,
    /// How many of the sightings are expected.
    pub expected: u32,
    /// How many of the sightings were counted by summaries made elsewhere.
    pub count_from_summaries: u32,
}

impl DeviceRow {
    /// How many report ids stand in the row itself.
    pub const FIRST_REPORT_IDS: usize = 2;
    /// How many report ids a row carries at the most.
    pub const REPORT_IDS: usize = 500;
}

/// A sighting as it stands in its export.
#[derive(Clone, PartialEq, Debug)]
pub struct SightingRecord {
    /// The export's name.
    pub source: String,
    /// When it was seen.
    pub at: signerhunt::Ticks,
    /// How many bytes of the export's text stand before it.
    pub offset: f64,
    /// The tools of it; none unless the hunt has several rules.
    pub tools: Vec<String>,
    /// The names of its columns or fields, each with what stands there.
    pub fields: Vec<(String, String)>,
}

impl SightingRecord {
    /// So many are shown of a device at the most.
    pub const MOST: usize = 20;
}

/// The forms in which an answer leaves the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveFormat {
    /// CSV that a spreadsheet can open without running anything.
    CsvSpreadsheet,
    /// CSV with exactly the exports' texts.
    Csv,
    /// The summary as JSON, with the SHA-256 of each export.
    Json,
    /// A Markdown table.
    Markdown,
}

impl SaveFormat {
    /// How the name of a file in it ends, and its media type.
    pub fn ending(self) -> (&'static str, &'static str) {
        match self {
            SaveFormat::CsvSpreadsheet => ("spreadsheet.csv", "text/csv"),
            SaveFormat::Csv => ("exact.csv", "text/csv"),
            SaveFormat::Json => ("json", "application/json"),
            SaveFormat::Markdown => ("md", "text/markdown"),
        }
    }
}

/// What a written-out answer is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SavePurpose {
    /// To be downloaded.
    Download,
    /// To be copied.
    Copy,
}
