//! From the header's names to the fields that are needed. By name, in any order, in any case; what is
//! missing, double or marked with a zone is told.
//!
//! Values are not looked at here.

use crate::delimited::Row;
use crate::export::Shape;

/// Where the needed fields stand in a row.
#[derive(Debug)]
pub(crate) struct Columns {
    /// How many cells a row has.
    pub(crate) n_columns: usize,
    /// `Timestamp`, or `TimeGenerated` where there is none.
    pub(crate) time: usize,
    /// The name of that column as the header spells it.
    pub(crate) time_name: String,
    pub(crate) device_id: Option<usize>,
    pub(crate) device_name: Option<usize>,
    pub(crate) signer: usize,
    pub(crate) report_id: Option<usize>,
    /// Other columns with dates; they help to tell day from month.
    pub(crate) other_times: Vec<usize>,
    /// What the header says about the zone of times.
    pub(crate) zone: HeaderZone,
    /// Which exporter writes such headers.
    pub(crate) shape: Shape,
    /// What the reader of the answer should know.
    pub(crate) warnings: Vec<String>,
}

/// The zone mark behind the time column's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HeaderZone {
    /// None.
    Unmarked,
    /// ` [UTC]`.
    Utc,
    /// ` [Local Time]` or ` Local time`: the exporter's own zone, whichever that was.
    Local,
}

const OTHER_TIMES: [&str; 4] = [
    "CertificateCreationTime",
    "CertificateExpirationTime",
    "CertificateCountersignatureTime",
    "TimeGenerated",
];

impl Columns {
    /// Reads the header row, or says why it is not the table's.
    pub(crate) fn of_header(header: &Row<'_>) -> Result<Columns, String> {
        let names: Vec<HeaderName> = (0..header.n_cells())
            .filter_map(|column_idx| header.cell(column_idx))
            .map(|cell| HeaderName::of(&String::from_utf8_lossy(&cell)))
            .collect();
        let mut warnings = Vec::new();
        let mut find = |wanted: &str| {
            let named: Vec<usize> = (0..names.len()).filter(|&idx| names[idx].is(wanted)).collect();
            // A column of just that name is meant before one of a record inside the record.
            let plain: Vec<usize> =
                named.iter().copied().filter(|&idx| !names[idx].is_nested).collect();
            let found = if plain.is_empty() { named } else { plain };
            let first = *found.first()?;
            if let Some(second) = found.get(1) {
                warnings.push(format!(
                    "the header names {wanted} twice, as column {} and column {}; the first is used",
                    first + 1,
                    second + 1
                ));
            }
            Some(first)
        };
        let timestamp = find("Timestamp").or_else(|| find("TimeGenerated"));
        let signer = find("Signer");
        let device_id = find("DeviceId");
        let device_name = find("DeviceName");
        let report_id = find("ReportId");

        let mut missing = Vec::new();
        if timestamp.is_none() {
            missing.push("Timestamp");
        }
        if signer.is_none() {
            missing.push("Signer");
        }
        if device_id.is_none() && device_name.is_none() {
            missing.push("DeviceId or DeviceName");
        }
        let (Some(time), Some(signer), true) = (timestamp, signer, missing.is_empty()) else {
            return Err(not_the_table(&missing, &names, header.line));
        };
        for (column, what) in [
            (device_id, "DeviceId column: devices are told apart by name alone"),
            (device_name, "DeviceName column: devices are told apart by id alone"),
            (report_id, "ReportId column: the Report sets are empty"),
        ] {
            if column.is_none() {
                warnings.push(format!("there is no {what}"));
            }
        }
        if names[time].is("TimeGenerated") {
            warnings.push(
                "there is no Timestamp column: TimeGenerated, when the row reached the workspace, is used"
                    .to_owned(),
            );
        }
        let zone = names[time].zone;
        Ok(Columns {
            n_columns: names.len(),
            time,
            time_name: names[time].name.clone(),
            device_id,
            device_name,
            signer,
            report_id,
            other_times: (0..names.len())
                .filter(|&idx| idx != time && OTHER_TIMES.iter().any(|other| names[idx].is(other)))
                .collect(),
            zone,
            shape: shape_of(&names, zone),
            warnings,
        })
    }
}

/// A column's name without what exporters hang on it.
struct HeaderName {
    name: String,
    zone: HeaderZone,
    /// It is the last part of a longer name, such as `properties.Signer`.
    is_nested: bool,
    /// What stands in the header.
    full_name: String,
}

