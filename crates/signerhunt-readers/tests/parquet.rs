//! Parquet files of several writers become text.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod made;

use made::{
    Cells, INT96_TEXT, MAY_26, MICROS, MICROS_TEXT, opened, opened_table, packed, parquet,
    rows_before_trouble, text_of, texts,
};
use parquet::basic::{Compression, Encoding};
use parquet::data_type::ByteArray;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use signerhunt_readers::{TableKind, TroubleKind, needs};

#[track_caller]
fn check(file: &[u8], expected: &str) {
    let table = opened_table(file);
    assert_eq!(table.kind(), TableKind::Parquet);
    assert_eq!(table.warnings(), [""; 0]);
    assert_eq!(text_of(table).unwrap(), expected);
}

#[test]
fn an_export_of_kusto() {
    assert!(needs(&made::int96()));
    check(&made::int96(), INT96_TEXT);
}

#[test]
fn an_export_of_a_newer_writer() {
    check(&made::micros(), MICROS_TEXT);
}

#[test]
fn every_way_to_write_a_moment() {
    let schema = |kind: &str| {
        format!("message schema {{ OPTIONAL {kind}; OPTIONAL BYTE_ARRAY Signer (UTF8); }}")
    };
    let written = |kind: &str, cells: Cells| {
        parquet(&schema(kind), WriterProperties::builder(), &[vec![cells, texts(&["a"])]])
    };
    let long = |number| Cells::Longs(vec![Some(number)]);
    let is =
        |file: &[u8], expected: &str| check(file, &format!("Timestamp,Signer\n{expected},a\n"));
    is(
        &written("INT64 Timestamp (TIMESTAMP(MILLIS,true))", long(MICROS / 1000 + 123)),
        "2026-05-26T23:00:01.1230000Z",
    );
    is(
        &written("INT64 Timestamp (TIMESTAMP(MICROS,true))", long(MICROS + 1)),
        "2026-05-26T23:00:01.0000010Z",
    );
    is(
        &written("INT64 Timestamp (TIMESTAMP(NANOS,true))", long(MICROS * 1000 + 199)),
        "2026-05-26T23:00:01.0000001Z",
    );
    is(
        &written("INT64 Timestamp (TIMESTAMP(NANOS,false))", long(MICROS * 1000)),
        "2026-05-26T23:00:01.0000000",
    );
    is(
        &written("INT64 Timestamp (TIMESTAMP_MILLIS)", long(MICROS / 1000)),
        "2026-05-26T23:00:01.0000000Z",
    );
    is(
        &written("INT64 Timestamp (TIMESTAMP_MICROS)", long(MICROS)),
        "2026-05-26T23:00:01.0000000Z",
    );
    is(&written("INT64 Timestamp (TIMESTAMP(MILLIS,true))", long(i64::MAX)), "out of range");
    is(&written("INT64 Timestamp", long(MICROS)), "1779836401000000");
    is(&written("INT32 Timestamp (DATE)", Cells::Ints(vec![Some(20_599)])), "2026-05-26");
    is(
        &written("BYTE_ARRAY Timestamp (UTF8)", texts(&["May 26, 2026 11:00:01 PM"])),
        "\"May 26, 2026 11:00:01 PM\"",
    );
    is(
        &written("INT96 Timestamp", Cells::Old(vec![Some((MAY_26, 0))])),
        "2026-05-26T00:00:00.0000000Z",
    );
}

