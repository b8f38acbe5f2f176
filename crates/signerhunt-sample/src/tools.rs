//! Remote-management tools and their makers' certificates, and the signers that only look like one of them.
//!
//! Serial numbers, thumbprints and validity are public facts about real certificates. This is not the catalogue the
//! hunt uses: the engine has its own, and here is just enough of it to be found or overlooked.

use crate::issuers::{
    DIGICERT, GLOBALSIGN, GLOBALSIGN_EV, GLOBALSIGN_OLD, Issuer, SECTIGO, SECTIGO_EV,
};

/// The position of ConnectWise in [`TOOLS`].
pub(crate) const CONNECTWISE: usize = 0;

/// Tools and the names they sign with, the usual name first.
pub(crate) static TOOLS: [&[&str]; 17] = [
    &[
        "ConnectWise, LLC",
        "Connectwise, LLC",
        "ScreenConnect Software",
        "ConnectWise, Inc.",
        "CONTINUUM MANAGED SERVICES",
        "ConnectWise, LLC",
    ],
    &["AnyDesk Software GmbH", "philandro Software GmbH"],
    &["TeamViewer Germany GmbH", "TeamViewer GmbH"],
    &["Atera Networks Ltd"],
    &["NinjaOne LLC", "NinjaRMM, LLC"],
    &["Splashtop Inc."],
    &["N-ABLE TECHNOLOGIES LTD"],
    &["SimpleHelp Ltd"],
    &["Kaseya Holdings Inc."],
    &["NETSUPPORT LTD.", "NetSupport Ltd"],
    &["ZOHO Corporation Private Limited"],
    &["GoTo Technologies USA, LLC", "LogMeIn, Inc."],
    &["Action1 Corporation"],
    &["ISL Online Ltd."],
    &["FLEETDECK INC.", "FleetDeck Inc"],
    &["Krämer IT Solutions GmbH"],
    &["DWSNET OÜ"],
];

/// Signers that hold a term of the hunt, or look as if they did, without being a match. The third has a Cyrillic `і`.
pub(crate) static DECOYS: [&str; 7] = [
    "ScreenConnected GmbH",
    "MyConnectWiseTools Ltd",
    "ConnectW\u{456}se, LLC",
    "Continuum ManagedServices LLC",
    "AnyDeskTop Software, Inc.",
    "Connect Wise Consulting",
    "TeamViewers United Ltd.",
];

/// A certificate that exists.
pub(crate) struct KnownCertificate {
    pub(crate) signer: &'static str,
    pub(crate) issuer: &'static Issuer,
    pub(crate) serial: &'static str,
    /// The beginning and end of its validity, as `clock::moment` reads them.
    pub(crate) validity: (u64, u64),
    pub(crate) thumbprint: &'static str,
}

const fn known(
    signer: &'static str,
    issuer: &'static Issuer,
    serial: &'static str,
    validity: (u64, u64),
    thumbprint: &'static str,
) -> KnownCertificate {
    KnownCertificate { signer, issuer, serial, validity, thumbprint }
}

