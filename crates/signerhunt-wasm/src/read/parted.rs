//! Files that need not be read from their start to their end: the helpers read parts of them, and what is wanted of a few
//! records is read where they stand.

use signerhunt::ExportReader;
use web_sys::Blob;

use super::{Errand, Going, Outcome, Sought};
use crate::bytes::Bytes;
use crate::helpers::ExportFile;
use crate::parts::PartedFile;

impl Errand<'_> {
    /// Reads the rest of a large file together with the helpers.
    pub(super) async fn read_parts(
        &self,
        going: &mut Going<'_>,
        name: &str,
        file: &Blob,
        first: u64,
    ) -> Result<(), Outcome> {
        let tell = |n_bytes: u64, n_rows: u64, reader: &ExportReader| {
            self.tell(n_bytes as f64, file.size(), n_rows, reader.keeps_only_some());
            self.check_wanted()
        };
        let (file, ahead) = (self.export_file(name, file), self.ahead.clone());
        let parted = PartedFile { file, ahead, tell: &tell, mind_memory: self.mind_memory };
        going.is_full = parted.read(&mut going.intake.reader, first, self.helpers).await?;
        Ok(())
    }

    /// Reads the records that are wanted, each from where it begins.
    pub(super) async fn read_records(
        &self,
        going: &mut Going<'_>,
        name: &str,
        file: &Blob,
    ) -> Result<(), Outcome> {
        /// A record is at most a megabyte long; where it ends shows behind it.
        const MOST_BYTES: u64 = 1 << 21;
        let reader = &mut going.intake.reader;
        let Sought::Records(records) = self.sought else { return Ok(()) };
        for &offset in records {
            if reader.has_record(offset) || !reader.go_to_record(offset) {
                continue;
            }
            let end = (offset + MOST_BYTES).min(file.size() as u64);
            let mut bytes = Bytes::of_file(name, file, offset..end, self.pace);
            while !reader.has_record(offset)
                && let Some(piece) = bytes.next().await?
            {
                reader.feed(piece)?;
            }
        }
        Ok(())
    }

    /// What a helper must know.
    pub(super) fn export_file(&self, name: &str, file: &Blob) -> ExportFile {
        ExportFile {
            export: self.export,
            name: name.to_owned(),
            blob: file.clone(),
            reading: self.reading,
        }
    }
}
