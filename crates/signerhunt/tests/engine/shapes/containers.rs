//! The rows as files that need more than a stream: Parquet, workbooks, zip archives. They come to the engine as the
//! crate `signerhunt-readers` opens them.

use std::io::{Cursor, Write};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, Int96};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::delimited::SCHEMA;
use super::world::{Loss, MILLISECONDS, NOTHING, Row};
use super::{Written, text_of, written};

const MICROSECONDS: Loss = Loss { unit_ns: 1_000, letters: false };

/// Days between the start of the Julian count, as INT96 has it, and 1970.
const JULIAN_1970: i64 = 2_440_588;
/// Days between the two starts that a workbook's dates may count from.
const FROM_1900_TO_1904: f64 = 1462.0;

pub(super) fn all(rows: &[Row]) -> Vec<Written> {
    let int96 = |time: NaiveDateTime| {
        let (day, ns) = day_and_ns(time);
        let mut moment = Int96::new();
        moment.set_data(ns as u32, (ns >> 32) as u32, (day + JULIAN_1970) as u32);
        Moment::Int96(moment)
    };
    let micros = |time: NaiveDateTime| Moment::Int64(time.and_utc().timestamp_micros());
    let parquet = |schema, moment: &dyn Fn(NaiveDateTime) -> Moment| parquet(rows, schema, moment);
    vec![
        written("Parquet of Kusto", "Parquet", "binary", NOTHING, parquet("INT96 {}", &int96)),
        written(
            "Parquet with microseconds",
            "Parquet",
            "binary",
            MICROSECONDS,
            parquet("INT64 {} (TIMESTAMP(MICROS,true))", &micros),
        ),
        written("workbook", "Excel workbook", "binary", MILLISECONDS, workbook(rows, false)),
        written(
            "workbook from 1904",
            "Excel workbook",
            "binary",
            MILLISECONDS,
            workbook(rows, true),
        ),
    ]
}

fn day_and_ns(time: NaiveDateTime) -> (i64, u64) {
    let day = time.date().signed_duration_since(NaiveDate::default()).num_days();
    let ns = u64::from(time.num_seconds_from_midnight()) * 1_000_000_000;
    (day, ns + u64::from(time.nanosecond()))
}

enum Moment {
    Int96(Int96),
    Int64(i64),
}

fn moments_of(row: &Row, column: &str) -> Option<NaiveDateTime> {
    match column {
        "Timestamp" => Some(row.timestamp),
        "CertificateCountersignatureTime" => row.countersigned,
        _ => None,
    }
}

fn flag_of(row: &Row, column: &str) -> Option<bool> {
    match column {
        "IsSigned" => Some(row.is_signed),
        "IsTrusted" => Some(row.is_trusted),
        _ => None,
    }
}

