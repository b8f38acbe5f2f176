//! Finds records in JSON that arrives in pieces.
//!
//! Beware: this may be stopped after any byte, and its answer must not depend on where. To change it
//! safely, keep the tests beside it green: they cut every input at every byte.
//!
//! The text is a sequence of values. An object among them, or in a list of them, is buffered until it
//! closes and handed on, unless it turns out to hold a list of records: then what was buffered of it
//! is looked at and forgotten, the list is gone into, and behind the list the rest of the object is
//! read like an object of its own. So memory holds one record, and the lists that are open.
//!
//! Damage is reported once, and reading goes on where [`super::recovery`] finds the next record, in
//! the list where the damage is. Between records commas are not insisted on.

mod damage;
mod lines;

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use super::around::{self, Envelope, Headers, Layout, ListName, Notice, Siblings};
use super::grammar::{Machine, Stop};
use super::patterns::Patterns;
use super::recovery::{Recovery, Surroundings};
use super::{Fault, FaultKind, Item, Record, slice};
use damage::Damage;
pub(crate) use lines::LinesEnd;

/// How many lists may be open around a record.
const MAX_LISTS: usize = 16;

/// What the scanner is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// Between values.
    Between,
    /// In a value that may be a record.
    InValue,
    /// Behind a list, in the rest of the object that holds it.
    InRest,
    /// Behind damage, looking for the next record.
    Recovering,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The name of the field that holds it; a list that no object holds has none.
    name: Option<ListName>,
    /// What is known of the fields beside it.
    siblings: Siblings,
}

/// Finds records; see the module's own words.
#[derive(Debug)]
pub(crate) struct JsonScanner {
    place: Place,
    machine: Machine,
    /// What the records so far had in common.
    patterns: Patterns,
    /// Which of it the value has that was read last, if it was not left to the machine.
    pattern: Option<usize>,
    /// The lists that are open, the innermost last.
    lists: Vec<List>,
    /// The bytes of the unfinished value that came in earlier pieces; only the first of them, once
    /// the value is too long or damaged.
    carried: Vec<u8>,
    /// The unfinished value is too long to be kept.
    is_too_long: bool,
    /// How many bytes of the export stand before the next byte to look at.
    offset: u64,
    /// The line of the next byte to look at, but for line ends in the unfinished value.
    line: u64,
    /// Where the unfinished value begins.
    value_offset: u64,
    value_line: u64,
    /// Its first byte.
    first_byte: u8,
    /// A comma or the start of a list stands before it, as it should.
    is_announced: bool,
    damage: Option<Damage>,
    recovery: Recovery,
    headers: Headers,
    layout: Option<Layout>,
    schema: Arc<[String]>,
    /// A list began that no object holds.
    had_list: bool,
    /// The last record outside of lists had one line.
    had_one_line: bool,
    /// And a line end stood behind it.
    records_are_lines: bool,
    had_damage: bool,
    /// The first damage is none, if there was damage before the first byte.
    needs_no_damage_before: bool,
    /// No list and no object said anything about the text.
    has_only_records: bool,
    /// Where the line begins that was begun last between values.
    line_start: u64,
    /// The last byte that is no white space, or 0.
    last_byte: u8,
}

impl JsonScanner {
    /// How long a record may be, in bytes. Those of the table have some 900.
    pub(crate) const MAX_RECORD_BYTES: usize = 1 << 20;

    /// A scanner for text that begins `offset` bytes into the export, on its first line.
    pub(crate) fn new(offset: u64) -> JsonScanner {
        JsonScanner {
            place: Place::Between,
            machine: Machine::new(),
            patterns: Patterns::with_room(Patterns::MOST),
            pattern: None,
            lists: Vec::new(),
            carried: Vec::new(),
            is_too_long: false,
            offset,
            line: 1,
            value_offset: offset,
            value_line: 1,
            first_byte: 0,
            is_announced: true,
            damage: None,
            recovery: Recovery::new(Surroundings::Unknown, [&[], &[]]),
            headers: Headers::default(),
            layout: None,
            schema: [].into(),
            had_list: false,
            had_one_line: false,
            records_are_lines: false,
            had_damage: false,
            needs_no_damage_before: false,
            has_only_records: true,
            line_start: offset,
            last_byte: 0,
        }
    }

