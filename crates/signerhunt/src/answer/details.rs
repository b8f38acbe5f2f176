//! Devices with all that is known of them: names, report ids, signers, tools. Only for the devices that
//! somebody looks at, or for all when an answer is written out.

use super::Answer;
use super::places::SightingPlace;
use super::sightings::{Pairs, Sightings};
use super::tools::Tools;
use crate::common::Common;
use crate::hunt::Hunt;
use crate::index::Reports;
use crate::order;
use crate::report::ReportId;
use crate::summary::Device;
use crate::term::{Found, Signers, Terms};
use crate::time::Ticks;

impl Answer {
    /// The devices at these places, in this order.
    pub(super) fn devices_at(&self, places: &[u32]) -> Vec<Device> {
        let n_devices = self.n_devices();
        let reports = distinct(&self.sightings.reports, places, n_devices);
        let signers = self.signers_of(places);
        let all_signers = signers.iter().flatten().map(|(signer, _)| *signer);
        let attribution = Attribution::new(&self.hunt, &self.common, all_signers);
        let has_several_rules = self.hunt.rules.len() > 1;
        let details = places.iter().zip(reports).zip(signers);
        let devices = details.map(|((&place, reports), signers)| {
            let sightings = &self.sightings.devices[place as usize];
            let (id, name) = self.common.devices.texts_of(sightings.device);
            let mut report: Vec<ReportId> =
                reports.into_iter().filter_map(|code| self.common.report(code)).collect();
            // Codes are in order as far as they are numbers.
            order::sort_by(&mut report, Ord::cmp);
            let (tools, tool_counts) = attribution.counted(&signers);
            let signers = signers.into_iter().map(|(signer, _)| self.common.signer(signer));
            let mut signers: Vec<String> = signers.map(str::to_owned).collect();
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
                tool_counts: if has_several_rules { tool_counts } else { Vec::new() },
                expected: self.expected_count(place),
                count_from_summaries: self.sightings.count_from_summaries(place),
            }
        });
        devices.collect()
    }

    /// The signers of the devices at these places, each once, with how many sightings there are of it.
    fn signers_of(&self, places: &[u32]) -> Vec<Vec<(u32, u64)>> {
        let wanted = wanted(places, self.n_devices());
        let mut found = vec![Vec::new(); places.len()];
        let Sightings { signers, signer_counts, .. } = &self.sightings;
        let noted = signers.places.iter().zip(&signers.values).zip(signer_counts);
        for ((&place, &signer), &count) in noted {
            if let Some(found) = found.get_mut(wanted[place as usize]) {
                found.push((signer, u64::from(count)));
            }
        }
        found
    }

    /// The tools of sightings of this answer, of each by bytes; none unless the hunt has several rules.
    pub fn tools_of(&self, sightings: &[SightingPlace]) -> Vec<Vec<String>> {
        if self.hunt.rules.len() < 2 {
            return vec![Vec::new(); sightings.len()];
        }
        let signers = sightings.iter().map(|sighting| sighting.signer);
        let attribution = Attribution::new(&self.hunt, &self.common, signers.clone());
        signers.map(|signer| attribution.counted(&[(signer, 1)]).0).collect()
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

/// For each place of a device, which of the wanted ones it is; more than there are when it is none.
fn wanted(places: &[u32], n_devices: usize) -> Vec<usize> {
    let mut wanted = vec![usize::MAX; n_devices];
    for (order, &place) in places.iter().enumerate() {
        wanted[place as usize] = order;
    }
    wanted
}

/// What is noted for the devices at these places, each value once, ascending.
fn distinct(reports: &Pairs<i64>, places: &[u32], n_devices: usize) -> Vec<Vec<i64>> {
    let wanted = wanted(places, n_devices);
    let mut found = vec![Vec::new(); places.len()];
    for (&place, &value) in reports.places.iter().zip(&reports.values) {
        if let Some(found) = found.get_mut(wanted[place as usize]) {
            found.push(value);
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
    tools: Tools<'a>,
    /// The signers' numbers, ascending.
    signers: Vec<u32>,
    /// For each of them the places of its tools, ascending.
    tools_of_signers: Vec<Vec<usize>>,
}

impl<'a> Attribution<'a> {
    fn new(hunt: &'a Hunt, common: &Common, signers: impl Iterator<Item = u32>) -> Attribution<'a> {
        let tools = Tools::of(hunt);
        if tools.names.is_empty() {
            return Attribution { tools, signers: Vec::new(), tools_of_signers: Vec::new() };
        }
        let signers = order::distinct(signers);
        let texts = Signers::new(signers.iter().map(|&signer| common.signer(signer)));
        let found = Terms::new(&hunt.terms).find_in_all(&texts).into_iter();
        let tools_of_signers = found.map(|found| match found {
            Found::Terms(terms) => {
                let of_terms = terms.into_iter().flat_map(|term| tools.of_term(term));
                order::distinct(of_terms).into_iter().copied().collect()
            }
            _ => Vec::new(),
        });
        let tools_of_signers = tools_of_signers.collect();
        Attribution { tools, signers, tools_of_signers }
    }

    fn of_signer(&self, signer: u32) -> &[usize] {
        match self.signers.binary_search(&signer) {
            Ok(place) => &self.tools_of_signers[place],
            Err(_) => &[],
        }
    }

    /// The tools behind signers with so many sightings each, by bytes, and how many sightings each tool has.
    fn counted(&self, signers: &[(u32, u64)]) -> (Vec<String>, Vec<u64>) {
        let mut counts = vec![0; self.tools.names.len()];
        for &(signer, count) in signers {
            for &tool in self.of_signer(signer) {
                counts[tool] += count;
            }
        }
        let counted = self.tools.names.iter().zip(counts).filter(|(_, count)| *count > 0);
        counted.map(|(tool, count)| ((*tool).to_owned(), count)).unzip()
    }
}
