//! The readers' module as it is called: its functions, and the plain objects that they take and give. What is made of them
//! is the matter of [`super`].

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// One more byte than is read from memory, so that a file of this size is refused by the readers, in their words.
const TOO_MUCH_FOR_MEMORY: f64 = 268_435_457.0;

#[wasm_bindgen]
extern "C" {
    /// Starts the module.
    #[wasm_bindgen(js_name = signerhunt_readers, catch)]
    pub(super) fn start(options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = signerhunt_readers, js_name = open, catch)]
    pub(super) fn open_file(file: &JsValue, limits: &JsValue) -> Result<OpenedFile, JsValue>;

    #[wasm_bindgen(js_namespace = signerhunt_readers)]
    pub(super) fn catalogue() -> String;

    #[wasm_bindgen(js_namespace = signerhunt_readers, catch)]
    pub(super) fn rule(text: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = signerhunt_readers, catch)]
    pub(super) fn query(question: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = signerhunt_readers, catch)]
    pub(super) fn link(query: &str) -> Result<String, JsValue>;

    pub(super) type OpenedFile;

    #[wasm_bindgen(method, getter)]
    pub(super) fn kind(this: &OpenedFile) -> String;

    #[wasm_bindgen(method)]
    pub(super) fn entries(this: &OpenedFile) -> Array;

    #[wasm_bindgen(method)]
    pub(super) fn skipped(this: &OpenedFile) -> Array;

    #[wasm_bindgen(method)]
    pub(super) fn warnings(this: &OpenedFile) -> Vec<String>;

    #[wasm_bindgen(method, js_name = openEntry, catch)]
    pub(super) fn open_entry(
        this: &OpenedFile,
        idx: u32,
        limits: &JsValue,
    ) -> Result<OpenedFile, JsValue>;

    #[wasm_bindgen(method, js_name = nextPiece, catch)]
    pub(super) fn next_piece(this: &OpenedFile) -> Result<Option<Vec<u8>>, JsValue>;

    #[wasm_bindgen(method, catch, js_name = free)]
    pub(super) fn close(this: &OpenedFile) -> Result<(), JsValue>;

    pub(super) type QueryRun;

    #[wasm_bindgen(constructor, js_namespace = signerhunt_readers, catch)]
    pub(super) fn new(text: &str, now: &str) -> Result<QueryRun, JsValue>;

    #[wasm_bindgen(method)]
    pub(super) fn columns(this: &QueryRun) -> Vec<String>;

    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &QueryRun, name: &str, east: f64, day_first: Option<bool>);

    #[wasm_bindgen(method, catch)]
    pub(super) fn take(this: &QueryRun, cells: &[u8]) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn finish(this: &QueryRun) -> Result<String, JsValue>;

    #[wasm_bindgen(method)]
    pub(super) fn rows(this: &QueryRun, skipped: u32, most: u32) -> String;

    #[wasm_bindgen(method, catch)]
    pub(super) fn write(this: &QueryRun, form: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn free(this: &QueryRun) -> Result<(), JsValue>;

    pub(super) type Gzip;

    #[wasm_bindgen(constructor, js_namespace = signerhunt_readers, catch)]
    pub(super) fn new(limits: &JsValue) -> Result<Gzip, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn feed(this: &Gzip, piece: &[u8]) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn finish(this: &Gzip) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn trouble(this: &Gzip) -> Option<String>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn free(this: &Gzip) -> Result<(), JsValue>;
}

/// An opened file, closed when it is dropped.
pub(super) struct Handle(pub(super) OpenedFile);

impl Drop for Handle {
    fn drop(&mut self) {
        // Refused only after a breakdown in the middle of its work, which has been told.
        let _ = self.0.close();
    }
}

/// What may be unpacked, as the module takes it.
pub(super) fn limits(any_size: bool) -> JsValue {
    if !any_size {
        return JsValue::UNDEFINED;
    }
    let limits = object("expandedBytes", &f64::INFINITY.into());
    set(&limits, "inMemoryBytes", &f64::INFINITY.into());
    limits.into()
}

/// A whole file, for where files cannot be read here and there.
pub(super) async fn in_memory(file: &web_sys::Blob) -> Result<JsValue, JsValue> {
    let slice = file.slice_with_f64_and_f64(0.0, TOO_MUCH_FOR_MEMORY)?;
    let buffer = JsFuture::from(slice.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).into())
}

/// The objects of an array, each with its place and its name.
pub(super) fn list<T>(array: &Array, make: impl Fn(u32, String, &JsValue) -> T) -> Vec<T> {
    let objects = (0..).zip(array.iter());
    objects.map(|(idx, object)| make(idx, text(&object, "name"), &object)).collect()
}

pub(super) fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

pub(super) fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name).as_f64().unwrap_or_default()
}

pub(super) fn has(object: &JsValue, name: &str) -> bool {
    !get(object, name).is_undefined()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

pub(super) fn object(name: &str, value: &JsValue) -> Object {
    let object = Object::new();
    set(&object, name, value);
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A new object takes any property.
    let _ = Reflect::set(object, &name.into(), value);
}
