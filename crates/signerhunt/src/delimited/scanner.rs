//! Finds rows and cells in delimited text that arrives in pieces.
//!
//! Beware: this is a state machine that may be stopped after any byte, and its answer must not
//! depend on where. To change it safely, keep the tests below green: they cut every input at every
//! byte. What it takes as a row is RFC 4180 as the `csv` crate reads it: a quote opens only at the
//! start of a cell, `\n`, `\r\n` and `\r` end a row, blank lines are no rows.
//!
//! One thing differs: a stray quote must not swallow rows. A quoted cell that spans lines and whose
//! closing quote is not followed by the end of the cell was opened by a stray quote; so was, in all
//! likelihood, a row longer than [`Scanner::MAX_ROW_BYTES`]. Then the first line alone is given up, and
//! what followed is read again with quotes that may not span lines.
//!
//! Nearly all text is in good order, and [`super::orderly`] reads its whole rows many times faster. What it
//! leaves (the row that a piece cuts, a stray quote) is read here.

use std::mem;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::marks::Marker;
use super::orderly::{Found, Place, orderly_rows};
use super::{Fault, Row, RowSink};

/// Where the scanner stands inside a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Before the first byte of a cell.
    CellStart,
    /// In a cell where a quote is a byte like any other.
    Plain,
    /// Between the quotes of a cell.
    Quoted,
    /// Behind a quote that either closes the cell or is the first of a doubled one.
    QuoteInQuoted,
    /// In the rest of a row that was given up; it ends with the line.
    GivenUp,
}

/// Why the scanner stopped.
enum Scanned {
    /// At the line end of a row.
    RowEnd(usize),
    /// At a byte that shows that the quote before it does not close a cell.
    StrayQuote(usize),
    /// At the end of what there is to look at.
    WindowEnd,
}

/// Finds rows; see the module's own words.
pub(crate) struct Scanner {
    delimiter: u8,
    marker: Marker,
    state: State,
    /// The bytes of the unfinished row that came in earlier pieces.
    carried: Vec<u8>,
    /// Where the finished cells of the unfinished row end, counted from the row's first byte.
    ends: Vec<u32>,
    /// Memory for rows that are found together.
    found: Found,
    /// Where the unfinished row begins.
    place: Place,
    /// Line ends inside the unfinished row, which only quotes allow.
    lines_inside: u64,
    /// Line ends inside the quoted cell that the scanner is in.
    lines_in_cell: u64,
    /// A row that begins before this offset may not have quotes that span lines.
    trusted_from: u64,
    /// The last byte was a `\r` that ended a row; a `\n` next belongs to it.
    line_feed_belongs_to_last_row: bool,
}

impl Scanner {
    /// How long a row may be, in bytes. Rows of the table have some 600.
    pub(crate) const MAX_ROW_BYTES: usize = 1 << 20;

    /// A scanner for text that begins `offset` bytes into the export, on this line of it.
    pub(crate) fn new(delimiter: u8, offset: u64, line: u64) -> Scanner {
        Scanner {
            delimiter,
            marker: Marker::new(delimiter),
            state: State::CellStart,
            carried: Vec::new(),
            ends: Vec::new(),
            found: Found::new(),
            place: Place { offset, line },
            lines_inside: 0,
            lines_in_cell: 0,
            trusted_from: 0,
            line_feed_belongs_to_last_row: false,
        }
    }

    /// The scanner has another's place: that one read the `n_lines` lines up to `offset`, where a row begins, and
    /// quotes may not span lines in rows before `trusted_from`. Says how many lines there were before.
    pub(crate) fn skip(&mut self, offset: u64, n_lines: u64, trusted_from: u64) -> u64 {
        let Place { line, .. } = self.place;
        *self = Scanner { trusted_from, ..Scanner::new(self.delimiter, offset, line + n_lines) };
        line - 1
    }

    /// Where the next row begins, if a row has just ended or none has begun, and `next` comes next.
    pub(crate) fn row_start_before(&self, next: u8) -> Option<u64> {
        match self.line_feed_belongs_to_last_row {
            true if next == b'\n' => None,
            true => Some(self.place.offset),
            false => self.is_at_row_start().then_some(self.place.offset),
        }
    }

    /// How many lines were read.
    pub(crate) fn n_lines(&self) -> u64 {
        self.place.line - 1
    }

