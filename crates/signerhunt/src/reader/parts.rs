//! Reads one export in parts: several readers with bytes of their own, whose rows come out as if one reader had
//! seen all bytes. How bytes are had and who works at the same time is the caller's business.
//!
//! Nobody can tell from the middle of delimited text whether a line end is inside quotes. So each part
//! *guesses* where its first row begins, and the guess is *proved* when the parts are joined in order: the reader
//! of everything before stopped at a row's start, and it is the same byte. A part whose guess was wrong is not
//! used; its bytes are read once more from where the row really begins.
//!
//! In JSON with one record a line every line end is a good guess, since none can be inside of a string. It is proved
//! in the same way: behind damage, or a record that spans lines, the reader of everything before stops elsewhere.

use memchr::{memchr, memchr2};

use super::delimited;
use super::json::JsonTail;
use super::rows::{Rows, RowsPart};
use super::{ExportReader, Stage, Unreadable};
use crate::encoding::Decoder;
use crate::packed::Unpacker;
use crate::wire::{Wire, wire};

/// Reads the rows of one part.
///
/// A part begins with the first row behind its first line end, and ends where the next part begins.
pub struct PartReader {
    reader: ExportReader,
    /// Where the bytes begin.
    start: u64,
    /// Where the part behind has its bytes; the last part has no such place.
    boundary: Option<u64>,
    /// The bytes so far, until they show where the first row may begin.
    waiting: Option<Vec<u8>>,
    /// Where the first row begins, if the guess is right.
    begin: u64,
}

/// The rows of one part; see [`ExportReader::join`].
pub struct Part {
    begin: u64,
    end: u64,
    tail: Tail,
    rows: RowsPart,
}

/// How it ended.
enum Tail {
    Delimited(delimited::Tail),
    Json(JsonTail),
}

wire!(Part { begin, end, tail, rows });

impl Wire for Tail {
    fn write(&self, bytes: &mut Vec<u8>) {
        matches!(self, Tail::Json(_)).write(bytes);
        match self {
            Tail::Delimited(tail) => tail.write(bytes),
            Tail::Json(tail) => tail.write(bytes),
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Tail> {
        match bool::read(bytes)? {
            false => Wire::read(bytes).map(Tail::Delimited),
            true => Wire::read(bytes).map(Tail::Json),
        }
    }
}

impl Part {
    /// How many rows were read for it.
    pub fn n_rows(&self) -> u64 {
        self.rows.n_rows
    }

    /// The part as bytes, for another memory.
    #[inline(never)]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// The part that gave these bytes in the same build; `None` when they are none.
    #[inline(never)]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Part> {
        Part::read(&mut bytes).filter(|_| bytes.is_empty())
    }
}

/// How many bytes are looked at, at the most, to guess where a row begins.
const MOST_WAITING: usize = 1 << 20;
/// How many places are tried.
const MOST_GUESSES: usize = 64;

impl ExportReader {
    /// Whether what was read so far shows that the rest can be read in parts: delimited text whose columns are known,
    /// or JSON with one record a line, neither packed nor in UTF-16.
    pub fn can_be_parted(&self) -> bool {
        self.stopped.is_none() && self.unpacked_text().is_some_and(Stage::can_be_parted)
    }

    /// A reader for the part whose bytes begin at `start`. The part behind has its bytes from `boundary` on; the last
    /// part has none behind. `None` when the export cannot be read in parts.
    pub fn part_reader(&self, start: u64, boundary: Option<u64>) -> Option<PartReader> {
        if !self.can_be_parted() {
            return None;
        }
        let mut reader = ExportReader::new(&self.name, self.options.clone());
        // Bytes in the middle of a text are no mark, whatever they are.
        reader.unpacker = Unpacker::passing();
        reader.text.decoder = Decoder::passing(self.text.rows.encoding);
        reader.text.rows = self.text.rows.as_before_the_first();
        reader.text.stage = self.text.stage.before_row(start, &self.text.rows)?;
        Some(PartReader { reader, start, boundary, waiting: Some(Vec::new()), begin: start })
    }

