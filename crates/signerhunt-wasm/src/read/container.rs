//! Files that need more than a stream: zip archives, an entry of one, workbooks, Parquet files. The readers' module opens
//! them, and what it gives is fed to the engine like any text.

use signerhunt::ExportReader;

use super::{Errand, Outcome};
use crate::intake::Intake;
use crate::memory::FULL;
use crate::protocol::EntryAt;
use crate::readers::{Opened, Trouble};
use crate::turn::Turn;

impl Errand<'_> {
    /// Reads a zip archive, an entry of one, a workbook or a Parquet file.
    pub(super) async fn read_container(
        &self,
        name: &str,
        file: &web_sys::Blob,
        entry: Option<EntryAt>,
    ) -> Result<Outcome, Outcome> {
        self.readers.ready().await.map_err(|trouble| trouble.about(name))?;
        self.check_wanted()?;
        let any_size = self.reading.any_size;
        let opened = match entry {
            Some(entry) => self.readers.open_entry(entry, file, any_size).await,
            None => self.readers.open(self.export, file, any_size).await,
        };
        let mut pieces = match opened.map_err(|trouble| trouble.about(name))? {
            Opened::Archive { entries, skipped } => {
                return Ok(Outcome::Archive { entries, skipped });
            }
            Opened::Pieces(pieces) => pieces,
        };
        let reader = ExportReader::new(name, self.options(pieces.converted_from()));
        let mut intake = Intake::new(name, reader);
        let mut turn = Turn::new(self.pace);
        let mut n_bytes = 0.0;
        let mut damage = loop {
            let piece = match pieces.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => break None,
                Err(trouble) => break Some(trouble),
            };
            self.check_wanted()?;
            if n_bytes == 0.0 {
                intake.look_at(&piece, self.readers, any_size).await?;
            }
            intake.feed(&piece)?;
            n_bytes += piece.len() as f64;
            // The text of a table has another size than the table.
            let total = pieces.n_bytes.filter(|_| pieces.converted_from().is_none());
            let reader = &mut intake.reader;
            let keeps_only_some = reader.keeps_only_some();
            self.tell(n_bytes, total.unwrap_or(n_bytes), reader.n_rows(), keeps_only_some);
            if !(self.mind_memory)(reader) {
                break Some(Trouble::new(FULL));
            }
            turn.pass_on().await;
        };
        self.check_wanted()?;
        if let Some(trouble) = damage.take_if(|trouble| trouble.is_too_large || trouble.is_bomb) {
            return Err(trouble.about(name));
        }
        let n_bytes = pieces.n_bytes.unwrap_or_else(|| file.size()) as u64;
        let cut_off = damage.as_ref().map(|damage| damage.message.as_str());
        let mut export = intake.finish(cut_off, n_bytes)?;
        export.source.warnings.extend(pieces.warnings());
        Ok(Outcome::Read(Box::new(export)))
    }
}
