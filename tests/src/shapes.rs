//! The rows of `exports.rs` in the other shapes that people export: JSON, UTF-16, a workbook, a Parquet file.
//!
//! What is right about them needs no second opinion here: the command line says it of the same rows as CSV.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use crate::exports::{Line, csv};

/// What Graph answers to a hunt.
pub(crate) fn graph_answer(lines: &[Line<'_>]) -> Vec<u8> {
    let row = |(idx, line): (usize, &Line<'_>)| {
        json!({
            "Timestamp": line.time_as_text(),
            "DeviceId": line.name,
            "DeviceName": line.name,
            "Signer": line.signer,
            "ReportId": idx,
        })
    };
    let rows: Vec<Value> = lines.iter().enumerate().map(row).collect();
    let columns: Vec<Value> = ["Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId"]
        .iter()
        .map(|name| json!({ "name": name, "type": "String" }))
        .collect();
    let answer = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#huntingQueryResults",
        "schema": columns,
        "results": rows,
    });
    answer.to_string().into_bytes()
}

/// CSV as some tools of Windows write it: UTF-16 behind a byte order mark.
pub(crate) fn utf16(lines: &[Line<'_>]) -> Vec<u8> {
    let text = format!("\u{feff}{}", csv(lines));
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A workbook in which somebody saved the rows: times as dates, which carry no zone, and a sheet of their own notes.
pub(crate) fn workbook(lines: &[Line<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("New query").unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000");
    let header = ["Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId"];
    for (column, name) in (0..).zip(header) {
        sheet.write(0, column, name).unwrap();
    }
    for (idx, line) in (0_u32..).zip(lines) {
        let row = idx + 1;
        let time = ExcelDateTime::parse_from_str(&line.time_as_text()).unwrap();
        sheet.write_with_format(row, 0, &time, &date).unwrap();
        sheet.write(row, 1, line.name).unwrap();
        sheet.write(row, 2, line.name).unwrap();
        sheet.write(row, 3, line.signer).unwrap();
        sheet.write(row, 4, idx).unwrap();
    }
    let notes = workbook.add_worksheet().set_name("Notes").unwrap();
    notes.write(0, 0, "Asked for on Tuesday").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A Parquet file as Kusto exports it.
pub(crate) fn parquet(lines: &[Line<'_>]) -> Vec<u8> {
    let schema = "message schema { OPTIONAL INT64 Timestamp (TIMESTAMP(MICROS,true)); OPTIONAL BYTE_ARRAY DeviceId (UTF8); \
                  OPTIONAL BYTE_ARRAY DeviceName (UTF8); OPTIONAL BYTE_ARRAY Signer (UTF8); OPTIONAL INT64 ReportId; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut file = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut file, schema, Arc::new(properties)).unwrap();
    let mut rows = writer.next_row_group().unwrap();
    let texts = |of: fn(&Line<'_>) -> String| -> Vec<ByteArray> {
        lines.iter().map(|line| ByteArray::from(of(line).into_bytes())).collect()
    };
    let times: Vec<i64> = lines.iter().map(|line| line.time.timestamp_micros()).collect();
    let names = texts(|line| line.name.to_owned());
    let signers = texts(|line| line.signer.to_owned());
    let places: Vec<i64> = (0..).take(lines.len()).collect();
    // Every value is there.
    let there = vec![1; lines.len()];
    let mut column_idx = 0;
    while let Some(mut column) = rows.next_column().unwrap() {
        let _ = match (column_idx, column.untyped()) {
            (0, ColumnWriter::Int64ColumnWriter(column)) => {
                column.write_batch(&times, Some(&there), None).unwrap()
            }
            (1 | 2, ColumnWriter::ByteArrayColumnWriter(column)) => {
                column.write_batch(&names, Some(&there), None).unwrap()
            }
            (3, ColumnWriter::ByteArrayColumnWriter(column)) => {
                column.write_batch(&signers, Some(&there), None).unwrap()
            }
            (4, ColumnWriter::Int64ColumnWriter(column)) => {
                column.write_batch(&places, Some(&there), None).unwrap()
            }
            _ => unreachable!("the schema has no such column"),
        };
        column.close().unwrap();
        column_idx += 1;
    }
    rows.close().unwrap();
    writer.close().unwrap();
    file
}
