//! `signerhunt scan` with a query that is no hunt. What queries mean is tested in `signerhunt-kql`.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use serde_json::{Value, json};

use crate::{case, folder, gzip, said, scan, summary, zip};

/// The seed's hunt, written as a query with columns of its own.
const SIGHTINGS: &str = "DeviceFileCertificateInfo
    | where Timestamp between (ago(5d) .. now())
    | where Signer has_any ('ConnectWise', 'CONTINUUM MANAGED', 'ScreenConnect')
    | summarize Sightings = count(), Hashes = dcount(SHA1) by DeviceId, DeviceName
    | sort by DeviceId asc, DeviceName asc";

/// Runs a query over files; its answer as JSON.
#[track_caller]
fn ask(folder: &Path, query: &str, files: &[&str]) -> Value {
    fs::write(folder.join("query.kql"), query).unwrap();
    let output = scan(folder, &[&["-r", "query.kql", "-f", "json"], files].concat(), b"");
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The devices of a hunt over files are those of the query.
#[track_caller]
fn check(folder: &Path, files: &[&str]) {
    let hunted = summary(&scan(folder, &[&["-f", "json"], files].concat(), b""));
    let asked = ask(folder, SIGHTINGS, files);
    let rows = asked["rows"].as_array().unwrap();
    let of_row = |row: &Value| json!([row["DeviceId"], row["DeviceName"], row["Sightings"]]);
    let of_device = |row: &Value| json!([row["DeviceId"], row["DeviceName"], row["Count"]]);
    let devices = hunted["devices"].as_array().unwrap();
    assert!(!devices.is_empty());
    assert_eq!(
        rows.iter().map(of_row).collect::<Vec<Value>>(),
        devices.iter().map(of_device).collect::<Vec<Value>>()
    );
    assert_eq!(asked["now_at"], hunted["hunt"]["now_at"]);
}

#[test]
fn a_query_sees_the_rows_that_a_hunt_counts() {
    let folder = folder("queries");
    let [sample, parquet] = [case("sample"), case("shape-parquet-of-kusto")];
    let files: [(&str, Vec<u8>); 6] = [
        ("sample.csv", sample.clone()),
        ("again.csv.gz", gzip(&sample)),
        ("archive.zip", zip(&[("sample.csv", sample), ("x.png", b"\x89PNG".to_vec())])),
        ("table.parquet", parquet),
        ("lines.json", case("shape-json-lines")),
        ("bad.csv", case("bad-rows")),
    ];
    for (name, bytes) in &files {
        fs::write(folder.join(name), bytes).unwrap();
        check(&folder, &[name]);
    }
    // Rows that several exports have count once.
    check(&folder, &files.each_ref().map(|(name, _)| *name));
    check(&folder, &["--keep-duplicates", "sample.csv", "again.csv.gz"]);
}

#[test]
fn a_query_has_its_own_columns_in_every_form() {
    let folder = folder("query-forms");
    fs::write(
        folder.join("a.csv"),
        "Timestamp,DeviceName,Signer,Issuer\n2026-11-20,a,=1+1,x\n2026-11-21,b,=1+1,y\n",
    )
    .unwrap();
    fs::write(
        folder.join("q.kql"),
        "DeviceFileCertificateInfo | summarize Rows = count(), Issuers = make_set(Issuer) by Signer, IsTrusted",
    )
    .unwrap();
    let written = |format: &str| {
        let output = scan(&folder, &["-r", "q.kql", "-f", format, "a.csv"], b"");
        assert!(said(&output).contains("a.csv has no IsTrusted, which the query looks at"));
        String::from_utf8(output.stdout).unwrap()
    };
    let csv = "Signer,IsTrusted,Rows,Issuers\r\n=1+1,,2,\"[\"\"x\"\",\"\"y\"\"]\"\r\n";
    assert_eq!(written("csv"), csv);
    assert_eq!(written("csv-spreadsheet"), format!("\u{FEFF}{}", csv.replace("=1", "'=1")));
    let table =
        "Signer  IsTrusted  Rows  Issuers\n=1+1                  2  [\"x\",\"y\"]\n\n1 row\n";
    assert_eq!(written("table"), table);
    assert!(written("markdown").starts_with("| Signer | IsTrusted | Rows | Issuers |\n"));
    let json: Value = serde_json::from_str(&written("json")).unwrap();
    assert_eq!(json["format"], "signerhunt.table/1");
    assert_eq!(json["columns"][2], json!({ "name": "Rows", "type": "long" }));
    assert_eq!(
        json["rows"],
        json!([{ "Signer": "=1+1", "IsTrusted": null, "Rows": 2, "Issuers": ["x", "y"] }])
    );
    assert_eq!(json["sources"][0]["name"], "a.csv");
}

#[test]
fn what_a_query_cannot_do_is_refused_before_anything_is_read() {
    let folder = folder("query-refusals");
    fs::write(folder.join("q.kql"), "DeviceFileCertificateInfo | count").unwrap();
    fs::write(folder.join("ill.kql"), "DeviceFileCertificateInfo\n| join Other on x").unwrap();
    fs::write(folder.join("a.csv"), case("sample")).unwrap();
    for (arguments, words) in [
        (&["-r", "q.kql"][..], "needs to read an export twice"),
        (&["-r", "q.kql", "missing.csv", "-"], "which standard input cannot be"),
        (&["-r", "q.kql", "--from", "-3d", "a.csv"], "leave --signer, --from and --to out"),
        (&["-r", "q.kql", "-s", "x", "a.csv"], "leave --signer, --from and --to out"),
        (&["-r", "q.kql", "--expected", "a.csv", "a.csv"], "leave --expected out"),
        (&["-r", "q.kql", "-r", "AnyDesk", "a.csv"], "and only alone"),
        (&["-r", "ill.kql", "a.csv"], "ill.kql, line 2, column 3"),
    ] {
        let output = scan(&folder, arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
    }
}

/// To read it again would wait for ever.
#[cfg(unix)]
#[test]
fn a_query_over_a_pipe_is_refused() {
    let folder = folder("query-pipe");
    fs::write(folder.join("q.kql"), "DeviceFileCertificateInfo | count").unwrap();
    let made = Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap();
    assert!(made.success());
    let output = scan(&folder, &["-r", "q.kql", "pipe"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("which pipe cannot be"), "{}", said(&output));
}
