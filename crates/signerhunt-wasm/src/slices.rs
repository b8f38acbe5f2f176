//! The bytes of a file, slice by slice.
//!
//! The next slice is asked for before the last one is scanned, so that the browser fetches while the
//! engine works.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::read::Input;
use crate::session::Pace;

/// The bytes of an input, slice by slice.
pub(crate) struct Slices {
    pub(crate) name: String,
    source: Source,
    pub(crate) n_bytes: f64,
    pub(crate) n_bytes_given: f64,
    slice_bytes: f64,
    pace: Pace,
    /// Memory of the last slice, for the next one.
    spare: Vec<u8>,
}

enum Source {
    File {
        file: web_sys::Blob,
        /// The slice that the browser is fetching already.
        ahead: Option<JsFuture>,
        n_bytes_asked: f64,
    },
    Bytes(Vec<u8>),
}

impl Slices {
    pub(crate) fn open(input: &Input, pace: Pace) -> Result<Slices, String> {
        let (name, source, n_bytes) = match input {
            Input::File { name, file, .. } => {
                let source = Source::File { file: file.clone(), ahead: None, n_bytes_asked: 0.0 };
                (name.clone(), source, file.size())
            }
            Input::Sample => {
                let (name, bytes) = signerhunt_sample::sample();
                let n_bytes = bytes.len() as f64;
                (name, Source::Bytes(bytes), n_bytes)
            }
        };
        let slice_bytes = match pace {
            // Small slices lose to the way they take between processes.
            Pace::Worker => 4_194_304.0,
            // About a millisecond of scanning.
            Pace::MainThread => 262_144.0,
        };
        let mut slices = Slices {
            name,
            source,
            n_bytes,
            n_bytes_given: 0.0,
            slice_bytes,
            pace,
            spare: Vec::new(),
        };
        slices.ask_ahead()?;
        Ok(slices)
    }

    /// The next slice, or `None` behind the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let fetched = match &mut self.source {
            Source::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.n_bytes_given += bytes.len() as f64;
                return Ok((!bytes.is_empty()).then_some(bytes));
            }
            Source::File { ahead, .. } => match ahead.take() {
                None => return Ok(None),
                Some(ahead) => ahead.await.map_err(|error| self.trouble(&error))?,
            },
        };
        breathe(self.pace).await;
        self.ask_ahead()?;
        let array = Uint8Array::new(fetched.unchecked_ref::<ArrayBuffer>());
        let mut slice = std::mem::take(&mut self.spare);
        slice.resize(array.length() as usize, 0);
        array.copy_to(&mut slice);
        self.n_bytes_given += slice.len() as f64;
        if slice.is_empty() {
            return Err(format!("{} became shorter while it was read; try again", self.name));
        }
        Ok(Some(slice))
    }

    /// Gives a slice's memory back.
    pub(crate) fn take_back(&mut self, slice: Vec<u8>) {
        self.spare = slice;
    }

    fn ask_ahead(&mut self) -> Result<(), String> {
        let asked = match &mut self.source {
            Source::File { file, ahead, n_bytes_asked } if *n_bytes_asked < self.n_bytes => {
                let start = *n_bytes_asked;
                let end = (start + self.slice_bytes).min(self.n_bytes);
                *n_bytes_asked = end;
                file.slice_with_f64_and_f64(start, end)
                    .map(|slice| *ahead = Some(JsFuture::from(slice.array_buffer())))
            }
            _ => Ok(()),
        };
        asked.map_err(|error| self.trouble(&error))
    }

    fn trouble(&self, error: &JsValue) -> String {
        let reason = words_of(error);
        format!(
            "{} could not be read: {reason} The file may have been changed, moved or locked; choose it again",
            self.name
        )
    }
}

/// What was thrown, as words.
pub(crate) fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}

/// Lets the page draw and answer before work goes on, where it draws on this thread.
pub(crate) async fn breathe(pace: Pace) {
    if pace == Pace::MainThread {
        listen().await;
    }
}

#[wasm_bindgen]
extern "C" {
    /// Of windows and workers alike.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, delay_ms: i32);
}

/// Lets everything that waits for this thread have its turn.
pub(crate) async fn listen() {
    let promise = Promise::new(&mut |resolve, _reject| set_timeout(&resolve, 0));
    // The promise is only ever resolved.
    let _ = JsFuture::from(promise).await;
}
