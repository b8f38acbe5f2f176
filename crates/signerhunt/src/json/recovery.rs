//! Behind damage: where may the next record begin?
//!
//! Nothing that is known about the damaged record can be trusted, not even whether one stands inside
//! of a string. So this looks for byte patterns that stand between records, and rarely inside of
//! them: an object at the start of a line, an object behind the end of another one, a row behind the
//! end of another one.

/// Where the damage is, as far as it tells what can follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Surroundings {
    /// Outside of everything; what the text is made of is not known.
    Unknown,
    /// Outside of everything, and every record has a line of its own.
    Lines,
    /// In a list of objects.
    Objects,
    /// In a list of rows.
    Rows,
}

/// Looks for the next record; may be stopped after any byte.
#[derive(Debug)]
pub(super) struct Recovery {
    surroundings: Surroundings,
    /// The last byte that is no space and no comma, or 0.
    before: u8,
    /// A comma stands behind that byte.
    comma: bool,
    /// A line end stands behind that byte.
    line_end: bool,
    /// Line ends so far.
    pub(super) n_lines: u64,
}

impl Recovery {
    /// Begins at the byte where the damage was noticed, which stands behind `seen`.
    pub(super) fn new(surroundings: Surroundings, seen: [&[u8]; 2]) -> Recovery {
        let mut recovery =
            Recovery { surroundings, before: 0, comma: false, line_end: false, n_lines: 0 };
        let mut backwards = seen[1].iter().rev().chain(seen[0].iter().rev());
        let between = backwards.by_ref().take_while(|&&byte| {
            let is_between = matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
            if !is_between {
                recovery.before = byte;
            }
            is_between
        });
        for &byte in between {
            recovery.comma |= byte == b',';
            recovery.line_end |= byte == b'\n';
        }
        recovery
    }

    /// Where in the piece a record may begin.
    pub(super) fn find(&mut self, piece: &[u8]) -> Option<usize> {
        for (position, &byte) in piece.iter().enumerate() {
            match byte {
                b' ' | b'\t' | b'\r' => {}
                b',' => self.comma = true,
                b'\n' => {
                    self.line_end = true;
                    self.n_lines += 1;
                }
                _ if self.is_begun_by(byte) => return Some(position),
                _ => {
                    self.before = byte;
                    self.comma = false;
                    self.line_end = false;
                }
            }
        }
        None
    }

    fn is_begun_by(&self, byte: u8) -> bool {
        let in_list = matches!(self.surroundings, Surroundings::Objects | Surroundings::Rows);
        match byte {
            // The objects inside of an object stand behind a colon or the start of a list.
            b'{' if self.line_end && self.surroundings == Surroundings::Lines => true,
            b'{' if self.line_end => self.before != b':' && !(in_list && self.before == b'['),
            b'{' if self.before == b'}' => !self.comma || self.surroundings != Surroundings::Lines,
            b'{' | b'[' => {
                self.before == b']' && self.comma && self.surroundings == Surroundings::Rows
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` is broken at `!`; `expected` is where the next record begins.
    #[track_caller]
    fn check(surroundings: Surroundings, text: &str, expected: Option<&str>) {
        let (seen, rest) = text.split_once('!').unwrap();
        for cut in 0..=rest.len() {
            for seen_cut in [0, seen.len() / 2] {
                let (first, second) = seen.as_bytes().split_at(seen_cut);
                let mut recovery = Recovery::new(surroundings, [first, second]);
                let found = recovery.find(&rest.as_bytes()[..cut]).or_else(|| {
                    recovery.find(&rest.as_bytes()[cut..]).map(|position| cut + position)
                });
                assert_eq!(found.map(|position| &rest[position..]), expected, "cut at {cut}");
            }
        }
    }

    #[test]
    fn the_start_of_a_line() {
        check(Surroundings::Lines, "{\"a\":!x}\r\n {\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Lines, "{\"a\":\"x!\n{\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Lines, "{\"a\":1\n  !{\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Lines, "{\"a\":!\n{\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Objects, "{\"a\":!x}\n,{\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Objects, "{\n\"a\":!x,\n\"b\":\n{\"c\":1}", None);
        check(Surroundings::Objects, "{\n\"a\":!x,\n\"b\":[\n{\"c\":1}", None);
    }

    #[test]
    fn the_end_of_another_record() {
        check(Surroundings::Objects, "{\"a\":!x} , {\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Objects, "{\"a\":{\"b\":1},!{\"c\":1}", Some("{\"c\":1}"));
        check(Surroundings::Objects, "{\"a\":!x,{\"b\":{}},{\"c\":1}", Some("{\"c\":1}"));
        check(Surroundings::Unknown, "!x}{\"b\":1}", Some("{\"b\":1}"));
        check(Surroundings::Lines, "{\"a\":!x,\"b\":[{\"c\":1},{\"d\":1}]}", None);
        check(Surroundings::Lines, "{\"a\":!x}{\"c\":1}", Some("{\"c\":1}"));
    }

    #[test]
    fn the_end_of_another_row() {
        check(Surroundings::Rows, "[1,!x],\n[\"b\"]]", Some("[\"b\"]]"));
        check(Surroundings::Rows, "[1,!x],{\"e\":1}]", Some("{\"e\":1}]"));
        check(Surroundings::Objects, "[1,!x],[2]", None);
    }
}
