//! A Markdown table for tickets and wikis. Names in an export are not ours: nothing in a cell can
//! become markup, a link, or another row.

use super::{COLUMNS, cells};
use crate::summary::Summary;

/// The answer in a sentence and the devices as a Markdown table.
pub fn markdown(summary: &Summary) -> String {
    let terms: Vec<String> = summary.hunt.terms.iter().map(|term| escaped(term)).collect();
    let mut text = format!(
        "{} from {} to {}: {}\n\n",
        summary.headline(),
        summary.hunt.from,
        summary.hunt.to,
        terms.join(", ")
    );
    if summary.devices.is_empty() {
        return text;
    }
    text.push_str(&format!("| {} |\n", COLUMNS.join(" | ")));
    text.push_str("|---|---|---|---|---|--:|\n");
    for device in &summary.devices {
        let cells = cells(device).map(|cell| escaped(&cell));
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// The text with everything that Markdown or HTML could take for markup made plain.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '(' | ')' | '@' | ':' => {
                plain.push('\\');
                plain.push(character);
            }
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\r' | '\n' | '\t' => plain.push(' '),
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn markup_becomes_text() {
        check("ws-0142.corp.example", "ws-0142.corp.example");
        check("a|b", "a\\|b");
        check("<img src=x>", "&lt;img src=x&gt;");
        check("[x](javascript:y)", "\\[x\\]\\(javascript\\:y\\)");
        check("line\r\nbreak", "line  break");
        check("https://evil.example", "https\\://evil.example");
    }
}
