//! Takes the bytes of an export in, packed with gzip or not, and gives the export at their end.

use signerhunt::{Export, ExportReader};

use crate::read::Outcome;
use crate::readers::{Readers, Unpacking};

/// The reader of an export, and what comes before it.
pub(crate) struct Intake<'a> {
    name: &'a str,
    pub(crate) reader: ExportReader,
    unpacking: Option<Unpacking>,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(name: &'a str, reader: ExportReader) -> Intake<'a> {
        Intake { name, reader, unpacking: None }
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
        }
        Ok(())
    }

    pub(crate) fn is_packed(&self) -> bool {
        self.unpacking.is_some()
    }

    pub(crate) fn feed(&mut self, piece: &[u8]) -> Result<(), Outcome> {
        let Intake { name, reader, unpacking } = self;
        match unpacking {
            None => Ok(reader.feed(piece)?),
            Some(unpacking) => {
                let fed = unpacking.feed(piece, |bytes| reader.feed(bytes));
                Ok(fed.map_err(|trouble| trouble.about(name))??)
            }
        }
    }

    /// There are no more bytes, or the rest is `cut_off` for this reason. `n_bytes` is what the export had before it was unpacked.
    pub(crate) fn finish(self, cut_off: Option<&str>, n_bytes: u64) -> Result<Export, Outcome> {
        let Intake { name, mut reader, unpacking } = self;
        if let Some(unpacking) = &unpacking {
            reader.feed(&unpacking.finish().map_err(|trouble| trouble.about(name))?)?;
        }
        let mut export = match cut_off {
            None => reader.finish()?,
            Some(reason) => reader.finish_cut_off(reason)?,
        };
        let source = &mut export.source;
        source.gzip |= unpacking.is_some();
        source.warnings.extend(unpacking.as_ref().and_then(Unpacking::warning));
        source.bytes = n_bytes;
        Ok(export)
    }
}
