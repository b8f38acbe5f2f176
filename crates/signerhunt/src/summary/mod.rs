//! The summary: the answer to a hunt over exports, equal to Kusto's row for row.
//!
//! Each export's index gives a partial summary; partial summaries merge exactly (least, greatest,
//! union, sum), so the answer does not depend on how the work was split or in which order it was
//! done. How the answer is written out is [`crate::output`].

mod attribution;
mod given;
mod tally;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::export::Export;
use crate::hunt::Hunt;
use crate::index::{DeviceKey, Rows};
use crate::ledger::{Ledger, Rejected};
use crate::near_miss::{self, NearMiss};
use crate::report::ReportId;
use crate::source::{DateOrder, Source};
use crate::term::{Found, Terms};
use crate::time::{HOUR, Ticks};
use crate::window::{Extent, ResolvedWindow};
use attribution::Attribution;
use tally::DeviceTally;

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

/// Runs the hunt over these exports, whose duplicates are marked. `clock` is the wall clock. See
/// [`crate::Exports::summarize`].
pub(crate) fn summarize(
    exports: &[Export],
    keep_duplicates: bool,
    hunt: &Hunt,
    clock: Ticks,
) -> Summary {
    let decided: Vec<&Export> =
        exports.iter().filter(|export| export.source.date_order != DateOrder::Undecided).collect();
    let extent = decided.iter().filter_map(|export| export.source.extent()).reduce(Extent::union);
    let window = hunt.window.resolve(extent, clock);
    let terms = Terms::new(&hunt.terms);

    let mut whole = PartialSummary::new(hunt.terms.len());
    let mut given = given::Collector::new(window, keep_duplicates);
    for export in &decided {
        whole.merge(PartialSummary::of(export, &terms, hunt.terms.len(), window));
        given.add(&export.given, &mut whole);
    }
    let mut summary = whole.into_summary(hunt, window, exports);
    summary.hunt.keep_duplicates = keep_duplicates;
    for source in &mut summary.sources {
        source.warnings.extend(future_warning(source.last, clock));
    }
    summary
}

/// A word about rows that are later than the clock.
fn future_warning(last: Option<Ticks>, clock: Ticks) -> Option<String> {
    // Clocks of devices and of whoever reads this differ by minutes.
    let last = last.filter(|last| *last > clock.saturating_add(HOUR))?;
    Some(format!("its newest row is in the future: {last}"))
}

/// What one or more exports contribute to a summary.
struct PartialSummary {
    devices: BTreeMap<DeviceKey, Sightings>,
    /// Devices with matching rows outside the window.
    devices_outside: BTreeSet<DeviceKey>,
    rows_outside: u64,
    /// Sightings for each term.
    term_rows: Vec<u64>,
    near_misses: near_miss::Collector,
    ledger: Ledger,
}

/// What is known of one device's sightings.
struct Sightings {
    first_seen: Ticks,
    last_seen: Ticks,
    count: u64,
    count_from_summaries: u64,
    reports: BTreeSet<ReportId>,
    signers: BTreeSet<String>,
}

impl PartialSummary {
    fn new(n_terms: usize) -> PartialSummary {
        PartialSummary {
            devices: BTreeMap::new(),
            devices_outside: BTreeSet::new(),
            rows_outside: 0,
            term_rows: vec![0; n_terms],
            near_misses: near_miss::Collector::default(),
            ledger: Ledger::default(),
        }
    }

