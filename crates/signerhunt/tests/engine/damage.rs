//! Damaged exports of every shape: no panic, no hang, a message where nothing can be read, and what is
//! not damaged is still read.

use fastrand::Rng;
use signerhunt::{Exports, Hunt, ReadOptions, Reason};

use crate::cases::{clock, read_whole, read_with};
use crate::shapes::all_shapes;

/// Reads and hunts; gives how many rows could be used, or the message.
fn usable(bytes: &[u8]) -> Result<u64, String> {
    let export = read_with("damaged", ReadOptions::default(), bytes, [])
        .map_err(|unreadable| unreadable.to_string())?;
    let n_usable = export.source.rows - export.source.rejected;
    let summary = Exports::from_iter([export]).summarize(&Hunt::default(), clock());
    assert!(summary.ledger.adds_up());
    Ok(n_usable)
}

/// Rows in every shape.
const N_ROWS: u64 = 9;

#[test]
fn exports_that_are_cut_keep_what_came_before() {
    // Where later rows replace earlier ones, a cut may come between.
    for written in all_shapes().iter().filter(|written| !written.name.contains("progressive")) {
        let n_bytes = written.bytes.len();
        let mut most = 0;
        for end in 0..n_bytes {
            match usable(&written.bytes[..end]) {
                Ok(n_usable) => {
                    assert!(n_usable <= N_ROWS, "{} cut at {end}", written.name);
                    assert!(n_usable + 1 >= most, "{} cut at {end}", written.name);
                    most = most.max(n_usable);
                }
                Err(message) => {
                    assert!(message.len() > 20, "{message}");
                    assert_eq!(most, 0, "{} cut at {end}: {message}", written.name);
                }
            }
        }
        assert!(most >= N_ROWS - 1, "{}: {most}", written.name);
    }
}

#[test]
fn flipped_bytes_cost_few_rows() {
    for written in all_shapes() {
        let mut random = Rng::with_seed(written.bytes.len() as u64);
        let (mut n_usable, mut n_tried) = (0, 0);
        for place in (0..written.bytes.len()).step_by(3) {
            let mut damaged = written.bytes.clone();
            damaged[place] ^= random.u8(1..);
            n_usable += usable(&damaged).unwrap_or(0);
            n_tried += N_ROWS;
        }
        // Of nine rows one may be lost, and all of them where the header is hit.
        let share = n_usable as f64 / n_tried as f64;
        assert!(share > 0.75, "{}: {share:.2}", written.name);
    }
}

#[test]
fn missing_and_doubled_parts_never_panic() {
    for written in all_shapes() {
        let mut random = Rng::with_seed(written.bytes.len() as u64);
        for _ in 0..60 {
            let mut damaged = written.bytes.clone();
            let start = random.usize(0..damaged.len());
            let end = (start + random.usize(1..200)).min(damaged.len());
            let part: Vec<u8> = damaged.drain(start..end).collect();
            if random.bool() {
                let place = random.usize(0..=damaged.len());
                damaged.splice(place..place, part);
            }
            let _ = usable(&damaged);
        }
    }
}

#[track_caller]
fn check_unreadable(bytes: &[u8], words: &str) {
    let message = read_whole("bad.json", bytes).unwrap_err().to_string();
    assert!(message.contains(words), "{message}");
}

#[test]
fn json_that_is_no_export_is_named() {
    check_unreadable(b"[]", "has no rows in it");
    check_unreadable(b"{}", "holds only empty objects");
    check_unreadable(
        b"{\"results\":[{},{},{}]}",
        "holds only empty objects, as typed Graph libraries",
    );
    check_unreadable(
        b"{\"error\":{\"code\":\"BadRequest\",\"message\":\"'take' is unknown\"}}",
        "is an error message and no result (BadRequest: 'take' is unknown)",
    );
    check_unreadable(
        b"{\"results\":[\"@{Timestamp=2026-05-26; Signer=ConnectWise}\"]}",
        "use ConvertTo-Json -Depth 9",
    );
    check_unreadable(b"[{\"a\":1},{\"a\":2}]", "has no Timestamp and no Signer and no DeviceId");
    check_unreadable(
        b"[{\"Timestamp\":\"2026-05-26\",\"DeviceId\":\"a\",\"ProcessCommandLine\":\"x\"}]",
        "looks like DeviceProcessEvents: it has no Signer column, and its first record names",
    );
    check_unreadable(
        b"{\"records\":[{\"category\":\"AdvancedHunting-DeviceInfo\",\"properties\":{\"DeviceId\":\"a\"}}]}",
        "its 1 records are of DeviceInfo",
    );
    check_unreadable(
        b"{\"tables\":[{\"name\":\"t\",\"columns\":[{\"name\":\"Computer\"}],\"rows\":[[\"a\"]]}]}",
        "names Computer",
    );
}

