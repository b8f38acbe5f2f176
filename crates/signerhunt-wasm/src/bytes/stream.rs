//! A range of a file as a stream that fills a buffer of ours: the fastest way there is.
//!
//! The buffer goes with each read and comes back filled in part, usually with 64 to 500 kB, which are copied on while
//! they are in the processor's cache. The next read is asked for before the engine sees what came, so one buffer is enough:
//! two that alternate were no faster, since the browser's own process fills the pipe meanwhile.

use std::ops::Range;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, ReadableStreamByobReader, ReadableStreamGetReaderOptions, ReadableStreamReadResult,
    ReadableStreamReaderMode,
};

use super::ways::Way;
use super::{Failure, slice_of};
use crate::watchdog::Watch;

/// A stream that is being read.
pub(super) struct Stream {
    /// It must be held here. When nothing but its own pending read leads to it, Chromium's garbage collector takes it
    /// away, and the read never ends.
    reader: ReadableStreamByobReader,
    /// The read that was asked for; `None` when all has come.
    pending: Option<JsFuture>,
    n_left: u64,
}

#[wasm_bindgen]
extern "C" {
    /// A `Blob` and its stream, of which web-sys expects that they never throw. Older browsers have no streams, or none that
    /// fill buffers.
    type Streamed;

    #[wasm_bindgen(method, catch)]
    fn stream(this: &Streamed) -> Result<Streamed, JsValue>;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(
        this: &Streamed,
        options: &ReadableStreamGetReaderOptions,
    ) -> Result<ReadableStreamByobReader, JsValue>;
}

impl Stream {
    /// Begins to read. Each read gives at most `most_bytes`.
    pub(super) fn open(
        file: &Blob,
        range: Range<u64>,
        most_bytes: usize,
    ) -> Result<Stream, JsValue> {
        let options = ReadableStreamGetReaderOptions::new();
        options.set_mode(ReadableStreamReaderMode::Byob);
        let n_left = range.end - range.start;
        let slice: JsValue = slice_of(file, range)?.into();
        let reader = slice.unchecked_ref::<Streamed>().stream()?.reader(&options)?;
        let mut stream = Stream { reader, pending: None, n_left };
        stream.ask(&ArrayBuffer::new(most_bytes as u32));
        Ok(stream)
    }

    /// Writes the next bytes there, which has room for a whole read; gives their number, at least one.
    pub(super) async fn next(&mut self, watch: &Watch, room: &mut [u8]) -> Result<usize, Failure> {
        let pending = self.pending.as_mut().ok_or(Failure::Shorter)?;
        let result = watch.wait_for(Way::Stream.patience_s(), pending).await??;
        self.pending = None;
        let result: ReadableStreamReadResult = result.unchecked_into();
        let bytes: Uint8Array = match result.get_value().dyn_into() {
            Ok(bytes) if result.get_done() != Some(true) => bytes,
            _ => return Err(Failure::Shorter),
        };
        let n_bytes = bytes.length() as usize;
        bytes.copy_to(&mut room[..n_bytes]);
        self.n_left = self.n_left.saturating_sub(n_bytes as u64);
        if self.n_left > 0 {
            self.ask(&bytes.buffer());
        }
        Ok(n_bytes)
    }

    fn ask(&mut self, buffer: &ArrayBuffer) {
        let read = self.reader.read_with_array_buffer_view(&Uint8Array::new(buffer));
        self.pending = Some(JsFuture::from(read));
    }
}

impl Drop for Stream {
    /// Tells the browser that no more is wanted. A read that is still pending ends by this, or is never heard of again.
    fn drop(&mut self) {
        let cancelled = JsFuture::from(self.reader.cancel());
        spawn_local(async {
            // What failed has been told.
            let _ = cancelled.await;
        });
    }
}
