//! The devices of the answer, as far as they are on the screen, and their original records.

use std::rc::Rc;

use signerhunt_wasm::protocol::{DevicePage, DeviceRow, SightingRecord};

use super::{DEVICES_PER_PAGE, State};

/// The devices on the screen. Each row is shared, so that drawing the table anew copies none of its
/// hundreds of report ids.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct ShownDevices {
    /// How many devices pass the filter.
    pub(crate) filtered: u32,
    /// How many of these were skipped.
    pub(crate) offset: u32,
    /// The devices.
    pub(crate) rows: Vec<Rc<DeviceRow>>,
}

impl ShownDevices {
    /// How many more are to come for this page of the table.
    pub(crate) fn n_to_come(&self) -> u32 {
        let all = self.filtered.saturating_sub(self.offset).min(DEVICES_PER_PAGE);
        all.saturating_sub(self.rows.len() as u32)
    }
}

impl From<DevicePage> for ShownDevices {
    fn from(page: DevicePage) -> ShownDevices {
        ShownDevices {
            filtered: page.filtered,
            offset: page.offset,
            rows: page.rows.into_iter().map(Rc::new).collect(),
        }
    }
}

/// Original records of a device.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum DeviceRecords {
    /// They are being read.
    Asked,
    /// They are there.
    Shown {
        /// How many there are.
        total: u32,
        /// The newest of them.
        records: Vec<SightingRecord>,
        /// Why others are missing.
        troubles: Vec<String>,
    },
}

/// What identifies a device: DeviceId and DeviceName.
pub(crate) type DeviceKey = (String, String);

impl State {
    /// Keeps the records of a device, or that they were asked for.
    pub(super) fn note_records(&mut self, device: DeviceKey, records: DeviceRecords) {
        self.records.retain(|(known, _)| *known != device);
        self.records.push((device, Rc::new(records)));
    }
}
