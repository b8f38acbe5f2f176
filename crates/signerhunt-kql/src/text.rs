//! A piece of a file, with where it stands there. What a rule's query is may be cut out of the file in pieces: without its
//! indentation, its line ends, the escapes of its quotes. Errors are told at the place in the file all the same.

use crate::refusal::{Refusal, Trouble};

/// A text and where its bytes come from.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Text {
    /// The text.
    pub(crate) value: String,
    /// From which byte of the text on it is the file from which byte on. Ascending.
    runs: Vec<(usize, usize)>,
}

impl Text {
    /// The whole of a file from this byte on.
    pub(crate) fn from(file: &str, start: usize) -> Text {
        Text { value: file[start..].to_owned(), runs: vec![(0, start)] }
    }

    /// Adds what stands at this byte of the file.
    pub(crate) fn push(&mut self, piece: &str, at: usize) {
        self.stands_at(at);
        self.value.push_str(piece);
    }

    /// What comes next stands at this byte of the file.
    pub(crate) fn stands_at(&mut self, at: usize) {
        let end = self.value.len();
        let is_next = self.runs.last().is_some_and(|&(start, origin)| origin + (end - start) == at);
        if !is_next {
            self.runs.push((end, at));
        }
    }

    /// Takes back the spaces at the end.
    pub(crate) fn trim_end(&mut self) {
        self.value.truncate(self.value.trim_end_matches([' ', '\t']).len());
        self.runs.retain(|&(start, _)| start <= self.value.len());
    }

    /// The byte of the file that a byte of the text is.
    pub(crate) fn origin(&self, at: usize) -> usize {
        let n_begun = self.runs.partition_point(|&(start, _)| start <= at);
        let run = n_begun.checked_sub(1).and_then(|last| self.runs.get(last));
        run.map_or(0, |&(start, origin)| origin + (at - start))
    }

    /// Trouble in the text as trouble in the file.
    pub(crate) fn refusal(&self, file: &str, trouble: Trouble) -> Refusal {
        refusal(file, Trouble { at: self.origin(trouble.at), reason: trouble.reason })
    }
}

/// Trouble at a byte of a file, by line and column.
pub(crate) fn refusal(file: &str, trouble: Trouble) -> Refusal {
    let (line, column) = place(file, trouble.at);
    Refusal { line, column, reason: trouble.reason }
}

/// The line and the character in it of a byte of a file, from 1. The byte order mark is none.
fn place(file: &str, at: usize) -> (u32, u32) {
    let mut before = &file[..at.min(file.len())];
    let mut line = 1;
    while let Some(end) = before.find(['\n', '\r']) {
        let n_bytes = if before[end..].starts_with("\r\n") { 2 } else { 1 };
        before = &before[end + n_bytes..];
        line += 1;
    }
    let column = before.trim_start_matches('\u{FEFF}').chars().count() as u32 + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, at: usize, expected: (u32, u32)) {
        assert_eq!(place(file, at), expected);
    }

    #[test]
    fn lines_end_in_three_ways_and_columns_are_characters() {
        check("", 0, (1, 1));
        check("a\nb\r\nc\rd", 2, (2, 1));
        check("a\nb\r\nc\rd", 5, (3, 1));
        check("a\nb\r\nc\rd", 7, (4, 1));
        check("äö x", 5, (1, 4));
        check("\u{FEFF}x", 3, (1, 1));
        check("x", 9, (1, 2));
    }

    #[test]
    fn pieces_remember_where_they_stood() {
        let mut text = Text::default();
        text.push("one\n", 10);
        text.push("two\n", 20);
        text.push("three", 24);
        assert_eq!([0, 3, 4, 8, 12].map(|at| text.origin(at)), [10, 13, 20, 24, 28]);
        assert_eq!(text.runs.len(), 2);
        assert_eq!(Text::from("abcdef", 2).origin(1), 3);
    }
}
