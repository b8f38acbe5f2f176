//! A person wants to know whether to trust the answer: where every row went, what was assumed, and that nothing of a
//! case leaves the tab or gets power over the page.

use std::fs;

use serde_json::Value;

use crate::browser::{eventually, in_a_browser, wait_for};
use crate::command_line;
use crate::corpus::{self, copy_of_export, export, ledger_of, rows_of};
use crate::exports::{self, Line};
use crate::page::{Page, on_the_page};
use crate::server::{Extras, PAGE, POLICY, Policy, Server};

#[test]
fn bad_rows_are_listed_with_their_lines_and_reasons_and_the_ledger_adds_up() {
    on_the_page(async |page| {
        page.choose_files(&[export("bad-rows")]).await;
        let summary = corpus::summary("bad-rows");
        page.wait_for_ledger(ledger_of(&summary)).await;
        page.wait_for_text("#ledger-sum.adds-up", "").await;
        page.wait_for_rows(&rows_of(&summary)).await;

        page.press("#show-rejected").await;
        let rejected = summary["rejected"].as_array().unwrap();
        let heading = format!("{} rows could not be used", rejected.len());
        page.wait_for_text("#rejected-dialog h2", &heading).await;
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        let places: Vec<String> = rejected
            .iter()
            .map(|row| format!("input.csv line {} {}", row["line"], text(row, "reason")))
            .collect();
        assert_eq!(page.texts("#rejected .rejected-place").await, places);
        let details: Vec<String> = rejected.iter().map(|row| text(row, "detail")).collect();
        assert_eq!(page.texts("#rejected .rejected-place + p").await, details);
        let first = page.text("#rejected pre").await.unwrap();
        assert!(first.contains("Invalid date"), "the row itself is shown: {first}");
    });
}

#[test]
fn a_warning_stands_above_the_answer() {
    on_the_page(async |page| {
        page.choose_files(&[export("names-only")]).await;
        let summary = corpus::summary("names-only");
        page.wait_for_ledger(ledger_of(&summary)).await;
        for warning in summary["sources"][0]["warnings"].as_array().unwrap() {
            page.wait_for_text("#banners", warning.as_str().unwrap()).await;
        }
    });
}

#[test]
fn what_was_unfolded_in_a_warning_stays_so_when_the_answer_changes() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["1.csv", "2.csv"].map(|name| copy_of_export("names-only", folder.path(), name));
    on_the_page(async |page| {
        page.choose_files(&files).await;
        page.wait_for_answer("1 device").await;
        page.press(".which-files > summary").await;
        for idx in 0..page.terms().await.len() {
            page.set_term(idx, "Nobody").await;
        }
        page.wait_for_answer("No sightings").await;
        assert_eq!(page.texts(".which-files[open] li").await, ["1.csv", "2.csv"]);
    });
}

#[test]
fn dates_that_can_be_read_two_ways_are_asked_about_and_then_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("query_data.csv");
    let rows = "\"Timestamp [UTC]\",DeviceId,DeviceName,Signer,ReportId\r\n\
        \"5/6/2026, 10:00:00.000 AM\",id-1,ws-1,ScreenConnect,1\r\n\
        \"7/6/2026, 11:00:00.000 PM\",id-2,ws-2,ScreenConnect,2\r\n";
    fs::write(&file, rows).unwrap();
    let month_first = command_line::summary_of(&file, &["--month-first"]);
    let day_first = command_line::summary_of(&file, &["--day-first"]);
    assert_eq!((rows_of(&month_first).len(), rows_of(&day_first).len()), (1, 2), "in five days");
    on_the_page(async |page| {
        page.choose_files(&[file]).await;
        page.wait_for_text("#banners", "can be read two ways").await;
        assert_eq!(page.rows().await, [[""; 6]; 0], "nobody guesses");
        page.press_button("May 6 (month first)").await;
        page.wait_for_rows(&rows_of(&month_first)).await;
        page.wait_for_ledger(ledger_of(&month_first)).await;

        page.press_button("change").await;
        page.wait_for_rows(&rows_of(&day_first)).await;
        page.wait_for_ledger(ledger_of(&day_first)).await;
    });
}

