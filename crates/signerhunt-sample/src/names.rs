//! Names of signers: the ones every fleet sees, and made-up vendors for the long tail.
//!
//! Only names. Who issues their certificates is decided in `signers.rs`; makers of remote-management tools are in
//! `tools.rs`, and no word list here can spell one of them.

use crate::issuers::{
    APPLE, APPLE_DEVELOPER, DIGICERT, Issuer, MICROSOFT_CODE, WINDOWS_PRODUCTION,
    WINDOWS_THIRD_PARTY,
};
use fastrand::Rng;

/// Signers that Windows devices see most, most frequent first.
pub(crate) static ON_WINDOWS: [(&str, &Issuer); 44] = [
    ("Microsoft Windows", &WINDOWS_PRODUCTION),
    ("Microsoft Corporation", &MICROSOFT_CODE),
    ("Microsoft Windows Publisher", &WINDOWS_PRODUCTION),
    ("Google LLC", &DIGICERT),
    ("Microsoft Windows Hardware Compatibility Publisher", &WINDOWS_THIRD_PARTY),
    (".NET", &MICROSOFT_CODE),
    ("Mozilla Corporation", &DIGICERT),
    ("Adobe Inc.", &DIGICERT),
    ("Intel Corporation", &DIGICERT),
    ("NVIDIA Corporation", &DIGICERT),
    ("Zoom Video Communications, Inc.", &DIGICERT),
    ("Cisco Systems, Inc.", &DIGICERT),
    ("Microsoft 3rd Party Application Component", &MICROSOFT_CODE),
    ("Oracle America, Inc.", &DIGICERT),
    ("VMware, Inc.", &DIGICERT),
    ("Dell Technologies Inc.", &DIGICERT),
    ("HP Inc.", &DIGICERT),
    ("Lenovo", &DIGICERT),
    ("Advanced Micro Devices Inc.", &DIGICERT),
    ("Realtek Semiconductor Corp.", &DIGICERT),
    ("Slack Technologies, LLC", &DIGICERT),
    ("Python Software Foundation", &DIGICERT),
    ("Notepad++", &DIGICERT),
    ("Node.js Foundation", &DIGICERT),
    ("Docker Inc", &DIGICERT),
    ("JetBrains s.r.o.", &DIGICERT),
    ("GitHub, Inc.", &DIGICERT),
    ("Dropbox, Inc", &DIGICERT),
    ("Citrix Systems, Inc.", &DIGICERT),
    ("Palo Alto Networks", &DIGICERT),
    ("Fortinet Technologies (Canada) ULC", &DIGICERT),
    ("Spotify AB", &DIGICERT),
    ("Apple Inc.", &DIGICERT),
    ("win.rar GmbH", &DIGICERT),
    ("VideoLAN", &DIGICERT),
    ("Logitech Inc", &DIGICERT),
    ("Valve Corp.", &DIGICERT),
    ("SAP SE", &DIGICERT),
    ("Autodesk, Inc.", &DIGICERT),
    ("Brother Industries, Ltd.", &DIGICERT),
    ("Canon Inc.", &DIGICERT),
    ("DATEV eG", &DIGICERT),
    ("1Password", &DIGICERT),
    ("Broadcom Inc", &DIGICERT),
];

/// Signers that macs see most, most frequent first.
pub(crate) static ON_MACS: [(&str, &Issuer); 8] = [
    ("Software Signing", &APPLE),
    ("Developer ID Application: Google LLC (EQHXZ8M8AV)", &APPLE_DEVELOPER),
    ("Developer ID Application: Microsoft Corporation (UBF8T346G9)", &APPLE_DEVELOPER),
    ("Developer ID Application: Zoom Video Communications, Inc. (BJ4HAAB9B3)", &APPLE_DEVELOPER),
    ("Developer ID Application: Slack Technologies, Inc. (BQR82RBBHL)", &APPLE_DEVELOPER),
    ("Developer ID Application: Mozilla Corporation (43AQ936H96)", &APPLE_DEVELOPER),
    ("Developer ID Application: Docker Inc (9BNSXJN65R)", &APPLE_DEVELOPER),
    ("Developer ID Application: TeamViewer Germany GmbH (H7UGFBUGV6)", &APPLE_DEVELOPER),
];

const STEMS: &str = "Acorn Alder Alpen Amber Arctic Aurora Basalt Beacon Birch Bluefin Boreal Brightwater Cedar Cobalt \
    Copper Coral Delta Ember Falcon Fjord Granite Harbor Hazel Helio Indigo Iron Juniper Kestrel Lakeside Larch Lumen \
    Maple Meridian Nordlicht Northwind Oakfield Onyx Orchid Osprey Pinecrest Polar Quartz Raven Redwood Saffron \
    Sierra Silver Solstice Summit Tamarack Tidal Umber Vantage Vega Willow Zephyr";
const FIELDS: &str = "Accounting Analytics Audio Automation Backup Billing Biotech CAD Cloud Data Dental Devices \
    Diagnostics Dynamics Engineering Games Graphics Imaging Instruments Labs Logistics Measurement Media Medical \
    Networks Optics Payments Pharma Print Robotics Security Semiconductor Sensors Signals Software Solutions \
    Studios Systems Telecom Timing Tooling Transit Video Vision Works";
const FORMS: &str = "Inc.|, Inc.|LLC|, LLC|Ltd|Ltd.|Limited|GmbH|AG|B.V.|AB|Oy|S.A.S.|s.r.o.|Sp. z o.o.|Pty Ltd|\
    Co., Ltd.|Corporation|S.p.A.|GmbH & Co. KG";
