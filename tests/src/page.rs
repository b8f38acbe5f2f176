//! What a person does on the page and sees there, in the page's own words. Tests are written in these.

use std::path::Path;

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::browser::{Browser, eventually, in_a_browser, wait_for};
use crate::corpus::{Ledger, Row, ledger_of, rows_of};
use crate::server::{PAGE, Server};

/// Keys that WebDriver knows by characters of a private area.
const CONTROL: char = '\u{e009}';
const RELEASE_KEYS: char = '\u{e000}';

/// The columns of the table in their order.
pub(crate) const COLUMNS: [&str; 6] =
    ["DeviceName", "DeviceId", "FirstSeen", "LastSeen", "Count", "Report"];

/// The page in a browser, and the server it came from.
pub(crate) struct Page<'browser> {
    pub(crate) browser: &'browser Browser,
    pub(crate) server: Server,
}

/// Opens the page for a test.
pub(crate) fn on_the_page(test: impl AsyncFnOnce(&Page<'_>)) {
    on_the_page_at("", test);
}

/// Opens the page by a link with this hash.
pub(crate) fn on_the_page_at(hash: &str, test: impl AsyncFnOnce(&Page<'_>)) {
    in_a_browser(async |browser| {
        let page = Page::open(browser, hash).await;
        test(&page).await;
        page.assert_obeys_its_policy();
    });
}

impl<'browser> Page<'browser> {
    /// Opens the page in a browser that was prepared for it.
    pub(crate) async fn open(browser: &'browser Browser, hash: &str) -> Page<'browser> {
        Page::open_from(Server::start().await, browser, hash).await
    }

    /// Opens the page from a server that was prepared for it.
    pub(crate) async fn open_from(
        server: Server,
        browser: &'browser Browser,
        hash: &str,
    ) -> Page<'browser> {
        browser.go_to(&server.address_of(&format!("{PAGE}{hash}"))).await;
        let page = Page { browser, server };
        page.wait_until_started().await;
        page
    }

    /// Waits until the page is there and has its ways in.
    pub(crate) async fn wait_until_started(&self) {
        self.browser.find("#choose-files, #add-files").await;
    }

    /// Fails if the browser reported to the server that something was forbidden.
    pub(crate) fn assert_obeys_its_policy(&self) {
        assert_eq!(self.server.violations(), [""; 0], "the page did what its policy forbids");
    }

    /// Chooses files with the button.
    pub(crate) async fn choose_files(&self, files: &[impl AsRef<Path>]) {
        let input = self.browser.find("#choose-files, #add-files").await;
        input.send_keys(&paths(files).join("\n")).await.unwrap();
    }

    /// Chooses a file in this input.
    pub(crate) async fn choose_file(&self, selector: &str, file: &Path) {
        let input = self.browser.find(selector).await;
        input.send_keys(&paths(&[file])[0]).await.unwrap();
    }

    /// Chooses a folder with the button.
    pub(crate) async fn choose_folder(&self, folder: &Path) {
        let input = self.browser.find("#choose-folder, #add-folder").await;
        input.send_keys(&paths(&[folder])[0]).await.unwrap();
    }

    /// Drags files or folders in from the desktop and lets them go over the page.
    pub(crate) async fn drop_files(&self, files: &[impl AsRef<Path>]) {
        self.drag("dragEnter", files).await;
        self.drag("dragOver", files).await;
        self.drag("drop", files).await;
    }

    /// One moment of dragging: `dragEnter`, `dragOver` or `drop`.
    pub(crate) async fn drag(&self, moment: &str, files: &[impl AsRef<Path>]) {
        let data = json!({ "items": [], "files": paths(files), "dragOperationsMask": 1 });
        let parameters = json!({ "type": moment, "x": 400, "y": 300, "data": data });
        self.browser.command("Input.dispatchDragEvent", parameters).await;
    }

    /// Drops a file whose rows are those of another, over and over: as large as wanted, without taking up a disk.
    pub(crate) async fn drop_repeated(&self, file: &Path, times: u32, name: &str) {
        let script = "const input = document.createElement('input');
            input.type = 'file';
            input.id = 'file-to-repeat';
            document.body.append(input);";
        self.browser.run(script, []).await;
        let input = self.browser.find("#file-to-repeat").await;
        input.send_keys(&paths(&[file])[0]).await.unwrap();
        let script = "const [times, name] = arguments;
            const input = document.getElementById('file-to-repeat');
            const [file] = input.files;
            input.remove();
            return file.slice(0, 4096).text().then((start) => {
                const header = new TextEncoder().encode(start.slice(0, start.indexOf('\\r\\n'))).length;
                const rows = file.slice(header);
                const transfer = new DataTransfer();
                transfer.items.add(new File([file, ...Array(times - 1).fill(rows)], name));
                document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            });";
        self.browser.run(script, [Value::from(times), Value::from(name)]).await;
    }

    /// Presses "Try the sample".
    pub(crate) async fn try_the_sample(&self) {
        self.press("#try-sample").await;
    }

    /// Clicks on something.
    pub(crate) async fn press(&self, selector: &str) {
        click(async || self.browser.find(selector).await).await;
    }

    /// Clicks on the button that has this text, or this name for a screen reader.
    pub(crate) async fn press_button(&self, name: &str) {
        click(async || self.button(name).await).await;
    }

    async fn button(&self, name: &str) -> Element {
        assert!(!name.contains('"'), "the path below quotes it");
        let path = format!(r#"//button[normalize-space()="{name}" or @aria-label="{name}"]"#);
        let find = async || self.browser.find_now(Locator::XPath(&path)).await;
        wait_for(&format!("the button \"{name}\""), find).await
    }

    /// Clicks on the name of a column.
    pub(crate) async fn press_column(&self, name: &str) {
        let place =
            COLUMNS.iter().position(|column| *column == name).expect("there is this column");
        self.press(&format!("#device-table thead th:nth-of-type({}) button", place + 1)).await;
    }

    /// The columns that say they order the table, each with its direction.
    pub(crate) async fn order(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('#device-table th[aria-sort]')]
            .map((cell) => [cell.querySelector('button').firstChild.textContent, cell.ariaSort]);";
        serde_json::from_value(self.browser.run(script, []).await).expect("pairs of texts")
    }

    /// Chooses something in a menu of the header: `download-csv` in `download-menu`.
    pub(crate) async fn choose_in_menu(&self, menu: &str, item: &str) {
        self.press(&format!("#{menu}:not([disabled])")).await;
        self.press(&format!("#{item}")).await;
    }

    /// Types a text into a field, in place of what is there.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let keys = format!("{CONTROL}a{RELEASE_KEYS}{text}");
        self.press_keys(selector, &keys).await;
    }

    /// Presses keys in a field.
    pub(crate) async fn press_keys(&self, selector: &str, keys: &str) {
        self.browser.find(selector).await.send_keys(keys).await.unwrap();
    }

    /// Pastes a text where the focus is after a click there, or in nothing particular.
    pub(crate) async fn paste(&self, text: &str, into: &str) {
        self.browser.put_on_clipboard(text).await;
        self.press_keys(into, &format!("{CONTROL}v{RELEASE_KEYS}")).await;
    }

    /// Chooses something in a list that drops down, by the value it stands for.
    pub(crate) async fn choose_in_list(&self, selector: &str, value: &str) {
        self.browser.find(selector).await.select_by_value(value).await.unwrap();
    }

    /// Adds a term to the list of signers.
    pub(crate) async fn add_term(&self, term: &str) {
        let fresh = format!("#term-{}", self.terms().await.len());
        self.press("#add-term").await;
        self.press_keys(&fresh, term).await;
    }

    /// Changes a term, counted from 0.
    pub(crate) async fn set_term(&self, idx: usize, term: &str) {
        self.type_into(&format!("#term-{idx}"), term).await;
    }

    /// The terms and how many sightings stand beside each.
    pub(crate) async fn terms(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('#terms .term')]
            .map((term) => [term.querySelector('input').value, term.querySelector('output').textContent]);";
        let terms = self.browser.run(script, []).await;
        serde_json::from_value(terms).expect("pairs of texts")
    }

    /// The headline.
    pub(crate) async fn answer(&self) -> String {
        self.text("#answer").await.unwrap_or_default()
    }

    /// Waits for the headline to begin with this.
    pub(crate) async fn wait_for_answer(&self, start: &str) {
        eventually("the answer", start, async || {
            let answer = self.answer().await;
            answer.get(..start.len()).unwrap_or(&answer).to_owned()
        })
        .await;
    }

    /// The devices in the table.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let script = "return [...document.querySelectorAll('#device-table tr.device')].map((row) => {
            const text = (selector) => row.querySelector(selector).textContent;
            const times = [...row.querySelectorAll('time')].map((time) => time.dateTime);
            return [text('.column-name bdi'), text('.column-id bdi'), ...times, text('.column-count'), text('.column-report')];
        });";
        serde_json::from_value(self.browser.run(script, []).await).expect("rows of six texts")
    }

    /// Waits for these devices in the table.
    pub(crate) async fn wait_for_rows(&self, expected: &[Row]) {
        eventually("the devices", expected, async || self.rows().await).await;
    }

    /// The ledger: matched, outside the window, other signer, duplicate, devices of summaries, rejected, and rows read.
    pub(crate) async fn ledger(&self) -> Option<Ledger> {
        // Summaries are rare: what has no rows of them is not shown.
        let script = "const shown = (bucket) => document.getElementById(`ledger-${bucket}`)?.textContent.replaceAll(',', '');
            return ['matched', 'outside-window', 'other-signer', 'duplicate', 'summarized', 'rejected', 'read']
                .map((bucket) => shown(bucket) ?? (bucket === 'summarized' ? '0' : ''))
                .map((text) => text === '' ? null : Number(text));";
        serde_json::from_value(self.browser.run(script, []).await).ok()
    }

    /// Waits for this ledger, whose buckets must sum up.
    pub(crate) async fn wait_for_ledger(&self, expected: Ledger) {
        eventually("the ledger", Some(expected), async || self.ledger().await).await;
        let [buckets @ .., read] = expected;
        assert_eq!(buckets.iter().sum::<u64>(), read, "the ledger adds up");
    }

    /// Waits for the devices and the ledger of a summary; the page must find that it adds up.
    pub(crate) async fn wait_for_summary(&self, expected: &Value) {
        self.wait_for_rows(&rows_of(expected)).await;
        self.wait_for_ledger(ledger_of(expected)).await;
        self.wait_for_text("#ledger-sum.adds-up", "").await;
    }

    /// The text of an element, if it is there.
    pub(crate) async fn text(&self, selector: &str) -> Option<String> {
        self.texts(selector).await.into_iter().next()
    }

    /// The texts of all elements that there are.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent.trim());";
        let texts = self.browser.run(script, [Value::from(selector)]).await;
        serde_json::from_value(texts).expect("texts")
    }

    /// Waits until an element has this in its text, and gives its whole text.
    pub(crate) async fn wait_for_text(&self, selector: &str, part: &str) -> String {
        wait_for(&format!("\"{part}\" in {selector}"), async || {
            self.texts(selector).await.into_iter().find(|text| text.contains(part))
        })
        .await
    }

    /// Waits until there is no such element any more.
    pub(crate) async fn wait_until_gone(&self, selector: &str) {
        eventually(selector, [""; 0], async || self.texts(selector).await).await;
    }
}

/// Clicks on what is found. Whoever finds it gone again, since the page was drawn meanwhile, looks for it once more.
async fn click(find: impl AsyncFn() -> Element) {
    loop {
        match find().await.click().await {
            Err(error) if error.is_stale_element_reference() => {}
            clicked => return clicked.unwrap(),
        }
    }
}

fn paths(files: &[impl AsRef<Path>]) -> Vec<String> {
    let path = |file: &_| AsRef::<Path>::as_ref(file).to_str().expect("paths are text").to_owned();
    files.iter().map(path).collect()
}
