//! A person follows a link to a hunt, or copies one: the hunt is in the address, and never any data.

use crate::browser::eventually;
use crate::command_line;
use crate::corpus::{export, ledger_of, rows_of};
use crate::page::{Page, on_the_page, on_the_page_at};

/// The part of the address behind `#`.
async fn hash(page: &Page<'_>) -> String {
    page.browser
        .address()
        .await
        .split_once('#')
        .map(|(_, hash)| hash.to_owned())
        .unwrap_or_default()
}

async fn check_hash(page: &Page<'_>, expected: &str) {
    eventually("the hash", expected, async || hash(page).await).await;
}

#[test]
fn a_link_with_a_hunt_gives_the_same_hunt() {
    let arguments = ["-s=AnyDesk Software", "-s=Microsoft", "--from=-12d", "--to=-2d"];
    let summary = command_line::summary_of(&export("sample"), &arguments);
    let link = "#terms=AnyDesk%20Software,Microsoft&from=-12d&to=-2d";
    on_the_page_at(link, async |page| {
        let named = async || page.texts("#hunt-in-words .term-chip").await;
        eventually("the terms named", ["AnyDesk Software", "Microsoft"], named).await;
        page.choose_files(&[export("sample")]).await;
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_for_rows(&rows_of(&summary)).await;
        let terms: Vec<String> = page.terms().await.into_iter().map(|(term, _)| term).collect();
        assert_eq!(terms, ["AnyDesk Software", "Microsoft"]);
        check_hash(page, link.trim_start_matches('#')).await;
    });
}

#[test]
fn the_address_follows_the_hunt() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_rows(&rows_of(&command_line::summary_of(&export("sample"), &[]))).await;
        check_hash(page, "").await;
        page.press_button("30 d").await;
        check_hash(page, "from=-30d").await;
        page.press_button("Remove term 3").await;
        check_hash(page, "terms=ConnectWise,CONTINUUM%20MANAGED&from=-30d").await;
        page.press("#window-now option[value=clock]").await;
        check_hash(page, "terms=ConnectWise,CONTINUUM%20MANAGED&from=-30d&now=clock").await;

        page.press("#window-now option[value=newest]").await;
        page.press_button("5 d").await;
        page.press("#reset-terms").await;
        check_hash(page, "").await;
    });
}

#[test]
fn a_link_followed_while_the_page_is_open_changes_the_hunt() {
    let summary = command_line::summary_of(&export("sample"), &["-s=ScreenConnect", "--from=-30d"]);
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("6 devices").await;
        page.browser.run("location.hash = 'terms=ScreenConnect&from=-30d'", []).await;
        page.wait_for_rows(&rows_of(&summary)).await;
    });
}

#[test]
fn a_broken_link_is_complained_about_and_the_rule_is_used() {
    on_the_page_at("#terms=%zz&from=yesterday&to=now", async |page| {
        let complaints = page.texts("#banners [role=status]").await;
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(
            complaints.iter().all(|text| text.contains("takes the rule’s own")),
            "{complaints:?}"
        );
        page.try_the_sample().await;
        page.wait_for_answer("6 devices, 88 sightings in the 5 days").await;
    });
}

#[test]
fn nothing_of_a_case_is_in_the_address() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("6 devices").await;
        page.type_into("#filter", "fin-lt-0412").await;
        // The row moves up when the others are gone.
        page.wait_for_text("#filtered", "1 of 6").await;
        page.press_button("Show all about fin-lt-0412.contoso.example").await;
        page.press_column("Count").await;
        page.press_button("7 d").await;
        check_hash(page, "from=-7d").await;
        page.wait_for_text("#filtered", "1 of 6").await;
        assert_eq!(hash(page).await, "from=-7d");
        let title = page.browser.run("return document.title + history.state", []).await;
        assert_eq!(title, "Signerhuntnull");
    });
}