const FIRST_NAMES: &str = "Yurii Anna Jürgen Zoë Łukasz Søren Chloé Mateo Ivana Tomáš Aylin Björn Noémie Paulo \
    Katarzyna Henrik Olena Marco Ingrid Dmitri Priya Kenji Linh Émile";
const LAST_NAMES: &str = "Honcharuk Müller Kowalski O'Brien Nguyen Sørensen Novák Yılmaz García Rossi Dvořák Schäfer \
    Lefèvre Björklund Petrenko Tanaka Okafor Virtanen Popescu Weiß Horváth";
const GERMAN: &str = "Müller Krüger Schröder Böhm Jäger Köhler Süddeutsche Größte Münchner Fränkische Büro Gerätebau";
const TURKISH: &str = "YILDIZ GÜNEŞ ÇINAR IŞIK İZMİR ŞAHİN ÖZGÜR KIZILIRMAK DENİZLİ EGE";
const CHINESE_PLACES: &str = "上海 北京 深圳 杭州 成都 广州 合肥 苏州";
const CHINESE_NAMES: &str = "云帆 星辰 天启 远景 蓝海 智联 万象 恒信 飞羽 鼎盛";
const JAPANESE: &str = "桜井 富士見 青葉 日の出 さくら 北斗 みずほ 東雲";
const RUSSIAN: &str = "Северный Вектор Гранит Кедр Восток Полюс Сатурн Маяк Рубин Горизонт";

/// The name of a vendor nobody knows. Two calls can meet in the same name; then it is the same vendor.
pub(crate) fn vendor(rng: &mut Rng) -> String {
    let stem = pick(rng, STEMS, ' ');
    let field = pick(rng, FIELDS, ' ');
    match rng.u32(0..64) {
        0..=35 => company(rng, stem, field),
        36..=38 => {
            let second = pick(rng, STEMS, ' ');
            company(rng, stem, second)
        }
        39..=43 => person(rng),
        44..=45 => format!("Open Source Developer, {}", person(rng)),
        46..=49 => format!("{} {field} GmbH", pick(rng, GERMAN, ' ')),
        50..=51 => {
            format!("{} BİLİŞİM SANAYİ VE TİCARET LTD.ŞTİ. {field}", pick(rng, TURKISH, ' '))
        }
        52..=54 => {
            let (place, name) = (pick(rng, CHINESE_PLACES, ' '), pick(rng, CHINESE_NAMES, ' '));
            let kind = pick(rng, "网络科技有限公司|信息科技股份有限公司|软件有限公司", '|');
            format!("{place}{name}{kind}")
        }
        55 => format!(
            "株式会社{}{}",
            pick(rng, JAPANESE, ' '),
            pick(rng, "ソフト|電機|システム", '|')
        ),
        56..=57 => {
            format!("ООО \"{} {}\"", pick(rng, RUSSIAN, ' '), pick(rng, "Софт|Медиа|Сервис", '|'))
        }
        58 => format!("{} \"{stem} {field}\" Ltd.", pick(rng, LAST_NAMES, ' ')),
        59..=60 => format!("{stem} {field}, a division of {}", company(rng, stem, "Group")),
        61 => format!("{stem} & {} {field} (UK) Ltd", pick(rng, STEMS, ' ')),
        62 => format!("{stem}_{field}"),
        _ => format!("{}{}", stem.to_ascii_uppercase(), field.to_ascii_uppercase()),
    }
}

/// The same, as the developer of software for macs.
pub(crate) fn mac_developer(rng: &mut Rng) -> String {
    const LETTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let team: String = (0..10).map(|_| char::from(LETTERS[rng.u32(0..36) as usize])).collect();
    format!("Developer ID Application: {} ({team})", vendor(rng))
}

fn company(rng: &mut Rng, stem: &str, field: &str) -> String {
    let form = pick(rng, FORMS, '|');
    let space = if form.starts_with(',') { "" } else { " " };
    format!("{stem} {field}{space}{form}")
}

fn person(rng: &mut Rng) -> String {
    format!("{} {}", pick(rng, FIRST_NAMES, ' '), pick(rng, LAST_NAMES, ' '))
}

fn pick<'a>(rng: &mut Rng, list: &'a str, separator: char) -> &'a str {
    let chosen = rng.u32(0..list.split(separator).count() as u32);
    // The draw is below the number of words, so there always is one.
    list.split(separator).nth(chosen as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn vendors_are_many_and_of_many_kinds() {
        let mut rng = Rng::with_seed(1);
        let names: BTreeSet<String> = (0..5_000).map(|_| vendor(&mut rng)).collect();
        assert!(names.len() > 3_500, "{}", names.len());
        for kind in ["ü", "İ", "公司", "株式会社", "\"", ", Inc.", "&", "_"] {
            assert!(names.iter().any(|name| name.contains(kind)), "no name with {kind}");
        }
    }

    #[test]
    fn vendors_are_no_tools() {
        let mut rng = Rng::with_seed(2);
        for _ in 0..20_000 {
            let name = vendor(&mut rng).to_lowercase();
            for term in ["connect", "screen", "continuum", "desk", "viewer", "  "] {
                assert!(!name.contains(term), "{name}");
            }
        }
    }

    #[test]
    fn developers_of_macs_have_a_team() {
        let name = mac_developer(&mut Rng::with_seed(3));
        assert!(name.starts_with("Developer ID Application: ") && name.ends_with(')'));
    }
}