#[test]
fn hostile_json_ends_soon_and_with_words() {
    let megabyte = 1 << 20;
    check_unreadable(&vec![b'['; megabyte], "is JSON, but no record can be read");
    check_unreadable(&vec![b'{'; megabyte], "is JSON, but no record can be read");
    check_unreadable(
        "{\"a\":".repeat(megabyte / 5).as_bytes(),
        "is JSON, but no record can be read",
    );
    check_unreadable(
        "[{\"a\":[".repeat(megabyte / 7).as_bytes(),
        "is JSON, but no record can be read",
    );
    check_unreadable(b"[\"", "is JSON, but no record can be read");
    let endless = [b"{\"Signer\":\"", &vec![b'x'; 5 * megabyte][..]].concat();
    check_unreadable(&endless, "is JSON, but no record can be read");
}

const GOOD: &str = r#"{"Timestamp":"2026-11-20T10:00:00Z","DeviceId":"a","DeviceName":"ws","Signer":"ConnectWise","ReportId":1}"#;

/// Expected: how many rows match, and the reason of each rejected one.
#[track_caller]
fn check(text: &str, matched: u64, rejected: &[Reason]) {
    let export = read_whole("bad.json", text.as_bytes()).unwrap();
    let reasons: Vec<Reason> = export.rejected.iter().map(|rejected| rejected.reason).collect();
    assert_eq!(reasons, rejected, "{:?}", export.rejected);
    let summary = Exports::from_iter([export]).summarize(&Hunt::default(), clock());
    assert!(summary.ledger.adds_up());
    assert_eq!(summary.ledger.matched, matched);
}

#[test]
fn values_of_another_type_are_taken_for_what_they_say() {
    let with = |from: &str, to: &str| format!("{GOOD}\n{}\n{GOOD}\n", GOOD.replace(from, to));
    check(&with("\"ConnectWise\"", "7"), 2, &[]);
    check(&with("\"ConnectWise\"", "null"), 2, &[]);
    check(&with("\"ConnectWise\"", "[\"ConnectWise\"]"), 3, &[]);
    check(&with("\"2026-11-20T10:00:00Z\"", "20261120"), 2, &[Reason::Timestamp]);
    check(&with("\"2026-11-20T10:00:00Z\"", "{\"a\":1}"), 2, &[Reason::Timestamp]);
    check(&with("\"2026-11-20T10:00:00Z\"", "null"), 2, &[Reason::Timestamp]);
    check(&with("\"ReportId\":1", "\"ReportId\":\"x\""), 3, &[]);
    check(&with("\"ReportId\":1", "\"ReportId\":{\"a\":[]}"), 3, &[]);
}

#[test]
fn wrong_nesting_costs_what_is_wrong() {
    check(&format!("[{GOOD},[{GOOD}],{GOOD}]"), 3, &[]);
    check(&format!("[{GOOD},7,{GOOD}]"), 2, &[Reason::Json]);
    check(&format!("{GOOD}\n{{\"Timestamp\": \"2026\n{GOOD}\n"), 2, &[Reason::Json]);
    check(&format!("{GOOD}\nnot json at all\n{GOOD}\n"), 2, &[Reason::Json]);
    check(&format!("{GOOD}\n{}", &GOOD[..50]), 1, &[Reason::Truncated]);
    let text = format!("{{\"results\":[{GOOD},{}", &GOOD[..50]);
    check(&text, 1, &[Reason::Truncated]);
    let other = r#"{"Timestamp":"2026-11-20T10:00:00Z","DeviceId":"a","FileName":"x"}"#;
    check(&format!("{GOOD}\n{other}\n{GOOD}\n"), 2, &[Reason::Columns]);
}

