//! A person moves an end of the window along the line of time, by keyboard or by pointer: the answer follows it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use signerhunt_sample::{Generator, Shape};

use crate::browser::{alone_in_a_browser, eventually};
use crate::command_line;
use crate::corpus::{Ledger, export, ledger_of, rows_of};
use crate::environment;
use crate::page::{Page, on_the_page};

// Keys that WebDriver knows by characters of a private area.
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";

/// As many devices as the table shows at a time.
const DEVICES_PER_PAGE: usize = 100;

/// The ends of the window that is answered, exactly.
async fn window(page: &Page<'_>) -> [String; 2] {
    let script =
        "return ['from', 'to'].map((end) => document.getElementById(`window-${end}`).title);";
    serde_json::from_value(page.browser.run(script, []).await).expect("two texts")
}

/// What a screen reader says of a handle, and what the handle's field has.
async fn handle(page: &Page<'_>, end: &str) -> [String; 2] {
    let script = "const [end] = arguments;
        return [document.getElementById(`slide-${end}`).ariaValueText, document.getElementById(`custom-${end}`)?.value ?? ''];";
    let texts = page.browser.run(script, [Value::from(end)]).await;
    serde_json::from_value(texts).expect("two texts")
}

/// The ends of the window, once the answer is about the one that the handles stand for.
async fn settled_window(page: &Page<'_>) -> [String; 2] {
    let asked = [handle(page, "from").await, handle(page, "to").await].map(|[spoken, _]| spoken);
    let shown =
        async || window(page).await.map(|time| format!("{} UTC", time[..19].replacen('T', " ", 1)));
    eventually("the window that is answered", asked, shown).await;
    page.wait_until_gone(".to-come").await;
    window(page).await
}

/// The page must show what the command line answers over this window, which it says is the one that it shows.
async fn check_answer(page: &Page<'_>, file: &Path, [from, to]: &[String; 2]) {
    let ends = [format!("--from={from}"), format!("--to={to}")];
    let summary = command_line::summary_of(file, &[&ends[0], &ends[1]]);
    page.wait_for_ledger(ledger_of(&summary)).await;
    let mut rows = rows_of(&summary);
    rows.truncate(DEVICES_PER_PAGE);
    page.wait_for_rows(&rows).await;
    assert_eq!(&window(page).await, &[from.clone(), to.clone()]);
}

/// Where the middle of a handle is, and where it would be at a part of the line.
async fn places_of_handle(page: &Page<'_>, end: &str, part: f64) -> [[f64; 2]; 2] {
    let script = "const [end, part] = arguments;
        const slider = document.getElementById(`slide-${end}`);
        const { left, top, width, height } = slider.getBoundingClientRect();
        const x = (part) => left + height / 2 + part * (width - height);
        return [slider.value / slider.max, part].map((part) => [x(part), top + height / 2]);";
    let places = page.browser.run(script, [Value::from(end), Value::from(part)]).await;
    serde_json::from_value(places).expect("two points")
}

async fn point(page: &Page<'_>, kind: &str, [x, y]: [f64; 2]) {
    let buttons = if kind == "mouseReleased" { 0 } else { 1 };
    let parameters = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
    page.browser.command("Input.dispatchMouseEvent", parameters).await;
}

/// Drags a handle to a part of the line.
async fn drag(page: &Page<'_>, end: &str, part: f64) {
    let [start, goal] = places_of_handle(page, end, part).await;
    point(page, "mousePressed", start).await;
    for step in 1..=8 {
        let part = f64::from(step) / 8.0;
        point(page, "mouseMoved", [start[0] + (goal[0] - start[0]) * part, goal[1]]).await;
    }
    point(page, "mouseReleased", goal).await;
}

async fn wait_for_window(page: &Page<'_>, expected: [&str; 2]) {
    eventually("the window", expected, async || window(page).await).await;
}

#[test]
fn the_keyboard_moves_an_end_and_all_follows() {
    let all = command_line::summary_of(&export("sample"), &["--from=all", "--to=all"]);
    let [oldest, newest] = ["from", "to"].map(|end| all["hunt"][end].as_str().unwrap().to_owned());
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("6 devices, 88 sightings in the 5 days up to").await;
        let [from, to] = window(page).await;
        assert_eq!(to, newest);

        page.press_keys("#slide-from", LEFT).await;
        page.wait_for_answer("6 devices, 88 sightings between").await;
        let [moved, still] = window(page).await;
        assert!(moved < from && moved.ends_with(":00.0000000Z"), "{from} became {moved}");
        assert_eq!(still, newest);
        check_answer(page, &export("sample"), &[moved.clone(), newest.clone()]).await;
        let shown = moved[..19].replacen('T', " ", 1);
        assert_eq!(handle(page, "from").await, [format!("{shown} UTC"), shown[..16].to_owned()]);
        // Told once it rests, and in the address by then.
        let answer = page.answer().await;
        eventually("what is spoken", Some(answer), async || page.text("#reading-status").await)
            .await;
        let link = format!("#from={}", moved.replace(':', "%3A"));
        eventually("the link", true, async || page.browser.address().await.ends_with(&link)).await;

        // Its ends are exactly the outermost rows.
        page.press_keys("#slide-from", HOME).await;
        wait_for_window(page, [&oldest, &newest]).await;
        check_answer(page, &export("sample"), &[oldest.clone(), newest.clone()]).await;
        page.press_keys("#slide-to", LEFT).await;
        eventually("an earlier end", true, async || window(page).await[1] < newest).await;
        page.press_keys("#slide-to", RIGHT).await;
        wait_for_window(page, [&oldest, &newest]).await;
        page.press_keys("#slide-to", &format!("{HOME}{END}")).await;
        wait_for_window(page, [&oldest, &newest]).await;
        page.wait_for_rows(&rows_of(&all)).await;
    });
}

