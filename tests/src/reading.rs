//! A person hands over exports: by dropping, choosing, in folders, several at once, and some that are none.

use std::fs;
use std::path::PathBuf;

use crate::browser::eventually;
use crate::command_line;
use crate::corpus::{self, copy_of_export, export, ledger_of, name_of_export, rows_of, rows_read};
use crate::page::on_the_page;

#[test]
fn a_dropped_export_gives_the_table() {
    on_the_page(async |page| {
        page.drop_files(&[export("sample")]).await;
        let summary = corpus::summary("sample");
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_for_answer("6 devices, 88 sightings in the 5 days up to 2026-11-20 09:11 UTC")
            .await;
    });
}

#[test]
fn a_drag_over_the_page_is_answered_and_can_be_taken_back() {
    on_the_page(async |page| {
        page.drag("dragEnter", &[export("portal")]).await;
        page.drag("dragOver", &[export("portal")]).await;
        page.wait_for_text("#drop-veil", "Drop to read it here").await;
        // What Chromium tells the page when files are dragged out of the window again.
        let leave = "document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true }))";
        page.browser.run(leave, []).await;
        page.wait_until_gone("#drop-veil").await;
        assert_eq!(page.rows().await, [[""; 6]; 0]);
    });
}

#[test]
fn a_chosen_export_gives_the_table() {
    on_the_page(async |page| {
        page.choose_files(&[export("portal")]).await;
        let summary = corpus::summary("portal");
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
    });
}

#[test]
fn the_sample_gives_row_for_row_what_the_command_line_gives() {
    let summary = command_line::summary_of(&export("sample"), &[]);
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
    });
}

#[test]
fn several_exports_give_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        copy_of_export("portal", folder.path(), "first.csv"),
        copy_of_export("log-analytics", folder.path(), "second.csv"),
        copy_of_export("report-ids", folder.path(), "third.csv"),
    ];
    let summary = command_line::summary_of(&files[2], &["first.csv", "second.csv"]);
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        assert_eq!(page.texts("#files .file-name").await, ["first.csv", "second.csv", "third.csv"]);
    });
}

#[test]
fn every_case_of_the_corpus_is_answered_as_the_engine_answers_it() {
    on_the_page(async |page| {
        for case in corpus::answered_cases() {
            println!("{case}");
            let summary = corpus::summary(&case);
            if summary["hunt"]["now_is_clamped"] == true {
                // Its answer moves with the clock, which the engine's tests set and a browser has.
                continue;
            }
            page.choose_files(&[export(&case)]).await;
            page.wait_for_ledger(ledger_of(&summary)).await;
            page.wait_for_rows(&rows_of(&summary)).await;
            // An archive is there as the files in it.
            for source in summary["sources"].as_array().unwrap() {
                let name = source["name"].as_str().unwrap();
                let name = name.replacen(&case, &name_of_export(&case), 1);
                page.press_button(&format!("Remove {name}")).await;
            }
            page.wait_for_text("#answer", "Which devices carry files").await;
        }
    });
}

#[test]
fn an_export_added_later_counts_and_a_removed_one_no_longer() {
    on_the_page(async |page| {
        let folder = tempfile::tempdir().unwrap();
        let added = copy_of_export("report-ids", folder.path(), "added.csv");
        let both = command_line::summary_of(&added, &[export("portal").to_str().unwrap()]);

        page.choose_files(&[export("portal")]).await;
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;
        page.choose_files(&[added]).await;
        page.wait_for_rows(&rows_of(&both)).await;
        page.press_button("Remove input.csv").await;
        page.wait_for_rows(&rows_of(&corpus::summary("report-ids"))).await;
        page.press_button("Remove added.csv").await;
        page.wait_for_text("#answer", "Which devices carry files").await;
    });
}

