//! The generator: as many ordinary rows as asked for, in pieces, so that a large export never is in memory at once.

use crate::clock::NEWEST;
use crate::shape::Shape;
use crate::world::{World, draw_flaw};
use fastrand::Rng;

/// How long a piece gets before it is handed over.
const PIECE: usize = 1 << 20;
/// Longer than any row, so that a piece is allocated once.
const LONGEST_ROW: usize = 1 << 12;

/// An export in the making. Iterating gives its pieces, about 1 MiB each; put together they are the file.
///
/// All rows lie in the 30 days up to 2026-11-20T09:11:58.7654321Z, in no order, and one of them is at that very moment.
/// About one row in 20,000 is broken on purpose: see [`Generator::broken_rows`].
#[derive(Clone, Debug)]
pub struct Generator {
    world: World,
    shape: Shape,
    rng: Rng,
    rows: u64,
    made: u64,
    broken: u64,
    begun: bool,
}

impl Generator {
    /// An export with that many rows. The same arguments always give the same bytes.
    pub fn new(rows: u64, seed: u64, shape: Shape) -> Generator {
        Generator {
            world: World::new(rows, seed, shape),
            shape,
            rng: Rng::with_seed(seed),
            rows,
            made: 0,
            broken: 0,
            begun: false,
        }
    }

    /// How many of the rows made so far cannot be used: their time is missing or unreadable, their name is not UTF-8,
    /// or most of their cells are.
    pub fn broken_rows(&self) -> u64 {
        self.broken
    }

    fn push_row(&mut self, piece: &mut Vec<u8>) {
        // Somewhere in the file stands the newest row, and it must be readable.
        let newest = self.made == self.rows / 8 * 5;
        let flaw = if newest { None } else { draw_flaw(&mut self.rng) };
        let mut row = self.world.draw(&mut self.rng, flaw);
        if newest {
            row.ticks = NEWEST;
        }
        self.broken += u64::from(row.flaw.is_some());
        piece.extend_from_slice(b"\r\n");
        row.push(piece, self.shape);
        self.made += 1;
    }
}

