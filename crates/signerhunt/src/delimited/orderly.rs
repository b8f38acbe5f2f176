//! Rows of delimited text that is in good order, 64 bytes at a time.
//!
//! Text is in good order when each quote opens a cell, closes it or is one of a doubled pair: then a
//! byte stands inside quotes exactly when an odd number of quotes stands before it, and no byte needs to
//! be looked at by itself. What is not in good order is not judged here but left to the exact machine,
//! [`super::scanner`], which gives the same rows from any text and which this must agree with.

use super::Row;
use super::marks::{BLOCK_BYTES, Marker, Marks, WithMarks, parity_up_to};

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

    #[inline(always)]
    fn read(&mut self, marks: Marks) -> Block {
        // Most blocks are as simple as that.
        let odd = marks.quotes | marks.line_feeds | marks.returns;
        if odd | self.inside | self.just_closed | self.after_return == 0 {
            self.may_open = marks.delimiters >> 63;
            return Block { row_ends: 0, cell_ends: marks.delimiters, inner_lines: 0, disorder: 0 };
        }
        self.read_any(marks)
    }

    #[inline(always)]
    fn read_any(&mut self, marks: Marks) -> Block {
        let Marks { quotes, delimiters, line_feeds, returns } = marks;
        // An opening quote counts as inside, a closing one does not.
        let inside = parity_up_to(quotes) ^ self.inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let may_follow = delimiters | line_feeds | returns | quotes;
        let behind_closing = closing << 1 | self.just_closed;
        let disorder = opening & !(may_follow << 1 | self.may_open) | behind_closing & !may_follow;

        let ending_returns = returns & !inside;
        let after_return = ending_returns << 1 | self.after_return;
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

/// Gives the rows that `text` begins with, as long as they are whole, in good order and at most
/// `max_row_bytes` long. Says how many bytes they have with their line ends, and moves `place` as far.
///
/// `ends` is memory for the ends of cells; it is empty before and after.
pub(super) fn orderly_rows(
    text: &[u8],
    marker: Marker,
    max_row_bytes: usize,
    place: &mut Place,
    ends: &mut Vec<u32>,
    on_row: &mut impl FnMut(Row<'_>),
) -> usize {
    marker.run(Walk { text, max_row_bytes, place, ends, on_row, row_start: 0, inner_lines: 0 })
}

/// A walk through a text, row by row.
struct Walk<'a, F> {
    text: &'a [u8],
    max_row_bytes: usize,
    place: &'a mut Place,
    ends: &'a mut Vec<u32>,
    on_row: &'a mut F,
    /// Where the row begins that the walk is in.
    row_start: usize,
    /// Line feeds inside quotes of this row, up to the last block's end.
    inner_lines: u64,
}

impl<F: FnMut(Row<'_>)> WithMarks for Walk<'_, F> {
    type Output = usize;

    #[inline(always)]
    fn run(mut self, marks_of: impl Fn(&[u8; BLOCK_BYTES]) -> Marks) -> usize {
        let (blocks, tail) = self.text.as_chunks::<BLOCK_BYTES>();
        let mut padded = [0; BLOCK_BYTES];
        padded[..tail.len()].copy_from_slice(tail);
        let last = (!tail.is_empty()).then_some(&padded);
        let mut carry = Carry::ROW_START;
        for (block_idx, block) in blocks.iter().chain(last).enumerate() {
            let block = carry.read(marks_of(block));
            if self.step(block_idx * BLOCK_BYTES, block).is_none() {
                break;
            }
        }
        self.ends.clear();
        self.row_start
    }
}

impl<F: FnMut(Row<'_>)> Walk<'_, F> {
    /// Gives the rows that end in a block; `None` when nothing behind it can be given.
    #[inline(always)]
    fn step(&mut self, block_start: usize, mut block: Block) -> Option<()> {
        // What is behind the first disorder is not understood.
        let understood = (block.disorder & block.disorder.wrapping_neg()).wrapping_sub(1);
        let mut row_ends = block.row_ends & understood;
        while row_ends != 0 {
            let bit = row_ends.trailing_zeros();
            row_ends &= row_ends - 1;
            let up_to_end = u64::MAX >> (63 - bit);
            self.push_cells(block.cell_ends & up_to_end, block_start);
            block.cell_ends &= !up_to_end;
            if block.inner_lines != 0 {
                self.inner_lines += u64::from((block.inner_lines & up_to_end).count_ones());
                block.inner_lines &= !up_to_end;
            }
            self.end_row(block_start + bit as usize)?;
        }
        if block.disorder != 0 || block_start.saturating_sub(self.row_start) > self.max_row_bytes {
            return None;
        }
        if block.inner_lines != 0 {
            self.inner_lines += u64::from(block.inner_lines.count_ones());
        }
        self.push_cells(block.cell_ends, block_start);
        Some(())
    }

    /// Adds the ends of cells, counted from the row's first byte.
    #[inline(always)]
    fn push_cells(&mut self, bits: u64, block_start: usize) {
        // So many at a time, whether there are as many or not: to count would take longer.
        const AT_A_TIME: usize = 4;
        // Rows are far shorter than what fits; the row may begin inside the block.
        let block_start = (block_start as u32).wrapping_sub(self.row_start as u32);
        let n_ends = self.ends.len() + bits.count_ones() as usize;
        let mut rest = bits;
        while rest != 0 {
            let places: [u32; AT_A_TIME] = std::array::from_fn(|_| {
                let place = block_start.wrapping_add(rest.trailing_zeros());
                rest &= rest.wrapping_sub(1);
                place
            });
            self.ends.extend_from_slice(&places);
        }
        self.ends.truncate(n_ends);
    }

    /// Gives the row that ends here, unless it is blank. `None` when it cannot be given.
    #[inline(always)]
    fn end_row(&mut self, end: usize) -> Option<()> {
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
            (self.on_row)(Row {
                bytes: &self.text[self.row_start..end],
                ends: self.ends,
                offset: self.place.offset,
                line: self.place.line,
                fault: None,
                unterminated: false,
            });
        }
        self.ends.clear();
        self.place.line += 1 + std::mem::take(&mut self.inner_lines);
        self.place.offset += (end + n_end_bytes - self.row_start) as u64;
        self.row_start = end + n_end_bytes;
        Some(())
    }
}
