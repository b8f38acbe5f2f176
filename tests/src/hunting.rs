//! A person changes the hunt: the window, what "now" is, the signers. The answer follows without reading again.

use chrono::{DateTime, TimeDelta, Utc};

use crate::browser::eventually;
use crate::command_line;
use crate::corpus::{export, ledger_of, rows_of};
use crate::exports::{self, Line};
use crate::page::{Page, on_the_page};

/// The page must show what the command line answers over the sample with these arguments.
async fn check_sample(page: &Page<'_>, arguments: &[&str]) {
    let summary = command_line::summary_of(&export("sample"), arguments);
    page.wait_for_ledger(ledger_of(&summary)).await;
    page.wait_for_rows(&rows_of(&summary)).await;
}

#[test]
fn a_wider_window_shows_what_happened_before() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        check_sample(page, &[]).await;
        page.press_button("7 d").await;
        check_sample(page, &["--from=-7d"]).await;
        page.wait_for_answer("6 devices, 91 sightings in the 7 days up to").await;
        page.press_button("30 d").await;
        check_sample(page, &["--from=-30d"]).await;
        page.press_button("All").await;
        check_sample(page, &["--from=all", "--to=all"]).await;
        page.press_button("5 d").await;
        check_sample(page, &[]).await;
    });
}

#[test]
fn what_lies_outside_the_window_is_one_click_away() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_text("#outside", "Outside this window lie").await;
        page.press("#widen").await;
        page.wait_until_gone("#outside").await;
        check_sample(page, &["--from=-30d"]).await;
    });
}

#[test]
fn own_ends_of_the_window_are_taken_as_typed() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        check_sample(page, &[]).await;
        page.press_button("Custom").await;
        page.type_into("#custom-from", "2026-11-02 13:05:41").await;
        page.type_into("#custom-to", "2026-11-06 15:30:20").await;
        let ends = ["--from=2026-11-02T13:05:41Z", "--to=2026-11-06T15:30:20Z"];
        check_sample(page, &ends).await;

        page.type_into("#custom-to", "2026-11-02 13:05:40").await;
        page.wait_for_text("#window-trouble", "ends before it begins").await;
        page.wait_for_answer("No sightings between").await;

        page.type_into("#custom-to", "tomorrow").await;
        page.wait_for_text("#custom-to-trouble", "tomorrow is no time").await;
    });
}

#[test]
fn the_window_can_end_at_the_clock_instead_of_the_newest_row() {
    let days_ago = |days| Utc::now() - TimeDelta::days(days);
    let line = |days, name| Line { time: days_ago(days), name, ..Line::default() };
    let lines = [line(2, "recent"), line(6, "within five days of the newest row")];
    let folder = tempfile::tempdir().unwrap();
    let file = exports::write(folder.path(), "recent.csv", &lines);
    on_the_page(async |page| {
        page.choose_files(&[file]).await;
        page.wait_for_answer("2 devices, 2 sightings").await;

        page.press("#window-now option[value=clock]").await;
        page.wait_for_answer("1 device, 1 sighting").await;
        let end = page.browser.run("return document.getElementById('window-to').title", []).await;
        let end: DateTime<Utc> = end.as_str().unwrap().parse().unwrap();
        assert!((Utc::now() - end).abs() < TimeDelta::minutes(2), "{end} is not now");
    });
}

#[test]
fn the_clock_bounds_a_row_from_the_future() {
    on_the_page(async |page| {
        page.choose_files(&[export("future-row")]).await;
        page.wait_for_text("#clamped-now", "later than this computer’s clock").await;
        page.press_button("All").await;
        page.wait_for_answer("1 device, 1 sighting in all rows").await;
    });
}

#[test]
fn signers_are_added_changed_removed_and_reset_with_their_counts() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        let rule = [("ConnectWise", "72"), ("CONTINUUM MANAGED", "3"), ("ScreenConnect", "13")];
        check_terms(page, &rule).await;

        page.add_term("ScreenConnected").await;
        check_terms(page, &[rule[0], rule[1], rule[2], ("ScreenConnected", "5")]).await;
        let signers =
            ["-s=ConnectWise", "-s=CONTINUUM MANAGED", "-s=ScreenConnect", "-s=ScreenConnected"];
        check_sample(page, &signers).await;

        page.set_term(0, "Microsoft").await;
        let n_microsoft = command_line::summary_of(&export("sample"), &["-s=Microsoft"]);
        let n_microsoft = n_microsoft["ledger"]["matched"].to_string();
        let changed =
            [("Microsoft", n_microsoft.as_str()), rule[1], rule[2], ("ScreenConnected", "5")];
        check_terms(page, &changed).await;

        page.press_button("Remove term 1").await;
        page.press_button("Remove term 1").await;
        check_terms(page, &[rule[2], ("ScreenConnected", "5")]).await;
        check_sample(page, &["-s=ScreenConnect", "-s=ScreenConnected"]).await;

        page.press("#reset-terms").await;
        check_terms(page, &rule).await;
        check_sample(page, &[]).await;
        page.wait_until_gone("#reset-terms").await;
    });
}

#[test]
fn without_a_signer_nothing_is_found_and_the_page_says_so() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        check_sample(page, &[]).await;
        for _ in 0..3 {
            page.press_button("Remove term 1").await;
        }
        page.wait_for_answer("No sightings").await;
        page.wait_for_text("#signers-panel", "Without a term nothing is found").await;
    });
}

#[test]
fn a_near_miss_becomes_a_signer_by_one_click() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.press("#near-misses summary").await;
        page.wait_for_text("#near-misses", "ScreenConnected GmbH").await;
        page.press("#near-misses li:first-child button").await;
        let added =
            async || page.terms().await.get(3).map(|(term, rows)| (term.clone(), rows.clone()));
        let expected = Some(("ScreenConnected GmbH".to_owned(), "5".to_owned()));
        eventually("the fourth term", expected, added).await;
    });
}

async fn check_terms(page: &Page<'_>, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|&(term, rows)| (term.to_owned(), rows.to_owned())).collect();
    eventually("the signers", expected, async || page.terms().await).await;
}
