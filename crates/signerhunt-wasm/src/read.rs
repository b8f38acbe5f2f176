//! Reads a file in slices and feeds them to the engine: the file is never whole in memory.
//!
//! The next slice is asked for before the last one is scanned, so that the browser fetches while the
//! engine works.

use js_sys::{ArrayBuffer, Uint8Array};
use signerhunt::{Export, ExportReader, ReadOptions};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::protocol::{Event, ExportId};
use crate::session::Pace;

/// Where an export's bytes come from.
#[derive(Clone)]
pub(crate) enum Input {
    /// A file that was dropped or chosen.
    File { name: String, file: web_sys::Blob },
    /// The sample, which is made on the spot.
    Sample,
}

/// How a reading ended.
pub(crate) enum Outcome {
    Read(Box<Export>),
    /// What happened, to which file, and what to do.
    Unreadable(String),
    /// Nobody wants it any more.
    Unwanted,
}

/// Milliseconds between two words about progress.
const PROGRESS_EVERY_MS: f64 = 100.0;

/// Reads an export to its end, as long as it is wanted.
pub(crate) async fn read(
    id: ExportId,
    input: &Input,
    options: ReadOptions,
    pace: Pace,
    is_wanted: impl Fn() -> bool,
    on_progress: impl Fn(Event),
) -> Outcome {
    let mut slices = match Slices::open(input, pace) {
        Ok(slices) => slices,
        Err(message) => return Outcome::Unreadable(message),
    };
    let mut reader = ExportReader::new(&slices.name, options);
    let started = js_sys::Date::now();
    let mut last_told = started;
    loop {
        let slice = slices.next().await;
        if !is_wanted() {
            return Outcome::Unwanted;
        }
        match slice {
            Err(message) => return Outcome::Unreadable(message),
            Ok(None) => break,
            Ok(Some(slice)) => {
                if let Err(unreadable) = reader.feed(&slice) {
                    return Outcome::Unreadable(unreadable.to_string());
                }
                slices.take_back(slice);
            }
        }
        let now = js_sys::Date::now();
        if now - last_told >= PROGRESS_EVERY_MS {
            last_told = now;
            on_progress(Event::Progress {
                export: id,
                bytes: slices.n_bytes_given,
                total_bytes: slices.n_bytes,
                rows: reader.n_rows() as f64,
                elapsed_ms: now - started,
            });
        }
    }
    match reader.finish() {
        Ok(export) => Outcome::Read(Box::new(export)),
        Err(unreadable) => Outcome::Unreadable(unreadable.to_string()),
    }
}

/// The bytes of an input, slice by slice.
pub(crate) struct Slices {
    pub(crate) name: String,
    source: Source,
    n_bytes: f64,
    n_bytes_given: f64,
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
            Input::File { name, file } => {
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
        if self.pace == Pace::MainThread {
            breathe().await;
        }
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
        let reason = match error.dyn_ref::<js_sys::Error>() {
            Some(error) => String::from(error.message()),
            None => format!("{error:?}"),
        };
        format!(
            "{} could not be read: {reason} The file may have been changed, moved or locked; choose it again",
            self.name
        )
    }
}

/// Lets the page draw and answer before work goes on.
async fn breathe() {
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        // Without a window there is no page to wait for.
        let waiting = web_sys::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 0)
        });
        if !matches!(waiting, Some(Ok(_))) {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // The promise is only ever resolved.
    let _ = JsFuture::from(promise).await;
}
