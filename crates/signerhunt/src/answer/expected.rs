//! Which sightings of an answer are expected. What is marked as such is [`crate::expected`]'s.

use super::Answer;
use super::sightings::Sightings;
use super::tools::Tools;
use crate::common::Common;
use crate::expected::ExpectedCount;
use crate::hunt::Hunt;
use crate::order;

impl Answer {
    /// How many sightings of the device at this place are expected.
    pub(super) fn expected_count(&self, place: u32) -> u64 {
        self.expected_counts.get(place as usize).copied().unwrap_or(0)
    }
}

/// How many sightings of each device are expected, by its place. Empty when nothing is marked.
pub(super) fn counts(
    hunt: &Hunt,
    common: &Common,
    matching: &[(u32, Vec<usize>)],
    sightings: &Sightings,
) -> Vec<u64> {
    if hunt.expected.is_empty() {
        return Vec::new();
    }
    let tools = Tools::of(hunt);
    let is_expected = |(signer, terms): &&(u32, Vec<usize>)| {
        let its_tools = order::distinct(terms.iter().flat_map(|&term| tools.of_term(term)));
        let its_tools: Vec<&str> = its_tools.into_iter().map(|&tool| tools.names[tool]).collect();
        hunt.expected.has_signer(common.signer(*signer), &its_tools)
    };
    // By number.
    let mut expected = vec![false; common.n_signers()];
    for (signer, _) in matching.iter().filter(is_expected) {
        expected[*signer as usize] = true;
    }
    let mut counts = vec![0; sightings.devices.len()];
    let noted = sightings.signers.places.iter().zip(&sightings.signers.values);
    for ((&place, signer), &count) in noted.zip(&sightings.signer_counts) {
        if expected[*signer as usize] {
            counts[place as usize] += u64::from(count);
        }
    }
    for (count, device) in counts.iter_mut().zip(&sightings.devices) {
        if hunt.expects_device(common.devices.texts_of(device.device)) {
            *count = device.count;
        }
    }
    counts
}

/// How much of the whole is expected.
pub(super) fn sum(hunt: &Hunt, counts: &[u64], sightings: &Sightings) -> Option<ExpectedCount> {
    let all = counts.iter().zip(&sightings.devices);
    (!hunt.expected.is_empty()).then(|| ExpectedCount {
        devices: all.filter(|(count, device)| **count == device.count).count() as u64,
        sightings: counts.iter().sum(),
    })
}
