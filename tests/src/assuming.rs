//! A person knows more about an export than the export says: the zone of its times, which number of a date is the day,
//! whether rows that two exports have are two. The page says what it assumed, and takes the person's word.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::browser::eventually;
use crate::command_line;
use crate::corpus::{self, copy_of_export, export, ledger_of, name_of_export, rows_of};
use crate::page::{Page, on_the_page, on_the_page_at};

/// What stands beside a zone that nobody said.
const ASSUMED: &str = "zone not said; UTC assumed";
/// What stands beside the zone that was said in these tests.
const SAID: &str = "zone UTC+02:00, as you said";
/// That zone, in minutes.
const MINUTES: &str = "120";

/// What the command line answers over a file in that zone.
fn in_the_zone(file: &Path) -> Value {
    command_line::summary_of(file, &["--utc-offset=+02:00"])
}

async fn wait_for_zones(page: &Page<'_>, expected: &[&str]) {
    eventually("the zones", expected, async || page.texts("#files .file-zone").await).await;
}

#[test]
fn times_without_a_zone_are_warned_of_and_the_zone_can_be_said() {
    let file = export("shape-portal-in-local-time");
    let (assumed, said) = (command_line::summary_of(&file, &[]), in_the_zone(&file));
    assert_ne!(rows_of(&assumed), rows_of(&said), "the zone matters");
    on_the_page(async |page| {
        page.choose_files(&[file]).await;
        page.wait_for_rows(&rows_of(&assumed)).await;
        page.wait_for_text("#banners .banner", "local time").await;
        wait_for_zones(page, &[ASSUMED]).await;

        page.choose_in_list(".which-zone .zone-picker", MINUTES).await;
        page.wait_for_rows(&rows_of(&said)).await;
        page.wait_for_ledger(ledger_of(&said)).await;
        wait_for_zones(page, &[SAID]).await;

        // Said in the list of files, it can be taken back.
        let name = name_of_export("shape-portal-in-local-time");
        page.open_details(&name).await;
        page.choose_in_list(".file-details .zone-picker", "").await;
        page.wait_for_rows(&rows_of(&assumed)).await;
        wait_for_zones(page, &[ASSUMED]).await;
    });
}

#[test]
fn the_zone_of_one_file_can_be_used_for_all_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        copy_of_export("shape-clipboard", folder.path(), "1.tsv"),
        copy_of_export("shape-portal-in-local-time", folder.path(), "2.csv"),
        copy_of_export("log-analytics-local-time", folder.path(), "3.csv"),
        copy_of_export("portal-iso", folder.path(), "4.csv"),
    ];
    let arguments = ["--utc-offset=+02:00", "1.tsv", "2.csv", "3.csv"];
    let summary = command_line::summary_of(&files[3], &arguments);
    on_the_page(async |page| {
        page.choose_files(&files).await;
        wait_for_zones(page, &[ASSUMED; 3]).await;
        page.open_details("1.tsv").await;
        page.choose_in_list(".file-details .zone-picker", MINUTES).await;
        wait_for_zones(page, &[SAID, ASSUMED, ASSUMED]).await;
        page.wait_for_text(".zone-for-all", "Use it for 2 more files without a zone").await;
        page.press(".zone-for-all").await;
        wait_for_zones(page, &[SAID; 3]).await;
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_until_gone(".zone-for-all").await;
    });
}

