//! From the names of columns to the fields that are needed. By name, in any order, in any case; what
//! is missing, double or marked with a zone is told.
//!
//! Values are not looked at here. What a table is that is not ours says [`foreign`].

mod foreign;
mod headerless;
mod name;

use std::ops::Index;

pub(crate) use foreign::foreign_words;
pub(crate) use headerless::is_headerless_row;
pub(crate) use name::{ColumnName, HeaderZone};

/// The fields that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    Timestamp,
    TimeGenerated,
    DeviceId,
    DeviceName,
    Signer,
    ReportId,
    Sha1,
    SignerHash,
    /// Of a summary, as are the rest.
    FirstSeen,
    LastSeen,
    Report,
    Count,
}

const FIELDS: [(Field, &str); 12] = [
    (Field::Timestamp, "Timestamp"),
    (Field::TimeGenerated, "TimeGenerated"),
    (Field::DeviceId, "DeviceId"),
    (Field::DeviceName, "DeviceName"),
    (Field::Signer, "Signer"),
    (Field::ReportId, "ReportId"),
    (Field::Sha1, "SHA1"),
    (Field::SignerHash, "SignerHash"),
    (Field::FirstSeen, "FirstSeen"),
    (Field::LastSeen, "LastSeen"),
    (Field::Report, "Report"),
    (Field::Count, "Count"),
];

/// The table's columns in the schema's order.
pub(crate) const SCHEMA: [&str; 18] = [
    "Timestamp",
    "DeviceId",
    "DeviceName",
    "SHA1",
    "IsSigned",
    "SignatureType",
    "Signer",
    "SignerHash",
    "Issuer",
    "IssuerHash",
    "CertificateSerialNumber",
    "CrlDistributionPointUrls",
    "CertificateCreationTime",
    "CertificateExpirationTime",
    "CertificateCountersignatureTime",
    "IsTrusted",
    "IsRootSignerMicrosoft",
    "ReportId",
];

/// Other columns with dates; they help to tell day from month.
const OTHER_TIMES: [&str; 4] = [
    "CertificateCreationTime",
    "CertificateExpirationTime",
    "CertificateCountersignatureTime",
    "TimeGenerated",
];

/// Where the fields stand among columns with these names.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) names: Vec<ColumnName>,
    places: [Option<usize>; FIELDS.len()],
    /// Other columns with dates.
    pub(crate) other_times: Vec<usize>,
    /// Names that stand twice, and which of the two is used.
    pub(crate) twice: Vec<String>,
    /// What a table with these columns is.
    pub(crate) kind: Kind,
}

/// What a table with these columns is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Rows of the table.
    Rows,
    /// Devices of a summary by the rule.
    Summary,
    /// Something else.
    Foreign,
}

impl Layout {
    /// Finds the fields among these names.
    pub(crate) fn of(names: Vec<ColumnName>) -> Layout {
        let mut twice = Vec::new();
        let mut places = [None; FIELDS.len()];
        for (field, wanted) in FIELDS {
            let named: Vec<usize> = (0..names.len()).filter(|&idx| names[idx].is(wanted)).collect();
            // A column of just that name is meant before one of a record inside the record.
            let plain: Vec<usize> =
                named.iter().copied().filter(|&idx| !names[idx].is_nested).collect();
            let found = if plain.is_empty() { named } else { plain };
            places[field as usize] = found.first().copied();
            if let [first, second, ..] = found[..] {
                twice.push(format!(
                    "the header names {wanted} twice, as column {} and column {}; the first is used",
                    first + 1,
                    second + 1
                ));
            }
        }
        let other_times = Vec::new();
        let mut layout = Layout { names, places, other_times, twice, kind: Kind::Foreign };
        layout.kind = layout.find_kind();
        layout.other_times = (0..layout.names.len())
            .filter(|&idx| Some(idx) != layout.time())
            .filter(|&idx| OTHER_TIMES.iter().any(|other| layout.names[idx].is(other)))
            .collect();
        layout
    }

    /// The columns in the schema's order.
    pub(crate) fn of_schema() -> Layout {
        Layout::of(SCHEMA.into_iter().map(ColumnName::of).collect())
    }

    /// The column with a row's time: `Timestamp`, or `TimeGenerated` where there is none.
    pub(crate) fn time(&self) -> Option<usize> {
        self[Field::Timestamp].or(self[Field::TimeGenerated])
    }

    /// Where a column of the table is.
    pub(crate) fn column(&self, wanted: &str) -> Option<usize> {
        if wanted == "Timestamp" {
            return self.time();
        }
        // A column of just that name is meant before one of a record inside the record.
        let is_plain = |name: &ColumnName| !name.is_nested && name.is(wanted);
        let is_it = |name: &ColumnName| name.is(wanted);
        self.names.iter().position(is_plain).or_else(|| self.names.iter().position(is_it))
    }

    /// The name of a column.
    pub(crate) fn name(&self, column: Option<usize>) -> &str {
        column.map_or("Timestamp", |column| &self.names[column].name)
    }

