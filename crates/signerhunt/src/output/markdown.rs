//! A Markdown table for tickets and wikis. Names in an export are not ours: every text stands in a code
//! span, where nothing is markup, a link, a mention or another row.

use super::{Grid, grid, visible};
use crate::summary::Summary;

/// The answer in a sentence and the devices as a Markdown table.
pub fn markdown(summary: &Summary) -> String {
    let terms: Vec<String> = summary.hunt.terms.iter().map(|term| code_span(term)).collect();
    let mut text = format!(
        "{} from {} to {}: {}\n\n",
        summary.headline(),
        summary.hunt.from,
        summary.hunt.to,
        terms.join(", ")
    );
    if !summary.devices.is_empty() {
        text.push_str(&grid(summary).markdown());
    }
    text
}

/// Writes rows as a table.
pub(super) fn write_markdown(grid: Grid<'_>) -> String {
    let names: Vec<String> = grid.columns.iter().map(|name| header(name)).collect();
    let mut text = format!("| {} |\n|", names.join(" | "));
    for column in 0..grid.columns.len() {
        text.push_str(if grid.numbers.contains(&column) { "--:|" } else { "---|" });
    }
    text.push('\n');
    for cells in grid.rows {
        let cells: Vec<String> = cells.iter().map(|cell| code_span(cell)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// The name of a column. A query may give one any name.
fn header(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { name.to_owned() } else { code_span(name) }
}

/// The text as a code span in a table cell; nothing for the empty text.
fn code_span(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // A span ends at a run of as many backticks as it began with. A table is cut into cells before
    // spans are looked for, so a bar needs its backslash even here.
    let text = visible(text).replace('|', "\\|");
    let longest_run = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    // Spaces keep a backtick at an end apart from the fence; one on either side is not shown.
    let space = if longest_run > 0 || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(code_span(text), expected);
    }

    #[test]
    fn names_of_columns_are_no_markup_either() {
        assert_eq!(header("DeviceName"), "DeviceName");
        assert_eq!(header("a|<img src=x>"), "`a\\|<img src=x>`");
        assert_eq!(header("count_"), "`count_`");
        assert_eq!(header(""), "");
    }

    #[test]
    fn every_text_is_a_code_span() {
        check("", "");
        check("ws-0142.corp.example", "`ws-0142.corp.example`");
        check("<img src=x>", "`<img src=x>`");
        check("www.evil.example", "`www.evil.example`");
        check("a|b", "`a\\|b`");
        check("a`b", "`` a`b ``");
        check("``x", "``` ``x ```");
        check("line\r\nbreak", "`line<U+000D><U+000A>break`");
    }
}
