//! Near misses: signers that contain a term but not as a whole term. They are shown beside the
//! sightings and never mixed in, so that a renamed certificate is noticed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::index::DeviceKey;

/// A signer that nearly matches a term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NearMiss {
    /// The signer as it stands in the exports.
    #[serde(rename = "Signer")]
    pub signer: String,
    /// The term it nearly has.
    pub term: String,
    /// In what way it nearly has it.
    pub why: Why,
    /// Rows with this signer inside the window.
    pub rows: u64,
    /// Devices with such a row.
    pub devices: u64,
}

/// In what way a signer nearly has a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The term's letters are there, but inside a longer word.
    Contains,
}

/// Near misses as they come from indexes, one signer possibly from several.
#[derive(Default)]
pub(crate) struct Collector {
    by_signer: BTreeMap<String, Found>,
}

struct Found {
    term_idx: usize,
    rows: u64,
    devices: BTreeSet<DeviceKey>,
}

impl Collector {
    /// Notes `rows` rows of a signer on these devices.
    pub(crate) fn add(
        &mut self,
        signer: &str,
        term_idx: usize,
        rows: u64,
        devices: impl IntoIterator<Item = DeviceKey>,
    ) {
        let found = self.by_signer.entry(signer.to_owned()).or_insert(Found {
            term_idx,
            rows: 0,
            devices: BTreeSet::new(),
        });
        found.rows += rows;
        found.devices.extend(devices);
    }

    /// Takes in what was found elsewhere with the same terms.
    pub(crate) fn merge(&mut self, other: Collector) {
        for (signer, found) in other.by_signer {
            self.add(&signer, found.term_idx, found.rows, found.devices);
        }
    }

    /// The near misses, most rows first, then by signer.
    pub(crate) fn into_near_misses(self, terms: &[String]) -> Vec<NearMiss> {
        let mut near_misses: Vec<NearMiss> = self
            .by_signer
            .into_iter()
            .map(|(signer, found)| NearMiss {
                signer,
                term: terms[found.term_idx].clone(),
                why: Why::Contains,
                rows: found.rows,
                devices: found.devices.len() as u64,
            })
            .collect();
        near_misses.sort_by_key(|near_miss| Reverse(near_miss.rows));
        near_misses
    }
}
