//! The words of a query: names, literals and marks, each with where it stands. What they mean together is decided in `parse`.

use signerhunt::Ticks;

use crate::literal;
use crate::refusal::{Trouble, trouble};

/// One word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token<'a> {
    /// The first byte of it.
    pub(crate) at: usize,
    /// The byte behind it.
    pub(crate) end: usize,
    pub(crate) kind: Kind<'a>,
}

/// What a word is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind<'a> {
    /// A name or an operator that is spelled with letters, `!has` and `in~` too.
    Name(&'a str),
    /// A name in brackets, `['Signer']`, is told from a list by what is around it: this is only the text between quotes.
    Text(String),
    Long(i64),
    Timespan(Option<i64>),
    Datetime(Option<Ticks>),
    Mark(&'static str),
    /// There is nothing more.
    End,
}

/// Marks, those of two characters first.
const MARKS: [&str; 30] = [
    "..", "==", "=~", "=>", "!=", "!~", "<>", "<=", ">=", "|", "(", ")", "[", "]", "{", "}", ",",
    ";", "=", "<", ">", "+", "-", "*", "/", "%", ":", ".", "?", "!",
];

/// Gives the words of a query one by one.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// The query.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    /// The next word.
    pub(crate) fn next(&mut self) -> Result<Token<'a>, Trouble> {
        self.skip_space();
        let at = self.at;
        let kind = self.kind()?;
        Ok(Token { at, end: self.at, kind })
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips space and remarks.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let inner =
                rest.trim_start_matches(|next: char| next.is_whitespace() || next == '\u{FEFF}');
            self.at += rest.len() - inner.len();
            if !inner.starts_with("//") {
                return;
            }
            self.at += inner.find(['\n', '\r']).unwrap_or(inner.len());
        }
    }

    fn kind(&mut self) -> Result<Kind<'a>, Trouble> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(Kind::End) };
        if let Some(prefix) = literal::text_prefix(rest) {
            let (text, n_bytes) = literal::text(rest, prefix, self.at)?;
            self.at += n_bytes;
            return Ok(Kind::Text(text));
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        let n_before = usize::from(first == '!');
        let name = run(&rest[n_before..], |byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit()) {
            return self.name(&rest[..n_before + name.len()]);
        }
        if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            self.at += mark.len();
            return Ok(Kind::Mark(mark));
        }
        if matches!(first, '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}') {
            return trouble(
                self.at,
                format!("`{first}` is a quotation mark of print; write ' or \" around a text"),
            );
        }
        trouble(self.at, format!("`{}` is no part of a query; take it out", visible(first)))
    }

    fn name(&mut self, name: &'a str) -> Result<Kind<'a>, Trouble> {
        let start = self.at;
        self.at += name.len();
        if matches!(name, "in" | "!in") && self.rest().starts_with('~') {
            self.at += 1;
            return Ok(Kind::Name(&self.text[start..self.at]));
        }
        let is_datetime = matches!(name, "datetime" | "date");
        if !is_datetime && !matches!(name, "timespan" | "time") {
            return Ok(Kind::Name(name));
        }
        let Some(inner) = self.rest().trim_start().strip_prefix('(') else {
            return Ok(Kind::Name(name));
        };
        let Some(length) =
            inner.find([')', '\n', '\r']).filter(|&length| inner[length..].starts_with(')'))
        else {
            return trouble(start, format!("the `(` behind `{name}` is not closed; write `)`"));
        };
        self.at = self.text.len() - inner.len() + length + 1;
        let written = inner[..length].trim();
        match is_datetime {
            true => literal::datetime(written, start).map(Kind::Datetime),
            false => literal::timespan(written, start).map(Kind::Timespan),
        }
    }

    /// A whole number, or one with a unit of time.
    fn number(&mut self) -> Result<Kind<'a>, Trouble> {
        let (start, rest) = (self.at, self.rest());
        if let Some(digits) = rest.strip_prefix("0x").or(rest.strip_prefix("0X")) {
            let digits = run(digits, |byte| byte.is_ascii_alphanumeric());
            self.at += 2 + digits.len();
            return match i64::from_str_radix(digits, 16) {
                Ok(number) => Ok(Kind::Long(number)),
                Err(_) => {
                    trouble(start, format!("`0x{digits}` is not a long; write a smaller number"))
                }
            };
        }
        let whole = run(rest, |byte| byte.is_ascii_digit());
        let behind = &rest[whole.len()..];
        let fraction = match behind.strip_prefix('.') {
            // Two points are between the ends of a range.
            Some(behind) if !behind.starts_with('.') => run(behind, |byte| byte.is_ascii_digit()),
            _ => "",
        };
        let n_bytes = whole.len() + if fraction.is_empty() { 0 } else { 1 + fraction.len() };
        let unit = run(&rest[n_bytes..], |byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let written = &rest[..n_bytes + unit.len()];
        self.at += written.len();
        if !unit.is_empty() {
            return literal::timespan(written, start).map(Kind::Timespan);
        }
        if !fraction.is_empty() {
            return trouble(
                start,
                format!(
                    "`{written}` is not a whole number, and no column holds others; write a whole one"
                ),
            );
        }
        match whole.parse() {
            Ok(number) => Ok(Kind::Long(number)),
            Err(_) => {
                trouble(start, format!("`{whole}` is too large for a long; write a smaller number"))
            }
        }
    }
}

