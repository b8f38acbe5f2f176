//! A person looks at the devices: orders, filters, turns pages, opens one, by mouse and by keyboard.

use crate::browser::eventually;
use crate::corpus::{self, Row, export, report_ids, rows_of};
use crate::exports::{self, Line};
use crate::page::{COLUMNS, Page, on_the_page};

/// A key that WebDriver knows by a character of a private area.
const ESCAPE: &str = "\u{e00c}";

#[test]
fn a_click_on_a_column_orders_by_it_and_another_turns_the_order() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
        check_order(page, "LastSeen", "descending").await;
        for (column, first, second) in [
            // Names and ids are looked up from the start; of times and numbers the greatest matter.
            ("DeviceName", "ascending", "descending"),
            ("DeviceId", "ascending", "descending"),
            ("FirstSeen", "descending", "ascending"),
            ("LastSeen", "descending", "ascending"),
            ("Count", "descending", "ascending"),
            ("Report", "descending", "ascending"),
        ] {
            page.press_column(column).await;
            check_order(page, column, first).await;
            page.press_column(column).await;
            check_order(page, column, second).await;
        }
    });
}

async fn check_order(page: &Page<'_>, column: &str, order: &str) {
    let expected = vec![(column.to_owned(), order.to_owned())];
    eventually("the order that is shown", expected, async || page.order().await).await;
    let mut rows = rows_of(&corpus::summary("sample"));
    // Among equals the order is that of the summary, whichever way the column is ordered.
    rows.sort_by(|left, right| left[1].cmp(&right[1]));
    let key = |row: &Row| key_of(row, column);
    if order == "ascending" {
        rows.sort_by_key(key);
    } else {
        rows.sort_by_key(|row| std::cmp::Reverse(key(row)));
    }
    page.wait_for_rows(&rows).await;
}

/// What a column orders by: a text, or the number that the cell stands for.
fn key_of(row: &Row, column: &str) -> (usize, String) {
    let cell = &row[COLUMNS.iter().position(|name| *name == column).expect("there is this column")];
    match column {
        "Count" => (cell.parse().expect("it is a number"), String::new()),
        "Report" => (n_reports(cell), String::new()),
        _ => (0, cell.to_lowercase()),
    }
}

/// From `1, 2, 3 +10 more`.
fn n_reports(cell: &str) -> usize {
    let (shown, more) = cell.split_once(" +").unwrap_or((cell, "0"));
    let more: usize = more.trim_end_matches(" more").parse().expect("it is a number");
    if cell == "none" { 0 } else { shown.split(", ").count() + more }
}

#[test]
fn a_filter_leaves_the_devices_that_have_it_anywhere() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        let all = rows_of(&corpus::summary("sample"));
        page.wait_for_rows(&all).await;
        for (filter, expected) in [
            // By name in any case, by signer, by report id, by a part of the id.
            ("SRV-MÜNCHEN", vec!["srv-münchen-02.contoso.example"]),
            ("screenconnect", vec!["hq-kiosk-03.contoso.example"]),
            ("25566", vec!["build-agent-7.contoso.example"]),
            ("8796b82e", vec!["fin-lt-0412.contoso.example"]),
            ("no such device", vec![]),
        ] {
            page.type_into("#filter", filter).await;
            let names = async || -> Vec<String> {
                page.rows().await.into_iter().map(|[name, ..]| name).collect()
            };
            eventually(filter, expected.as_slice(), names).await;
            let shown = format!("{} of {}", expected.len(), all.len());
            eventually("the count", Some(shown), async || page.text("#filtered").await).await;
        }
        page.wait_for_text("#device-table", "No device passes the filter.").await;

        page.press_keys("#filter", ESCAPE).await;
        page.wait_for_rows(&all).await;
    });
}

#[test]
fn many_devices_come_in_pages() {
    let names: Vec<String> = (0..250).map(|number| format!("ws-{number:04}")).collect();
    let lines: Vec<Line<'_>> = names.iter().map(|name| Line { name, ..Line::default() }).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = exports::write(folder.path(), "many.csv", &lines);
    on_the_page(async |page| {
        page.choose_files(&[file]).await;
        check_names(page, "1–100 of 250", &names[..100]).await;
        page.press("#page-after").await;
        check_names(page, "101–200 of 250", &names[100..200]).await;
        page.press("#page-after").await;
        check_names(page, "201–250 of 250", &names[200..]).await;
        page.press("#page-before").await;
        check_names(page, "101–200 of 250", &names[100..200]).await;

        page.type_into("#filter", "ws-00").await;
        let filtered: Vec<String> = names.iter().take(100).cloned().collect();
        let shown = async || names_of(page).await;
        eventually("the filtered names", filtered, shown).await;
        page.wait_until_gone("#pager").await;
    });
}

async fn check_names(page: &Page<'_>, range: &str, expected: &[String]) {
    eventually("the names", expected, async || names_of(page).await).await;
    assert_eq!(page.text("#page-range").await.as_deref(), Some(range));
}

async fn names_of(page: &Page<'_>) -> Vec<String> {
    page.rows().await.into_iter().map(|[name, ..]| name).collect()
}

#[test]
fn a_device_opens_to_all_that_its_sightings_rest_on() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        let summary = corpus::summary("sample");
        page.wait_for_rows(&rows_of(&summary)).await;
        let is_it =
            |device: &&serde_json::Value| device["DeviceName"] == "hd-ws-0007.contoso.example";
        let device = summary["devices"].as_array().unwrap().iter().find(is_it).unwrap();

        page.press_button("Show all about hd-ws-0007.contoso.example").await;
        page.wait_for_text(".device-details .reports", &report_ids(device).join(", ")).await;
        let signers = page.texts(".device-details .signers li > bdi").await;
        assert_eq!(serde_json::json!(signers), device["Signers"]);
        assert_eq!(page.texts(".device-details mark").await, ["ConnectWise", "Connectwise"]);
        for key in ["DeviceId", "FirstSeen", "LastSeen"] {
            page.wait_for_text(".device-details", device[key].as_str().unwrap()).await;
        }
        page.press_button("Hide all about hd-ws-0007.contoso.example").await;
        page.wait_until_gone(".device-details").await;
    });
}

#[test]
fn the_keyboard_reaches_the_filter_and_the_help() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
        page.press_keys("body", "/").await;
        let focused = async || page.browser.run("return document.activeElement.id", []).await;
        eventually("the focused element", "filter", focused).await;
        // In a field a slash is a slash.
        page.press_keys("#filter", "/").await;
        page.wait_for_text("#device-table", "No device passes the filter.").await;
        page.press_keys("#filter", ESCAPE).await;

        page.browser.run("document.activeElement.blur()", []).await;
        page.press_keys("body", "?").await;
        page.wait_for_text("#keys-dialog", "go to the filter").await;
        page.press_keys("#keys-dialog", ESCAPE).await;
        page.wait_until_gone("#keys-dialog").await;
    });
}
