//! What was found out about an export while it was read: its shape, its encoding, how its times were
//! understood, and what the reader of the answer should know. Nothing is decided here.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::Ticks;
use crate::window::Extent;
use crate::wire::wire_enum;

/// What is known about an export, as it stands in the summary.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, as the caller gave it.
    pub name: String,
    /// The shape it was recognised as.
    pub shape: Shape,
    /// How its text is encoded, and what it is packed in.
    pub encoding: Encoding,
    /// It was unpacked from gzip.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gzip: bool,
    /// What stands between its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex of the file it came in, which may be an archive, when the caller worked it out.
    pub sha256: Option<String>,
    /// How many rows were read, the rejected ones included.
    pub rows: u64,
    /// How many rows were rejected.
    pub rejected: u64,
    /// Records of other tables, which are no rows of this one and were passed over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u64,
    /// The time of its oldest usable row, when there is one.
    pub first: Option<Ticks>,
    /// The time of its newest usable row, when there is one.
    pub last: Option<Ticks>,
    /// The zone its times were read in: `UTC` where they say so themselves, `UTC (assumed)` where
    /// nobody said, or the offset that was given, such as `+02:00`.
    pub zone: String,
    /// The order of day and month in dates such as 5/6/2026.
    pub date_order: DateOrder,
    /// How fine its times are.
    pub precision: Precision,
    /// Columns that are used where they are there, and are not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_columns: Vec<String>,
    /// Its whole index would not have fit into memory: only rows of signers with these terms, or nearly with one, are
    /// kept. The others are counted as other signers', whatever their time. In a hunt for other terms it takes no part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_terms: Option<Vec<String>>,
    /// What was assumed or lost without harm to this hunt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What the reader of the answer should know.
    pub warnings: Vec<String>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Source {
    /// The extent of its usable rows.
    pub fn extent(&self) -> Option<Extent> {
        let (first, last) = self.first.zip(self.last)?;
        Some(Extent { first, last })
    }

    /// Whether it can take part in a hunt for these terms, see [`Source::kept_terms`].
    pub fn is_kept_for(&self, terms: &[String]) -> bool {
        let kept = self.kept_terms.as_ref();
        kept.is_none_or(|kept| terms.iter().all(|term| kept.contains(term)))
    }

    /// The zone was assumed, or given by the caller: its times carry none.
    pub fn is_zone_open(&self) -> bool {
        self.zone != ZONE_IN_THE_FILE
    }

    /// Its times are in the exporter's own zone, and nobody said yet which one that is.
    pub fn is_local_time_unknown(&self) -> bool {
        self.zone == UNKNOWN_LOCAL_TIME
    }
}

/// The zone of a source whose times say themselves which it is.
pub(crate) const ZONE_IN_THE_FILE: &str = "UTC";
/// The zone of a source whose header says that times are local.
pub(crate) const UNKNOWN_LOCAL_TIME: &str = "UTC (assumed of local times)";

/// The shapes of exports that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Shape {
    /// The Defender portal's CSV, of today or of the past.
    #[serde(rename = "Defender portal CSV")]
    PortalCsv,
    /// The Log Analytics portal's CSV.
    #[serde(rename = "Log Analytics CSV")]
    LogAnalyticsCsv,
    /// Another delimited text with the table's columns.
    #[serde(rename = "delimited text")]
    Delimited,
    /// What PowerShell 5.1 writes with its type line.
    #[serde(rename = "PowerShell CSV")]
    PowerShellCsv,
    /// Delimited text without a header, whose columns stand in the schema's order.
    #[serde(rename = "Kusto export without header")]
    Headerless,
    /// The answer of Graph's `runHuntingQuery` or of the older hunting APIs.
    #[serde(rename = "hunting API result")]
    HuntingApi,
    /// An array of rows as objects.
    #[serde(rename = "JSON array")]
    JsonArray,
    /// Rows as objects, one after another.
    #[serde(rename = "JSON Lines")]
    JsonLines,
    /// Records of the streaming API, from a storage account or in the envelope of an event hub.
    #[serde(rename = "streaming API records")]
    Streaming,
    /// The answer of the Log Analytics query API.
    #[serde(rename = "Log Analytics API result")]
    LogAnalyticsApi,
    /// What `az monitor log-analytics query` prints.
    #[serde(rename = "az CLI result")]
    AzCli,
    /// Files of a data export rule of Log Analytics.
    #[serde(rename = "Log Analytics data export")]
    DataExport,
    /// The answer of Kusto's first REST endpoint.
    #[serde(rename = "Kusto v1 result")]
    KustoV1,
    /// The frames of Kusto's second REST endpoint.
    #[serde(rename = "Kusto v2 frames")]
    KustoV2,
    /// A Parquet file.
    #[serde(rename = "Parquet")]
    Parquet,
    /// A sheet of an Excel workbook.
    #[serde(rename = "Excel workbook")]
    Workbook,
    /// A summary that the rule made elsewhere: devices instead of rows.
    #[serde(rename = "summary by the rule")]
    RuleSummary,
}

impl Shape {
    /// Its exporter may write the same row more than once.
    pub(crate) fn is_at_least_once(self) -> bool {
        matches!(self, Shape::Streaming | Shape::DataExport)
    }
}

/// The name under which it stands in the summary.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// How the text of an export is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, or ASCII.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-8 behind a byte order mark.
    #[serde(rename = "UTF-8 with BOM")]
    Utf8WithMark,
    /// UTF-16, the low byte first.
    #[serde(rename = "UTF-16 LE")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "UTF-16 BE")]
    Utf16Be,
    /// Letters that are no UTF-8 and nothing that says what they are.
    #[serde(rename = "Windows-1252 (assumed)")]
    Windows1252,
    /// No text: the format has its own way.
    #[serde(rename = "binary")]
    Binary,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What stands between cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tabulator.
    Tab,
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// What is known of the order of day and month in an export's numeric dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// There are no numeric dates.
    NotNeeded,
    /// 26/5/2026.
    DayFirst,
    /// 5/26/2026.
    MonthFirst,
    /// There are numeric dates and every one of them could be either: somebody has to say.
    Undecided,
}

/// How fine the times of an export are, coarsest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Whole minutes.
    Minute,
    /// Whole seconds.
    Second,
    /// Whole milliseconds.
    Millisecond,
    /// Whole microseconds.
    Microsecond,
    /// 100 ns, all that the table has.
    Tick,
}

wire_enum!(Precision { Minute, Second, Millisecond, Microsecond, Tick });

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
