//! Walks over a cell from left to right, by bytes. What it knows are the pieces that all spellings
//! are made of: a byte, spaces, a number. It knows no date.

/// What is wrong with a cell that is in no known spelling.
pub(super) const NOT_A_TIME: &str = "it is not a date and time in a spelling this tool knows";

/// A place in a cell. A copy is a place to come back to.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// The next byte, zero at the end.
    pub(super) fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    pub(super) fn skip(&mut self, n_bytes: usize) {
        self.rest = &self.rest[n_bytes.min(self.rest.len())..];
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let there = self.rest.first() == Some(&byte);
        if there {
            self.skip(1);
        }
        there
    }

    pub(super) fn eat_text(&mut self, text: &str) -> bool {
        let there = self.rest.starts_with(text.as_bytes());
        if there {
            self.skip(text.len());
        }
        there
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), &'static str> {
        self.eat(byte).then_some(()).ok_or(NOT_A_TIME)
    }

    /// Takes the longest run of bytes of this kind, which may be empty.
    pub(super) fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let n_bytes = self.rest.iter().take_while(|&&byte| belongs(byte)).count();
        let run = &self.rest[..n_bytes];
        self.skip(n_bytes);
        run
    }

    /// Browsers put narrow, thin and no-break spaces where a plain one would do.
    pub(super) fn skip_spaces(&mut self) -> bool {
        let before = self.rest.len();
        loop {
            match self.rest {
                [b' ', ..] => self.skip(1),
                [0xC2, 0xA0, ..] => self.skip(2),
                [0xE2, 0x80, 0xAF | 0x89, ..] => self.skip(3),
                _ => return self.rest.len() < before,
            }
        }
    }

    /// A number of at most `most` digits, with how many it has.
    pub(super) fn number(&mut self, most: usize) -> Result<(u32, usize), &'static str> {
        // One digit more than allowed is enough to know, however long the cell.
        let n_digits =
            self.rest.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
        if n_digits == 0 || n_digits > most {
            return Err(NOT_A_TIME);
        }
        let value = self.rest[..n_digits]
            .iter()
            .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.skip(n_digits);
        Ok((value, n_digits))
    }

    /// A number of one or two digits.
    pub(super) fn small(&mut self) -> Result<u32, &'static str> {
        self.number(2).map(|(value, _)| value)
    }

    /// A number of exactly `n_digits`.
    pub(super) fn exactly(&mut self, n_digits: usize) -> Result<u32, &'static str> {
        match self.number(n_digits)? {
            (value, n) if n == n_digits => Ok(value),
            _ => Err(NOT_A_TIME),
        }
    }
}