    /// Rows that begin before this place may not have quotes that span lines.
    pub(crate) fn trusted_from(&self) -> u64 {
        self.trusted_from
    }

    /// Takes the next piece in and gives every row that ends in it to `sink`.
    pub(crate) fn feed(&mut self, piece: &[u8], sink: &mut dyn RowSink) {
        let mut rest = piece;
        while !rest.is_empty() {
            if self.is_at_row_start() && self.trusts_quotes() {
                let n_bytes = orderly_rows(
                    rest,
                    self.marker,
                    Self::MAX_ROW_BYTES,
                    &mut self.place,
                    &mut self.found,
                    sink,
                );
                rest = &rest[n_bytes..];
            }
            if !rest.is_empty() {
                let n_bytes = self.advance(rest, sink);
                rest = &rest[n_bytes..];
            }
        }
    }

    /// The export has ended: gives the last row, if it was still unfinished.
    pub(crate) fn finish(mut self, sink: &mut dyn RowSink) {
        if self.state == State::Quoted && self.trusts_quotes() && has_line_end(&self.carried) {
            self.give_up_first_line(sink);
        }
        let is_empty =
            self.carried.is_empty() && self.ends.is_empty() && self.state == State::CellStart;
        if is_empty || self.state == State::GivenUp {
            return;
        }
        let fault = (self.state == State::Quoted).then_some(Fault::CutInQuote);
        let row_bytes = mem::take(&mut self.carried);
        // A row is at most a megabyte long, see `advance`.
        self.ends.push(row_bytes.len() as u32);
        self.emit(&row_bytes, fault, true, sink);
    }

    /// Reads on until a row ends or the piece does; says how many bytes that were.
    fn advance(&mut self, piece: &[u8], sink: &mut dyn RowSink) -> usize {
        if mem::take(&mut self.line_feed_belongs_to_last_row) && piece[0] == b'\n' {
            self.place.offset += 1;
            return 1;
        }
        if self.state == State::GivenUp {
            return self.skip_given_up(piece);
        }
        // Looking at no more than what completes the longest row makes the answer independent of
        // how large the piece is.
        let room = Self::MAX_ROW_BYTES + 1 - self.carried.len();
        let window = &piece[..piece.len().min(room)];
        let end = match self.scan(window) {
            Scanned::RowEnd(end) => end,
            Scanned::WindowEnd => {
                self.carried.extend_from_slice(window);
                if self.carried.len() > Self::MAX_ROW_BYTES {
                    self.give_up_first_line(sink);
                }
                return window.len();
            }
            Scanned::StrayQuote(position) => {
                self.carried.extend_from_slice(&window[..position]);
                self.give_up_first_line(sink);
                return position;
            }
        };

        let fault = (self.state == State::Quoted).then_some(Fault::OpenQuote);
        let is_blank = self.carried.is_empty() && end == 0 && self.ends.len() == 1;
        if is_blank && fault.is_none() {
            self.ends.clear();
        } else if self.carried.is_empty() {
            self.emit(&window[..end], fault, false, sink);
        } else {
            let mut row_bytes = mem::take(&mut self.carried);
            row_bytes.extend_from_slice(&window[..end]);
            self.emit(&row_bytes, fault, false, sink);
            // The memory serves the next row that is cut.
            row_bytes.clear();
            self.carried = row_bytes;
        }
        end + self.end_line(&piece[end..])
    }

    /// Moves over the window. All cells that ended are in `self.ends` then, at the end of a row the
    /// last one included.
    fn scan(&mut self, window: &[u8]) -> Scanned {
        self.scan_cells(window).unwrap_or(Scanned::WindowEnd)
    }