#[test]
fn every_way_to_write_a_number() {
    let written = |kind: &str, cells: Cells| {
        let schema =
            format!("message schema {{ OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL {kind}; }}");
        parquet(&schema, WriterProperties::builder(), &[vec![texts(&["a"]), cells]])
    };
    let is = |file: &[u8], expected: &str| check(file, &format!("Signer,ReportId\na,{expected}\n"));
    is(&written("INT64 ReportId", Cells::Longs(vec![Some(i64::MIN)])), "-9223372036854775808");
    is(
        &written("INT64 ReportId (INTEGER(64,false))", Cells::Longs(vec![Some(-1)])),
        "18446744073709551615",
    );
    is(&written("INT32 ReportId (UINT_32)", Cells::Ints(vec![Some(-1)])), "4294967295");
    is(&written("INT32 ReportId", Cells::Ints(vec![Some(-1)])), "-1");
    is(&written("INT64 ReportId (DECIMAL(18,0))", Cells::Longs(vec![Some(45_720)])), "45720");
    is(&written("INT32 ReportId (DECIMAL(9,2))", Cells::Ints(vec![Some(-5)])), "-0.05");
    is(
        &written(
            "FIXED_LEN_BYTE_ARRAY (9) ReportId (DECIMAL(20,0))",
            Cells::Fixed(vec![Some(vec![0, 0, 0, 0, 0, 0, 0, 1, 0])]),
        ),
        "256",
    );
    is(&written("DOUBLE ReportId", Cells::Doubles(vec![Some(45_720.0)])), "45720");
    is(&written("DOUBLE ReportId", Cells::Doubles(vec![Some(f64::NAN)])), "");
    is(&written("BOOLEAN ReportId", Cells::Flags(vec![Some(true)])), "true");
    is(
        &written("FIXED_LEN_BYTE_ARRAY (2) ReportId", Cells::Fixed(vec![Some(vec![0xaa, 1])])),
        "aa01",
    );
    is(&written("BYTE_ARRAY ReportId (JSON)", texts(&["[1,2]"])), "\"[1,2]\"");
}

#[test]
fn every_layout_of_pages_gives_the_same_text() {
    let n_rows = 5000;
    let schema = "message schema { OPTIONAL INT64 Timestamp (TIMESTAMP(MICROS,true)); \
                  REQUIRED BYTE_ARRAY DeviceId (UTF8); OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL BOOLEAN Type; \
                  OPTIONAL INT64 ReportId; OPTIONAL FIXED_LEN_BYTE_ARRAY (20) SHA1; OPTIONAL DOUBLE Count; }";
    let cells = |rows: std::ops::Range<i64>| {
        let texts = |spell: &dyn Fn(i64) -> Option<String>| {
            Cells::Texts(rows.clone().map(|row| spell(row).map(String::into_bytes)).collect())
        };
        vec![
            Cells::Longs(
                rows.clone()
                    .map(|row| (row % 7 != 0).then_some(MICROS + row * 1_000_003))
                    .collect(),
            ),
            texts(&|row| Some(format!("device-{}", row * 7919 % 1000))),
            texts(&|row| (row % 3 != 0).then(|| format!("Signer {}, Inc.", row % 11))),
            Cells::Flags(rows.clone().map(|row| (row % 5 != 0).then_some(row % 2 == 0)).collect()),
            Cells::Longs(rows.clone().map(|row| (row % 13 != 0).then_some(row * row)).collect()),
            Cells::Fixed(
                rows.clone().map(|row| (row % 4 != 0).then(|| vec![row as u8; 20])).collect(),
            ),
            Cells::Doubles(
                rows.clone().map(|row| (row % 6 != 0).then_some(row as f64 / 4.0)).collect(),
            ),
        ]
    };
    let groups = [cells(0..1), cells(1..3000), cells(3000..n_rows)];
    let written =
        |properties| text_of(opened_table(&parquet(schema, properties, &groups))).unwrap();
    let expected = written(WriterProperties::builder());
    assert_eq!(expected.lines().count() as i64, 1 + n_rows);
    assert!(
        expected.contains("\n2026-05-26T23:00:02.0000030Z,device-919,\"Signer 1, Inc.\",1,0101"),
        "{}",
        &expected[..500]
    );
    let small_pages =
        || WriterProperties::builder().set_data_page_row_count_limit(100).set_write_batch_size(50);
    for compression in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::GZIP(Default::default())]
    {
        assert_eq!(written(packed(compression)), expected, "{compression:?}");
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let properties =
                || small_pages().set_compression(compression).set_writer_version(version);
            assert_eq!(written(properties()), expected, "{compression:?} {version:?}");
            let plain = properties()
                .set_dictionary_enabled(false)
                .set_statistics_enabled(EnabledStatistics::None);
            assert_eq!(written(plain), expected, "{compression:?} {version:?}");
        }
    }
    for encoding in [Encoding::PLAIN, Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY]
    {
        let properties = small_pages()
            .set_dictionary_enabled(false)
            .set_column_encoding("DeviceId".into(), encoding)
            .set_column_encoding("Signer".into(), encoding);
        assert_eq!(written(properties), expected, "{encoding}");
    }
    for (column, encoding) in [
        ("ReportId", Encoding::DELTA_BINARY_PACKED),
        ("ReportId", Encoding::BYTE_STREAM_SPLIT),
        ("Count", Encoding::BYTE_STREAM_SPLIT),
        ("SHA1", Encoding::BYTE_STREAM_SPLIT),
        ("Type", Encoding::RLE),
    ] {
        let properties = small_pages()
            .set_dictionary_enabled(false)
            .set_column_encoding(column.into(), encoding);
        assert_eq!(written(properties), expected, "{column} {encoding}");
    }
}

