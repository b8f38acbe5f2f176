//! The ledger: where every row went. "No hits" must never mean "could not read".
//!
//! Counting happens where rows are judged; this file is the buckets and their words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::wire::{wire, wire_enum};

/// How many rows ended in which bucket. The buckets below `read` sum to it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ledger {
    /// All rows read.
    pub read: u64,
    /// Inside the window, with a signer that has a term: the sightings.
    pub matched: u64,
    /// Outside the window, whatever the signer. The rule filters by time first, and so does this.
    pub outside_window: u64,
    /// Inside the window, with a signer that has no term.
    pub other_signer: u64,
    /// Counted already: in another export, or in one whose exporter may repeat itself.
    pub duplicate: u64,
    /// A device of a summary that the rule made elsewhere, inside the window: no row of the table.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub summarized: u64,
    /// Could not be used, for a [`Reason`].
    pub rejected: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Ledger {
    /// Every row is in exactly one bucket.
    pub fn adds_up(&self) -> bool {
        let buckets = [
            self.matched,
            self.outside_window,
            self.other_signer,
            self.duplicate,
            self.summarized,
            self.rejected,
        ];
        buckets.iter().sum::<u64>() == self.read
    }
}

impl std::ops::AddAssign for Ledger {
    fn add_assign(&mut self, other: Ledger) {
        self.read += other.read;
        self.matched += other.matched;
        self.outside_window += other.outside_window;
        self.other_signer += other.other_signer;
        self.duplicate += other.duplicate;
        self.summarized += other.summarized;
        self.rejected += other.rejected;
    }
}

/// Why a row could not be used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has no readable time, so it cannot be inside a window.
    Timestamp,
    /// It lacks cells that are needed, or one is not what it should be.
    Columns,
    /// It is not the JSON that it should be.
    Json,
    /// A quote opens in it and is not closed.
    Quote,
    /// It is longer than any row of this table.
    Length,
    /// A cell that is needed is not UTF-8.
    Encoding,
    /// The file ends in the middle of it.
    Truncated,
}

wire_enum!(Reason { Timestamp, Columns, Json, Quote, Length, Encoding, Truncated });

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Timestamp => "timestamp",
            Reason::Columns => "columns",
            Reason::Json => "json",
            Reason::Quote => "quote",
            Reason::Length => "length",
            Reason::Encoding => "encoding",
            Reason::Truncated => "truncated",
        })
    }
}

/// A row that could not be used, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rejected {
    /// The export it stands in.
    pub source: String,
    /// The line its first byte is on, counted from 1.
    pub line: u64,
    /// How many bytes stand before it in the export.
    pub byte: u64,
    /// The kind of trouble.
    pub reason: Reason,
    /// The trouble in words.
    pub detail: String,
    /// The row as it stands in the export, cut after [`Rejected::RAW_BYTES`], invalid bytes replaced.
    pub raw: String,
}

wire!(Rejected { source, line, byte, reason, detail, raw });

impl Rejected {
    /// How many bytes of a rejected row are kept to show it.
    pub const RAW_BYTES: usize = 1000;
}
