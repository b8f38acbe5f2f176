//! Doing something a little later, unless somebody thinks better of it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A thing that will be done; dropping it cancels it.
pub(crate) struct Timer {
    handle: Option<i32>,
    _due: Closure<dyn FnMut()>,
}

impl Timer {
    /// Does something after so many milliseconds.
    pub(crate) fn after(millis: i32, due: impl FnOnce() + 'static) -> Timer {
        let due = Closure::once(due);
        let handle = web_sys::window().and_then(|window| {
            let function = due.as_ref().unchecked_ref();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, millis).ok()
        });
        Timer { handle, _due: due }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(window), Some(handle)) = (web_sys::window(), self.handle) {
            window.clear_timeout_with_handle(handle);
        }
    }
}
