//! One row: what happened, and its bytes in each shape.
//!
//! Cells that only the certificate decides come ready from `signers.rs`, so a row is mostly copied together.

use crate::clock::SECOND;
use crate::devices::Device;
use crate::digest;
use crate::json::{self, push_name};
use crate::moments::push_number;
use crate::shape::Shape;
use crate::signers::File;

/// A file seen on a device, and what is wrong with the row about it.
pub(crate) struct Row<'w> {
    pub(crate) ticks: u64,
    pub(crate) device: &'w Device,
    pub(crate) file: File<'w>,
    /// Whether the row says its `ReportId`.
    pub(crate) reported: bool,
    pub(crate) flaw: Option<Flaw>,
}

/// Why nobody can use a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// No time, in the words of the shape.
    NoTime,
    /// What a spreadsheet shows where the column is too narrow for a time.
    UnreadableTime,
    /// Only the first three cells are there, or in JSON, the first three fields.
    Cut,
    /// The signer's name is not UTF-8, which is a matter of the row's signer and not of how it is written.
    NotUtf8,
}

impl Row<'_> {
    /// Appends the row without a line end.
    pub(crate) fn push(&self, out: &mut Vec<u8>, shape: Shape) {
        let start = out.len();
        match shape {
            Shape::Portal | Shape::PortalIso => self.push_portal(out, shape),
            Shape::LogAnalytics => self.push_log_analytics(out),
            Shape::HuntingApi | Shape::JsonLines => self.push_object(out, shape),
            Shape::Streaming => self.push_record(out),
        }
        if self.flaw == Some(Flaw::Cut) && !shape.is_json() {
            keep_cells(out, start, 3);
        }
    }

    fn push_portal(&self, out: &mut Vec<u8>, shape: Shape) {
        let [certificate, trust, _] = &self.file.certificate.stretches;
        self.push_timestamp(out, shape);
        out.push(b',');
        out.extend_from_slice(&self.device.id);
        out.push(b',');
        out.extend_from_slice(self.device.name_at(self.ticks));
        out.push(b',');
        digest::push_hex(out, self.file.key, 40);
        out.push(b',');
        out.extend_from_slice(certificate);
        out.push(b',');
        shape.push_time(out, self.file.countersigned);
        out.push(b',');
        out.extend_from_slice(trust);
        out.push(b',');
        self.push_report(out, shape);
    }

    fn push_log_analytics(&self, out: &mut Vec<u8>) {
        let shape = Shape::LogAnalytics;
        let [times, issuer, signer] = &self.file.certificate.stretches;
        out.extend_from_slice(b"\"22222222-3333-4444-5555-666666666666\",");
        shape.push_time(out, self.file.countersigned);
        out.push(b',');
        out.extend_from_slice(times);
        out.push(b',');
        out.extend_from_slice(&self.device.id);
        out.push(b',');
        out.extend_from_slice(self.device.name_at(self.ticks));
        out.push(b',');
        out.extend_from_slice(issuer);
        out.extend_from_slice(b",UnassignedGroup,");
        self.push_report(out, shape);
        out.push(b',');
        digest::push_hex(out, self.file.key, 40);
        out.push(b',');
        out.extend_from_slice(signer);
        // `TimeGenerated` and `Timestamp` are the same moment in this table.
        for _ in 0..2 {
            out.push(b',');
            self.push_timestamp(out, shape);
        }
        out.extend_from_slice(b",,DeviceFileCertificateInfo");
    }

    /// The row as an object with a field for each column of the portal. One that is cut is whole JSON nevertheless.
    fn push_object(&self, out: &mut Vec<u8>, shape: Shape) {
        let [certificate, trust, _] = &self.file.certificate.stretches;
        out.push(b'{');
        push_name(out, "Timestamp");
        self.push_timestamp(out, shape);
        out.extend_from_slice(b",\"DeviceId\":\"");
        out.extend_from_slice(&self.device.id);
        out.extend_from_slice(b"\",");
        push_name(out, "DeviceName");
        out.extend_from_slice(self.device.name_at(self.ticks));
        if self.flaw != Some(Flaw::Cut) {
            out.extend_from_slice(b",\"SHA1\":\"");
            digest::push_hex(out, self.file.key, 40);
            out.extend_from_slice(b"\",");
            out.extend_from_slice(certificate);
            out.push(b',');
            push_name(out, "CertificateCountersignatureTime");
            shape.push_time(out, self.file.countersigned);
            out.push(b',');
            out.extend_from_slice(trust);
            out.push(b',');
            push_name(out, "ReportId");
            self.push_report(out, shape);
            if shape == Shape::Streaming {
                out.extend_from_slice(b",\"MachineGroup\":\"main\"");
            }
        }
        out.push(b'}');
    }

    /// The record of the streaming API around the row, which was sent some minutes after it happened.
    fn push_record(&self, out: &mut Vec<u8>) {
        let delay = 60 * SECOND + self.ticks * 31 % (240 * SECOND);
        out.push(b'{');
        push_name(out, "time");
        Shape::Streaming.push_time(out, Some(self.ticks + delay));
        out.extend_from_slice(json::RECORD_BEFORE_ROW);
        self.push_object(out, Shape::Streaming);
        out.extend_from_slice(json::RECORD_AFTER_ROW);
    }

    fn push_timestamp(&self, out: &mut Vec<u8>, shape: Shape) {
        match self.flaw {
            Some(Flaw::NoTime) => shape.push_time(out, None),
            Some(Flaw::UnreadableTime) => shape.push_text(out, b"########"),
            Some(Flaw::Cut | Flaw::NotUtf8) | None => shape.push_time(out, Some(self.ticks)),
        }
    }

    fn push_report(&self, out: &mut Vec<u8>, shape: Shape) {
        if self.reported {
            push_number(out, self.device.report_at(self.ticks));
        } else {
            out.extend_from_slice(shape.nothing());
        }
    }
}

