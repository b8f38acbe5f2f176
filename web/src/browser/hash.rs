//! The URL's hash, where the hunt lives. Writing it must not fill the history, and must not throw.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::listener::Listener;

/// The hash, with its `#` when there is one.
pub(crate) fn read() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Writes the hash, given without its `#`.
pub(crate) fn write(hash: &str) {
    let present = read();
    if present.strip_prefix('#').unwrap_or(&present) == hash {
        return;
    }
    // In frames without an address of their own the history refuses; the location never does.
    if replace_state(hash).is_err()
        && let Some(window) = web_sys::window()
    {
        let _ = window.location().set_hash(hash);
    }
}

/// The page's address with this hash: a link to a hunt.
pub(crate) fn link(hash: &str) -> String {
    let address =
        web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    if hash.is_empty() { page.to_owned() } else { format!("{page}#{hash}") }
}

/// Listens to the hash being changed by somebody else.
pub(crate) fn on_change(changed: impl Fn(String) + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Some(Listener::new(window.unchecked_ref(), "hashchange", move |_| changed(read())))
}

fn replace_state(hash: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let address = if hash.is_empty() {
        // An empty hash is taken away by naming the page itself.
        let location = window.location();
        format!("{}{}", location.pathname()?, location.search()?)
    } else {
        format!("#{hash}")
    };
    let history = Reflect::get(&window, &"history".into())?;
    let replace: Function = Reflect::get(&history, &"replaceState".into())?.dyn_into()?;
    replace.call3(&history, &JsValue::NULL, &"".into(), &address.into())?;
    Ok(())
}
