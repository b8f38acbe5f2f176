//! JSON with one record a line, in parts: what the reader of a part must know of the records before, and what it tells
//! of its own. Other JSON is not read in parts: nothing in the middle of it shows what is open there.

use super::shape::Signs;
use super::{JsonReader, RecordReader, Rows};
use crate::columns::Kind;
use crate::json::{JsonScanner, LinesEnd};
use crate::wire::wire;

/// How a part of the text ended.
pub(in crate::reader) struct JsonTail {
    began: Began,
    end: LinesEnd,
    /// It has nothing in it that changes how later records are read, nor anything but rows.
    has_only_rows: bool,
    signs: Signs,
    n_foreign: u64,
}

/// What earlier records change about later ones.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Began {
    none_is_null: bool,
    /// The zone of times that carry none.
    east: i64,
}

wire!(JsonTail { began, end, has_only_rows, signs, n_foreign });
wire!(Began { none_is_null, east });

impl JsonReader {
    /// Whether rows of the table were found, one record a line.
    pub(in crate::reader) fn can_be_parted(&self) -> bool {
        let used = self.records.used.as_ref();
        self.scanner.is_in_lines() && used.is_some_and(|layout| layout.kind != Kind::Summary)
    }

    /// A reader that knows of the same records and is in front of a line at this place. It counts lines from 1.
    pub(in crate::reader) fn before_line(&self, offset: u64, rows: &Rows) -> JsonReader {
        JsonReader {
            scanner: JsonScanner::in_lines(offset),
            records: RecordReader {
                used: self.records.used.clone(),
                signs: self.records.signs.as_before_the_first(),
                ..RecordReader::default()
            },
            began: Began::of(&self.records, rows),
        }
    }

    /// The place of the next byte, if a line begins there that stands for itself.
    pub(in crate::reader) fn line_start(&self) -> Option<u64> {
        self.scanner.line_start()
    }

    /// There is no more text of this part: how it ended.
    pub(in crate::reader) fn end_part(self, rows: &mut Rows) -> JsonTail {
        let JsonReader { scanner, mut records, began } = self;
        let end = scanner.end_part(&mut |item| records.take(item, rows));
        JsonTail {
            began,
            end,
            has_only_rows: began == Began::of(&records, rows) && rows.given.is_empty(),
            signs: records.signs,
            n_foreign: records.n_foreign,
        }
    }

    /// Whether that part would have been read the same way behind what was read here.
    pub(in crate::reader) fn can_be_followed_by(&self, part: &JsonTail, rows: &Rows) -> bool {
        part.has_only_rows
            && part.began == Began::of(&self.records, rows)
            && self.scanner.can_be_followed_by(&part.end)
    }

    /// Goes on behind text that another reader read. Says how many lines there were before it.
    pub(in crate::reader) fn skip_to(&mut self, offset: u64, part: &JsonTail) -> u64 {
        self.records.signs.join(&part.signs);
        self.records.n_foreign += part.n_foreign;
        self.scanner.skip_lines(offset, &part.end)
    }
}

impl Began {
    /// What records that follow now begin with.
    fn of(records: &RecordReader, rows: &Rows) -> Began {
        Began { none_is_null: records.signs.has_none_as_text(), east: rows.times.east() }
    }
}
