//! The authorities that certificates come from, as facts: their names, lists of revoked certificates, habits.
//!
//! Not a trust store: `trusted` only says what the column `IsTrusted` of a row will mostly say.

use crate::digest;

/// An issuing authority and what its certificates have in common.
pub(crate) struct Issuer {
    pub(crate) name: &'static str,
    /// Where it publishes revoked certificates.
    pub(crate) crl: &'static [&'static str],
    /// How serial numbers of this authority begin, and how many hexadecimal digits they have.
    pub(crate) serial: (&'static str, usize),
    /// Whether certificates begin at midnight and end a second before it.
    pub(crate) midnight: bool,
    /// Whether the chain ends at a root of Microsoft.
    pub(crate) microsoft: bool,
    pub(crate) trusted: bool,
}

impl Issuer {
    /// The SHA-1 thumbprint of the issuing certificate: one known value, otherwise made up from the name.
    pub(crate) fn push_thumbprint(&self, out: &mut Vec<u8>) {
        if std::ptr::eq(self, &WINDOWS_PRODUCTION) {
            out.extend_from_slice(b"580a6f4cc4e4b669b9ebdc1b2b3e087b80d0678d");
        } else {
            digest::push_hex(out, digest::of_text(self.name.as_bytes()), 40);
        }
    }
}

/// What most public authorities do; each constant below states where it differs.
const PUBLIC: Issuer = Issuer {
    name: "",
    crl: &[],
    serial: ("", 32),
    midnight: true,
    microsoft: false,
    trusted: true,
};

pub(crate) static WINDOWS_PRODUCTION: Issuer = Issuer {
    name: "Microsoft Windows Production PCA 2011",
    crl: &["http://www.microsoft.com/pkiops/crl/MicWinProPCA2011_2011-10-19.crl"],
    serial: ("33000003", 38),
    midnight: false,
    microsoft: true,
    ..PUBLIC
};
pub(crate) static MICROSOFT_CODE: Issuer = Issuer {
    name: "Microsoft Code Signing PCA 2011",
    crl: &["http://www.microsoft.com/pkiops/crl/MicCodSigPCA2011_2011-07-08.crl"],
    serial: ("33000004", 38),
    midnight: false,
    microsoft: true,
    ..PUBLIC
};
pub(crate) static WINDOWS_THIRD_PARTY: Issuer = Issuer {
    name: "Microsoft Windows Third Party Component CA 2012",
    crl: &["http://www.microsoft.com/pkiops/crl/MicWinThiParComCA2012_2012-04-18.crl"],
    serial: ("33000001", 38),
    midnight: false,
    microsoft: true,
    ..PUBLIC
};
pub(crate) static DIGICERT: Issuer = Issuer {
    name: "DigiCert Trusted G4 Code Signing RSA4096 SHA384 2021 CA1",
    crl: &[
        "http://crl3.digicert.com/DigiCertTrustedG4CodeSigningRSA4096SHA3842021CA1.crl",
        "http://crl4.digicert.com/DigiCertTrustedG4CodeSigningRSA4096SHA3842021CA1.crl",
    ],
    serial: ("0", 32),
    ..PUBLIC
};
pub(crate) static DIGICERT_EV: Issuer = Issuer {
    name: "DigiCert EV Code Signing CA (SHA2)",
    crl: &[
        "http://crl3.digicert.com/EVCodeSigningSHA2-g1.crl",
        "http://crl4.digicert.com/EVCodeSigningSHA2-g1.crl",
    ],
    serial: ("0", 32),
    ..PUBLIC
};
pub(crate) static GLOBALSIGN: Issuer = Issuer {
    name: "GlobalSign GCC R45 CodeSigning CA 2020",
    crl: &["http://crl.globalsign.com/gsgccr45codesignca2020.crl"],
    serial: ("", 24),
    midnight: false,
    ..PUBLIC
};
pub(crate) static GLOBALSIGN_EV: Issuer = Issuer {
    name: "GlobalSign GCC R45 EV CodeSigning CA 2020",
    crl: &["http://crl.globalsign.com/gsgccr45evcodesignca2020.crl"],
    serial: ("", 24),
    midnight: false,
    ..PUBLIC
};
pub(crate) static GLOBALSIGN_OLD: Issuer = Issuer {
    name: "GlobalSign Extended Validation CodeSigning CA - SHA256 - G3",
    crl: &["http://crl.globalsign.com/gsextendcodesignsha2g3.crl"],
    serial: ("", 24),
    midnight: false,
    ..PUBLIC
};
pub(crate) static SECTIGO: Issuer = Issuer {
    name: "Sectigo Public Code Signing CA R36",
    crl: &["http://crl.sectigo.com/SectigoPublicCodeSigningCAR36.crl"],
    ..PUBLIC
};
pub(crate) static SECTIGO_EV: Issuer = Issuer {
    name: "Sectigo Public Code Signing CA EV R36",
    crl: &["http://crl.sectigo.com/SectigoPublicCodeSigningCAEVR36.crl"],
    ..PUBLIC
};
pub(crate) static SSL_COM: Issuer = Issuer {
    name: "SSL.com EV Code Signing Intermediate CA RSA R3",
    crl: &["http://crls.ssl.com/SSLcom-SubCA-EV-CodeSigning-RSA-4096-R3.crl"],
    midnight: false,
    ..PUBLIC
};
pub(crate) static CERTUM: Issuer = Issuer {
    name: "Certum Extended Validation Code Signing 2021 CA",
    crl: &["http://cevcsca2021.crl.certum.pl/cevcsca2021.crl"],
    midnight: false,
    ..PUBLIC
};
pub(crate) static APPLE_DEVELOPER: Issuer = Issuer {
    name: "Developer ID Certification Authority",
    serial: ("", 16),
    midnight: false,
    ..PUBLIC
};
pub(crate) static APPLE: Issuer = Issuer {
    name: "Apple Code Signing Certification Authority",
    serial: ("", 16),
    midnight: false,
    ..PUBLIC
};
/// The authority of the made-up company itself, which the world outside does not trust.
pub(crate) static IN_HOUSE: Issuer = Issuer {
    name: "Contoso Issuing CA 02",
    crl: &["http://pki.contoso.example/crl/issuing-02.crl"],
    serial: ("5e0000", 38),
    midnight: false,
    trusted: false,
    ..PUBLIC
};
/// One that publishes in a directory as well, as those of Windows do: its rows are long.
pub(crate) static IN_DIRECTORY: Issuer = Issuer {
    name: "Contoso Issuing CA 03",
    crl: &[
        "ldap:///CN=Contoso%20Issuing%20CA%2003,CN=pki03,CN=CDP,CN=Public%20Key%20Services,CN=Services,\
         CN=Configuration,DC=contoso,DC=example?certificateRevocationList?base?objectClass=cRLDistributionPoint",
        "http://pki.contoso.example/crl/Contoso%20Issuing%20CA%2003.crl",
        "http://crl.contoso.example/03.crl",
    ],
    serial: ("5f0000", 38),
    midnight: false,
    ..PUBLIC
};

/// What vendors without a fixed authority choose from, the usual ones several times.
pub(crate) static USUAL: [&Issuer; 16] = [
    &DIGICERT,
    &DIGICERT,
    &DIGICERT,
    &DIGICERT,
    &DIGICERT,
    &DIGICERT,
    &GLOBALSIGN,
    &GLOBALSIGN,
    &SECTIGO,
    &SECTIGO,
    &SECTIGO_EV,
    &GLOBALSIGN_EV,
    &SSL_COM,
    &CERTUM,
    &DIGICERT_EV,
    &IN_HOUSE,
];
