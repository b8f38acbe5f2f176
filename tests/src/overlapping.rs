//! What several workers do at the same time beside reading parts of one file (`sharing.rs`): a packed file is unpacked by
//! one while another scans it, and of several files some are read ahead. The answer is, byte for byte, that of one worker,
//! whatever happens to the others.

use std::path::{Path, PathBuf};

use signerhunt_sample::{Generator, Shape};

use crate::browser::{eventually, in_a_browser};
use crate::corpus;
use crate::exports::{csv, lines_of, put};
use crate::packages::{gzip, gzip_bomb};
use crate::page::Page;
use crate::workers::{DOES_NOT_START, HELPFUL, told, with_cores, with_prelude};

/// A helper replies with memory that changes hands; nobody else sends such to a port.
const HELPS: &str = "patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {
        if (transfer?.length) told.postMessage('helped');
        post();
    });";

/// After so many replies it says nothing more.
fn falls_silent(after: u32) -> String {
    format!(
        "let replies = 0;
        patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {{
            if (transfer?.length && ++replies > {after}) {{ told.postMessage('silent'); self.close(); }} else post();
        }});"
    )
}

/// After so many replies there is an error that nobody catches.
fn breaks_down(after: u32) -> String {
    format!(
        "let replies = 0;
        patch(MessagePort.prototype, 'postMessage', (post, message, transfer) => {{
            if (transfer?.length && ++replies > {after}) {{ told.postMessage('broken'); throw new Error('out of luck'); }}
            post();
        }});"
    )
}

/// So little memory that only rows are kept that the hunt is about.
const LITTLE_MEMORY: &str =
    "Object.defineProperty(navigator, 'deviceMemory', { value: 1 / 256, configurable: true });";

#[test]
fn a_packed_file_is_unpacked_beside_and_gives_the_answer_of_one_worker() {
    check_packed(packed_export, HELPFUL, HELPS, &["helped"]);
}

#[test]
fn a_helper_that_falls_silent_while_it_unpacks_is_done_without() {
    check_packed(packed_export, HELPFUL, &falls_silent(3), &["silent"]);
}

#[test]
fn a_helper_that_breaks_down_while_it_unpacks_is_done_without() {
    check_packed(packed_export, HELPFUL, &breaks_down(3), &["broken"]);
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
    let large = large_packed_export(folder.path());
    let packed = packed_export(folder.path());
    let packed = [packed];
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
        page.choose_files(&packed).await;
        assert_eq!(json_when_read(&page, &packed).await, expected);
        page.assert_obeys_its_policy();
    });
}

#[test]
fn several_files_are_read_at_the_same_time_and_give_the_answer_of_one_worker() {
    check_several(4, HELPFUL, HELPS, &["helped"]);
}

#[test]
fn a_helper_that_falls_silent_while_it_reads_ahead_is_done_without() {
    check_several(2, HELPFUL, &falls_silent(0), &["silent"]);
}

#[test]
fn a_helper_that_breaks_down_while_it_reads_ahead_is_done_without() {
    check_several(2, HELPFUL, &breaks_down(0), &["broken"]);
}

#[test]
fn several_files_are_read_without_helpers_that_do_not_start() {
    check_several(4, DOES_NOT_START, HELPS, &[]);
}

#[test]
fn files_that_do_not_fit_into_memory_together_are_read_the_same_way() {
    let spoil = format!("(() => {{ {LITTLE_MEMORY} return {HELPFUL}; }})()");
    let json = check_several(2, &spoil, HELPS, &["helped"]);
    assert!(json.contains("kept_terms"), "{json}");
}

#[test]
fn files_that_are_removed_after_they_were_read_ahead_take_no_part() {
    let folder = tempfile::tempdir().unwrap();
    let large = large_packed_export(folder.path());
    let mut files = several_exports(folder.path());
    in_a_browser(async |browser| {
        let prepared = format!("{}{}", with_cores(4, HELPFUL), with_prelude(HELPS));
        browser.before_every_page(&prepared).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[&large]).await;
        page.wait_for_text(".card-reading .card-figures", "rows/s").await;
        page.choose_files(&files).await;
        page.press_button("Cancel 02.csv").await;
        page.press_button("Cancel large.csv.gz").await;
        let removed = files.remove(1);
        assert!(removed.ends_with("02.csv"));
        let together = json_when_read(&page, &files).await;
        page.assert_obeys_its_policy();
        browser.reload().await;
        page.wait_until_started().await;
        page.choose_files(&files).await;
        assert_eq!(json_when_read(&page, &files).await, together);
    });
}

