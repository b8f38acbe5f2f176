//! Reads a file of marks of what is expected by the browser's own reader of JSON: the engine's, which reads the same, would be
//! a tenth of what the page has to load.

use js_sys::Array;
use signerhunt::{Expected, ExpectedDevice};
use wasm_bindgen::prelude::*;

use super::told::{parsed, part};

/// The marks in a text, or what is wrong with it, to be read behind the file's name.
pub(crate) fn marks_in(text: &str) -> Result<Expected, String> {
    let ill = || "holds no marks of what is expected".to_owned();
    let file = parsed(text).map_err(|_| ill())?;
    let format = part(&file, "format").as_string().ok_or_else(ill)?;
    if format != Expected::FORMAT {
        return Err(format!(
            "has the format `{format}`; marks of what is expected have `{}`",
            Expected::FORMAT
        ));
    }
    let device = |device: &JsValue| {
        Some(ExpectedDevice {
            device_id: part(device, "DeviceId").as_string()?,
            device_name: part(device, "DeviceName").as_string()?,
        })
    };
    Ok(Expected {
        tools: list(&file, "tools", JsValue::as_string).ok_or_else(ill)?,
        signers: list(&file, "signers", JsValue::as_string).ok_or_else(ill)?,
        devices: list(&file, "devices", device).ok_or_else(ill)?,
    })
}

/// A list that may be missing; `None` when something else stands in its place.
fn list<T>(object: &JsValue, name: &str, read: impl Fn(&JsValue) -> Option<T>) -> Option<Vec<T>> {
    let items = part(object, name);
    if items.is_undefined() {
        return Some(Vec::new());
    }
    items.dyn_ref::<Array>()?.iter().map(|item| read(&item)).collect()
}
