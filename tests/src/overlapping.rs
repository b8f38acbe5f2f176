//! What several workers do at the same time beside reading parts of one file (`sharing.rs`): a packed file is unpacked by
//! one while another scans it. The answer is, byte for byte, that of one worker, whatever happens to the others.

use std::path::{Path, PathBuf};

use signerhunt_sample::{Generator, Shape};

use crate::browser::{Browser, in_a_browser, wait_for};
use crate::corpus;
use crate::exports::{csv, lines_of, put};
use crate::packages::{gzip, gzip_bomb};
use crate::page::Page;
use crate::workers::{DOES_NOT_START, HELPFUL, n_workers, told, with_cores, with_prelude};

/// A helper replies with memory that changes hands; nobody else sends such to a port.
const HELPS: &str = "patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {
        if (transfer?.length) told.postMessage('helped');
        post();
    });";

/// In the middle of its work it says nothing more.
const FALLS_SILENT: &str = "let replies = 0;
    patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {
        if (transfer?.length && ++replies > 3) { told.postMessage('silent'); self.close(); } else post();
    });";

/// In the middle of its work there is an error that nobody catches.
const BREAKS_DOWN: &str = "let replies = 0;
    patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {
        if (transfer?.length && ++replies > 3) { told.postMessage('broken'); throw new Error('out of luck'); }
        post();
    });";

/// So little memory that only rows are kept that the hunt is about.
const LITTLE_MEMORY: &str =
    "Object.defineProperty(navigator, 'deviceMemory', { value: 1 / 256, configurable: true });";

#[test]
fn a_packed_file_is_unpacked_beside_and_gives_the_answer_of_one_worker() {
    check_packed(packed_export, HELPFUL, HELPS, &["helped"]);
}

#[test]
fn a_helper_that_falls_silent_while_it_unpacks_is_done_without() {
    check_packed(packed_export, HELPFUL, FALLS_SILENT, &["silent"]);
}

#[test]
fn a_helper_that_breaks_down_while_it_unpacks_is_done_without() {
    check_packed(packed_export, HELPFUL, BREAKS_DOWN, &["broken"]);
}

#[test]
fn a_packed_file_is_read_without_helpers_that_do_not_start() {
    check_packed(packed_export, DOES_NOT_START, HELPS, &[]);
}

#[test]
fn what_is_wrong_with_a_packed_file_is_told_the_same_way() {
    let cut_off = |folder: &Path| {
        let file = packed_export(folder);
        let content = std::fs::read(&file).unwrap();
        put(folder, "packed.csv.gz", &content[..content.len() - 20_000])
    };
    let json = check_packed(cut_off, HELPFUL, HELPS, &["helped"]);
    assert!(json.contains("ends too early"), "{json}");
}

#[test]
fn a_packed_file_whose_rows_do_not_fit_into_memory_is_read_the_same_way() {
    let spoil = format!("(() => {{ {LITTLE_MEMORY} return {HELPFUL}; }})()");
    let json = check_packed(packed_export, &spoil, HELPS, &["helped"]);
    assert!(json.contains("kept_terms"), "{json}");
}

#[test]
fn a_large_file_made_to_do_harm_is_refused_whoever_unpacks_it() {
    let folder = tempfile::tempdir().unwrap();
    // Large enough to be worth a helper.
    let file = put(folder.path(), "bomb.csv.gz", &gzip_bomb().repeat(25));
    assert!(file.metadata().unwrap().len() > 2 << 20);
    in_a_browser(async |browser| {
        browser.before_every_page(&with_cores(4, HELPFUL)).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[file]).await;
        page.wait_for_text(".card-failed .card-message", "made to fill memories").await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn a_packed_reading_that_is_cancelled_again_and_again_leaves_the_others_alone() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<_> = std::iter::repeat_n(lines_of("ws-1"), 5_000).flatten().collect();
    let text = csv(&lines);
    let (header, rows) = text.split_at(text.find('\n').unwrap() + 1);
    // Some 400 MB, in members that follow each other.
    let content = [gzip(header.as_bytes()), gzip(rows.as_bytes()).repeat(300)].concat();
    let large = put(folder.path(), "large.csv.gz", &content);
    let packed = packed_export(folder.path());
    let expected = json_of(&packed, &with_cores(1, HELPFUL), &[]);
    in_a_browser(async |browser| {
        browser.before_every_page(&with_cores(2, HELPFUL)).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[corpus::export("portal")]).await;
        let rows = corpus::rows_of(&corpus::summary("portal"));
        page.wait_for_rows(&rows).await;
        for _ in 0..5 {
            page.choose_files(&[&large]).await;
            page.wait_for_text(".card-reading .card-figures", "rows/s").await;
            page.press_button("Cancel large.csv.gz").await;
            page.wait_until_gone(".card").await;
        }
        page.wait_for_rows(&rows).await;
        page.press_button("Remove input.csv").await;
        assert_eq!(json_after(&page, &packed).await, expected);
        page.assert_obeys_its_policy();
    });
}

/// Reads a packed export with one core, and then with two whose second is for such a helper. Gives the answer.
fn check_packed(
    export_in: impl Fn(&Path) -> PathBuf,
    spoil: &str,
    prelude: &str,
    expected: &[&str],
) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = export_in(folder.path());
    let alone = json_of(&file, &with_cores(1, spoil), &[]);
    let prepared = format!("{}{}", with_cores(2, spoil), with_prelude(prelude));
    let together = json_of(&file, &prepared, expected);
    assert_eq!(together, alone);
    together
}

/// The answer as the page writes it, in a browser that was prepared, with what must be told meanwhile.
fn json_of(file: &Path, prepared: &str, expected: &[&str]) -> String {
    let mut json = String::new();
    in_a_browser(async |browser| {
        browser.expect_trouble("out of luck");
        browser.before_every_page(prepared).await;
        let page = Page::open(browser, "").await;
        json = json_after(&page, file).await;
        check_told(browser, expected).await;
        page.assert_obeys_its_policy();
    });
    json
}

async fn check_told(browser: &Browser, expected: &[&str]) {
    if !expected.is_empty() {
        assert_eq!(told(browser).await, expected);
        assert_eq!(n_workers(browser).await, 2, "one and a helper");
    }
}

/// Has a file read and the answer written out.
async fn json_after(page: &Page<'_>, file: &Path) -> String {
    page.choose_files(&[file]).await;
    wait_for("the ledger", async || page.ledger().await).await;
    page.choose_in_menu("download-menu", "download-json").await;
    page.browser.download().await.1
}

/// Some 30 MB, packed in two members that follow each other.
fn packed_export(folder: &Path) -> PathBuf {
    const ROWS: u64 = 50_000;
    const SEED: u64 = 1;
    let text: Vec<u8> = Generator::new(ROWS, SEED, Shape::Portal).flatten().collect();
    assert!(text.len() > 25_000_000);
    let (first, second) = text.split_at(text.len() / 3);
    let file = put(folder, "packed.csv.gz", &[gzip(first), gzip(second)].concat());
    assert!(file.metadata().unwrap().len() > 2 << 20);
    file
}
