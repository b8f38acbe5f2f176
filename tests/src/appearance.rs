//! The page in a dark room, on a narrow screen, and readable in both.

use serde_json::{Value, json};

use crate::browser::{Browser, in_a_browser};
use crate::corpus::export;
use crate::page::Page;

/// A phone, or the sidebar of a wiki.
const NARROW: u32 = 400;

async fn prepare(browser: &Browser, scheme: &str, width: u32) {
    let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.command("Emulation.setEmulatedMedia", scheme).await;
    let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", size).await;
}

/// Goes through what can be seen and looks at each.
async fn look_at_everything(page: &Page<'_>, look: impl AsyncFn(&str)) {
    look("the empty page").await;
    page.choose_files(&[export("sample"), export("bad-rows"), export("empty-file")]).await;
    page.wait_for_text("#read-so-far", "2 files").await;
    page.wait_for_text(".card-failed", "is empty").await;
    // The ledger comes with the answer, and folded on a narrow page.
    page.wait_for_text("#ledger-sum.adds-up", "").await;
    look("the answer").await;
    // On a narrow page the parts of the sidebar are folded.
    page.browser
        .run("for (const part of document.querySelectorAll('details')) part.open = true", [])
        .await;
    page.press_button("Custom").await;
    page.add_term("a term that is much longer than any signer's name has a right to be").await;
    page.press(".expander[aria-expanded=false]").await;
    look("everything opened").await;
    page.press("#download-menu").await;
    look("a menu").await;
    page.press_keys("#download-menu", "\u{e00c}").await;
    page.press("#show-rejected").await;
    look("the rejected rows").await;
}

#[test]
fn a_narrow_page_never_scrolls_sideways() {
    for scheme in ["light", "dark"] {
        in_a_browser(async |browser| {
            prepare(browser, scheme, NARROW).await;
            let page = Page::open(browser, "").await;
            look_at_everything(&page, async |what| {
                let script = "const { scrollWidth, clientWidth } = document.scrollingElement; return [scrollWidth, clientWidth];";
                let widths = browser.run(script, []).await;
                assert_eq!(widths[0], widths[1], "the width of {what} and of its window, in {scheme}");
            })
            .await;
        });
    }
}

#[test]
fn the_page_follows_the_light_or_dark_of_its_reader() {
    in_a_browser(async |browser| {
        prepare(browser, "light", 1280).await;
        let page = Page::open(browser, "").await;
        let brightness = "const canvas = new OffscreenCanvas(1, 1).getContext('2d');
            for (const element of [document.documentElement, document.body]) {
                canvas.fillStyle = getComputedStyle(element).backgroundColor;
                canvas.fillRect(0, 0, 1, 1);
            }
            return canvas.getImageData(0, 0, 1, 1).data[1];";
        let light = browser.run(brightness, []).await.as_u64().unwrap();
        prepare(browser, "dark", 1280).await;
        let dark = browser.run(brightness, []).await.as_u64().unwrap();
        assert!(light > 220 && dark < 60, "light {light}, dark {dark}");
        page.assert_obeys_its_policy();
    });
}

#[test]
fn every_text_stands_out_from_its_background() {
    for scheme in ["light", "dark"] {
        in_a_browser(async |browser| {
            prepare(browser, scheme, 1280).await;
            let page = Page::open(browser, "").await;
            look_at_everything(&page, async |what| {
                let faint = browser.run(FAINT_TEXTS, []).await;
                assert_eq!(faint, Value::Array(Vec::new()), "{what} in {scheme}");
            })
            .await;
        });
    }
}

/// The texts whose contrast is below that of WCAG 2.2 AA: 4.5, or 3 for large ones.
const FAINT_TEXTS: &str = "
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const paint = (colors) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const color of colors) {
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
        }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (channels) => {
        const [r, g, b] = channels
            .map((channel) => channel / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backgrounds = (element) => {
        const colors = [];
        for (let at = element; at; at = at.parentElement) colors.unshift(getComputedStyle(at).backgroundColor);
        return ['Canvas', ...colors];
    };
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    const faint = [];
    for (const element of document.querySelectorAll('body *')) {
        const style = getComputedStyle(element);
        if (!hasText(element) || !element.checkVisibility({ visibilityProperty: true }) || element.disabled) continue;
        // What only a screen reader gets is one pixel large.
        if (element.getBoundingClientRect().width < 2) continue;
        const behind = backgrounds(element);
        const [lower, upper] = [paint(behind), paint([...behind, style.color])].map(luminance).sort((a, b) => a - b);
        const contrast = (upper + 0.05) / (lower + 0.05);
        const size = parseFloat(style.fontSize);
        const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        if (contrast < needed) faint.push([element.className || element.tagName, element.textContent.trim().slice(0, 40), Number(contrast.toFixed(2))]);
    }
    return faint;";
