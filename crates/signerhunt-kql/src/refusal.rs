//! Why a rule is not taken, and where: line and column in the file, the reason, and what to do.

use std::fmt;

/// A rule that asks for something that cannot be answered here, or that is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The line in the file, from 1.
    pub line: u32,
    /// The character in that line, from 1.
    pub column: u32,
    /// What is wrong and what to do about it.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}

impl std::error::Error for Refusal {}

/// What is wrong at some byte of a text; a [`Refusal`] when it is known where that text stands in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Trouble {
    /// The byte in the text.
    pub(crate) at: usize,
    /// What is wrong and what to do about it.
    pub(crate) reason: String,
}

/// There is trouble.
pub(crate) fn trouble<T>(at: usize, reason: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble { at, reason: reason.into() })
}
