//! Files that were cut off or changed: they give an error or what is left, and never end the program.
//!
//! A panic fails these tests by itself; what they assert is only that something is found to be wrong at all. More
//! rounds: `DAMAGED_ROUNDS=100000 cargo test -p signerhunt-readers --test damaged`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod made;

use std::io::{Cursor, ErrorKind, Read, Result, Seek, SeekFrom};
use std::ops::Range;

use bytes::Bytes;
use made::{
    Cells, archive, opened_table, packed, parquet, read_all, rows_before_trouble, text_of, texts,
};
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaDataReader};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use signerhunt_readers::{Limits, Opened, open};

/// Small Parquet files in which every kind of page occurs.
fn parquet_files() -> Vec<Vec<u8>> {
    let schema = "message schema { OPTIONAL INT96 Timestamp; OPTIONAL INT64 FirstSeen (TIMESTAMP(MICROS,true)); \
                  REQUIRED BYTE_ARRAY DeviceId (UTF8); OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL BOOLEAN Type; \
                  OPTIONAL FIXED_LEN_BYTE_ARRAY (4) SHA1; OPTIONAL DOUBLE Count; \
                  OPTIONAL GROUP Report (LIST) { REPEATED GROUP list { OPTIONAL INT64 element; } } }";
    let rows = 40;
    let some = |row: i64| row % 4 != 0;
    let group = || {
        vec![
            Cells::Old(
                (0..rows).map(|row| some(row).then_some((made::MAY_26, row as u64))).collect(),
            ),
            Cells::Longs((0..rows).map(|row| some(row).then_some(made::MICROS + row)).collect()),
            Cells::Texts(
                (0..rows).map(|row| Some(format!("device-{}", row % 5).into_bytes())).collect(),
            ),
            Cells::Texts(
                (0..rows)
                    .map(|row| some(row).then(|| format!("Signer {row}").into_bytes()))
                    .collect(),
            ),
            Cells::Flags((0..rows).map(|row| some(row).then_some(row % 3 == 0)).collect()),
            Cells::Fixed((0..rows).map(|row| some(row).then(|| vec![row as u8; 4])).collect()),
            Cells::Doubles((0..rows).map(|row| some(row).then_some(row as f64)).collect()),
            Cells::LongLists(
                (0..rows).map(|row| some(row).then(|| (0..row % 3).map(Some).collect())).collect(),
            ),
        ]
    };
    let written =
        |properties: WriterPropertiesBuilder| parquet(schema, properties, &[group(), group()]);
    let plain = |encoding: Encoding| {
        WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_column_encoding("DeviceId".into(), encoding)
            .set_column_encoding("Signer".into(), encoding)
    };
    let numbers = |encoding: Encoding| {
        plain(Encoding::PLAIN).set_column_encoding("FirstSeen".into(), encoding)
    };
    vec![
        written(packed(Compression::SNAPPY)),
        written(packed(Compression::UNCOMPRESSED)),
        written(packed(Compression::GZIP(Default::default()))),
        written(packed(Compression::UNCOMPRESSED).set_writer_version(WriterVersion::PARQUET_2_0)),
        written(packed(Compression::SNAPPY).set_writer_version(WriterVersion::PARQUET_2_0)),
        written(plain(Encoding::PLAIN)),
        written(plain(Encoding::DELTA_BYTE_ARRAY)),
        written(
            plain(Encoding::DELTA_LENGTH_BYTE_ARRAY).set_writer_version(WriterVersion::PARQUET_2_0),
        ),
        written(numbers(Encoding::DELTA_BINARY_PACKED)),
        written(
            numbers(Encoding::BYTE_STREAM_SPLIT)
                .set_column_encoding("Count".into(), Encoding::BYTE_STREAM_SPLIT)
                .set_column_encoding("SHA1".into(), Encoding::BYTE_STREAM_SPLIT)
                .set_column_encoding("Type".into(), Encoding::RLE),
        ),
    ]
}

fn other_files() -> Vec<Vec<u8>> {
    let parquet = made::int96();
    let columns = vec![texts(&["ConnectWise, LLC"; 30]), texts(&["d"; 30])];
    let schema =
        "message s { OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL BYTE_ARRAY DeviceId (UTF8); }";
    let small = self::parquet(schema, WriterProperties::builder(), &[columns]);
    vec![
        made::workbook(),
        archive(&[
            ("a.csv", b"Timestamp,Signer\r\n"),
            ("b.parquet", &parquet),
            ("c.parquet", &small),
        ]),
        archive(&[("book.xlsx", &made::workbook())]),
    ]
}

#[test]
fn every_cut_of_a_file_is_noticed() {
    for file in parquet_files().into_iter().take(2).chain(other_files()) {
        read_all(&file).unwrap();
        for n_bytes in 0..file.len() {
            let trouble = read_all(&file[..n_bytes]).expect_err("a cut file");
            assert!(!trouble.message.is_empty());
        }
    }
}

