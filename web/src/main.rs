//! The page: drop an export, see the devices.
//!
//! The same program is the page and its worker: where there is a window it draws the page, else it
//! is the engine. Data goes down from one [`state`], wishes come up as actions and commands; the
//! browser is kept in [`browser`], the engine in [`engine`].

#![forbid(unsafe_code)]

mod breakdown;
mod browser;
mod command;
mod components;
mod engine;
mod facts;
mod format;
mod permalink;
mod reading;
mod rule_text;
mod state;
mod text;
mod timeline;
mod wording;

fn main() {
    if web_sys::window().is_none() {
        signerhunt_wasm::start_worker();
        return;
    }
    breakdown::show_on_the_page();
    let root = browser::document().and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        // The shell says that the page is loading; that is over.
        root.set_text_content(None);
        yew::Renderer::<components::App>::with_root(root).render();
    }
}