#[test]
fn what_is_no_export_is_told_and_the_others_are_read() {
    let cases = ["binary", "empty-file", "header-without-device", "header-without-signer"];
    let folder = tempfile::tempdir().unwrap();
    let file_name = |case: &str| format!("{case}.csv");
    let mut files: Vec<_> =
        cases.iter().map(|case| copy_of_export(case, folder.path(), &file_name(case))).collect();
    files.insert(3, export("portal"));
    on_the_page(async |page| {
        page.drop_files(&files).await;
        let complaints: Vec<String> =
            cases.iter().map(|case| corpus::complaint(case, &file_name(case))).collect();
        let told = async || page.texts(".card-failed .card-message").await;
        eventually("what is told", complaints, told).await;
        assert_eq!(page.texts(".card-failed .card-name").await, cases.map(file_name));
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;

        page.press(".card-failed button:last-of-type").await;
        let left = async || page.texts(".card-failed .card-name").await;
        eventually("the complaints left", &cases.map(file_name)[1..], left).await;
    });
}

/// As when somebody drops the folder of their downloads.
#[test]
fn many_files_that_are_no_exports_do_not_hide_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = (10..30)
        .map(|number| copy_of_export("empty-file", folder.path(), &format!("{number}.csv")))
        .collect();
    files.push(export("portal"));
    on_the_page(async |page| {
        page.drop_files(&files).await;
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;
        assert_eq!(page.texts(".card-failed .card-name").await, ["20 files"]);
        page.press("#not-read summary").await;
        let listed = async || page.texts("#not-read li").await;
        let expected: Vec<String> = (10..30)
            .map(|number| corpus::complaint("empty-file", &format!("{number}.csv")))
            .collect();
        eventually("what is listed", expected, listed).await;
        page.press("#not-read button:last-of-type").await;
        page.wait_until_gone(".card-failed").await;
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;
    });
}

#[test]
fn a_header_without_rows_is_an_answer_and_not_an_error() {
    on_the_page(async |page| {
        page.choose_files(&[export("header-without-rows")]).await;
        page.wait_for_answer("No sightings").await;
        page.wait_for_text("#banners", "there is a header and no row").await;
        page.wait_for_ledger(corpus::Ledger::default()).await;
    });
}

#[test]
fn a_chosen_folder_is_read_with_all_that_is_in_it() {
    let folder = folder_of_exports();
    on_the_page(async |page| {
        page.choose_folder(folder.path()).await;
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        check_folder_was_read(page, name).await;
    });
}

#[test]
fn a_dropped_folder_is_read_with_all_that_is_in_it() {
    let folder = folder_of_exports();
    on_the_page(async |page| {
        page.drop_files(&[folder.path()]).await;
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        check_folder_was_read(page, name).await;
    });
}

/// Two exports, one of them a folder further down, and something that a desktop left there.
fn folder_of_exports() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("exports-").tempdir().unwrap();
    copy_of_export("portal", folder.path(), "portal.csv");
    fs::create_dir(folder.path().join("older")).unwrap();
    copy_of_export("report-ids", folder.path(), "older/ids.csv");
    fs::write(folder.path().join("Thumbs.db"), "not an export").unwrap();
    folder
}

async fn check_folder_was_read(page: &crate::page::Page<'_>, folder: &str) {
    let expected = [format!("{folder}/older/ids.csv"), format!("{folder}/portal.csv")];
    eventually("the files", expected, async || page.texts("#files .file-name").await).await;
    let rows = |case| rows_read(ledger_of(&corpus::summary(case)));
    let expected = rows("portal") + rows("report-ids");
    let read = async || page.ledger().await.map(rows_read);
    eventually("the rows read", Some(expected), read).await;
    assert_eq!(page.texts(".card-failed").await, [""; 0]);
}

#[test]
fn a_reload_forgets_everything() {
    on_the_page(async |page| {
        page.choose_files(&[export("portal")]).await;
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;
        page.browser.reload().await;
        page.wait_for_text("#answer", "Which devices carry files").await;
        assert_eq!(page.texts("#files, #device-table, #ledger").await, [""; 0]);
        let stored = "return localStorage.length + sessionStorage.length + document.cookie.length";
        assert_eq!(page.browser.run(stored, []).await, 0);
    });
}
