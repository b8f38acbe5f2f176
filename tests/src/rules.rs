//! A person hunts by rules: picked from all that are known, or brought along as a file or a text. The hunt leaves the page as a
//! query for other engines.

use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::{eventually, in_a_browser};
use crate::command_line;
use crate::corpus::{self, export, ledger_of, rows_of};
use crate::packages::archive;
use crate::page::{Page, on_the_page, on_the_page_at};
use crate::surviving::REFUSE_WORKERS;

/// A rule as it is published.
const RULE: &str = "id: 5882eb11-389c-4095-87f2-e1d3ecaa956c
name: Remote Management and Monitoring tool - AnyDesk - File Signature
description: |
    Remote Monitoring and Management (RMM) programs.
requiredDataConnectors:
- connectorId: MicrosoftThreatProtection
  dataTypes:
  - DeviceFileCertificateInfo
tactics: CommandAndControl
relevantTechniques: T1219
query: |
  let Time_start = now(-7d);
  let Time_end = now();
  DeviceFileCertificateInfo
  | where Timestamp between (Time_start..Time_end)
  | where Signer has_any ('anydesk software', 'philandro software')
  | summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp),
      Report=make_set(ReportId), Count=count() by DeviceId, DeviceName
";

/// A query without a name, for what the sample has.
const QUERY: &str = "DeviceFileCertificateInfo
| where Timestamp between (now(-30d)..now())
| where Signer has 'ScreenConnect'
| summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId, DeviceName
";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}

async fn choose_sample(page: &Page<'_>) {
    page.choose_files(&[export("sample")]).await;
    page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
}

/// The page must show what the command line answers over the sample with these arguments.
async fn check_sample(page: &Page<'_>, arguments: &[&str]) {
    let summary = command_line::summary_of(&export("sample"), arguments);
    page.wait_for_ledger(ledger_of(&summary)).await;
    page.wait_for_rows(&rows_of(&summary)).await;
}

async fn terms(page: &Page<'_>) -> Vec<String> {
    page.terms().await.into_iter().map(|(term, _)| term).collect()
}

#[test]
fn all_rules_are_hunted_for_at_once() {
    on_the_page(async |page| {
        choose_sample(page).await;
        page.wait_for_text("#signers-panel .rule-note", "the ConnectWise rule").await;
        page.press("#pick-rules").await;
        page.wait_for_text("#rules-gist", "1 of ").await;
        page.press("#rules-all").await;
        let gist = page.text("#rules-gist").await.unwrap();
        let [ticked, all, ..] = gist.split(" of ").collect::<Vec<_>>()[..] else {
            panic!("{gist}")
        };
        assert!(all.starts_with(&format!("{ticked} rules")), "{gist}");
        page.press("#hunt-for-rules").await;
        page.wait_until_gone("#rules-dialog").await;
        check_sample(page, &["--all-rules"]).await;
        page.wait_for_text("#signers-panel .rule-note", &format!("{ticked} rules")).await;
        page.wait_for_text("#rule-name", &format!("{ticked} rules")).await;

        page.press("#reset-terms").await;
        check_sample(page, &[]).await;
        page.wait_for_text("#signers-panel .rule-note", "the ConnectWise rule").await;
    });
}

#[test]
fn a_rule_is_found_read_about_and_picked() {
    on_the_page(async |page| {
        choose_sample(page).await;
        page.press("#pick-rules").await;
        page.press("#rules-none").await;
        page.wait_for_text("#rules-gist", "0 of ").await;
        page.type_into("#rules-filter", "teamviewer").await;
        eventually("the rules", ["TeamViewer"], async || page.texts("#rules .rule-tool").await)
            .await;
        page.press("#rules .rule-more summary").await;
        page.wait_for_text("#rules dd", "signed suggests that TeamViewer").await;
        page.wait_for_text("#rules dd", "Command and Control (TA0011)").await;
        page.wait_for_text("#rules dd", "Remote Access Tools (T1219)").await;
        let script = "return [...document.querySelectorAll('#rules a')].map((link) => [link.href, link.rel]);";
        let links: Vec<[String; 2]> =
            serde_json::from_value(page.browser.run(script, []).await).unwrap();
        let starts = [
            "https://github.com/Azure/Azure-Sentinel/blob/",
            "https://attack.mitre.org/tactics/TA0011/",
            "https://attack.mitre.org/techniques/T1219/",
        ];
        assert_eq!(links.len(), starts.len(), "{links:?}");
        for ([address, kept_apart], start) in links.iter().zip(starts) {
            assert!(address.starts_with(start), "{address}");
            assert_eq!(kept_apart, "noopener noreferrer");
        }
        page.press("#rules input[type=checkbox]").await;
        page.wait_for_text("#rules-gist", "1 of ").await;
        page.press("#hunt-for-rules").await;
        page.wait_for_text("#rule-name", "TeamViewer – File Signature").await;
        check_sample(page, &["--rule", "TeamViewer"]).await;
        // What is hunted for is ticked when the dialog is opened again.
        page.press("#pick-rules").await;
        page.wait_for_text("#rules-gist", "1 of ").await;
    });
}