#[test]
fn the_pointer_drags_both_ends_and_never_past_each_other() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("6 devices, 88 sightings in the 5 days up to").await;
        let before = window(page).await;

        drag(page, "from", 0.25).await;
        let [from, to] = settled_window(page).await;
        assert!(from < before[0] && to == before[1], "{from} to {to}");
        check_answer(page, &export("sample"), &[from.clone(), to]).await;

        drag(page, "to", 0.6).await;
        let [same, to] = settled_window(page).await;
        assert!(same == from && to < before[1], "{same} to {to}");
        check_answer(page, &export("sample"), &[from, to.clone()]).await;

        drag(page, "from", 0.9).await;
        wait_for_window(page, [&to, &to]).await;
        check_answer(page, &export("sample"), &[to.clone(), to.clone()]).await;
        // What lies above is the one that can go back.
        drag(page, "from", 0.1).await;
        let [from, same] = settled_window(page).await;
        assert!(from < to && same == to, "{from} to {same}");
    });
}

#[test]
fn handles_follow_what_is_typed_or_chosen() {
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.wait_for_answer("6 devices, 88 sightings in the 5 days up to").await;
        let places = async || {
            let script =
                "return ['from', 'to'].map((end) => document.getElementById(`slide-${end}`))
                .map(({ value, max }) => Math.round(value / max * 100));";
            serde_json::from_value::<[u32; 2]>(page.browser.run(script, []).await).unwrap()
        };
        page.press_button("All").await;
        eventually("the handles", [0, 100], places).await;
        page.press_button("Custom").await;
        page.type_into("#custom-from", "2026-11-05 09:12").await;
        page.type_into("#custom-to", "2026-11-14").await;
        eventually("the handles", [50, 79], places).await;
        assert_eq!(handle(page, "from").await[0], "2026-11-05 09:12:00 UTC");
    });
}

#[test]
fn without_time_between_the_rows_there_is_no_line() {
    on_the_page(async |page| {
        page.choose_files(&[export("duplicate-columns")]).await;
        page.wait_for_text("#window-panel", "Both ends included").await;
        page.wait_until_gone(".slider").await;
    });
}

#[test]
fn an_end_dragged_to_and_fro_over_many_rows_always_shows_its_own_answer() {
    let folder = tempfile::tempdir_in(environment::scratch()).unwrap();
    let file = folder.path().join("many.csv");
    let mut written = File::create(&file).unwrap();
    for piece in Generator::for_measuring(100_000, 1, Shape::PortalIso) {
        written.write_all(&piece).unwrap();
    }
    alone_in_a_browser(async |browser, _| {
        let page = Page::open(browser, "#from=all&to=all").await;
        page.choose_files(&[&file]).await;
        page.wait_for_text("#answer", "in all rows").await;
        browser.begin_to_watch_frames().await;

        let [start, goal] = places_of_handle(&page, "from", 0.8).await;
        point(&page, "mousePressed", start).await;
        let began = Instant::now();
        let mut seen: Vec<([String; 2], Ledger)> = Vec::new();
        let mut n_moves = 0_u32;
        while began.elapsed() < Duration::from_secs(4) {
            // To the goal and back in 40 moves.
            let part = f64::from(20_u32.abs_diff(n_moves % 40)) / 20.0;
            point(&page, "mouseMoved", [goal[0] - (goal[0] - start[0]) * part, goal[1]]).await;
            n_moves += 1;
            if n_moves.is_multiple_of(50) {
                seen.push(window_and_ledger(&page).await);
            }
        }
        point(&page, "mouseMoved", goal).await;
        point(&page, "mouseReleased", goal).await;
        let last = settled_window(&page).await;
        let longest = browser.longest_frame().await;
        println!("{n_moves} moves in 4 s, longest frame {longest:.0} ms");

        let place = "const { value, max } = document.getElementById('slide-from'); return Math.round(value / max * 100);";
        assert_eq!(browser.run(place, []).await, 80);
        check_answer(&page, &file, &last).await;
        // Nor was any on the way another window's.
        for ([from, to], ledger) in seen.iter().take(3) {
            let ends = [format!("--from={from}"), format!("--to={to}")];
            let summary = command_line::summary_of(&file, &[&ends[0], &ends[1]]);
            assert_eq!(*ledger, ledger_of(&summary), "{from} to {to}");
        }
        page.assert_obeys_its_policy();
    });
}

/// Both as they stand on the screen at one moment.
async fn window_and_ledger(page: &Page<'_>) -> ([String; 2], Ledger) {
    let script = "const number = (bucket) => Number((document.getElementById(`ledger-${bucket}`)?.textContent ?? '0').replaceAll(',', ''));
        return [
            ['from', 'to'].map((end) => document.getElementById(`window-${end}`).title),
            ['matched', 'outside-window', 'other-signer', 'duplicate', 'summarized', 'rejected', 'read'].map(number),
        ];";
    serde_json::from_value(page.browser.run(script, []).await).expect("a window and a ledger")
}