#[test]
fn a_summary_keeps_its_sets_as_json() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); \
                  OPTIONAL GROUP Report (LIST) { REPEATED GROUP list { OPTIONAL INT64 element; } } OPTIONAL INT64 Count; }";
    let lists = vec![
        Some(vec![Some(45_720), Some(45_721), None]),
        None,
        Some(vec![]),
        Some(vec![Some(1)]),
        Some(vec![None]),
    ];
    let cells = vec![
        texts(&["a", "b", "c", "d", "e"]),
        Cells::LongLists(lists),
        Cells::Longs([3, 2, 1, 0, 0].map(Some).to_vec()),
    ];
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let properties = WriterProperties::builder().set_writer_version(version);
        let file = parquet(schema, properties, std::slice::from_ref(&cells));
        check(&file, "Signer,Report,Count\na,\"[45720,45721]\",3\nb,,2\nc,,1\nd,[1],0\ne,,0\n");
    }
}

const LISTS: &str = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); \
                     OPTIONAL GROUP Report (LIST) { REPEATED GROUP list { OPTIONAL INT64 element; } } }";

#[test]
fn long_lists_of_many_devices_are_read() {
    let list = |row: i64| (0..row * 37 % 2000).map(move |at| row * 1_000_000 + at);
    let n_rows = 1000;
    let names: Vec<String> = (0..n_rows).map(|row| format!("s{row}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let cells = vec![
        texts(&names),
        Cells::LongLists((0..n_rows).map(|row| Some(list(row).map(Some).collect())).collect()),
    ];
    let mut expected = "Signer,Report\n".to_owned();
    for (row, name) in (0..).zip(names) {
        let numbers: Vec<String> = list(row).map(|number| number.to_string()).collect();
        expected += &match &numbers[..] {
            [] => format!("{name},\n"),
            [number] => format!("{name},[{number}]\n"),
            numbers => format!("{name},\"[{}]\"\n", numbers.join(",")),
        };
    }
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        let properties = packed(Compression::SNAPPY)
            .set_writer_version(version)
            .set_data_page_size_limit(20_000)
            .set_data_page_row_count_limit(700);
        check(&parquet(LISTS, properties, std::slice::from_ref(&cells)), &expected);
    }
}

#[test]
fn a_list_that_is_longer_than_any_set_is_refused() {
    let written = |version: WriterVersion, n_nulls: usize| {
        let lists = [vec![Some(1)], vec![Some(2)], vec![None; n_nulls]];
        let lists = Cells::LongLists(lists.map(Some).to_vec());
        // Each row in pages of its own.
        let properties = WriterProperties::builder()
            .set_writer_version(version)
            .set_data_page_row_count_limit(1)
            .set_write_batch_size(1);
        parquet(LISTS, properties, &[vec![texts(&["a", "b", "c"]), lists]])
    };
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        check(&written(version, 1 << 20), "Signer,Report\na,[1]\nb,[2]\nc,\n");
        let (text, trouble) = rows_before_trouble(opened_table(&written(version, (1 << 20) + 1)));
        // The second list could go on in the page that is refused.
        assert_eq!(text, "Signer,Report\na,[1]\n");
        assert_eq!(trouble.kind, TroubleKind::Damaged);
        assert_eq!(
            trouble.message,
            "is a damaged Parquet file: a list in one of its cells has more than 1,048,576 values, which no export \
             has; copy, download or export it again"
        );
    }
}

