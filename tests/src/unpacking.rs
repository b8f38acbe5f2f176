//! A person hands over what has to be unpacked first: archives, folders of everything, and some that were made to do harm.
//!
//! The right answer is that of the command line over the same rows as CSV files.

use std::path::Path;

use tempfile::TempDir;

use crate::exports::{csv, lines_of, put, summary_of_devices};
use crate::packages::{archive, gzip, gzip_bomb, large_parquet_in_an_archive, zip_bomb};
use crate::page::{Page, on_the_page};
use crate::shapes::{graph_answer, parquet, utf16, workbook};

#[test]
fn an_archive_is_read_with_all_that_is_in_it_and_says_what_it_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let inner = archive(&[("third.csv", csv(&lines_of("ws-3")).as_bytes())]);
    let content = archive(&[
        ("exports/", b""),
        ("exports/first.csv", csv(&lines_of("ws-1")).as_bytes()),
        ("__MACOSX/exports/._first.csv", b"a desktop's own"),
        ("exports/.DS_Store", b"a desktop's own"),
        ("exports/empty.csv", b""),
        ("exports/inner.zip", &inner),
        ("exports/notes.txt", b"Exported on Tuesday, by hand.\r\n"),
        ("exports/second.json", &graph_answer(&lines_of("ws-2"))),
        ("exports/third.csv.gz", &gzip(csv(&lines_of("ws-4")).as_bytes())),
    ]);
    let file = put(folder.path(), "case.zip", &content);
    on_the_page(async |page| {
        page.drop_files(&[file]).await;
        page.wait_for_summary(&summary_of_devices(&["ws-1", "ws-2", "ws-4"])).await;
        let within = |name: &str| format!("case.zip/exports/{name}");
        page.wait_for_files(&["first.csv", "second.json", "third.csv.gz"].map(within)).await;
        let expected = [
            (within("inner.zip"), "is a zip archive inside an archive"),
            (within("notes.txt"), "has no"),
        ];
        page.wait_for_refusals(&expected).await;

        let passed_over = page.wait_for_text("#passed-over", "passed over").await;
        assert!(passed_over.starts_with("3 files in archives passed over: "), "{passed_over}");
        // What somebody may miss comes first.
        for told in [
            "passed over: case.zip/exports/empty.csv is empty;",
            "/.DS_Store was put there",
            "/._first.csv was put there",
        ] {
            assert!(passed_over.contains(told), "{told}: {passed_over}");
        }
        page.press("#passed-over button").await;
        page.wait_until_gone("#passed-over").await;
    });
}

#[test]
fn an_archive_without_an_export_says_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let content =
        archive(&[("Thumbs.db", b"a desktop's own"), ("case/", b""), ("case/1.csv", b"")]);
    let file = put(folder.path(), "case.zip", &content);
    on_the_page(async |page| {
        page.drop_files(&[file]).await;
        let expected = [(
            "case.zip".to_owned(),
            "holds no file that could be an export: case/1.csv is empty and Thumbs.db was put there by",
        )];
        page.wait_for_refusals(&expected).await;
    });
}

#[test]
fn files_made_to_do_harm_are_refused_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        put(folder.path(), "1.zip", &zip_bomb("harmless.csv")),
        put(folder.path(), "2.csv", csv(&lines_of("ws-2")).as_bytes()),
        put(folder.path(), "3.csv.gz", &gzip_bomb()),
    ];
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_summary(&summary_of_devices(&["ws-2"])).await;
        for (name, what) in [("1.zip", "harmless.csv would become"), ("3.csv.gz", "3.csv.gz")] {
            let told = page.wait_for_text(".card-failed .card-message", name).await;
            assert!(told.contains(what) && told.contains("made to"), "{told}");
        }
        let buttons = page.texts(".card-failed button").await;
        assert!(!buttons.contains(&"Read it anyway".to_owned()), "{buttons:?}");
    });
}

