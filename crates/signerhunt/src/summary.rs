//! The summary: the whole answer to a hunt over exports, equal to Kusto's row for row.
//!
//! It is made from a [`crate::answer`] when the answer leaves the engine; nothing is found out here. How
//! it is written out is [`crate::output`].

use serde::{Deserialize, Serialize};

use crate::expected::ExpectedCount;
use crate::hunt::Hunt;
use crate::ledger::{Ledger, Rejected};
use crate::near_miss::NearMiss;
use crate::report::ReportId;
use crate::source::Source;
use crate::time::Ticks;
use crate::window::ResolvedWindow;

/// The answer. As JSON it is the contract `signerhunt.summary/1`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Summary {
    /// The name and version of this shape.
    pub format: &'static str,
    /// What was asked, with the window's ends worked out.
    pub hunt: AskedHunt,
    /// One entry for each DeviceId and DeviceName with a sighting, ordered by these, by bytes.
    pub devices: Vec<Device>,
    /// How often each term was seen inside the window, in the hunt's order.
    pub terms: Vec<TermCount>,
    /// How often each tool was seen inside the window, by bytes. Not there unless the hunt has several rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolCount>,
    /// How much of it is there on purpose. Not there unless something is marked as expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedCount>,
    /// Sightings that the window leaves out.
    pub outside_window: Outside,
    /// Where every row went.
    pub ledger: Ledger,
    /// The exports that were read.
    pub sources: Vec<Source>,
    /// Signers that nearly match, inside the window.
    pub near_misses: Vec<NearMiss>,
    /// The first rejected rows; the ledger counts them all.
    pub rejected: Vec<Rejected>,
}

/// So many of something, in words.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

impl Summary {
    pub(crate) const FORMAT: &str = "signerhunt.summary/1";

    /// How many sightings on how many devices, in words: `4 devices, 108 sightings`.
    pub fn headline(&self) -> String {
        format!(
            "{}, {}",
            counted(self.devices.len() as u64, "device", "devices"),
            counted(self.sightings(), "sighting", "sightings")
        )
    }

    /// How many sightings there are: matched rows, and what summaries made elsewhere counted.
    pub fn sightings(&self) -> u64 {
        self.devices.iter().map(|device| device.count).sum()
    }
}

/// The hunt as it was run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AskedHunt {
    /// The terms.
    pub terms: Vec<String>,
    /// The rules they came from.
    pub rules: Vec<AskedRule>,
    /// The first point in time inside the window.
    pub from: Ticks,
    /// The last point in time inside the window.
    pub to: Ticks,
    /// What now was taken from: `newest`, `clock` or a time.
    pub now: String,
    /// The point in time that now stood for.
    pub now_at: Ticks,
    /// The newest row is in the future, so now is the clock.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub now_is_clamped: bool,
    /// Rows that are in several exports count in each of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep_duplicates: bool,
}

/// A rule by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AskedRule {
    /// The tool it is about.
    pub tool: String,
    /// Its published id.
    pub id: String,
    /// Its published name.
    pub name: String,
}

/// A device with its sightings: the columns of the rule, then what they rest on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Device {
    /// Key, with the name: the same id under two names is two entries.
    pub device_id: String,
    /// Key, with the id.
    pub device_name: String,
    /// The oldest sighting.
    pub first_seen: Ticks,
    /// The newest sighting.
    pub last_seen: Ticks,
    /// The distinct report ids of the sightings, ascending.
    pub report: Vec<ReportId>,
    /// How many sightings.
    pub count: u64,
    /// The distinct signers of the sightings, by bytes.
    pub signers: Vec<String>,
    /// The tools of the rules whose terms the signers have, by bytes.
    pub tools: Vec<String>,
    /// How many of the sightings each of these tools has, in the same order. Not there unless the hunt has several rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_counts: Vec<u64>,
    /// How many of the sightings are expected.
    #[serde(skip_serializing_if = "is_zero")]
    pub expected: u64,
    /// How many of the sightings were counted by summaries that the rule made elsewhere. What these
    /// rest on is not known, so they have no signers.
    #[serde(skip_serializing_if = "is_zero")]
    pub count_from_summaries: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A term and what it found. A signer may have several terms, so these do not sum to the sightings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TermCount {
    /// The term.
    pub term: String,
    /// Sightings inside the window whose signer has it.
    pub rows: u64,
    /// Devices with such a sighting.
    pub devices: u64,
}

/// A tool and what its rules found. A signer may have terms of several tools, so these do not sum to the sightings either.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToolCount {
    /// The tool.
    pub tool: String,
    /// Sightings inside the window whose signer has one of its terms.
    pub rows: u64,
    /// Devices with such a sighting.
    pub devices: u64,
}

/// What matches the terms but not the window.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outside {
    /// Matching rows outside the window.
    pub rows: u64,
    /// Devices that have such rows and none inside the window.
    pub devices: u64,
}

/// How many rejected rows a summary lists.
pub const LISTED_REJECTED: usize = 100;

impl AskedHunt {
    pub(crate) fn new(hunt: &Hunt, window: ResolvedWindow, keep_duplicates: bool) -> AskedHunt {
        let rules = hunt.rules.iter().map(|rule| AskedRule {
            tool: rule.tool.clone(),
            id: rule.id.clone(),
            name: rule.name.clone(),
        });
        AskedHunt {
            terms: hunt.terms.clone(),
            rules: rules.collect(),
            from: window.from,
            to: window.to,
            now: hunt.window.now.to_string(),
            now_at: window.now,
            now_is_clamped: window.now_is_clamped,
            keep_duplicates,
        }
    }
}
