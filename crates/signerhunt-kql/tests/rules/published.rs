//! The files as they are published.

use std::fs;
use std::path::PathBuf;

use signerhunt::Bound;
use signerhunt::time::DAY;
use signerhunt_kql::{Asked, read_rule};

/// The folder of the tests' data.
pub(crate) fn data_dir() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "data"].iter().collect()
}

/// A published file.
pub(crate) fn published(name: &str) -> String {
    fs::read_to_string(data_dir().join("rules").join(format!("rmm_{name}_filesig.yaml"))).unwrap()
}

#[track_caller]
fn check(tool: &str, id: &str, operators: &[&str], terms: &[&str]) {
    let file = published(tool);
    assert!(file.contains("\r\n"), "the line ends are those of the published file");
    let rule = read_rule(&file).unwrap();
    assert_eq!(rule.tool.as_deref(), Some(tool));
    assert_eq!(rule.id.as_deref(), Some(id));
    let name = format!("Remote Management and Monitoring tool - {tool} - File Signature");
    assert_eq!(rule.name, Some(name));
    assert_eq!(
        (rule.tactics, rule.techniques),
        (vec!["CommandAndControl".to_owned()], vec!["T1219".to_owned()])
    );
    assert!(rule.description.unwrap().ends_with("/RemoteManagementMonitoringTools"));
    let Asked::Hunt(hunt) = rule.asked else { panic!("{tool} is a hunt") };
    assert_eq!(
        (hunt.operators.as_slice(), hunt.terms),
        (operators, terms.iter().map(ToString::to_string).collect())
    );
    assert_eq!((hunt.from, hunt.to), (Bound::BeforeNow(5 * DAY), Bound::BeforeNow(0)));
}

#[test]
fn every_published_file_is_a_hunt() {
    check(
        "AnyDesk",
        "5882eb11-389c-4095-87f2-e1d3ecaa956c",
        &["has_any"],
        &["anydesk software", "philandro software"],
    );
    check(
        "ConnectWise",
        "28f56a93-9bb7-4f00-a88e-11cb4460db3a",
        &["has_any"],
        &["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"],
    );
    check(
        "ISLOnline",
        "fa6c25f8-cf14-499a-bdf3-28d78c8ef44f",
        &["has_any"],
        &["ISL Online", "XLAB D.O.O."],
    );
    check("Level", "3bd4f4fb-20a9-4491-8bc1-51e55da7fdcc", &["has"], &["Level Software, Inc"]);
    check(
        "MSP360_CloudBerry",
        "710d6c5f-1a42-4056-aa0c-104aab8ca790",
        &["has_any"],
        &["MSPBytes", "Trichilia Consultants"],
    );
    check(
        "ServerEye",
        "44a7b71e-ad89-49fd-b540-a73c83c6f8c5",
        &["has"],
        &["Krämer IT Solutions GmbH"],
    );
    check("TeamViewer", "2fbf7a0b-d33a-48da-af61-d11ac597de8a", &["has"], &["TeamViewer"]);
    check("ZohoAssist", "ba1e02dc-2731-4f65-bdd3-b293e0490e9a", &["has"], &["Zoho"]);
    check("parsec.app", "8d1f5373-398c-49ed-b5c8-137d0fb7981d", &["has"], &["Parsec Cloud"]);
}
