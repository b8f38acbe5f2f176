//! Input that is not an export, or is a broken one: a clear message, and what can be read is read.

use signerhunt::{DateOrder, Encoding, ExportReader, ReadOptions, Reason};

use crate::cases::{hunt, read_in_pieces, read_whole};

const HEADER: &str = "Timestamp,DeviceId,DeviceName,Signer,ReportId\n";

fn row(number: u32) -> String {
    format!(
        "2026-11-20T10:00:{:02}Z,id{number},ws-{number},\"ConnectWise, LLC\",{number}\n",
        number % 60
    )
}

/// The export cannot be read, however it is cut, and the message has these words.
#[track_caller]
fn check_unreadable(bytes: &[u8], words: &str) {
    let message = read_whole("bad.csv", bytes).unwrap_err().to_string();
    assert!(message.starts_with("bad.csv "), "{message}");
    assert!(message.contains(words), "{message}");
    let byte_by_byte = read_in_pieces("bad.csv", bytes, 0..bytes.len()).unwrap_err().to_string();
    assert_eq!(byte_by_byte, message);
}

/// Expected: how many rows match, and line and reason of each rejected row.
#[track_caller]
fn check(text: &[u8], matched: u64, rejected: &[(u64, Reason)]) {
    let export = read_whole("bad.csv", text).unwrap();
    let got: Vec<(u64, Reason)> =
        export.rejected.iter().map(|rejected| (rejected.line, rejected.reason)).collect();
    assert_eq!(got, rejected);
    let summary = hunt([export]);
    assert_eq!(summary.ledger.matched, matched);
    assert_eq!(summary.ledger.rejected, rejected.len() as u64);
    assert!(summary.ledger.adds_up());
}

#[test]
fn what_is_no_export_is_named() {
    check_unreadable(b"", "is empty");
    check_unreadable(b"\xEF\xBB\xBF", "is empty");
    check_unreadable(b"\x7FELF\x02\x01\x01\0\0\0\0\n\0\0", "is not text");
    check_unreadable(b"<html>\n", "web page");
    check_unreadable(b"Timestamp,DeviceId\n1,2\n", "has no Signer column: line 1");
    check_unreadable(b"Timestamp,Signer\n1,2\n", "has no DeviceId or DeviceName column: line 1");
    check_unreadable(b"\n\nDeviceId,Signer\n", "has no Timestamp column: line 3");
    check_unreadable(b"Timestamp,DeviceId,\"Signer", "quote in its header, line 1");
}

#[test]
fn a_header_without_rows_is_an_answer() {
    let export = read_whole("empty.csv", HEADER.as_bytes()).unwrap();
    assert_eq!(export.source.rows, 0);
    assert_eq!(export.source.warnings, ["there is a header and no row"]);
    assert!(hunt([export]).devices.is_empty());
}

#[test]
fn a_last_row_that_is_cut_off_is_told_apart() {
    check(
        format!("{HEADER}{}2026-11-20T10:00:00Z,id9,ws", row(1)).as_bytes(),
        1,
        &[(3, Reason::Truncated)],
    );
    check(
        format!("{HEADER}{}2026-11-20T10:00:00Z,id9,ws-9,\"Conn", row(1)).as_bytes(),
        1,
        &[(3, Reason::Truncated)],
    );
    // A cell that is there may be cut as well: this one was `ScreenConnected GmbH`.
    check(
        b"Timestamp,DeviceId,DeviceName,ReportId,Signer,SHA1\n2026-11-20T10:00:01Z,id2,n,1,ScreenConnect",
        0,
        &[(2, Reason::Truncated)],
    );
    // Without its line end a whole row is a whole row: portals write none behind the last.
    check(format!("{HEADER}{}", row(1).trim_end()).as_bytes(), 1, &[]);
}

#[test]
fn rows_with_more_or_fewer_cells_are_used_while_every_needed_cell_is_there() {
    let text = "Timestamp,DeviceId,DeviceName,Signer,ReportId,SHA1\n\
        2026-11-20T10:00:00Z,id1,ws-1,ScreenConnect,1\n\
        2026-11-20T10:00:00Z,id1,ws-1,ScreenConnect,1,aa,bb\n\
        2026-11-20T10:00:00Z,id1,ws-1,ScreenConnect\n";
    check(text.as_bytes(), 2, &[(4, Reason::Columns)]);
    let export = read_whole("ragged.csv", text.as_bytes()).unwrap();
    assert!(export.source.warnings[0].starts_with("2 rows have more or fewer cells"));
}

