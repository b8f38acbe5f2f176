//! Which devices of summaries that the rule made elsewhere count, whatever the hunt. They are given whole:
//! a count cannot be split, so a device is inside the window when any of its time is.

use crate::common::{Common, Numbering};
use crate::export::Export;
use crate::order::distinct;
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
        let different = distinct(exports.iter().flat_map(|export| &export.given));
        // What counts already, and how often.
        let mut added = vec![0_u64; different.len()];
        for (export, numbers) in exports.iter().zip(&numbering.exports) {
            if !export.takes_part() {
                continue;
            }
            let mut here = vec![0_u64; different.len()];
            for (device, &number) in export.given.iter().zip(&numbers.given) {
                let place = different.partition_point(|other| *other < device);
                let (n_here, n_added) = (&mut here[place], &mut added[place]);
                *n_here += 1;
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
