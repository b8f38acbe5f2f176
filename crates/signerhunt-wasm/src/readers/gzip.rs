//! gzip, unpacked by the readers' module while it is read. What it says is decided there.

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

    /// Takes the next bytes in and hands on what they hold.
    pub(crate) fn feed<E>(
        &self,
        piece: &[u8],
        mut on_bytes: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Result<(), E>, Trouble> {
        for slice in piece.chunks(SLICE_BYTES) {
            let unpacked = self.gzip.feed(slice).map_err(|error| self.readers.trouble(&error))?;
            if let Err(error) = on_bytes(&unpacked) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    /// There are no more bytes: what is left.
    pub(crate) fn finish(&self) -> Result<Vec<u8>, Trouble> {
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