    /// What the header says about the zone of times.
    pub(crate) fn zone(&self) -> HeaderZone {
        let column = self.time().or(self[Field::FirstSeen]);
        column.map_or(HeaderZone::Unmarked, |column| self.names[column].zone)
    }

    /// Whether time columns are marked with different zones.
    pub(crate) fn has_several_zones(&self) -> bool {
        let is_marked = |zone: HeaderZone| {
            let mut times = self.other_times.iter().copied().chain(self.time());
            times.any(|column| self.names[column].zone == zone)
        };
        is_marked(HeaderZone::Utc) && is_marked(HeaderZone::Local)
    }

    fn find_kind(&self) -> Kind {
        let has_device = self[Field::DeviceId].or(self[Field::DeviceName]).is_some();
        let has_ends = self[Field::FirstSeen].is_some() && self[Field::LastSeen].is_some();
        if has_device && self.time().is_some() && self[Field::Signer].is_some() {
            Kind::Rows
        } else if has_device && has_ends && self[Field::Count].is_some() {
            Kind::Summary
        } else {
            Kind::Foreign
        }
    }

    /// Whether there is a column of this name.
    pub(crate) fn has(&self, wanted: &str) -> bool {
        self.names.iter().any(|name| name.is(wanted))
    }

    /// The needed fields that are missing, in words.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.time().is_none() {
            missing.push("Timestamp");
        }
        if self[Field::Signer].is_none() {
            missing.push("Signer");
        }
        if self[Field::DeviceId].or(self[Field::DeviceName]).is_none() {
            missing.push("DeviceId or DeviceName");
        }
        missing
    }

    /// The columns that are read and not there.
    pub(crate) fn missing_columns(&self) -> Vec<String> {
        let is_read = |name: &&str| FIELDS.iter().any(|(_, field)| field == name);
        SCHEMA
            .into_iter()
            .filter(is_read)
            .filter(|name| !self.has(name))
            .map(str::to_owned)
            .collect()
    }
}

impl Index<Field> for Layout {
    type Output = Option<usize>;

    fn index(&self, field: Field) -> &Option<usize> {
        &self.places[field as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout_of(header: &str) -> Layout {
        Layout::of(header.split(',').map(ColumnName::of).collect())
    }

    /// Expected: the columns of time, device id, device name, signer and report id.
    #[track_caller]
    fn check(header: &str, expected: [Option<usize>; 5]) {
        let layout = layout_of(header);
        assert_eq!(
            [
                layout.time(),
                layout[Field::DeviceId],
                layout[Field::DeviceName],
                layout[Field::Signer],
                layout[Field::ReportId]
            ],
            expected
        );
        assert_eq!(layout.kind, Kind::Rows);
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
        check("\u{FEFF}\"Timestamp\",DeviceId,Signer", [Some(0), Some(1), None, Some(2), None]);
    }

    #[test]
    fn zones_in_the_header() {
        for (header, expected) in [
            ("Timestamp,DeviceId,Signer", HeaderZone::Unmarked),
            ("Timestamp [UTC],DeviceId,Signer", HeaderZone::Utc),
            ("Timestamp [Local Time],DeviceId,Signer", HeaderZone::Local),
            ("Timestamp Local time,DeviceId,Signer", HeaderZone::Local),
        ] {
            assert_eq!(layout_of(header).zone(), expected, "{header}");
        }
        assert!(layout_of("Timestamp [UTC],TimeGenerated [Local Time],Signer").has_several_zones());
        assert!(!layout_of("Timestamp [UTC],TimeGenerated [UTC],Signer").has_several_zones());
        assert!(!layout_of("Timestamp Local time,TimeGenerated,Signer").has_several_zones());
    }

    #[test]
    fn twice_is_told_and_the_first_is_used() {
        let layout = layout_of("Timestamp,Signer,DeviceId,DeviceName,ReportId,signer");
        assert_eq!(layout[Field::Signer], Some(1));
        assert_eq!(
            layout.twice,
            ["the header names Signer twice, as column 2 and column 6; the first is used"]
        );
    }

    #[test]
    fn a_plain_name_is_meant_before_a_nested_one() {
        let layout = layout_of("Timestamp,Issuer.Signer,DeviceId,DeviceName,ReportId,Signer");
        assert_eq!((layout[Field::Signer], layout.twice.len()), (Some(5), 0));
    }

    #[test]
    fn a_summary_has_devices_and_no_rows() {
        let summary = layout_of("DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count");
        assert_eq!(summary.kind, Kind::Summary);
        assert_eq!(layout_of("Signer,Issuer,Devices,FirstSeen,LastSeen").kind, Kind::Foreign);
        assert_eq!(Layout::of_schema().kind, Kind::Rows);
        assert!(Layout::of_schema().missing_columns().is_empty());
        let missing = layout_of("Timestamp,DeviceId,Signer,SHA1").missing_columns();
        assert_eq!(missing, ["DeviceName", "SignerHash", "ReportId"]);
    }
}