#[test]
fn a_time_that_cannot_be_read_rejects_its_row() {
    let text = format!(
        "{HEADER}Invalid date,id1,ws-1,ScreenConnect,1\nsoon,id1,ws-1,ScreenConnect,1\n{}",
        row(1)
    );
    check(text.as_bytes(), 1, &[(2, Reason::Timestamp), (3, Reason::Timestamp)]);
    let export = read_whole("bad.csv", text.as_bytes()).unwrap();
    assert_eq!(
        export.rejected[1].detail,
        "Timestamp is `soon`: it is not a date and time in a spelling this tool knows"
    );
    assert_eq!(export.rejected[1].raw, "soon,id1,ws-1,ScreenConnect,1");
    assert_eq!(
        export.rejected[1].byte,
        (HEADER.len() + "Invalid date,id1,ws-1,ScreenConnect,1\n".len()) as u64
    );
}

#[test]
fn the_first_letter_beyond_ascii_tells_the_encoding() {
    let ansi = b"2026-11-20T10:00:00Z,id1,ws-1,ScreenConnect Kr\xE4mer \x80,1\n";
    let utf8 = "2026-11-20T10:00:00Z,id1,ws-1,ScreenConnect Krämer €,1\n".as_bytes();

    // UTF-8 that is broken in one place.
    check(
        &[HEADER.as_bytes(), utf8, ansi, row(2).as_bytes()].concat(),
        2,
        &[(3, Reason::Encoding)],
    );
    // Marked as UTF-8.
    let marked = [b"\xEF\xBB\xBF", HEADER.as_bytes(), ansi].concat();
    check(&marked, 0, &[(2, Reason::Encoding)]);

    let text = [HEADER.as_bytes(), row(1).as_bytes(), ansi, ansi].concat();
    let export = read_whole("ansi.csv", &text).unwrap();
    assert_eq!(export.source.encoding, Encoding::Windows1252);
    assert!(export.source.notes[0].contains("read as Windows-1252"), "{:?}", export.source.notes);
    let summary = hunt([export]);
    assert_eq!(summary.ledger.matched, 3);
    assert_eq!(summary.devices[0].signers, ["ConnectWise, LLC", "ScreenConnect Krämer €"]);
}

#[test]
fn a_runaway_quote_loses_one_line() {
    let mut text = HEADER.to_owned();
    text.push_str("2026-11-20T10:00:00Z,id0,\"ws-0,x,1\n");
    let n_rows = 30_000;
    for number in 0..n_rows {
        text.push_str(&row(number).replace('"', "").replace(", LLC", ""));
    }
    check(text.as_bytes(), u64::from(n_rows), &[(2, Reason::Quote)]);
}

#[test]
fn ten_megabytes_in_one_cell_lose_one_row() {
    let huge = "z".repeat(10 << 20);
    let text = format!(
        "{HEADER}{}2026-11-20T10:00:00Z,id1,\"{huge}\",ScreenConnect,1\n{}",
        row(1),
        row(2)
    );
    check(text.as_bytes(), 2, &[(3, Reason::Length)]);
    let text =
        format!("{HEADER}{}2026-11-20T10:00:00Z,id1,{huge},ScreenConnect,1\n{}", row(1), row(2));
    check(text.as_bytes(), 2, &[(3, Reason::Length)]);
}

#[test]
fn only_so_many_rejected_rows_are_kept_and_all_are_counted() {
    let text = format!("{HEADER}{}", "x,y,z,a,b\n".repeat(250));
    let export = read_whole("bad.csv", text.as_bytes()).unwrap();
    assert_eq!(export.rejected.len(), 100);
    assert_eq!(export.source.rejected, 250);

    let mut reader = ExportReader::new(
        "bad.csv",
        ReadOptions { keep_rejected: usize::MAX, ..ReadOptions::default() },
    );
    reader.feed(text.as_bytes()).unwrap();
    assert_eq!(reader.take_rejected().len(), 250);
    assert!(reader.take_rejected().is_empty());
    assert_eq!(reader.finish().unwrap().source.rejected, 250);
}

#[test]
fn after_a_failure_every_call_says_the_same() {
    let mut reader = ExportReader::new("bad.csv", ReadOptions::default());
    let first = reader.feed(b"%PDF-1.7\n").unwrap_err();
    assert_eq!(reader.feed(HEADER.as_bytes()).unwrap_err(), first);
    assert_eq!(reader.finish().unwrap_err(), first);
}

/// Rows of a Log Analytics export, whose dates are numeric.
fn log_analytics(dates: &[&str], expiration: &str) -> String {
    let rows: Vec<String> = dates
        .iter()
        .map(|date| format!("\"{date}\",id1,ws-1,ScreenConnect,1,\"{expiration}\"\n"))
        .collect();
    format!(
        "\"Timestamp [UTC]\",DeviceId,DeviceName,Signer,ReportId,\"CertificateExpirationTime [UTC]\"\n{}",
        rows.join("")
    )
}