impl HeaderName {
    fn of(cell: &str) -> HeaderName {
        let mut name = cell.trim();
        let mut zone = HeaderZone::Unmarked;
        for (mark, its_zone) in [
            (" [UTC]", HeaderZone::Utc),
            (" [Local Time]", HeaderZone::Local),
            (" Local time", HeaderZone::Local),
        ] {
            if let Some(start) = name.len().checked_sub(mark.len())
                && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(mark))
            {
                name = name[..start].trim_end();
                zone = its_zone;
            }
        }
        // Names such as `properties.Signer` come from tools that flatten records.
        let last_part = name.rsplit('.').next().unwrap_or(name);
        HeaderName {
            name: last_part.to_owned(),
            zone,
            is_nested: last_part.len() < name.len(),
            full_name: cell.trim().to_owned(),
        }
    }

    fn is(&self, wanted: &str) -> bool {
        self.name.eq_ignore_ascii_case(wanted)
    }
}

fn shape_of(names: &[HeaderName], zone: HeaderZone) -> Shape {
    let has = |wanted: &str| names.iter().any(|name| name.is(wanted));
    let is_the_table = ["SignerHash", "IsRootSignerMicrosoft", "CertificateSerialNumber"]
        .iter()
        .any(|column| has(column));
    if has("TimeGenerated") {
        Shape::LogAnalyticsCsv
    } else if is_the_table && has("Timestamp") && zone != HeaderZone::Utc {
        Shape::PortalCsv
    } else {
        Shape::Delimited
    }
}

/// The words for a header that lacks what is needed.
fn not_the_table(missing: &[&str], names: &[HeaderName], line: u64) -> String {
    const SHOWN: usize = 8;
    let mut shown: Vec<String> =
        names.iter().take(SHOWN).map(|name| name.full_name.chars().take(40).collect()).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    format!(
        "has no {} column: line {line} names {}. Export DeviceFileCertificateInfo with the columns \
         Timestamp, DeviceId, DeviceName, Signer and ReportId",
        missing.join(" and no "),
        shown.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delimited::Scanner;

    fn columns_of(header: &str) -> Result<Columns, String> {
        let mut columns = None;
        let mut scanner = Scanner::new(b',', 0);
        let mut on_row = |row: Row<'_>| columns = Some(Columns::of_header(&row));
        scanner.feed(header.as_bytes(), &mut on_row);
        scanner.finish(&mut on_row);
        columns.unwrap()
    }

    /// Expected: the columns of time, device id, device name, signer and report id.
    #[track_caller]
    fn check(header: &str, expected: [Option<usize>; 5]) {
        let columns = columns_of(header).unwrap();
        assert_eq!(
            [
                Some(columns.time),
                columns.device_id,
                columns.device_name,
                Some(columns.signer),
                columns.report_id
            ],
            expected
        );
    }

    #[test]
    fn names_in_any_order_and_case() {
        check(
            "Signer,reportid, TIMESTAMP ,DeviceName,x,DeviceId",
            [Some(2), Some(5), Some(3), Some(0), Some(1)],
        );
        check(
            "m365.event.Signer,\"Timestamp [UTC]\",DeviceName",
            [Some(1), None, Some(2), Some(0), None],
        );
        check(
            "TimeGenerated [Local Time],Timestamp Local time,DeviceId,Signer",
            [Some(1), Some(2), None, Some(3), None],
        );
        check("TimeGenerated,DeviceId,Signer", [Some(0), Some(1), None, Some(2), None]);
    }

    #[test]
    fn zones_in_the_header() {
        for (header, expected) in [
            ("Timestamp,DeviceId,Signer", HeaderZone::Unmarked),
            ("Timestamp [UTC],DeviceId,Signer", HeaderZone::Utc),
            ("Timestamp [Local Time],DeviceId,Signer", HeaderZone::Local),
            ("Timestamp Local time,DeviceId,Signer", HeaderZone::Local),
        ] {
            assert_eq!(columns_of(header).unwrap().zone, expected, "{header}");
        }
    }

    #[test]
    fn twice_is_told_and_the_first_is_used() {
        let columns = columns_of("Timestamp,Signer,DeviceId,DeviceName,ReportId,signer").unwrap();
        assert_eq!(columns.signer, 1);
        assert_eq!(
            columns.warnings,
            ["the header names Signer twice, as column 2 and column 6; the first is used"]
        );
    }

    #[test]
    fn a_plain_name_is_meant_before_a_nested_one() {
        let columns =
            columns_of("Timestamp,Issuer.Signer,DeviceId,DeviceName,ReportId,Signer").unwrap();
        assert_eq!((columns.signer, columns.warnings.len()), (5, 0));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (header, word) in [
            ("Timestamp,DeviceId", "no Signer column: line 1 names Timestamp, DeviceId."),
            ("Signer,DeviceId", "no Timestamp column"),
            ("Timestamp,Signer", "no DeviceId or DeviceName column"),
            (
                "a,b,c,d,e,f,g,h,i,j",
                "no Timestamp and no Signer and no DeviceId or DeviceName column: line 1 names a, b, c, d, e, f, g, h, and 2 more",
            ),
        ] {
            let message = columns_of(header).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
    }
}