impl Iterator for Generator {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.begun && self.made == self.rows {
            return None;
        }
        let left = usize::try_from(self.rows - self.made).unwrap_or(usize::MAX);
        let mut piece = Vec::with_capacity(PIECE.min(left.saturating_mul(700)) + LONGEST_ROW);
        if !self.begun {
            piece.extend_from_slice(self.shape.header().as_bytes());
            self.begun = true;
        }
        while piece.len() < PIECE && self.made < self.rows {
            self.push_row(&mut piece);
        }
        if self.made == self.rows {
            piece.extend_from_slice(self.shape.end());
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{OLDEST, SECOND};
    use crate::digest;
    use crate::reread::Table;
    use std::collections::{BTreeMap, BTreeSet};

    const SHAPES: [Shape; 3] = [Shape::Portal, Shape::PortalIso, Shape::LogAnalytics];

    fn export(rows: u64, seed: u64, shape: Shape) -> Vec<u8> {
        Generator::new(rows, seed, shape).flatten().collect()
    }

    #[test]
    fn bytes_never_change() {
        // Whoever changes these numbers changes every generated file: recorded results need to be taken again.
        let digests = SHAPES.map(|shape| digest::of_text(&export(3_000, 42, shape)));
        assert_eq!(
            digests,
            [2_734_720_347_711_627_104, 5_389_546_236_342_086_494, 12_188_607_869_152_523_548]
        );
    }

    #[test]
    fn seeds_differ() {
        assert_ne!(export(50, 1, Shape::Portal), export(50, 2, Shape::Portal));
    }

    #[test]
    fn pieces_are_about_one_mebibyte_and_end_with_rows() {
        let pieces: Vec<Vec<u8>> = Generator::new(10_000, 1, Shape::Portal).collect();
        assert!(pieces.len() > 4);
        for piece in &pieces[..pieces.len() - 1] {
            assert!((PIECE..PIECE + LONGEST_ROW).contains(&piece.len()));
        }
        for piece in &pieces[1..] {
            assert!(piece.starts_with(b"\r\n"));
        }
    }

    #[test]
    fn every_shape_has_the_bytes_of_its_portal() {
        for shape in SHAPES {
            let export = export(500, 1, shape);
            assert!(export.starts_with(shape.header().as_bytes()));
            assert_eq!(export.ends_with(b"\r\n"), shape == Shape::LogAnalytics);
            let text = String::from_utf8(export).expect("no broken row among these");
            assert_eq!(text.contains(",Invalid date,"), shape == Shape::Portal);
            assert_eq!(text.contains(",true,"), shape == Shape::LogAnalytics);
            assert_eq!(text.replace("\r\n", "").contains('\n'), shape == Shape::LogAnalytics);
        }
    }

    #[test]
    fn small_exports_are_whole() {
        for shape in SHAPES {
            for rows in [0, 1, 2, 9] {
                let table = Table::new(&export(rows, 1, shape), shape);
                assert_eq!(table.rows.len() as u64, rows);
                let newest =
                    (0..table.rows.len()).filter_map(|row| table.time(row, "Timestamp")).max();
                assert_eq!(newest.map(|time| time / SECOND), (rows > 0).then_some(NEWEST / SECOND));
            }
        }
    }

    #[test]
    fn rows_read_back() {
        for shape in SHAPES {
            let mut generator = Generator::new(60_000, 5, shape);
            let export: Vec<u8> = generator.by_ref().flatten().collect();
            let table = Table::new(&export, shape);
            assert_eq!(table.rows.len(), 60_000);
            let flaws = (0..table.rows.len()).filter(|row| table.flaw(*row).is_some());
            let flaws: Vec<usize> = flaws.collect();
            assert_eq!(flaws.len() as u64, generator.broken_rows());
            assert!((1..9).contains(&flaws.len()), "{}", flaws.len());

            let mut newest = 0;
            for row in (0..table.rows.len()).filter(|row| !flaws.contains(row)) {
                let time = table.time(row, "Timestamp").expect("a time");
                assert!((OLDEST / SECOND..=NEWEST / SECOND).contains(&(time / SECOND)));
                newest = newest.max(time);
            }
            let kept = match shape {
                Shape::Portal => NEWEST / SECOND * SECOND,
                Shape::PortalIso => NEWEST,
                Shape::LogAnalytics => NEWEST / 10_000 * 10_000,
            };
            assert_eq!(newest, kept);
        }
    }

    #[test]
    fn content_is_like_that_of_a_large_company() {
        let table = Table::new(&export(300_000, 3, Shape::PortalIso), Shape::PortalIso);
        let rows = table.rows.len();
        let (mut unsigned, mut connectwise, mut other_tools, mut unreported) = (0, 0, 0, 0);
        let (mut signers, mut devices, mut files) =
            (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        for row in (0..rows).filter(|row| table.flaw(*row).is_none()) {
            let signer = table.text(row, "Signer");
            let family = ["ConnectWise,", "Connectwise,", "ScreenConnect ", "CONTINUUM "];
            if signer.is_empty() {
                unsigned += 1;
            } else if family.iter().any(|start| signer.starts_with(start)) {
                connectwise += 1;
            } else if crate::tools::TOOLS[1..].iter().any(|names| names.contains(&signer)) {
                other_tools += 1;
            }
            unreported += usize::from(table.text(row, "ReportId").is_empty());
            signers.insert(signer);
            devices.insert((table.text(row, "DeviceId"), table.text(row, "DeviceName")));
            // A file has one certificate, wherever it is seen.
            let certificate = table.text(row, "SignerHash");
            assert_eq!(*files.entry(table.text(row, "SHA1")).or_insert(certificate), certificate);
        }
        let share = |count: usize| count * 10_000 / rows;
        assert!((380..420).contains(&share(unsigned)), "{}", share(unsigned));
        assert!((100..200).contains(&share(connectwise)), "{}", share(connectwise));
        assert!((50..100).contains(&share(other_tools)), "{}", share(other_tools));
        assert!((20..60).contains(&share(unreported)), "{}", share(unreported));
        assert!((1_600..1_800).contains(&devices.len()), "{}", devices.len());
        assert!(signers.len() > 2_000, "{}", signers.len());
        assert!(files.len() < rows / 4, "{}", files.len());
    }
}