#[test]
fn a_rule_in_a_file_is_hunted_for() {
    let folder = tempfile::tempdir().unwrap();
    let rule = write(folder.path(), "anydesk.yaml", RULE);
    let query = write(folder.path(), "my query.kql", QUERY);
    on_the_page(async |page| {
        page.choose_files(&[&rule]).await;
        page.wait_for_text("#hunt-in-words", "The hunt starts with the AnyDesk rule").await;
        page.wait_for_text("#toast", "Imported the rule for AnyDesk, with 2 terms").await;
        page.choose_files(&[export("sample")]).await;
        check_sample(page, &["--rule", rule.to_str().unwrap()]).await;
        assert_eq!(terms(page).await, ["anydesk software", "philandro software"]);

        page.drop_files(&[&query]).await;
        page.wait_for_text("#toast", "my query.kql").await;
        check_sample(page, &["--rule", query.to_str().unwrap()]).await;
        page.wait_for_text("#rule-name", "my query.kql").await;

        page.drop_files(&[&rule, &query]).await;
        page.wait_for_text("#banners", "another window").await;
        eventually("the terms", 3, async || terms(page).await.len()).await;
        assert_eq!(page.texts(".card").await, [""; 0], "a rule is no export");
    });
}

#[test]
fn a_pasted_rule_is_hunted_for() {
    on_the_page(async |page| {
        choose_sample(page).await;
        page.paste(RULE, "body").await;
        page.wait_for_text("#rule-name", "AnyDesk – File Signature").await;
        check_sample(page, &["-s", "anydesk software", "-s", "philandro software", "--from=-7d"])
            .await;
    });
}

#[test]
fn a_refused_rule_says_where_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let text = "DeviceFileCertificateInfo\n| where Signer has 'x'\n| mv-apply y on (z)\n";
    let file = write(folder.path(), "odd.kql", text);
    on_the_page(async |page| {
        page.choose_files(&[&file]).await;
        page.wait_for_text("#banners .banner-error", "odd.kql: line 3, column 3: ").await;
        page.wait_for_text("#hunt-in-words", "The hunt starts with the ConnectWise rule").await;
        assert_eq!(page.texts(".card").await, [""; 0], "a rule is no export");
    });
}

#[test]
fn the_hunt_leaves_the_page_as_a_query() {
    let now = corpus::summary("sample")["hunt"]["now_at"].as_str().unwrap().to_owned();
    // Chosen, for the command line reads no rows here and so knows no newest one.
    on_the_page_at(&format!("#now={now}"), async |page| {
        choose_sample(page).await;
        let now = format!("--now={now}");
        for (item, arguments) in [
            ("copy-kql", ["--dialect=kql", &now].as_slice()),
            ("copy-spark-sql", &["--dialect=spark-sql", &now]),
            ("copy-duckdb-sql", &["--dialect=duckdb-sql", &now]),
            ("copy-portal-link", &["--dialect=kql", "--link", &now]),
        ] {
            page.choose_in_menu("copy-menu", item).await;
            let expected = command_line::query(arguments).trim_end().to_owned();
            let copied = async || page.browser.clipboard().await.trim_end().to_owned();
            eventually(item, expected, copied).await;
        }
    });
}

#[test]
fn where_workers_are_refused_rules_are_picked_all_the_same() {
    in_a_browser(async |browser| {
        browser.before_every_page(REFUSE_WORKERS).await;
        let page = Page::open(browser, "").await;
        choose_sample(&page).await;
        page.wait_for_text("#no-workers", "workers").await;
        page.press("#pick-rules").await;
        page.wait_for_text("#rules-gist", "1 of ").await;
        page.press("#rules-all").await;
        page.press("#hunt-for-rules").await;
        check_sample(&page, &["--all-rules"]).await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn rules_that_could_not_be_loaded_are_told_and_can_be_asked_for_again() {
    const READERS: &str = "signerhunt-readers_bg.wasm";
    on_the_page(async |page| {
        page.browser.expect_trouble(READERS);
        page.server.withhold(READERS);
        choose_sample(page).await;
        page.press("#pick-rules").await;
        let told = page.wait_for_text("#rules-trouble", "The rules could not be loaded. ").await;
        assert!(told.contains(READERS) && told.contains("404"), "what is missing: {told}");
        assert!(told.contains("Retry when"), "what to do: {told}");
        assert!(!told.contains("cannot be opened"), "no file is concerned: {told}");

        page.press("#rules-dialog .load-rules").await;
        page.wait_for_text("#rules-trouble", "404").await;
        page.server.withhold_nothing();
        page.press("#rules-dialog .load-rules").await;
        page.wait_for_text("#rules-gist", "1 of ").await;
        page.press("#rules-all").await;
        page.press("#hunt-for-rules").await;
        check_sample(page, &["--all-rules"]).await;
    });
}

#[test]
fn a_rule_and_an_archive_that_come_together_are_both_read() {
    on_the_page(async |page| {
        let folder = tempfile::tempdir().unwrap();
        let rule = write(folder.path(), "anydesk.yaml", RULE);
        let sample = fs::read(export("sample")).unwrap();
        let packed = folder.path().join("sample.zip");
        fs::write(&packed, archive(&[("sample.csv", &sample)])).unwrap();
        // Both are for the module that is fetched, and nobody has asked for it before.
        page.choose_files(&[packed.clone(), rule.clone()]).await;
        check_sample(page, &["--rule", rule.to_str().unwrap()]).await;
        assert_eq!(terms(page).await, ["anydesk software", "philandro software"]);
        // What the one opened stayed open.
        page.press_button("Reset to the rule").await;
        page.press_button("5 d").await;
        check_sample(page, &[]).await;
        page.press("#pick-rules").await;
        page.wait_for_text("#rules", "TeamViewer").await;
    });
}
