//! Delimited text: rows and cells by RFC 4180. [`scanner`] finds them; this file is what a row is
//! once it is found, and how a cell is unquoted.

mod batch;
mod marks;
mod orderly;
mod scanner;

use std::borrow::Cow;

use memchr::memchr;

pub(crate) use batch::{RowBatch, RowSink};
pub(crate) use scanner::Scanner;

/// A row as it stands in the export.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The row without its line end.
    pub(crate) bytes: &'a [u8],
    /// What `ends` has for the first of `bytes`.
    base: u32,
    /// Where each cell ends; the byte there is the delimiter or the row's end.
    ends: &'a [u32],
    /// How many bytes of the export stand before the row.
    pub(crate) offset: u64,
    /// The line of its first byte, counted from 1.
    pub(crate) line: u64,
    /// Why its cells cannot be trusted.
    pub(crate) fault: Option<Fault>,
    /// It is the last one and no line end follows.
    pub(crate) unterminated: bool,
}

/// What makes a row's cells untrustworthy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A quote opens in it and no quote closes it.
    OpenQuote,
    /// It is longer than [`Scanner::MAX_ROW_BYTES`].
    TooLong,
    /// The export ends inside a quoted cell of it.
    CutInQuote,
}

impl<'a> Row<'a> {
    pub(crate) fn n_cells(&self) -> usize {
        self.ends.len()
    }

    /// The content of a cell, unquoted, or `None` when the row has fewer cells.
    #[inline]
    pub(crate) fn cell(&self, cell_idx: usize) -> Option<Cow<'a, [u8]>> {
        self.raw_cell(cell_idx).map(unquote)
    }

    /// The content of a cell that stands in the export as it is; `None` when there is no such cell, or it has quotes in
    /// it.
    #[inline(always)]
    pub(crate) fn plain_cell(&self, cell_idx: usize) -> Option<&'a [u8]> {
        let cell = self.raw_cell(cell_idx)?;
        match cell {
            [b'"', inner @ .., b'"'] => memchr(b'"', inner).is_none().then_some(inner),
            [b'"', ..] => None,
            _ => Some(cell),
        }
    }

    #[inline(always)]
    fn raw_cell(&self, cell_idx: usize) -> Option<&'a [u8]> {
        let (start, end) = match cell_idx.checked_sub(1) {
            None => (self.base, *self.ends.first()?),
            Some(before) => {
                let [start, end] = self.ends.get(before..)?.first_chunk()?;
                (*start + 1, *end)
            }
        };
        Some(&self.bytes[(start - self.base) as usize..(end - self.base) as usize])
    }
}

/// A cell's content: the quotes around it taken off, doubled quotes made single.
fn unquote(cell: &[u8]) -> Cow<'_, [u8]> {
    let Some((b'"', inner)) = cell.split_first() else {
        return Cow::Borrowed(cell);
    };
    match memchr(b'"', inner) {
        None => Cow::Borrowed(inner),
        Some(quote) if quote + 1 == inner.len() => Cow::Borrowed(&inner[..quote]),
        Some(_) => Cow::Owned(unescape(inner)),
    }
}

/// Content with quotes in it: a doubled quote is one quote, a single one ends the quoting, and what
/// stands behind it is taken as it is.
fn unescape(inner: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(quote) = memchr(b'"', rest) {
        content.extend_from_slice(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.split_first() {
            Some((b'"', after)) => {
                content.push(b'"');
                rest = after;
            }
            _ => break,
        }
    }
    content.extend_from_slice(rest);
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        assert_eq!(unquote(cell.as_bytes()), expected.as_bytes());
    }

    #[test]
    fn quotes_come_off() {
        check("", "");
        check("plain", "plain");
        check(r#""""#, "");
        check(r#""ConnectWise, LLC""#, "ConnectWise, LLC");
        check(r#""say ""hi"" now""#, r#"say "hi" now"#);
        check(r#""""quoted""""#, r#""quoted""#);
    }

    #[test]
    fn stray_quotes_are_taken_as_they_are() {
        check(r#"5" disk"#, r#"5" disk"#);
        check(r#""abc"def"#, "abcdef");
        check(r#""abc"d"e"f"#, r#"abcd"e"f"#);
        check(r#""open"#, "open");
    }
}