/// Drops what follows the first cells of the row that begins at `start`.
fn keep_cells(out: &mut Vec<u8>, start: usize, count: usize) {
    let (mut quoted, mut commas) = (false, 0);
    let end = out[start..].iter().position(|byte| {
        quoted ^= *byte == b'"';
        commas += usize::from(*byte == b',' && !quoted);
        commas == count
    });
    out.truncate(end.map_or(out.len(), |end| start + end));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::moment;
    use crate::devices::fleet;
    use crate::reread::Table;
    use crate::signers::Signer;

    /// The export of one row.
    fn exported(shape: Shape, name: &str) -> Vec<u8> {
        let row = written(shape, name, None);
        let parts = [shape.before_row(true), row.as_bytes(), shape.after_row(), shape.end()];
        [shape.header().as_bytes(), &parts.concat()].concat()
    }

    fn written(shape: Shape, name: &str, flaw: Option<Flaw>) -> String {
        let devices = fleet(1, 1, shape);
        let signer = Signer::new(name.as_bytes(), None, 1, shape);
        let ticks = moment(2026_05_26_23_00_01) + 1_234_567;
        let file = signer.file(0);
        let row = Row { ticks, device: &devices[0], file, reported: true, flaw };
        let mut out = b"before,".to_vec();
        row.push(&mut out, shape);
        let text = String::from_utf8(out).expect("UTF-8");
        text.strip_prefix("before,").expect("kept").to_owned()
    }

    #[test]
    fn a_row_has_the_cells_of_the_header() {
        for shape in Shape::ALL {
            let table = Table::new(&exported(shape, "Cedar, \"Fir\" & Co"), shape);
            assert_eq!(table.rows.len(), 1);
            assert_eq!(table.rows[0].len(), table.columns.len(), "{shape:?}");
            assert_eq!(table.text(0, "Signer"), "Cedar, \"Fir\" & Co");
        }
    }

    #[test]
    fn cells_stand_where_the_header_says() {
        for shape in Shape::ALL {
            let table = Table::new(&exported(shape, "ConnectWise, LLC"), shape);
            let cell = |column| table.text(0, column);
            assert_eq!(cell("Signer"), "ConnectWise, LLC");
            assert_eq!(cell("SignerHash"), "dc69069188d5cbc5fe18b7d035c90061c8741e21");
            assert_eq!(cell("CertificateSerialNumber"), "069646f75a1a32e4c286f5515ad70e20");
            assert!(cell("Issuer").starts_with("DigiCert Trusted G4"));
            assert!(cell("CrlDistributionPointUrls").starts_with("[\"http://crl3."));
            assert!(cell("CertificateCreationTime").contains("2025"));
            assert!(cell("CertificateExpirationTime").contains("2028"));
            assert!(cell("DeviceName").ends_with(".contoso.example"));
            assert_eq!(
                [cell("SHA1").len(), cell("DeviceId").len(), cell("IssuerHash").len()],
                [40; 3]
            );
            assert_eq!(cell("SignatureType"), "Embedded");
            assert!(cell("ReportId").parse::<u32>().is_ok());
            let flags = ["IsSigned", "IsTrusted", "IsRootSignerMicrosoft"].map(cell);
            let truth = if shape == Shape::LogAnalytics {
                ["true", "true", "false"]
            } else {
                ["1", "1", "0"]
            };
            assert_eq!(flags, truth);
        }
    }

    #[test]
    fn a_row_without_time_says_so_as_the_portal_does() {
        assert!(written(Shape::Portal, "HP Inc.", Some(Flaw::NoTime)).starts_with("Invalid date,"));
        assert!(written(Shape::PortalIso, "HP Inc.", Some(Flaw::NoTime)).starts_with(','));
        let unreadable = written(Shape::LogAnalytics, "HP Inc.", Some(Flaw::UnreadableTime));
        assert!(unreadable.ends_with(",\"########\",\"########\",,DeviceFileCertificateInfo"));
        let null = written(Shape::HuntingApi, "HP Inc.", Some(Flaw::NoTime));
        assert!(null.starts_with("{\"Timestamp\":null,\"DeviceId\":"));
        let record = written(Shape::Streaming, "HP Inc.", Some(Flaw::UnreadableTime));
        assert!(record.contains(",\"properties\":{\"Timestamp\":\"########\",\"DeviceId\":"));
    }

    #[test]
    fn a_cut_row_ends_before_the_fourth_cell() {
        let row = written(Shape::Portal, "HP Inc.", Some(Flaw::Cut));
        assert!(
            row.starts_with("\"May 26, 2026 11:00:01 PM\",") && row.ends_with(".contoso.example"),
            "{row}"
        );
        let row = written(Shape::JsonLines, "HP Inc.", Some(Flaw::Cut));
        assert!(row.ends_with(".contoso.example\"}"), "{row}");
        let row = written(Shape::Streaming, "HP Inc.", Some(Flaw::Cut));
        assert!(row.ends_with(".contoso.example\"},\"Tenant\":\"DefaultTenant\"}"), "{row}");
    }

    #[test]
    fn a_record_holds_the_row() {
        let row = written(Shape::HuntingApi, "ConnectWise, LLC", None);
        let record = written(Shape::Streaming, "ConnectWise, LLC", None);
        let open = row.strip_suffix('}').expect("an object");
        let expected = format!(
            "{{\"time\":\"2026-05-26T23:01:35.9506144Z\",\"tenantId\":\"22222222-3333-4444-5555-666666666666\",\
             \"operationName\":\"Publish\",\"category\":\"AdvancedHunting-DeviceFileCertificateInfo\",\
             \"properties\":{open},\"MachineGroup\":\"main\"}},\"Tenant\":\"DefaultTenant\"}}"
        );
        assert_eq!(record, expected);
    }

    #[test]
    fn an_object_has_the_order_of_the_portal() {
        let row = written(Shape::JsonLines, "ConnectWise, LLC", None);
        let names = Shape::PortalIso.header().trim_start_matches('\u{feff}').split(',');
        let places: Vec<Option<usize>> =
            names.map(|name| row.find(&format!("\"{name}\":"))).collect();
        assert!(places.is_sorted() && !places.contains(&None), "{places:?}");
    }
}
