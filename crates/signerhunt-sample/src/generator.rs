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
    /// Whether every row can be used, and has all digits of its time.
    is_flawless: bool,
}

impl Generator {
    /// An export with that many rows. The same arguments always give the same bytes.
    pub fn new(rows: u64, seed: u64, shape: Shape) -> Generator {
        Generator::of(World::new(rows, seed, shape), rows, seed, shape)
    }

    /// An export to compare programs with: 5,000 devices and about 2,000 signers, however many rows there are, and no row
    /// that is broken, because programs differ in what they make of those. Each time has seven digits behind the point, so
    /// that times as texts have the order of times.
    pub fn for_measuring(rows: u64, seed: u64, shape: Shape) -> Generator {
        let world = World::for_measuring(seed, shape);
        Generator { is_flawless: true, ..Generator::of(world, rows, seed, shape) }
    }

    fn of(world: World, rows: u64, seed: u64, shape: Shape) -> Generator {
        Generator {
            world,
            shape,
            rng: Rng::with_seed(seed),
            rows,
            made: 0,
            broken: 0,
            begun: false,
            is_flawless: false,
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
        let flaw = if newest || self.is_flawless { None } else { draw_flaw(&mut self.rng) };
        let mut row = self.world.draw(&mut self.rng, flaw);
        if newest {
            row.ticks = NEWEST;
        }
        if self.is_flawless && row.ticks.is_multiple_of(10) {
            row.ticks += 1;
        }
        self.broken += u64::from(row.flaw.is_some());
        piece.extend_from_slice(self.shape.before_row(self.made == 0));
        row.push(piece, self.shape);
        piece.extend_from_slice(self.shape.after_row());
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
        let mut piece = Vec::with_capacity(PIECE.min(left.saturating_mul(1_300)) + LONGEST_ROW);
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

    fn export(rows: u64, seed: u64, shape: Shape) -> Vec<u8> {
        Generator::new(rows, seed, shape).flatten().collect()
    }

    #[test]
    fn bytes_never_change() {
        // Whoever changes these numbers changes every generated file: recorded results need to be taken again.
        let digests = Shape::ALL.map(|shape| digest::of_text(&export(3_000, 42, shape)));
        assert_eq!(
            digests,
            [
                2_734_720_347_711_627_104,
                5_389_546_236_342_086_494,
                12_188_607_869_152_523_548,
                8_833_281_583_268_944_207,
                8_910_010_005_372_456_439,
                16_086_025_076_400_770_446,
            ]
        );
    }

    #[test]
    fn seeds_differ() {
        assert_ne!(export(50, 1, Shape::Portal), export(50, 2, Shape::Portal));
    }

    #[test]
    fn pieces_are_about_one_mebibyte_and_end_with_rows() {
        for shape in Shape::ALL {
            let pieces: Vec<Vec<u8>> = Generator::new(10_000, 1, shape).collect();
            assert!(pieces.len() > 4);
            for piece in &pieces[..pieces.len() - 1] {
                assert!((PIECE..PIECE + LONGEST_ROW).contains(&piece.len()));
                assert!(piece.ends_with(shape.after_row()));
            }
            for piece in &pieces[1..] {
                assert!(piece.starts_with(shape.before_row(false)));
            }
        }
    }

    #[test]
    fn every_shape_has_the_bytes_of_its_portal() {
        for shape in Shape::ALL {
            let export = export(500, 1, shape);
            assert!(export.starts_with(shape.header().as_bytes()));
            let text = String::from_utf8(export).expect("no broken row among these");
            let [windows, unix] = ["\r\n", "\n"].map(|end| text.matches(end).count());
            match shape {
                Shape::Portal | Shape::PortalIso | Shape::Streaming => {
                    assert_eq!([windows, unix], [500, 500]);
                }
                // Some lists of addresses have lines of their own.
                Shape::LogAnalytics => assert!(windows == 501 && unix > 501),
                Shape::HuntingApi => assert_eq!([windows, unix], [0, 0]),
                Shape::JsonLines => assert_eq!([windows, unix], [0, 500]),
            }
            let ends_with_a_line =
                matches!(shape, Shape::LogAnalytics | Shape::JsonLines | Shape::Streaming);
            assert_eq!(text.ends_with('\n'), ends_with_a_line);
            assert_eq!(text.contains(",Invalid date,"), shape == Shape::Portal);
            assert_eq!(text.contains(",true,"), shape == Shape::LogAnalytics);
            assert_eq!(text.contains(":true,"), shape.is_json());
            assert_eq!(text.contains("[\\\"http://"), shape.is_json());
        }
    }

    #[test]
    fn small_exports_are_whole() {
        for shape in Shape::ALL {
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
        for shape in [Shape::Portal, Shape::PortalIso, Shape::LogAnalytics] {
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
                Shape::LogAnalytics => NEWEST / 10_000 * 10_000,
                _ => NEWEST,
            };
            assert_eq!(newest, kept);
        }
    }

    #[test]
    fn json_says_what_the_portal_says() {
        // Rows of this seed are broken in each of the four ways.
        let table = |shape| {
            let mut generator = Generator::new(20_000, 789, shape);
            let table = Table::new(&generator.by_ref().flatten().collect::<Vec<u8>>(), shape);
            assert_eq!((table.rows.len(), generator.broken_rows()), (20_000, 4));
            table
        };
        let portal = table(Shape::PortalIso);
        let flaws = (0..20_000).filter_map(|row| portal.flaw(row));
        assert_eq!(flaws.collect::<Vec<&str>>(), ["encoding", "timestamp", "timestamp", "columns"]);
        for shape in [Shape::HuntingApi, Shape::JsonLines, Shape::Streaming] {
            let json = table(shape);
            assert_eq!(json.columns, portal.columns);
            for row in 0..20_000 {
                let cells = |table: &Table| {
                    let text = |cell: &Vec<u8>| String::from_utf8_lossy(cell).into_owned();
                    table.rows[row].iter().map(text).collect::<Vec<String>>()
                };
                assert_eq!(cells(&json), cells(&portal), "row {row} of {shape:?}");
                assert_eq!(json.flaw(row), portal.flaw(row), "row {row} of {shape:?}");
            }
        }
    }

    #[test]
    fn no_two_rows_are_the_same() {
        // Records of the streaming API that are the same were delivered twice, and readers drop one.
        let export = export(60_000, 9, Shape::Streaming);
        let rows = export.split(|byte| *byte == b'\n').filter(|row| !row.is_empty());
        let properties = rows.map(|row| {
            let start = row.windows(13).position(|bytes| bytes == b"\"properties\":");
            &row[start.expect("a record")..]
        });
        assert_eq!(properties.collect::<BTreeSet<&[u8]>>().len(), 60_000);
    }

    #[test]
    fn exports_to_measure_with_are_more_of_the_same() {
        let of = |rows| {
            let mut generator = Generator::for_measuring(rows, 1, Shape::PortalIso);
            let export: Vec<u8> = generator.by_ref().flatten().collect();
            assert_eq!(generator.broken_rows(), 0);
            let table = Table::new(&export, Shape::PortalIso);
            let distinct = |column| {
                let texts = (0..table.rows.len()).map(|row| table.text(row, column));
                texts.collect::<BTreeSet<&str>>().len()
            };
            for row in 0..table.rows.len() {
                assert_eq!(table.flaw(row), None);
                assert_eq!(
                    table.text(row, "Timestamp").len(),
                    "2026-05-26T23:00:01.1234567Z".len()
                );
            }
            (export.len() as u64 / rows, distinct("Signer"), distinct("DeviceId"))
        };
        for rows in [50_000, 100_000] {
            let (row_length, signers, devices) = of(rows);
            assert!((560..580).contains(&row_length), "{row_length}");
            assert!((1_900..2_100).contains(&signers), "{signers}");
            // With few rows, some of the rarest are not seen.
            assert!((4_950..=5_000).contains(&devices), "{devices}");
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
