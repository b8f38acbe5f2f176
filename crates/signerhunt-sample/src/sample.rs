//! The export of "Try the sample": 2,000 rows in which a hunt for ConnectWise finds a story.
//!
//! What happens is told in `story.rs`; here it is staged in an otherwise ordinary, if smaller world, and six rows of it
//! are broken. One of those is about `hr-lt-0077`: who reads the rejected rows learns that its story may not have ended.

use crate::clock::{DAY, HOUR, NEWEST, moment};
use crate::row::{Flaw, Row};
use crate::shape::Shape;
use crate::signers::Signer;
use crate::story::{
    BACKUP, BUILD, FINANCE, HELPDESK, HR, KIOSK, MAC, MUNICH, RENAMED, Scene, scenes,
};
use crate::tools::CONNECTWISE;
use crate::world::World;
use fastrand::Rng;

const ROWS: u64 = 2_000;
const SEED: u64 = 20_261_120;
const SHAPE: Shape = Shape::Portal;

/// The sample's file name and its bytes, always the same.
pub fn sample() -> (String, Vec<u8>) {
    let world = stage();
    let rng = &mut Rng::with_seed(SEED);
    let scenes = scenes();
    let signer = |scene: &Scene| Signer::new(scene.signer.as_bytes(), None, 9, SHAPE);
    let signers: Vec<Signer> = scenes.iter().map(signer).collect();

    let mut story = Vec::new();
    for (scene, signer) in scenes.iter().zip(&signers) {
        for ticks in scene.times(rng) {
            let (device, file) = (&world.devices[scene.device], signer.draw_file(rng));
            story.push(Row { ticks, device, file, reported: true, flaw: None });
        }
    }
    for flaw in FLAWS {
        // Broken rows are recent, so that it matters what they would have said.
        let ticks = NEWEST - rng.u64(HOUR..4 * DAY);
        story.push(Row { ticks, ..world.draw(rng, Some(flaw)) });
    }
    let about_hr = Row {
        device: &world.devices[HR],
        file: signers[0].file(0),
        ..world.draw(rng, Some(Flaw::NoTime))
    };
    story.push(about_hr);
    (SHAPE.file_name().to_owned(), mixed(&world, story, rng))
}

const FLAWS: [Flaw; 5] = [Flaw::NoTime, Flaw::UnreadableTime, Flaw::Cut, Flaw::Cut, Flaw::NotUtf8];

/// An ordinary world in which only the story can tell of the tool of the default hunt.
fn stage() -> World {
    let mut world = World::new(ROWS, SEED, SHAPE);
    for (place, name) in [
        (HELPDESK, "hd-ws-0007"),
        (FINANCE, "fin-lt-0412"),
        (KIOSK, "hq-kiosk-03"),
        (RENAMED, "it-ws-0031"),
        (MUNICH, "srv-münchen-02"),
        (HR, "hr-lt-0077"),
        (BACKUP, "srv-backup-01"),
        (MAC, "mbp-sales-0021"),
        (BUILD, "build-agent-7"),
    ] {
        world.devices[place].set_name(name, SHAPE);
    }
    world.devices[RENAMED].set_former_name(moment(2026_11_10_08_30_00), "desktop-4k7q2mb", SHAPE);
    for device in &mut world.devices {
        device.tool = device.tool.filter(|tool| *tool != CONNECTWISE);
    }
    world.decoys.clear();
    world
}

