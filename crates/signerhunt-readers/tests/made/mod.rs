//! Files for the tests, made on the spot with made-up values. The example `fixtures` writes some of them to a folder.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by tests that each use a part of it"
)]

use std::io::{Cursor, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use signerhunt_readers::{Archive, Content, Limits, Opened, Table, Trouble, open};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The cells of a column in a row group; `None` is null.
pub enum Cells {
    Flags(Vec<Option<bool>>),
    Ints(Vec<Option<i32>>),
    Longs(Vec<Option<i64>>),
    /// Julian day and nanoseconds of the day.
    Old(Vec<Option<(u32, u64)>>),
    Doubles(Vec<Option<f64>>),
    Texts(Vec<Option<Vec<u8>>>),
    Fixed(Vec<Option<Vec<u8>>>),
    /// A list in each row. Levels: the list is there, has items, the item is there.
    LongLists(Vec<Option<Vec<Option<i64>>>>),
    TextLists(Vec<Option<Vec<Option<ByteArray>>>>),
}

/// Texts without a null.
pub fn texts(texts: &[&str]) -> Cells {
    Cells::Texts(texts.iter().map(|text| Some(text.as_bytes().to_vec())).collect())
}

/// A Parquet file with this schema, in the language of the format's own tools, and these row groups.
pub fn parquet(
    schema: &str,
    properties: WriterPropertiesBuilder,
    groups: &[Vec<Cells>],
) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties: WriterProperties = properties.build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for group in groups {
        let mut group_writer = writer.next_row_group().unwrap();
        for cells in group {
            let mut column = group_writer.next_column().unwrap().unwrap();
            write_column(column.untyped(), cells);
            column.close().unwrap();
        }
        group_writer.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

fn write_column(column: &mut ColumnWriter<'_>, cells: &Cells) {
    fn split<T: Clone>(cells: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
        let levels = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
        (cells.iter().flatten().cloned().collect(), levels)
    }
    macro_rules! write {
        ($column:expr, $cells:expr, $value:expr) => {{
            let (values, levels) = split($cells);
            let values: Vec<_> = values.into_iter().map($value).collect();
            $column.write_batch(&values, Some(&levels), None).unwrap();
        }};
    }
    match (column, cells) {
        (ColumnWriter::BoolColumnWriter(column), Cells::Flags(cells)) => {
            write!(column, cells, |flag| flag);
        }
        (ColumnWriter::Int32ColumnWriter(column), Cells::Ints(cells)) => {
            write!(column, cells, |int| int);
        }
        (ColumnWriter::Int64ColumnWriter(column), Cells::Longs(cells)) => {
            write!(column, cells, |long| long);
        }
        (ColumnWriter::Int96ColumnWriter(column), Cells::Old(cells)) => {
            write!(column, cells, |(day, nanos): (u32, u64)| {
                let mut moment = Int96::new();
                moment.set_data(nanos as u32, (nanos >> 32) as u32, day);
                moment
            });
        }
        (ColumnWriter::DoubleColumnWriter(column), Cells::Doubles(cells)) => {
            write!(column, cells, |double| double);
        }
        (ColumnWriter::ByteArrayColumnWriter(column), Cells::Texts(cells)) => {
            write!(column, cells, ByteArray::from);
        }
        (ColumnWriter::FixedLenByteArrayColumnWriter(column), Cells::Fixed(cells)) => {
            write!(column, cells, FixedLenByteArray::from);
        }
        (ColumnWriter::Int64ColumnWriter(column), Cells::LongLists(lists)) => {
            let (values, levels, repetitions) = split_lists(lists);
            column.write_batch(&values, Some(&levels), Some(&repetitions)).unwrap();
        }
        (ColumnWriter::ByteArrayColumnWriter(column), Cells::TextLists(lists)) => {
            let (values, levels, repetitions) = split_lists(lists);
            column.write_batch(&values, Some(&levels), Some(&repetitions)).unwrap();
        }
        _ => panic!("the cells do not fit the column"),
    }
}

/// The values of lists, how much of each is there, and whether it goes on in the row of the one before.
fn split_lists<T: Clone>(lists: &[Option<Vec<Option<T>>>]) -> (Vec<T>, Vec<i16>, Vec<i16>) {
    let (mut values, mut levels, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists {
        let items = list.iter().flatten().map(|item| if item.is_some() { 3 } else { 2 });
        let before = levels.len();
        levels.extend(items);
        values.extend(list.iter().flatten().flatten().cloned());
        if levels.len() == before {
            levels.push(i16::from(list.is_some()));
        }
        repetitions.push(0);
        repetitions.resize(levels.len(), 1);
    }
    (values, levels, repetitions)
}

/// Properties with this compression.
pub fn packed(compression: Compression) -> WriterPropertiesBuilder {
    WriterProperties::builder().set_compression(compression)
}

/// 26 May 2026, as INT96 counts days.
pub const MAY_26: u32 = 2_461_187;
/// 23:00:01 of a day in nanoseconds.
pub const EVENING: u64 = 82_801_000_000_000;

/// An export as Kusto writes it by default: INT96, nulls, two row groups.
pub fn int96() -> Vec<u8> {
    let schema = "message schema { OPTIONAL INT96 Timestamp; OPTIONAL BYTE_ARRAY DeviceId (UTF8); \
                  OPTIONAL BYTE_ARRAY DeviceName (UTF8); OPTIONAL BYTE_ARRAY SHA1 (UTF8); OPTIONAL BOOLEAN IsSigned; \
                  OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL BYTE_ARRAY SignerHash (UTF8); \
                  OPTIONAL BYTE_ARRAY CrlDistributionPointUrls (UTF8); OPTIONAL INT64 ReportId; }";
    let first = vec![
        Cells::Old(vec![
            Some((MAY_26, EVENING + 123_456_700)),
            Some((MAY_26, EVENING + 987_654_300)),
            None,
        ]),
        texts(&[
            "1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60",
            "1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60",
            "",
        ]),
        texts(&["ws-0142.corp.example", "ws-0142.corp.example", "mac \"lab\" 7"]),
        texts(&[
            "aa11bb22cc33dd44ee55ff6600112233445566ab",
            "bb22cc33dd44ee55ff6600112233445566778899",
            "cc33",
        ]),
        Cells::Flags(vec![Some(true), Some(false), None]),
        texts(&["ConnectWise, LLC", "Microsoft Windows", "Krämer IT Solutions GmbH"]),
        Cells::Texts(vec![Some(b"d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4".to_vec()), None, None]),
        texts(&["[\"http://crl.example.test/a.crl\"]", "[]", "[]"]),
        Cells::Longs(vec![Some(45_720), Some(45_721), None]),
    ];
    let second = vec![
        Cells::Old(vec![Some((MAY_26 + 1, 23_459_500_000_000))]),
        texts(&["2b4d6f80a1c3e5071928374655647382910fedcb"]),
        texts(&["srv-ö1.corp.example"]),
        texts(&["dd44"]),
        Cells::Flags(vec![Some(true)]),
        Cells::Texts(vec![None]),
        Cells::Texts(vec![None]),
        texts(&["[]"]),
        Cells::Longs(vec![Some(2_486)]),
    ];
    parquet(schema, packed(Compression::SNAPPY), &[first, second])
}

/// What [`int96`] becomes.
pub const INT96_TEXT: &str = "\
Timestamp,DeviceId,DeviceName,Signer,ReportId,SHA1,SignerHash
2026-05-26T23:00:01.1234567Z,1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60,ws-0142.corp.example,\"ConnectWise, LLC\",45720,aa11bb22cc33dd44ee55ff6600112233445566ab,d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4
2026-05-26T23:00:01.9876543Z,1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60,ws-0142.corp.example,Microsoft Windows,45721,bb22cc33dd44ee55ff6600112233445566778899,
,,\"mac \"\"lab\"\" 7\",Krämer IT Solutions GmbH,,cc33,
2026-05-27T06:30:59.5000000Z,2b4d6f80a1c3e5071928374655647382910fedcb,srv-ö1.corp.example,,2486,dd44,
";

/// Microseconds from 1970 to 23:00:01 of 26 May 2026.
pub const MICROS: i64 = 1_779_836_401_000_000;

/// An export of a newer writer: microseconds without a zone, packed with gzip.
pub fn micros() -> Vec<u8> {
    let schema = "message schema { OPTIONAL INT64 timestamp (TIMESTAMP(MICROS,false)); \
                  OPTIONAL BYTE_ARRAY deviceid (UTF8); OPTIONAL BYTE_ARRAY signer (UTF8); OPTIONAL INT64 reportid; }";
    let cells = vec![
        Cells::Longs(vec![Some(MICROS + 123_456), None]),
        texts(&[
            "1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60",
            "2b4d6f80a1c3e5071928374655647382910fedcb",
        ]),
        texts(&["ConnectWise, LLC", "TeamViewer Germany GmbH"]),
        Cells::Longs(vec![Some(45_720), Some(2_486)]),
    ];
    parquet(schema, packed(Compression::GZIP(Default::default())), &[cells])
}

/// What [`micros`] becomes.
pub const MICROS_TEXT: &str = "\
Timestamp,DeviceId,Signer,ReportId
2026-05-26T23:00:01.1234560,1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60,\"ConnectWise, LLC\",45720
,2b4d6f80a1c3e5071928374655647382910fedcb,TeamViewer Germany GmbH,2486
";

/// A workbook in which somebody saved an export, beside notes of their own: dates as dates, a hash that Excel took
/// for a number, blank rows before the table.
pub fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet().set_name("Notes").unwrap();
    notes.write(0, 0, "Case 4711").unwrap();
    let sheet = workbook.add_worksheet().set_name("New query").unwrap();
    let date = Format::new().set_num_format("m/d/yyyy h:mm");
    let header = ["Timestamp", "DeviceId", "DeviceName", "SHA1", "IsSigned", "Signer", "ReportId"];
    for (column, name) in (1..).zip(header) {
        sheet.write(2, column, name).unwrap();
    }
    let evening = ExcelDateTime::from_ymd(2026, 5, 26).unwrap().and_hms(23, 0, 1).unwrap();
    sheet.write_with_format(3, 1, &evening, &date).unwrap();
    sheet.write(3, 2, "1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60").unwrap();
    sheet.write(3, 3, "ws-0142.corp.example").unwrap();
    sheet.write(3, 4, 1.23e45).unwrap();
    sheet.write(3, 5, true).unwrap();
    sheet.write(3, 6, "ConnectWise, LLC").unwrap();
    sheet.write(3, 7, 45_720).unwrap();
    // A row is left blank, and cells of the next.
    let morning = ExcelDateTime::from_ymd(2026, 5, 27).unwrap().and_hms(6, 30, 59.5).unwrap();
    sheet.write_with_format(5, 1, &morning, &date).unwrap();
    sheet.write(5, 3, "mac \"lab\" 7").unwrap();
    sheet.write(5, 6, "Krämer IT Solutions GmbH").unwrap();
    sheet.write(5, 8, "seen by me").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// What [`workbook`] becomes.
pub const WORKBOOK_TEXT: &str = "\
Timestamp,DeviceId,DeviceName,SHA1,IsSigned,Signer,ReportId
2026-05-26T23:00:01.000,1f3a5c7e9b0d2f4a6c8e0b1d3f5a7c9e1b2d4f60,ws-0142.corp.example,1.23E+45,TRUE,\"ConnectWise, LLC\",45720
2026-05-27T06:30:59.500,,\"mac \"\"lab\"\" 7\",,,Krämer IT Solutions GmbH,,seen by me
";

/// A zip archive of these files, packed with deflate.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::DEFLATE);
    for (name, content) in files {
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Opens bytes as they would be opened from a disk.
pub fn opened(bytes: &[u8]) -> Result<Opened, Trouble> {
    open(Cursor::new(bytes.to_vec()), &Limits::default())
}

pub fn opened_archive(bytes: &[u8]) -> Archive {
    match opened(bytes).unwrap() {
        Opened::Archive(archive) => archive,
        Opened::Table(_) => panic!("a table instead of an archive"),
    }
}

pub fn opened_table(bytes: &[u8]) -> Table {
    match opened(bytes).unwrap() {
        Opened::Table(table) => table,
        Opened::Archive(_) => panic!("an archive instead of a table"),
    }
}

/// Everything that a table becomes.
pub fn text_of(mut table: Table) -> Result<String, Trouble> {
    let mut text = Vec::new();
    while let Some(piece) = table.next_piece()? {
        text.extend_from_slice(&piece);
    }
    Ok(String::from_utf8(text).unwrap())
}

/// What a table becomes before something is wrong with it. Nothing may follow.
pub fn rows_before_trouble(mut table: Table) -> (String, Trouble) {
    let mut text = Vec::new();
    let trouble = loop {
        match table.next_piece() {
            Ok(Some(piece)) => text.extend_from_slice(&piece),
            Ok(None) => panic!("nothing is wrong"),
            Err(trouble) => break trouble,
        }
    };
    assert_eq!(table.next_piece(), Ok(None));
    (String::from_utf8(text).unwrap(), trouble)
}

/// Everything that an entry becomes.
pub fn bytes_of(content: Content) -> Result<Vec<u8>, Trouble> {
    match content {
        Content::Table(table) => text_of(table).map(String::into_bytes),
        Content::Bytes(mut reader) => {
            let mut bytes = Vec::new();
            while let Some(piece) = reader.next_piece()? {
                bytes.extend_from_slice(&piece);
            }
            Ok(bytes)
        }
    }
}

/// Everything in a file, to its end.
pub fn read_all(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    match opened(bytes)? {
        Opened::Table(table) => text_of(table).map(String::into_bytes),
        Opened::Archive(archive) => {
            let mut all = Vec::new();
            for idx in 0..archive.entries().len() {
                all.extend(bytes_of(archive.read(idx, &Limits::default())?)?);
            }
            Ok(all)
        }
    }
}