    /// Hunts in one export.
    fn of(
        export: &Export,
        terms: &Terms,
        n_terms: usize,
        window: ResolvedWindow,
    ) -> PartialSummary {
        let index = &export.index;
        let mut partial = PartialSummary::new(n_terms);
        let mut tally = DeviceTally::new(index.n_devices());
        let mut is_outside = vec![false; index.n_devices()];
        for signer_code in index.signer_codes() {
            let signer = index.signer(signer_code);
            let found = terms.find_in(signer);
            let mut near_devices = BTreeSet::new();
            let mut n_inside = 0;
            for rows in index.rows_of(signer_code) {
                let inside = rows.inside(window);
                let n_counted = |rows: Rows<'_>| (rows.len() - rows.n_duplicates()) as u64;
                n_inside += n_counted(inside);
                let n_outside = n_counted(rows) - n_counted(inside);
                partial.ledger.duplicate += rows.n_duplicates() as u64;
                partial.ledger.outside_window += n_outside;
                match &found {
                    Found::Terms(_) => {
                        tally.add(signer_code, inside);
                        partial.rows_outside += n_outside;
                        if n_outside > 0 {
                            // Devices that are inside as well are taken off when all is known.
                            for row in rows.counted() {
                                is_outside[row.device as usize] = true;
                            }
                        }
                    }
                    Found::Inside(_) => near_devices.extend(inside.counted().map(|row| row.device)),
                    Found::Nothing => {}
                }
            }
            match found {
                Found::Terms(term_idxs) => {
                    partial.ledger.matched += n_inside;
                    for term_idx in term_idxs {
                        partial.term_rows[term_idx] += n_inside;
                    }
                }
                Found::Inside(term_idx) if n_inside > 0 => {
                    partial.ledger.other_signer += n_inside;
                    let devices = near_devices.into_iter().map(|code| index.device(code));
                    partial.near_misses.add(signer, term_idx, n_inside, devices);
                }
                _ => partial.ledger.other_signer += n_inside,
            }
        }
        partial.ledger.rejected = export.source.rejected;
        // The devices of a summary are added by whoever judges them.
        partial.ledger.read = export.source.rows - export.given.len() as u64;
        partial.devices = tally.into_sightings(index);
        partial.devices_outside = (0..)
            .zip(is_outside)
            .filter(|&(_, is_outside)| is_outside)
            .map(|(code, _)| index.device(code))
            .collect();
        partial
    }

    fn add(&mut self, key: DeviceKey, sightings: Sightings) {
        match self.devices.entry(key) {
            Entry::Vacant(vacant) => {
                vacant.insert(sightings);
            }
            Entry::Occupied(occupied) => occupied.into_mut().merge(sightings),
        }
    }

    /// Takes in what other exports contribute.
    fn merge(&mut self, other: PartialSummary) {
        for (key, sightings) in other.devices {
            self.add(key, sightings);
        }
        self.devices_outside.extend(other.devices_outside);
        self.rows_outside += other.rows_outside;
        for (rows, other_rows) in self.term_rows.iter_mut().zip(other.term_rows) {
            *rows += other_rows;
        }
        self.near_misses.merge(other.near_misses);
        self.ledger += other.ledger;
    }

    fn into_summary(self, hunt: &Hunt, window: ResolvedWindow, exports: &[Export]) -> Summary {
        let attribution = Attribution::new(hunt, self.devices.values());
        let mut term_devices = vec![0; hunt.terms.len()];
        let outside_only =
            self.devices_outside.iter().filter(|key| !self.devices.contains_key(key)).count();
        let mut devices = Vec::with_capacity(self.devices.len());
        for (key, sightings) in self.devices {
            let (term_idxs, tools) = attribution.of(&sightings.signers);
            for term_idx in term_idxs {
                term_devices[term_idx] += 1;
            }
            devices.push(Device {
                device_id: key.id,
                device_name: key.name,
                first_seen: sightings.first_seen,
                last_seen: sightings.last_seen,
                report: sightings.reports.into_iter().collect(),
                count: sightings.count,
                signers: sightings.signers.into_iter().collect(),
                tools,
                count_from_summaries: sightings.count_from_summaries,
            });
        }
        let terms = hunt.terms.iter().zip(self.term_rows).zip(term_devices);
        Summary {
            format: "signerhunt.summary/1",
            hunt: AskedHunt::new(hunt, window),
            devices,
            terms: terms
                .map(|((term, rows), devices)| TermCount { term: term.clone(), rows, devices })
                .collect(),
            outside_window: Outside { rows: self.rows_outside, devices: outside_only as u64 },
            ledger: self.ledger,
            sources: exports.iter().map(|export| export.source.clone()).collect(),
            near_misses: self.near_misses.into_near_misses(&hunt.terms),
            rejected: exports
                .iter()
                .flat_map(|export| &export.rejected)
                .take(LISTED_REJECTED)
                .cloned()
                .collect(),
        }
    }
}

impl Sightings {
    fn merge(&mut self, other: Sightings) {
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
        self.count += other.count;
        self.count_from_summaries += other.count_from_summaries;
        self.reports.extend(other.reports);
        self.signers.extend(other.signers);
    }
}

impl AskedHunt {
    /// The window as it was worked out.
    pub fn window(&self) -> ResolvedWindow {
        ResolvedWindow {
            from: self.from,
            to: self.to,
            now: self.now_at,
            now_is_clamped: self.now_is_clamped,
        }
    }

    fn new(hunt: &Hunt, window: ResolvedWindow) -> AskedHunt {
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
            keep_duplicates: false,
        }
    }
}
