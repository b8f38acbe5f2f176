//! What the frame around the page allows, as far as it can be known beforehand, and how wide it is.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MediaQueryList};

use super::listener::Listener;

/// From this width down the sidebar stands above the answer; the style sheet has the same number.
const NARROW: &str = "(max-width: 980px)";

/// Whether downloads may be refused without a word: the page is in a frame. Then copying comes
/// first.
pub(crate) fn may_refuse_downloads() -> bool {
    let Some(window) = web_sys::window() else {
        return true;
    };
    // In a frame of another origin even asking may throw, which is an answer too.
    match Reflect::get(&window, &"top".into()) {
        Ok(top) => !js_sys::Object::is(&top, window.as_ref()),
        Err(_) => true,
    }
}

/// Whether the page is in a frame of its own, nameless origin, where a dropped folder cannot be
/// opened. A file opened from disk is nameless too.
pub(crate) fn is_opaque() -> bool {
    let origin = Reflect::get(&js_sys::global(), &"origin".into());
    origin.ok().as_ref().and_then(JsValue::as_string).is_none_or(|origin| origin == "null")
}

/// Whether the page is too narrow for a sidebar.
pub(crate) fn is_narrow() -> bool {
    narrow_query().is_some_and(|query| query.matches())
}

/// Listens to the page becoming narrow or wide.
pub(crate) fn on_narrow(changed: impl Fn(bool) + 'static) -> Option<Listener> {
    let query = narrow_query()?;
    let asked = query.clone();
    Some(Listener::new(query.unchecked_ref(), "change", move |_| changed(asked.matches())))
}

/// How much can be seen at the most of what begins where this element does, in pixels. While there is none, it is taken to
/// begin so far down.
pub(crate) fn height_in_view(id: &str, top: f64) -> f64 {
    let Some(window) = web_sys::window() else { return 0.0 };
    let height = window.inner_height().ok().and_then(|height| height.as_f64());
    let element = super::document().and_then(|document| document.get_element_by_id(id));
    let element = element.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let top = element.map_or(top, |element| f64::from(element.offset_top()));
    height.unwrap_or_default() + window.scroll_y().unwrap_or_default() - top
}

fn narrow_query() -> Option<MediaQueryList> {
    web_sys::window()?.match_media(NARROW).ok()?
}
