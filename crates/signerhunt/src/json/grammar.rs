//! JSON's grammar, for one value that arrives in pieces: where it ends, where it breaks off, and
//! where its fields stand.
//!
//! Beware: this is a state machine that may be stopped after any byte. All it knows about the bytes
//! before is in its fields. It knows no names: what an object is for is decided in
//! [`super::scanner`], which it asks by stopping where a field's value is an object or a list.

use super::bare::{self, Number};
use super::text;

/// How deep values may be nested.
pub(super) const MAX_DEPTH: u32 = 64;

/// A field as ranges of the value's bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Between the quotes; empty for the elements of a list.
    pub(super) key: (u32, u32),
    /// Between the quotes of a string, all of any other value.
    pub(super) value: (u32, u32),
    pub(super) kind: Kind,
    pub(super) key_has_escapes: bool,
    /// It is a field of the object in the field before.
    pub(super) in_wrapper: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Null,
    Text,
    EscapedText,
    Bare,
    Nested,
}

/// Why the machine stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// At the end of what there is to look at.
    WindowEnd,
    /// The value is complete; the byte there is behind it.
    End(usize),
    /// The value of a field of the outermost object begins there with `{` or `[`;
    /// [`Machine::enter`] goes on.
    Opens(usize),
    /// The value is only being skipped, and in a list in it another object or list begins there;
    /// [`Machine::enter`] goes on.
    Another(usize),
    /// The byte there cannot be right, for this reason.
    Broken(usize, &'static str),
    /// The byte there would nest too deep.
    TooDeep(usize),
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    /// Inside a string.
    Text,
    /// Behind a backslash.
    Escape,
    /// Inside `\u`, with so many digits to come.
    Digits(u8),
    Number(Number),
    /// Inside a word, with so many bytes of it read.
    Word(&'static [u8], u8),
}

/// Reads one value; see the module's own words.
#[derive(Debug)]
pub(super) struct Machine {
    state: State,
    /// How many objects and lists are open.
    depth: u32,
    /// How many of them the value stands in.
    outer_depth: u32,
    /// One bit for each of them, the innermost lowest: 1 is an object.
    open: u64,
    /// How many bytes of the value came in earlier windows.
    already: usize,
    /// Where the string or bare value began that the machine is in.
    token_start: u32,
    token_has_escapes: bool,
    token_is_key: bool,
    key: (u32, u32),
    key_has_escapes: bool,
    /// Values at this depth are fields. False everywhere once the value is only to be skipped.
    collects: bool,
    is_skipping: bool,
    in_wrapper: bool,
    /// A line end breaks the value off, unless it is the first thing in it.
    is_one_line: bool,
    /// The fields of depth 1 and 2 whose object or list is open.
    unfinished: [usize; 2],
    /// The fields so far. Those whose object or list is open still have no end.
    pub(super) spans: Vec<Span>,
    /// Line ends so far.
    pub(super) n_lines: u64,
}

impl Machine {
    pub(super) fn new() -> Machine {
        Machine {
            state: State::Value,
            depth: 0,
            outer_depth: 0,
            open: 0,
            already: 0,
            token_start: 0,
            token_has_escapes: false,
            token_is_key: false,
            key: (0, 0),
            key_has_escapes: false,
            collects: false,
            is_skipping: false,
            in_wrapper: false,
            is_one_line: false,
            unfinished: [0; 2],
            spans: Vec::new(),
            n_lines: 0,
        }
    }

    /// Gets ready for a value.
    pub(super) fn begin(&mut self) {
        let mut spans = std::mem::take(&mut self.spans);
        spans.clear();
        *self = Machine { spans, ..Machine::new() };
    }

    /// Gets ready for an object among others that have one line each. One that has every field on a
    /// line of its own is still fine: then a line ends before the first.
    pub(super) fn begin_on_one_line(&mut self) {
        self.begin();
        self.is_one_line = true;
    }

    /// Gets ready for the value of a field that stands in so many objects and lists. It has no fields.
    pub(super) fn begin_in_field(&mut self, depth: u32) {
        self.begin();
        self.depth = depth;
        self.outer_depth = depth;
    }

    /// Gets ready for the rest of an object, behind one of its values.
    pub(super) fn begin_behind_value(&mut self) {
        self.begin();
        self.state = State::CommaOrEnd;
        self.depth = 1;
        self.open = 1;
        self.collects = true;
    }

    /// Gets ready for the rest of an object, before one of its keys.
    pub(super) fn begin_before_key(&mut self) {
        self.begin_behind_value();
        self.state = State::Key;
    }

    /// A line end breaks the value off.
    pub(super) fn is_one_line(&self) -> bool {
        self.is_one_line
    }

    /// Says that the next window begins so many bytes after the last one.
    pub(super) fn next_window(&mut self, n_bytes: usize) {
        self.already = self.already.wrapping_add(n_bytes);
    }

    /// From here on the value is only to be skipped: no more fields.
    pub(super) fn skip(&mut self) {
        self.is_skipping = true;
        self.collects = false;
        self.spans.clear();
    }

    /// The key of the field that is being read, as a range of the value's bytes.
    pub(super) fn current_key(&self) -> (u32, u32) {
        self.key
    }

    /// Reads on at `position` of the window.
    pub(super) fn run(&mut self, window: &[u8], mut position: usize) -> Stop {
        loop {
            let Some(&byte) = window.get(position) else {
                return Stop::WindowEnd;
            };
            match self.state {
                State::Text => {
                    position += text::plain_length(&window[position..]);
                    match window.get(position) {
                        None => return Stop::WindowEnd,
                        Some(b'"') => self.end_text(position),
                        Some(b'\\') => {
                            self.token_has_escapes = true;
                            self.state = State::Escape;
                        }
                        Some(b'\n' | b'\r') => {
                            return Stop::Broken(position, "the line ends inside of a string");
                        }
                        Some(_) => {
                            return Stop::Broken(position, "a control character is in a string");
                        }
                    }
                    position += 1;
                    if self.is_complete() {
                        return Stop::End(position);
                    }
                }
                State::Escape => {
                    self.state = match byte {
                        b'u' => State::Digits(4),
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => State::Text,
                        _ => return Stop::Broken(position, "no such escape in a string"),
                    };
                    position += 1;
                }
                State::Digits(n_left) => {
                    if !byte.is_ascii_hexdigit() {
                        return Stop::Broken(position, "\\u without four hexadecimal digits");
                    }
                    self.state = if n_left == 1 { State::Text } else { State::Digits(n_left - 1) };
                    position += 1;
                }
                State::Number(number) => match number.followed_by(byte) {
                    Some(next) => {
                        self.state = State::Number(next);
                        position += 1;
                    }
                    None if number.is_whole() => {
                        self.end_bare(position, Kind::Bare);
                        if self.is_complete() {
                            return Stop::End(position);
                        }
                    }
                    None if number == Number::Minus && byte == b'I' => {
                        self.state = State::Word(bare::MINUS_INFINITY, 2);
                        position += 1;
                    }
                    None => return Stop::Broken(position, "a number breaks off"),
                },
                State::Word(word, n_read) => {
                    if word.get(usize::from(n_read)) != Some(&byte) {
                        return Stop::Broken(position, "a word that JSON does not know");
                    }
                    position += 1;
                    self.state = State::Word(word, n_read + 1);
                    if usize::from(n_read) + 1 == word.len() {
                        let kind = if word == bare::NULL { Kind::Null } else { Kind::Bare };
                        self.end_bare(position, kind);
                        if self.is_complete() {
                            return Stop::End(position);
                        }
                    }
                }
                _ if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') => {
                    if byte == b'\n' {
                        if self.is_one_line && !self.is_at_first_key() {
                            return Stop::Broken(position, "the line ends inside of the record");
                        }
                        self.is_one_line = false;
                        self.n_lines += 1;
                    }
                    position += 1;
                }
                State::ValueOrEnd if byte == b']' => {
                    self.close(position);
                    position += 1;
                    if self.is_complete() {
                        return Stop::End(position);
                    }
                }
                State::Value | State::ValueOrEnd => match self.begin_value(byte, position) {
                    None => position += 1,
                    Some(stop) => return stop,
                },
                State::KeyOrEnd if byte == b'}' => {
                    self.close(position);
                    position += 1;
                    if self.is_complete() {
                        return Stop::End(position);
                    }
                }
                State::Key | State::KeyOrEnd => {
                    if byte != b'"' {
                        return Stop::Broken(position, "a field's name in quotes is missing");
                    }
                    self.begin_text(position, true);
                    position += 1;
                }
                State::Colon => {
                    if byte != b':' {
                        return Stop::Broken(position, "no colon between a name and its value");
                    }
                    self.state = State::Value;
                    position += 1;
                }
                State::CommaOrEnd => {
                    let in_object = self.is_in_object();
                    match byte {
                        b',' => self.state = if in_object { State::Key } else { State::Value },
                        b'}' if in_object => self.close(position),
                        b']' if !in_object => self.close(position),
                        _ => return Stop::Broken(position, "no comma and no end behind a value"),
                    }
                    position += 1;
                    if self.is_complete() {
                        return Stop::End(position);
                    }
                }
            }
        }
    }

    /// Goes into the object or list that `byte` at `position` opens; `is_wrapper` makes the fields of
    /// the object fields of the value. `None` if that went well.
    pub(super) fn enter(&mut self, byte: u8, position: usize, is_wrapper: bool) -> Option<Stop> {
        if self.depth == MAX_DEPTH {
            return Some(Stop::TooDeep(position));
        }
        if self.collects {
            self.unfinished[self.depth as usize - 1] = self.spans.len();
            let start = self.at(position);
            self.push_span((start, start), Kind::Nested);
        }
        let is_object = byte == b'{';
        self.depth += 1;
        self.open = self.open << 1 | u64::from(is_object);
        self.in_wrapper = if self.depth == 2 { is_wrapper } else { self.in_wrapper };
        self.collects = self.collects_here();
        self.state = if is_object { State::KeyOrEnd } else { State::ValueOrEnd };
        None
    }

    fn close(&mut self, position: usize) {
        self.depth -= 1;
        self.open >>= 1;
        self.collects = self.collects_here();
        if self.collects {
            let end = self.at(position + 1);
            self.spans[self.unfinished[self.depth as usize - 1]].value.1 = end;
        }
        self.state = State::CommaOrEnd;
    }

    /// A value begins with this byte; `None` if that is fine.
    fn begin_value(&mut self, byte: u8, position: usize) -> Option<Stop> {
        match byte {
            b'"' => self.begin_text(position, false),
            b'{' | b'[' if self.depth == 1 && self.is_in_object() && self.collects => {
                return Some(Stop::Opens(position));
            }
            b'{' | b'['
                if self.is_skipping && self.state == State::Value && !self.is_in_object() =>
            {
                return Some(Stop::Another(position));
            }
            b'{' | b'[' => return self.enter(byte, position, false),
            _ => {
                self.token_start = self.at(position);
                self.state = if let Some(number) = Number::begun_by(byte) {
                    State::Number(number)
                } else if let Some(word) = bare::word_begun_by(byte) {
                    State::Word(word, 1)
                } else {
                    return Some(Stop::Broken(position, "no value where one must be"));
                };
            }
        }
        None
    }

    fn begin_text(&mut self, quote: usize, is_key: bool) {
        self.token_start = self.at(quote + 1);
        self.token_has_escapes = false;
        self.token_is_key = is_key;
        self.state = State::Text;
    }

    fn end_text(&mut self, quote: usize) {
        let range = (self.token_start, self.at(quote));
        if self.token_is_key {
            self.key = range;
            self.key_has_escapes = self.token_has_escapes;
            self.state = State::Colon;
        } else {
            let kind = if self.token_has_escapes { Kind::EscapedText } else { Kind::Text };
            self.end_token(range, kind);
        }
    }

    fn end_bare(&mut self, position: usize, kind: Kind) {
        self.end_token((self.token_start, self.at(position)), kind);
    }

    fn end_token(&mut self, value: (u32, u32), kind: Kind) {
        if self.collects {
            self.push_span(value, kind);
        }
        self.state = State::CommaOrEnd;
    }

    fn push_span(&mut self, value: (u32, u32), kind: Kind) {
        let is_named = self.is_in_object();
        self.spans.push(Span {
            key: if is_named { self.key } else { (0, 0) },
            value,
            kind,
            key_has_escapes: is_named && self.key_has_escapes,
            in_wrapper: self.depth == 2,
        });
    }

    /// The position in the value. It is right as long as the value is not skipped, since what is kept
    /// is at most a megabyte long.
    fn at(&self, position: usize) -> u32 {
        self.already.wrapping_add(position) as u32
    }

    fn is_in_object(&self) -> bool {
        self.open & 1 == 1
    }

    fn is_at_first_key(&self) -> bool {
        self.depth == 1 && self.state == State::KeyOrEnd
    }

    fn collects_here(&self) -> bool {
        !self.is_skipping
            && self.outer_depth == 0
            && (self.depth == 1 || self.depth == 2 && self.in_wrapper)
    }

    fn is_complete(&self) -> bool {
        self.depth == self.outer_depth && self.state == State::CommaOrEnd
    }
}
