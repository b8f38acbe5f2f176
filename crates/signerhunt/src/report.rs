//! ReportId: a repeating counter, a `long` in the table's schema. Kept exactly, as a number where it
//! is one and as text where it is not.

use std::fmt;

use serde::{Serialize, Serializer};

/// JavaScript holds integers up to this exactly.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A report id that is there. A null or empty one is `None` wherever an id is optional.
///
/// Ordered: numbers by value, then texts by bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReportId {
    /// A `long`, as the schema has it.
    Number(i64),
    /// Anything else, as it stands in the export.
    Text(String),
}

impl ReportId {
    /// The id in a cell; `None` when the cell holds nothing.
    pub fn from_cell(cell: &str) -> Option<ReportId> {
        if cell.is_empty() {
            return None;
        }
        if let Some(number) = plain_number(cell.as_bytes()) {
            return Some(ReportId::Number(number));
        }
        // `parse` takes a leading plus and zeros, which would not give the same text back.
        let number =
            |text: &str| text.parse::<i64>().ok().filter(|number| number.to_string() == text);
        // Programs that keep a column with a null as floating-point numbers write 9.0, and lose large ones.
        let float = || number(cell.strip_suffix(".0")?).filter(|id| is_exact_as_float(*id));
        let id = number(cell).or_else(float);
        Some(id.map_or_else(|| ReportId::Text(cell.to_owned()), ReportId::Number))
    }
}

/// The number that these digits are, if they are nothing else and would be written the same way. `None`
/// says nothing about the cell.
#[inline]
pub(crate) fn plain_number(cell: &[u8]) -> Option<i64> {
    // So many digits always fit.
    const MOST: usize = 18;
    let is_plain = matches!(cell, [b'1'..=b'9', ..] | [b'0']) && cell.len() <= MOST;
    is_plain.then_some(cell)?.iter().try_fold(0, |number, digit| match digit {
        b'0'..=b'9' => Some(number * 10 + i64::from(digit - b'0')),
        _ => None,
    })
}

fn is_exact_as_float(number: i64) -> bool {
    number.unsigned_abs() <= MAX_SAFE_INTEGER
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportId::Number(number) => number.fmt(f),
            ReportId::Text(text) => f.write_str(text),
        }
    }
}

/// A number, or a text where the id is none or where JavaScript, which reads most JSON, would lose
/// its last digits.
impl Serialize for ReportId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ReportId::Number(number) if is_exact_as_float(*number) => {
                serializer.serialize_i64(*number)
            }
            ReportId::Number(number) => serializer.collect_str(number),
            ReportId::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: Option<ReportId>) {
        assert_eq!(ReportId::from_cell(cell), expected);
    }

    #[test]
    fn numbers_are_numbers_and_the_rest_is_text() {
        check("", None);
        check("45720", Some(ReportId::Number(45720)));
        check("-1", Some(ReportId::Number(-1)));
        check("9.0", Some(ReportId::Number(9)));
        check("9223372036854775807", Some(ReportId::Number(i64::MAX)));
        for text in [
            "9223372036854775808",
            "007",
            "+5",
            "4.5E+04",
            "a1",
            " 5",
            "9.5",
            "9.00",
            ".0",
            "9007199254740992.0",
        ] {
            check(text, Some(ReportId::Text(text.to_owned())));
        }
    }

    #[test]
    fn json_loses_no_digit_in_javascript() {
        let json = |number: i64| serde_json::to_string(&ReportId::Number(number)).unwrap();
        assert_eq!(json(9_007_199_254_740_991), "9007199254740991");
        assert_eq!(json(9_007_199_254_740_992), "\"9007199254740992\"");
        assert_eq!(json(i64::MIN), "\"-9223372036854775808\"");
    }

    #[test]
    fn numbers_come_before_texts() {
        assert!(ReportId::Number(i64::MAX) < ReportId::Text(String::new()));
    }
}
