//! The exports that are measured with: made once, kept in the compiler's folder, used again. `cargo xtask generate
//! --for-measuring` makes the same.

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use signerhunt_sample::{Generator, Shape};

use crate::environment;
use crate::trouble::{Trouble, about_file};

/// Written into the names of files: whoever changes the generator raises it.
const EDITION: u32 = 1;

const SEED: u64 = 20_261_124;

/// An export on the disk.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) path: PathBuf,
    pub(crate) n_rows: u64,
    pub(crate) n_bytes: u64,
    pub(crate) shape: Shape,
}

impl Export {
    /// The export with so many rows, made now where it is not there yet, and read once so that it is in memory.
    pub(crate) fn get(n_rows: u64, shape: Shape) -> Result<Export, Trouble> {
        let ending = if shape == Shape::JsonLines { "jsonl" } else { "csv" };
        let name = format!("rows-{n_rows}-edition-{EDITION}.{ending}");
        let path = environment::folder("data")?.join(name);
        if !path.exists() {
            make(&path, n_rows, shape)?;
        }
        let n_bytes = path.metadata().map_err(about_file("look at", &path))?.len();
        let export = Export { path, n_rows, n_bytes, shape };
        export.warm()?;
        Ok(export)
    }

    /// Its size as people say it.
    pub(crate) fn words(&self) -> String {
        let rows = match self.n_rows {
            rows if rows >= 1_000_000 => format!("{} M rows", rows as f64 / 1e6),
            rows => format!("{} k rows", rows / 1_000),
        };
        let kind = if self.shape == Shape::JsonLines { "JSON Lines" } else { "CSV" };
        format!("{kind}, {:.0} MB, {rows}", self.n_bytes as f64 / 1e6)
    }

    /// Reads it through, because what is measured is not the disk.
    fn warm(&self) -> Result<(), Trouble> {
        let file = File::open(&self.path).map_err(about_file("open", &self.path))?;
        let mut reader = BufReader::with_capacity(0, file);
        let mut piece = vec![0; 1 << 20];
        while reader.read(&mut piece).map_err(about_file("read", &self.path))? > 0 {}
        Ok(())
    }
}

fn make(path: &Path, n_rows: u64, shape: Shape) -> Result<(), Trouble> {
    eprintln!("   Making an export of {n_rows} rows: {}", path.display());
    // Under another name until it is whole: an interrupted run leaves none that looks finished.
    let unfinished = path.with_added_extension("unfinished");
    let mut file = File::create(&unfinished).map_err(about_file("create", &unfinished))?;
    for piece in Generator::for_measuring(n_rows, SEED, shape) {
        file.write_all(&piece).map_err(|error| {
            Trouble::new(format!(
                "Could not write {}: {error}. Large exports need room: about 600 bytes for each row.",
                unfinished.display()
            ))
        })?;
    }
    fs::rename(&unfinished, path).map_err(about_file("give its final name to", &unfinished))
}
