//! The answer to a hunt, as small as it can be: numbers, and devices in codes. It gives the devices that
//! somebody looks at, and the whole [`Summary`] when it is written out.
//!
//! It holds on its own: exports may come and go behind it. Partial counts merge exactly (least, greatest,
//! union, sum), so nothing depends on the order of exports or on how they were read.

mod details;
mod expected;
mod given;
mod page;
mod places;
mod ready;
mod sightings;
mod sought;
mod tools;

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use crate::common::Common;
use crate::expected::ExpectedCount;
use crate::hunt::Hunt;
use crate::ledger::Ledger;
use crate::near_miss::NearMiss;
use crate::order;
use crate::summary::{AskedHunt, Outside, Summary, TermCount, ToolCount};
use crate::time::{HOUR, Ticks};
use crate::window::ResolvedWindow;
pub use page::{DeviceColumn, Expectation, Page, View};
pub use places::SightingPlace;
pub(crate) use ready::Ready;
use sightings::Sightings;

/// The answer to a hunt.
pub struct Answer {
    /// The window's ends.
    pub window: ResolvedWindow,
    /// Where every row went.
    pub ledger: Ledger,
    /// How often each term was seen inside the window, in the hunt's order.
    pub terms: Vec<TermCount>,
    /// How often each tool was seen inside the window, by bytes. Empty unless the hunt has several rules.
    pub tools: Vec<ToolCount>,
    /// How much of it is there on purpose; `None` unless something is marked as expected.
    pub expected: Option<ExpectedCount>,
    /// Sightings that the window leaves out.
    pub outside_window: Outside,
    /// Signers that nearly match, inside the window: most rows first, then by signer.
    pub near_misses: Vec<NearMiss>,
    hunt: Hunt,
    keep_duplicates: bool,
    clock: Ticks,
    common: Arc<Common>,
    sightings: Sightings,
    /// How many sightings of each device are expected, by its place. Empty unless something is marked as such.
    expected_counts: Vec<u64>,
    /// How many distinct report ids each device has, by its place; worked out when it is asked for.
    n_reports: OnceLock<Vec<u64>>,
}

impl Answer {
    /// How many devices have a sighting.
    pub fn n_devices(&self) -> usize {
        self.sightings.devices.len()
    }

    /// How many sightings there are: matched rows, and what summaries made elsewhere counted.
    pub fn n_sightings(&self) -> u64 {
        self.sightings.devices.iter().map(|device| device.count).sum()
    }

    /// The name of the device that was seen last, and when; of several the first in a summary's order.
    pub fn latest(&self) -> Option<(&str, Ticks)> {
        let devices = self.sightings.devices.iter();
        let latest = devices.max_by_key(|device| (device.last_seen, Reverse(device.device)))?;
        Some((self.common.devices.texts_of(latest.device).1, details::ticks(latest.last_seen)))
    }

    /// The whole answer, to be written out.
    pub fn summary(&self) -> Summary {
        // Devices are numbered as a summary orders them.
        let number = |place: usize| self.sightings.devices[place].device;
        let places =
            order::places(self.n_devices(), &|left, right| number(left).cmp(&number(right)));
        let mut sources = self.common.sources.clone();
        for source in &mut sources {
            source.warnings.extend(future_warning(source.last, self.clock));
        }
        Summary {
            format: Summary::FORMAT,
            hunt: AskedHunt::new(&self.hunt, self.window, self.keep_duplicates),
            devices: self.devices_at(&places),
            terms: self.terms.clone(),
            tools: self.tools.clone(),
            expected: self.expected,
            outside_window: self.outside_window,
            ledger: self.ledger,
            sources,
            near_misses: self.near_misses.clone(),
            rejected: self.common.rejected.clone(),
        }
    }
}

/// A word about rows that are later than the clock.
fn future_warning(last: Option<Ticks>, clock: Ticks) -> Option<String> {
    // Clocks of devices and of whoever reads this differ by minutes.
    let last = last.filter(|last| *last > clock.saturating_add(HOUR))?;
    Some(format!("its newest row is in the future: {last}"))
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("window", &self.window)
            .field("n_devices", &self.n_devices())
            .field("ledger", &self.ledger)
            .finish_non_exhaustive()
    }
}
