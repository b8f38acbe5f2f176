//! The terms of a hunt, looked up in every signer of the exports: once for all windows, since whoever
//! moves a window keeps the terms.

use std::mem;

use super::given::Given;
use crate::common::{Common, Numbering, Occurrence};
use crate::export::Export;
use crate::hunt::Hunt;
use crate::index::{CodedRow, Group, Rows, Segment};
use crate::near_miss::Why;
use crate::rule::Rule;
use crate::term::{Found, Signers, Terms};
use crate::window::ResolvedWindow;

/// What signers have of the terms, and where their rows are.
pub(super) struct Sought {
    terms: Vec<String>,
    rules: Vec<Rule>,
    /// Signers that have terms, and which, by their places in the hunt.
    pub(super) matching: Vec<(SoughtSigner, Vec<usize>)>,
    /// Signers that nearly have one, which, and in what way.
    pub(super) near: Vec<(SoughtSigner, usize, Why)>,
    /// Rows that match and count, inside a window or not.
    pub(super) n_rows: u64,
    /// Devices with such a row, or that were given.
    pub(super) n_devices: u64,
}

/// A signer with rows.
pub(super) struct SoughtSigner {
    pub(super) number: u32,
    pub(super) runs: Vec<Run>,
}

/// Rows of one signer in one segment.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) export_idx: u32,
    segment_idx: u32,
    group: Group,
}

impl Sought {
    pub(super) fn of(
        hunt: &Hunt,
        exports: &[Export],
        common: &Common,
        numbering: &Numbering,
        signers: &Signers,
        given: &Given,
    ) -> Sought {
        let mut found = Terms::of_hunt(hunt).find_in_all(signers);
        let (mut matching, mut near) = (Vec::new(), Vec::new());
        for occurrences in numbering.by_signer() {
            let number = occurrences[0].signer;
            let signer = || {
                let runs = occurrences.iter().flat_map(|occurrence| runs_of(*occurrence, exports));
                SoughtSigner { number, runs: runs.collect() }
            };
            match mem::replace(&mut found[number as usize], Found::Nothing) {
                Found::Terms(terms) => matching.push((signer(), terms)),
                Found::Nearly(term, why) => near.push((signer(), term, why)),
                Found::Nothing => {}
            }
        }
        let mut n_rows = 0;
        let mut is_sighted = vec![false; common.devices.len()];
        for run in matching.iter().flat_map(|(signer, _)| &signer.runs) {
            let numbers = &numbering.exports[run.export_idx as usize].devices;
            for row in run.rows(exports).counted() {
                n_rows += 1;
                is_sighted[numbers[row.device as usize] as usize] = true;
            }
        }
        for given in &given.devices {
            is_sighted[given.device as usize] = true;
        }
        let n_devices = is_sighted.into_iter().filter(|&is_sighted| is_sighted).count() as u64;
        let (terms, rules) = (hunt.terms.clone(), hunt.rules.clone());
        Sought { terms, rules, matching, near, n_rows, n_devices }
    }

    /// Whether it was this hunt, in whatever window.
    pub(super) fn is_for(&self, hunt: &Hunt) -> bool {
        self.terms == hunt.terms && self.rules == hunt.rules
    }
}

fn runs_of(occurrence: Occurrence, exports: &[Export]) -> impl Iterator<Item = Run> {
    let Occurrence { export_idx, code, .. } = occurrence;
    let segments = (0..).zip(exports[export_idx as usize].index.segments());
    segments.filter_map(move |(segment_idx, segment)| {
        Some(Run { export_idx, segment_idx, group: segment.group_of(code)? })
    })
}

impl Run {
    /// Its rows, ordered by time.
    pub(super) fn rows(self, exports: &[Export]) -> Rows<'_> {
        self.segment(exports).rows_of(self.group)
    }

    fn segment(self, exports: &[Export]) -> &Segment {
        &exports[self.export_idx as usize].index.segments()[self.segment_idx as usize]
    }

    /// Its rows inside the window that count, each with where its record begins in the export's text.
    pub(super) fn places(
        self,
        exports: &[Export],
        window: ResolvedWindow,
    ) -> impl Iterator<Item = (CodedRow, u64)> {
        let segment = self.segment(exports);
        let rows = segment.rows_of(self.group);
        let n_before = rows.times().partition_point(|&time| time < window.from.count());
        let inside = rows.inside(window);
        let counted = (0..inside.len()).filter(move |&place| inside.counts(place));
        counted.map(move |place| {
            let place_in_segment = usize::from(self.group.start) + n_before + place;
            (inside.row(place), segment.offset_of(place_in_segment))
        })
    }
}
