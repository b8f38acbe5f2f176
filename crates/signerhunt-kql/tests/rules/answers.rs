//! What queries answer: the table in Kusto's words.

use fastrand::Rng;
use signerhunt::Ticks;
use signerhunt_kql::{Clock, Table, Type, read_query};

use crate::rows::{answer, now, random_rows, written};

/// Some rows: Timestamp, DeviceId, DeviceName, Signer, IsSigned, ReportId.
const ROWS: [[&str; 6]; 7] = [
    ["2026-05-27T11:00:00Z", "d1", "ws-1", "ConnectWise, LLC", "1", "5"],
    ["2026-05-26T11:00:00Z", "d1", "ws-1", "ScreenConnect", "1", "5"],
    ["2026-05-22T12:00:00Z", "d1", "ws-1", "ConnectWise, LLC", "1", "4"],
    ["2026-05-22T11:59:59.9999999Z", "d1", "ws-1", "ConnectWise, LLC", "1", "3"],
    ["2026-05-27T12:00:00Z", "d2", "ws-2", "connectwise", "0", ""],
    ["", "d2", "ws-2", "ConnectWise", "", "9"],
    ["2026-05-27T10:00:00Z", "D1", "ws-1", "", "0", "abc"],
];

fn run(stages: &str) -> Table {
    let query = read_query(&format!("DeviceFileCertificateInfo {stages}")).unwrap();
    let mut run = query.run(now());
    for row in &ROWS {
        run.take(&|column| {
            let names = ["Timestamp", "DeviceId", "DeviceName", "Signer", "IsSigned", "ReportId"];
            names.iter().position(|name| *name == column).map(|place| row[place])
        });
    }
    run.finish().unwrap()
}

/// Expected: the columns with their types, and the rows, with `|` between cells.
#[track_caller]
fn check(stages: &str, columns: &str, expected: &[&str]) {
    let table = run(stages);
    let named: Vec<String> =
        table.columns.iter().map(|(name, kind)| format!("{name}:{kind}")).collect();
    assert_eq!(named.join(" "), columns, "{stages}");
    let rows: Vec<String> = written(&table).iter().map(|row| row.join("|")).collect();
    assert_eq!(rows, expected, "{stages}");
}

#[test]
fn the_rule_itself() {
    check(
        "| where Timestamp between (now(-5d)..now())
         | where Signer has_any ('ConnectWise', 'ScreenConnect')
         | summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId, DeviceName",
        "DeviceId:string DeviceName:string FirstSeen:datetime LastSeen:datetime Report:dynamic Count:long",
        &[
            "d1|ws-1|2026-05-22T12:00:00.0000000Z|2026-05-27T11:00:00.0000000Z|[4,5]|3",
            "d2|ws-2|2026-05-27T12:00:00.0000000Z|2026-05-27T12:00:00.0000000Z|[]|1",
        ],
    );
}

#[test]
fn names_that_kusto_gives() {
    check(
        "| summarize min(Timestamp), max(Timestamp), count(), make_set(ReportId), dcount(Signer), countif(IsSigned), count() by DeviceId, bin(Timestamp, 1d), tolower(Signer) | take 0",
        "DeviceId:string Timestamp:datetime Column1:string min_Timestamp:datetime max_Timestamp:datetime count_:long set_ReportId:dynamic dcount_Signer:long countif_IsSigned:long count_1:long",
        &[],
    );
    check(
        "| summarize count_=min(Timestamp), count() | take 0",
        "count_:datetime count_1:long",
        &[],
    );
    check(
        "| summarize min(bin(Timestamp,1d)), dcount(tolower(Signer)), min(Timestamp+1d) | take 0",
        "min_Timestamp:datetime dcount_:long min_:datetime",
        &[],
    );
    check(
        "| summarize min(Timestamp), FirstSeen=min(Timestamp), min(Timestamp) | take 0",
        "min_Timestamp:datetime FirstSeen:datetime min_Timestamp1:datetime",
        &[],
    );
    check(
        "| project tolower(Signer), bin(Timestamp,1d), Timestamp+1d, ReportId+1 | take 0",
        "Column1:string Timestamp:datetime Column2:datetime Column3:long",
        &[],
    );
    check(
        "| project A = Signer, ['B b'] = now() - Timestamp | take 0",
        "A:string B b:timespan",
        &[],
    );
    check(
        "| summarize count() by Timestamp, bin(Timestamp, 1d), startofday(Timestamp) | take 0",
        "Timestamp:datetime Timestamp1:datetime Timestamp2:datetime count_:long",
        &[],
    );
    check(
        "| project Column1=Signer, tolower(Issuer), not(IsSigned), Signer has 'a' | take 0",
        "Column1:string Column11:string Column2:bool Column3:bool",
        &[],
    );
    check(
        "| project Signer | extend tolower(Signer) | extend Signer == 'a', Signer == 'b' | take 0",
        "Signer:string Column1:string Column2:bool Column3:bool",
        &[],
    );
    check("| count | project Count", "Count:long", &["7"]);
}