/// The file: the rows of the story scattered among ordinary ones.
fn mixed<'w>(world: &'w World, mut story: Vec<Row<'w>>, rng: &mut Rng) -> Vec<u8> {
    let mut export = SHAPE.header().as_bytes().to_vec();
    for left in (1..=ROWS).rev() {
        let row = if rng.u64(0..left) < story.len() as u64 {
            story.swap_remove(rng.u32(0..story.len() as u32) as usize)
        } else {
            world.draw(rng, None)
        };
        export.extend_from_slice(b"\r\n");
        row.push(&mut export, SHAPE);
    }
    export.extend_from_slice(SHAPE.end());
    export
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SECOND;
    use crate::digest;
    use crate::reread::Table;
    use crate::story::{BOUGHT, CURRENT, FORMER, LONG_AGO, OLD_CLIENT, ON_MACS};
    use std::collections::BTreeMap;

    /// Whether the default hunt finds the signer, as a list and not as a rule.
    fn matches(signer: &str) -> bool {
        [CURRENT, FORMER, LONG_AGO, OLD_CLIENT, BOUGHT, ON_MACS].contains(&signer)
    }

    fn table() -> Table {
        Table::new(&sample().1, SHAPE)
    }

    /// Device names with their sightings in the last days.
    fn sightings(table: &Table, days: u64) -> BTreeMap<&str, u32> {
        // The portal keeps whole seconds, and the window ends at what it kept.
        let newest = NEWEST / SECOND * SECOND;
        let mut sightings = BTreeMap::new();
        for row in 0..table.rows.len() {
            let flawed = table.flaw(row).is_some();
            if flawed || !matches(table.text(row, "Signer")) {
                continue;
            }
            let time = table.time(row, "Timestamp").expect("a time");
            if (newest - days * DAY..=newest).contains(&time) {
                let name = table.text(row, "DeviceName").strip_suffix(".contoso.example");
                *sightings.entry(name.expect("the domain")).or_default() += 1;
            }
        }
        sightings
    }

    #[test]
    fn bytes_never_change() {
        // Whoever changes this number changes what tests and pictures of the page show.
        assert_eq!(digest::of_text(&sample().1), 4_284_346_444_360_393_580);
    }

    #[test]
    fn two_thousand_rows_end_at_the_newest() {
        let table = table();
        assert_eq!(sample().0, "New query.csv");
        assert_eq!(table.rows.len() as u64, ROWS);
        let newest = (0..table.rows.len()).filter_map(|row| table.time(row, "Timestamp")).max();
        assert_eq!(newest, Some(NEWEST / SECOND * SECOND));
    }

    #[test]
    fn the_last_five_days_tell_the_story() {
        let expected = [
            ("build-agent-7", 1),
            ("fin-lt-0412", 23),
            ("hd-ws-0007", 44),
            ("hq-kiosk-03", 13),
            ("mbp-sales-0021", 4),
            ("srv-münchen-02", 3),
        ];
        assert_eq!(sightings(&table(), 5), BTreeMap::from(expected));
    }

    #[test]
    fn thirty_days_show_more() {
        let expected = [
            ("build-agent-7", 1),
            ("desktop-4k7q2mb", 4),
            ("fin-lt-0412", 23),
            ("hd-ws-0007", 108),
            ("hq-kiosk-03", 22),
            ("hr-lt-0077", 16),
            ("it-ws-0031", 3),
            ("mbp-sales-0021", 4),
            ("srv-backup-01", 6),
            ("srv-münchen-02", 3),
        ];
        assert_eq!(sightings(&table(), 30), BTreeMap::from(expected));
    }

    #[test]
    fn near_misses_are_few_and_near() {
        let table = table();
        let mut misses = BTreeMap::new();
        for row in (0..table.rows.len()).filter(|row| table.flaw(*row).is_none()) {
            let signer = table.text(row, "Signer");
            let plain = signer.to_lowercase().replace('\u{456}', "i");
            let near = ["connectwise", "screenconnect", "continuum"]
                .iter()
                .any(|term| plain.contains(term));
            if near && !matches(signer) {
                *misses.entry(signer).or_insert(0) += 1;
            }
        }
        let expected = [
            ("ConnectW\u{456}se, LLC", 2),
            ("Continuum ManagedServices LLC", 1),
            ("MyConnectWiseTools Ltd", 2),
            ("ScreenConnected GmbH", 5),
        ];
        assert_eq!(misses, BTreeMap::from(expected));
    }

    #[test]
    fn six_rows_are_broken() {
        let table = table();
        let mut flaws = BTreeMap::new();
        for flaw in (0..table.rows.len()).filter_map(|row| table.flaw(row)) {
            *flaws.entry(flaw).or_insert(0) += 1;
        }
        assert_eq!(flaws, BTreeMap::from([("columns", 2), ("encoding", 1), ("timestamp", 3)]));
    }

    #[test]
    fn other_tools_are_there_for_other_hunts() {
        let table = table();
        let signers = (0..table.rows.len()).filter(|row| table.flaw(*row).is_none());
        let tools = &crate::tools::TOOLS[1..];
        let others = signers
            .map(|row| table.text(row, "Signer"))
            .filter(|signer| tools.iter().any(|names| names.contains(signer)));
        assert!(others.count() > 8);
    }
}
