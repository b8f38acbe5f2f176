//! Handing the person a file. A frame may drop it without a word; there is no way to notice.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::timer::Timer;

/// So long the browser has to begin with the file before its address is taken back.
const REVOKE_AFTER_MS: i32 = 60_000;

/// Downloads bytes (a `Uint8Array`) as a file. `Err` when the browser refuses aloud.
pub(crate) fn download(file_name: &str, media_type: &str, bytes: &JsValue) -> Result<(), JsValue> {
    let document = super::document().ok_or(JsValue::NULL)?;
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(file_name);
    link.click();
    let revoke = Timer::after(REVOKE_AFTER_MS, move || {
        let _ = Url::revoke_object_url(&address);
    });
    // Nobody thinks better of it, so nobody needs to hold on to it.
    std::mem::forget(revoke);
    Ok(())
}
