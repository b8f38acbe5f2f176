//! A person puts Signerhunt into a page of their own: in a frame, in a sandboxed frame, or the engine alone.

use serde_json::Value;

use crate::browser::{Browser, eventually, in_a_browser};
use crate::command_line;
use crate::corpus::{self, export, ledger_of, rows_of};
use crate::page::Page;
use crate::server::{Extras, PAGE, Server};

/// The page around the frame.
const HOST: &str = "/wiki/hunting.html";

/// Opens a page with the page in a frame, and stays in the frame.
async fn open_in_a_frame<'browser>(
    browser: &'browser Browser,
    attributes: &str,
    shared: bool,
) -> Page<'browser> {
    // The port is known only when the server runs, so the frame's address is given when the host is there.
    let host = format!("<!doctype html><html lang='en'><title>Hunting</title><link rel='icon' href='data:,'>
        <h1>Hunting</h1><iframe id='frame' title='Signerhunt' width='1100' height='700' {attributes}></iframe>");
    let extras = Extras { hosts: vec![(HOST, host)], shared, ..Extras::default() };
    let server = Server::start_with(extras).await;
    browser.go_to(&server.address_of(HOST)).await;
    let address = server.other_address_of(&format!("{PAGE}#from=-30d"));
    let script = "document.getElementById('frame').src = arguments[0]";
    browser.run(script, [Value::from(address)]).await;
    browser.enter_frame("#frame").await;
    Page { browser, server }
}

/// Everything that the page is for, under a link that widens the window.
async fn check_it_works(page: &Page<'_>) {
    let folder = export("sample").parent().unwrap().to_owned();
    let summary = command_line::summary_of(&export("sample"), &["--from=-30d"]);
    page.wait_until_started().await;
    page.choose_files(&[export("sample")]).await;
    page.wait_for_rows(&rows_of(&summary)).await;
    page.wait_for_ledger(ledger_of(&summary)).await;

    let scan =
        |format| command_line::scan(&folder, &["--from=-30d", "--format", format, "input.csv"]);
    page.choose_in_menu("download-menu", "download-csv").await;
    assert_eq!(page.browser.download().await.1, scan("csv"));

    page.choose_in_menu("copy-menu", "copy-markdown").await;
    page.wait_for_text("#toast", "The answer").await;
    page.browser.leave_frame().await;
    assert_eq!(page.browser.clipboard().await, scan("markdown"));
    page.browser.enter_frame("#frame").await;

    page.press_button("7 d").await;
    page.wait_for_answer("6 devices, 91 sightings").await;
    let hash = async || page.browser.run("return location.hash", []).await;
    eventually("the hash in the frame", "#from=-7d", hash).await;
    page.assert_obeys_its_policy();
}

#[test]
fn the_page_works_in_a_frame_of_another_site() {
    in_a_browser(async |browser| {
        let page = open_in_a_frame(browser, "", false).await;
        check_it_works(&page).await;
    });
}

#[test]
fn the_page_works_in_a_sandboxed_frame_if_its_server_shares_its_files() {
    in_a_browser(async |browser| {
        let page = open_in_a_frame(browser, "sandbox='allow-scripts allow-downloads'", true).await;
        check_it_works(&page).await;
    });
}

#[test]
fn a_sandboxed_frame_that_keeps_the_page_from_its_files_is_told_about() {
    in_a_browser(async |browser| {
        browser.expect_trouble("blocked by CORS policy");
        browser.expect_trouble("Failed to load resource");
        let page = open_in_a_frame(browser, "sandbox='allow-scripts'", false).await;
        page.wait_for_text("#app", "Signerhunt could not start.").await;
        page.wait_for_text("#app", "a frame keeps it from its own files").await;
    });
}

/// The devices in the table of the example.
async fn example_rows(browser: &Browser) -> Vec<Vec<String>> {
    let script = "return [...document.querySelectorAll('#devices tbody tr')]
        .map((row) => [...row.cells].map((cell) => cell.textContent));";
    serde_json::from_value(browser.run(script, []).await).expect("rows of texts")
}

