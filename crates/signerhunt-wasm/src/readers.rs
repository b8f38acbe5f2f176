//! The readers of files that need more than a stream: zip archives, workbooks, Parquet files.
//!
//! They are a module of their own (the crate `signerhunt-readers`), which the page has fetched only when such
//! a file arrives; here it is started and called. What is in such files is decided there.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Error, Function, Object, Promise, Reflect};
use signerhunt::Shape;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::protocol::{ArchiveEntry, Event, SkippedEntry};
use crate::read::Outcome;
use crate::session::Pace;

/// How files begin that are for the readers; known here, so that nothing is fetched to find out.
const STARTS: [&[u8]; 5] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PAR1", b"PARE"];

/// One more byte than is read from memory, so that a file of this size is refused by the readers, in their words.
const TOO_MUCH_FOR_MEMORY: f64 = 268_435_457.0;

#[wasm_bindgen]
extern "C" {
    /// Starts the module.
    #[wasm_bindgen(js_name = signerhunt_readers, catch)]
    fn start(options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = signerhunt_readers, js_name = open, catch)]
    fn open_file(file: &JsValue, limits: &JsValue) -> Result<OpenedFile, JsValue>;

    type OpenedFile;

    #[wasm_bindgen(method, getter)]
    fn kind(this: &OpenedFile) -> String;

    #[wasm_bindgen(method)]
    fn entries(this: &OpenedFile) -> Array;

    #[wasm_bindgen(method)]
    fn skipped(this: &OpenedFile) -> Array;

    #[wasm_bindgen(method)]
    fn warnings(this: &OpenedFile) -> Vec<String>;

    #[wasm_bindgen(method, js_name = openEntry, catch)]
    fn open_entry(this: &OpenedFile, idx: u32, limits: &JsValue) -> Result<OpenedFile, JsValue>;

    #[wasm_bindgen(method, js_name = nextPiece, catch)]
    fn next_piece(this: &OpenedFile) -> Result<Option<Vec<u8>>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn free(this: &OpenedFile) -> Result<(), JsValue>;
}

/// The readers, there or not. Clones are the same.
#[derive(Clone)]
pub(crate) struct Readers {
    shared: Rc<Shared>,
}

struct Shared {
    state: Cell<State>,
    /// Takes the module, or the reason why there is none, while these are waited for.
    answer: RefCell<Option<(Function, Function)>>,
    post: Rc<dyn Fn(Event)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody needed them yet, or they could not be had; that may be better the next time.
    Absent,
    Ready,
    /// They broke down (a defect). A module cannot be started a second time.
    Broken,
}

/// What a file turned out to be.
pub(crate) enum Opened {
    Archive { entries: Vec<ArchiveEntry>, skipped: Vec<SkippedEntry> },
    Pieces(Pieces),
}

/// The content of a table or of a file in an archive, piece by piece.
pub(crate) struct Pieces {
    readers: Readers,
    file: Handle,
    /// The size of a file in an archive.
    pub(crate) n_bytes: Option<f64>,
}

/// An opened file, closed when it is dropped.
struct Handle(OpenedFile);

/// What went wrong, to be read behind the file's name.
pub(crate) struct Trouble {
    pub(crate) message: String,
    pub(crate) is_too_large: bool,
}

impl Readers {
    pub(crate) fn new(post: Rc<dyn Fn(Event)>) -> Readers {
        let shared = Shared { state: Cell::new(State::Absent), answer: RefCell::new(None), post };
        Readers { shared: Rc::new(shared) }
    }

    /// Whether a file that begins so needs them.
    pub(crate) fn are_needed_for(start: &[u8]) -> bool {
        STARTS.iter().any(|known| start.starts_with(known))
    }

