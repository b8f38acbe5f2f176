//! A person follows a link that names rules, or one with marks of what is expected: it opens the hunt with its tools told apart,
//! and what a link cannot bring is told.

use std::fs;

use serde_json::{Value, json};

use crate::browser::{eventually, in_a_browser, wait_for};
use crate::command_line;
use crate::corpus::{export, ledger_of, rows_of};
use crate::page::{Page, on_the_page, on_the_page_at};
use crate::server::Server;

/// A rule that no catalogue has.
const OWN_RULE: &str = "DeviceFileCertificateInfo
| where Timestamp between (now(-30d)..now())
| where Signer has 'x'
| summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId, DeviceName
";

const READERS: &str = "signerhunt-readers_bg.wasm";

/// Chooses the sample, which must be answered as the command line does with these arguments.
async fn check_sample(page: &Page<'_>, arguments: &[&str]) {
    let summary = command_line::summary_of(&export("sample"), arguments);
    page.choose_files(&[export("sample")]).await;
    page.wait_for_ledger(ledger_of(&summary)).await;
    page.wait_for_rows(&rows_of(&summary)).await;
}

async fn hash(page: &Page<'_>) -> String {
    let hash = page.browser.run("return location.hash", []).await;
    hash.as_str().expect("it is a text").to_owned()
}

/// What is copied as a link, without the page's address.
async fn copied_link(page: &Page<'_>, item: &str) -> String {
    page.browser.put_on_clipboard("").await;
    page.choose_in_menu("copy-menu", item).await;
    let link = wait_for("the link", async || {
        Some(page.browser.clipboard().await).filter(|copied| !copied.is_empty())
    });
    let link = link.await;
    link.split_once('#').map(|(_, hash)| format!("#{hash}")).unwrap_or_default()
}

async fn mark_a_device_and_a_signer(page: &Page<'_>) {
    page.try_the_sample().await;
    page.wait_for_answer("6 devices, 88 sightings").await;
    page.type_into("#filter", "fin-lt-0412").await;
    page.wait_for_text("#filtered", "1 of 6").await;
    page.press(".device .expander").await;
    page.press(".device-details .details-list dd:first-of-type .mark").await;
    page.press(".signers .mark").await;
    eventually("the marks", 2, async || page.texts("#marks li").await.len()).await;
}

#[test]
fn a_link_brings_the_rules_that_it_names() {
    let link = "#rules=AnyDesk,ConnectWise,TeamViewer&from=-30d";
    let arguments = ["--rule=AnyDesk", "--rule=ConnectWise", "--rule=TeamViewer", "--from=-30d"];
    on_the_page_at(link, async |page| {
        check_sample(page, &arguments).await;
        page.wait_for_text("#rule-name", "3 rules").await;
        page.wait_for_text("#tools", "TeamViewer").await;
        assert_eq!(copied_link(page, "copy-link").await, link);
        assert_eq!(hash(page).await, link);
        assert_eq!(page.texts("#missing-rules").await, [""; 0]);

        // Rules that are picked are in the address, those of one's own are not.
        page.press("#pick-rules").await;
        page.press("#rules-none").await;
        page.type_into("#rules-filter", "teamviewer").await;
        page.press("#rules input[type=checkbox]").await;
        page.press("#hunt-for-rules").await;
        eventually("the hash", "#rules=TeamViewer&from=-30d", async || hash(page).await).await;
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own.kql");
        fs::write(&own, OWN_RULE).unwrap();
        page.choose_files(&[own]).await;
        eventually("the hash", true, async || hash(page).await.starts_with("#terms=x&")).await;
        page.press("#copy-menu").await;
        page.wait_for_text("#copy-link", "own rules go as their terms").await;
    });
}

#[test]
fn a_link_whose_rules_do_not_come_hunts_for_nothing_else() {
    in_a_browser(async |browser| {
        browser.expect_trouble(READERS);
        let server = Server::start().await;
        server.withhold(READERS);
        let page = Page::open_from(server, browser, "#rules=TeamViewer").await;
        let told = page.wait_for_text("#missing-rules", "could not be loaded").await;
        assert!(told.contains("TeamViewer") && told.contains("404"), "{told}");
        page.wait_for_text("#hunt-in-words", "the rules for TeamViewer").await;
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("Nothing is hunted for yet").await;
        assert_eq!(hash(&page).await, "#rules=TeamViewer");

        page.server.withhold_nothing();
        page.press("#missing-rules .load-rules").await;
        page.wait_until_gone("#missing-rules").await;
        let summary = command_line::summary_of(&export("sample"), &["--rule=TeamViewer"]);
        page.wait_for_rows(&rows_of(&summary)).await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn rules_that_are_not_known_are_told_and_the_others_are_hunted_for() {
    on_the_page_at("#rules=NoSuchTool,TeamViewer", async |page| {
        let told = page.wait_for_text("#banners", "not known here").await;
        assert!(told.contains("NoSuchTool"), "{told}");
        check_sample(page, &["--rule=TeamViewer"]).await;
        eventually("the hash", "#rules=TeamViewer", async || hash(page).await).await;
    });
}

#[test]
fn marks_are_in_a_link_only_when_they_are_wanted_there() {
    on_the_page(async |page| {
        mark_a_device_and_a_signer(page).await;
        assert_eq!(copied_link(page, "copy-link").await, "");
        let link = copied_link(page, "copy-link-with-marks").await;
        assert!(link.contains("expected-devices=") && link.contains("fin-lt-0412"), "{link}");
        assert_eq!(hash(page).await, "", "the address has none");

        // Whoever follows it in a page of their own has the marks, and is told so.
        page.browser.go_to("about:blank").await;
        page.browser
            .go_to(&page.server.address_of(&format!("{}{link}", crate::server::PAGE)))
            .await;
        page.wait_until_started().await;
        page.wait_for_text("#banners", "This link came with 2 marks").await;
        page.try_the_sample().await;
        eventually("the marks", 2, async || page.texts("#marks li").await.len()).await;
        eventually("the hash", "", async || hash(page).await).await;
    });
}

#[test]
fn a_link_with_damaged_marks_takes_the_others() {
    on_the_page_at("#expected-signers=%zz&expected-tools=AnyDesk", async |page| {
        page.wait_for_text("#banners", "These marks are left out").await;
        page.wait_for_text("#banners", "This link came with 1 mark").await;
    });
}

#[test]
fn too_many_marks_for_a_link_are_for_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("marks.json");
    let device = |number: u32| json!({ "DeviceId": format!("{number:040}"), "DeviceName": format!("ws-{number}") });
    let devices: Vec<Value> = (0..200).map(device).collect();
    let marks = json!({ "format": "signerhunt.expected/1", "devices": devices });
    fs::write(&file, marks.to_string()).unwrap();
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.choose_file("#load-marks", &file).await;
        eventually("the marks", 200, async || page.texts("#marks li").await.len()).await;
        page.choose_in_menu("copy-menu", "copy-link-with-marks").await;
        page.wait_for_text("#banners", "too many marks for a link").await;
    });
}