/// A file of a few hundred bytes with one row, a list of so many nulls.
fn of_nulls(n_nulls: u32) -> Vec<u8> {
    // Made with fewer, and then each number that counts them is replaced: all have four digits.
    const N_MADE: u32 = 1_500_000;
    let digits = |number: u32| {
        [0, 7, 14, 21]
            .map(|shift| (number >> shift & 0x7f) as u8 | if shift < 21 { 0x80 } else { 0 })
    };
    let cells = vec![texts(&["a"]), Cells::LongLists(vec![Some(vec![None; N_MADE as usize])])];
    let properties =
        packed(Compression::UNCOMPRESSED).set_statistics_enabled(EnabledStatistics::None);
    let mut file = parquet(LISTS, properties, &[cells]);
    // In headers the numbers stand doubled, as do the lengths of runs; the first eight of a row's levels are packed.
    let mut n_replaced = 0;
    for n_packed in [0, 8] {
        let made = digits((N_MADE - n_packed) * 2);
        for at in 0..file.len() - 4 {
            if file[at..at + 4] == made {
                file[at..at + 4].copy_from_slice(&digits((n_nulls - n_packed) * 2));
                n_replaced += 1;
            }
        }
    }
    // The page's header, both kinds of levels, the footer.
    assert!(n_replaced >= 4, "{n_replaced}");
    file
}

#[test]
fn a_list_of_millions_of_nulls_takes_no_memory() {
    let (text, trouble) = rows_before_trouble(opened_table(&of_nulls(60_000_000)));
    assert_eq!(text, "Signer,Report\n");
    assert_eq!(trouble.kind, TroubleKind::Damaged);
    let trouble = opened(&of_nulls(130_000_000)).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Bomb);
    assert!(trouble.message.contains("130000000 values are in its lists"), "{trouble}");
}

#[test]
fn a_list_that_repeats_a_long_value_is_refused() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); \
                  OPTIONAL GROUP Report (LIST) { REPEATED GROUP list { OPTIONAL BYTE_ARRAY element (UTF8); } } }";
    let long = ByteArray::from(vec![b'a'; 100_000]);
    let lists = Cells::TextLists(vec![
        Some(vec![Some(ByteArray::from("45720"))]),
        Some(vec![Some(long); 1000]),
    ]);
    let file = parquet(schema, WriterProperties::builder(), &[vec![texts(&["a", "b"]), lists]]);
    let (text, trouble) = rows_before_trouble(opened_table(&file));
    assert_eq!(text, "Signer,Report\na,\"[\"\"45720\"\"]\"\n");
    assert_eq!(trouble.kind, TroubleKind::Damaged);
    assert!(trouble.message.contains("wants to become too large"), "{trouble}");
}

#[test]
fn a_summary_needs_no_signer() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY DeviceId (UTF8); OPTIONAL BYTE_ARRAY FirstSeen (UTF8); \
                  OPTIONAL BYTE_ARRAY LastSeen (UTF8); OPTIONAL INT64 Count; }";
    let cells = vec![texts(&["a"]), texts(&["b"]), texts(&["c"]), Cells::Longs(vec![Some(1)])];
    let file = parquet(schema, WriterProperties::builder(), &[cells]);
    check(&file, "DeviceId,FirstSeen,LastSeen,Count\na,b,c,1\n");
}

#[test]
fn columns_are_found_by_the_last_part_of_their_name() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY other.signer (UTF8); OPTIONAL BYTE_ARRAY Signer (UTF8); \
                  REQUIRED GROUP properties { OPTIONAL BYTE_ARRAY signer (UTF8); OPTIONAL BYTE_ARRAY DEVICEID (UTF8); } }";
    let cells = vec![texts(&["wrong"]), texts(&["right"]), texts(&["wrong"]), texts(&["d"])];
    check(&parquet(schema, WriterProperties::builder(), &[cells]), "DeviceId,Signer\nd,right\n");
}

