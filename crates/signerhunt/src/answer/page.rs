//! A page of an answer's devices: filtered, ordered, cut. It looks at codes as long as it can; whoever
//! shows an answer never holds all its devices.

use memchr::memmem::Finder;

use super::Answer;
use super::sightings::DeviceSightings;
use crate::characters;
use crate::order::{self, Keyed};
use crate::report::ReportId;
use crate::summary::Device;

/// Which devices of an answer are wanted, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Only devices whose name, id, signer or report id contains this, in any case and without spaces
    /// around it; of a report id it must be all. All devices when empty.
    pub filter: String,
    /// Only devices that are expected, or are not.
    pub expectation: Expectation,
    /// The column to order by. Devices that are equal there stand in the order of the summary.
    pub order_by: DeviceColumn,
    /// Greatest first.
    pub descending: bool,
    /// How many devices to skip.
    pub offset: usize,
    /// How many devices to give at the most.
    pub limit: usize,
}

/// Which devices are wanted, by what is marked as expected.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Expectation {
    /// All.
    #[default]
    Any,
    /// Those with a sighting that is not expected.
    Unexpected,
    /// Those with expected sightings only.
    Expected,
}

/// What devices can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceColumn {
    /// DeviceName, capital letters like small ones.
    DeviceName,
    /// DeviceId.
    DeviceId,
    /// FirstSeen.
    FirstSeen,
    /// LastSeen.
    LastSeen,
    /// Count.
    Count,
    /// Report, by how many ids.
    Report,
}

/// Some devices of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// How many devices pass the filter.
    pub n_filtered: usize,
    /// The devices.
    pub devices: Vec<Device>,
}

impl Answer {
    /// The devices that `view` asks for.
    pub fn page(&self, view: &View) -> Page {
        let filter = characters::lowered(view.filter.trim());
        let mut keyed = self.keyed(view);
        if !filter.is_empty() {
            let passes = self.passing(&filter);
            keyed.retain(|&(_, _, place)| passes[place as usize]);
        }
        if view.expectation != Expectation::Any {
            let wants_expected = view.expectation == Expectation::Expected;
            keyed.retain(|&(_, _, place)| {
                let count = self.sightings.devices[place as usize].count;
                (self.expected_count(place) == count) == wants_expected
            });
        }
        let n_filtered = keyed.len();
        let start = view.offset.min(n_filtered);
        let end = view.offset.saturating_add(view.limit).min(n_filtered);
        // What stands behind the page need not be in order, and what before it neither.
        if end < n_filtered {
            order::first_to_front(&mut keyed, end);
            keyed.truncate(end);
        }
        if start > 0 && start < end {
            order::first_to_front(&mut keyed, start);
        }
        let shown = &mut keyed[start..];
        order::sort_keyed(shown);
        let places: Vec<u32> = shown.iter().map(|&(_, _, place)| place).collect();
        Page { n_filtered, devices: self.devices_at(&places) }
    }

    /// All devices by what they are ordered by: a number with the order of the column, then their own,
    /// which is that of the summary; and their places.
    fn keyed(&self, view: &View) -> Vec<Keyed> {
        match view.order_by {
            DeviceColumn::DeviceName => {
                let ranks = self.common.devices.name_ranks();
                self.keyed_by(view, |_, device| u64::from(ranks[device.device as usize]))
            }
            DeviceColumn::DeviceId => {
                let ranks = self.common.devices.id_ranks();
                self.keyed_by(view, |_, device| u64::from(ranks[device.device as usize]))
            }
            // No time is below zero.
            DeviceColumn::FirstSeen => self.keyed_by(view, |_, device| device.first_seen as u64),
            DeviceColumn::LastSeen => self.keyed_by(view, |_, device| device.last_seen as u64),
            DeviceColumn::Count => self.keyed_by(view, |_, device| device.count),
            DeviceColumn::Report => {
                let n_reports = self.n_reports();
                self.keyed_by(view, |place, _| n_reports[place as usize])
            }
        }
    }

    fn keyed_by(&self, view: &View, key: impl Fn(u32, &DeviceSightings) -> u64) -> Vec<Keyed> {
        let keyed = (0..).zip(&self.sightings.devices).map(|(place, device)| {
            let key = key(place, device);
            (if view.descending { !key } else { key }, device.device, place)
        });
        keyed.collect()
    }

    /// Which devices, by their places, pass a filter that is trimmed and in lower case.
    fn passing(&self, filter: &str) -> Vec<bool> {
        let finder = Finder::new(filter);
        let has = |text: &str| finder.find(text.as_bytes()).is_some();
        let lowered = self.common.devices.lowered();
        let by_name =
            |device: &DeviceSightings| lowered[device.device as usize].iter().any(|text| has(text));
        let mut passing: Vec<bool> = self.sightings.devices.iter().map(by_name).collect();

        let signers = &self.sightings.signers;
        // By number; each is looked at once.
        let mut signer_passes = vec![None; self.common.n_signers()];
        for (&place, &signer) in signers.places.iter().zip(&signers.values) {
            let lowered = || characters::lowered(self.common.signer(signer));
            passing[place as usize] |=
                *signer_passes[signer as usize].get_or_insert_with(|| has(&lowered()));
        }

        // An id passes when it is written like this, so 9.0 finds nothing, which is kept as 9.
        let id = ReportId::from_cell(filter).filter(|id| id.to_string() == filter);
        if let Some(code) = id.and_then(|id| self.common.code_of_report(&id)) {
            let reports = &self.sightings.reports;
            for (&place, &report) in reports.places.iter().zip(&reports.values) {
                passing[place as usize] |= report == code;
            }
        }
        passing
    }
}