/// Somebody queries day by day and appends.
#[test]
fn answers_one_behind_the_other_are_read_in_full() {
    let row = r#"["2026-11-20T10:00:00Z","a","ws","ConnectWise",1]"#;
    let names = ["Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId"];
    for (tables, rows, columns, name) in
        [("tables", "rows", "columns", "name"), ("Tables", "Rows", "Columns", "ColumnName")]
    {
        let named = names.map(|column| format!(r#"{{"{name}":"{column}"}}"#)).join(",");
        let table = |content: &str| format!(r#"{{"{columns}":[{named}],"{rows}":[{content}]}}"#);
        let answer = |content: &str| format!(r#"{{"{tables}":[{}]}}"#, table(content));
        check(&format!("{}\n{}\n", answer(row), answer(row)), 2, &[]);
        check(&format!("{}{}{}", answer(""), answer(row), answer(&format!("{row},{row}"))), 3, &[]);
        check(&format!("[{},{}]", answer(row), answer(row)), 2, &[]);
        check(&format!(r#"{{"{tables}":[{},{}]}}"#, table(row), table(row)), 2, &[]);
    }
}

#[test]
fn rows_of_a_table_that_cannot_be_used_are_rejected_and_not_lost() {
    let good = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"Timestamp"},{"name":"DeviceName"},{"name":"Signer"}],"rows":[["2026-11-20T10:00:00Z","ws","ConnectWise"]]}]}"#;
    let rows = r#"["2026-11-20T10:00:00Z","ws","ConnectWise"],"#.repeat(3);
    let rows = rows.trim_end_matches(',');
    let other = good.replace("\"Signer\"", "\"Publisher\"");
    let late =
        format!(r#"{{"tables":[{{"name":"t","rows":[{rows}],"columns":[{{"name":"Signer"}}]}}]}}"#);
    check(&format!("{good}{other}"), 1, &[Reason::Columns]);
    check(&format!("{good}{late}"), 1, &[Reason::Json; 3]);
}

#[test]
fn a_header_that_says_utc_is_taken_at_its_word_in_json_too() {
    let text = r#"[{"TimeGenerated [UTC]":"11/20/2026, 10:00:00.000 AM","DeviceName":"ws","Signer":"ConnectWise"}]"#;
    let options = ReadOptions { utc_offset_minutes: Some(120), ..ReadOptions::default() };
    let source = read_with("utc.json", options, text.as_bytes(), []).unwrap().source;
    assert_eq!(
        (source.first.unwrap().to_string().as_str(), source.zone.as_str()),
        ("2026-11-20T10:00:00.0000000Z", "UTC")
    );
}

/// What is looked up for a field must not be looked for in all others.
#[test]
fn records_with_many_fields_of_one_name_are_read_in_no_time() {
    for field in [r#""error":"""#, r#""category":"x""#, r#""properties":{"a":1}"#] {
        let record = format!("{{{}}}\n", vec![field; 60_000].join(","));
        let _ = read_whole("many.json", record.repeat(5).as_bytes());
    }
    let _ = read_whole("lines.csv", "sep=;\n".repeat(2_000_000).as_bytes());
}

#[test]
fn a_signer_that_is_null_may_be_left_out() {
    let bare = r#"{"Timestamp":"2026-11-20T10:00:00Z","DeviceId":"a","DeviceName":"ws"}"#;
    let export = read_whole("bare.json", format!("[{bare},{GOOD},{bare}]").as_bytes()).unwrap();
    assert_eq!((export.source.rows, export.source.rejected), (3, 0));
    check_unreadable(format!("[{bare},{bare}]").as_bytes(), "has no Signer column");
}

#[test]
fn services_that_refuse_are_quoted() {
    check_unreadable(
        br#"{"error":"invalid_grant","error_description":"no"}"#,
        "(invalid_grant: no)",
    );
    check_unreadable(br#"{"Message":"Authorization has been denied."}"#, "denied");
    check_unreadable(br#"{"error":{"code":"a","message":"b"},"results":null}"#, "(a: b)");
    let other = br#"{"records":[{"category":"SignInLogs","properties":{"id":1}}]}"#;
    check_unreadable(other, "no DeviceFileCertificateInfo in it");
}

#[test]
fn gzip_that_holds_nothing_is_not_called_empty() {
    check_unreadable(b"\x1F\x8B\x08\0\0\0\0\0", "cannot be unpacked");
    check_unreadable(b"\x1F\x8B\x07\0\0\0\0\0\0\0", "cannot be unpacked");
}

#[test]
fn what_an_answer_says_about_itself_is_told() {
    let warnings = |text: &str| {
        let export = read_whole("partial.json", text.as_bytes()).unwrap();
        export.source.warnings.join("; ")
    };
    let columns = r#""columns":[{"name":"Timestamp"},{"name":"DeviceId"},{"name":"DeviceName"},{"name":"Signer"},{"name":"ReportId"}]"#;
    let row = r#"["2026-11-20T10:00:00Z","a","ws","ConnectWise",1]"#;
    let partial = format!(
        r#"{{"tables":[{{"name":"t",{columns},"rows":[{row}]}}],"error":{{"code":"PartialError","message":"too much"}}}}"#
    );
    assert_eq!(
        warnings(&partial),
        "it says that the query did not end well (PartialError: too much): rows are missing"
    );
    let columns = columns.replace("\"name\"", "\"ColumnName\"").replace("columns", "Columns");
    let broken = format!(
        r#"[{{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"p",{columns},"Rows":[{row},{{"OneApiErrors":[{{"error":{{"code":"E1","message":"memory"}}}}]}}]}},{{"FrameType":"DataSetCompletion","HasErrors":true}}]"#
    );
    let said = warnings(&broken);
    assert!(said.contains("(E1: memory): rows are missing"), "{said}");
    assert!(said.contains("Kusto says at its end that there were errors"), "{said}");
    assert!(warnings(&format!("[{GOOD},{GOOD}")).contains("its end is missing"));
}
