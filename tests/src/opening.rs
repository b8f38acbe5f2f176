//! A person hands over workbooks, Parquet files and archives, which a module of its own opens: it is fetched when it is
//! needed, and may be missing.
//!
//! The right answer is that of the command line over the same rows as CSV files.

use crate::browser::{in_a_browser, wait_for};
use crate::corpus::{export, rows_of};
use crate::exports::{csv, lines_of, put, summary_of_devices};
use crate::packages::{archive, gzip};
use crate::page::{Page, on_the_page};
use crate::shapes::{graph_answer, parquet, workbook};
use crate::surviving::REFUSE_WORKERS;

/// The module, which the page does not have from the start.
const READERS: &str = "signerhunt-readers_bg.wasm";

/// How often the page asked for it.
fn n_fetches(page: &Page<'_>) -> usize {
    page.server.requests().iter().filter(|request| request.ends_with(READERS)).count()
}

#[test]
fn a_workbook_and_a_parquet_file_are_read_and_say_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        put(folder.path(), "kusto.parquet", &parquet(&lines_of("ws-1"))),
        put(folder.path(), "saved.xlsx", &workbook(&lines_of("ws-2"))),
    ];
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2"])).await;
        page.wait_for_files(&["kusto.parquet", "saved.xlsx"]).await;

        page.open_details("kusto.parquet").await;
        assert_eq!(page.fact("kusto.parquet", "Shape").await, "Parquet");
        assert_eq!(page.fact("kusto.parquet", "Zone").await, "said in the file; shown as UTC");
        assert_eq!(page.fact("kusto.parquet", "Rows").await, "4");
        page.open_details("saved.xlsx").await;
        assert_eq!(page.fact("saved.xlsx", "Shape").await, "Excel workbook");
        assert_eq!(page.fact("saved.xlsx", "Encoding").await, "binary");
        // Excel's dates have no zone, and of two sheets one is no export: neither is kept quiet.
        page.wait_for_text("#files .file-zone", "zone not said; UTC assumed").await;
        let warning = page.wait_for_text("#banners .banner", "only the sheet").await;
        assert!(warning.starts_with("saved.xlsx") && warning.contains("Notes"), "{warning}");
    });
}

/// A month of hourly files: what is done for each must not grow with their number.
#[test]
fn an_archive_of_a_thousand_exports_is_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let exports: Vec<(String, String)> = (0..1000)
        .map(|number| (format!("{number:04}.csv"), csv(&lines_of(&format!("ws-{}", number % 2)))))
        .collect();
    let files: Vec<(&str, &[u8])> =
        exports.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let file = put(folder.path(), "month.zip", &archive(&files));
    on_the_page(async |page| {
        page.drop_files(&[file]).await;
        page.wait_for_text("#read-so-far", "1,000 files").await;
        page.wait_for_rows(&rows_of(&summary_of_devices(&["ws-0", "ws-1"]))).await;
        page.wait_for_text("#ledger-sum.adds-up", "").await;
    });
}

#[test]
fn the_readers_are_fetched_once_and_only_when_a_file_needs_them() {
    let folder = tempfile::tempdir().unwrap();
    let plain = [
        put(folder.path(), "1.csv", csv(&lines_of("ws-1")).as_bytes()),
        put(folder.path(), "2.json", &graph_answer(&lines_of("ws-2"))),
    ];
    let packed = put(folder.path(), "3.csv.gz", &gzip(csv(&lines_of("ws-3")).as_bytes()));
    let parquet = put(folder.path(), "4.parquet", &parquet(&lines_of("ws-4")));
    let workbook = put(folder.path(), "5.xlsx", &workbook(&lines_of("ws-5")));
    on_the_page(async |page| {
        // The icon of the tab comes when the browser finds the time.
        let before = wait_for("the icon", async || {
            let requests = page.server.requests();
            requests.iter().any(|request| request.ends_with("icon.svg")).then_some(requests)
        })
        .await;
        page.drop_files(&plain).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2"])).await;
        assert_eq!(page.server.requests(), before, "these can be read without asking for anything");

        page.drop_files(&[packed]).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2", "ws-3"])).await;
        page.drop_files(&[parquet]).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2", "ws-3", "ws-4"])).await;
        page.drop_files(&[workbook]).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2", "ws-3", "ws-4", "ws-5"])).await;
        let requests = page.server.requests();
        let fetched = requests.strip_prefix(before.as_slice()).expect("it begins as before");
        let [fetched] = fetched else { panic!("one thing is asked for, and not {fetched:?}") };
        assert!(fetched.ends_with(READERS), "{fetched}");
    });
}

#[test]
fn readers_that_the_server_does_not_have_are_told_and_can_be_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let content = archive(&[("first.csv", csv(&lines_of("ws-1")).as_bytes())]);
    let files = [
        put(folder.path(), "1.zip", &content),
        put(folder.path(), "2.csv", csv(&lines_of("ws-2")).as_bytes()),
    ];
    on_the_page(async |page| {
        page.browser.expect_trouble(READERS);
        page.server.withhold(READERS);
        page.drop_files(&files).await;
        page.wait_for_summary(&summary_of_devices(&["ws-2"])).await;
        let told = page.wait_for_text(".card-failed .card-message", "1.zip").await;
        assert!(told.contains(READERS) && told.contains("404"), "what is missing: {told}");
        assert!(told.contains("Retry when"), "what to do: {told}");

        page.server.withhold_nothing();
        page.press_button("Retry").await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2"])).await;
        assert_eq!(page.texts(".card-failed").await, [""; 0]);
        assert_eq!(n_fetches(page), 2);
    });
}

#[test]
fn with_the_network_taken_away_archives_are_refused_and_all_else_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let content = archive(&[("first.csv", csv(&lines_of("ws-1")).as_bytes())]);
    let files = [
        put(folder.path(), "1.zip", &content),
        put(folder.path(), "2.json", &graph_answer(&lines_of("ws-2"))),
    ];
    on_the_page(async |page| {
        page.browser.expect_trouble(READERS);
        page.server.stop();
        page.drop_files(&files).await;
        page.wait_for_summary(&summary_of_devices(&["ws-2"])).await;
        let told = page.wait_for_text(".card-failed .card-message", "1.zip cannot be opened").await;
        assert!(told.contains("could not be fetched") && told.contains("Retry when"), "{told}");
    });
}

#[test]
fn where_workers_are_refused_packed_files_and_workbooks_are_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let content = archive(&[
        ("first.csv", csv(&lines_of("ws-1")).as_bytes()),
        ("second.parquet", &parquet(&lines_of("ws-2"))),
    ]);
    let files = [
        put(folder.path(), "1.zip", &content),
        put(folder.path(), "2.xlsx", &workbook(&lines_of("ws-3"))),
        put(folder.path(), "3.csv.gz", &gzip(csv(&lines_of("ws-4")).as_bytes())),
        export("empty-file"),
    ];
    in_a_browser(async |browser| {
        browser.before_every_page(REFUSE_WORKERS).await;
        let page = Page::open(browser, "").await;
        page.drop_files(&files).await;
        page.wait_for_text("#no-workers", "workers").await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2", "ws-3", "ws-4"])).await;
        page.wait_for_refusals(&[("input.csv".to_owned(), "is empty")]).await;
        assert_eq!(n_fetches(&page), 1);
        page.assert_obeys_its_policy();
    });
}