#[test]
fn day_and_month_are_told_apart_over_the_whole_column() {
    let dates = ["11/5/2026, 9:00:00.000 AM", "11/19/2026, 9:00:00.000 AM"];
    let export = read_whole("la.csv", log_analytics(&dates, "").as_bytes()).unwrap();
    assert_eq!(export.source.date_order, DateOrder::MonthFirst);
    assert_eq!(export.source.first.unwrap().to_string(), "2026-11-05T09:00:00.0000000Z");
    assert_eq!(export.source.zone, "UTC");

    let dates = ["11/5/2026, 9:00:00.000 AM"];
    let text = log_analytics(&dates, "6/20/2028, 11:59:59.000 PM");
    let export = read_whole("la.csv", text.as_bytes()).unwrap();
    assert_eq!(export.source.date_order, DateOrder::MonthFirst, "another column tells");
}

#[test]
fn undecided_dates_wait_for_somebody_to_say() {
    let dates = ["11/5/2026, 9:00:00.000 AM", "10/5/2026, 9:00:00.000 AM"];
    let mut export = read_whole("la.csv", log_analytics(&dates, "1/1/2028").as_bytes()).unwrap();
    assert_eq!(export.source.date_order, DateOrder::Undecided);
    let again = read_whole("la.csv", log_analytics(&dates, "1/1/2028").as_bytes()).unwrap();
    let summary = hunt([again]);
    assert_eq!((summary.ledger.read, summary.devices.len(), summary.sources.len()), (0, 0, 1));

    export.set_day_first(true);
    assert_eq!(export.source.first.unwrap().to_string(), "2026-05-10T09:00:00.0000000Z");
    assert_eq!(export.source.last.unwrap().to_string(), "2026-05-11T09:00:00.0000000Z");
    // The answer is given once.
    export.set_day_first(false);
    assert_eq!(export.source.date_order, DateOrder::DayFirst);
    assert_eq!(hunt([export]).ledger.matched, 2);
}

#[test]
fn dates_that_contradict_each_other_leave_the_others_open() {
    let dates =
        ["11/5/2026, 9:00:00.000 AM", "11/19/2026, 9:00:00.000 AM", "19/11/2026, 9:00:00.000 AM"];
    let mut export = read_whole("la.csv", log_analytics(&dates, "").as_bytes()).unwrap();
    assert_eq!(export.source.date_order, DateOrder::Undecided);
    assert_eq!(
        export.source.warnings,
        ["its dates contradict each other: on line 4 the day comes first, on line 3 the month"]
    );
    // What can be read in one way only is read that way, whatever is said about the others.
    export.set_day_first(true);
    assert_eq!(export.source.rejected, 0);
    assert_eq!(export.source.first.unwrap().to_string(), "2026-05-11T09:00:00.0000000Z");
    assert_eq!(export.source.last.unwrap().to_string(), "2026-11-19T09:00:00.0000000Z");
}

#[test]
fn what_the_caller_knows_is_used_where_it_is_needed() {
    let read = |dates: &[&str]| {
        let options = ReadOptions {
            day_first: Some(true),
            utc_offset_minutes: Some(120),
            ..ReadOptions::default()
        };
        let mut reader = ExportReader::new("local.csv", options);
        let text = log_analytics(dates, "").replace("[UTC]", "[Local Time]");
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    };
    let export = read(&["5/11/2026, 1:00:00.000 AM"]);
    assert_eq!(export.source.date_order, DateOrder::DayFirst);
    assert_eq!(export.source.first.unwrap().to_string(), "2026-11-04T23:00:00.0000000Z");
    assert_eq!(export.source.zone, "+02:00");
    assert!(export.source.warnings.is_empty(), "the zone is known");

    let export = read(&["5/11/2026, 1:00:00.000 AM", "5/13/2026, 1:00:00.000 AM"]);
    assert_eq!(export.source.date_order, DateOrder::MonthFirst, "the dates show it themselves");
    assert_eq!(export.source.first.unwrap().to_string(), "2026-05-10T23:00:00.0000000Z");
}

#[test]
fn a_stray_quote_loses_its_line_and_says_so() {
    let text = format!(
        "{HEADER}2026-11-20T10:00:01Z,id1,n,\"Other,1\n2026-11-20T10:00:02Z,id2,n,\"ConnectWise,2\n{}",
        row(3)
    );
    check(text.as_bytes(), 1, &[(2, Reason::Quote), (3, Reason::Quote)]);
    let text = format!(
        "{HEADER}2026-11-20T10:00:01Z,id1,\"n,ConnectWise,1\n\"Nov 20, 2026 10:00:02 AM\",id2,n,\"ConnectWise, LLC\",2\n"
    );
    check(text.as_bytes(), 1, &[(2, Reason::Quote)]);
}

#[test]
fn a_line_of_spaces_before_the_header_is_no_header() {
    check(format!("\r\n  \r\n{HEADER}{}", row(1)).as_bytes(), 1, &[]);
}

#[test]
fn where_portals_cut_is_told() {
    let text = format!("{HEADER}{}", row(1).repeat(10_000));
    let export = read_whole("cut.csv", text.as_bytes()).unwrap();
    assert!(export.source.warnings[0].contains("exactly 10,000 rows"));
}
