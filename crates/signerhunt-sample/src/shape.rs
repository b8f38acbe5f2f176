//! How each exporter spells an export: what stands around the rows, and a text, a flag, a time as a cell.
//!
//! Which cell stands where is in `row.rs` and `certificates.rs`; what a reader makes of all this is the engine's affair.

use crate::clock::Parts;
use crate::json;
use crate::moments::{push_iso_time, push_log_analytics_time, push_portal_time};

/// An exporter and the spelling of its exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The Defender portal since the end of 2023: `"May 26, 2026 11:00:01 PM"`, `Invalid date`, `1` and `0`.
    Portal,
    /// The Defender portal before: `2026-05-26T23:00:01.1234567Z`, nothing for a missing date.
    PortalIso,
    /// The logs page of Log Analytics: `"5/26/2026, 11:00:01.123 PM"`, `true` and `false`, columns by name.
    LogAnalytics,
    /// The answer of the hunting API of Microsoft Graph: one JSON document, its rows as objects in `results`.
    HuntingApi,
    /// Rows as JSON objects, one a line, as scripts keep the answers of an API.
    JsonLines,
    /// What the streaming API leaves in a storage account: records with the row in `properties`, one a line.
    Streaming,
}

impl Shape {
    /// What [`Shape::from_name`] understands.
    pub const NAMES: [&'static str; 6] =
        ["portal", "portal-iso", "log-analytics", "hunting-api", "json-lines", "streaming"];

    /// All shapes, in the order of their names.
    pub(crate) const ALL: [Shape; 6] = [
        Shape::Portal,
        Shape::PortalIso,
        Shape::LogAnalytics,
        Shape::HuntingApi,
        Shape::JsonLines,
        Shape::Streaming,
    ];

    /// The shape with this name.
    pub fn from_name(name: &str) -> Option<Shape> {
        let position = Shape::NAMES.iter().position(|known| *known == name)?;
        Some(Shape::ALL[position])
    }

    /// What the exporter would call the file, or where it leaves that to people, what they could call it.
    pub fn file_name(self) -> &'static str {
        match self {
            Shape::Portal | Shape::PortalIso => "New query.csv",
            Shape::LogAnalytics => "query_data.csv",
            Shape::HuntingApi => "response.json",
            Shape::JsonLines => "rows.jsonl",
            Shape::Streaming => "PT1H.json",
        }
    }

    /// Whether rows are JSON objects and not lines of cells.
    pub(crate) fn is_json(self) -> bool {
        match self {
            Shape::Portal | Shape::PortalIso | Shape::LogAnalytics => false,
            Shape::HuntingApi | Shape::JsonLines | Shape::Streaming => true,
        }
    }

