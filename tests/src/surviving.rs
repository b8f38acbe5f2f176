//! Something goes wrong or takes too long: a reading is cancelled, the engine breaks down, workers are refused.

use std::path::PathBuf;

use crate::browser::{PATIENCE, in_a_browser, wait_long_for};
use crate::corpus::{self, export, ledger_of, rows_of, rows_read};
use crate::page::{Page, on_the_page};
use crate::server::{Extras, Policy, Server};

/// Keeps the workers that the page makes where a test can get at them.
const KEEP_WORKERS: &str = "globalThis.workers = [];
    globalThis.Worker = class extends Worker {
        constructor(...all) {
            super(...all);
            globalThis.workers.push(this);
        }
    };";

/// As a browser does where a policy or a frame forbids them.
pub(crate) const REFUSE_WORKERS: &str = "globalThis.Worker = class {
        constructor() {
            throw new DOMException('workers are refused here', 'SecurityError');
        }
    };";

/// How often the sample is repeated to be read for some seconds: 500 MB.
const LARGE: u32 = 500;

/// So often a page is drawn, on any computer, while it reads what takes a second or more. One that stands still is drawn
/// once or twice.
const FEWEST_FRAMES: u64 = 8;

/// A key that WebDriver knows by a character of a private area.
const ESCAPE: &str = "\u{e00c}";

fn sample() -> PathBuf {
    export("sample")
}

/// The rows of the sample.
fn sample_rows() -> u64 {
    rows_read(ledger_of(&corpus::summary("sample")))
}

async fn wait_until_it_is_being_read(page: &Page<'_>) {
    page.wait_for_text(".card-reading .card-figures", "rows/s").await;
}

#[test]
fn a_large_reading_can_be_cancelled_and_begun_again() {
    on_the_page(async |page| {
        page.drop_repeated(&sample(), LARGE, "large.csv").await;
        wait_until_it_is_being_read(page).await;
        page.press_button("Cancel large.csv").await;
        page.wait_until_gone(".card").await;
        page.wait_for_text("#answer", "Which devices carry files").await;

        page.drop_repeated(&sample(), 20, "smaller.csv").await;
        wait_for_rows_read(page, 20 * sample_rows()).await;
    });
}

#[test]
fn the_escape_key_cancels_a_reading_and_leaves_the_other_exports() {
    on_the_page(async |page| {
        page.choose_files(&[export("portal")]).await;
        let rows = rows_of(&corpus::summary("portal"));
        page.wait_for_rows(&rows).await;
        page.drop_repeated(&sample(), LARGE, "large.csv").await;
        wait_until_it_is_being_read(page).await;
        page.press_keys("body", ESCAPE).await;
        page.wait_until_gone(".card").await;
        page.wait_for_rows(&rows).await;
        page.wait_for_ledger(ledger_of(&corpus::summary("portal"))).await;
    });
}

#[test]
fn the_hunt_can_be_changed_while_another_export_is_being_read() {
    on_the_page(async |page| {
        page.choose_files(&[sample()]).await;
        page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
        page.drop_repeated(&sample(), LARGE, "large.csv").await;
        wait_until_it_is_being_read(page).await;
        page.press_button("7 d").await;
        page.wait_for_answer("6 devices, 91 sightings in the 7 days").await;
        assert_eq!(page.texts(".card-reading").await.len(), 1, "the reading still goes on");
        page.press_button("Cancel large.csv").await;
        page.wait_until_gone(".card").await;
    });
}

#[test]
fn a_worker_that_dies_is_told_with_the_file_and_can_be_retried() {
    let dies = "const worker = globalThis.workers[0];
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { message: 'Uncaught RuntimeError: unreachable' }));";
    check_breakdown(dies, "Uncaught RuntimeError: unreachable");
}

#[test]
fn an_engine_that_breaks_down_is_told_with_its_last_word_and_can_be_retried() {
    let breaks = "const worker = globalThis.workers[0];
        worker.terminate();
        const data = { lastWord: 'panicked at index.rs:7: a defect' };
        worker.dispatchEvent(new MessageEvent('message', { data }));";
    check_breakdown(breaks, "panicked at index.rs:7: a defect");
}

/// Breaks the engine down while it reads one of three exports.
fn check_breakdown(script: &str, last_word: &str) {
    in_a_browser(async |browser| {
        browser.before_every_page(KEEP_WORKERS).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[export("portal")]).await;
        let rows = rows_of(&corpus::summary("portal"));
        page.wait_for_rows(&rows).await;
        page.drop_repeated(&sample(), LARGE, "unlucky.csv").await;
        wait_until_it_is_being_read(&page).await;
        browser.run(script, []).await;

        let card = page.wait_for_text(".card-failed", "unlucky.csv").await;
        assert!(card.contains(last_word), "{card}");
        page.wait_for_rows(&rows).await;

        page.press_button("Retry").await;
        let rows_of_portal = rows_read(ledger_of(&corpus::summary("portal")));
        wait_for_rows_read(&page, rows_of_portal + u64::from(LARGE) * sample_rows()).await;
        assert_eq!(page.texts(".card-failed").await, [""; 0]);
        page.assert_obeys_its_policy();
    });
}

#[test]
fn where_workers_are_refused_the_page_answers_all_the_same_and_stays_nimble() {
    in_a_browser(async |browser| {
        browser.before_every_page(REFUSE_WORKERS).await;
        let page = Page::open(browser, "").await;
        check_without_workers(&page).await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn where_a_policy_forbids_workers_the_page_answers_all_the_same_and_stays_nimble() {
    in_a_browser(async |browser| {
        browser.expect_trouble("violates the following Content Security Policy directive");
        let extras = Extras { policy: Policy::Stricter("worker-src 'none'"), ..Extras::default() };
        let page = Page::open_from(Server::start_with(extras).await, browser, "").await;
        check_without_workers(&page).await;
    });
}

async fn check_without_workers(page: &Page<'_>) {
    page.choose_files(&[sample()]).await;
    page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
    page.wait_for_text("#no-workers", "workers").await;

    page.drop_repeated(&sample(), 100, "large.csv").await;
    wait_until_it_is_being_read(page).await;
    page.browser.begin_to_watch_frames().await;
    page.press_button("30 d").await;
    page.wait_for_answer("10 devices").await;
    assert_eq!(page.texts(".card-reading").await.len(), 1, "the reading still goes on");
    wait_for_rows_read(page, 101 * sample_rows()).await;
    let n_frames = page.browser.n_frames().await;
    assert!(n_frames >= FEWEST_FRAMES, "the page was drawn {n_frames} times while it read");
}

async fn wait_for_rows_read(page: &Page<'_>, expected: u64) {
    wait_long_for("all rows", 4 * PATIENCE, async || {
        page.ledger().await.filter(|&ledger| rows_read(ledger) == expected)
    })
    .await;
    page.wait_for_text("#ledger-sum.adds-up", "").await;
}
