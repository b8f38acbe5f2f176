//! The cells that a certificate fills, ready to be copied into rows of each shape.
//!
//! Their order within the row is here; what stands between and around them is in `row.rs`.

use crate::json;
use crate::shape::Shape;

/// The columns that a certificate fills.
pub(crate) struct Cells<'a> {
    pub(crate) signed: bool,
    pub(crate) kind: &'a str,
    pub(crate) signer: &'a [u8],
    pub(crate) thumbprint: &'a [u8],
    pub(crate) issuer: &'a str,
    pub(crate) issuer_thumbprint: &'a [u8],
    pub(crate) serial: &'a [u8],
    pub(crate) crl: &'a str,
    pub(crate) created: Option<u64>,
    pub(crate) expires: Option<u64>,
    pub(crate) trusted: bool,
    pub(crate) microsoft: Option<bool>,
}

impl Cells<'_> {
    /// The cells in the order of `row.rs`, which fills the gaps.
    pub(crate) fn stretches(&self, shape: Shape) -> [Vec<u8>; 3] {
        let stretch = || Stretch { shape, cells: Vec::new() };
        match shape {
            Shape::LogAnalytics => {
                let mut times = stretch();
                self.push_times(&mut times);
                self.push_serial(&mut times);
                let mut issuer = stretch();
                issuer
                    .flag("IsRootSignerMicrosoft", self.microsoft)
                    .flag("IsSigned", Some(self.signed))
                    .flag("IsTrusted", Some(self.trusted));
                self.push_issuer(&mut issuer);
                let mut signer = stretch();
                self.push_signer(&mut signer);
                [times.joined(), issuer.joined(), signer.joined()]
            }
            // JSON has the columns in the order of the portal.
            Shape::Portal
            | Shape::PortalIso
            | Shape::HuntingApi
            | Shape::JsonLines
            | Shape::Streaming => {
                let mut all = stretch();
                all.flag("IsSigned", Some(self.signed));
                self.push_signer(&mut all);
                self.push_issuer(&mut all);
                self.push_serial(&mut all);
                self.push_times(&mut all);
                let mut flags = stretch();
                flags
                    .flag("IsTrusted", Some(self.trusted))
                    .flag("IsRootSignerMicrosoft", self.microsoft);
                [all.joined(), flags.joined(), Vec::new()]
            }
        }
    }

    fn push_signer(&self, to: &mut Stretch) {
        to.text("SignatureType", self.kind.as_bytes())
            .text("Signer", self.signer)
            .text("SignerHash", self.thumbprint);
    }

    fn push_issuer(&self, to: &mut Stretch) {
        to.text("Issuer", self.issuer.as_bytes()).text("IssuerHash", self.issuer_thumbprint);
    }

    fn push_serial(&self, to: &mut Stretch) {
        to.text("CertificateSerialNumber", self.serial)
            .text("CrlDistributionPointUrls", self.crl.as_bytes());
    }

    fn push_times(&self, to: &mut Stretch) {
        to.time("CertificateCreationTime", self.created)
            .time("CertificateExpirationTime", self.expires);
    }
}

/// Neighbouring cells in the making, each followed by a comma. Only JSON writes the names.
struct Stretch {
    shape: Shape,
    cells: Vec<u8>,
}

impl Stretch {
    fn text(&mut self, name: &str, text: &[u8]) -> &mut Stretch {
        self.name(name);
        self.shape.push_text(&mut self.cells, text);
        self.comma()
    }

    fn flag(&mut self, name: &str, flag: Option<bool>) -> &mut Stretch {
        self.name(name);
        self.shape.push_flag(&mut self.cells, flag);
        self.comma()
    }

    fn time(&mut self, name: &str, ticks: Option<u64>) -> &mut Stretch {
        self.name(name);
        self.shape.push_time(&mut self.cells, ticks);
        self.comma()
    }

    fn name(&mut self, name: &str) {
        if self.shape.is_json() {
            json::push_name(&mut self.cells, name);
        }
    }

    fn comma(&mut self) -> &mut Stretch {
        self.cells.push(b',');
        self
    }

    /// The cells with commas between them only.
    fn joined(mut self) -> Vec<u8> {
        self.cells.pop();
        self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(shape: Shape) -> [String; 3] {
        let cells = Cells {
            signed: true,
            kind: "Catalog",
            signer: b"Cedar, \"Fir\" & Co",
            thumbprint: b"aa",
            issuer: "Alder CA",
            issuer_thumbprint: b"bb",
            serial: b"0c",
            crl: "[]",
            created: None,
            expires: None,
            trusted: true,
            microsoft: None,
        };
        cells.stretches(shape).map(|stretch| String::from_utf8(stretch).expect("UTF-8"))
    }

    #[test]
    fn tables_have_values_only() {
        let expected = ["1,Catalog,\"Cedar, \"\"Fir\"\" & Co\",aa,Alder CA,bb,0c,[],,", "1,", ""];
        assert_eq!(stretches(Shape::PortalIso), expected);
        let expected =
            [",,0c,\"[]\"", ",true,true,\"Alder CA\",bb", "Catalog,\"Cedar, \"\"Fir\"\" & Co\",aa"];
        assert_eq!(stretches(Shape::LogAnalytics), expected);
    }

    #[test]
    fn json_has_names_too() {
        let certificate = concat!(
            r#""IsSigned":true,"SignatureType":"Catalog","Signer":"Cedar, \"Fir\" & Co","SignerHash":"aa","#,
            r#""Issuer":"Alder CA","IssuerHash":"bb","CertificateSerialNumber":"0c","#,
            r#""CrlDistributionPointUrls":"[]","CertificateCreationTime":null,"CertificateExpirationTime":null"#
        );
        let trust = r#""IsTrusted":true,"IsRootSignerMicrosoft":null"#;
        for shape in [Shape::HuntingApi, Shape::JsonLines, Shape::Streaming] {
            assert_eq!(stretches(shape), [certificate, trust, ""]);
        }
    }
}
