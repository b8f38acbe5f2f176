//! gzip, unpacked by the readers' module while it is read. What it says is decided there.

use std::slice::Chunks;

use js_sys::Uint8Array;

use super::module::{self, limits};
use super::{Readers, Trouble};

/// So much is unpacked at a time: up to a thousand times of this comes out.
const SLICE_BYTES: usize = 1 << 14;

/// The unpacking of one file.
pub(crate) struct Unpacking {
    readers: Readers,
    gzip: module::Gzip,
}

impl Unpacking {
    /// Whether a file that begins so is packed.
    pub(crate) fn is_needed_for(start: &[u8]) -> bool {
        start.starts_with(b"\x1F\x8B")
    }

    pub(super) fn new(readers: &Readers, any_size: bool) -> Result<Unpacking, Trouble> {
        let gzip = module::Gzip::new(&limits(any_size)).map_err(|error| readers.trouble(&error))?;
        Ok(Unpacking { readers: readers.clone(), gzip })
    }

    /// What to feed of a piece at a time.
    pub(crate) fn slices(piece: &[u8]) -> Chunks<'_, u8> {
        piece.chunks(SLICE_BYTES)
    }

    /// Takes the next slice in and gives what it holds. It is not copied: who wants it may be elsewhere.
    pub(crate) fn feed(&self, slice: &[u8]) -> Result<Uint8Array, Trouble> {
        self.gzip.feed(slice).map_err(|error| self.readers.trouble(&error))
    }

    /// There are no more bytes: what is left.
    pub(crate) fn finish(&self) -> Result<Uint8Array, Trouble> {
        self.gzip.finish().map_err(|error| self.readers.trouble(&error))
    }

    /// What was found to be wrong at the end.
    pub(crate) fn warning(&self) -> Option<String> {
        self.gzip.trouble()
    }
}

impl Drop for Unpacking {
    fn drop(&mut self) {
        // Refused only after a breakdown in the middle of its work, which has been told.
        let _ = self.gzip.free();
    }
}
