//! The answer leaves the page: as files, and by the clipboard.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::browser::{eventually, in_a_browser};
use crate::command_line;
use crate::corpus::{self, export, rows_of};
use crate::page::{Page, on_the_page};

/// The folder of the sample, where the command line is run so that it calls the file what the page calls it.
fn folder() -> PathBuf {
    export("sample").parent().unwrap().to_owned()
}

fn scan(format: &str) -> String {
    command_line::scan(&folder(), &["--format", format, "input.csv"])
}

async fn choose_sample(page: &Page<'_>) {
    page.choose_files(&[export("sample")]).await;
    page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
}

/// Chooses a download and gives the file's name and text.
async fn download(page: &Page<'_>, item: &str) -> (String, String) {
    page.choose_in_menu("download-menu", item).await;
    page.browser.download().await
}

/// A summary without the digests, which only the page adds.
fn without_digests(json: &str) -> Value {
    let mut summary: Value = serde_json::from_str(json).expect("it is JSON");
    for source in summary["sources"].as_array_mut().expect("sources are a list") {
        source["sha256"] = Value::Null;
    }
    summary
}

#[test]
fn a_download_is_what_the_command_line_writes() {
    on_the_page(async |page| {
        choose_sample(page).await;
        for (item, format, expected_name) in [
            ("download-csv", "csv", "signerhunt-2026-11-20.exact.csv"),
            (
                "download-csv-spreadsheet",
                "csv-spreadsheet",
                "signerhunt-2026-11-20.spreadsheet.csv",
            ),
            ("download-markdown", "markdown", "signerhunt-2026-11-20.md"),
        ] {
            let (name, text) = download(page, item).await;
            assert_eq!(name, expected_name);
            assert_eq!(text, scan(format), "{item}");
        }
        let (name, text) = download(page, "download-json").await;
        assert_eq!(name, "signerhunt-2026-11-20.json");
        assert_eq!(without_digests(&text), without_digests(&scan("json")));
    });
}

#[test]
fn the_json_names_exactly_the_bytes_it_was_made_from() {
    on_the_page(async |page| {
        choose_sample(page).await;
        let (_, text) = download(page, "download-json").await;
        let summary: Value = serde_json::from_str(&text).unwrap();
        let digest = Sha256::digest(fs::read(export("sample")).unwrap());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(summary["sources"][0]["sha256"], digest);
    });
}

#[test]
fn a_download_holds_all_devices_whatever_the_filter_shows() {
    on_the_page(async |page| {
        choose_sample(page).await;
        page.type_into("#filter", "fin-lt").await;
        page.wait_for_text("#filtered", "1 of 6").await;
        let (_, text) = download(page, "download-csv").await;
        assert_eq!(text, scan("csv"));
    });
}

#[test]
fn no_cell_of_a_download_for_spreadsheets_is_a_formula() {
    on_the_page(async |page| {
        page.choose_files(&[export("portal")]).await;
        page.wait_for_rows(&rows_of(&corpus::summary("portal"))).await;
        let (_, exact) = download(page, "download-csv").await;
        let (_, safe) = download(page, "download-csv-spreadsheet").await;
        assert!(exact.contains(",=cmd|' /C calc'!A0,"), "{exact}");
        assert!(!safe.contains(",=") && !safe.contains("\n="), "{safe}");
        assert!(safe.contains("'=cmd|' /C calc'!A0"), "{safe}");
    });
}

#[test]
fn a_copy_is_what_the_command_line_writes() {
    on_the_page(async |page| {
        choose_sample(page).await;
        for (item, format) in [("copy-markdown", "markdown"), ("copy-csv", "csv")] {
            page.choose_in_menu("copy-menu", item).await;
            page.wait_for_text("#toast", "The answer").await;
            let expected = scan(format);
            eventually(item, expected, async || page.browser.clipboard().await).await;
        }
        page.choose_in_menu("copy-menu", "copy-json").await;
        let copied = async || {
            let text = page.browser.clipboard().await;
            if text.starts_with('{') { without_digests(&text) } else { Value::Null }
        };
        eventually("copy-json", without_digests(&scan("json")), copied).await;
    });
}

#[test]
fn a_copied_link_is_a_link_to_the_hunt() {
    on_the_page(async |page| {
        choose_sample(page).await;
        page.press_button("30 d").await;
        page.choose_in_menu("copy-menu", "copy-link").await;
        let link = page.server.address_of(&format!("{}#from=-30d", crate::server::PAGE));
        eventually("the link", link, async || page.browser.clipboard().await).await;
    });
}

#[test]
fn the_query_for_the_portal_is_copied_from_the_empty_page() {
    on_the_page(async |page| {
        let query = page.text("#portal-query").await.unwrap();
        page.press("#copy-query").await;
        eventually("the query", query, async || page.browser.clipboard().await).await;
    });
}

/// As a browser does in a frame that may not use the clipboard at all.
const REFUSE_CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new DOMException('refused here', 'NotAllowedError')) },
    });
    Document.prototype.execCommand = () => false;";

#[test]
fn where_the_clipboard_is_refused_a_query_is_copied_by_hand() {
    let now = corpus::summary("sample")["hunt"]["now_at"].as_str().unwrap().to_owned();
    let now = format!("now={now}");
    in_a_browser(async |browser| {
        browser.before_every_page(REFUSE_CLIPBOARD).await;
        let page = Page::open(browser, &format!("#{now}")).await;
        choose_sample(&page).await;
        page.choose_in_menu("copy-menu", "copy-kql").await;
        page.browser.find("#copy-dialog #copy-text").await;
        let script = "const area = document.getElementById('copy-text');
            return [area.value, area.value.slice(area.selectionStart, area.selectionEnd)];";
        let shown: [String; 2] = serde_json::from_value(browser.run(script, []).await).unwrap();
        let query = command_line::query(&["--dialect=kql", &format!("--{now}")]);
        assert_eq!(shown[0].trim_end(), query.trim_end());
        assert_eq!(shown[1], shown[0], "all of it is chosen already");

        page.press_keys("#copy-text", "\u{e00c}").await;
        page.wait_until_gone("#copy-dialog").await;
        page.assert_obeys_its_policy();
    });
}
