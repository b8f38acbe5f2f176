//! The value of a key: one text or a list of them, in the ways YAML has for that.

use super::{Line, is_passed_over, scalar};
use crate::refusal::Trouble;
use crate::text::Text;

/// A value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Scalar(Text),
    List(Vec<String>),
}

impl Value {
    /// The text without the space around it, if there is any.
    pub(crate) fn into_words(self) -> Option<String> {
        let text = match self {
            Value::Scalar(text) => text.value,
            Value::List(items) => items.join(", "),
        };
        let text = text.trim();
        (!text.is_empty() && text != "null" && text != "~").then(|| text.to_owned())
    }

    /// The items; of a text, what is between its commas. Some files name the only one without making a list of it.
    pub(crate) fn into_list(self) -> Vec<String> {
        let items = match self {
            Value::Scalar(text) => text.value.split(',').map(str::to_owned).collect(),
            Value::List(items) => items,
        };
        let trimmed = items.iter().map(|item| item.trim());
        trimmed.filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }
}

/// Reads a value: what is behind the key's colon, and the lines up to the next key.
pub(crate) fn read(
    file: &str,
    start: usize,
    line_end: usize,
    body: &[Line],
) -> Result<Value, Trouble> {
    let end = body.last().map_or(line_end, |line| line.end);
    let behind_key = without_remark(&file[start..line_end]);
    let first = start + behind_key.len() - behind_key.trim_start().len();
    match file[first..line_end].chars().next() {
        _ if behind_key.trim().is_empty() => below(file, end, body),
        Some('|' | '>') => scalar::block(file, first, line_end, body).map(Value::Scalar),
        _ => Ok(inline(file, first, end)),
    }
}

/// The value stands in the lines below its key.
fn below(file: &str, end: usize, body: &[Line]) -> Result<Value, Trouble> {
    let Some(first) = body.iter().find(|line| !is_passed_over(line.text(file))) else {
        return Ok(Value::Scalar(Text::default()));
    };
    let text = first.text(file);
    let start = first.start + text.len() - text.trim_start().len();
    match text.trim_start() {
        "-" => Ok(Value::List(items(file, body))),
        text if text.starts_with("- ") => Ok(Value::List(items(file, body))),
        _ => Ok(inline(file, start, end)),
    }
}

/// What begins here and ends somewhere before that.
fn inline(file: &str, start: usize, end: usize) -> Value {
    match file[start..end].chars().next() {
        Some('"') => Value::Scalar(scalar::double_quoted(file, start, end).0),
        Some('\'') => Value::Scalar(scalar::single_quoted(file, start, end).0),
        Some('[') => Value::List(flow_items(file, start + 1, end)),
        _ => Value::Scalar(scalar::plain(file, start, end)),
    }
}

/// The items of lines that begin with a dash; what is below an item's first line is passed over.
fn items(file: &str, body: &[Line]) -> Vec<String> {
    let dashed = body.iter().filter_map(|line| {
        let item = line.text(file).trim_start().strip_prefix('-')?;
        let is_item = item.is_empty() || item.starts_with([' ', '\t']);
        is_item.then_some(line.end - item.trim_start().len()..line.end)
    });
    dashed.map(|range| one_item(file, range.start, range.end)).collect()
}

fn one_item(file: &str, start: usize, end: usize) -> String {
    match inline(file, start, end) {
        Value::Scalar(text) => text.value,
        Value::List(items) => items.join(", "),
    }
}

/// The items between brackets, `[a, "b"]`.
fn flow_items(file: &str, start: usize, end: usize) -> Vec<String> {
    let mut items = Vec::new();
    let mut at = start;
    loop {
        at = end
            - file[at..end]
                .trim_start_matches(|next: char| next.is_whitespace() || next == ',')
                .len();
        let (item, behind) = match file[at..end].chars().next() {
            None | Some(']') => return items,
            Some('"') => scalar::double_quoted(file, at, end),
            Some('\'') => scalar::single_quoted(file, at, end),
            Some(_) => {
                let length = file[at..end].find([',', ']']).unwrap_or(end - at);
                (scalar::plain(file, at, at + length), at + length)
            }
        };
        items.push(item.value);
        at = behind;
    }
}

/// A line's value without the remark behind it.
pub(crate) fn without_remark(text: &str) -> &str {
    let is_remark = |&(at, _): &(usize, &str)| {
        text[..at].chars().next_back().is_none_or(|before| matches!(before, ' ' | '\t'))
    };
    let end = text.match_indices('#').find(is_remark).map_or(text.len(), |(at, _)| at);
    text[..end].trim_end()
}