#[test]
fn changed_bytes_end_nothing_but_the_reading() {
    let rounds = std::env::var("DAMAGED_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let rounds: u32 = rounds.unwrap_or(700);
    let mut random = Random(1);
    for (file_idx, file) in parquet_files().into_iter().chain(other_files()).enumerate() {
        read_all(&file).unwrap();
        let mut n_noticed = 0;
        for _ in 0..rounds {
            let mut changed = file.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(changed.len() as u64) as usize;
                changed[at] = match random.below(3) {
                    0 => changed[at] ^ 1 << random.below(8),
                    1 => [0, 1, 0x7f, 0x80, 0xff][random.below(5) as usize],
                    _ => random.below(256) as u8,
                };
            }
            n_noticed += u32::from(read_all(&changed).is_err());
        }
        assert!(n_noticed > rounds / 20, "file {file_idx}: {n_noticed} of {rounds}");
    }
}

/// 3,000 rows in groups of 500, each column in pages of about 100.
fn in_groups(version: WriterVersion) -> Vec<u8> {
    let schema = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); \
                  OPTIONAL GROUP Report (LIST) { REPEATED GROUP list { OPTIONAL INT64 element; } } \
                  REQUIRED BYTE_ARRAY DeviceId (UTF8); }";
    let texts = |rows: Range<i64>, spell: &dyn Fn(i64) -> Option<String>| {
        Cells::Texts(rows.map(|row| spell(row).map(String::into_bytes)).collect())
    };
    let group = |rows: Range<i64>| {
        vec![
            texts(rows.clone(), &|row| (row % 4 != 0).then(|| format!("Signer {}", row * 7919))),
            Cells::LongLists(
                rows.clone()
                    .map(|row| {
                        (row % 5 != 0).then(|| (0..row % 7).map(|at| Some(row * at)).collect())
                    })
                    .collect(),
            ),
            texts(rows, &|row| Some(format!("device-{}", row * 104_729))),
        ]
    };
    let groups: Vec<_> = (0..6).map(|idx| group(idx * 500..(idx + 1) * 500)).collect();
    let properties = packed(Compression::SNAPPY)
        .set_writer_version(version)
        .set_dictionary_enabled(false)
        .set_data_page_row_count_limit(100)
        .set_write_batch_size(30);
    parquet(schema, properties, &groups)
}

/// Where the groups of rows lie in a file.
fn groups_of(file: &[u8]) -> Vec<Range<usize>> {
    let file = Bytes::copy_from_slice(file);
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&file).unwrap();
    let groups = metadata.row_groups().iter();
    groups
        .map(|group| {
            let ranges = || group.columns().iter().map(ColumnChunkMetaData::byte_range);
            let start = ranges().map(|(start, _)| start).min().unwrap();
            let end = ranges().map(|(start, n_bytes)| start + n_bytes).max().unwrap();
            start as usize..end as usize
        })
        .collect()
}

/// A file with a part that cannot be read.
struct Holed {
    file: Cursor<Vec<u8>>,
    hole: Range<usize>,
}

impl Read for Holed {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let at = self.file.position() as usize;
        if self.hole.contains(&at) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let n_bytes = if at < self.hole.start { self.hole.start - at } else { usize::MAX };
        let n_bytes = n_bytes.min(buffer.len());
        self.file.read(&mut buffer[..n_bytes])
    }
}

impl Seek for Holed {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn rows_before_a_hole_in_a_parquet_file_are_given() {
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let file = in_groups(version);
        let whole = text_of(opened_table(&file)).unwrap();
        assert_eq!(whole.lines().count(), 3001);
        let groups = groups_of(&file);
        let mut n_within = 0;
        for at in (groups[0].start..groups[5].end).step_by(401) {
            let hole = at..groups[5].end;
            let holed = Holed { file: Cursor::new(file.clone()), hole };
            let Opened::Table(table) = open(holed, &Limits::default()).unwrap() else {
                panic!("an archive");
            };
            let (text, _) = rows_before_trouble(table);
            assert!(whole.starts_with(&text), "{version:?}, hole at {at}");
            let n_rows = text.lines().count() - 1;
            let n_groups = groups.iter().filter(|group| group.end <= at).count();
            assert!(
                (n_groups * 500..(n_groups + 1) * 500).contains(&n_rows),
                "{version:?}, hole at {at}: {n_rows} rows of {n_groups} groups"
            );
            n_within += usize::from(n_rows > n_groups * 500);
        }
        // Pages before the hole, where it lies in the last column.
        assert!(n_within > 5, "{n_within}");
    }
}

#[test]
fn groups_before_a_changed_one_are_given() {
    let file = in_groups(WriterVersion::PARQUET_1_0);
    let whole = text_of(opened_table(&file)).unwrap();
    for (idx, group) in groups_of(&file).into_iter().enumerate() {
        let mut changed = file.clone();
        changed[group.start..group.start + 8].fill(0xff);
        let (text, trouble) = rows_before_trouble(opened_table(&changed));
        assert!(whole.starts_with(&text), "{trouble}");
        assert_eq!(text.lines().count(), 1 + idx * 500);
    }
}

#[test]
fn groups_before_one_that_lies_outside_of_the_file_are_given() {
    let file = in_groups(WriterVersion::PARQUET_1_0);
    let whole = text_of(opened_table(&file)).unwrap();
    let groups = groups_of(&file);
    // The last two groups are lost, and the list of the groups comes right behind the others.
    let shortened = [&file[..groups[4].start], &file[groups[5].end..]].concat();
    let (text, trouble) = rows_before_trouble(opened_table(&shortened));
    assert!(whole.starts_with(&text), "{trouble}");
    assert_eq!(text.lines().count(), 1 + 4 * 500);
}

/// Numbers that look random and are the same every time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
