//! Devices with all that is known of them: names, report ids, signers, tools. Only for the devices that
//! somebody looks at, or for all when an answer is written out.

use std::collections::HashMap;

use super::Answer;
use super::sightings::Pairs;
use crate::common::Common;
use crate::hunt::Hunt;
use crate::index::Reports;
use crate::order;
use crate::report::ReportId;
use crate::summary::Device;
use crate::term::{Found, Terms};
use crate::time::Ticks;

impl Answer {
    /// The devices at these places, in this order.
    pub(super) fn devices_at(&self, places: &[u32]) -> Vec<Device> {
        let n_devices = self.n_devices();
        let reports = distinct(&self.sightings.reports, places, n_devices);
        let signers = distinct(&self.sightings.signers, places, n_devices);
        let signers: Vec<Vec<u32>> = signers.into_iter().map(numbers).collect();
        let all_signers = signers.iter().flatten().copied();
        let attribution = Attribution::new(&self.hunt, &self.common, all_signers);
        let details = places.iter().zip(reports).zip(signers);
        let devices = details.map(|((&place, reports), signers)| {
            let sightings = &self.sightings.devices[place as usize];
            let (id, name) = self.common.devices.texts_of(sightings.device);
            let mut report: Vec<ReportId> =
                reports.into_iter().filter_map(|code| self.common.report(code)).collect();
            // Codes are in order as far as they are numbers.
            order::sort_by(&mut report, Ord::cmp);
            let tools = attribution.tools_of(&signers);
            let mut signers: Vec<String> =
                signers.into_iter().map(|signer| self.common.signer(signer).to_owned()).collect();
            order::sort_by(&mut signers, Ord::cmp);
            Device {
                device_id: id.to_owned(),
                device_name: name.to_owned(),
                first_seen: ticks(sightings.first_seen),
                last_seen: ticks(sightings.last_seen),
                report,
                count: sightings.count,
                signers,
                tools,
                count_from_summaries: self.sightings.count_from_summaries(place),
            }
        });
        devices.collect()
    }

    /// How many distinct report ids each device has, by its place.
    pub(super) fn n_reports(&self) -> &[u64] {
        self.n_reports.get_or_init(|| {
            let places: Vec<u32> = (0..self.n_devices() as u32).collect();
            let reports = distinct(&self.sightings.reports, &places, places.len());
            let n_ids = |ids: &Vec<i64>| ids.iter().filter(|&&id| id != Reports::NULL).count();
            reports.iter().map(|ids| n_ids(ids) as u64).collect()
        })
    }
}

/// A time as indexes hold it: they take in nothing else.
pub(super) fn ticks(count: i64) -> Ticks {
    Ticks::new(count).unwrap_or(Ticks::MIN)
}

/// Numbers that were sorted as longer ones.
fn numbers(longer: Vec<i64>) -> Vec<u32> {
    longer.into_iter().map(|number| number as u32).collect()
}

/// What is noted for the devices at these places, each value once, ascending.
fn distinct<T: Copy + Into<i64>>(
    pairs: &Pairs<T>,
    places: &[u32],
    n_devices: usize,
) -> Vec<Vec<i64>> {
    /// Not wanted.
    const NONE: usize = usize::MAX;
    let mut wanted = vec![NONE; n_devices];
    for (order, &place) in places.iter().enumerate() {
        wanted[place as usize] = order;
    }
    let mut found = vec![Vec::new(); places.len()];
    for (&place, &value) in pairs.places.iter().zip(&pairs.values) {
        if let Some(found) = found.get_mut(wanted[place as usize]) {
            found.push(value.into());
        }
    }
    for values in &mut found {
        order::sort_numbers(values);
        values.dedup();
    }
    found
}

/// Which tools stand behind signers.
struct Attribution<'a> {
    /// By the signer's number.
    tools_of_signer: HashMap<u32, Vec<&'a str>>,
}

impl<'a> Attribution<'a> {
    fn new(hunt: &'a Hunt, common: &Common, signers: impl Iterator<Item = u32>) -> Attribution<'a> {
        let mut tools_of_signer = HashMap::new();
        if hunt.rules.is_empty() {
            return Attribution { tools_of_signer };
        }
        let terms = Terms::new(&hunt.terms);
        let mut tools_of_term: HashMap<&str, Vec<&str>> = HashMap::new();
        for rule in &hunt.rules {
            for term in &rule.terms {
                tools_of_term.entry(term).or_default().push(&rule.tool);
            }
        }
        for signer in signers {
            tools_of_signer.entry(signer).or_insert_with(|| {
                let Found::Terms(term_idxs) = terms.find_in(common.signer(signer)) else {
                    return Vec::new();
                };
                let terms = term_idxs.into_iter().map(|term_idx| hunt.terms[term_idx].as_str());
                let tools = terms.filter_map(|term| tools_of_term.get(term)).flatten();
                order::distinct(tools.copied())
            });
        }
        Attribution { tools_of_signer }
    }

    /// The tools behind these signers, each once and ascending.
    fn tools_of(&self, signers: &[u32]) -> Vec<String> {
        let tools = signers.iter().filter_map(|signer| self.tools_of_signer.get(signer)).flatten();
        order::distinct(tools).into_iter().map(|&tool| tool.to_owned()).collect()
    }
}
