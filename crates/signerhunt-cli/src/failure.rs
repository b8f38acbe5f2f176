//! How a run can fail, and what the exit code says about it.

use std::fmt;
use std::process::ExitCode;

/// A run that came to no answer, in words that say what to do.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing could be read, or the answer could not be written.
    ReadOrWrite(String),
    /// The arguments do not suffice.
    Usage(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::ReadOrWrite(_) => ExitCode::from(1),
            Failure::Usage(_) => ExitCode::from(2),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::ReadOrWrite(words) | Failure::Usage(words) => f.write_str(words),
        }
    }
}