#[test]
fn a_name_that_stands_twice_is_told_and_the_first_is_used() {
    let is = |schema: &str, cells: &[&str], warning: &str, text: &str| {
        let cells = cells.iter().map(|cell| texts(&[cell])).collect();
        let table = opened_table(&parquet(schema, WriterProperties::builder(), &[cells]));
        assert_eq!(table.warnings(), [warning]);
        assert_eq!(text_of(table).unwrap(), text);
    };
    is(
        "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL BYTE_ARRAY DeviceId (UTF8); \
         REQUIRED GROUP properties { OPTIONAL BYTE_ARRAY DeviceId (UTF8); } OPTIONAL BYTE_ARRAY signer (UTF8); }",
        &["first", "d", "nested", "second"],
        "the schema names Signer twice, as column 1 and column 4; the first is used",
        "DeviceId,Signer\nd,first\n",
    );
    is(
        "message schema { OPTIONAL BYTE_ARRAY other.Signer (UTF8); \
         REQUIRED GROUP properties { OPTIONAL BYTE_ARRAY Signer (UTF8); } }",
        &["first", "second"],
        "the schema names Signer twice, as column 1 and column 2; the first is used",
        "Signer\nfirst\n",
    );
}

#[test]
fn a_file_of_something_else_gives_its_names_and_no_rows() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY FileName (UTF8); REQUIRED GROUP process { OPTIONAL INT64 Id; } }";
    let cells = vec![texts(&["a"]), Cells::Longs(vec![Some(1)])];
    check(&parquet(schema, WriterProperties::builder(), &[cells]), "FileName,process.Id\n");
}

#[test]
fn a_file_without_rows_gives_its_names() {
    check(
        &parquet(
            "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); }",
            WriterProperties::builder(),
            &[],
        ),
        "Signer\n",
    );
}

#[test]
fn a_column_that_cannot_be_read_is_named() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); \
                  OPTIONAL GROUP ReportId (LIST) { REPEATED GROUP list { OPTIONAL INT64 element; } } }";
    let cells = vec![texts(&["a"]), Cells::LongLists(vec![None])];
    let table = opened_table(&parquet(schema, WriterProperties::builder(), &[cells]));
    assert_eq!(
        table.warnings(),
        ["its column ReportId has a type that is not read; the other columns are read"]
    );
    assert_eq!(text_of(table).unwrap(), "Signer\na\n");
}

#[test]
fn a_codec_that_is_not_read_is_named() {
    let mut file = made::micros();
    // GZIP stands in the footer as the number 2 behind the path of each column; 6 is Zstandard.
    let path = b"\x06signer\x15\x04";
    let at = file.windows(path.len()).position(|bytes| bytes == path).unwrap() + path.len() - 1;
    file[at] = 12;
    let trouble = opened(&file).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Unsupported);
    assert_eq!(
        trouble.message,
        "is a Parquet file packed with Zstandard, which is not read; export it again with Snappy or gzip, or as CSV"
    );
}

#[test]
fn an_encrypted_file_says_so() {
    let trouble = opened(b"PARE whatever PARE").err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Unsupported);
    assert!(trouble.message.contains("encrypted"), "{trouble}");
}

#[test]
fn pieces_end_at_the_end_of_a_row() {
    let schema = "message schema { OPTIONAL BYTE_ARRAY Signer (UTF8); }";
    let names: Vec<String> =
        (0..40_000).map(|row| format!("Signer number {row}, of many")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut table =
        opened_table(&parquet(schema, WriterProperties::builder(), &[vec![texts(&names)]]));
    let mut n_pieces = 0;
    while let Some(piece) = table.next_piece().unwrap() {
        assert_eq!(piece.last(), Some(&b'\n'));
        assert!(piece.len() < 600_000);
        n_pieces += 1;
    }
    assert_eq!(n_pieces, 3);
    assert_eq!(table.next_piece(), Ok(None));
}