    /// A scanner that leaves every byte to the machine.
    #[cfg(test)]
    pub(super) fn without_patterns(offset: u64) -> JsonScanner {
        JsonScanner { patterns: Patterns::with_room(0), ..JsonScanner::new(offset) }
    }

    /// Takes the next piece in and gives everything that ends in it to `on_item`.
    pub(crate) fn feed(&mut self, piece: &[u8], on_item: &mut impl FnMut(Item<'_>)) {
        if let Some(last_byte) = piece.iter().rfind(|byte| !byte.is_ascii_whitespace()) {
            self.last_byte = *last_byte;
        }
        let mut rest = piece;
        while !rest.is_empty() {
            let n_bytes = match self.place {
                Place::Between => match self.skip_between(rest) {
                    0 => self.read_known(rest, on_item),
                    n_bytes => n_bytes,
                },
                Place::InValue | Place::InRest => self.read_value(rest, on_item),
                Place::Recovering => self.recover(rest, on_item),
            };
            self.offset += n_bytes as u64;
            rest = &rest[n_bytes..];
        }
    }

    /// The export has ended: gives what was still unfinished, and says what all of it was.
    pub(crate) fn finish(mut self, on_item: &mut impl FnMut(Item<'_>)) -> Envelope {
        match self.place {
            Place::Between => {}
            Place::InValue => {
                self.damage = Some(self.damage_at(0, FaultKind::Truncated, TRUNCATED));
                self.report_damage(on_item);
            }
            Place::InRest => {
                let mut siblings = Siblings::default();
                self.take_in(&mut siblings, &[], on_item);
            }
            Place::Recovering => self.report_damage(on_item),
        }
        // Behind damage the count of open lists may be wrong; then the last byte decides.
        let closes = match self.lists.first() {
            Some(List { name: None, .. }) => b']',
            _ => b'}',
        };
        let is_closed = self.had_damage && self.last_byte == closes;
        if !self.lists.is_empty() && !is_closed {
            on_item(Item::Notice(Notice::EndMissing));
        }
        let fallback = match self.last_byte {
            0 => Layout::Nothing,
            _ if self.had_list => Layout::List,
            _ => Layout::Other,
        };
        Envelope { layout: self.layout.unwrap_or(fallback), schema: self.schema }
    }

    /// Moves to the next value or over the end of a list; says how many bytes that were.
    fn skip_between(&mut self, piece: &[u8]) -> usize {
        let is_outside = self.lists.is_empty();
        for (position, &byte) in piece.iter().enumerate() {
            match byte {
                b' ' | b'\t' | b'\r' => {}
                // Files that were put together keep their byte order marks.
                0xEF | 0xBB | 0xBF if is_outside => {}
                b',' => self.is_announced = true,
                b'\n' => {
                    self.line += 1;
                    self.line_start = self.offset + position as u64 + 1;
                    self.records_are_lines |= self.had_one_line && is_outside;
                }
                // Damage may have hidden what opened these.
                b']' | b'}' if is_outside && self.had_damage => {}
                _ if position > 0 => return position,
                b']' if !is_outside => {
                    self.end_list();
                    return 1;
                }
                // In rows it is a row.
                b'[' if !self.is_in_rows() => {
                    if self.lists.len() == MAX_LISTS {
                        self.begin_value(Place::InValue, byte);
                        self.give_up(&[], FaultKind::TooDeep, TOO_DEEP);
                        return 0;
                    }
                    self.had_list |= is_outside;
                    self.lists.push(List::new(None, Siblings::default()));
                    self.is_announced = true;
                    return 1;
                }
                b'"' if is_outside && self.had_damage => {
                    // The object that this is a field of began before the damage.
                    self.lists.push(List::new(Some(ListName::Data), Siblings::default()));
                    self.begin_value(Place::InRest, byte);
                    self.machine.begin_before_key();
                    return 0;
                }
                _ => {
                    self.begin_value(Place::InValue, byte);
                    if is_outside && self.records_are_lines {
                        self.machine.begin_on_one_line();
                    }
                    if is_outside && byte != b'{' {
                        let may_be_left_over = matches!(byte, b']' | b'}' | b'"');
                        self.needs_no_damage_before |= may_be_left_over && !self.had_damage;
                        self.give_up(&[], FaultKind::Syntax, "no record begins like this");
                    }
                    return 0;
                }
            }
        }
        piece.len()
    }

    fn begin_value(&mut self, place: Place, first_byte: u8) {
        self.place = place;
        self.machine.begin();
        self.carried.clear();
        self.is_too_long = false;
        self.value_offset = self.offset;
        self.value_line = self.line;
        self.first_byte = first_byte;
    }

    /// The innermost list has ended: what follows is the rest of the object that holds it, if one
    /// does.
    fn end_list(&mut self) {
        if self.lists.last().is_some_and(|list| list.name.is_some()) {
            self.begin_value(Place::InRest, b']');
            self.value_offset += 1;
            self.machine.begin_behind_value();
        } else {
            self.lists.pop();
            self.is_announced = false;
        }
    }

    /// Reads the value that begins here if it is complete and like one before; says how many bytes that
    /// were. If there are none, [`Self::read_value`] must read it.
    fn read_known(&mut self, piece: &[u8], on_item: &mut impl FnMut(Item<'_>)) -> usize {
        if self.place != Place::InValue {
            return 0;
        }
        let window = &piece[..piece.len().min(Self::MAX_RECORD_BYTES)];
        let known = self.patterns.read(window, &mut self.machine.spans);
        let Some(known) = known.filter(|known| known.n_lines == 0 || !self.machine.is_one_line())
        else {
            self.machine.spans.clear();
            return 0;
        };
        self.machine.n_lines = known.n_lines;
        self.pattern = Some(known.pattern);
        self.end_value(&window[..known.n_bytes], on_item);
        self.pattern = None;
        known.n_bytes
    }

    /// Reads on until the value ends, opens a list of records or breaks off, or the piece ends; says
    /// how many bytes that were.
    fn read_value(&mut self, piece: &[u8], on_item: &mut impl FnMut(Item<'_>)) -> usize {
        // Looking at no more than what completes the longest record makes the answer independent of
        // how large the piece is.
        let room = match self.is_too_long {
            false => Self::MAX_RECORD_BYTES - self.carried.len(),
            true => piece.len(),
        };
        let window = &piece[..piece.len().min(room)];
        let mut position = 0;
        loop {
            match self.machine.run(window, position) {
                Stop::WindowEnd => {
                    self.carry(window);
                    return window.len();
                }
                Stop::End(end) => {
                    self.end_value(&window[..end], on_item);
                    return end;
                }
                Stop::Opens(at) => match self.open(window, at, on_item) {
                    None => position = at + 1,
                    Some(n_bytes) => return n_bytes,
                },
                Stop::Another(at) if window[at] == b'[' && !self.is_in_rows() => {
                    if self.machine.enter(b'[', at, false).is_some() {
                        self.give_up(&window[..at], FaultKind::TooDeep, TOO_DEEP);
                        return at;
                    }
                    position = at + 1;
                }
                Stop::Another(at) => {
                    self.give_up(&window[..at], FaultKind::TooLong, TOO_LONG);
                    self.end_recovery(on_item);
                    return at;
                }
                Stop::Broken(at, detail) => {
                    self.give_up(&window[..at], FaultKind::Syntax, detail);
                    return at;
                }
                Stop::TooDeep(at) => {
                    self.give_up(&window[..at], FaultKind::TooDeep, TOO_DEEP);
                    return at;
                }
            }
        }
    }

    /// Keeps the window for when the value goes on.
    fn carry(&mut self, window: &[u8]) {
        self.machine.next_window(window.len());
        if self.is_too_long {
            return;
        }
        self.carried.extend_from_slice(window);
        if self.carried.len() == Self::MAX_RECORD_BYTES {
            self.is_too_long = true;
            self.machine.skip();
            self.carried.truncate(Fault::MAX_RAW_BYTES);
        }
    }

    /// A field of the value holds an object or a list. `None` if that is a value like any other; how
    /// many bytes of the window are done with, if it is a list of records.
    fn open(
        &mut self,
        window: &[u8],
        at: usize,
        on_item: &mut impl FnMut(Item<'_>),
    ) -> Option<usize> {
        let key = key_in(&self.carried, window, self.machine.current_key());
        let opener = window[at];
        let list_name = if opener == b'[' { ListName::of(&key) } else { None };
        let Some(name) = list_name else {
            let is_wrapper = opener == b'{' && around::is_wrapper(&key);
            self.machine.enter(opener, at, is_wrapper);
            return None;
        };
        let layout = name.layout(&key);
        if self.place == Place::InValue && self.lists.len() == MAX_LISTS {
            self.give_up(&window[..at], FaultKind::TooDeep, TOO_DEEP);
            return Some(at);
        }

        let mut siblings = self.siblings_so_far();
        self.take_in(&mut siblings, &window[..at], on_item);
        self.line += self.machine.n_lines;
        if self.place == Place::InValue && !self.is_announced {
            // Damage swallowed the end of a list of this name: this one stands beside it, not in it.
            let beside = self.lists.iter().position(|list| list.name == Some(name));
            self.lists.truncate(beside.unwrap_or(self.lists.len()));
        }
        self.layout.get_or_insert(if siblings.is_frame { Layout::KustoV2 } else { layout });
        if name == ListName::Rows {
            self.headers.complete(&mut siblings);
            if siblings.has_columns {
                on_item(Item::Table(&siblings.table));
            }
        }
        self.lists.push(List::new(Some(name), siblings));
        self.place = Place::Between;
        self.is_announced = true;
        Some(at + 1)
    }

    /// What is known of the fields beside the list that the value opens or has closed.
    fn siblings_so_far(&mut self) -> Siblings {
        match self.place {
            Place::InRest => self.lists.pop().map(|list| list.siblings).unwrap_or_default(),
            _ => Siblings::default(),
        }
    }

    /// Takes the fields of the value in that were read so far; `window` holds the last bytes of them.
    fn take_in(
        &mut self,
        siblings: &mut Siblings,
        window: &[u8],
        on_item: &mut impl FnMut(Item<'_>),
    ) {
        let bytes = whole(&self.carried, window);
        siblings.take_in(&self.record(&bytes));
        self.tell(siblings, on_item);
    }

    /// Hands on what the siblings say, and keeps what is needed of it.
    fn tell(&mut self, siblings: &mut Siblings, on_item: &mut impl FnMut(Item<'_>)) {
        self.has_only_records = false;
        for notice in siblings.notices.drain(..) {
            on_item(Item::Notice(notice));
        }
        if self.schema.is_empty() {
            self.schema = Arc::clone(&siblings.schema);
        }
        self.headers.take_in(siblings);
    }

    /// The value is complete; `window` holds its last bytes.
    fn end_value(&mut self, window: &[u8], on_item: &mut impl FnMut(Item<'_>)) {
        self.line += self.machine.n_lines;
        let place = mem::replace(&mut self.place, Place::Between);
        self.is_announced = false;
        if place == Place::InRest {
            let mut siblings = self.lists.pop().map(|list| list.siblings).unwrap_or_default();
            if !self.is_too_long {
                self.take_in(&mut siblings, window, on_item);
                return;
            }
        }
        if self.is_too_long {
            self.damage = Some(self.damage_at(window.len(), FaultKind::TooLong, TOO_LONG));
            self.report_damage(on_item);
            return;
        }
        if self.carried.is_empty() {
            self.hand_on(window, on_item);
            return;
        }
        let mut bytes = mem::take(&mut self.carried);
        bytes.extend_from_slice(window);
        self.hand_on(&bytes, on_item);
        // The memory serves the next value that is cut.
        self.carried = bytes;
    }

    /// Hands a complete value on as what it is.
    fn hand_on(&mut self, bytes: &[u8], on_item: &mut impl FnMut(Item<'_>)) {
        let record = self.record(bytes);
        let in_rows = self.is_in_rows();
        match (self.first_byte, self.lists.last()) {
            (b'{', list) => {
                let in_tables = list.is_some_and(|list| list.name == Some(ListName::Tables));
                if record.pattern.is_none()
                    && let Some(mut siblings) = around::aside(&record, in_tables)
                {
                    if siblings.is_frame {
                        self.layout.get_or_insert(Layout::KustoV2);
                    }
                    self.tell(&mut siblings, on_item);
                    return;
                }
                on_item(Item::Record(record));
                self.learn(bytes);
                let is_outside = self.lists.is_empty();
                self.had_one_line = is_outside && self.machine.n_lines == 0;
                self.records_are_lines &= self.had_one_line || !is_outside;
                self.layout.get_or_insert(if is_outside { Layout::Objects } else { Layout::List });
            }
            (b'[', Some(list)) if in_rows && list.siblings.has_columns => {
                on_item(Item::Row(record));
                self.learn(bytes);
            }
            (b'[', Some(_)) if in_rows => {
                on_item(Item::Fault(self.fault(FaultKind::NoColumns, NO_COLUMNS, bytes)));
            }
            _ => on_item(Item::Fault(self.fault(FaultKind::NotARecord, NOT_A_RECORD, bytes))),
        }
    }

    /// The next record may be like this one.
    fn learn(&mut self, bytes: &[u8]) {
        if self.pattern.is_none() {
            let spans = &self.machine.spans;
            let (offset, line) = (self.value_offset, self.value_line);
            self.patterns.learn(&Record { bytes, spans, pattern: None, offset, line });
        }
    }

    fn is_in_rows(&self) -> bool {
        self.lists.last().is_some_and(|list| list.name == Some(ListName::Rows))
    }

    fn record<'a>(&'a self, bytes: &'a [u8]) -> Record<'a> {
        let spans = &self.machine.spans;
        Record {
            bytes,
            spans,
            pattern: self.pattern,
            offset: self.value_offset,
            line: self.value_line,
        }
    }

    /// A fault of the value as a whole.
    fn fault<'a>(&self, kind: FaultKind, detail: &'static str, bytes: &'a [u8]) -> Fault<'a> {
        let raw = &bytes[..bytes.len().min(Fault::MAX_RAW_BYTES)];
        let (offset, line) = (self.value_offset, self.value_line);
        Fault { kind, detail, raw, offset, line, noticed_at: offset }
    }
}

impl List {
    fn new(name: Option<ListName>, siblings: Siblings) -> List {
        List { name, siblings }
    }
}

const TOO_LONG: &str = "longer than any record can be";
const TRUNCATED: &str = "the text ends inside of it";
const TOO_DEEP: &str = "nested deeper than any record can be";
const NOT_A_RECORD: &str = "a value where a record must be";
const NO_COLUMNS: &str = "the table's columns do not stand before its rows";

/// A value as one slice, copied only if it was cut.
fn whole<'a>(carried: &[u8], window: &'a [u8]) -> Cow<'a, [u8]> {
    if carried.is_empty() { Cow::Borrowed(window) } else { Cow::Owned([carried, window].concat()) }
}

/// A range of a value that may have been cut.
fn key_in<'a>(carried: &'a [u8], window: &'a [u8], range: (u32, u32)) -> Cow<'a, [u8]> {
    let (start, end) = (range.0 as usize, range.1 as usize);
    if start >= carried.len() {
        let (start, end) = (start - carried.len(), end - carried.len());
        Cow::Borrowed(window.get(start..end).unwrap_or_default())
    } else if end <= carried.len() {
        Cow::Borrowed(slice(carried, range))
    } else {
        let behind = window.get(..end - carried.len()).unwrap_or_default();
        Cow::Owned([&carried[start..], behind].concat())
    }
}

#[cfg(test)]
mod tests;