async fn open_example(browser: &Browser) -> Page<'_> {
    let server = Server::start().await;
    browser.go_to(&server.address_of(&format!("{PAGE}embed/index.html"))).await;
    Page { browser, server }
}

#[test]
fn the_example_page_of_the_javascript_api_gives_the_same_devices() {
    in_a_browser(async |browser| {
        let page = open_example(browser).await;
        page.press_keys("#export", export("sample").to_str().unwrap()).await;
        let summary = corpus::summary("sample");
        let text = |device: &Value, key: &str| device[key].as_str().unwrap().to_owned();
        let expected: Vec<Vec<String>> = summary["devices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|device| {
                vec![
                    text(device, "DeviceName"),
                    text(device, "DeviceId"),
                    text(device, "FirstSeen"),
                    text(device, "LastSeen"),
                    device["Count"].to_string(),
                    corpus::report_ids(device).join(", "),
                ]
            })
            .collect();
        eventually("the devices", expected, async || example_rows(browser).await).await;
        page.wait_for_text("#told", "Devices: 6. Sightings: 88").await;

        page.press_keys("#export", export("header-without-signer").to_str().unwrap()).await;
        page.wait_for_text("#told", &corpus::complaint("header-without-signer", "input.csv")).await;
        page.assert_obeys_its_policy();
    });
}

#[test]
fn the_javascript_api_gives_the_summary_of_the_command_line() {
    let arguments = ["-s=ScreenConnect", "-s=Microsoft", "--from=all", "--to=all"];
    let expected = command_line::summary_of(&export("sample"), &arguments);
    in_a_browser(async |browser| {
        let page = open_example(browser).await;
        page.press_keys("#export", export("sample").to_str().unwrap()).await;
        page.wait_for_text("#told", "Devices: 6").await;
        // In pieces of a size that cuts rows, cells and characters.
        let script = "const [file] = document.getElementById('export').files;
            return file.arrayBuffer().then((buffer) => {
                const bytes = new Uint8Array(buffer);
                const hunt = new wasm_bindgen.Hunt({ name: file.name, terms: ['ScreenConnect', 'Microsoft'], from: 'all', to: 'all' });
                for (let start = 0; start < bytes.length; start += 997) hunt.feed(bytes.subarray(start, start + 997));
                return JSON.stringify(hunt.finish());
            });";
        let summary = browser.run(script, []).await;
        let summary: Value = serde_json::from_str(summary.as_str().unwrap()).unwrap();
        for part in ["format", "hunt", "devices", "ledger", "near_misses", "rejected"] {
            assert_eq!(summary[part], expected[part], "{part}");
        }
    });
}

#[test]
fn the_javascript_api_keeps_large_numbers_and_says_what_is_wrong() {
    in_a_browser(async |browser| {
        let page = open_example(browser).await;
        page.press_keys("#export", export("report-ids").to_str().unwrap()).await;
        page.wait_for_text("#devices", "-1, 3, 9007199254740993, 9223372036854775807, 007, x-1")
            .await;

        let trouble = async |what: &str| {
            let script = format!(
                "try {{ {what}; return 'nothing is wrong'; }} catch (error) {{ return error.message; }}"
            );
            browser.run(&script, []).await.as_str().unwrap().to_owned()
        };
        let unknown = trouble("new wasm_bindgen.Hunt({ signers: ['ConnectWise'] })").await;
        assert!(unknown.contains("signers"), "{unknown}");
        let no_time = trouble("new wasm_bindgen.Hunt({ from: 'yesterday' })").await;
        assert!(no_time.contains("yesterday"), "{no_time}");
        let begin = "const hunt = new wasm_bindgen.Hunt(); hunt.feed(new TextEncoder().encode('Timestamp,DeviceId,DeviceName,Signer\\n'))";
        let twice = trouble(&format!("{begin}; hunt.finish(); hunt.finish()")).await;
        assert!(twice.contains("this hunt is finished"), "{twice}");
        let once = trouble(&format!("{begin}; hunt.finish()")).await;
        assert_eq!(once, "nothing is wrong");
    });
}
