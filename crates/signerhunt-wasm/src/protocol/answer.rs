//! An answer as the page has it: in numbers, and its devices a page at a time.

pub use signerhunt::answer::Expectation;
use signerhunt::{ExpectedCount, Ledger, NearMiss, Outside, ResolvedWindow, TermCount, ToolCount};

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
