//! The file of rejected rows: JSON Lines, written while the exports are read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use signerhunt::Rejected;

use crate::failure::Failure;

/// An open file of rejected rows.
pub(crate) struct RejectsFile {
    path: PathBuf,
    writer: BufWriter<File>,
}

impl RejectsFile {
    pub(crate) fn create(path: &Path) -> Result<RejectsFile, Failure> {
        let file = File::create(path).map_err(|error| trouble(path, &error))?;
        Ok(RejectsFile { path: path.to_owned(), writer: BufWriter::new(file) })
    }

    pub(crate) fn write(&mut self, rejected: &[Rejected]) -> Result<(), Failure> {
        for row in rejected {
            serde_json::to_writer(&mut self.writer, row)
                .map_err(std::io::Error::from)
                .and_then(|()| self.writer.write_all(b"\n"))
                .map_err(|error| trouble(&self.path, &error))?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.writer.flush().map_err(|error| trouble(&self.path, &error))
    }
}

fn trouble(path: &Path, error: &std::io::Error) -> Failure {
    Failure::ReadOrWrite(format!("{} cannot be written: {error}", path.display()))
}
