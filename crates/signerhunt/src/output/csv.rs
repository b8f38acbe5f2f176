//! CSV, in two forms with two purposes: exact, and safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that begins like a formula, and names in an export are not ours. The safe
//! form puts an apostrophe before such a cell; the exact form changes nothing.

use std::borrow::Cow;

use super::{COLUMNS, cells};
use crate::summary::Summary;

/// The devices as CSV by RFC 4180, every text exactly as in the exports.
pub fn csv(summary: &Summary) -> String {
    write(summary, |cell| Cow::Borrowed(cell))
}

/// The devices as CSV in which no cell can be taken for a formula, with a byte order mark, which
/// spreadsheets need to read UTF-8.
pub fn csv_for_spreadsheets(summary: &Summary) -> String {
    format!("\u{FEFF}{}", write(summary, defused))
}

fn write(summary: &Summary, shown: impl Fn(&str) -> Cow<'_, str>) -> String {
    let mut text = COLUMNS.join(",");
    text.push_str("\r\n");
    for device in &summary.devices {
        let cells = cells(device).map(|cell| quoted(&shown(&cell)).into_owned());
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// The cell with an apostrophe in front when a spreadsheet would calculate it.
fn defused(cell: &str) -> Cow<'_, str> {
    let begins_like_a_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if begins_like_a_formula && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
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
        check("\t=1", "'\t=1");
        check("\r=1", "'\r=1");
        check("\n=1", "'\n=1");
    }

    #[test]
    fn numbers_and_names_are_left_alone() {
        for cell in ["", "-5", "+12.50", "ws-0142", "a=b", "12"] {
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
