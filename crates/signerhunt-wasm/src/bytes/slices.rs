//! A range of a file slice by slice, several in flight: the way for browsers whose streams fill no buffers, and when a stream
//! gives nothing.
//!
//! `FileReader` rather than `Blob.arrayBuffer`, which is as fast: it tells when some of a slice has come, so that a slow
//! drive is not taken for a dead one, and it can be stopped, so that slices nobody wants do not stand in the way of others.

use std::ops::Range;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReader};

use super::ways::{InFlight, Way};
use super::{Failure, slice_of};
use crate::watchdog::Watch;

/// Slices that are being read.
pub(super) struct Slices {
    file: Blob,
    way: Way,
    in_flight: InFlight<Asked>,
    /// The slice whose bytes are given out, and how many of them were.
    opened: Option<(Uint8Array, u32)>,
    on_progress: Closure<dyn FnMut()>,
}

/// A slice that was asked for.
struct Asked {
    reader: FileReader,
    n_bytes: u64,
    ended: JsFuture,
}

impl Slices {
    /// Begins to read.
    pub(super) fn open(
        file: &Blob,
        range: Range<u64>,
        way: Way,
        watch: &Rc<Watch>,
    ) -> Result<Slices, JsValue> {
        let watch = watch.clone();
        let mut slices = Slices {
            file: file.clone(),
            way,
            in_flight: InFlight::new(range, way),
            opened: None,
            on_progress: Closure::new(move || watch.is_alive()),
        };
        slices.ask_ahead()?;
        Ok(slices)
    }

    /// Writes the next bytes there, as many as there is room for; gives their number, at least one.
    pub(super) async fn next(&mut self, watch: &Watch, room: &mut [u8]) -> Result<usize, Failure> {
        let (slice, n_used) = match self.opened.take() {
            Some(opened) => opened,
            None => (self.open_next(watch).await?, 0),
        };
        let n_bytes = (slice.length() - n_used).min(room.len() as u32);
        let end = n_used + n_bytes;
        slice.subarray(n_used, end).copy_to(&mut room[..n_bytes as usize]);
        if end < slice.length() {
            self.opened = Some((slice, end));
        }
        Ok(n_bytes as usize)
    }

    async fn open_next(&mut self, watch: &Watch) -> Result<Uint8Array, Failure> {
        let first = self.in_flight.first().ok_or(Failure::Shorter)?;
        watch.wait_for(self.way.patience_s(), &mut first.ended).await??;
        let content = first.content()?;
        self.in_flight.take_first();
        self.ask_ahead()?;
        Ok(content)
    }

    fn ask_ahead(&mut self) -> Result<(), JsValue> {
        let Slices { file, in_flight, on_progress, .. } = self;
        in_flight.fill(|range| Asked::new(file, range, on_progress))
    }
}

impl Asked {
    fn new(
        file: &Blob,
        range: Range<u64>,
        on_progress: &Closure<dyn FnMut()>,
    ) -> Result<Asked, JsValue> {
        let n_bytes = range.end - range.start;
        let reader = FileReader::new()?;
        let ended = Promise::new(&mut |resolve, _reject| reader.set_onloadend(Some(&resolve)));
        reader.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        reader.read_as_array_buffer(&slice_of(file, range)?)?;
        Ok(Asked { reader, n_bytes, ended: JsFuture::from(ended) })
    }

    /// The slice, when its reading has ended.
    fn content(&self) -> Result<Uint8Array, Failure> {
        if let Some(error) = self.reader.error() {
            return Err(Failure::Threw(error.into()));
        }
        let content = Uint8Array::new(self.reader.result()?.unchecked_ref::<ArrayBuffer>());
        match u64::from(content.length()) == self.n_bytes {
            true => Ok(content),
            false => Err(Failure::Shorter),
        }
    }
}

impl Drop for Asked {
    /// Stops what is still being read.
    fn drop(&mut self) {
        self.reader.set_onprogress(None);
        self.reader.abort();
    }
}