#[test]
fn hostile_texts_are_shown_as_texts() {
    let markup = "<img src=x onerror=\"globalThis.ran = true\">";
    let lines = [
        Line { name: markup, ..Line::default() },
        Line { name: "=cmd|' /C calc'!A0", ..Line::default() },
        Line {
            name: "gpj.\u{202e}exe",
            signer: "<script>globalThis.ran = true</script> ConnectWise",
            ..Line::default()
        },
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = exports::write(folder.path(), "<b onclick=alert(1)>\u{202e}.csv", &lines);
    let mut bytes = fs::read(&file).unwrap();
    bytes.extend_from_slice(format!("{markup},a,b,c\r\n").as_bytes());
    fs::write(&file, bytes).unwrap();
    on_the_page(async |page| {
        page.choose_files(&[file]).await;
        let names = async || -> Vec<String> {
            page.rows().await.into_iter().map(|[name, ..]| name).collect()
        };
        let mut expected = [markup, "=cmd|' /C calc'!A0", "gpj.<U+202E>exe"];
        expected.sort_unstable();
        eventually("the names", expected, names).await;
        assert_eq!(page.texts("#files .file-name").await, ["<b onclick=alert(1)><U+202E>.csv"]);

        for _ in expected {
            page.press(".expander[aria-expanded=false]").await;
        }
        page.wait_for_text(".device-details .signers", "<script>globalThis.ran = true</script>")
            .await;
        page.press("#show-rejected").await;
        page.wait_for_text("#rejected", markup).await;
        let made = page
            .browser
            .run(
                "return document.querySelectorAll('#app img, #app script, #app b[onclick]').length",
                [],
            )
            .await;
        assert_eq!(made, 0, "text became elements");
        assert_eq!(page.browser.run("return globalThis.ran ?? null", []).await, Value::Null);
    });
}

#[test]
fn nothing_is_asked_of_the_network_once_the_page_is_there() {
    on_the_page(async |page| {
        // The icon of the tab comes when the browser finds the time.
        let before = wait_for("the icon", async || {
            let requests = page.server.requests();
            requests.iter().any(|request| request.ends_with("icon.svg")).then_some(requests)
        })
        .await;
        do_all_kinds_of_things(page).await;
        assert_eq!(page.server.requests(), before);
    });
}

#[test]
fn everything_works_with_the_network_taken_away() {
    on_the_page(async |page| {
        page.server.stop();
        do_all_kinds_of_things(page).await;
    });
}

async fn do_all_kinds_of_things(page: &Page<'_>) {
    page.try_the_sample().await;
    page.wait_for_answer("6 devices").await;
    page.choose_files(&[export("portal"), export("bad-rows")]).await;
    page.wait_for_text("#read-so-far", "3 files").await;
    page.press_button("30 d").await;
    page.add_term("AnyDesk").await;
    page.press_column("Count").await;
    page.type_into("#filter", "contoso").await;
    page.press("#show-rejected").await;
    page.press_button("Close").await;
    page.press("#privacy-badge").await;
    page.wait_for_text("#privacy-dialog", "Take the network away").await;
    page.press_button("Close").await;
    page.choose_in_menu("download-menu", "download-json").await;
    page.browser.download().await;
    page.choose_in_menu("copy-menu", "copy-markdown").await;
    page.wait_for_text("#toast", "The answer").await;
}

#[test]
fn the_page_brings_the_policy_it_is_tested_under() {
    on_the_page(async |page| {
        let script =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        assert_eq!(page.browser.run(script, []).await, POLICY);
    });
}

#[test]
fn whoever_gets_into_the_page_can_send_nothing_out() {
    in_a_browser(async |browser| {
        let listener = Server::start_with(Extras { shared: true, ..Extras::default() }).await;
        let server =
            Server::start_with(Extras { policy: Policy::Absent, ..Extras::default() }).await;
        let page = Page::open_from(server, browser, "").await;
        page.try_the_sample().await;
        page.wait_for_answer("6 devices").await;

        browser.expect_trouble("Content Security Policy");
        browser.expect_trouble("Refused to");
        let attempts = "const [address] = arguments;
            const image = new Image();
            image.src = address;
            const script = document.createElement('link');
            script.rel = 'stylesheet';
            script.href = address;
            document.head.append(script);
            navigator.sendBeacon(address, 'data');
            const form = document.createElement('form');
            form.action = address;
            document.body.append(form);
            form.submit();
            return fetch(address).then(() => 'sent', () => 'refused');";
        let outcome = browser.run(attempts, [Value::from(listener.address_of(PAGE))]).await;
        assert_eq!(outcome, "refused");
        assert_eq!(listener.requests(), [""; 0]);
    });
}
