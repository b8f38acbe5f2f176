//! CSV, in two forms with two purposes: exact, and safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that begins like a formula, and names in an export are not ours. The safe
//! form puts an apostrophe before such a cell; the exact form changes nothing.

use std::borrow::Cow;

use super::{Grid, grid, is_obeyed};
use crate::summary::Summary;

/// The devices as CSV by RFC 4180, every text exactly as in the exports.
pub fn csv(summary: &Summary) -> String {
    grid(summary).csv()
}

/// The devices as CSV in which no cell can be taken for a formula, with a byte order mark, which
/// spreadsheets need to read UTF-8.
pub fn csv_for_spreadsheets(summary: &Summary) -> String {
    grid(summary).csv_for_spreadsheets()
}

/// Writes rows as CSV, exactly or for spreadsheets.
pub(super) fn write_csv(grid: Grid<'_>, for_spreadsheets: bool) -> String {
    let mut text = if for_spreadsheets { "\u{FEFF}".to_owned() } else { String::new() };
    let header = grid.columns.iter().map(|column| (*column).to_owned()).collect();
    for cells in std::iter::once(header).chain(grid.rows) {
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            let cell = if for_spreadsheets { defused(cell) } else { Cow::Borrowed(cell.as_str()) };
            text.push_str(&quoted(&cell));
        }
        text.push_str("\r\n");
    }
    text
}

/// The cell with an apostrophe before whatever a spreadsheet would calculate.
///
/// That is the cell itself and, where a semicolon or tab separates cells on the reader's system or a
/// line end is not taken as quoted, also what follows one. Full-width signs count as their plain twins,
/// and blanks before them are skipped, as some spreadsheets do.
fn defused(cell: &str) -> Cow<'_, str> {
    if is_number(cell) {
        return Cow::Borrowed(cell);
    }
    let mut safe = String::new();
    let mut begins = true;
    for (position, character) in cell.char_indices() {
        let separates = matches!(character, ';' | '\t' | '\r' | '\n');
        let is_dangerous = (begins && begins_a_formula(&cell[position..]))
            || (position == 0 && separates && character != ';');
        if is_dangerous {
            safe.push('\'');
        }
        safe.push(character);
        begins = separates;
    }
    if safe.len() == cell.len() { Cow::Borrowed(cell) } else { Cow::Owned(safe) }
}

/// Whether the first character that is not blank is one that formulas begin with.
fn begins_a_formula(part: &str) -> bool {
    let first = part.chars().find(|&character| {
        // Line ends and tabs begin a part of their own.
        let is_blank = character.is_whitespace() || is_obeyed(character);
        !is_blank || matches!(character, '\t' | '\r' | '\n')
    });
    first.is_some_and(|first| "=+-@＝＋－＠".contains(first))
}

/// Plain numbers calculate to themselves.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains([',', '"', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        assert_eq!(defused(cell), expected);
    }

    #[test]
    fn formulas_are_defused() {
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("+1+1", "'+1+1");
        check("-2+3", "'-2+3");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t'=1");
        check("\r=1", "'\r'=1");
        check("\n=1", "'\n'=1");
        check("  =1+1", "'  =1+1");
        check("\u{200B}\u{A0}=1+1", "'\u{200B}\u{A0}=1+1");
        check("＝1+1", "'＝1+1");
        check("a;=HYPERLINK(\"x\")", "a;'=HYPERLINK(\"x\")");
        check("a\t@SUM(A1);;+1", "a\t'@SUM(A1);;'+1");
    }

    #[test]
    fn numbers_and_names_are_left_alone() {
        for cell in ["", "-5", "+12.50", "ws-0142", "a=b", "12", "a;b", "a; b-c"] {
            check(cell, cell);
        }
        for cell in ["-", "+", "-.5", "-1e5", "-1-2"] {
            check(cell, &format!("'{cell}"));
        }
    }

    #[test]
    fn quotes_where_they_are_needed() {
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(quoted("[1,2]"), "\"[1,2]\"");
        assert_eq!(quoted("plain"), "plain");
    }
}
