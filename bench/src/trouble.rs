//! Why measuring stopped: a whole message for a person, with what to do about it.

use std::fmt;
use std::io;
use std::path::Path;

/// A message that says what happened, to what, and what to do.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    pub(crate) fn new(message: impl Into<String>) -> Trouble {
        Trouble(message.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Turns an error of the file system into one that names the file.
pub(crate) fn about_file<'path>(
    doing: &'path str,
    path: &'path Path,
) -> impl FnOnce(io::Error) -> Trouble + 'path {
    move |error| Trouble::new(format!("Could not {doing} {}: {error}.", path.display()))
}
