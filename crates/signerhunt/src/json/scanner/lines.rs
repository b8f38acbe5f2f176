//! Text with one record a line, in parts: where the scanner can be told to go on behind text that another one read,
//! and what it must know of that text.
//!
//! Between two such lines the scanner holds next to nothing. What it holds all the same either cannot change what is
//! found in the lines that follow, or is compared here.

use super::{JsonScanner, Place};
use crate::json::{Item, Layout};
use crate::wire::wire;

/// What a scanner of a part must tell.
pub(crate) struct LinesEnd {
    n_lines: u64,
    had_damage: bool,
    /// Damage before the part would have changed what was found in it.
    needs_no_damage_before: bool,
    /// Nothing but records, and nothing that is still open.
    has_only_records: bool,
}

wire!(LinesEnd { n_lines, had_damage, needs_no_damage_before, has_only_records });

impl JsonScanner {
    /// A scanner for lines that begin so many bytes into the export. It counts them from 1.
    pub(crate) fn in_lines(offset: u64) -> JsonScanner {
        JsonScanner {
            layout: Some(Layout::Objects),
            had_one_line: true,
            records_are_lines: true,
            line_start: offset,
            ..JsonScanner::new(offset)
        }
    }

    /// Whether the last record outside of everything had a line of its own, and the next is outside of everything too.
    pub(crate) fn is_in_lines(&self) -> bool {
        self.records_are_lines && self.lists.is_empty() && self.layout == Some(Layout::Objects)
    }

    /// The place of the next byte, if it begins a line that stands for itself.
    pub(crate) fn line_start(&self) -> Option<u64> {
        let is_between = self.place == Place::Between && self.line_start == self.offset;
        (is_between && self.is_in_lines()).then_some(self.offset)
    }

    /// There is no more text of this part: gives what was still unfinished, and tells how it ended.
    pub(crate) fn end_part(self, on_item: &mut impl FnMut(Item<'_>)) -> LinesEnd {
        let end = LinesEnd {
            n_lines: self.line - 1,
            had_damage: self.had_damage,
            needs_no_damage_before: self.needs_no_damage_before,
            has_only_records: self.has_only_records && !self.had_list && self.lists.is_empty(),
        };
        self.finish(on_item);
        end
    }

    /// Whether a scanner behind this one's text finds what that one found.
    pub(crate) fn can_be_followed_by(&self, part: &LinesEnd) -> bool {
        part.has_only_records && !(self.had_damage && part.needs_no_damage_before)
    }

    /// Goes on behind lines that another scanner read. Says how many there were before them.
    pub(crate) fn skip_lines(&mut self, offset: u64, part: &LinesEnd) -> u64 {
        let n_lines_before = self.line - 1;
        self.line += part.n_lines;
        self.had_damage |= part.had_damage;
        self.offset = offset;
        self.line_start = offset;
        n_lines_before
    }
}
