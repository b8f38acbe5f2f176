//! The files that hunting rules are published in: YAML, or what passes for it.
//!
//! This is no YAML reader and is not meant to become one. Some published files are not valid YAML: below `- connectorId`, a
//! `dataTypes:` is indented in ways that no YAML has, and a reader that goes by the book refuses the whole file for it. Only
//! the keys at the file's left edge are looked for, and only values that are known are looked into. Those are read as YAML has
//! them, and where they stand is kept; what is under other keys is passed over.

mod scalar;
mod value;

use crate::refusal::{Trouble, trouble};
use crate::text::Text;
use value::Value;

/// What a rule file says, as it stands there.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct RuleFile {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) tactics: Vec<String>,
    pub(crate) techniques: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) query: Text,
}

/// Keys that are at the left edge of rule files and of nothing else.
const TELLING: [&str; 10] = [
    "id",
    "name",
    "description",
    "requiredDataConnectors",
    "tactics",
    "relevantTechniques",
    "version",
    "tags",
    "severity",
    "kind",
];

/// Reads a rule file; `None` when the file is a bare query.
pub(crate) fn read(file: &str) -> Result<Option<RuleFile>, Trouble> {
    let lines = lines(file);
    let keys: Vec<Key<'_>> = lines.iter().filter_map(|line| Key::of(file, line)).collect();
    let Some(first_key) = keys.first() else { return Ok(None) };
    if !keys.iter().any(|key| key.name == "query") {
        // A query has colons too, but begins with none.
        let is_first = lines.iter().find(|line| !is_passed_over(line.text(file)));
        return match is_first.is_some_and(|line| line.start == first_key.at)
            && TELLING.contains(&first_key.name)
        {
            true => trouble(
                first_key.at,
                "this looks like a rule file, but it has no `query:` at the left edge; add the rule's query, or give only the query",
            ),
            false => Ok(None),
        };
    }
    RuleFile::of(file, &lines).map(Some)
}

impl RuleFile {
    fn of(file: &str, lines: &[Line]) -> Result<RuleFile, Trouble> {
        let mut rule = RuleFile::default();
        let mut seen: Vec<Key<'_>> = Vec::new();
        let mut rest = lines;
        while let [line, after @ ..] = rest {
            let Some(key) = Key::of(file, line) else {
                let text = line.text(file);
                if text.starts_with("...") || text.starts_with("---") && !seen.is_empty() {
                    refuse_another(file, after)?;
                    break;
                }
                rest = after;
                continue;
            };
            let n_lines = after
                .iter()
                .take_while(|line| {
                    Key::of(file, line).is_none() && !is_document_mark(line.text(file))
                })
                .count();
            let (body, next) = after.split_at(n_lines);
            rest = next;
            if !key.is_known() {
                continue;
            }
            if let Some(earlier) = seen.iter().find(|earlier| earlier.name == key.name) {
                let name = earlier.name;
                return trouble(key.at, format!("`{name}:` stands here a second time; keep one"));
            }
            let value = value::read(file, key.value_at, line.end, body)?;
            rule.take(key.name, key.at, value)?;
            seen.push(key);
        }
        Ok(rule)
    }

    fn take(&mut self, key: &str, at: usize, value: Value) -> Result<(), Trouble> {
        match key {
            "id" => self.id = value.into_words(),
            "name" => self.name = value.into_words(),
            "description" => self.description = value.into_words(),
            "version" => self.version = value.into_words(),
            "tactics" => self.tactics = value.into_list(),
            "relevantTechniques" => self.techniques = value.into_list(),
            "tags" => self.tags = value.into_list(),
            _ => {
                let Value::Scalar(query) = value else {
                    return trouble(
                        at,
                        "`query:` has a list here; it has to be one text, as behind `query: |`",
                    );
                };
                if query.value.trim().is_empty() {
                    return trouble(at, "`query:` has nothing in it; indent the query below it");
                }
                self.query = query;
            }
        }
        Ok(())
    }
}

/// Behind the end of a document there may be nothing.
fn refuse_another(file: &str, lines: &[Line]) -> Result<(), Trouble> {
    match lines.iter().find(|line| !is_passed_over(line.text(file))) {
        None => Ok(()),
        Some(line) => {
            trouble(line.start, "a second rule begins here; give each rule a file of its own")
        }
    }
}

/// A line of the file, without its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Line {
    pub(crate) fn text<'a>(&self, file: &'a str) -> &'a str {
        &file[self.start..self.end]
    }
}

/// The lines behind the byte order mark.
fn lines(file: &str) -> Vec<Line> {
    let mut start = file.len() - file.trim_start_matches('\u{FEFF}').len();
    let mut lines = Vec::new();
    while start < file.len() {
        let end = file[start..].find(['\n', '\r']).map_or(file.len(), |length| start + length);
        lines.push(Line { start, end });
        start = end + if file[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines
}

/// What is between things: empty lines, remarks, the start of a document.
fn is_passed_over(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || line == "---"
}

fn is_document_mark(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// A key at the left edge of the file.
#[derive(Debug)]
struct Key<'a> {
    name: &'a str,
    at: usize,
    /// Where its value begins, behind the colon.
    value_at: usize,
}

impl<'a> Key<'a> {
    fn of(file: &'a str, line: &Line) -> Option<Key<'a>> {
        let text = line.text(file);
        let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
        let inner = &text[usize::from(quote.is_some())..];
        let length =
            inner.find(|character: char| !character.is_ascii_alphanumeric() && character != '_')?;
        let name = &inner[..length];
        let behind = &inner[length..];
        let behind = quote.map_or(Some(behind), |quote| behind.strip_prefix(quote))?;
        let value = behind.trim_start_matches([' ', '\t']).strip_prefix(':')?;
        let is_key = !name.is_empty() && (value.is_empty() || value.starts_with([' ', '\t']));
        is_key.then(|| Key { name, at: line.start, value_at: line.end - value.len() })
    }

    fn is_known(&self) -> bool {
        const KNOWN: [&str; 8] = [
            "id",
            "name",
            "description",
            "version",
            "tactics",
            "relevantTechniques",
            "tags",
            "query",
        ];
        KNOWN.contains(&self.name)
    }
}

#[cfg(test)]
mod tests;
