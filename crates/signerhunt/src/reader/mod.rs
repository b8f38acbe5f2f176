//! The conductor for one export: takes its bytes in pieces of any size and hands back its index.
//!
//! It does the work of no stage: the first bytes go to `sniff`, rows come from `delimited` and go to
//! `rows`, which sees the stages behind.

mod rows;
mod words;

use std::fmt;
use std::mem;

use crate::delimited::Scanner;
use crate::export::{Export, ReadOptions};
use crate::ledger::Rejected;
use crate::sniff::{Sniffed, sniff};
use rows::RowReader;

/// Reads one export, piece by piece.
///
/// How the bytes are cut into pieces changes nothing.
pub struct ExportReader {
    rows: RowReader,
    stage: Stage,
    n_bytes: u64,
}

/// An export that cannot be read at all: what happened, to which file, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// The export's name.
    pub name: String,
    /// What is wrong with it, to be read behind its name.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.message)
    }
}

impl std::error::Error for Unreadable {}

enum Stage {
    /// Waiting for enough bytes to tell what this is.
    Sniffing(Vec<u8>),
    /// Reading rows.
    Scanning(Scanner),
    /// Nothing more can be read.
    Stopped(Unreadable),
}

impl ExportReader {
    /// A reader for the export of this name; the name appears in every message about it.
    pub fn new(name: &str, options: ReadOptions) -> ExportReader {
        ExportReader {
            rows: RowReader::new(name, options),
            stage: Stage::Sniffing(Vec::new()),
            n_bytes: 0,
        }
    }

    /// Takes the next bytes in.
    ///
    /// # Errors
    ///
    /// The export cannot be read; every later call says the same.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.n_bytes += piece.len() as u64;
        let outcome = match &mut self.stage {
            Stage::Stopped(unreadable) => return Err(unreadable.clone()),
            Stage::Scanning(scanner) => {
                scanner.feed(piece, &mut |row| self.rows.take(&row));
                Ok(())
            }
            Stage::Sniffing(start) => {
                start.extend_from_slice(piece);
                // Judging a longest first line needs that many bytes, however they came.
                let start = mem::take(start);
                self.begin(start, false)
            }
        };
        self.check(outcome)
    }

    /// The export has ended: its index, and what was found out about it.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn finish(mut self) -> Result<Export, Unreadable> {
        if let Stage::Sniffing(start) = &mut self.stage {
            let start = mem::take(start);
            let outcome = self.begin(start, true);
            self.check(outcome)?;
        }
        match self.stage {
            Stage::Stopped(unreadable) => return Err(unreadable),
            Stage::Scanning(scanner) => scanner.finish(&mut |row| self.rows.take(&row)),
            Stage::Sniffing(_) => {}
        }
        self.rows.finish(self.n_bytes)
    }

    /// How many rows were read so far.
    pub fn n_rows(&self) -> u64 {
        self.rows.n_rows
    }

    /// The rejected rows kept so far; they are handed over, and the count of them stays.
    pub fn take_rejected(&mut self) -> Vec<Rejected> {
        mem::take(&mut self.rows.rejected)
    }

    /// Looks at the start of the export, and begins to read rows if that can be done.
    fn begin(&mut self, start: Vec<u8>, is_whole: bool) -> Result<(), String> {
        match sniff(&start, is_whole) {
            Sniffed::NeedMore => {
                self.stage = Stage::Sniffing(start);
                Ok(())
            }
            Sniffed::Refused(words) => Err(words.to_owned()),
            Sniffed::Delimited { skip, delimiter } => {
                let mut scanner = Scanner::new(delimiter, skip as u64);
                scanner.feed(&start[skip..], &mut |row| self.rows.take(&row));
                self.stage = Stage::Scanning(scanner);
                Ok(())
            }
        }
    }

    /// Stops for good when something was found that makes the export unreadable.
    fn check(&mut self, outcome: Result<(), String>) -> Result<(), Unreadable> {
        let Some(message) = outcome.err().or_else(|| self.rows.stopped.clone()) else {
            return Ok(());
        };
        let unreadable = Unreadable { name: self.rows.name.clone(), message };
        self.stage = Stage::Stopped(unreadable.clone());
        Err(unreadable)
    }
}
