//! Exports made ready for hunting: what every hunt over the same exports shares, and the hunt itself. Only
//! rows of signers that have a term, or nearly have one, are looked at, and only those inside the window.

use std::ops::Range;
use std::sync::Arc;

use super::given::Given;
use super::sightings::{Sightings, Tally};
use super::sought::{Counting, Sought};
use super::tools::Tools;
use super::{Answer, expected};
use crate::common::{self, Common, ExportNumbers, Numbering, Run};
use crate::duplicates;
use crate::export::Export;
use crate::hunt::Hunt;
use crate::ledger::Ledger;
use crate::near_miss::NearMiss;
use crate::order;
use crate::summary::{Outside, TermCount, ToolCount};
use crate::term::Signers;
use crate::time::Ticks;
use crate::window::{Extent, ResolvedWindow};

/// What every hunt over the same exports starts from. It is about the exports it was made of.
pub(crate) struct Ready {
    common: Arc<Common>,
    numbering: Numbering,
    /// By their numbers.
    signers: Signers,
    keep_duplicates: bool,
    given: Given,
    /// For the terms that were hunted last.
    sought: Option<Sought>,
}

impl Ready {
    /// Makes these exports ready: marks their duplicates unless they are kept, numbers what they have.
    pub(crate) fn of(exports: &mut [Export], keep_duplicates: bool) -> Ready {
        let (common, numbering) = common::number(exports);
        duplicates::unmark(exports);
        if !keep_duplicates {
            duplicates::mark(exports, &numbering);
        }
        let given = Given::of(exports, &common, &numbering, keep_duplicates);
        let signers = Signers::new(common.signers());
        Ready { common: Arc::new(common), numbering, signers, keep_duplicates, given, sought: None }
    }

    /// Runs a hunt over the exports that this was made of.
    pub(crate) fn hunt(&mut self, exports: &[Export], hunt: &Hunt, clock: Ticks) -> Answer {
        let known = self.sought.take().filter(|sought| sought.is_for(hunt));
        let mut sought = known.unwrap_or_else(|| Sought::of(hunt, &self.signers));
        let answer = self.find(exports, &mut sought, hunt, clock);
        self.sought = Some(sought);
        answer
    }

    /// What was found of the terms of an answer; `None` when that answer was not made of this, or other terms were looked
    /// for since.
    pub(super) fn sought_for(&self, answer: &Answer) -> Option<&Sought> {
        let is_of_this = Arc::ptr_eq(&self.common, &answer.common);
        self.sought.as_ref().filter(|sought| is_of_this && sought.is_for(&answer.hunt))
    }

    /// Where the rows of the signers lie that have a term, with the number of each row's signer.
    pub(super) fn runs_of<'a>(&'a self, sought: &'a Sought) -> impl Iterator<Item = (u32, Run)> {
        sought.matching.iter().flat_map(|&(signer, _)| {
            self.numbering.runs.of_signer(signer).iter().map(move |run| (signer, *run))
        })
    }

    /// The numbers of what the export of a run has.
    pub(super) fn numbers_of(&self, run: Run) -> &ExportNumbers {
        &self.numbering.exports[run.export_idx as usize]
    }

    fn find(&self, exports: &[Export], sought: &mut Sought, hunt: &Hunt, clock: Ticks) -> Answer {
        let taking_part = || exports.iter().filter(|export| export.takes_part());
        let extent =
            taking_part().filter_map(|export| export.source.extent()).reduce(Extent::union);
        let window = hunt.window.resolve(extent, clock);

        // The ledger needs no row, only how many of each segment are inside.
        let mut ledger = Ledger { duplicate: self.given.n_duplicates, ..Ledger::default() };
        let (mut n_counted, mut n_inside, mut n_left_out) = (0, 0, 0);
        for export in taking_part() {
            ledger.read += export.source.rows;
            ledger.rejected += export.source.rejected;
            n_left_out += export.n_left_out();
            for segment in export.index.segments() {
                ledger.duplicate += segment.n_duplicates() as u64;
                n_counted += (segment.len() - segment.n_duplicates()) as u64;
                n_inside += segment.n_inside(window) as u64;
            }
        }

        let n_devices = self.common.devices.len();
        let n_sought: usize = self.runs_of(sought).map(|(_, run)| run.len()).sum();
        let mut tally = Tally::new(n_devices, n_sought.min(n_inside as usize));
        // Rows are looked at for both while they are at hand.
        let mut counting = sought.in_all.is_none().then(|| Counting::new(n_devices, &self.given));
        let found = sought.matching.iter().map(|(signer, _)| {
            let start = tally.n_signers();
            let runs = self.numbering.runs.of_signer(*signer).iter();
            let n_rows = runs.map(|&run| {
                let (rows, numbers) = (run.rows(exports), self.numbers_of(run));
                if let Some(counting) = &mut counting {
                    counting.add(rows, numbers);
                }
                tally.add(*signer, rows.inside(window), numbers)
            });
            FoundRows { n_rows: n_rows.sum(), noted: start..tally.n_signers() }
        });
        let found: Vec<FoundRows> = found.collect();
        let in_all = sought.in_all.or(counting.map(Counting::finish)).unwrap_or_default();
        sought.in_all = Some(in_all);
        ledger.matched = found.iter().map(|found| found.n_rows).sum();
        ledger.outside_window = n_counted - n_inside;
        ledger.other_signer = n_inside - ledger.matched + n_left_out;
        let mut rows_outside = in_all.n_rows - ledger.matched;
        for device in &self.given.devices {
            if device.is_inside(window) {
                ledger.summarized += 1;
                tally.add_given(device);
            } else {
                ledger.outside_window += 1;
                rows_outside += device.count;
            }
        }

        let sightings = tally.finish();
        let devices_outside = in_all.n_devices - sightings.devices.len() as u64;
        let expected_counts = expected::counts(hunt, &self.common, &sought.matching, &sightings);
        Answer {
            ledger,
            expected: expected::sum(hunt, &expected_counts, &sightings),
            expected_counts,
            terms: term_counts(hunt, &sought.matching, &found, &sightings),
            tools: tool_counts(hunt, &sought.matching, &found, &sightings),
            outside_window: Outside { rows: rows_outside, devices: devices_outside },
            near_misses: self.near_misses(exports, sought, window, &hunt.terms),
            window,
            hunt: hunt.clone(),
            keep_duplicates: self.keep_duplicates,
            clock,
            common: self.common.clone(),
            sightings,
            n_reports: Default::default(),
        }
    }

    fn near_misses(
        &self,
        exports: &[Export],
        sought: &Sought,
        window: ResolvedWindow,
        terms: &[String],
    ) -> Vec<NearMiss> {
        // The last signer that each device was counted for, counted from 1.
        let mut counted_for = vec![0; self.common.devices.len()];
        let mut near_misses: Vec<NearMiss> = Vec::new();
        for ((signer, term, why), order) in sought.near.iter().zip(1_u32..) {
            let (mut rows, mut devices) = (0, 0);
            for &run in self.numbering.runs.of_signer(*signer) {
                let numbers = &self.numbers_of(run).devices;
                for row in run.rows(exports).inside(window).counted() {
                    rows += 1;
                    let counted_for = &mut counted_for[numbers[row.device as usize] as usize];
                    if *counted_for != order {
                        *counted_for = order;
                        devices += 1;
                    }
                }
            }
            if rows > 0 {
                near_misses.push(NearMiss {
                    signer: self.common.signer(*signer).to_owned(),
                    term: terms[*term].clone(),
                    why: *why,
                    rows,
                    devices,
                });
            }
        }
        order::sort_by(&mut near_misses, |left, right| {
            right.rows.cmp(&left.rows).then_with(|| left.signer.cmp(&right.signer))
        });
        near_misses
    }
}

