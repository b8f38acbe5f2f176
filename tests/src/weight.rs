//! A person opens the page, over a slow line or in a hurry: what a browser fetches before anything is done on it must stay
//! light, and what is there takes part at once. How long that takes is measured by `cargo xtask bench`, not here.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use brotli::CompressorWriter;

use crate::browser::{in_a_browser, wait_for};
use crate::corpus::{self, rows_of};
use crate::environment;
use crate::page::{Page, on_the_page};
use crate::server::PAGE;

/// All files of the first load, as a server would send them at its best. 300 kB is what it should come to.
const BUDGET_BYTES: usize = 366_500;

#[test]
fn the_first_load_is_light() {
    on_the_page(async |page| {
        // The icon of the tab comes when the browser finds the time.
        let requests = wait_for("the icon", async || {
            let requests = page.server.requests();
            requests.iter().any(|request| request.ends_with("icon.svg")).then_some(requests)
        })
        .await;
        let names: BTreeSet<&str> = requests.iter().map(|request| name_of(request)).collect();
        assert!(names.iter().any(|name| name.ends_with(".wasm")), "{names:?}");
        let mut files: Vec<(usize, &str)> =
            names.into_iter().map(|name| (packed_size(name), name)).collect();
        files.sort_by(|left, right| right.cmp(left));
        let sum: usize = files.iter().map(|(size, _)| size).sum();
        let list = files.iter().map(|(size, name)| format!("{size:>9}  {name}\n"));
        let list: String = list.collect();
        println!("{list}{sum:>9}  in all, packed with brotli");
        assert!(
            sum <= BUDGET_BYTES,
            "the first load is {sum} bytes, of {BUDGET_BYTES} that it may be (packed with brotli):\n{list}\
             ARCHITECTURE.md says what keeps it light"
        );
    });
}

/// Presses a button as soon as it is in the document, before it is drawn.
const PRESS_AT_ONCE: &str = "const watch = new MutationObserver(() => {
        const button = document.getElementById('try-sample');
        if (button) {
            watch.disconnect();
            button.click();
        }
    });
    watch.observe(document, { childList: true, subtree: true });";

#[test]
fn what_can_be_seen_can_be_pressed() {
    in_a_browser(async |browser| {
        browser.before_every_page(PRESS_AT_ONCE).await;
        let page = Page::open(browser, "").await;
        page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
        page.assert_obeys_its_policy();
    });
}

/// The file of the built page that a request is about.
fn name_of(request: &str) -> &str {
    let path = request.strip_prefix("GET ").expect("nothing but files is asked for");
    match path.strip_prefix(PAGE).expect("all files are beside the page") {
        "" => "index.html",
        name => name,
    }
}

/// How large a file of the built page is when brotli takes its time.
fn packed_size(name: &str) -> usize {
    const BUFFER_BYTES: usize = 4096;
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let file = fs::read(environment::dist().join(name)).unwrap();
    let mut packed = Vec::new();
    let mut writer = CompressorWriter::new(&mut packed, BUFFER_BYTES, QUALITY, WINDOW_BITS);
    writer.write_all(&file).unwrap();
    drop(writer);
    packed.len()
}
