//! Rows of delimited text that is in good order, 64 bytes at a time.
//!
//! Text is in good order when each quote opens a cell, closes it or is one of a doubled pair: then a
//! byte stands inside quotes exactly when an odd number of quotes stands before it, and no byte needs to
//! be looked at by itself. What is not in good order is not judged here but left to the exact machine,
//! [`super::scanner`], which gives the same rows from any text and which this must agree with.

use std::mem;

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
#[derive(Clone, Copy, Default)]
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

    /// Reads a block, without a branch: what stands in a block can hardly be foretold.
    #[inline(always)]
    fn read(&mut self, marks: Marks) -> Block {
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
/// `max_row_bytes` long, and do not have very many cells. Says how many bytes they have with their line ends, and moves
/// `place` as far.
pub(super) fn orderly_rows(
    text: &[u8],
    marker: Marker,
    max_row_bytes: usize,
    place: &mut Place,
    on_row: &mut impl FnMut(Row<'_>),
) -> usize {
    marker.run(Walk { text, max_row_bytes, place, on_row, row_start: 0, inner_lines: 0 })
}

/// So many blocks are worked on together, one step after another. A step that does little keeps what it needs in
/// registers, and its loops end when they are expected to.
const BLOCKS_AT_ONCE: usize = 32;

/// A row with more cells than that is left to the exact machine.
const MAX_CELLS: usize = 1 << 10;

/// A walk through a text, row by row.
struct Walk<'a, F> {
    text: &'a [u8],
    max_row_bytes: usize,
    place: &'a mut Place,
    on_row: &'a mut F,
    /// Where the row begins that the walk is in.
    row_start: usize,
    /// Line feeds inside quotes of this row, in blocks that are done.
    inner_lines: u64,
}

impl<F: FnMut(Row<'_>)> WithMarks for Walk<'_, F> {
    type Output = usize;

    #[inline(always)]
    fn run(mut self, marks_of: impl Fn(&[u8; BLOCK_BYTES]) -> Marks) -> usize {
        let (whole, tail) = self.text.as_chunks::<BLOCK_BYTES>();
        let mut padded = [[0; BLOCK_BYTES]];
        padded[0][..tail.len()].copy_from_slice(tail);
        let last = if tail.is_empty() { &[] } else { padded.as_slice() };
        let mut carry = Carry::ROW_START;
        let mut read = [Block::default(); BLOCKS_AT_ONCE];
        // Where cells end, counted from the text's first byte, from the row on that the walk is in.
        let mut ends = [0; MAX_CELLS + BLOCKS_AT_ONCE * BLOCK_BYTES];
        let mut n_ends = 0;
        let mut first_block = 0;
        for blocks in whole.chunks(BLOCKS_AT_ONCE).chain([last]) {
            let mut some = SomeBlocks::default();
            for (block, read) in blocks.iter().zip(&mut read) {
                *read = carry.read(marks_of(block));
                some.see(read);
                if some.disorder != 0 {
                    break;
                }
            }
            let read = &mut read[..some.n_blocks];
            let mut n_ends_before = [0; BLOCKS_AT_ONCE];
            for ((idx, block), before) in read.iter().enumerate().zip(&mut n_ends_before) {
                *before = n_ends;
                note_ends(block.cell_ends, (first_block + idx) * BLOCK_BYTES, &mut ends[n_ends..]);
                n_ends += block.cell_ends.count_ones() as usize;
            }
            let mut first_end = 0;
            while some.with_row_end != 0 {
                let idx = some.with_row_end.trailing_zeros() as usize;
                some.with_row_end &= some.with_row_end - 1;
                let Block { mut row_ends, cell_ends, .. } = read[idx];
                while row_ends != 0 {
                    let bit = row_ends.trailing_zeros();
                    row_ends &= row_ends - 1;
                    let up_to_end = u64::MAX >> (63 - bit);
                    if some.inner_lines != 0 {
                        self.count_inner_lines(&mut read[..=idx], up_to_end);
                    }
                    let ends_end =
                        n_ends_before[idx] + (cell_ends & up_to_end).count_ones() as usize;
                    let end = (first_block + idx) * BLOCK_BYTES + bit as usize;
                    if self.end_row(end, &ends[first_end..ends_end]).is_none() {
                        return self.row_start;
                    }
                    first_end = ends_end;
                }
            }
            if some.inner_lines != 0 {
                self.count_inner_lines(read, u64::MAX);
            }
            ends.copy_within(first_end..n_ends, 0);
            n_ends -= first_end;
            first_block += blocks.len();
            let n_bytes = (first_block * BLOCK_BYTES).saturating_sub(self.row_start);
            if some.disorder != 0
                || n_ends > MAX_CELLS
                || n_bytes > self.max_row_bytes + BLOCK_BYTES
            {
                break;
            }
        }
        self.row_start
    }
}

/// What is in the blocks that are worked on.
#[derive(Default)]
struct SomeBlocks {
    n_blocks: usize,
    /// Those in which a row ends, one bit a block.
    with_row_end: u32,
    /// Bits where there are line feeds inside quotes in any of them.
    inner_lines: u64,
    /// Where the last one is found not to be in good order.
    disorder: u64,
}

impl SomeBlocks {
    /// Takes the next one in.
    #[inline(always)]
    fn see(&mut self, block: &mut Block) {
        // What is behind the first disorder is not understood.
        block.row_ends &= (block.disorder & block.disorder.wrapping_neg()).wrapping_sub(1);
        self.with_row_end |= u32::from(block.row_ends != 0) << self.n_blocks;
        self.inner_lines |= block.inner_lines;
        self.disorder = block.disorder;
        self.n_blocks += 1;
    }
}

impl<F: FnMut(Row<'_>)> Walk<'_, F> {
    /// Counts the line feeds inside quotes in blocks, up to a place in the last of them, once.
    #[cold]
    fn count_inner_lines(&mut self, blocks: &mut [Block], up_to: u64) {
        let Some((last, before)) = blocks.split_last_mut() else { return };
        for block in before {
            self.inner_lines += u64::from(mem::take(&mut block.inner_lines).count_ones());
        }
        self.inner_lines += u64::from((last.inner_lines & up_to).count_ones());
        last.inner_lines &= !up_to;
    }

    /// Gives the row that ends here, unless it is blank. `None` when it cannot be given.
    #[inline(always)]
    fn end_row(&mut self, end: usize, ends: &[u32]) -> Option<()> {
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
                ends,
                n_bytes_before: self.row_start as u32,
                offset: self.place.offset,
                line: self.place.line,
                fault: None,
                unterminated: false,
            });
        }
        self.place.line += 1 + mem::take(&mut self.inner_lines);
        self.place.offset += (end + n_end_bytes - self.row_start) as u64;
        self.row_start = end + n_end_bytes;
        Some(())
    }
}

/// Notes the ends of cells in a block.
#[inline(always)]
fn note_ends(bits: u64, block_start: usize, spots: &mut [u32]) {
    // So many at a time, whether there are as many or not: to count would take longer.
    const AT_A_TIME: usize = 4;
    // Rows are far shorter than what fits.
    let block_start = block_start as u32;
    let (spots, _) = spots[..BLOCK_BYTES].as_chunks_mut::<AT_A_TIME>();
    let mut rest = bits;
    for spots in spots {
        for spot in spots {
            *spot = block_start.wrapping_add(rest.trailing_zeros());
            rest &= rest.wrapping_sub(1);
        }
        if rest == 0 {
            break;
        }
    }
}
