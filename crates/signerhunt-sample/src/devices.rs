//! Devices: names, identities, the counter behind `ReportId`, and which of them run a remote-management tool.
//!
//! A device knows nothing of files or signers.

use crate::clock::{NEWEST, OLDEST, SECOND};
use crate::digest;
use crate::shape::Shape;
use crate::tools::{CONNECTWISE, TOOLS};

/// A machine that reports.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    /// Forty hexadecimal digits.
    pub(crate) id: Vec<u8>,
    /// The name as a cell.
    name: Vec<u8>,
    /// The name as a cell that it had until a moment.
    former: Option<(u64, Vec<u8>)>,
    pub(crate) is_mac: bool,
    /// The tool it is managed with, as a position in [`TOOLS`].
    pub(crate) tool: Option<usize>,
    counter_start: u64,
    /// Seconds in which the counter goes one further.
    counter_pace: u64,
}

impl Device {
    /// The device at this place of the fleet; the first ones are the busiest.
    fn new(seed: u64, place: u32, shape: Shape) -> Device {
        let key = digest::nth(digest::mix(seed), u64::from(place));
        let mut id = Vec::new();
        digest::push_hex(&mut id, key, 40);
        let is_mac = place % 16 == 5;
        let tool = match (place % 8, place % 10) {
            _ if is_mac => None,
            (3, _) => Some(CONNECTWISE),
            (_, 6) => Some(CONNECTWISE + 1 + (key % (TOOLS.len() as u64 - 1)) as usize),
            _ => None,
        };
        let mut device = Device {
            id,
            name: Vec::new(),
            former: None,
            is_mac,
            tool,
            counter_start: key >> 40,
            counter_pace: 15 + (key >> 32) % 300,
        };
        device.set_name(&name(key, place, is_mac), shape);
        // A few join the domain while the export runs and get their name only then.
        if place % 61 == 11 {
            let until = OLDEST + (key >> 8) % (NEWEST - OLDEST);
            device.set_former_name(until, &format!("desktop-{:07x}", key & 0xfff_ffff), shape);
        }
        device
    }

    /// Gives it the name `name.contoso.example`.
    pub(crate) fn set_name(&mut self, name: &str, shape: Shape) {
        self.name = cell(name, shape);
    }

    /// Gives it another name until that moment.
    pub(crate) fn set_former_name(&mut self, until: u64, name: &str, shape: Shape) {
        self.former = Some((until, cell(name, shape)));
    }

    /// The name as a cell at that moment.
    pub(crate) fn name_at(&self, ticks: u64) -> &[u8] {
        match &self.former {
            Some((until, former)) if ticks < *until => former,
            _ => &self.name,
        }
    }

    /// The counter at that moment. It begins again after some days, so its numbers repeat.
    pub(crate) fn report_at(&self, ticks: u64) -> u32 {
        let steps = ticks / SECOND / self.counter_pace;
        (1 + (self.counter_start + steps) % 59_000) as u32
    }
}

/// The devices of an export with that many rows, the busiest first.
pub(crate) fn fleet(rows: u64, seed: u64, shape: Shape) -> Vec<Device> {
    fleet_of(count(rows), seed, shape)
}

/// So many devices, the busiest first.
pub(crate) fn fleet_of(n_devices: u32, seed: u64, shape: Shape) -> Vec<Device> {
    let mut devices: Vec<Device> =
        (0..n_devices).map(|place| Device::new(seed, place, shape)).collect();
    // A few were installed anew: the name of the neighbour under another identity.
    for place in (7..devices.len()).step_by(53) {
        devices[place].name = devices[place - 1].name.clone();
    }
    devices
}

/// How many devices report that many rows: about 60 two thousand, about 5,000 one and a half million.
fn count(rows: u64) -> u32 {
    // The cube root of the square, found bit by bit: a floating-point power may differ between platforms.
    let square = u128::from(rows.min(1 << 32)) * u128::from(rows.min(1 << 32));
    let mut root: u128 = 0;
    let mut step: u128 = 1 << 21;
    while step > 0 {
        if (root + step).pow(3) <= square {
            root += step;
        } else {
            step /= 2;
        }
    }
    (root * 3 / 8).clamp(12, 100_000) as u32
}

fn cell(name: &str, shape: Shape) -> Vec<u8> {
    let mut cell = Vec::new();
    shape.push_text(&mut cell, format!("{name}.contoso.example").as_bytes());
    cell
}

/// A name that tells what the machine is for; its number is its place, so no two are the same.
fn name(key: u64, place: u32, is_mac: bool) -> String {
    const DEPARTMENTS: [&str; 8] = ["fin", "hr", "sales", "legal", "ops", "mkt", "it", "rnd"];
    const SITES: [&str; 7] = ["münchen", "hq", "paris", "oslo", "łódź", "zürich", "austin"];
    let department = DEPARTMENTS[(key % 8) as usize];
    let site = SITES[((key >> 8) % 7) as usize];
    match (key >> 16) % 24 {
        _ if is_mac => format!("mbp-{department}-{place:04}"),
        0..=11 => format!("{department}-lt-{place:04}"),
        12..=17 => format!("{department}-ws-{place:04}"),
        18..=21 => format!("srv-{site}-{place:02}"),
        22 => format!("{site}-kiosk-{place:02}"),
        _ => format!("build-agent-{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn fleets_grow_with_the_rows() {
        assert_eq!([0, 2_000, 100_000, 1_600_000].map(count), [12, 59, 807, 5_129]);
        assert_eq!(count(u64::MAX), 100_000);
    }

    #[test]
    fn some_names_are_shared_and_identities_never() {
        let devices = fleet(100_000, 1, Shape::Portal);
        let ids: BTreeSet<&[u8]> = devices.iter().map(|device| &*device.id).collect();
        let names: BTreeSet<&[u8]> = devices.iter().map(|device| &*device.name).collect();
        assert_eq!(ids.len(), devices.len());
        assert_eq!(devices.len() - names.len(), 16);
    }

    #[test]
    fn some_devices_change_their_name() {
        let devices = fleet(100_000, 1, Shape::Portal);
        let renamed =
            devices.iter().filter(|device| device.name_at(OLDEST) != device.name_at(NEWEST));
        assert_eq!(renamed.count(), 14);
    }

    #[test]
    fn counters_repeat_on_a_device() {
        let devices = fleet(2_000, 1, Shape::Portal);
        let round = |device: &Device| 59_000 * device.counter_pace * SECOND;
        let mut quick = devices.iter().filter(|device| OLDEST + round(device) < NEWEST);
        let device = quick.next().expect("some counters go round within the export");
        let round = round(device);
        assert_eq!(device.report_at(OLDEST), device.report_at(OLDEST + round));
        assert_ne!(device.report_at(OLDEST), device.report_at(OLDEST + 60 * SECOND));
    }
}
