//! Which devices of summaries that the rule made elsewhere count, whatever the hunt. They are given whole:
//! a count cannot be split, so a device is inside the window when any of its time is.

use std::collections::BTreeMap;

use crate::common::{Common, Numbering};
use crate::export::Export;
use crate::given::GivenDevice;
use crate::window::{Extent, ResolvedWindow};

/// The given devices of all exports whose date order is decided.
pub(super) struct Given {
    /// Those that count.
    pub(super) devices: Vec<CountedDevice>,
    /// How many do not: the same summary may have been saved twice.
    pub(super) n_duplicates: u64,
}

/// A given device that counts, in common numbers.
pub(super) struct CountedDevice {
    pub(super) device: u32,
    pub(super) extent: Extent,
    pub(super) count: u64,
    pub(super) reports: Vec<i64>,
}

impl Given {
    pub(super) fn of(
        exports: &[Export],
        common: &Common,
        numbering: &Numbering,
        keep_duplicates: bool,
    ) -> Given {
        let mut given = Given { devices: Vec::new(), n_duplicates: 0 };
        // What counts already, and how often.
        let mut added: BTreeMap<&GivenDevice, u64> = BTreeMap::new();
        for (export, numbers) in exports.iter().zip(&numbering.exports) {
            if !export.takes_part() {
                continue;
            }
            let mut here: BTreeMap<&GivenDevice, u64> = BTreeMap::new();
            for (device, &number) in export.given.iter().zip(&numbers.given) {
                let n_here = here.entry(device).or_default();
                *n_here += 1;
                let n_added = added.entry(device).or_default();
                if *n_here <= *n_added && !keep_duplicates {
                    given.n_duplicates += 1;
                    continue;
                }
                *n_added += 1;
                given.devices.extend(device.extent().map(|extent| CountedDevice {
                    device: number,
                    extent,
                    count: device.count,
                    reports:
                        device.reports.iter().filter_map(|id| common.code_of_report(id)).collect(),
                }));
            }
        }
        given
    }
}

impl CountedDevice {
    /// Whether any of its time is inside.
    pub(super) fn is_inside(&self, window: ResolvedWindow) -> bool {
        self.extent.last >= window.from && self.extent.first <= window.to
    }
}
