//! Certificates: what they say, which follows from whose they are.
//!
//! Who has which name is not decided here, and neither is what differs from file to file. How it is spelled is in
//! `cells.rs`.

use crate::cells::Cells;
use crate::clock::{DAY, HOUR, MILLISECOND, OLDEST, SECOND, moment};
use crate::digest;
use crate::issuers::{APPLE_DEVELOPER, Issuer, USUAL, WINDOWS_PRODUCTION};
use crate::shape::Shape;
use crate::tools::{KNOWN_CERTIFICATES, KnownCertificate};

/// A certificate, already spelled: only the countersignature differs from file to file.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// The stretches of a row that depend on nothing but the certificate, in the order of the shape's columns.
    pub(crate) stretches: [Vec<u8>; 3],
    /// When a file can have been countersigned: from, and for how many milliseconds; none for an unsigned file.
    pub(crate) countersigning: Option<(u64, u64)>,
}

/// The certificates that a name entails, at least one: the known ones, or else one to three made-up ones.
pub(crate) fn certificates_of(
    name: &[u8],
    key: u64,
    issuer: Option<&'static Issuer>,
    shape: Shape,
) -> Vec<Certificate> {
    let known = KNOWN_CERTIFICATES.iter().filter(|known| known.signer.as_bytes() == name);
    let known: Vec<Certificate> = known.map(|known| Facts::known(known).spell(shape)).collect();
    if !known.is_empty() {
        return known;
    }
    let made_up = |number| Facts::made_up(name, digest::nth(key, 1 + number), issuer).spell(shape);
    (0..1 + digest::nth(key, 0) % 3).map(made_up).collect()
}

/// What a certificate says, before it is spelled.
struct Facts<'a> {
    name: &'a [u8],
    issuer: &'static Issuer,
    serial: Vec<u8>,
    thumbprint: Vec<u8>,
    created: u64,
    expires: u64,
    /// Whether the signature is in a catalogue instead of the file.
    catalogued: bool,
}

impl<'a> Facts<'a> {
    fn known(known: &KnownCertificate) -> Facts<'static> {
        Facts {
            name: known.signer.as_bytes(),
            issuer: known.issuer,
            serial: known.serial.into(),
            thumbprint: known.thumbprint.into(),
            created: moment(known.validity.0),
            expires: moment(known.validity.1),
            catalogued: false,
        }
    }

    /// A certificate that follows from its key, with the habits of its issuer.
    fn made_up(name: &'a [u8], key: u64, issuer: Option<&'static Issuer>) -> Facts<'a> {
        let usual = if name.starts_with(b"Developer ID") {
            &APPLE_DEVELOPER
        } else {
            USUAL[(key % 16) as usize]
        };
        let issuer = issuer.unwrap_or(usual);
        let (start, digits) = issuer.serial;
        let mut serial = start.as_bytes().to_vec();
        digest::push_hex(&mut serial, digest::nth(key, 1), digits - start.len());
        // The number is written as DER has it, where a leading bit would be a sign.
        if serial[0] >= b'8' {
            serial.splice(..0, *b"00");
        }
        let mut thumbprint = Vec::new();
        digest::push_hex(&mut thumbprint, digest::nth(key, 2), 40);
        let day = moment(2019_03_01_00_00_00) + (key >> 8) % 2_700 * DAY;
        let second = if issuer.midnight { 0 } else { (key >> 24) % 86_400 * SECOND };
        let created = day + second;
        let lifetime = (365 + (key >> 44) % 3 * 365 + (key >> 52) % 30) * DAY;
        let expires = created + lifetime + if issuer.midnight { 24 * HOUR - SECOND } else { 0 };
        let catalogued = std::ptr::eq(issuer, &WINDOWS_PRODUCTION) && !key.is_multiple_of(3);
        Facts { name, issuer, serial, thumbprint, created, expires, catalogued }
    }

    fn spell(self, shape: Shape) -> Certificate {
        let mut issuer_thumbprint = Vec::new();
        self.issuer.push_thumbprint(&mut issuer_thumbprint);
        let kind = if self.catalogued { "Catalog" } else { "Embedded" };
        let pretty = shape == Shape::LogAnalytics && self.thumbprint[0] == b'0';
        let cells = Cells {
            signed: true,
            kind,
            signer: self.name,
            thumbprint: &self.thumbprint,
            issuer: self.issuer.name,
            issuer_thumbprint: &issuer_thumbprint,
            serial: &self.serial,
            crl: &json_array(self.issuer.crl, pretty),
            created: Some(self.created),
            expires: Some(self.expires),
            trusted: self.issuer.trusted,
            microsoft: Some(self.issuer.microsoft),
        };
        // All countersignatures are older than the export, so that no file is seen before it was signed.
        let end = self.expires.min(OLDEST);
        let milliseconds = end.saturating_sub(self.created) / MILLISECOND;
        let countersigning = (milliseconds > 0).then_some((self.created, milliseconds));
        Certificate { stretches: cells.stretches(shape), countersigning }
    }
}

