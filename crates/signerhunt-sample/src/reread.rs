//! A slow, obvious reader of what this crate writes, for its tests only.
//!
//! It is not the engine's reader and shares nothing with it or with the writing side, except the names of the shapes.

use crate::Shape;
use crate::clock::{SECOND, moment};
use serde_json::{Map, Value};

/// An export taken apart. Cells of JSON are spelled as [`Shape::PortalIso`] spells them.
pub(crate) struct Table {
    shape: Shape,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Vec<u8>>>,
}

impl Table {
    pub(crate) fn new(export: &[u8], shape: Shape) -> Table {
        if shape.is_json() {
            let columns: Vec<String> = COLUMNS.split(' ').map(str::to_owned).collect();
            let cells = |object| cells_of(object, &columns);
            let rows = objects(export, shape).into_iter().map(cells).collect();
            return Table { shape, columns, rows };
        }
        let bytes = export.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
        let mut rows = records(bytes);
        let header = rows.remove(0);
        let column = |cell: Vec<u8>| {
            let name = String::from_utf8(cell).expect("a name in UTF-8");
            name.trim_end_matches(" [UTC]").to_owned()
        };
        Table { shape, columns: header.into_iter().map(column).collect(), rows }
    }

    /// The cell, if the row reaches that far.
    pub(crate) fn cell(&self, row: usize, column: &str) -> Option<&[u8]> {
        let position = self.columns.iter().position(|name| name == column).expect("a column");
        self.rows[row].get(position).map(|cell| &**cell)
    }

    /// The cell as text.
    pub(crate) fn text(&self, row: usize, column: &str) -> &str {
        std::str::from_utf8(self.cell(row, column).expect("a cell")).expect("UTF-8")
    }

    /// The ticks in the cell, if there is a time in it.
    pub(crate) fn time(&self, row: usize, column: &str) -> Option<u64> {
        let text = std::str::from_utf8(self.cell(row, column)?).ok()?;
        match self.shape {
            Shape::Portal => portal_time(text),
            Shape::LogAnalytics => log_analytics_time(text),
            _ => iso_time(text),
        }
    }

    /// Why a hunt could not use the row, if it could not.
    pub(crate) fn flaw(&self, row: usize) -> Option<&'static str> {
        if self.rows[row].len() != self.columns.len() {
            return Some("columns");
        }
        // JSON is read with a mark in the place of bytes that are not UTF-8.
        let is_broken = |cell: &Vec<u8>| String::from_utf8_lossy(cell).contains('\u{fffd}');
        if self.rows[row].iter().any(is_broken) {
            return Some("encoding");
        }
        self.time(row, "Timestamp").is_none().then_some("timestamp")
    }
}

const COLUMNS: &str = "Timestamp DeviceId DeviceName SHA1 IsSigned SignatureType Signer SignerHash Issuer IssuerHash \
    CertificateSerialNumber CrlDistributionPointUrls CertificateCreationTime CertificateExpirationTime \
    CertificateCountersignatureTime IsTrusted IsRootSignerMicrosoft ReportId";

/// The objects that are rows.
fn objects(export: &[u8], shape: Shape) -> Vec<Map<String, Value>> {
    let text = String::from_utf8_lossy(export);
    let rows: Vec<Value> = if shape == Shape::HuntingApi {
        let mut answer: Value = serde_json::from_str(&text).expect("a document");
        serde_json::from_value(answer["results"].take()).expect("a list")
    } else {
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
    };
    let object = |mut row: Value| {
        if shape != Shape::Streaming {
            return serde_json::from_value(row).expect("an object");
        }
        assert_eq!(row["category"], "AdvancedHunting-DeviceFileCertificateInfo");
        assert!(row["time"].as_str().and_then(iso_time).is_some());
        let mut properties: Map<String, Value> =
            serde_json::from_value(row["properties"].take()).expect("an object");
        let group = properties.remove("MachineGroup");
        assert!(group.is_none_or(|group| group == "main"));
        properties
    };
    rows.into_iter().map(object).collect()
}

/// The cells of an object up to the first column that it does not have.
fn cells_of(mut object: Map<String, Value>, columns: &[String]) -> Vec<Vec<u8>> {
    let cell = |column: &String| {
        let value = object.remove(column)?;
        let text = match (column.as_str(), value) {
            (_, Value::Null) => String::new(),
            ("ReportId", value) => value.as_u64().expect("a number").to_string(),
            ("IsSigned" | "IsTrusted" | "IsRootSignerMicrosoft", value) => {
                u8::from(value.as_bool().expect("a flag")).to_string()
            }
            (_, value) => value.as_str().expect("a text").to_owned(),
        };
        Some(text.into_bytes())
    };
    let cells = columns.iter().map_while(cell).collect();
    assert!(object.is_empty(), "{object:?}");
    cells
}

/// Records and their cells, without the quotes.
fn records(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), Vec::new());
    let mut quoted = false;
    let mut bytes = bytes.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
                cell.push(b'"');
            }
            b'"' => quoted = !quoted,
            b',' if !quoted => record.push(std::mem::take(&mut cell)),
            b'\r' if !quoted => {}
            b'\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            _ => cell.push(byte),
        }
    }
    if !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    records
}

/// `May 26, 2026 11:00:01 PM`.
fn portal_time(text: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let [month, day, year, clock, half] = words(text)?;
    let month = MONTHS.find(month)? as u64 / 3 + 1;
    together([number(year)?, month, number(day.strip_suffix(',')?)?], clock, half)
}

/// `5/26/2026, 11:00:01.123 PM`.
fn log_analytics_time(text: &str) -> Option<u64> {
    let [date, clock, half] = words(text)?;
    let mut parts = date.strip_suffix(',')?.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (clock, milliseconds) = clock.split_once('.')?;
    assert_eq!(milliseconds.len(), 3);
    let second = together([number(year)?, number(month)?, number(day)?], clock, half)?;
    Some(second + number(milliseconds)? * SECOND / 1_000)
}

/// `2026-05-26T23:00:01.1234567Z`.
fn iso_time(text: &str) -> Option<u64> {
    let text = text.strip_suffix('Z')?;
    let (second, fraction) = text.split_once('.').unwrap_or((text, ""));
    assert!(!fraction.ends_with('0') && fraction.len() <= 7);
    let digits: String = second.chars().filter(char::is_ascii_digit).collect();
    Some(moment(number(&digits)?) + number(&format!("{fraction:0<7}"))?)
}

fn together([year, month, day]: [u64; 3], clock: &str, half: &str) -> Option<u64> {
    let mut parts = clock.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let hour = hour % 12 + if half == "PM" { 12 } else { 0 };
    let date = (year * 100 + month) * 100 + day;
    Some(moment(((date * 100 + hour) * 100 + minute) * 100 + second))
}

fn words<const N: usize>(text: &str) -> Option<[&str; N]> {
    text.split(' ').collect::<Vec<&str>>().try_into().ok()
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}
