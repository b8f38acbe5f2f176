//! Takes the bytes of an export in, packed with gzip or not, and gives the export at their end. What is packed is unpacked
//! here, or elsewhere at the same time: no byte is read twice, whoever unpacked it.

use std::slice::Chunks;

use js_sys::Uint8Array;
use signerhunt::{Export, ExportReader};

use crate::read::Outcome;
use crate::readers::{Readers, Unpacking};

/// The reader of an export, and what comes before it.
pub(crate) struct Intake<'a> {
    name: &'a str,
    pub(crate) reader: ExportReader,
    is_packed: bool,
    /// `None` also when it has ended.
    unpacking: Option<Unpacking>,
    /// How many bytes were unpacked here ..
    n_unpacked: u64,
    /// .. and how many were read, whoever unpacked them.
    n_read: u64,
    /// What is wrong with the packing.
    warning: Option<String>,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(name: &'a str, reader: ExportReader) -> Intake<'a> {
        Intake {
            name,
            reader,
            is_packed: false,
            unpacking: None,
            n_unpacked: 0,
            n_read: 0,
            warning: None,
        }
    }

    /// Looks at the first bytes, before they are fed.
    pub(crate) async fn look_at(
        &mut self,
        start: &[u8],
        readers: &Readers,
        any_size: bool,
    ) -> Result<(), Outcome> {
        if Unpacking::is_needed_for(start) {
            let unpacking = readers.unpacking(any_size).await;
            self.unpacking = Some(unpacking.map_err(|trouble| trouble.about(self.name))?);
            self.is_packed = true;
        }
        Ok(())
    }

    pub(crate) fn is_packed(&self) -> bool {
        self.is_packed
    }

    /// What to feed of a piece at a time.
    pub(crate) fn slices<'b>(&self, piece: &'b [u8]) -> Chunks<'b, u8> {
        match self.is_packed {
            true => Unpacking::slices(piece),
            false => piece.chunks(piece.len().max(1)),
        }
    }

    /// How many bytes were read that were packed.
    pub(crate) fn n_read(&self) -> u64 {
        self.n_read
    }

    pub(crate) fn feed(&mut self, piece: &[u8]) -> Result<(), Outcome> {
        if !self.is_packed {
            return Ok(self.reader.feed(piece)?);
        }
        for slice in Unpacking::slices(piece) {
            let Some(unpacking) = &self.unpacking else { break };
            let unpacked = unpacking.feed(slice).map_err(|trouble| trouble.about(self.name))?;
            self.read_own(&unpacked)?;
        }
        Ok(())
    }

    fn read_own(&mut self, unpacked: &Uint8Array) -> Result<(), Outcome> {
        let start = self.n_unpacked;
        self.n_unpacked += u64::from(unpacked.length());
        self.read(start, unpacked)
    }

    /// Reads unpacked bytes, as far as they were not. `start` of them stand before; these must have been read.
    pub(crate) fn read(&mut self, start: u64, unpacked: &Uint8Array) -> Result<(), Outcome> {
        let n_known = (self.n_read - start).min(u64::from(unpacked.length())) as u32;
        let fresh = unpacked.subarray(n_known, unpacked.length()).to_vec();
        self.n_read += fresh.len() as u64;
        Ok(self.reader.feed(&fresh)?)
    }

    /// No more is unpacked: all was, with this trouble, or the rest is not wanted.
    pub(crate) fn end_unpacking(&mut self, warning: Option<String>) {
        self.unpacking = None;
        self.warning = warning;
    }

    /// There are no more bytes, or the rest is `cut_off` for this reason. `n_bytes` is what the export had before it was unpacked.
    pub(crate) fn finish(mut self, cut_off: Option<&str>, n_bytes: u64) -> Result<Export, Outcome> {
        if let Some(unpacking) = self.unpacking.take() {
            let rest = unpacking.finish().map_err(|trouble| trouble.about(self.name))?;
            self.read_own(&rest)?;
            self.warning = unpacking.warning();
        }
        let Intake { reader, is_packed, warning, .. } = self;
        let mut export = match cut_off {
            None => reader.finish()?,
            Some(reason) => reader.finish_cut_off(reason)?,
        };
        let source = &mut export.source;
        source.gzip |= is_packed;
        source.warnings.extend(warning);
        source.bytes = n_bytes;
        Ok(export)
    }
}
