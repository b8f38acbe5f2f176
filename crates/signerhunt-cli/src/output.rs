//! Where answers go: a file, or standard output.

use std::fs;
use std::io::{self, IsTerminal, Write, stdout};
use std::path::Path;

use crate::failure::Failure;

/// Whether somebody looks at standard output.
pub(crate) fn is_terminal() -> bool {
    stdout().is_terminal()
}

/// Writes a text to this file, or prints it.
pub(crate) fn put(text: &str, path: Option<&Path>) -> Result<(), Failure> {
    match path {
        None => print(text),
        Some(path) => fs::write(path, text).map_err(|error| {
            Failure::ReadOrWrite(format!("{} cannot be written: {error}", path.display()))
        }),
    }
}

/// Prints a text.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match stdout().write_all(text.as_bytes()) {
        // Whoever reads the answer has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            Err(Failure::ReadOrWrite(format!("standard output cannot be written: {error}")))
        }
        Ok(()) => Ok(()),
    }
}
