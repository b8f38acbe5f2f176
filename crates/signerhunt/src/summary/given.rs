//! Adds devices of summaries that the rule made elsewhere to an answer. They are given whole: a count
//! cannot be split, so a device is inside the window when any of its time is.

use std::collections::{BTreeMap, BTreeSet};

use super::{PartialSummary, Sightings};
use crate::given::GivenDevice;
use crate::window::ResolvedWindow;

/// Adds given devices, export by export.
pub(super) struct Collector {
    window: ResolvedWindow,
    keep_duplicates: bool,
    /// What was added already, and how often: the same summary may have been saved twice.
    added: BTreeMap<GivenDevice, u64>,
}

impl Collector {
    pub(super) fn new(window: ResolvedWindow, keep_duplicates: bool) -> Collector {
        Collector { window, keep_duplicates, added: BTreeMap::new() }
    }

    /// Adds the devices of one export.
    pub(super) fn add(&mut self, given: &[GivenDevice], answer: &mut PartialSummary) {
        let mut here: BTreeMap<&GivenDevice, u64> = BTreeMap::new();
        for device in given {
            answer.ledger.read += 1;
            let n_here = here.entry(device).or_default();
            *n_here += 1;
            let n_added = self.added.entry(device.clone()).or_default();
            if *n_here <= *n_added && !self.keep_duplicates {
                answer.ledger.duplicate += 1;
                continue;
            }
            *n_added += 1;
            self.add_device(device, answer);
        }
    }

    fn add_device(&self, device: &GivenDevice, answer: &mut PartialSummary) {
        let Some(extent) = device.extent() else { return };
        if extent.last < self.window.from || extent.first > self.window.to {
            answer.ledger.outside_window += 1;
            answer.rows_outside += device.count;
            answer.devices_outside.insert(device.key.clone());
            return;
        }
        answer.ledger.summarized += 1;
        let sightings = Sightings {
            first_seen: extent.first,
            last_seen: extent.last,
            count: device.count,
            count_from_summaries: device.count,
            reports: device.reports.iter().cloned().collect(),
            signers: BTreeSet::new(),
        };
        answer.add(device.key.clone(), sightings);
    }
}
