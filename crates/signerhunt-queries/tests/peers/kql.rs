//! KQL, as Microsoft's parser and binder understand it against the table's schema.

use serde_json::{Value, json};
use signerhunt::{Bound, Hunt, Now, Ticks, Window};
use signerhunt_queries::{Dialect, defender_portal_link, query};

use crate::{asking, environment, hunts};

/// The table in Defender.
const COLUMNS: [(&str, &str); 18] = [
    ("Timestamp", "datetime"),
    ("DeviceId", "string"),
    ("DeviceName", "string"),
    ("SHA1", "string"),
    ("IsSigned", "bool"),
    ("SignatureType", "string"),
    ("Signer", "string"),
    ("SignerHash", "string"),
    ("Issuer", "string"),
    ("IssuerHash", "string"),
    ("CertificateSerialNumber", "string"),
    ("CrlDistributionPointUrls", "string"),
    ("CertificateCreationTime", "datetime"),
    ("CertificateExpirationTime", "datetime"),
    ("CertificateCountersignatureTime", "datetime"),
    ("IsTrusted", "bool"),
    ("IsRootSignerMicrosoft", "bool"),
    ("ReportId", "long"),
];

#[test]
fn every_hunt_is_accepted_and_its_terms_arrive_as_they_are() {
    let now: Ticks = "2026-05-26T23:00:01.1234567Z".parse().expect("it is a time");
    let hunts = all_hunts();
    let texts: Vec<String> = hunts.iter().map(|hunt| query(hunt, Dialect::Kql, now)).collect();
    let links: Vec<Option<String>> = texts.iter().map(|text| defender_portal_link(text)).collect();
    let question = json!({ "columns": COLUMNS, "queries": texts, "links": links });
    let service = environment::kusto_language();
    let answers = asking::ask(&environment::node(), "kql.cjs", [service.as_os_str()], &question);

    let columns = json!([
        ["DeviceId", "string"],
        ["DeviceName", "string"],
        ["FirstSeen", "datetime"],
        ["LastSeen", "datetime"],
        ["Report", "dynamic"],
        ["Count", "long"],
    ]);
    let answers = answers.as_array().expect("it answers with a list");
    assert_eq!(answers.len(), hunts.len());
    for ((hunt, text), answer) in hunts.iter().zip(&texts).zip(answers) {
        assert_eq!(answer["diagnostics"], json!([]), "{text}");
        assert_eq!(answer["columns"], columns, "{text}");
        let all_match = hunt.terms.iter().any(String::is_empty);
        let expected = if all_match { json!([]) } else { json!(hunt.terms) };
        assert_eq!(answer["literals"], expected, "{text}");
        // The link, unpacked by other hands, holds the query.
        if answer["linked"] != Value::Null {
            assert_eq!(answer["linked"], json!(text));
        }
    }
    let n_linked = links.iter().flatten().count();
    assert!(n_linked * 10 > hunts.len() * 9, "most have a link: {n_linked} of {}", hunts.len());
}

fn all_hunts() -> Vec<Hunt> {
    let mut all = hunts::of_the_catalogue();
    let window = Window::default();
    all.extend(hunts::ODD_TERMS.iter().map(|&term| hunts::for_terms(&[term], window.clone())));
    all.push(hunts::for_terms(&hunts::ODD_TERMS, window.clone()));
    all.extend(hunts::of_odd_rules(window.clone()));
    all.push(hunts::for_terms(&[], window.clone()));
    all.push(hunts::for_terms(&["", "x"], window));
    let bounds = [
        Bound::All,
        Bound::BeforeNow(0),
        Bound::BeforeNow(1),
        Bound::BeforeNow(-36_000_000_000),
        Bound::BeforeNow(i64::MAX),
        Bound::BeforeNow(i64::MIN),
        Bound::At(Ticks::MIN),
        Bound::At(Ticks::MAX),
    ];
    for from in bounds {
        for to in bounds {
            let window = Window { from, to, now: Now::Clock };
            all.push(hunts::for_terms(&["ConnectWise"], window));
        }
    }
    all
}
