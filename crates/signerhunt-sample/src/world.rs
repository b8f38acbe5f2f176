//! Everything that can turn up in an export, and the drawing of an ordinary row from it.
//!
//! The world is made once from the number of rows and the seed; rows only choose from it. It does not write anything.

use crate::clock::Rhythm;
use crate::devices::{Device, fleet, fleet_of};
use crate::digest;
use crate::issuers::{IN_DIRECTORY, Issuer};
use crate::names;
use crate::row::{Flaw, Row};
use crate::shape::Shape;
use crate::signers::{Crowd, Signer, skewed};
use crate::tools::{CONNECTWISE, DECOYS, TOOLS};
use fastrand::Rng;

/// Devices, signers and times to choose from.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) devices: Vec<Device>,
    on_windows: Crowd,
    on_macs: Crowd,
    /// The signers of each tool, in the order of [`TOOLS`].
    tools: Vec<Vec<Signer>>,
    /// Signers that are near misses; none where a story has its own.
    pub(crate) decoys: Vec<Signer>,
    nobody: Signer,
    /// A signer whose name was written in an old code page.
    mangled: Signer,
    rhythm: Rhythm,
}

impl World {
    /// The world behind an export with that many rows: the more rows, the more devices, signers and files.
    pub(crate) fn new(rows: u64, seed: u64, shape: Shape) -> World {
        let vendors = (4 * rows.isqrt()).clamp(60, 6_000);
        World::with(rows, vendors, None, fleet(rows, seed, shape), seed, shape)
    }

    /// The world behind exports that are measured with: 5,000 devices and about 2,000 signers, however many rows there
    /// are, so that more rows are more of the same. Vendors have an issuer of many words, which makes rows about 570
    /// bytes long.
    pub(crate) fn for_measuring(seed: u64, shape: Shape) -> World {
        const FILES_LIKE: u64 = 1_600_000;
        let fleet = fleet_of(5_000, seed, shape);
        World::with(FILES_LIKE, 1_880, Some(&IN_DIRECTORY), fleet, seed, shape)
    }

    fn with(
        rows: u64,
        vendors: u64,
        issuer_of_vendors: Option<&'static Issuer>,
        devices: Vec<Device>,
        seed: u64,
        shape: Shape,
    ) -> World {
        // A stream of its own, so that what is drawn for the world never shifts what is drawn for the rows.
        let rng = &mut Rng::with_seed(digest::mix(seed));
        let share = |parts: u64| u32::try_from(2 + rows / parts).unwrap_or(u32::MAX);
        let files = |rank: usize| share(25 * (rank as u64 + 8));

        let mut on_windows = Vec::new();
        for (name, issuer) in names::ON_WINDOWS {
            on_windows.push(Signer::new(
                name.as_bytes(),
                Some(issuer),
                files(on_windows.len()),
                shape,
            ));
        }
        for _ in 0..vendors {
            let name = names::vendor(rng);
            on_windows.push(Signer::new(
                name.as_bytes(),
                issuer_of_vendors,
                files(on_windows.len()),
                shape,
            ));
        }
        let mut on_macs = Vec::new();
        for (name, issuer) in names::ON_MACS {
            on_macs.push(Signer::new(
                name.as_bytes(),
                Some(issuer),
                files(16 * on_macs.len()),
                shape,
            ));
        }
        for _ in 0..vendors / 16 {
            let name = names::mac_developer(rng);
            on_macs.push(Signer::new(name.as_bytes(), None, files(16 * on_macs.len()), shape));
        }
        let rare = |name: &&str| Signer::new(name.as_bytes(), None, 6 + share(20_000), shape);
        World {
            devices,
            on_windows: Crowd::new(on_windows),
            on_macs: Crowd::new(on_macs),
            tools: TOOLS.iter().map(|names| names.iter().map(rare).collect()).collect(),
            decoys: DECOYS.iter().map(rare).collect(),
            nobody: Signer::nobody(share(60), shape),
            mangled: Signer::new(b"J\xFCrgen Kr\xE4mer Software", None, 3, shape),
            rhythm: Rhythm::new(),
        }
    }

    /// A row as they mostly are, unless it is to be broken.
    pub(crate) fn draw(&self, rng: &mut Rng, flaw: Option<Flaw>) -> Row<'_> {
        let device = &self.devices[skewed(rng, self.devices.len() as u32) as usize];
        let signer = match flaw {
            Some(Flaw::NotUtf8) => &self.mangled,
            _ => self.draw_signer(rng, device),
        };
        Row {
            ticks: self.rhythm.draw(rng),
            device,
            file: signer.draw_file(rng),
            reported: rng.u32(0..256) > 0,
            flaw,
        }
    }

    fn draw_signer(&self, rng: &mut Rng, device: &Device) -> &Signer {
        let of_tool = |tool| {
            if tool == CONNECTWISE { 9_000..10_000 } else { 9_300..10_000 }
        };
        let roll = rng.u32(0..10_000);
        match (roll, device.tool) {
            (0..400, _) => &self.nobody,
            (400..412, _) if !device.is_mac && !self.decoys.is_empty() => choose(&self.decoys, rng),
            (_, Some(tool)) if of_tool(tool).contains(&roll) => choose(&self.tools[tool], rng),
            _ if device.is_mac => self.on_macs.draw(rng),
            _ => self.on_windows.draw(rng),
        }
    }
}

/// One of them, the first ones more often.
fn choose<'w>(signers: &'w [Signer], rng: &mut Rng) -> &'w Signer {
    &signers[skewed(rng, signers.len() as u32) as usize]
}

/// What is wrong with the next row: one in twenty thousand is broken.
pub(crate) fn draw_flaw(rng: &mut Rng) -> Option<Flaw> {
    match rng.u32(0..80_000) {
        0 => Some(Flaw::NoTime),
        1 => Some(Flaw::UnreadableTime),
        2 => Some(Flaw::Cut),
        3 => Some(Flaw::NotUtf8),
        _ => None,
    }
}
