//! A person wants to see what a device's count rests on: the original records, all columns of them, whatever the export
//! came in. They are read again for that.

use std::fs;

use serde_json::Value;

use crate::browser::eventually;
use crate::corpus::{self, rows_of};
use crate::exports::{csv, lines_of, put, summary_of_devices};
use crate::packages::{archive, gzip};
use crate::page::{Page, on_the_page};
use crate::shapes::{graph_answer, parquet, utf16, workbook};

/// The records that are shown: where each stands, and its fields.
async fn shown(page: &Page<'_>) -> Vec<(String, Vec<(String, String)>)> {
    let script = "return [...document.querySelectorAll('.record')].map((record) => [
            record.querySelector('summary').textContent,
            [...record.querySelectorAll('dt')].map((name) => [name.textContent, name.nextElementSibling.textContent]),
        ]);";
    serde_json::from_value(page.browser.run(script, []).await).expect("records")
}

async fn show(page: &Page<'_>, device: &str) {
    page.press_button(&format!("Show all about {device}")).await;
    page.press_button("Show the records").await;
}

#[test]
fn the_records_of_a_device_are_shown_whatever_they_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let packed = archive(&[
        ("second.xlsx", &workbook(&lines_of("ws-2"))),
        ("third.csv.gz", &gzip(csv(&lines_of("ws-3")).as_bytes())),
        ("fourth.parquet", &parquet(&lines_of("ws-4"))),
    ]);
    let files = [
        put(folder.path(), "first.csv", csv(&lines_of("ws-1")).as_bytes()),
        put(folder.path(), "case.zip", &packed),
        put(folder.path(), "fifth.csv.gz", &gzip(csv(&lines_of("ws-5")).as_bytes())),
        put(folder.path(), "sixth.json", &graph_answer(&lines_of("ws-6"))),
        put(folder.path(), "seventh.txt", &utf16(&lines_of("ws-7"))),
    ];
    let sources = [
        ("ws-1", "first.csv"),
        ("ws-2", "case.zip/second.xlsx"),
        ("ws-3", "case.zip/third.csv.gz"),
        ("ws-4", "case.zip/fourth.parquet"),
        ("ws-5", "fifth.csv.gz"),
        ("ws-6", "sixth.json"),
        ("ws-7", "seventh.txt"),
    ];
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_summary(&summary_of_devices(&sources.map(|(device, _)| device))).await;
        for (device, source) in sources {
            show(page, device).await;
            eventually(source, 2, async || shown(page).await.len()).await;
            let records = shown(page).await;
            // The newest first.
            let signers = ["ScreenConnect \"Software\"", "ConnectWise, LLC"];
            for ((place, fields), signer) in records.iter().zip(signers) {
                assert!(place.contains(&format!("in {source}")), "{source}: {place}");
                let field = |wanted: &str| {
                    fields.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str())
                };
                assert_eq!(field("Signer"), Some(signer), "{source}: {fields:?}");
                assert_eq!(field("DeviceName"), Some(device), "{source}: {fields:?}");
                assert!(field("Timestamp").is_some(), "{source}: {fields:?}");
            }
            page.press_button(&format!("Hide all about {device}")).await;
        }
    });
}

#[test]
fn records_of_a_large_file_are_read_from_where_they_begin() {
    on_the_page(async |page| {
        let rows = rows_of(&corpus::summary("sample"));
        page.drop_repeated(&corpus::export("sample"), 60, "large.csv").await;
        eventually("the devices", rows.len(), async || page.rows().await.len()).await;
        let [name, .., count, _] = page.rows().await.swap_remove(0);
        show(page, &name).await;
        page.wait_for_text(".records", &format!("The newest 20 of {count} records")).await;
        let records = shown(page).await;
        let text =
            String::from_utf8_lossy(&fs::read(corpus::export("sample")).unwrap()).into_owned();
        for (place, fields) in &records {
            assert!(place.contains("in large.csv"), "{place}");
            // Every record stands in the file as it is shown.
            let time = &fields.iter().find(|(name, _)| name == "Timestamp").unwrap().1;
            let report = &fields.iter().find(|(name, _)| name == "ReportId").unwrap().1;
            let is_it =
                |line: &&str| line.contains(time.as_str()) && line.ends_with(report.as_str());
            assert!(text.lines().any(|line| is_it(&line)), "{fields:?}");
            assert!(fields.iter().any(|(_, text)| *text == name), "{fields:?}");
        }
        // Another window has other records: they are looked up when they are wanted.
        page.press_button("30 d").await;
        page.wait_for_text(".records", "Show the records").await;
    });
}

#[test]
fn records_of_a_file_that_was_changed_are_not_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "first.csv", csv(&lines_of("ws-1")).as_bytes());
    on_the_page(async |page| {
        page.choose_files(&[&file]).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1"])).await;
        put(folder.path(), "first.csv", csv(&lines_of("another device")).as_bytes());
        show(page, "ws-1").await;
        let said = page.wait_for_text(".records", "first.csv").await;
        assert!(said.contains("changed") || said.contains("cannot be read"), "{said}");
        assert_eq!(Value::from(shown(page).await.len()), 0, "{said}");
    });
}
