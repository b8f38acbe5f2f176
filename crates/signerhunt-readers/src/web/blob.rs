//! A file that was dropped or chosen, read here and there, without waiting: workers may do that.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};

use js_sys::{Error, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

use crate::trouble::{Trouble, TroubleKind};

/// How much is fetched at a time: a way between processes costs as much as some hundred kilobytes.
const WINDOW_BYTES: usize = 1 << 20;

thread_local! {
    /// The files that are open. `parquet` wants readers that may go to another thread, which a file of JavaScript
    /// cannot; so a reader has only its number. There are no other threads.
    static BLOBS: RefCell<HashMap<u64, Blob>> = RefCell::default();
}

/// A reader of such a file.
pub(super) struct BlobReader {
    /// In `BLOBS`, as long as the reader lives.
    id: u64,
    n_bytes: u64,
    position: u64,
    /// The bytes that were fetched last, and where they start.
    window: Vec<u8>,
    window_start: u64,
}

impl BlobReader {
    pub(super) fn new(blob: &Blob) -> Result<BlobReader, Trouble> {
        if FileReaderSync::new().is_err() {
            return Err(Trouble {
                kind: TroubleKind::Unreadable,
                message: "can be read here and there in a worker only; elsewhere read it into memory first".to_owned(),
            });
        }
        let id = BLOBS.with_borrow_mut(|blobs| {
            let id = blobs.keys().max().map_or(0, |last| last + 1);
            blobs.insert(id, blob.clone());
            id
        });
        Ok(BlobReader {
            id,
            n_bytes: blob.size() as u64,
            position: 0,
            window: Vec::new(),
            window_start: 0,
        })
    }

    /// Fetches up to so many bytes from the position on.
    fn fetch(&self, n_bytes: usize) -> Result<Uint8Array, JsValue> {
        let start = self.position as f64;
        let end = self.position.saturating_add(n_bytes as u64).min(self.n_bytes) as f64;
        let slice = BLOBS.with_borrow(|blobs| {
            blobs.get(&self.id).map(|blob| blob.slice_with_f64_and_f64(start, end))
        });
        let slice = slice.ok_or_else(|| JsValue::from(Error::new("the file was closed")))??;
        let buffer = FileReaderSync::new()?.read_as_array_buffer(&slice)?;
        Ok(Uint8Array::new(&buffer))
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.position >= self.n_bytes {
            return Ok(0);
        }
        let in_window =
            self.position.checked_sub(self.window_start).and_then(|at| usize::try_from(at).ok());
        let mut fetched = in_window.and_then(|at| self.window.get(at..)).unwrap_or_default();
        if fetched.is_empty() {
            let array =
                self.fetch(buffer.len().max(WINDOW_BYTES)).map_err(|error| failure(&error))?;
            let n_fetched = array.length() as usize;
            if n_fetched == 0 {
                return Err(io::Error::other("it became shorter"));
            }
            if n_fetched <= buffer.len() {
                array.copy_to(&mut buffer[..n_fetched]);
                self.position += n_fetched as u64;
                return Ok(n_fetched);
            }
            self.window.resize(n_fetched, 0);
            array.copy_to(&mut self.window);
            self.window_start = self.position;
            fetched = &self.window;
        }
        let n_read = Read::read(&mut fetched, buffer)?;
        self.position += n_read as u64;
        Ok(n_read)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.n_bytes.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        BLOBS.with_borrow_mut(|blobs| blobs.remove(&self.id));
    }
}

fn failure(error: &JsValue) -> io::Error {
    let message = match error.dyn_ref::<Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    };
    io::Error::other(message)
}