    /// Waits until they are there. One file is read at a time, so at most one waits.
    pub(crate) async fn ready(&self) -> Result<(), Trouble> {
        match self.shared.state.get() {
            State::Ready => return Ok(()),
            State::Broken => {
                return Err(Trouble::new(
                    "cannot be opened: the reader for such files broke on the one before; reload the page, or \
                     save the table as CSV",
                ));
            }
            State::Absent => {}
        }
        let module = Promise::new(&mut |resolve, reject| {
            *self.shared.answer.borrow_mut() = Some((resolve, reject));
        });
        (self.shared.post)(Event::NeedsReaders);
        let started = match JsFuture::from(module).await {
            Ok(module) => start(&object("module_or_path", &module)),
            Err(trouble) => {
                return Err(Trouble::new(&trouble.as_string().unwrap_or_default()));
            }
        };
        let started = match started {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        started.map_err(|error| {
            let what = words_of(&error);
            Trouble::new(&format!(
                "cannot be opened: the reader for such files does not start ({what}); reload the page, or save \
                 the table as CSV"
            ))
        })?;
        self.shared.state.set(State::Ready);
        Ok(())
    }

    /// Takes the answer to [`Event::NeedsReaders`].
    pub(crate) fn take(&self, module: &JsValue, trouble: Option<String>) {
        let Some((resolve, reject)) = self.shared.answer.take() else { return };
        // Functions of a promise never throw.
        let _ = match trouble {
            None => resolve.call1(&JsValue::UNDEFINED, module),
            Some(trouble) => reject.call1(&JsValue::UNDEFINED, &trouble.into()),
        };
    }

    /// Opens a file, or the entry of one that is an archive.
    pub(crate) async fn open(
        &self,
        file: &web_sys::Blob,
        entry: Option<u32>,
        any_size: bool,
        pace: Pace,
    ) -> Result<Opened, Trouble> {
        let limits = match any_size {
            true => {
                let limits = object("expandedBytes", &f64::INFINITY.into());
                set(&limits, "inMemoryBytes", &f64::INFINITY.into());
                limits.into()
            }
            false => JsValue::UNDEFINED,
        };
        let content: JsValue = match pace {
            Pace::Worker => file.into(),
            // Reading here and there without waiting is for workers only.
            Pace::MainThread => in_memory(file).await.map_err(|error| self.trouble(&error))?,
        };
        let opened = open_file(&content, &limits).map_err(|error| self.trouble(&error))?;
        let opened = Handle(opened);
        let is_archive = opened.0.kind() == "archive";
        match entry {
            None if is_archive => {
                let entries = list(&opened.0.entries(), |idx, name, entry| ArchiveEntry {
                    entry: idx,
                    name,
                    bytes: number(entry, "bytes"),
                });
                let skipped = list(&opened.0.skipped(), |_, name, skipped| SkippedEntry {
                    name,
                    why: text(skipped, "why"),
                });
                Ok(Opened::Archive { entries, skipped })
            }
            None => {
                Ok(Opened::Pieces(Pieces { readers: self.clone(), file: opened, n_bytes: None }))
            }
            Some(idx) => {
                let n_bytes = number(&opened.0.entries().get(idx), "bytes");
                let entry =
                    opened.0.open_entry(idx, &limits).map_err(|error| self.trouble(&error))?;
                let (readers, file) = (self.clone(), Handle(entry));
                Ok(Opened::Pieces(Pieces { readers, file, n_bytes: Some(n_bytes) }))
            }
        }
    }

    /// What was thrown, as words. Anything but a plain `Error` is the module's breakdown.
    fn trouble(&self, error: &JsValue) -> Trouble {
        let is_plain = error.dyn_ref::<Error>().is_some_and(|error| error.name() == "Error");
        if is_plain && !has(error, "crashed") {
            return Trouble { message: words_of(error), is_too_large: has(error, "tooLarge") };
        }
        self.shared.state.set(State::Broken);
        if is_plain {
            return Trouble::new(&words_of(error));
        }
        Trouble::new(&format!(
            "broke the reader for such files ({}); please report it, and save the table as CSV meanwhile",
            words_of(error)
        ))
    }
}

impl Pieces {
    /// What the content was before it became text, or `None` when it comes as it is.
    pub(crate) fn converted_from(&self) -> Option<Shape> {
        match self.file.0.kind().as_str() {
            "parquet" => Some(Shape::Parquet),
            "workbook" => Some(Shape::Workbook),
            _ => None,
        }
    }

    /// What was left out.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.file.0.warnings()
    }

    /// The next piece, or `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        self.file.0.next_piece().map_err(|error| self.readers.trouble(&error))
    }
}

impl Trouble {
    fn new(message: &str) -> Trouble {
        Trouble { message: message.to_owned(), is_too_large: false }
    }

    pub(crate) fn about(self, name: &str) -> Outcome {
        let Trouble { message, is_too_large } = self;
        Outcome::Unreadable { message: format!("{name} {message}"), is_too_large }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // Refused only after a breakdown in the middle of its work, which has been told.
        let _ = self.0.free();
    }
}

async fn in_memory(file: &web_sys::Blob) -> Result<JsValue, JsValue> {
    let slice = file.slice_with_f64_and_f64(0.0, TOO_MUCH_FOR_MEMORY)?;
    let buffer = JsFuture::from(slice.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).into())
}

/// The objects of an array, each with its place and its name.
fn list<T>(array: &Array, make: impl Fn(u32, String, &JsValue) -> T) -> Vec<T> {
    let objects = (0..).zip(array.iter());
    objects.map(|(idx, object)| make(idx, text(&object, "name"), &object)).collect()
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name).as_f64().unwrap_or_default()
}

fn has(object: &JsValue, name: &str) -> bool {
    !get(object, name).is_undefined()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn object(name: &str, value: &JsValue) -> Object {
    let object = Object::new();
    set(&object, name, value);
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A new object takes any property.
    let _ = Reflect::set(object, &name.into(), value);
}

fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_know_the_same_starts() {
        for start in STARTS {
            assert!(signerhunt_readers::needs(start), "{start:?}");
        }
        let others: [&[u8]; 6] =
            [b"", b"PK", b"PK\x01\x02", b"PAR2", b"Timestamp,", b"\x1f\x8b\x08\x00"];
        for start in others {
            assert_eq!(
                Readers::are_needed_for(start),
                signerhunt_readers::needs(start),
                "{start:?}"
            );
        }
    }
}
