//! The page's own start script, as far as the engine's client needs it: it makes workers, and it has
//! the module of the readers fetched.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

/// The object that the script leaves behind.
const BOOT: &str = "signerhuntBoot";

/// Where a page is served without its readers.
const NO_READERS: &str = "This page came without its readers.";

/// A new worker that already has the compiled module; `Err` where workers are refused.
pub(super) fn new_worker() -> Result<Worker, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &BOOT.into())?;
    let new_worker: Function = Reflect::get(&boot, &"newWorker".into())?.dyn_into()?;
    new_worker.call0(&boot)?.dyn_into()
}

/// The compiled module of the readers, or why there is none and what to do.
pub(super) async fn readers_module() -> Result<JsValue, String> {
    let promised = promised_readers().map_err(|_| NO_READERS)?;
    JsFuture::from(promised).await.map_err(|error| words_of(&error))
}

fn promised_readers() -> Result<Promise, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &BOOT.into())?;
    let readers_module: Function = Reflect::get(&boot, &"readersModule".into())?.dyn_into()?;
    readers_module.call0(&boot)?.dyn_into()
}

/// What happened and, where the script knows it, what to do.
fn words_of(error: &JsValue) -> String {
    let part = |name: &str| Reflect::get(error, &name.into()).ok()?.as_string();
    match (part("message"), part("advice")) {
        (Some(message), Some(advice)) => format!("{message} {advice}"),
        (Some(message), None) => message,
        (None, _) => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
