//! One text, in the five ways YAML has for writing it: `|`, `>`, in either quotes, and plain.

use super::Line;
use super::value::without_remark;
use crate::refusal::{Trouble, trouble};
use crate::text::Text;

/// A text below a `|` or `>`, which stands at `start`.
///
/// How far it is indented shows its first line. Lines that are indented less belong to it too: nothing else can be there.
pub(crate) fn block(
    file: &str,
    start: usize,
    line_end: usize,
    body: &[Line],
) -> Result<Text, Trouble> {
    let header = without_remark(&file[start..line_end]);
    let is_folded = header.starts_with('>');
    let indicators = &header[1..];
    if !indicators.chars().all(|indicator| matches!(indicator, '+' | '-' | '1'..='9')) {
        return trouble(
            start + 1,
            "there is something behind the `|` or `>`; begin the text on the next line, indented",
        );
    }
    // Remarks at the left edge are in no text.
    let is_of_it = |line: &&Line| !line.text(file).starts_with('#');
    let lines: Vec<Line> = body.iter().filter(is_of_it).copied().collect();
    let told = indicators.chars().find_map(|indicator| indicator.to_digit(10));
    let shown = lines
        .iter()
        .map(|line| line.text(file))
        .find(|text| !text.trim().is_empty())
        .map(indentation);
    let width = told.map_or(shown.unwrap_or(0), |width| width as usize);
    let mut text = Text::default();
    let mut before = Before { is_first: true, is_indented: false, n_empty: 0 };
    for line in &lines {
        let written = line.text(file);
        let content = &written[indentation(written).min(width)..];
        if content.trim().is_empty() {
            before.n_empty += 1;
            continue;
        }
        if indentation(written) == 0 {
            return trouble(
                line.start,
                "this line is neither `key: value` nor indented below the key above; indent it if it belongs there",
            );
        }
        let is_indented = content.starts_with([' ', '\t']);
        let at = line.end - content.len();
        text.stands_at(at);
        before.join(&mut text.value, is_folded, is_indented);
        text.push(content, at);
        before = Before { is_first: false, is_indented, n_empty: 0 };
    }
    if !indicators.contains('-') && !before.is_first {
        text.value.push('\n');
    }
    Ok(text)
}

/// What stands before a line of a block.
struct Before {
    is_first: bool,
    /// The line before is indented further than the text.
    is_indented: bool,
    /// Empty lines between.
    n_empty: usize,
}

impl Before {
    /// Adds what joins the lines: a line end for each, unless they are folded.
    fn join(&self, text: &mut String, is_folded: bool, is_indented: bool) {
        let is_one = is_folded && !is_indented && !self.is_indented;
        let n_ends = match (self.is_first, is_one) {
            (false, true) if self.n_empty == 0 => return text.push(' '),
            (true, _) | (_, true) => self.n_empty,
            _ => self.n_empty + 1,
        };
        text.extend(std::iter::repeat_n('\n', n_ends));
    }
}

/// How far a line is indented; tabs, which YAML has not, count as one.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A text in double quotes, and where it ends.
pub(crate) fn double_quoted(file: &str, start: usize, end: usize) -> (Text, usize) {
    quoted(file, start, end, |text, at| {
        let rest = &file[at..end];
        let mut characters = rest.chars();
        match characters.next() {
            Some('"') => Next::End,
            Some('\\') => {
                let escape = characters.next();
                let plain = match escape {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('0') => '\0',
                    Some('x') => return coded(text, at, rest, 2),
                    Some('u') => return coded(text, at, rest, 4),
                    Some('U') => return coded(text, at, rest, 8),
                    // The line goes on in the next.
                    Some('\n' | '\r') => {
                        let behind = &rest[1..];
                        return Next::Taken(rest.len() - behind.trim_start().len());
                    }
                    Some(other) => other,
                    None => return Next::Taken(1),
                };
                text.push(plain.encode_utf8(&mut [0; 4]), at);
                Next::Taken(1 + escape.map_or(0, char::len_utf8))
            }
            _ => Next::Plain,
        }
    })
}

/// A character by its number.
fn coded(text: &mut Text, at: usize, rest: &str, n_digits: usize) -> Next {
    let code = rest.get(2..2 + n_digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(character) = code.and_then(char::from_u32) else { return Next::Plain };
    text.push(character.encode_utf8(&mut [0; 4]), at);
    Next::Taken(2 + n_digits)
}

/// A text in single quotes, and where it ends.
pub(crate) fn single_quoted(file: &str, start: usize, end: usize) -> (Text, usize) {
    quoted(file, start, end, |text, at| match &file.as_bytes()[at..end] {
        [b'\'', b'\'', ..] => {
            text.push("'", at);
            Next::Taken(2)
        }
        [b'\'', ..] => Next::End,
        _ => Next::Plain,
    })
}

/// What comes next between quotes.
enum Next {
    /// The closing quote.
    End,
    /// So many bytes, which have been taken in.
    Taken(usize),
    /// A character that stands for itself.
    Plain,
}

/// A text between quotes; lines fold as everywhere in YAML.
fn quoted(
    file: &str,
    start: usize,
    end: usize,
    special: impl Fn(&mut Text, usize) -> Next,
) -> (Text, usize) {
    let mut text = Text::default();
    let mut at = start + 1;
    while let Some(character) = file[at..end].chars().next() {
        match special(&mut text, at) {
            Next::End => return (text, at + 1),
            Next::Taken(n_bytes) => at += n_bytes,
            Next::Plain if matches!(character, '\n' | '\r') => at += fold(&mut text, file, at, end),
            Next::Plain => {
                text.push(&file[at..at + character.len_utf8()], at);
                at += character.len_utf8();
            }
        }
    }
    (text, at)
}

/// Folds the line ends here, and gives how many bytes they and the space behind them are.
fn fold(text: &mut Text, file: &str, at: usize, end: usize) -> usize {
    let rest = &file[at..end];
    let space = &rest[..rest.len() - rest.trim_start().len()];
    let n_ends = space.matches('\n').count().max(space.matches('\r').count());
    text.trim_end();
    text.stands_at(at);
    match n_ends {
        0 | 1 => text.value.push(' '),
        _ => text.value.extend(std::iter::repeat_n('\n', n_ends - 1)),
    }
    space.len()
}

/// A text without quotes: up to a remark, line by line.
pub(crate) fn plain(file: &str, start: usize, end: usize) -> Text {
    let mut text = Text::default();
    let mut at = start;
    let mut n_ends = 0;
    while at < end {
        let length = file[at..end].find(['\n', '\r']).unwrap_or(end - at);
        let line = &file[at..at + length];
        let content = without_remark(line);
        let indented = content.trim_start();
        if !indented.is_empty() {
            let content_at = at + content.len() - indented.len();
            text.stands_at(content_at);
            match n_ends {
                0 => {}
                1 => text.value.push(' '),
                _ => text.value.extend(std::iter::repeat_n('\n', n_ends - 1)),
            }
            text.push(indented, content_at);
            n_ends = 0;
        }
        let is_begun = !text.value.is_empty();
        at += length;
        at += if file[at..end].starts_with("\r\n") { 2 } else { 1 };
        n_ends += usize::from(is_begun);
    }
    text
}