#[test]
fn without_rows() {
    let none = "| where Signer == 'nobody'";
    check(&format!("{none} | count"), "Count:long", &["0"]);
    check(
        &format!("{none} | summarize min(Timestamp), make_set(ReportId), count(), dcount(Signer)"),
        "min_Timestamp:datetime set_ReportId:dynamic count_:long dcount_Signer:long",
        &["|[]|0|0"],
    );
    check(&format!("{none} | summarize count() by DeviceId"), "DeviceId:string count_:long", &[]);
    check(&format!("{none} | distinct DeviceId"), "DeviceId:string", &[]);
}

#[test]
fn nulls() {
    // Two rows have no number; only what is compared for equality knows that.
    check("| where ReportId != 5 | count", "Count:long", &["5"]);
    check("| where ReportId < 100 | count", "Count:long", &["5"]);
    check("| where not(ReportId < 100) | count", "Count:long", &["0"]);
    check("| where ReportId !in (5) | count", "Count:long", &["5"]);
    check("| where isnull(ReportId) | count", "Count:long", &["2"]);
    check("| where Timestamp !between (ago(1h)..now()) | count", "Count:long", &["4"]);
    check("| where Timestamp between (now()..ago(1h)) | count", "Count:long", &["0"]);
    check("| where ReportId == long(null) | count", "Count:long", &["0"]);
    check(
        "| where Timestamp < datetime(null) or IsSigned == bool(null) | count",
        "Count:long",
        &["0"],
    );
    check("| where Signer has '' | count", "Count:long", &["7"]);
    check("| where Signer !has '' | count", "Count:long", &["0"]);
    check("| where Signer has_any (dynamic([null])) | count", "Count:long", &["7"]);
    check("| where Signer has_all (dynamic(['LLC', null])) | count", "Count:long", &["3"]);
    check("| where Signer has_any (dynamic([])) | count", "Count:long", &["0"]);
    check("| where Signer has_all (dynamic([])) | count", "Count:long", &["7"]);
    check("| where IsSigned == 0 | count", "Count:long", &["2"]);
    check("| where IsSigned != true | count", "Count:long", &["3"]);
    check("| where IsSigned | count", "Count:long", &["4"]);
}

#[test]
fn order() {
    check(
        "| project ReportId | sort by ReportId",
        "ReportId:long",
        &["9", "5", "5", "4", "3", "", ""],
    );
    check(
        "| project ReportId | sort by ReportId asc",
        "ReportId:long",
        &["", "", "3", "4", "5", "5", "9"],
    );
    check(
        "| project ReportId | order by ReportId asc nulls last | take 2",
        "ReportId:long",
        &["3", "4"],
    );
    check("| project ReportId | top 3 by ReportId nulls first", "ReportId:long", &["", "", "9"]);
    check(
        "| distinct DeviceId, DeviceName | sort by DeviceName desc, DeviceId desc",
        "DeviceId:string DeviceName:string",
        &["d2|ws-2", "d1|ws-1", "D1|ws-1"],
    );
    // Without an order of its own, rows are ordered by their columns.
    check(
        "| project DeviceId, ReportId | limit 3",
        "DeviceId:string ReportId:long",
        &["D1|", "d1|3", "d1|4"],
    );
    check(
        "| summarize count() by DeviceId | take 2",
        "DeviceId:string count_:long",
        &["D1|1", "d1|4"],
    );
    check(
        "| summarize C = count() by DeviceId | sort by C desc | project DeviceId",
        "DeviceId:string",
        &["d1", "d2", "D1"],
    );
}

