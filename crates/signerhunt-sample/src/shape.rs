//! How each portal spells an export: its header, and a text, a flag, a time, an identity as a cell.
//!
//! Which cell stands where is in `row.rs` and `signers.rs`; what a reader makes of all this is the engine's affair.

use crate::clock::Parts;
use chrono::Datelike;

/// A portal and the spelling of its exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The Defender portal since the end of 2023: `"May 26, 2026 11:00:01 PM"`, `Invalid date`, `1` and `0`.
    Portal,
    /// The Defender portal before: `2026-05-26T23:00:01.1234567Z`, nothing for a missing date.
    PortalIso,
    /// The logs page of Log Analytics: `"5/26/2026, 11:00:01.123 PM"`, `true` and `false`, columns by name.
    LogAnalytics,
}

impl Shape {
    /// What [`Shape::from_name`] understands.
    pub const NAMES: [&'static str; 3] = ["portal", "portal-iso", "log-analytics"];

    /// The shape with this name.
    pub fn from_name(name: &str) -> Option<Shape> {
        let shapes = [Shape::Portal, Shape::PortalIso, Shape::LogAnalytics];
        let position = Shape::NAMES.iter().position(|known| *known == name)?;
        Some(shapes[position])
    }

    /// What the portal would call the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Shape::Portal | Shape::PortalIso => "New query.csv",
            Shape::LogAnalytics => "query_data.csv",
        }
    }

    /// The byte order mark and the names of the columns, without a line end.
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
        }
    }

    /// What follows the last row.
    pub(crate) fn end(self) -> &'static [u8] {
        match self {
            Shape::Portal | Shape::PortalIso => b"",
            Shape::LogAnalytics => b"\r\n",
        }
    }

    /// Appends a text, quoted where this portal quotes. Bytes, because a broken export holds broken text.
    pub(crate) fn push_text(self, out: &mut Vec<u8>, text: &[u8]) {
        let quoted = match self {
            Shape::Portal | Shape::PortalIso => {
                text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
            }
            Shape::LogAnalytics => !text.iter().all(u8::is_ascii_alphanumeric),
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

    /// Appends a flag, or nothing where it is not known.
    pub(crate) fn push_flag(self, out: &mut Vec<u8>, flag: Option<bool>) {
        out.extend_from_slice(match (self, flag) {
            (_, None) => b"",
            (Shape::LogAnalytics, Some(true)) => b"true",
            (Shape::LogAnalytics, Some(false)) => b"false",
            (_, Some(true)) => b"1",
            (_, Some(false)) => b"0",
        });
    }

    /// Appends a moment with the digits this portal keeps, or what it writes where there is none.
    pub(crate) fn push_time(self, out: &mut Vec<u8>, ticks: Option<u64>) {
        let Some(ticks) = ticks else {
            if self == Shape::Portal {
                out.extend_from_slice(b"Invalid date");
            }
            return;
        };
        let parts = Parts::of(ticks);
        match self {
            Shape::Portal => push_portal_time(out, &parts),
            Shape::PortalIso => push_iso_time(out, &parts),
            Shape::LogAnalytics => push_log_analytics_time(out, &parts),
        }
    }
}

/// `"May 26, 2026 11:00:01 PM"`: whole seconds only.
fn push_portal_time(out: &mut Vec<u8>, parts: &Parts) {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = 3 * parts.date.month0() as usize;
    out.push(b'"');
    out.extend_from_slice(&MONTHS[month..month + 3]);
    out.push(b' ');
    push_number(out, parts.date.day());
    out.extend_from_slice(b", ");
    push_number(out, parts.date.year() as u32);
    out.push(b' ');
    push_clock(out, parts, None);
    out.push(b'"');
}

/// `"5/26/2026, 11:00:01.123 PM"`: milliseconds, always three digits of them.
fn push_log_analytics_time(out: &mut Vec<u8>, parts: &Parts) {
    out.push(b'"');
    push_number(out, parts.date.month());
    out.push(b'/');
    push_number(out, parts.date.day());
    out.push(b'/');
    push_number(out, parts.date.year() as u32);
    out.extend_from_slice(b", ");
    push_clock(out, parts, Some(parts.fraction / 10_000));
    out.push(b'"');
}

/// `2026-05-26T23:00:01.1234567Z`: all ticks, without the zeros that would end them.
fn push_iso_time(out: &mut Vec<u8>, parts: &Parts) {
    push_number(out, parts.date.year() as u32);
    out.push(b'-');
    push_two(out, parts.date.month() as u8);
    out.push(b'-');
    push_two(out, parts.date.day() as u8);
    out.push(b'T');
    push_two(out, parts.hour);
    out.push(b':');
    push_two(out, parts.minute);
    out.push(b':');
    push_two(out, parts.second);
    let mut left = parts.fraction;
    if left > 0 {
        out.push(b'.');
    }
    let mut place = 1_000_000;
    while left > 0 {
        out.push(b'0' + (left / place) as u8);
        left %= place;
        place /= 10;
    }
    out.push(b'Z');
}

/// `11:00:01 PM`, or `11:00:01.123 PM`.
fn push_clock(out: &mut Vec<u8>, parts: &Parts, milliseconds: Option<u32>) {
    push_number(out, u32::from((parts.hour + 11) % 12 + 1));
    out.push(b':');
    push_two(out, parts.minute);
    out.push(b':');
    push_two(out, parts.second);
    if let Some(milliseconds) = milliseconds {
        out.push(b'.');
        out.push(b'0' + (milliseconds / 100) as u8);
        push_two(out, (milliseconds % 100) as u8);
    }
    out.extend_from_slice(if parts.hour < 12 { b" AM" } else { b" PM" });
}

/// Appends a number without leading zeros.
pub(crate) fn push_number(out: &mut Vec<u8>, number: u32) {
    let mut digits = [0; 10];
    let mut start = digits.len();
    let mut left = number;
    loop {
        start -= 1;
        digits[start] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

fn push_two(out: &mut Vec<u8>, number: u8) {
    out.extend_from_slice(&[b'0' + number / 10, b'0' + number % 10]);
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
        let shapes = Shape::NAMES.map(Shape::from_name);
        assert_eq!(
            shapes,
            [Some(Shape::Portal), Some(Shape::PortalIso), Some(Shape::LogAnalytics)]
        );
        assert_eq!(Shape::from_name("Portal"), None);
    }

    #[test]
    fn times_as_each_portal_writes_them() {
        let evening = Some(moment(2026_05_26_23_00_01) + 1_234_567);
        time_is(Shape::Portal, evening, "\"May 26, 2026 11:00:01 PM\"");
        time_is(Shape::PortalIso, evening, "2026-05-26T23:00:01.1234567Z");
        time_is(Shape::LogAnalytics, evening, "\"5/26/2026, 11:00:01.123 PM\"");
    }

    #[test]
    fn midnight_and_noon_are_twelve() {
        time_is(Shape::Portal, Some(moment(2026_01_02_00_04_05)), "\"Jan 2, 2026 12:04:05 AM\"");
        time_is(
            Shape::LogAnalytics,
            Some(moment(2026_01_02_12_04_05)),
            "\"1/2/2026, 12:04:05.000 PM\"",
        );
    }

    #[test]
    fn iso_drops_ending_zeros_only() {
        let second = moment(2026_05_07_06_30_59);
        time_is(Shape::PortalIso, Some(second), "2026-05-07T06:30:59Z");
        time_is(Shape::PortalIso, Some(second + 5_000_000), "2026-05-07T06:30:59.5Z");
        time_is(Shape::PortalIso, Some(second + 1_010), "2026-05-07T06:30:59.000101Z");
    }

    #[test]
    fn missing_times() {
        time_is(Shape::Portal, None, "Invalid date");
        time_is(Shape::PortalIso, None, "");
        time_is(Shape::LogAnalytics, None, "");
    }

    #[test]
    fn texts_are_quoted_where_each_portal_quotes() {
        text_is(Shape::Portal, "Microsoft Windows", "Microsoft Windows");
        text_is(Shape::Portal, "ConnectWise, LLC", "\"ConnectWise, LLC\"");
        text_is(Shape::Portal, "The \"Handy\" Co", "\"The \"\"Handy\"\" Co\"");
        text_is(Shape::LogAnalytics, "Embedded", "Embedded");
        text_is(Shape::LogAnalytics, "Microsoft Windows", "\"Microsoft Windows\"");
        text_is(Shape::LogAnalytics, "上海", "\"上海\"");
        text_is(Shape::LogAnalytics, "", "");
    }

    #[test]
    fn flags_as_each_portal_writes_them() {
        let flags = |shape: Shape| {
            [Some(true), Some(false), None].map(|flag| written(|out| shape.push_flag(out, flag)))
        };
        assert_eq!(flags(Shape::Portal), ["1", "0", ""]);
        assert_eq!(flags(Shape::LogAnalytics), ["true", "false", ""]);
    }
}
