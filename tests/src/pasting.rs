//! A person has rows in the clipboard and no file: copied from the portal or from a spreadsheet.

use std::fs;

use crate::corpus::{self, export, ledger_of, rows_of};
use crate::page::on_the_page;

/// A table as the portal's "Copy" gives it, with its header: cells apart by tabulators.
fn copied_rows() -> String {
    fs::read_to_string(export("shape-clipboard")).unwrap()
}

#[test]
fn rows_copied_from_the_portal_are_read_when_pasted() {
    on_the_page(async |page| {
        // A word is nothing to read; if it were taken for an export, it would be the first pasted text.
        page.paste("ConnectWise, LLC", "body").await;
        page.paste(&copied_rows(), "body").await;
        let summary = corpus::summary("shape-clipboard");
        page.wait_for_rows(&rows_of(&summary)).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_for_files(&["pasted text"]).await;
        assert_eq!(page.texts(".card-failed").await, [""; 0]);

        page.paste(&copied_rows(), "body").await;
        page.wait_for_files(&["pasted text", "pasted text 2"]).await;
        // The same rows once more count once.
        page.wait_for_rows(&rows_of(&summary)).await;
    });
}

#[test]
fn rows_pasted_into_a_field_are_a_text_there_and_no_export() {
    on_the_page(async |page| {
        page.choose_files(&[export("portal")]).await;
        let rows = rows_of(&corpus::summary("portal"));
        page.wait_for_rows(&rows).await;
        page.paste(&copied_rows(), "#filter").await;
        let value = "return document.getElementById('filter').value";
        let written = page.browser.run(value, []).await;
        assert!(written.as_str().unwrap().contains("DeviceName"), "{written}");
        // Filtered by such a text, nothing is left to show; a text taken for an export would bring devices.
        page.wait_for_text("#device-table, .table-empty", "").await;
        page.type_into("#filter", "\u{e003}").await;
        page.wait_for_rows(&rows).await;
        page.wait_for_files(&["input.csv"]).await;
        assert_eq!(page.texts(".card").await, [""; 0]);
    });
}