#[test]
fn what_becomes_very_large_is_unpacked_only_when_a_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let content = large_parquet_in_an_archive("year.parquet");
    let file = put(folder.path(), "1.zip", &content);
    on_the_page(async |page| {
        page.drop_files(&[file]).await;
        let told = page.wait_for_text(".card-failed .card-message", "1.zip/year.parquet").await;
        assert!(told.contains("more than the") && told.contains("without asking"), "{told}");
        page.press_button("Read it anyway").await;
        // It is unpacked then, and found to be less than it said.
        page.wait_for_text(".card-failed .card-message", "is damaged").await;
        assert_eq!(page.texts(".card-failed button").await, ["Retry", "Dismiss"]);
    });
}

#[test]
fn a_dropped_folder_of_everything_gives_one_answer_and_names_what_is_no_export() {
    let folder = folder_of_everything();
    on_the_page(async |page| {
        page.drop_files(&[folder.path()]).await;
        check_everything_was_read(page, folder.path()).await;
    });
}

#[test]
fn a_chosen_folder_of_everything_gives_the_same() {
    let folder = folder_of_everything();
    on_the_page(async |page| {
        page.choose_folder(folder.path()).await;
        check_everything_was_read(page, folder.path()).await;
    });
}

/// One export of each shape, and what lies about beside exports.
fn folder_of_everything() -> TempDir {
    let folder = tempfile::Builder::new().prefix("case-").tempdir().unwrap();
    let inside = archive(&[("portal.csv", csv(&lines_of("ws-7")).as_bytes())]);
    let page = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n";
    let files = [
        ("1-portal.csv", csv(&lines_of("ws-1")).into_bytes()),
        ("2-graph.json", graph_answer(&lines_of("ws-2"))),
        ("3-packed.csv.gz", gzip(csv(&lines_of("ws-3")).as_bytes())),
        ("4-unicode.csv", utf16(&lines_of("ws-4"))),
        ("5-saved.xlsx", workbook(&lines_of("ws-5"))),
        ("6-kusto.parquet", parquet(&lines_of("ws-6"))),
        ("7-archive.zip", inside),
        ("8-error.csv", page.to_vec()),
        ("9-empty.csv", Vec::new()),
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("Thumbs.db", b"a desktop's own".to_vec()),
    ];
    for (name, content) in files {
        put(folder.path(), name, &content);
    }
    folder
}

async fn check_everything_was_read(page: &Page<'_>, folder: &Path) {
    page.wait_for_summary(&summary_of_devices(&[
        "ws-1", "ws-2", "ws-3", "ws-4", "ws-5", "ws-6", "ws-7",
    ]))
    .await;
    let folder = folder.file_name().unwrap().to_str().unwrap();
    let within = |name: &str| format!("{folder}/{name}");
    let read = [
        "1-portal.csv",
        "2-graph.json",
        "3-packed.csv.gz",
        "4-unicode.csv",
        "5-saved.xlsx",
        "6-kusto.parquet",
        "7-archive.zip/portal.csv",
    ];
    page.wait_for_files(&read.map(within)).await;
    let refused = [
        (within("8-error.csv"), "is a web page or XML"),
        (within("9-empty.csv"), "is empty"),
        (within("logo.png"), "is a picture"),
    ];
    page.wait_for_refusals(&refused).await;

    let facts = [
        ("1-portal.csv", "Encoding", "UTF-8"),
        ("2-graph.json", "Shape", "hunting API result"),
        ("3-packed.csv.gz", "Packed", "gzip"),
        ("4-unicode.csv", "Encoding", "UTF-16 LE"),
        ("5-saved.xlsx", "Shape", "Excel workbook"),
        ("6-kusto.parquet", "Shape", "Parquet"),
        ("7-archive.zip/portal.csv", "Delimiter", "comma"),
    ];
    for (name, fact, value) in facts {
        page.open_details(&within(name)).await;
        assert_eq!(page.fact(&within(name), fact).await, value, "the {fact} of {name}");
    }
}
