//! A large file is read by several workers at once, and the answer is that of one reader: also when a cut falls among
//! quoted lines that look like rows, when the file is JSON Lines, and when a helper is lost.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use crate::browser::{eventually, in_a_browser};
use crate::command_line;
use crate::corpus;
use crate::exports::{self, Line};
use crate::page::Page;
use crate::workers::{
    BREAKS_DOWN, DOES_NOT_START, GONE_WITHOUT_A_WORD, HELPFUL, n_workers, with_cores,
};

#[test]
fn several_workers_give_the_answer_of_one() {
    check_answer(export_of_long_cells, HELPFUL);
}

#[test]
fn several_workers_read_json_lines() {
    check_answer(export_of_json_lines, HELPFUL);
}

#[test]
fn json_lines_are_read_without_helpers_that_are_gone() {
    check_answer(export_of_json_lines, GONE_WITHOUT_A_WORD);
}

#[test]
fn helpers_that_are_gone_without_a_word_are_done_without() {
    check_answer(export_of_long_cells, GONE_WITHOUT_A_WORD);
}

#[test]
fn helpers_that_break_down_are_done_without() {
    check_answer(export_of_long_cells, BREAKS_DOWN);
}

#[test]
fn helpers_that_do_not_start_are_done_without() {
    check_answer(export_of_long_cells, DOES_NOT_START);
}

#[test]
fn on_two_cores_one_worker_reads_a_large_file() {
    in_a_browser(async |browser| {
        let folder = tempfile::tempdir().unwrap();
        let file = export_of_long_cells(folder.path());
        browser.before_every_page(&with_cores(2, HELPFUL)).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[&file]).await;
        page.wait_for_summary(&command_line::summary_of(&file, &["--threads", "1"])).await;
        assert_eq!(n_workers(browser).await, 1, "a helper would be in its way");
    });
}

#[test]
fn a_reading_that_is_cancelled_again_and_again_leaves_the_others_alone() {
    in_a_browser(async |browser| {
        browser.before_every_page(&with_cores(4, HELPFUL)).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[corpus::export("portal")]).await;
        let rows = corpus::rows_of(&corpus::summary("portal"));
        page.wait_for_rows(&rows).await;
        for _ in 0..5 {
            page.drop_repeated(&corpus::export("sample"), 300, "large.csv").await;
            page.wait_for_text(".card-reading .card-figures", "rows/s").await;
            page.press_button("Cancel large.csv").await;
            page.wait_until_gone(".card").await;
        }
        page.wait_for_rows(&rows).await;
        page.assert_obeys_its_policy();
    });
}

/// Reads a large export with three helpers like that.
fn check_answer(export_in: fn(&Path) -> PathBuf, helper: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = export_in(folder.path());
    let summary = command_line::summary_of(&file, &["--threads", "1"]);
    in_a_browser(async |browser| {
        browser.before_every_page(&with_cores(4, helper)).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[&file]).await;
        page.wait_for_summary(&summary).await;
        assert_eq!(n_workers(browser).await, 4, "one and three helpers");
        // The helpers are ended when all is read, and made anew when they are needed again.
        page.choose_files(&[&file]).await;
        eventually("there are new helpers", 7, async || n_workers(browser).await).await;
        page.assert_obeys_its_policy();
    });
}

/// Some 40 MB, much of it inside quotes and made of lines that look like rows.
fn export_of_long_cells(folder: &Path) -> PathBuf {
    const ROWS: i64 = 60_000;
    let newest: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
    let inside = "2026-11-20T09:00:00.000Z,inside,inside,Fabrikam,1\r\n";
    let long_cell = format!("Contoso\r\n{}", inside.repeat(10_000));
    let short_cell = format!("Contoso\r\n{}", inside.repeat(8));
    let names: Vec<String> = (0..7).map(|number| format!("ws-{number}")).collect();
    let lines: Vec<Line<'_>> = (0..ROWS)
        .map(|row| Line {
            time: newest - TimeDelta::seconds(row),
            name: &names[row as usize % names.len()],
            signer: match row {
                row if row % 1_000 == 0 => "ScreenConnect",
                row if row % 2_500 == 1_200 => &long_cell,
                _ => &short_cell,
            },
        })
        .collect();
    let file = exports::write(folder, "long cells.csv", &lines);
    assert!(file.metadata().unwrap().len() > 30_000_000);
    file
}

/// Some 60 MB with a record on each line; some are cut, and some lines are of no record.
fn export_of_json_lines(folder: &Path) -> PathBuf {
    const ROWS: i64 = 200_000;
    let newest: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
    let mut text = String::new();
    for row in 0..ROWS {
        let time = (newest - TimeDelta::seconds(row)).format("%Y-%m-%dT%H:%M:%SZ");
        let (device, signer) =
            (row % 7, if row % 1_000 == 0 { "ScreenConnect" } else { "Contoso" });
        let issuer = "{\\\"CN\\\":\\\"Fabrikam\\\"}\\n".repeat(8);
        write!(
            text,
            "{{\"Timestamp\":\"{time}\",\"DeviceId\":\"id-{device}\",\"DeviceName\":\"ws-{device}\",\"Issuer\":\"{issuer}\",\"Signer\":\"{signer}\",\"ReportId\":{row}"
        )
        .unwrap();
        text.push_str(match row {
            row if row % 3_000 == 1 => "\n",
            row if row % 5_000 == 2 => "}\r\n\nno record\n]\n",
            _ => "}\r\n",
        });
    }
    assert!(text.len() > 50_000_000);
    let file = folder.join("lines.json");
    fs::write(&file, text).unwrap();
    file
}
