//! A headless Chromium for one test: opened, closed however the test ends, and asked whether it saw trouble.
//!
//! What the page shows is the business of `page.rs`; this file knows the browser only.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fmt::Debug;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Semaphore;

use crate::driver::{self, Driver};
use crate::environment;

/// A browser is several busy processes, and small machines have two cores.
const MOST_AT_A_TIME: u32 = 2;

static PLACES: Semaphore = Semaphore::const_new(MOST_AT_A_TIME as usize);

/// Longer than anything takes, except reading a very large file.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How often something is looked at that is being waited for.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// A browser with one tab.
pub(crate) struct Browser {
    client: Client,
    downloads: TempDir,
    expected_trouble: RefCell<Vec<&'static str>>,
}

/// Runs a test in a browser of its own.
pub(crate) fn in_a_browser(test: impl AsyncFnOnce(&Browser)) {
    run(1, test);
}

/// The same for a test that measures: no other runs meanwhile.
pub(crate) fn alone_in_a_browser(test: impl AsyncFnOnce(&Browser, &Driver)) {
    run_with_driver(MOST_AT_A_TIME, test);
}

fn run(places: u32, test: impl AsyncFnOnce(&Browser)) {
    run_with_driver(places, async |browser, _| test(browser).await);
}

fn run_with_driver(places: u32, test: impl AsyncFnOnce(&Browser, &Driver)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _place = runtime.block_on(PLACES.acquire_many(places)).unwrap();
    let driver = driver::running();
    let browser = runtime.block_on(Browser::open(&driver));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            test(&browser, &driver).await;
            browser.assert_no_trouble().await;
        });
    }));
    if outcome.is_err() {
        runtime.block_on(browser.keep_picture());
    }
    // A browser that is not closed stays when the driver is gone.
    let closed = runtime.block_on(browser.client.close());
    if let Err(panic) = outcome {
        panic::resume_unwind(panic);
    }
    closed.expect("the browser can be closed");
}

