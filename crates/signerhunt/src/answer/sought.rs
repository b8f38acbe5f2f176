//! The terms of a hunt, looked up in every signer of the exports: once for all windows, since whoever
//! moves a window keeps the terms.

use super::given::Given;
use crate::common::ExportNumbers;
use crate::hunt::Hunt;
use crate::index::Rows;
use crate::near_miss::Why;
use crate::rule::Rule;
use crate::term::{Found, Signers, Terms};

/// What signers have of the terms. A signer is known by its number.
pub(super) struct Sought {
    terms: Vec<String>,
    rules: Vec<Rule>,
    /// Signers that have terms, and which, by their places in the hunt.
    pub(super) matching: Vec<(u32, Vec<usize>)>,
    /// Signers that nearly have one, which, and in what way.
    pub(super) near: Vec<(u32, usize, Why)>,
    /// Their sightings inside any window. The first hunt that looks at the rows finds them on its way.
    pub(super) in_all: Option<InAll>,
}

/// What there is whatever the window.
#[derive(Clone, Copy, Default)]
pub(super) struct InAll {
    /// Rows that match and count.
    pub(super) n_rows: u64,
    /// Devices with such a row, or that were given.
    pub(super) n_devices: u64,
}

impl Sought {
    pub(super) fn of(hunt: &Hunt, signers: &Signers) -> Sought {
        let found = Terms::of_hunt(hunt).find_in_all(signers);
        let (mut matching, mut near) = (Vec::new(), Vec::new());
        for (number, found) in (0..).zip(found) {
            match found {
                Found::Terms(terms) => matching.push((number, terms)),
                Found::Nearly(term, why) => near.push((number, term, why)),
                Found::Nothing => {}
            }
        }
        let (terms, rules) = (hunt.terms.clone(), hunt.rules.clone());
        Sought { terms, rules, matching, near, in_all: None }
    }

    /// Whether it was this hunt, in whatever window.
    pub(super) fn is_for(&self, hunt: &Hunt) -> bool {
        self.terms == hunt.terms && self.rules == hunt.rules
    }
}

/// [`InAll`] in the making.
pub(super) struct Counting {
    n_rows: u64,
    /// By number.
    is_sighted: Vec<bool>,
}

impl Counting {
    pub(super) fn new(n_devices: usize, given: &Given) -> Counting {
        let mut is_sighted = vec![false; n_devices];
        given.devices.iter().for_each(|given| is_sighted[given.device as usize] = true);
        Counting { n_rows: 0, is_sighted }
    }

    pub(super) fn add(&mut self, rows: Rows<'_>, numbers: &ExportNumbers) {
        for row in rows.counted() {
            self.n_rows += 1;
            self.is_sighted[numbers.devices[row.device as usize] as usize] = true;
        }
    }

    pub(super) fn finish(self) -> InAll {
        let n_devices = self.is_sighted.into_iter().filter(|&is_sighted| is_sighted).count();
        InAll { n_rows: self.n_rows, n_devices: n_devices as u64 }
    }
}
