//! The bytes of a file do not come as they should: the browser has no streams that fill buffers, a read never ends, or all
//! ways hang. The answer is that of an undisturbed reading, or an error that names the file.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use crate::browser::{Browser, eventually, in_a_browser};
use crate::command_line;
use crate::exports::{self, Line};
use crate::page::Page;
use crate::workers::{self, told};

/// Rows for about 45 MB, which every way takes some steps for.
const ROWS: i64 = 200_000;
/// Every so many rows there is a sighting, so that a byte lost anywhere shows.
const SIGHTING_EVERY: i64 = 1_000;

/// What they count.
const COUNTS: &str = "let streamed = 0;
    let sliced = 0;
    ";

const STREAM_HANGS: &str = "patch(ReadableStreamBYOBReader.prototype, 'read', (read) => ++streamed > 5 ? hang('stream') : read());";

const STREAM_HANGS_AT_ONCE: &str =
    "patch(ReadableStreamBYOBReader.prototype, 'read', () => hang('stream'));";

/// As an unsteady network drive.
const STREAM_IS_SLOW: &str = "const later = () => new Promise((resolve) => setTimeout(resolve, 2000));
    patch(ReadableStreamBYOBReader.prototype, 'read', (read) => ++streamed > 3 ? read() : later().then(read));
    patch(FileReader.prototype, 'readAsArrayBuffer', (read) => { told.postMessage('slice'); read(); });";

/// As in Safari.
const NO_BUFFERS: &str = "patch(ReadableStream.prototype, 'getReader', (reader, options) => {
        if (options?.mode) { told.postMessage('no buffers'); throw new TypeError('byob is not supported'); }
        return reader();
    });";

const NO_STREAMS: &str = "delete Blob.prototype.stream;";

const LARGE_SLICES_HANG: &str = "patch(FileReader.prototype, 'readAsArrayBuffer',
        (read, slice) => slice.size > 1_048_576 && ++sliced > 1 ? hang('large slice') : read());";

const SLICES_HANG: &str =
    "patch(FileReader.prototype, 'readAsArrayBuffer', (read, slice) => hang('slice'));";

#[test]
fn a_stream_that_hangs_is_left_and_the_answer_is_the_same() {
    check_answer(&[STREAM_HANGS], &["stream"]);
}

#[test]
fn a_browser_whose_streams_fill_no_buffers_gives_the_same_answer() {
    check_answer(&[NO_BUFFERS], &["no buffers"]);
}

#[test]
fn a_browser_without_streams_gives_the_same_answer() {
    check_answer(&[NO_STREAMS], &[]);
}

#[test]
fn where_large_slices_hang_too_small_ones_give_the_same_answer() {
    check_answer(&[STREAM_HANGS, LARGE_SLICES_HANG], &["stream", "large slice"]);
}

#[test]
fn a_slow_drive_is_waited_for() {
    check_answer(&[STREAM_IS_SLOW], &[]);
}

#[test]
fn a_file_that_gives_nothing_at_all_is_told_by_its_name_and_the_page_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = exports::write(folder.path(), "asleep.csv", &[Line::default()]);
    in_a_browser(async |browser| {
        let page = open_disturbed(browser, &[STREAM_HANGS_AT_ONCE, SLICES_HANG]).await;
        page.choose_files(&[file]).await;
        let card = page.wait_for_text(".card-failed", "asleep.csv could not be read").await;
        assert!(card.contains("choose it again"), "{card}");
        assert_eq!(told(browser).await, ["stream", "slice"]);
        page.try_the_sample().await;
        page.wait_for_answer("6 devices, 88 sightings").await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn a_file_that_is_changed_while_it_is_read_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = large_export(folder.path());
    in_a_browser(async |browser| {
        let page = open_disturbed(browser, &[STREAM_HANGS]).await;
        page.choose_files(&[file]).await;
        eventually("the stream hangs", ["stream"], async || told(browser).await).await;
        exports::write(folder.path(), "large.csv", &[Line::default()]);
        let card = page.wait_for_text(".card-failed", "large.csv could not be read").await;
        assert!(card.contains("changed, moved or locked; choose it again"), "{card}");
        page.assert_obeys_its_policy();
    });
}

/// Reads a large export, disturbed like that, which must be told.
fn check_answer(disturbances: &[&str], expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = large_export(folder.path());
    let summary = command_line::summary_of(&file, &[]);
    in_a_browser(async |browser| {
        let page = open_disturbed(browser, disturbances).await;
        page.choose_files(&[&file]).await;
        page.wait_for_summary(&summary).await;
        assert_eq!(told(browser).await, expected);
        page.assert_obeys_its_policy();
    });
}

/// Opens the page with workers whose reads are disturbed.
async fn open_disturbed<'browser>(
    browser: &'browser Browser,
    disturbances: &[&str],
) -> Page<'browser> {
    let prelude = format!("{COUNTS}{}", disturbances.join("\n"));
    browser.before_every_page(&workers::with_prelude(&prelude)).await;
    Page::open(browser, "").await
}

/// An export that takes many reads, on seven devices.
fn large_export(folder: &Path) -> PathBuf {
    let newest: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
    let names: Vec<String> = (0..7).map(|number| format!("ws-{number}")).collect();
    let other = format!("Contoso {}", "Long Name ".repeat(18));
    let lines: Vec<Line<'_>> = (0..ROWS)
        .map(|row| Line {
            time: newest - TimeDelta::seconds(row),
            name: &names[row as usize % names.len()],
            signer: if row % SIGHTING_EVERY == 0 { "ConnectWise, LLC" } else { &other },
        })
        .collect();
    let file = exports::write(folder, "large.csv", &lines);
    assert!(file.metadata().unwrap().len() > 40_000_000);
    file
}