impl Certificate {
    /// What stands in the row of a file that nobody signed.
    pub(crate) fn unsigned(shape: Shape) -> Certificate {
        let cells = Cells {
            signed: false,
            kind: "",
            signer: b"",
            thumbprint: b"",
            issuer: "",
            issuer_thumbprint: b"",
            serial: b"",
            crl: "[]",
            created: None,
            expires: None,
            trusted: false,
            microsoft: None,
        };
        Certificate { stretches: cells.stretches(shape), countersigning: None }
    }
}

/// The text of a list of addresses. Log Analytics shows some of them indented over several lines.
fn json_array(addresses: &[&str], pretty: bool) -> String {
    let (open, between, close) = match (addresses.is_empty(), pretty) {
        (true, _) => return "[]".into(),
        (_, true) => ("[\n  \"", "\",\n  \"", "\"\n]"),
        (_, false) => ("[\"", "\",\"", "\"]"),
    };
    [open, &addresses.join(between), close].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(stretch: &[u8]) -> &str {
        std::str::from_utf8(stretch).expect("UTF-8")
    }

    #[test]
    fn a_known_maker_has_its_known_certificates() {
        let certificates = certificates_of(b"ConnectWise, LLC", 1, None, Shape::PortalIso);
        assert_eq!(certificates.len(), 3);
        let cells = text(&certificates[0].stretches[0]);
        assert!(cells.starts_with(
            "1,Embedded,\"ConnectWise, LLC\",dc69069188d5cbc5fe18b7d035c90061c8741e21,DigiCert"
        ));
        assert!(cells.ends_with("2025-06-18T00:00:00Z,2028-06-20T23:59:59Z"));
    }

    #[test]
    fn an_unsigned_file_leaves_cells_empty() {
        let portal = Certificate::unsigned(Shape::Portal);
        assert_eq!(text(&portal.stretches[0]), "0,,,,,,,[],Invalid date,Invalid date");
        assert_eq!(text(&portal.stretches[1]), "0,");
        let log_analytics = Certificate::unsigned(Shape::LogAnalytics);
        assert_eq!(
            log_analytics.stretches.each_ref().map(|stretch| text(stretch)),
            [",,,\"[]\"", ",false,false,,", ",,"]
        );
        let json = Certificate::unsigned(Shape::JsonLines);
        assert!(text(&json.stretches[0]).starts_with(
            "\"IsSigned\":false,\"SignatureType\":null,\"Signer\":null,\"SignerHash\":null,"
        ));
        assert_eq!(text(&json.stretches[1]), "\"IsTrusted\":false,\"IsRootSignerMicrosoft\":null");
    }

    #[test]
    fn made_up_serial_numbers_are_positive_and_whole() {
        for number in 0..500_u32 {
            let name = number.to_le_bytes();
            let facts = Facts::made_up(&name, digest::of_text(&name), None);
            assert_eq!(facts.serial.len() % 2, 0);
            assert!(facts.serial[0] < b'8');
            assert!(facts.created < facts.expires && facts.created < OLDEST);
        }
    }
}
