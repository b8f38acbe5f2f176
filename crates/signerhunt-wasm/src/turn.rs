//! The turn of a long work on its thread: nothing takes it away, so the work passes it on by hand.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::session::Pace;

/// The turn of one work.
pub(crate) struct Turn {
    longest_ms: f64,
    began: f64,
}

impl Turn {
    pub(crate) fn new(pace: Pace) -> Turn {
        let longest_ms = match pace {
            // A hunt, or the word to stop, is not kept waiting for long. Bytes that are there already come without
            // anybody else having had a turn.
            Pace::Worker => 50.0,
            // The page draws on this thread.
            Pace::MainThread => 1.0,
        };
        Turn { longest_ms, began: js_sys::Date::now() }
    }

    /// Lets others work, when it is their turn.
    pub(crate) async fn pass_on(&mut self) {
        if js_sys::Date::now() - self.began >= self.longest_ms {
            listen().await;
            self.began = js_sys::Date::now();
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the window or the worker began, with fractions.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(crate) fn milliseconds() -> f64;

    /// Of windows and workers alike.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, delay_ms: i32);
}

/// Lets everything that waits for this thread have its turn.
async fn listen() {
    // The promise is only ever resolved.
    let _ = JsFuture::from(after(0)).await;
}

/// A promise that is kept after so many milliseconds.
pub(crate) fn after(delay_ms: i32) -> Promise {
    Promise::new(&mut |resolve, _reject| set_timeout(&resolve, delay_ms))
}