    /// Takes the next bytes in as [`ExportReader::feed`] does, but stops at the first row that begins behind
    /// `boundary`: then says how many of the bytes were read.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn feed_up_to(&mut self, piece: &[u8], boundary: u64) -> Result<Option<usize>, Unreadable> {
        // Bytes in front of the boundary cannot end what must be read.
        let ahead = boundary.saturating_sub(self.n_bytes).min(piece.len() as u64) as usize;
        self.feed(&piece[..ahead])?;
        let mut n_read = ahead;
        while n_read < piece.len() {
            let rest = &piece[n_read..];
            let n_line = match self.unpacked_text().and_then(|text| text.row_start_before(rest[0]))
            {
                Some(offset) if offset > boundary => return Ok(Some(n_read)),
                _ => n_line_bytes(rest).unwrap_or(rest.len()),
            };
            self.feed(&rest[..n_line])?;
            n_read += n_line;
        }
        Ok(None)
    }

    /// Adds the rows of the part that follows. It does not begin where this reader stopped, or what came before
    /// changes how it must be read: then it comes back, and its bytes must be fed to this reader.
    ///
    /// # Errors
    ///
    /// The part, if it does not fit.
    pub fn join(&mut self, part: Part) -> Result<(), Box<Part>> {
        let rows = &self.text.rows;
        // No line feed comes next: the part would begin behind it.
        let here = self.unpacked_text().and_then(|text| text.row_start_before(b' '));
        let fits = here == Some(part.begin)
            && rows.can_be_followed_by(&part.rows)
            && self.text.stage.can_be_followed_by(&part.tail, rows);
        if !fits {
            return Err(Box::new(part));
        }
        let n_lines = self.text.stage.skip_to(part.end, &part.tail);
        self.text.rows.join(part.rows, n_lines);
        self.n_bytes += part.end - part.begin;
        Ok(())
    }

    /// How many bytes were read. Behind [`ExportReader::feed_up_to`] and [`ExportReader::join`] that is where the next
    /// row begins.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// What reads the text, if that is the bytes as they are.
    fn unpacked_text(&self) -> Option<&Stage> {
        let is_as_it_is = self.unpacker.is_plain() && self.text.decoder.is_utf8();
        is_as_it_is.then_some(&self.text.stage)
    }
}

impl Stage {
    fn can_be_parted(&self) -> bool {
        match self {
            Stage::Delimited(table) => table.has_rows_of_the_table(),
            Stage::Json(json) => json.can_be_parted(),
            Stage::Sniffing(_) => false,
        }
    }

    /// The same, in front of a row at this place.
    pub(super) fn before_row(&self, offset: u64, rows: &Rows) -> Option<Stage> {
        match self {
            Stage::Delimited(table) => Some(Stage::Delimited(Box::new(table.before_row(offset)))),
            Stage::Json(json) => Some(Stage::Json(Box::new(json.before_line(offset, rows)))),
            Stage::Sniffing(_) => None,
        }
    }

    /// Where the next row begins, if it can be read as a part's first one, and `next` comes next.
    fn row_start_before(&self, next: u8) -> Option<u64> {
        match self {
            Stage::Delimited(table) => table.row_start_before(next),
            Stage::Json(json) => json.line_start(),
            Stage::Sniffing(_) => None,
        }
    }

    fn end_part(self, rows: &mut Rows) -> Tail {
        match self {
            Stage::Delimited(table) => Tail::Delimited(table.end_part(rows)),
            Stage::Json(json) => Tail::Json(json.end_part(rows)),
            // No part is read by this.
            Stage::Sniffing(_) => Tail::Delimited(delimited::Tail::default()),
        }
    }

