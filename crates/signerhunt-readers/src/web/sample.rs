//! The sample, made up on the spot: whoever wants to see the page at work without a file of their own asks for it, and few do
//! so twice. What is in it is decided by the crate `signerhunt-sample`.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::object;

/// The sample: a name for it, and its bytes.
#[wasm_bindgen(unchecked_return_type = "{name: string, bytes: Uint8Array}")]
pub fn sample() -> JsValue {
    let (name, bytes) = signerhunt_sample::sample();
    let bytes = Uint8Array::from(bytes.as_slice());
    object(&[("name", name.into()), ("bytes", bytes.into())]).into()
}
