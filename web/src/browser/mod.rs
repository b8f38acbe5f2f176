//! The browser, as far as the page needs it: everything of it that may throw or be refused in a
//! frame is here, and comes back as a value. No component calls the browser in another way.

pub(crate) mod clipboard;
pub(crate) mod download;
pub(crate) mod files;
pub(crate) mod frame;
pub(crate) mod hash;
pub(crate) mod listener;
pub(crate) mod marks;
pub(crate) mod paste;
pub(crate) mod timer;
pub(crate) mod told;

use wasm_bindgen::JsCast;

/// The page's document. There is one wherever the page is drawn.
pub(crate) fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Moves the keyboard to an element.
pub(crate) fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // An element that is not there any more cannot take the focus, and nothing is lost.
        let _ = element.focus();
    }
}
