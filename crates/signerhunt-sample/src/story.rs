//! The story that "Try the sample" tells: who uses ConnectWise where, and when.
//!
//! In the five days up to the newest row:
//!
//! * `fin-lt-0412`, a finance laptop, was quiet until Thursday night, when a burst of sightings begins; minutes later the
//!   same name turns up spelled with a foreign letter, which is no match but a near miss;
//! * `hd-ws-0007`, the helpdesk, uses the tool every working day and is the newest row;
//! * `hq-kiosk-03` runs an old client three times a day;
//! * `srv-münchen-02` still has a service of a company that was bought long ago;
//! * `mbp-sales-0021` is a mac;
//! * `build-agent-7` appeared once.
//!
//! Over thirty days `hr-lt-0077`, `srv-backup-01` and a device that changed its name join them.
//!
//! Only what happens is here; `sample.rs` makes rows of it.

use crate::clock::{NEWEST, SECOND, moment};
use fastrand::Rng;

/// The cast, by its places in the fleet: the higher the place, the fewer other rows it has.
pub(crate) const HELPDESK: usize = 2;
pub(crate) const FINANCE: usize = 4;
pub(crate) const KIOSK: usize = 9;
pub(crate) const RENAMED: usize = 11;
pub(crate) const MUNICH: usize = 13;
pub(crate) const HR: usize = 17;
pub(crate) const BACKUP: usize = 18;
pub(crate) const MAC: usize = 21;
pub(crate) const BUILD: usize = 30;

/// Sightings of a signer on a device, spread over a time.
pub(crate) struct Scene {
    pub(crate) device: usize,
    pub(crate) signer: &'static str,
    count: u32,
    /// The times of the first and the last of them.
    from: u64,
    to: u64,
}

pub(crate) const CURRENT: &str = "ConnectWise, LLC";
pub(crate) const FORMER: &str = "Connectwise, LLC";
pub(crate) const LONG_AGO: &str = "ConnectWise, Inc.";
pub(crate) const OLD_CLIENT: &str = "ScreenConnect Software";
pub(crate) const BOUGHT: &str = "CONTINUUM MANAGED SERVICES";
pub(crate) const ON_MACS: &str = "Developer ID Application: ConnectWise, LLC (K8M3XDZV9Y)";

/// All scenes.
#[rustfmt::skip] // One scene a line reads as the table it is.
pub(crate) fn scenes() -> Vec<Scene> {
    let scene = |device, signer, count, from, to| Scene { device, signer, count, from: moment(from), to: moment(to) };
    let mut scenes = vec![
        // The last five days.
        scene(FINANCE, CURRENT, 23, 2026_11_19_21_47_33, 2026_11_19_22_31_08),
        scene(KIOSK, OLD_CLIENT, 13, 2026_11_16_02_10_05, 2026_11_20_02_12_44),
        scene(MUNICH, BOUGHT, 3, 2026_11_17_03_00_12, 2026_11_19_03_00_15),
        scene(MAC, ON_MACS, 4, 2026_11_18_09_20_00, 2026_11_18_15_41_27),
        scene(BUILD, CURRENT, 1, 2026_11_18_23_58_10, 2026_11_18_23_58_10),
        scene(HELPDESK, FORMER, 4, 2026_11_17_08_15_00, 2026_11_17_15_05_31),
        // Near misses: a foreign letter, and names that only contain a term.
        scene(FINANCE, "ConnectW\u{456}se, LLC", 2, 2026_11_19_22_36_50, 2026_11_19_22_37_02),
        scene(25, "ScreenConnected GmbH", 3, 2026_11_17_10_02_11, 2026_11_19_13_30_00),
        scene(34, "ScreenConnected GmbH", 2, 2026_11_18_07_45_19, 2026_11_18_07_46_40),
        scene(40, "MyConnectWiseTools Ltd", 2, 2026_11_16_12_00_00, 2026_11_20_08_01_09),
        scene(MUNICH, "Continuum ManagedServices LLC", 1, 2026_11_19_03_00_59, 2026_11_19_03_00_59),
        // Before.
        scene(HR, FORMER, 14, 2026_11_02_13_05_41, 2026_11_06_15_30_20),
        scene(HR, LONG_AGO, 2, 2026_10_28_09_12_00, 2026_10_28_09_14_30),
        scene(BACKUP, BOUGHT, 6, 2026_10_24_01_30_00, 2026_11_08_01_30_09),
        scene(RENAMED, CURRENT, 4, 2026_11_09_10_00_17, 2026_11_09_16_24_00),
        scene(RENAMED, CURRENT, 3, 2026_11_10_09_02_44, 2026_11_11_14_10_36),
        scene(KIOSK, OLD_CLIENT, 9, 2026_11_09_02_10_02, 2026_11_11_18_10_40),
    ];
    // What the helpdesk did on working days; the last of its sightings is the newest row.
    let shifts = [
        (2026_10_22, 4), (2026_10_23, 2), (2026_10_26, 5), (2026_10_27, 3), (2026_10_28, 4), (2026_10_29, 4), (2026_10_30, 2),
        (2026_11_02, 5), (2026_11_03, 3), (2026_11_04, 6), (2026_11_05, 3), (2026_11_06, 2), (2026_11_09, 5), (2026_11_10, 4),
        (2026_11_11, 5), (2026_11_12, 3), (2026_11_13, 4), (2026_11_16, 9), (2026_11_17, 8), (2026_11_18, 10), (2026_11_19, 8),
    ];
    for (day, count) in shifts {
        scenes.push(scene(HELPDESK, CURRENT, count, day * 1_000_000 + 7_40_00, day * 1_000_000 + 16_20_00));
    }
    scenes.push(Scene { device: HELPDESK, signer: CURRENT, count: 5, from: moment(2026_11_20_07_05_00), to: NEWEST });
    scenes
}

impl Scene {
    /// The times of its sightings: the first and the last as told, the others about evenly between.
    pub(crate) fn times(&self, rng: &mut Rng) -> Vec<u64> {
        let gap = (self.to - self.from) / u64::from(self.count.max(2) - 1);
        let between = |number| self.from + number * gap + rng.u64(0..gap / 4 + SECOND);
        let mut times = vec![self.from];
        times.extend((1..u64::from(self.count - 1).max(1)).map(between));
        if self.count > 1 {
            times.push(self.to);
        }
        times
    }
}
