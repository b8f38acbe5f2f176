//! Rows of one text that were found together, so that they can be worked on together.

use super::Row;

/// Where a row was found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundRow {
    pub(super) start: u32,
    /// Where its line end begins.
    pub(super) end: u32,
    /// Which of the cells' ends are its own: from this one ..
    pub(super) first_end: u32,
    /// .. up to this one, which is not.
    pub(super) behind_ends: u32,
    /// The line of its first byte, counted from 1.
    pub(super) line: u64,
}

/// Some whole rows in good order, at most [`RowBatch::MOST_ROWS`].
pub(crate) struct RowBatch<'a> {
    pub(super) text: &'a [u8],
    /// How many bytes of the export stand before the text.
    pub(super) offset: u64,
    pub(super) rows: &'a [FoundRow],
    /// Where cells end in the text, row by row.
    pub(super) ends: &'a [u32],
}

impl<'a> RowBatch<'a> {
    /// So many are enough for the processor to wait for the memory once for all of them, and few enough for what is known
    /// of them to stay in its nearest cache.
    pub(crate) const MOST_ROWS: usize = 32;

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes of the export stand before one of them.
    #[inline(always)]
    pub(crate) fn offset(&self, idx: usize) -> u64 {
        self.offset + u64::from(self.rows[idx].start)
    }

    /// One of them.
    #[inline(always)]
    pub(crate) fn row(&self, idx: usize) -> Row<'a> {
        let FoundRow { start, end, first_end, behind_ends, line } = self.rows[idx];
        Row {
            bytes: &self.text[start as usize..end as usize],
            base: start,
            ends: &self.ends[first_end as usize..behind_ends as usize],
            offset: self.offset + u64::from(start),
            line,
            fault: None,
            unterminated: false,
        }
    }
}

/// Takes rows in as they are found.
pub(crate) trait RowSink {
    fn take_row(&mut self, row: Row<'_>);

    /// Takes several.
    fn take_rows(&mut self, rows: RowBatch<'_>) {
        (0..rows.len()).for_each(|idx| self.take_row(rows.row(idx)));
    }
}

impl<F: FnMut(Row<'_>)> RowSink for F {
    fn take_row(&mut self, row: Row<'_>) {
        self(row);
    }
}
