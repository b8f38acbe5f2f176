//! An export that was read, and what was found out about it. The reading itself is
//! [`crate::reader`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::index::Index;
use crate::ledger::Rejected;
use crate::time::Ticks;
use crate::window::Extent;

/// One export: what it is, and its rows in an index.
#[derive(Debug)]
pub struct Export {
    /// What was found out about it.
    pub source: Source,
    /// The rows that can be hunted.
    pub(crate) index: Index,
    /// The zone of its times, in ticks east of UTC.
    pub(crate) east: i64,
    /// The rows that cannot, as many as [`ReadOptions::keep_rejected`] allowed.
    pub rejected: Vec<Rejected>,
}

impl Export {
    /// Says whether the day comes first in dates such as 5/6/2026.
    ///
    /// It answers [`DateOrder::Undecided`]; an export whose order is known stays as it is.
    pub fn set_day_first(&mut self, day_first: bool) {
        if self.source.date_order != DateOrder::Undecided {
            return;
        }
        self.index.unpack_times(day_first, self.east);
        self.source.date_order = match day_first {
            true => DateOrder::DayFirst,
            false => DateOrder::MonthFirst,
        };
        let extent = self.index.extent();
        self.source.first = extent.map(|extent| extent.first);
        self.source.last = extent.map(|extent| extent.last);
    }
}

/// What is known about an export, as it stands in the summary.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, as the caller gave it.
    pub name: String,
    /// The shape it was recognised as.
    pub shape: Shape,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes in lower-case hex, when the caller worked it out.
    pub sha256: Option<String>,
    /// How many rows were read, the rejected ones included.
    pub rows: u64,
    /// How many rows were rejected.
    pub rejected: u64,
    /// The time of its oldest usable row, when there is one.
    pub first: Option<Ticks>,
    /// The time of its newest usable row, when there is one.
    pub last: Option<Ticks>,
    /// The zone its times were read in: `UTC` or an offset such as `+02:00`.
    pub zone: String,
    /// The order of day and month in dates such as 5/6/2026.
    pub date_order: DateOrder,
    /// What the reader of the answer should know.
    pub warnings: Vec<String>,
}

impl Source {
    /// The extent of its usable rows.
    pub fn extent(&self) -> Option<Extent> {
        let (first, last) = self.first.zip(self.last)?;
        Some(Extent { first, last })
    }
}

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
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Shape::PortalCsv => "Defender portal CSV",
            Shape::LogAnalyticsCsv => "Log Analytics CSV",
            Shape::Delimited => "delimited text",
        })
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

/// What the caller knows about an export before it is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadOptions {
    /// The zone of times that carry none, in minutes east of UTC.
    pub utc_offset_minutes: i32,
    /// The order of day and month, when the caller knows it.
    pub day_first: Option<bool>,
    /// How many rejected rows are kept; all are counted.
    pub keep_rejected: usize,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { utc_offset_minutes: 0, day_first: None, keep_rejected: 100 }
    }
}
