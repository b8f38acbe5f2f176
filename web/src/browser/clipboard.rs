//! Copying text, by the best way the frame allows.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ClipboardEvent;

use super::listener::Listener;

/// Copies text; `false` when every way is refused and the person has to do it by hand.
pub(crate) async fn copy(text: &str) -> bool {
    if write_text(text).await.is_ok() {
        return true;
    }
    copy_by_command(text).unwrap_or(false)
}

/// The present way: refused in frames without permission, and not there at all on plain `http`.
async fn write_text(text: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let navigator = Reflect::get(&window, &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let done: Promise = write.call1(&clipboard, &text.into())?.dyn_into()?;
    JsFuture::from(done).await?;
    Ok(())
}

/// The old way, which works in sandboxed frames too: the copy command, answered by ourselves.
fn copy_by_command(text: &str) -> Result<bool, JsValue> {
    let document = super::document().ok_or(JsValue::NULL)?;
    let text = text.to_owned();
    let _answer = Listener::new(document.unchecked_ref(), "copy", move |event| {
        if let Some(event) = event.dyn_ref::<ClipboardEvent>()
            && let Some(data) = event.clipboard_data()
            && data.set_data("text/plain", &text).is_ok()
        {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let command: Function = Reflect::get(&document, &"execCommand".into())?.dyn_into()?;
    let copied = command.call1(&document, &"copy".into())?;
    Ok(copied.is_truthy())
}