impl Browser {
    async fn open(driver: &Driver) -> Browser {
        let downloads = tempfile::tempdir_in(environment::scratch()).unwrap();
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": environment::chromium(),
                "args": [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--disable-quic",
                    "--window-size=1280,900",
                ],
                "prefs": {
                    "download.default_directory": downloads.path(),
                    "download.prompt_for_download": false,
                },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("it is an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.address())
            .await
            .expect("Chromium starts");
        Browser { client, downloads, expected_trouble: RefCell::default() }
    }

    /// Goes to an address.
    pub(crate) async fn go_to(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    /// The address in the address bar.
    pub(crate) async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// From now on everything is looked for in this frame.
    pub(crate) async fn enter_frame(&self, selector: &str) {
        self.find(selector).await.enter_frame().await.unwrap();
    }

    /// Back to the page around the frames.
    pub(crate) async fn leave_frame(&self) {
        self.client.enter_parent_frame().await.unwrap();
    }

    /// An element, as soon as it is there.
    pub(crate) async fn find(&self, selector: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).every(LOOK_EVERY);
        match found.for_element(Locator::Css(selector)).await {
            Ok(element) => element,
            Err(error) => panic!("there is no {selector}: {error}"),
        }
    }

    /// An element, if it is there.
    pub(crate) async fn find_now(&self, locator: Locator<'_>) -> Option<Element> {
        self.client.find_all(locator).await.unwrap().into_iter().next()
    }

    /// What a script gives back: the body of a function, its arguments in `arguments`.
    pub(crate) async fn run(&self, script: &str, arguments: impl Into<Vec<Value>>) -> Value {
        match self.client.execute(script, arguments.into()).await {
            Ok(value) => value,
            Err(error) => panic!("{error}, in this script: {script}"),
        }
    }

    /// A command of Chromium's own protocol.
    pub(crate) async fn command(&self, name: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": name, "params": parameters });
        let result = self.client.issue_cmd(Extension { path: "goog/cdp/execute", body }).await;
        result.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Has a script run in every page before its own scripts.
    pub(crate) async fn before_every_page(&self, script: &str) {
        let parameters = json!({ "source": script });
        self.command("Page.addScriptToEvaluateOnNewDocument", parameters).await;
    }

    /// From now on the longest time is kept for which the page drew nothing, and frames are counted while it reads.
    pub(crate) async fn begin_to_watch_frames(&self) {
        let script =
            "const watch = globalThis.watchOfFrames = { last: performance.now(), longest: 0, n: 0 };
            const frame = () => {
                const now = performance.now();
                watch.longest = Math.max(watch.longest, now - watch.last);
                watch.last = now;
                watch.n += document.querySelector('.card-reading') !== null;
                requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);";
        self.run(script, []).await;
    }

    /// The longest time so far, in milliseconds.
    pub(crate) async fn longest_frame(&self) -> f64 {
        let longest = self.run("return globalThis.watchOfFrames.longest", []).await;
        longest.as_f64().expect("frames are being watched")
    }

    /// How many there were so far while an export was being read.
    pub(crate) async fn n_frames(&self) -> u64 {
        let n_frames = self.run("return globalThis.watchOfFrames.n", []).await;
        n_frames.as_u64().expect("frames are being watched")
    }

    /// What a person would paste. Asked for in the page around all frames.
    pub(crate) async fn clipboard(&self) -> String {
        let permissions = json!({ "permissions": ["clipboardReadWrite"] });
        self.command("Browser.grantPermissions", permissions).await;
        let text = self.run("return navigator.clipboard.readText()", []).await;
        text.as_str().expect("it is text").to_owned()
    }

    /// Puts a text there, as copying it elsewhere would. Asked for in the page around all frames.
    pub(crate) async fn put_on_clipboard(&self, text: &str) {
        let permissions =
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.command("Browser.grantPermissions", permissions).await;
        self.run("return navigator.clipboard.writeText(arguments[0])", [Value::from(text)]).await;
    }

    /// The next download: its name and its text. It is taken away, so that the one after it can be told from it.
    pub(crate) async fn download(&self) -> (String, String) {
        let folder = self.downloads.path();
        let file = wait_for("the download", async || finished_file(folder)).await;
        let name = file.file_name().and_then(OsStr::to_str).expect("it is text").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        (name, text)
    }

    /// Trouble that has this in its text is what the test is about.
    pub(crate) fn expect_trouble(&self, text: &'static str) {
        self.expected_trouble.borrow_mut().push(text);
    }

    /// Fails if a page logged an error: one that nobody caught, or something that its policy forbade.
    pub(crate) async fn assert_no_trouble(&self) {
        let log = Extension { path: "se/log", body: json!({ "type": "browser" }) };
        let log = self.client.issue_cmd(log).await.unwrap();
        let expected = self.expected_trouble.borrow();
        let trouble: Vec<&str> = log
            .as_array()
            .expect("a log is a list")
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .filter_map(|entry| entry["message"].as_str())
            .filter(|message| !expected.iter().any(|expected| message.contains(expected)))
            .collect();
        assert!(trouble.is_empty(), "the browser's log has errors: {trouble:#?}");
    }

    /// A picture of what a failed test saw last.
    async fn keep_picture(&self) {
        let Ok(picture) = self.client.screenshot().await else { return };
        // The test runner names threads after tests.
        let thread = thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        let path: PathBuf = environment::scratch().join(format!("failed-{name}.png"));
        if fs::write(&path, picture).is_ok() {
            println!("What the browser showed last: {}", path.display());
        }
    }
}

/// The file in the folder, once the browser is done with it: before, it has another name.
fn finished_file(folder: &Path) -> Option<PathBuf> {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|file| {
        let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
        !name.starts_with('.') && !name.ends_with(".crdownload")
    })
}

/// Waits until something is as expected; shows the difference when it never is.
pub(crate) async fn eventually<T: PartialEq<E> + Debug, E: Debug>(
    what: &str,
    expected: E,
    look: impl AsyncFn() -> T,
) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let seen = look().await;
        if seen == expected {
            return;
        }
        if Instant::now() > deadline {
            panic!("{what}\n   is:        {seen:?}\n   should be: {expected:?}");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Waits until looking gives something.
pub(crate) async fn wait_for<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    wait_long_for(what, PATIENCE, look).await
}

/// The same for what takes its time.
pub(crate) async fn wait_long_for<T>(
    what: &str,
    patience: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited {} s for {what}", patience.as_secs());
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// A command that only ChromeDriver has.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