#[test]
fn one_answer_about_dates_does_for_many_files() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (1..=4)
        .map(|n| {
            let name = format!("{n}.csv");
            copy_of_export("log-analytics-undecided-dates", folder.path(), &name)
        })
        .collect();
    let others = ["1.csv", "2.csv", "3.csv"];
    let read = |order| {
        let arguments: Vec<&str> = [order].into_iter().chain(others).collect();
        command_line::summary_of(&files[3], &arguments)
    };
    let (day_first, month_first) = (read("--day-first"), read("--month-first"));
    assert_ne!(rows_of(&day_first), rows_of(&month_first), "the order matters");
    on_the_page(async |page| {
        page.choose_files(&files).await;
        page.wait_for_answer("First, a question about dates").await;
        let question = page.wait_for_text(".banner-question", "can be read two ways").await;
        assert!(question.starts_with("Dates in 4 files"), "{question}");
        assert_eq!(
            page.texts(".banner-question .which-files li").await,
            ["1.csv", "2.csv", "3.csv", "4.csv"]
        );
        page.press_button("May 6 (month first)").await;
        page.wait_for_rows(&rows_of(&month_first)).await;
        page.wait_for_ledger(ledger_of(&month_first)).await;
        page.wait_until_gone(".banner-question").await;

        // What was said of each can be changed.
        for place in 1..=files.len() {
            page.press(&format!("#files > li:nth-child({place}) p > .link")).await;
        }
        page.wait_for_rows(&rows_of(&day_first)).await;
        page.wait_for_ledger(ledger_of(&day_first)).await;
        assert_eq!(page.texts(".banner-question").await, [""; 0]);
    });
}

#[test]
fn an_export_read_twice_counts_once_until_a_person_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        copy_of_export("sample", folder.path(), "1.csv"),
        copy_of_export("sample", folder.path(), "2.csv"),
    ];
    let once = command_line::summary_of(&files[1], &["1.csv"]);
    let twice = command_line::summary_of(&files[1], &["--keep-duplicates", "1.csv"]);
    assert_eq!(rows_of(&once), rows_of(&corpus::summary("sample")));
    assert_ne!(once["ledger"]["duplicate"], 0);
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_rows(&rows_of(&once)).await;
        page.wait_for_ledger(ledger_of(&once)).await;
        page.wait_for_text("#keep-duplicates-note", "counts once").await;

        page.press("#keep-duplicates").await;
        page.wait_for_rows(&rows_of(&twice)).await;
        page.wait_for_ledger(ledger_of(&twice)).await;
        page.wait_for_text("#keep-duplicates-note", "more than once").await;
        wait_for_link(page, true).await;

        page.press("#keep-duplicates").await;
        page.wait_for_rows(&rows_of(&once)).await;
        wait_for_link(page, false).await;
    });
    on_the_page_at("#duplicates=keep", async |page| {
        page.drop_files(&files).await;
        page.wait_for_rows(&rows_of(&twice)).await;
    });
}

/// Waits until the address says, or does not say, that duplicates are kept.
async fn wait_for_link(page: &Page<'_>, kept: bool) {
    let is_kept = async || page.browser.address().await.contains("duplicates=keep");
    eventually("the link keeps duplicates", kept, is_kept).await;
}

#[test]
fn a_summary_that_the_rule_made_in_the_portal_is_merged_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let rows = copy_of_export("portal", folder.path(), "rows.csv");
    let file = folder.path().join("summary.csv");
    // The device of the export was counted elsewhere too, beside one that only the summary knows.
    let known = rows_of(&corpus::summary("portal")).remove(0);
    let [name, id, _, last_seen, count, _] = known;
    let text = format!(
        "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\r\n\
         {id},{name},{last_seen},{last_seen},[901],5\r\n\
         elsewhere,ws-elsewhere,{last_seen},{last_seen},\"[902,903]\",7\r\n"
    );
    std::fs::write(&file, text).unwrap();
    let summary = command_line::summary_of(&file, &["rows.csv"]);
    on_the_page(async |page| {
        page.choose_files(&[rows, file]).await;
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_for_text("#ledger-summarized", "2").await;
        let of_known = format!("5 of {} counted by a summary", count.parse::<u64>().unwrap() + 5);
        let marked = page.texts("tr.device:has(.quiet-tag) .column-name bdi").await;
        assert_eq!(marked.len(), 2, "{marked:?}");
        for name in [name.as_str(), "ws-elsewhere"] {
            assert!(marked.contains(&name.to_owned()), "{name} is marked: {marked:?}");
        }

        for _ in rows_of(&summary) {
            page.press(".expander[aria-expanded=false]").await;
        }
        for told in [of_known.as_str(), "All 7 counted by a summary"] {
            page.wait_for_text(".from-summaries", told).await;
        }
    });
}
