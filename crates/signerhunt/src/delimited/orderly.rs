//! Rows of delimited text that is in good order, 64 bytes at a time.
//!
//! Text is in good order when each quote opens a cell, closes it or is one of a doubled pair: then a
//! byte stands inside quotes exactly when an odd number of quotes stands before it, and no byte needs to
//! be looked at by itself. What is not in good order is not judged here but left to the exact machine,
//! [`super::scanner`], which gives the same rows from any text and which this must agree with.

use std::{mem, slice};

use super::batch::{FoundRow, RowBatch, RowSink};
use super::marks::{BLOCK_BYTES, FindMarks, Marker, Marks, WithMarks, parity_up_to};

/// Where a row stands in the export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// How many bytes of the export stand before it.
    pub(super) offset: u64,
    /// The line of its first byte, counted from 1.
    pub(super) line: u64,
}

/// What has to be known of the block before.
#[derive(Clone, Copy)]
struct Carry {
    /// All ones inside quotes, else zero.
    inside: u64,
    /// A quote may open at the first byte: what stands before it ends a cell or is a quote.
    may_open: u64,
    /// A quote closed right before the first byte.
    just_closed: u64,
    /// A `\r` that ended a row stands right before the first byte.
    after_return: u64,
}

/// A block as it is understood.
struct Block {
    /// Where rows end.
    row_ends: u64,
    /// Where cells end, those at the rows' ends included.
    cell_ends: u64,
    /// Line feeds inside quotes.
    inner_lines: u64,
    /// Where the text is found not to be in good order.
    disorder: u64,
}

impl Carry {
    /// At the start of a row.
    const ROW_START: Carry = Carry { inside: 0, may_open: 1, just_closed: 0, after_return: 0 };

    /// Where cells end in a block in which nothing else is to be seen, as in most. `None`: it must be read.
    #[inline(always)]
    fn cell_ends_only(&mut self, marks: Marks) -> Option<u64> {
        if marks.quotes | marks.breaks | self.just_closed | self.after_return != 0 {
            return None;
        }
        self.may_open = marks.delimiters >> 63;
        Some(marks.delimiters & !self.inside)
    }

    /// `returns`: which of the breaks are carriage returns.
    #[inline(always)]
    fn read(&mut self, marks: Marks, returns: u64) -> Block {
        let Marks { quotes, delimiters, breaks } = marks;
        // An opening quote counts as inside, a closing one does not.
        let inside = parity_up_to(quotes) ^ self.inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let may_follow = delimiters | breaks | quotes;
        let behind_closing = closing << 1 | self.just_closed;
        let disorder = opening & !(may_follow << 1 | self.may_open) | behind_closing & !may_follow;

        let ending_returns = returns & !inside;
        let after_return = ending_returns << 1 | self.after_return;
        let line_feeds = breaks & !returns;
        // The line feed behind a return belongs to the same line end.
        let row_ends = ending_returns | line_feeds & !inside & !after_return;
        *self = Carry {
            inside: ((inside as i64) >> 63) as u64,
            may_open: may_follow >> 63,
            just_closed: closing >> 63,
            after_return: ending_returns >> 63,
        };
        Block {
            row_ends,
            cell_ends: row_ends | delimiters & !inside,
            inner_lines: line_feeds & inside,
            disorder,
        }
    }
}

/// Memory for what was found in a text and not handed on yet.
pub(super) struct Found {
    /// Where cells end. Only the first ones are meant, as many as the walk knows.
    ends: Vec<u32>,
    rows: Vec<FoundRow>,
}

impl Found {
    pub(super) fn new() -> Found {
        Found { ends: Vec::new(), rows: Vec::new() }
    }
}

/// Gives the rows that `text` begins with, as long as they are whole, in good order and at most
/// `max_row_bytes` long. Says how many bytes they have with their line ends, and moves `place` as far.
///
/// `found` is memory that is empty before and after.
pub(super) fn orderly_rows(
    text: &[u8],
    marker: Marker,
    max_row_bytes: usize,
    place: &mut Place,
    found: &mut Found,
    sink: &mut dyn RowSink,
) -> usize {
    // Places in it fit into 32 bits.
    const MOST_BYTES: usize = 1 << 30;
    let text = &text[..text.len().min(MOST_BYTES)];
    let Place { offset, line } = *place;
    let walk = Walk {
        text,
        max_row_bytes,
        offset,
        line,
        rows: &mut found.rows,
        sink,
        row_start: 0,
        inner_lines: 0,
        n_ends: 0,
        first_end: 0,
    };
    let (n_bytes, line) = marker.run((walk, &mut found.ends));
    *place = Place { offset: offset + n_bytes as u64, line };
    n_bytes
}

/// A walk through a text, block by block.
struct Walk<'a> {
    text: &'a [u8],
    max_row_bytes: usize,
    /// How many bytes of the export stand before the text.
    offset: u64,
    /// The line that the row begins on.
    line: u64,
    /// The rows that were found and not handed on yet.
    rows: &'a mut Vec<FoundRow>,
    sink: &'a mut dyn RowSink,
    /// Where the row begins that the walk is in.
    row_start: usize,
    /// Line feeds inside quotes of this row, up to the last block's end.
    inner_lines: u64,
    /// How many ends of cells were found and not handed on yet.
    n_ends: usize,
    /// Which of them is the first one of the row that the walk is in.
    first_end: usize,
}