/// Reads several exports with one core, and then with more, whose helpers are like that. Gives the answer.
fn check_several(n_cores: u32, spoil: &str, prelude: &str, expected: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut files = several_exports(folder.path());
    // This worker is busy with one while the helpers begin with others.
    files.insert(0, one_large_document(folder.path()));
    // Not every large file is for helpers.
    files.insert(5, put(folder.path(), "noise.csv", &[0xEE, 0, 0x1B].repeat(700_000)));
    let alone = json_of(&files, &with_cores(1, spoil), &[]);
    let prepared = format!("{}{}", with_cores(n_cores, spoil), with_prelude(prelude));
    let together = json_of(&files, &prepared, expected);
    assert_eq!(together, alone);
    together
}

/// Some 30 MB in files of many shapes, which overlap.
fn several_exports(folder: &Path) -> Vec<PathBuf> {
    const ROWS: u64 = 5_000;
    let shapes = [
        Shape::Portal,
        Shape::Portal,
        Shape::LogAnalytics,
        Shape::JsonLines,
        Shape::HuntingApi,
        Shape::PortalIso,
        Shape::Portal,
        Shape::Streaming,
        Shape::Portal,
        Shape::PortalIso,
    ];
    let export = |(number, shape): (u64, Shape)| {
        // The first two have the same rows.
        let text: Vec<u8> = Generator::new(ROWS, number.max(2), shape).flatten().collect();
        assert!(text.len() > 2_000_000);
        match number {
            9 => put(folder, "09.csv.gz", &gzip(&text)),
            _ => put(folder, &format!("{number:02}.csv"), &text),
        }
    };
    (1..).zip(shapes).map(export).collect()
}

/// Reads a packed export with one core, and then with two whose second is for such a helper. Gives the answer.
fn check_packed(
    export_in: impl Fn(&Path) -> PathBuf,
    spoil: &str,
    prelude: &str,
    expected: &[&str],
) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = [export_in(folder.path())];
    let alone = json_of(&file, &with_cores(1, spoil), &[]);
    let prepared = format!("{}{}", with_cores(2, spoil), with_prelude(prelude));
    let together = json_of(&file, &prepared, expected);
    assert_eq!(together, alone);
    together
}

/// The answer as the page writes it, in a browser that was prepared, with what must be told meanwhile.
fn json_of(files: &[PathBuf], prepared: &str, expected: &[&str]) -> String {
    let mut json = String::new();
    in_a_browser(async |browser| {
        browser.expect_trouble("out of luck");
        browser.before_every_page(prepared).await;
        let page = Page::open(browser, "").await;
        page.choose_files(files).await;
        json = json_when_read(&page, files).await;
        if !expected.is_empty() {
            assert_eq!(told(browser).await, expected);
        }
        page.assert_obeys_its_policy();
    });
    json
}

/// The answer when these files are read, in this order, but for noise.
async fn json_when_read(page: &Page<'_>, files: &[PathBuf]) -> String {
    let names = files.iter().filter_map(|file| file.file_name()?.to_str());
    let names: Vec<&str> = names.filter(|name| !name.starts_with("noise")).collect();
    eventually("the files", &names[..], async || page.texts("#files .file-name").await).await;
    page.wait_until_gone(".card-reading").await;
    let n_noise = files.len() - names.len();
    assert_eq!(page.texts(".card-failed").await.len(), n_noise);
    page.choose_in_menu("download-menu", "download-json").await;
    page.browser.download().await.1
}

/// Some 45 MB, packed in two members that follow each other.
fn packed_export(folder: &Path) -> PathBuf {
    const ROWS: u64 = 80_000;
    const SEED: u64 = 1;
    let text: Vec<u8> = Generator::new(ROWS, SEED, Shape::Portal).flatten().collect();
    assert!(text.len() > 40_000_000);
    let (first, second) = text.split_at(text.len() / 3);
    let file = put(folder, "packed.csv.gz", &[gzip(first), gzip(second)].concat());
    assert!(file.metadata().unwrap().len() > 2 << 20);
    file
}

/// Some 50 MB that cannot be read in parts.
fn one_large_document(folder: &Path) -> PathBuf {
    const RECORDS: u64 = 60_000;
    const SEED: u64 = 20;
    let text: Vec<u8> = Generator::new(RECORDS, SEED, Shape::HuntingApi).flatten().collect();
    put(folder, "00.json", &text)
}

/// Some 400 MB, packed in many members that follow each other.
fn large_packed_export(folder: &Path) -> PathBuf {
    let lines: Vec<_> = std::iter::repeat_n(lines_of("ws-1"), 5_000).flatten().collect();
    let text = csv(&lines);
    let (header, rows) = text.split_at(text.find('\n').unwrap() + 1);
    let content = [gzip(header.as_bytes()), gzip(rows.as_bytes()).repeat(300)].concat();
    put(folder, "large.csv.gz", &content)
}
