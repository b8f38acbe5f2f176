//! An export whose index does not fit into memory is hunted in all the same: while it is read, only rows are kept that the
//! hunt is about. The page says so, and reads it again when the hunt becomes another.
//!
//! Here the browser says that the computer has very little memory, so that a small export will do.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::browser::{Browser, eventually, in_a_browser, wait_for};
use crate::command_line;
use crate::corpus::{Ledger, ledger_of, rows_of};
use crate::exports::{self, Line};
use crate::page::Page;

const ROWS: i64 = 60_000;
/// Of so many rows one is a sighting, and so is one of as many for [`OTHER_TERM`].
const EVERY: i64 = 500;
const OTHER_TERM: &str = "AnyDesk";

/// 4 MiB, of which indexes may take a quarter: half of what all rows would.
const LITTLE_MEMORY: &str =
    "Object.defineProperty(navigator, 'deviceMemory', { value: 1 / 256, configurable: true });";

fn with_cores(n_cores: u32) -> String {
    format!(
        "{LITTLE_MEMORY} Object.defineProperty(navigator, 'hardwareConcurrency', {{ value: {n_cores} }});"
    )
}

/// Rows of three weeks. `signer` is for most of them; long cells make a file that several workers read.
fn export(folder: &Path, signer: &str) -> PathBuf {
    let newest: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
    let names: Vec<String> = (0..7).map(|number| format!("ws-{number}")).collect();
    let lines: Vec<Line<'_>> = (0..ROWS)
        .map(|row| Line {
            time: newest - TimeDelta::seconds(row * 30),
            name: &names[row as usize % names.len()],
            signer: match row % EVERY {
                0 => "ConnectWise, LLC",
                1 => "AnyDesk Software GmbH",
                _ => signer,
            },
        })
        .collect();
    exports::write(folder, "many rows.csv", &lines)
}

/// The ledger when rows of other signers are not kept: these count as such whatever their time.
fn ledger_of_kept(summary: &Value) -> Ledger {
    let [matched, outside, other, duplicate, summarized, rejected, read] = ledger_of(summary);
    let kept_outside = summary["outside_window"]["rows"].as_u64().unwrap();
    let other = other + outside - kept_outside;
    [matched, kept_outside, other, duplicate, summarized, rejected, read]
}

async fn open<'browser>(browser: &'browser Browser, n_cores: u32, file: &Path) -> Page<'browser> {
    browser.before_every_page(&with_cores(n_cores)).await;
    let page = Page::open(browser, "").await;
    page.choose_files(&[file]).await;
    page
}

#[test]
fn an_export_that_does_not_fit_into_memory_is_hunted_in_while_it_is_read() {
    check("Contoso", 1);
}

#[test]
fn so_is_one_that_several_workers_read() {
    check(&format!("Contoso {}", "and partners ".repeat(30)), 3);
}

#[track_caller]
fn check(signer: &str, n_cores: u32) {
    let folder = tempfile::tempdir().unwrap();
    let file = export(folder.path(), signer);
    let summary = |arguments: &[&str]| command_line::summary_of(&file, arguments);
    in_a_browser(async |browser| {
        let page = open(browser, n_cores, &file).await;
        let five_days = summary(&[]);
        page.wait_for_rows(&rows_of(&five_days)).await;
        page.wait_for_ledger(ledger_of_kept(&five_days)).await;
        let n_left_out = ROWS - ROWS / EVERY;
        page.wait_for_text("#banners", &format!("its {n_left_out} other rows count")).await;
        let memory = page.wait_for_text("#memory", "of memory").await;
        assert!(memory.contains("kB"), "less than a megabyte is kept: {memory}");

        // Another window needs nothing more.
        page.press_button("30 d").await;
        let thirty_days = summary(&["--from", "-30d"]);
        page.wait_for_rows(&rows_of(&thirty_days)).await;
        page.wait_for_ledger(ledger_of_kept(&thirty_days)).await;

        // Other terms do.
        page.set_term(0, OTHER_TERM).await;
        page.wait_for_text("#set-aside", "many rows.csv").await;
        page.wait_for_answer("First, a file has to be read again").await;
        eventually("nothing is counted", Some(0), async || page.ledger().await.map(|it| it[6]))
            .await;
        page.press_button("Read again for these signers").await;
        let arguments =
            ["--from", "-30d", "-s", OTHER_TERM, "-s", "CONTINUUM MANAGED", "-s", "ScreenConnect"];
        let others = summary(&arguments);
        page.wait_for_rows(&rows_of(&others)).await;
        page.wait_for_ledger(ledger_of_kept(&others)).await;
        page.wait_until_gone("#set-aside").await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn where_the_rows_that_match_do_not_fit_the_page_says_that_some_are_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = export(folder.path(), "ScreenConnect Software");
    in_a_browser(async |browser| {
        let page = open(browser, 1, &file).await;
        page.wait_for_text("#banners", "more rows that match than fit into memory").await;
        let [buckets @ .., read] = wait_for("the ledger", async || page.ledger().await).await;
        assert_eq!(buckets.iter().sum::<u64>(), read);
        assert!(read > 0 && read < ROWS as u64, "{read}");
        page.assert_obeys_its_policy();
    });
}