/// A file with two row groups; `time` is the type of the times, with `{}` for the name.
fn parquet(rows: &[Row], time: &str, moment: &dyn Fn(NaiveDateTime) -> Moment) -> Vec<u8> {
    let of_column = |name: &str| match name {
        "ReportId" => "INT64 ReportId".to_owned(),
        _ if name.ends_with("Time") || name == "Timestamp" => time.replace("{}", name),
        _ if name.starts_with("Is") => format!("BOOLEAN {name}"),
        _ => format!("BYTE_ARRAY {name} (UTF8)"),
    };
    let columns: String =
        SCHEMA.iter().map(|name| format!("OPTIONAL {}; ", of_column(name))).collect();
    let schema = Arc::new(parse_message_type(&format!("message schema {{ {columns} }}")).unwrap());
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for group in rows.chunks(rows.len().div_ceil(2)) {
        let mut group_writer = writer.next_row_group().unwrap();
        for name in SCHEMA {
            let mut column = group_writer.next_column().unwrap().unwrap();
            write_column(column.untyped(), group, name, moment);
            column.close().unwrap();
        }
        group_writer.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

fn write_column(
    column: &mut ColumnWriter<'_>,
    rows: &[Row],
    name: &str,
    moment: &dyn Fn(NaiveDateTime) -> Moment,
) {
    let moments: Vec<Option<Moment>> =
        rows.iter().map(|row| moments_of(row, name).map(moment)).collect();
    match column {
        ColumnWriter::Int96ColumnWriter(column) => {
            let (levels, values) = split(&moments, |moment| match moment {
                Moment::Int96(moment) => *moment,
                Moment::Int64(_) => panic!("another type of time"),
            });
            column.write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnWriter::Int64ColumnWriter(column) if name != "ReportId" => {
            let (levels, values) = split(&moments, |moment| match moment {
                Moment::Int64(micros) => *micros,
                Moment::Int96(_) => panic!("another type of time"),
            });
            column.write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnWriter::Int64ColumnWriter(column) => {
            let ids: Vec<i64> = rows.iter().map(|row| row.report_id).collect();
            column.write_batch(&ids, Some(&vec![1; ids.len()]), None).unwrap();
        }
        ColumnWriter::BoolColumnWriter(column) => {
            let flags: Vec<Option<bool>> = rows.iter().map(|row| flag_of(row, name)).collect();
            let (levels, values) = split(&flags, |flag| *flag);
            column.write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let texts: Vec<ByteArray> =
                rows.iter().map(|row| text_of(row, name).into_bytes().into()).collect();
            column.write_batch(&texts, Some(&vec![1; texts.len()]), None).unwrap();
        }
        _ => panic!("no column is of another type"),
    }
}

/// Which cells are there, and what is in these.
fn split<C, T>(cells: &[Option<C>], value: impl Fn(&C) -> T) -> (Vec<i16>, Vec<T>) {
    let levels = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    (levels, cells.iter().flatten().map(value).collect())
}

/// A workbook whose times are dates of Excel, to the millisecond.
fn workbook(rows: &[Row], from_1904: bool) -> Vec<u8> {
    let mut workbook = Workbook::new();
    // One build is as good as another.
    let long_ago = ExcelDateTime::from_ymd(2026, 1, 1).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
    let sheet = workbook.add_worksheet();
    let format = Format::new().set_num_format("m/d/yyyy h:mm");
    for (column, name) in (0..).zip(SCHEMA) {
        sheet.write(0, column, name).unwrap();
        for (line, row) in (1..).zip(rows) {
            if let Some(time) = moments_of(row, name) {
                let (day, ns) = day_and_ns(MILLISECONDS.time(time));
                let serial = 25_569.0 + day as f64 + ns as f64 / 86_400e9;
                let serial = if from_1904 { serial - FROM_1900_TO_1904 } else { serial };
                sheet.write_number_with_format(line, column, serial, &format).unwrap();
            } else if name == "ReportId" {
                sheet.write(line, column, row.report_id).unwrap();
            } else if let Some(flag) = flag_of(row, name) {
                sheet.write(line, column, flag).unwrap();
            } else if !name.ends_with("Time") && !name.starts_with("Is") {
                sheet.write(line, column, text_of(row, name)).unwrap();
            }
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    if from_1904 { counting_from_1904(&bytes) } else { bytes }
}

/// The writer knows no such workbooks; they say so in one place.
fn counting_from_1904(bytes: &[u8]) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for idx in 0..parts.len() {
        let mut part = parts.by_index(idx).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        files.push((part.name().unwrap().into_owned(), text));
    }
    let is_workbook = |name: &str| name == "xl/workbook.xml";
    let changed: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(name, text)| match is_workbook(&name) {
            true => {
                let marked = text.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1);
                assert_ne!(marked, text, "the workbook has its properties");
                (name, marked.into_bytes())
            }
            false => (name, text.into_bytes()),
        })
        .collect();
    archive(changed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// A zip archive of these files.
pub(super) fn archive<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