#[test]
fn columns() {
    check(
        "| where Signer == '' | project-away SHA1, SignatureType, SignerHash, Issuer, IssuerHash, CertificateSerialNumber, CrlDistributionPointUrls, CertificateCreationTime, CertificateExpirationTime, CertificateCountersignatureTime, IsTrusted, IsRootSignerMicrosoft",
        "Timestamp:datetime DeviceId:string DeviceName:string IsSigned:bool Signer:string ReportId:long",
        &["2026-05-27T10:00:00.0000000Z|D1|ws-1|false||"],
    );
    check(
        "| where ReportId == 9 | extend Signer = tolower(Signer), X = ReportId * 2 | project X, Signer",
        "X:long Signer:string",
        &["18|connectwise"],
    );
    check(
        "| summarize Last = max(Timestamp), First = min(Timestamp) | extend Took = Last - First | project Took",
        "Took:timespan",
        &["5.00:00:00.0000001"],
    );
    check(
        "| summarize Days = dcount(startofday(Timestamp)), Sets = make_set(bin(Timestamp, 1d), 1)",
        "Days:long Sets:dynamic",
        &[r#"3|["2026-05-22T00:00:00.0000000Z"]"#],
    );
    check(
        "| summarize make_set(Signer) by DeviceId | where DeviceId == 'd2' | project set_Signer",
        "set_Signer:dynamic",
        &[r#"["ConnectWise","connectwise"]"#],
    );
    let table = run("| take 1");
    assert_eq!(table.columns.len(), 18);
    assert_eq!(table.columns[17], ("ReportId".to_owned(), Type::Long));
}

#[test]
fn lets() {
    let query = "let days = 5d; let end = now(); let begin = end - days; let ids = dynamic([5, 4]);\n\
                 let name = 'connectwise'; let one = 1 == 1; let T = 2;\n\
                 DeviceFileCertificateInfo | where one and Timestamp between (begin .. end) and ReportId in (ids)\n\
                 | where Signer has name | summarize Rows = count() | take T;";
    let query = read_query(query).unwrap();
    assert_eq!(query.columns(), ["Timestamp", "Signer", "ReportId"]);
    assert!(query.depends_on_now());
    let mut run = query.run(now());
    for [time, _, _, signer, _, report] in &ROWS {
        run.take(&|column| match column {
            "Timestamp" => Some(time),
            "Signer" => Some(signer),
            _ => Some(report),
        });
    }
    assert_eq!(written(&run.finish().unwrap()), [["2"]]);
    assert!(!read_query("DeviceFileCertificateInfo | count").unwrap().depends_on_now());
}

#[test]
fn times_by_the_clock_of_the_export() {
    let query = read_query("DeviceFileCertificateInfo | project Timestamp").unwrap();
    let mut run = query.run(now());
    run.take(&|_| Some("5/6/2026 1:00 AM"));
    run.set_clock(Clock { east: signerhunt::time::HOUR, day_first: Some(true) });
    run.take(&|_| Some("5/6/2026 1:00 AM"));
    run.take(&|_| Some("2026-06-05T01:00:00Z"));
    let expected = ["", "2026-06-05T00:00:00.0000000Z", "2026-06-05T01:00:00.0000000Z"];
    assert_eq!(written(&run.finish().unwrap()).concat(), expected);
}

#[test]
fn an_answer_does_not_depend_on_the_order_of_rows() {
    let stages = [
        "| take 7",
        "| where Signer has 'Wise' | distinct Signer",
        "| top 5 by Timestamp asc | project Timestamp, DeviceId",
        "| sort by IsSigned | take 9 | summarize make_set(ReportId), min(Timestamp) by DeviceName",
        "| summarize make_set(ReportId, 2), make_set(Signer, 3), dcount(Issuer), max(Issuer) by DeviceId",
    ];
    for (seed, stages) in (0..).zip(stages) {
        let query = read_query(&format!("DeviceFileCertificateInfo {stages}")).unwrap();
        let mut random = Rng::with_seed(seed);
        let mut rows = random_rows(&mut random, 3000);
        let expected = answer(&query, &rows);
        random.shuffle(&mut rows);
        assert_eq!(answer(&query, &rows), expected, "{stages}");
    }
}

#[test]
fn what_is_too_large_is_refused_and_not_cut() {
    let query = read_query(
        "DeviceFileCertificateInfo\n| where ReportId > 0\n| project CrlDistributionPointUrls",
    )
    .unwrap();
    let mut run = query.run(Ticks::MIN);
    let long = "x".repeat(1 << 20);
    for _ in 0..300 {
        run.take(&|column| Some(if column == "ReportId" { "1" } else { &long }));
    }
    assert!(run.is_too_large());
    let refusal = run.finish().unwrap_err();
    assert!(refusal.to_string().starts_with("line 3, column 3: more rows"), "{refusal}");
}

/// The first rows are those that all rows in order begin with, also where few are kept of many.
#[test]
fn the_first_of_many_rows() {
    let rows = random_rows(&mut Rng::with_seed(3), 5000);
    let first = |stages: &str| {
        let query = read_query(&format!("DeviceFileCertificateInfo {stages}")).unwrap();
        written(&answer(&query, &rows))
    };
    for n_rows in [0, 1, 7, 400] {
        for key in ["Timestamp", "ReportId asc nulls last", "IsSigned asc", "Signer"] {
            let all = first(&format!("| sort by {key} | take {n_rows}"));
            assert_eq!(all.len(), n_rows);
            assert_eq!(first(&format!("| top {n_rows} by {key}")), all, "{key}");
        }
        let mut all = first("| project Timestamp, Signer");
        all.truncate(n_rows);
        assert_eq!(first(&format!("| project Timestamp, Signer | take {n_rows}")), all);
    }
}