    fn can_be_followed_by(&self, tail: &Tail, rows: &Rows) -> bool {
        match (self, tail) {
            (Stage::Delimited(_), Tail::Delimited(_)) => true,
            (Stage::Json(json), Tail::Json(tail)) => json.can_be_followed_by(tail, rows),
            _ => false,
        }
    }

    /// Goes on behind a part that can follow. Says how many lines there were before it.
    fn skip_to(&mut self, offset: u64, tail: &Tail) -> u64 {
        match (self, tail) {
            (Stage::Delimited(table), Tail::Delimited(tail)) => table.skip_to(offset, tail),
            (Stage::Json(json), Tail::Json(tail)) => json.skip_to(offset, tail),
            _ => 0,
        }
    }
}

impl PartReader {
    /// Takes the next bytes in; `true`: the part has ended, and no more are needed.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn feed(&mut self, piece: &[u8]) -> Result<bool, Unreadable> {
        let Some(waiting) = &mut self.waiting else { return self.read(piece) };
        waiting.extend_from_slice(piece);
        match self.guess(false) {
            None => Ok(false),
            Some(n_skipped) => self.begin_at(n_skipped),
        }
    }

    /// There are no more bytes, because the export has ended or the part has.
    ///
    /// # Errors
    ///
    /// The export cannot be read.
    pub fn finish(mut self) -> Result<Part, Unreadable> {
        if self.waiting.is_some() {
            let n_skipped = self.guess(true).unwrap_or(0);
            self.begin_at(n_skipped)?;
        }
        let end = self.reader.n_bytes;
        let super::TextReader { stage, mut rows, .. } = self.reader.text;
        let tail = stage.end_part(&mut rows);
        Ok(Part { begin: self.begin, end, tail, rows: rows.into_part() })
    }

    /// How many rows were read so far.
    pub fn n_rows(&self) -> u64 {
        self.reader.n_rows()
    }

    fn begin_at(&mut self, n_skipped: usize) -> Result<bool, Unreadable> {
        let waiting = self.waiting.take().unwrap_or_default();
        self.begin = self.start + n_skipped as u64;
        self.reader.n_bytes = self.begin;
        let text = &mut self.reader.text;
        if let Some(stage) = text.stage.before_row(self.begin, &text.rows) {
            text.stage = stage;
        }
        self.read(&waiting[n_skipped..])
    }

    fn read(&mut self, piece: &[u8]) -> Result<bool, Unreadable> {
        match self.boundary {
            Some(boundary) => Ok(self.reader.feed_up_to(piece, boundary)?.is_some()),
            None => self.reader.feed(piece).map(|()| false),
        }
    }

    /// How many of the waiting bytes stand before the first row, or `None` when more bytes would help to guess.
    fn guess(&self, is_all: bool) -> Option<usize> {
        let waiting = self.waiting.as_deref()?;
        let is_enough = is_all || waiting.len() >= MOST_WAITING;
        let Stage::Delimited(table) = &self.reader.text.stage else {
            let line_end = memchr(b'\n', waiting);
            return line_end.map(|end| end + 1).or(is_enough.then_some(waiting.len()));
        };
        let mut first = None;
        let mut place = 0;
        for _ in 0..MOST_GUESSES {
            let Some(n_line) = n_line_bytes(&waiting[place..]) else { break };
            place += n_line;
            first = first.or(Some(place));
            match table.looks_like_rows(&waiting[place..]) {
                Some(true) => return Some(place),
                Some(false) => {}
                None if is_enough => break,
                None => return None,
            }
        }
        // A wrong guess costs time only.
        if is_enough { Some(first.unwrap_or(waiting.len())) } else { None }
    }
}

/// How many bytes there are up to the end of the first line, that included; `None` when it does not end here, or
/// not surely.
fn n_line_bytes(bytes: &[u8]) -> Option<usize> {
    let end = memchr2(b'\n', b'\r', bytes)?;
    match bytes[end..] {
        [b'\r'] => None,
        [b'\r', b'\n', ..] => Some(end + 2),
        _ => Some(end + 1),
    }
}
