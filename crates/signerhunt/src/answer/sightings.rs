//! Sightings by device, in flat columns and common numbers: what a hunt gathers. Nothing here has a name
//! yet; that is for [`super::details`], and only for devices that are looked at.

use super::given::CountedDevice;
use crate::common::ExportNumbers;
use crate::index::{CodedRow, Reports, Rows};

/// All sightings of a hunt. A device's place is its place in `devices`.
pub(super) struct Sightings {
    /// Devices in order of appearance.
    pub(super) devices: Vec<DeviceSightings>,
    /// Report ids with the place of their device, as often as they were seen, the null id too.
    pub(super) reports: Pairs<i64>,
    /// Signers with the place of their device, each once; all of a signer one after another.
    pub(super) signers: Pairs<u32>,
    /// How many rows each of these stands for.
    pub(super) signer_counts: Vec<u32>,
    /// How many of the sightings were given, by place. Empty when none was.
    from_summaries: Vec<u64>,
}

/// One device's sightings.
pub(super) struct DeviceSightings {
    /// The device's number.
    pub(super) device: u32,
    /// The signer of the row that came last, to note each once.
    last_signer: u32,
    /// Where that is noted.
    last_noted: u32,
    pub(super) first_seen: i64,
    pub(super) last_seen: i64,
    pub(super) count: u64,
}

/// Something of devices, with their places.
#[derive(Default)]
pub(super) struct Pairs<T> {
    pub(super) places: Vec<u32>,
    pub(super) values: Vec<T>,
}

impl<T> Pairs<T> {
    fn with_capacity(capacity: usize) -> Pairs<T> {
        Pairs { places: Vec::with_capacity(capacity), values: Vec::with_capacity(capacity) }
    }

    fn push(&mut self, place: u32, value: T) {
        self.places.push(place);
        self.values.push(value);
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }
}

/// Sightings in the making.
pub(super) struct Tally {
    sightings: Sightings,
    /// The place of each device, by number.
    places: Vec<u32>,
}

/// No place, no signer.
const NONE: u32 = u32::MAX;

impl Tally {
    /// For so many devices, and sightings that are not more than this.
    pub(super) fn new(n_devices: usize, most: usize) -> Tally {
        let sightings = Sightings {
            devices: Vec::new(),
            reports: Pairs::with_capacity(most),
            signers: Pairs::default(),
            signer_counts: Vec::new(),
            from_summaries: Vec::new(),
        };
        Tally { sightings, places: vec![NONE; n_devices] }
    }

    /// Adds rows of one signer and says how many of them count. All rows of a signer come one after
    /// another.
    pub(super) fn add(&mut self, signer: u32, rows: Rows<'_>, numbers: &ExportNumbers) -> u64 {
        // Without a question for each row whether it counts, it is quicker.
        match rows.has_duplicates() {
            true => self.add_rows(signer, rows.counted(), numbers),
            false => self.add_rows(signer, rows.all(), numbers),
        }
    }

    fn add_rows(
        &mut self,
        signer: u32,
        rows: impl Iterator<Item = CodedRow> + Clone,
        numbers: &ExportNumbers,
    ) -> u64 {
        let n_before = self.sightings.reports.len();
        let reports = rows.clone().map(|row| row.report);
        match numbers.reports.is_empty() {
            true => self.sightings.reports.values.extend(reports),
            false => {
                let recoded = reports.map(|report| Reports::recoded(report, &numbers.reports));
                self.sightings.reports.values.extend(recoded);
            }
        }
        for row in rows {
            let place = self.place_of(numbers.devices[row.device as usize], row.time);
            let device = &mut self.sightings.devices[place as usize];
            device.first_seen = device.first_seen.min(row.time);
            device.last_seen = device.last_seen.max(row.time);
            device.count += 1;
            if device.last_signer != signer {
                device.last_signer = signer;
                // There are no more of them than rows in memory.
                device.last_noted = self.sightings.signer_counts.len() as u32;
                self.sightings.signers.push(place, signer);
                self.sightings.signer_counts.push(0);
            }
            self.sightings.signer_counts[device.last_noted as usize] += 1;
            self.sightings.reports.places.push(place);
        }
        (self.sightings.reports.len() - n_before) as u64
    }

    /// Adds a given device.
    pub(super) fn add_given(&mut self, given: &CountedDevice) {
        let (first, last) = (given.extent.first.count(), given.extent.last.count());
        let place = self.place_of(given.device, first);
        let device = &mut self.sightings.devices[place as usize];
        device.first_seen = device.first_seen.min(first);
        device.last_seen = device.last_seen.max(last);
        device.count += given.count;
        for &report in &given.reports {
            self.sightings.reports.push(place, report);
        }
        let from_summaries = &mut self.sightings.from_summaries;
        from_summaries.resize(from_summaries.len().max(place as usize + 1), 0);
        from_summaries[place as usize] += given.count;
    }

    /// The place of a device that was seen at this time.
    fn place_of(&mut self, device: u32, time: i64) -> u32 {
        let place = &mut self.places[device as usize];
        if *place == NONE {
            // There are fewer places than devices.
            *place = self.sightings.devices.len() as u32;
            self.sightings.devices.push(DeviceSightings {
                device,
                last_signer: NONE,
                last_noted: NONE,
                first_seen: time,
                last_seen: time,
                count: 0,
            });
        }
        *place
    }

    /// How many signers were noted so far.
    pub(super) fn n_signers(&self) -> usize {
        self.sightings.signers.len()
    }

    pub(super) fn finish(self) -> Sightings {
        self.sightings
    }
}

impl Sightings {
    /// How many of a device's sightings were given.
    pub(super) fn count_from_summaries(&self, place: u32) -> u64 {
        self.from_summaries.get(place as usize).copied().unwrap_or(0)
    }
}