/// A character as it can be shown.
fn visible(character: char) -> String {
    match character {
        '\\' => character.to_string(),
        _ => character.escape_debug().to_string(),
    }
}

/// The bytes at the start that are of this kind.
pub(crate) fn run(text: &str, is_of_kind: impl Fn(u8) -> bool) -> &str {
    let length = text.bytes().position(|byte| !is_of_kind(byte)).unwrap_or(text.len());
    &text[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: the words as they stand, with spaces between; or what is wrong, with the byte where it is.
    #[track_caller]
    fn check(query: &str, expected: &str) {
        let mut lexer = Lexer::new(query);
        let mut words = Vec::new();
        let found = loop {
            match lexer.next() {
                Ok(Token { kind: Kind::End, .. }) => break words.join(" "),
                Ok(Token { kind: Kind::Name(name), .. }) => words.push(name.to_owned()),
                Ok(Token { kind: Kind::Mark(mark), .. }) => words.push(mark.to_owned()),
                Ok(Token { kind: Kind::Long(number), .. }) => words.push(number.to_string()),
                Ok(Token { kind: Kind::Text(text), .. }) => words.push(format!("{text:?}")),
                Ok(Token { kind: Kind::Timespan(ticks), .. }) => words.push(format!("{ticks:?}")),
                Ok(Token { kind: Kind::Datetime(ticks), .. }) => {
                    words.push(ticks.map_or("none".to_owned(), |ticks| ticks.to_string()));
                }
                Err(trouble) => break format!("{}: {}", trouble.at, trouble.reason),
            }
        };
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn names_and_marks() {
        check("T|where a<=b//x|y\r\n and\tc !has_cs d", "T | where a <= b and c !has_cs d");
        check("a in~(b) !in~ c in d", "a in~ ( b ) !in~ c in d");
        check("project-away", "project - away");
        check("x==y=~z=>1 != 2!~3", "x == y =~ z => 1 != 2 !~ 3");
        check("// only a remark", "");
    }

    #[test]
    fn numbers_and_ranges() {
        check("1..5", "1 .. 5");
        check("(0x1F .. 12)", "( 31 .. 12 )");
        check(
            "9223372036854775808",
            "0: `9223372036854775808` is too large for a long; write a smaller number",
        );
        check(
            "a 1.5",
            "2: `1.5` is not a whole number, and no column holds others; write a whole one",
        );
    }

    #[test]
    fn times() {
        check("5d..1.5h", "Some(4320000000000) .. Some(54000000000)");
        check("ago(3ticks)", "ago ( Some(3) )");
        check("time(1.00:00:00)", "Some(864000000000)");
        check("datetime (2026-05-26 23:00)", "2026-05-26T23:00:00.0000000Z");
        check("datetime(null) time", "none time");
        check("datetime(2026-05-26", "0: the `(` behind `datetime` is not closed; write `)`");
    }

    #[test]
    fn texts() {
        check(r#"'a' "b" @'c\d' h'e' h@"f" 'it\'s'"#, r#""a" "b" "c\\d" "e" "f" "it's""#);
        check(
            "x '\n'",
            "2: the text that begins here is not closed in its line; write ' at its end",
        );
        check("hostile h", "hostile h");
        check(
            "\u{2018}a\u{2019}",
            "0: `\u{2018}` is a quotation mark of print; write ' or \" around a text",
        );
        check("a # b", "2: `#` is no part of a query; take it out");
    }
}