/// What was found of a signer inside the window.
struct FoundRows {
    n_rows: u64,
    /// Where its devices are noted among [`Sightings::signers`].
    noted: Range<usize>,
}

/// How often each term was seen. A device counts once for a term, whichever of its signers have it.
fn term_counts(
    hunt: &Hunt,
    matching: &[(u32, Vec<usize>)],
    found: &[FoundRows],
    sightings: &Sightings,
) -> Vec<TermCount> {
    let counts = counts(hunt.terms.len(), matching, found, sightings, |term| vec![term]);
    let named = hunt.terms.iter().zip(counts);
    named.map(|(term, (rows, devices))| TermCount { term: term.clone(), rows, devices }).collect()
}

/// How often each tool was seen, where there are several to tell apart.
fn tool_counts(
    hunt: &Hunt,
    matching: &[(u32, Vec<usize>)],
    found: &[FoundRows],
    sightings: &Sightings,
) -> Vec<ToolCount> {
    let tools = Tools::of(hunt);
    if hunt.rules.len() < 2 {
        return Vec::new();
    }
    let tools_of = |term: usize| tools.of_term(term).to_vec();
    let counts = counts(tools.names.len(), matching, found, sightings, tools_of);
    let named = tools.names.iter().zip(counts);
    named
        .map(|(&tool, (rows, devices))| ToolCount { tool: tool.to_owned(), rows, devices })
        .collect()
}

/// How many rows and devices there are of each of so many kinds; `kinds_of` says of which a term is.
fn counts(
    n_kinds: usize,
    matching: &[(u32, Vec<usize>)],
    found: &[FoundRows],
    sightings: &Sightings,
    kinds_of: impl Fn(usize) -> Vec<usize>,
) -> Vec<(u64, u64)> {
    let mut found_of: Vec<Vec<&FoundRows>> = vec![Vec::new(); n_kinds];
    for ((_, its_terms), found) in matching.iter().zip(found) {
        // A signer may be of a kind by several terms.
        for kind in order::distinct(its_terms.iter().flat_map(|&term| kinds_of(term))) {
            found_of[kind].push(found);
        }
    }
    // The last kind that each device was counted for, counted from 1.
    let mut counted_for = vec![0; sightings.devices.len()];
    let mut count = |(found_of_kind, order): (Vec<&FoundRows>, u32)| {
        let (mut rows, mut devices) = (0, 0);
        for found in found_of_kind {
            rows += found.n_rows;
            for &place in &sightings.signers.places[found.noted.clone()] {
                let counted_for = &mut counted_for[place as usize];
                if *counted_for != order {
                    *counted_for = order;
                    devices += 1;
                }
            }
        }
        (rows, devices)
    };
    found_of.into_iter().zip(1_u32..).map(&mut count).collect()
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ready").field("common", &self.common).finish_non_exhaustive()
    }
}