    /// As [`Scanner::scan`]; `None` is the end of the window.
    fn scan_cells(&mut self, window: &[u8]) -> Option<Scanned> {
        let already = self.carried.len();
        let mut position = 0;
        loop {
            let rest = &window[position..];
            match self.state {
                State::CellStart => {
                    let opens = *rest.first()? == b'"';
                    position += usize::from(opens);
                    self.lines_in_cell = 0;
                    self.state = if opens { State::Quoted } else { State::Plain };
                }
                State::QuoteInQuoted => {
                    let byte = *rest.first()?;
                    let is_doubled = byte == b'"';
                    let ends_cell = byte == self.delimiter || byte == b'\n' || byte == b'\r';
                    if !is_doubled && !ends_cell && self.lines_in_cell > 0 {
                        return Some(Scanned::StrayQuote(position));
                    }
                    position += usize::from(is_doubled);
                    self.state = if is_doubled { State::Quoted } else { State::Plain };
                }
                State::Plain => {
                    position += memchr3(self.delimiter, b'\n', b'\r', rest)?;
                    // A row is at most a megabyte long, see `advance`.
                    self.ends.push((already + position) as u32);
                    self.state = State::CellStart;
                    if window[position] != self.delimiter {
                        return Some(Scanned::RowEnd(position));
                    }
                    position += 1;
                }
                State::Quoted if self.trusts_quotes() => {
                    let quote = memchr(b'"', rest);
                    let content = &rest[..quote.unwrap_or(rest.len())];
                    let n_lines = memchr_iter(b'\n', content).count() as u64;
                    self.lines_inside += n_lines;
                    self.lines_in_cell += n_lines;
                    position += quote? + 1;
                    self.state = State::QuoteInQuoted;
                }
                State::Quoted => {
                    position += memchr3(b'"', b'\n', b'\r', rest)?;
                    if window[position] != b'"' {
                        self.ends.push((already + position) as u32);
                        return Some(Scanned::RowEnd(position));
                    }
                    position += 1;
                    self.state = State::QuoteInQuoted;
                }
                // `advance` does not scan a row that was given up.
                State::GivenUp => return None,
            }
        }
    }

    /// Hands a row on and gets ready for the next, which begins right behind it.
    fn emit(
        &mut self,
        bytes: &[u8],
        fault: Option<Fault>,
        unterminated: bool,
        sink: &mut dyn RowSink,
    ) {
        sink.take_row(Row {
            bytes,
            base: 0,
            ends: &self.ends,
            offset: self.place.offset,
            line: self.place.line,
            fault,
            unterminated,
        });
        self.ends.clear();
        self.state = State::CellStart;
        self.place.offset += bytes.len() as u64;
        self.place.line += mem::take(&mut self.lines_inside);
    }

    /// Steps over the line end that `rest` begins with; says how many bytes of it are there.
    fn end_line(&mut self, rest: &[u8]) -> usize {
        let n_bytes = match rest {
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        self.line_feed_belongs_to_last_row = rest == [b'\r'];
        self.place.offset += n_bytes as u64;
        self.place.line += 1;
        n_bytes
    }

    fn skip_given_up(&mut self, piece: &[u8]) -> usize {
        let Some(end) = memchr2(b'\n', b'\r', piece) else {
            self.place.offset += piece.len() as u64;
            return piece.len();
        };
        self.state = State::CellStart;
        self.place.offset += end as u64;
        end + self.end_line(&piece[end..])
    }

    /// The carried row cannot be right: hands its first line on as faulty and reads the rest again,
    /// without trusting quotes to span lines.
    fn give_up_first_line(&mut self, sink: &mut dyn RowSink) {
        let row_bytes = mem::take(&mut self.carried);
        self.trusted_from = self.place.offset + row_bytes.len() as u64;
        self.lines_inside = 0;
        self.ends.clear();
        let line_end = memchr2(b'\n', b'\r', &row_bytes);
        let first_line = &row_bytes[..line_end.unwrap_or(row_bytes.len())];
        // Only quotes let a row go on behind a line end.
        let fault = if line_end.is_some() { Fault::OpenQuote } else { Fault::TooLong };
        self.emit(first_line, Some(fault), false, sink);
        match line_end {
            None => self.state = State::GivenUp,
            Some(line_end) => {
                let behind = line_end + self.end_line(&row_bytes[line_end..]);
                // This does not come back here: untrusted quotes end with their line, so what is
                // read again is shorter than the longest row.
                self.feed(&row_bytes[behind..], sink);
            }
        }
    }

    fn is_at_row_start(&self) -> bool {
        self.carried.is_empty()
            && self.ends.is_empty()
            && self.state == State::CellStart
            && !self.line_feed_belongs_to_last_row
    }

    /// Whether quotes may span lines in the next row.
    pub(crate) fn trusts_quotes(&self) -> bool {
        self.place.offset >= self.trusted_from
    }
}

fn has_line_end(bytes: &[u8]) -> bool {
    memchr2(b'\n', b'\r', bytes).is_some()
}

#[cfg(test)]
mod tests;