impl WithMarks for (Walk<'_>, &mut Vec<u32>) {
    /// How many bytes the rows have, and the line behind them.
    type Output = (usize, u64);

    #[inline(always)]
    fn run(self, finder: impl FindMarks) -> (usize, u64) {
        let (mut walk, ends) = self;
        let (blocks, tail) = walk.text.as_chunks::<BLOCK_BYTES>();
        let mut padded = [0; BLOCK_BYTES];
        padded[..tail.len()].copy_from_slice(tail);
        let last = slice::from_ref(&padded);
        let mut carry = Carry::ROW_START;
        let mut start = 0;
        for stretch in blocks.chunks(STRETCH_BLOCKS).chain([last]) {
            let n_most = walk.n_ends + STRETCH_BLOCKS * BLOCK_BYTES;
            if ends.len() < n_most {
                ends.resize(n_most * 2, 0);
            }
            let is_too_long = start - walk.row_start.min(start) > walk.max_row_bytes;
            if is_too_long || walk.go(finder, &mut carry, stretch, start, ends).is_none() {
                break;
            }
            start += size_of_val(stretch);
        }
        walk.hand_on(ends);
        (walk.row_start, walk.line)
    }
}

/// So many blocks are read without a look at how much memory there is for what is found in them.
const STRETCH_BLOCKS: usize = 64;

/// Rows that have as many cells together are handed on. Those of the table have some 18.
const ENOUGH_ENDS: usize = 1 << 12;

impl Walk<'_> {
    /// Goes through some blocks; `None` when nothing behind them can be given.
    #[inline(always)]
    fn go(
        &mut self,
        finder: impl FindMarks,
        carry: &mut Carry,
        blocks: &[[u8; BLOCK_BYTES]],
        start: usize,
        ends: &mut [u32],
    ) -> Option<()> {
        let mut n_ends = self.n_ends;
        for (block_idx, block) in blocks.iter().enumerate() {
            let block_start = start + block_idx * BLOCK_BYTES;
            let marks = finder.marks(block);
            if let Some(cell_ends) = carry.cell_ends_only(marks) {
                n_ends = push_ends(ends, n_ends, cell_ends, block_start)?;
                continue;
            }
            let returns = if marks.breaks == 0 { 0 } else { finder.returns(block) };
            let block = carry.read(marks, returns);
            n_ends = push_ends(ends, n_ends, block.cell_ends, block_start)?;
            if block.row_ends | block.inner_lines | block.disorder != 0 {
                self.n_ends = n_ends;
                self.step(block_start, block, ends)?;
                n_ends = self.n_ends;
            }
        }
        self.n_ends = n_ends;
        Some(())
    }

    /// Finds the rows that end in a block; `None` when nothing behind it can be given.
    #[inline(always)]
    fn step(&mut self, block_start: usize, mut block: Block, ends: &mut [u32]) -> Option<()> {
        // What is behind the first disorder is not understood.
        let understood = (block.disorder & block.disorder.wrapping_neg()).wrapping_sub(1);
        let mut row_ends = block.row_ends & understood;
        while row_ends != 0 {
            let bit = row_ends.trailing_zeros();
            row_ends &= row_ends - 1;
            let up_to_end = u64::MAX >> (63 - bit);
            let n_behind = (block.cell_ends & !up_to_end).count_ones() as usize;
            self.inner_lines += u64::from((block.inner_lines & up_to_end).count_ones());
            block.inner_lines &= !up_to_end;
            self.end_row(block_start + bit as usize, self.n_ends - n_behind)?;
            if self.rows.len() == RowBatch::MOST_ROWS || self.first_end >= ENOUGH_ENDS {
                self.hand_on(ends);
            }
        }
        self.inner_lines += u64::from(block.inner_lines.count_ones());
        (block.disorder == 0).then_some(())
    }

    /// Adds the row that ends here, unless it is blank. `None` when it cannot be given.
    #[inline(always)]
    fn end_row(&mut self, end: usize, behind_ends: usize) -> Option<()> {
        let n_end_bytes = match self.text[end..] {
            // Whether a line feed follows is not known yet.
            [b'\r'] => return None,
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        if end - self.row_start > self.max_row_bytes {
            return None;
        }
        if end > self.row_start {
            self.rows.push(FoundRow {
                start: self.row_start as u32,
                end: end as u32,
                first_end: self.first_end as u32,
                behind_ends: behind_ends as u32,
                line: self.line,
            });
        }
        self.first_end = behind_ends;
        self.line += 1 + mem::take(&mut self.inner_lines);
        self.row_start = end + n_end_bytes;
        Some(())
    }

    /// Hands the rows on that were found, with the ends of their cells.
    #[inline(never)]
    fn hand_on(&mut self, ends: &mut [u32]) {
        if !self.rows.is_empty() {
            let Walk { text, offset, rows, .. } = self;
            self.sink.take_rows(RowBatch { text, offset: *offset, rows, ends });
            rows.clear();
        }
        ends.copy_within(self.first_end..self.n_ends, 0);
        self.n_ends -= self.first_end;
        self.first_end = 0;
    }
}

/// Writes down where cells end in a block, behind as many ends as there are. Says how many there are then; `None` never,
/// since there is room.
#[inline(always)]
fn push_ends(ends: &mut [u32], n_ends: usize, bits: u64, block_start: usize) -> Option<usize> {
    // So many at a time, whether there are as many or not: to count would take longer.
    const AT_A_TIME: usize = 2;
    let block_start = block_start as u32;
    let room: &mut [u32; BLOCK_BYTES] = ends.get_mut(n_ends..)?.first_chunk_mut()?;
    let (room, _) = room.as_chunks_mut::<AT_A_TIME>();
    let mut rest = bits;
    for places in room {
        for place in places {
            *place = block_start + rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
        }
        if rest == 0 {
            break;
        }
    }
    Some(n_ends + bits.count_ones() as usize)
}