    /// What stands before the first row: the byte order mark and the names of the columns without a line end, or how
    /// the JSON document begins.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Shape::Portal | Shape::PortalIso => {
                "\u{feff}Timestamp,DeviceId,DeviceName,SHA1,IsSigned,SignatureType,Signer,SignerHash,Issuer,IssuerHash,\
                 CertificateSerialNumber,CrlDistributionPointUrls,CertificateCreationTime,CertificateExpirationTime,\
                 CertificateCountersignatureTime,IsTrusted,IsRootSignerMicrosoft,ReportId"
            }
            Shape::LogAnalytics => {
                "\u{feff}TenantId,\"CertificateCountersignatureTime [UTC]\",\"CertificateCreationTime [UTC]\",\
                 \"CertificateExpirationTime [UTC]\",CertificateSerialNumber,CrlDistributionPointUrls,DeviceId,\
                 DeviceName,IsRootSignerMicrosoft,IsSigned,IsTrusted,Issuer,IssuerHash,MachineGroup,ReportId,SHA1,\
                 SignatureType,Signer,SignerHash,\"TimeGenerated [UTC]\",\"Timestamp [UTC]\",SourceSystem,Type"
            }
            Shape::HuntingApi => json::ANSWER_BEFORE_ROWS,
            Shape::JsonLines | Shape::Streaming => "",
        }
    }

    /// What stands before a row.
    pub(crate) fn before_row(self, is_first: bool) -> &'static [u8] {
        match self {
            Shape::Portal | Shape::PortalIso | Shape::LogAnalytics => b"\r\n",
            Shape::HuntingApi if is_first => b"",
            Shape::HuntingApi => b",",
            Shape::JsonLines | Shape::Streaming => b"",
        }
    }

    /// What stands behind a row.
    pub(crate) fn after_row(self) -> &'static [u8] {
        match self {
            Shape::Portal | Shape::PortalIso | Shape::LogAnalytics | Shape::HuntingApi => b"",
            Shape::JsonLines => b"\n",
            Shape::Streaming => b"\r\n",
        }
    }

    /// What follows the last row.
    pub(crate) fn end(self) -> &'static [u8] {
        match self {
            Shape::Portal | Shape::PortalIso | Shape::JsonLines | Shape::Streaming => b"",
            Shape::LogAnalytics => b"\r\n",
            Shape::HuntingApi => json::ANSWER_AFTER_ROWS,
        }
    }

    /// What stands where there is no value.
    pub(crate) fn nothing(self) -> &'static [u8] {
        if self.is_json() { b"null" } else { b"" }
    }

    /// Appends a text, quoted where this exporter quotes. Bytes, because a broken export holds broken text.
    pub(crate) fn push_text(self, out: &mut Vec<u8>, text: &[u8]) {
        if text.is_empty() {
            out.extend_from_slice(self.nothing());
            return;
        }
        let quoted = match self {
            Shape::Portal | Shape::PortalIso => {
                text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
            }
            Shape::LogAnalytics => !text.iter().all(u8::is_ascii_alphanumeric),
            Shape::HuntingApi | Shape::JsonLines | Shape::Streaming => {
                json::push_string(out, text);
                return;
            }
        };
        if !quoted {
            out.extend_from_slice(text);
            return;
        }
        out.push(b'"');
        for byte in text {
            if *byte == b'"' {
                out.push(b'"');
            }
            out.push(*byte);
        }
        out.push(b'"');
    }

    /// Appends a flag, or what stands where it is not known.
    pub(crate) fn push_flag(self, out: &mut Vec<u8>, flag: Option<bool>) {
        let is_word = self.is_json() || self == Shape::LogAnalytics;
        out.extend_from_slice(match flag {
            None => self.nothing(),
            Some(true) if is_word => b"true",
            Some(false) if is_word => b"false",
            Some(true) => b"1",
            Some(false) => b"0",
        });
    }

    /// Appends a moment with the digits this exporter keeps, or what it writes where there is none.
    pub(crate) fn push_time(self, out: &mut Vec<u8>, ticks: Option<u64>) {
        let Some(ticks) = ticks else {
            let nothing: &[u8] =
                if self == Shape::Portal { b"Invalid date" } else { self.nothing() };
            out.extend_from_slice(nothing);
            return;
        };
        let parts = Parts::of(ticks);
        match self {
            Shape::Portal => push_portal_time(out, &parts),
            Shape::PortalIso => push_iso_time(out, &parts),
            Shape::LogAnalytics => push_log_analytics_time(out, &parts),
            // Nothing in a time needs to be escaped.
            Shape::HuntingApi | Shape::JsonLines | Shape::Streaming => {
                out.push(b'"');
                push_iso_time(out, &parts);
                out.push(b'"');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::moment;

    fn written(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).expect("spelled in UTF-8")
    }

    #[track_caller]
    fn time_is(shape: Shape, ticks: Option<u64>, expected: &str) {
        assert_eq!(written(|out| shape.push_time(out, ticks)), expected);
    }

    #[track_caller]
    fn text_is(shape: Shape, text: &str, expected: &str) {
        assert_eq!(written(|out| shape.push_text(out, text.as_bytes())), expected);
    }

    #[test]
    fn names_lead_to_shapes() {
        assert_eq!(Shape::NAMES.map(Shape::from_name), Shape::ALL.map(Some));
        assert_eq!(Shape::from_name("streaming"), Some(Shape::Streaming));
        assert_eq!(Shape::from_name("Portal"), None);
    }

    #[test]
    fn times_as_each_exporter_writes_them() {
        let evening = Some(moment(2026_05_26_23_00_01) + 1_234_567);
        time_is(Shape::Portal, evening, "\"May 26, 2026 11:00:01 PM\"");
        time_is(Shape::PortalIso, evening, "2026-05-26T23:00:01.1234567Z");
        time_is(Shape::LogAnalytics, evening, "\"5/26/2026, 11:00:01.123 PM\"");
        time_is(Shape::HuntingApi, evening, "\"2026-05-26T23:00:01.1234567Z\"");
    }

    #[test]
    fn missing_times() {
        time_is(Shape::Portal, None, "Invalid date");
        time_is(Shape::PortalIso, None, "");
        time_is(Shape::LogAnalytics, None, "");
        time_is(Shape::JsonLines, None, "null");
    }

    #[test]
    fn texts_are_quoted_where_each_exporter_quotes() {
        text_is(Shape::Portal, "Microsoft Windows", "Microsoft Windows");
        text_is(Shape::Portal, "ConnectWise, LLC", "\"ConnectWise, LLC\"");
        text_is(Shape::Portal, "The \"Handy\" Co", "\"The \"\"Handy\"\" Co\"");
        text_is(Shape::LogAnalytics, "Embedded", "Embedded");
        text_is(Shape::LogAnalytics, "Microsoft Windows", "\"Microsoft Windows\"");
        text_is(Shape::LogAnalytics, "上海", "\"上海\"");
        text_is(Shape::LogAnalytics, "", "");
        text_is(Shape::Streaming, "The \"Handy\" Co", r#""The \"Handy\" Co""#);
        text_is(Shape::Streaming, "", "null");
    }

    #[test]
    fn flags_as_each_exporter_writes_them() {
        let flags = |shape: Shape| {
            [Some(true), Some(false), None].map(|flag| written(|out| shape.push_flag(out, flag)))
        };
        assert_eq!(flags(Shape::Portal), ["1", "0", ""]);
        assert_eq!(flags(Shape::LogAnalytics), ["true", "false", ""]);
        assert_eq!(flags(Shape::HuntingApi), ["true", "false", "null"]);
    }
}