/// The known certificates; a maker that is not here signs with made-up ones.
#[rustfmt::skip] // One certificate a line reads as the table it is.
pub(crate) static KNOWN_CERTIFICATES: [KnownCertificate; 19] = [
    known("ConnectWise, LLC", &DIGICERT, "069646f75a1a32e4c286f5515ad70e20", (2025_06_18_00_00_00, 2028_06_20_23_59_59), "dc69069188d5cbc5fe18b7d035c90061c8741e21"),
    known("ConnectWise, LLC", &DIGICERT, "04d91ee032dd1a1a4b20e48e75eb2987", (2025_06_10_00_00_00, 2028_06_09_23_59_59), "70644d15a9833ae7e85fcc0d2146831978beeff4"),
    known("ConnectWise, LLC", &DIGICERT, "0aeeaf94002472cb775252d29d0dcd63", (2025_06_27_00_00_00, 2026_06_26_23_59_59), "11c81879e141a8407d461adb14ef568a58022bec"),
    known("Connectwise, LLC", &DIGICERT, "0fc890218ebc1b3c4b8521f655979371", (2022_07_13_00_00_00, 2025_07_12_23_59_59), "ff8bfafa697459874fb9843b1efda5c91871a44c"),
    known("ConnectWise, Inc.", &GLOBALSIGN_OLD, "159cbd61d46835827a089bd0", (2019_01_11_20_03_41, 2022_04_07_21_58_55), "07290735cac17e851c608f28c3c03f68b94ddc35"),
    known("AnyDesk Software GmbH", &DIGICERT, "0300319d7627de429659a08315d579b5", (2025_01_23_00_00_00, 2026_02_12_23_59_59), "e5abe8d3cea37b45f3d3896b49fb91920b4a4e9d"),
    known("TeamViewer Germany GmbH", &DIGICERT, "062ee3fd7cdc52097c1da6afa87c745e", (2023_05_04_00_00_00, 2026_05_06_23_59_59), "777a41024cf413ccb49b3434565545c0d78d80e9"),
    known("Atera Networks Ltd", &DIGICERT, "0e5439cc89871ee6d4822406e2bc9d57", (2025_08_13_00_00_00, 2028_08_15_23_59_59), "e2d5cc46541c8fc8e9e619175516c5616b84d8d8"),
    known("Atera Networks Ltd", &DIGICERT, "067f6047956624a7159961743d819493", (2022_02_17_00_00_00, 2024_03_16_23_59_59), "7908ddc749bbca22273e8cb58101bac915e9b8d9"),
    known("NinjaOne LLC", &DIGICERT, "026dd617c073c0a5512e29a52be83a6d", (2024_06_13_00_00_00, 2027_06_15_23_59_59), "5f4f53c903859c0bdefd456789d9c517f9f68c06"),
    known("Splashtop Inc.", &DIGICERT, "06d23a706ab85c32490837954b9e41a3", (2025_05_20_00_00_00, 2028_05_19_23_59_59), "d458b32f6946dbb682a9687076eb9209979bdf76"),
    known("N-ABLE TECHNOLOGIES LTD", &DIGICERT, "0e59eaaaedb18156f41779f0da68179a", (2024_04_15_00_00_00, 2027_04_13_23_59_59), "069c1914d45a50a709e2d71f36ec2f56cb202995"),
    known("SimpleHelp Ltd", &DIGICERT, "02cfb51c29be655fb49ca39771c2be71", (2024_03_18_00_00_00, 2027_03_19_23_59_59), "40f61d013fe82f45e7b01d040b4653e8ae80e041"),
    known("Kaseya Holdings Inc.", &SECTIGO, "5064ed776c893eeacede4b24a6481b5d", (2023_01_26_00_00_00, 2026_01_25_23_59_59), "a5c8e6b60b46c4bae41e1d353873a0a587f11cd5"),
    known("NETSUPPORT LTD.", &GLOBALSIGN_EV, "21e317fd888c9704e61de9b0", (2025_05_29_15_13_17, 2028_07_17_13_01_15), "061dfec06de16df52e9bd821e4248e81e82246e0"),
    known("ZOHO Corporation Private Limited", &GLOBALSIGN, "448559e8d59fe056299e6e8f", (2023_12_11_17_00_36, 2026_10_09_07_40_58), "03498b4cc5b51db6ce80699f23cac1724bb36b69"),
    known("GoTo Technologies USA, LLC", &DIGICERT, "0ead3a3ffa70c0a20ae2368189935153", (2025_08_21_00_00_00, 2028_08_22_23_59_59), "33023c0243016946c78ccb9b15ac6c203882e5d9"),
    known("Action1 Corporation", &SECTIGO_EV, "457fea83e90867be278de429f0ccf4c1", (2023_12_25_00_00_00, 2026_12_24_23_59_59), "59ce0a286fbdf3f600235a8b7513ae1dc2243a20"),
    known("ISL Online Ltd.", &DIGICERT, "0fd2f2c874601f626d88a0d593400504", (2023_05_24_00_00_00, 2026_05_25_23_59_59), "69d863ebb31f6e58d1511de618489ab47bb0b361"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{NEWEST, Parts, moment};
    use chrono::Datelike;

    #[test]
    fn dates_of_the_table_read_back() {
        for certificate in &KNOWN_CERTIFICATES {
            let (created, expires) = certificate.validity;
            for digits in [created, expires] {
                let date = digits / 1_000_000;
                let parts = Parts::of(moment(digits));
                let (year, month, day) =
                    (parts.date.year() as u32, parts.date.month(), parts.date.day());
                assert_eq!(u64::from((year * 100 + month) * 100 + day), date);
            }
            assert!(created < expires && moment(created) < NEWEST);
        }
    }

    #[test]
    fn identities_are_whole_bytes() {
        for certificate in &KNOWN_CERTIFICATES {
            assert_eq!(certificate.thumbprint.len(), 40);
            assert_eq!(certificate.serial.len(), certificate.issuer.serial.1);
            assert!(certificate.serial.starts_with(certificate.issuer.serial.0));
        }
    }

    #[test]
    fn every_known_certificate_belongs_to_a_tool() {
        for certificate in &KNOWN_CERTIFICATES {
            assert!(TOOLS.iter().any(|names| names.contains(&certificate.signer)));
        }
    }
}
