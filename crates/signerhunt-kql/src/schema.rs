//! The columns of the table, and how the cell of an export becomes a value of its column.

use signerhunt::{ReportId, Ticks};

use crate::value::{Type, Value};

/// How the times of an export are to be read.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Clock {
    /// The zone of times that carry none, in ticks east of UTC.
    pub east: i64,
    /// Whether 5/6/2026 is the 5th of June; `None`: nobody knows, and it is null.
    pub day_first: Option<bool>,
}

/// The columns in the order of Defender's schema.
pub(crate) const COLUMNS: [(&str, Type); 18] = [
    ("Timestamp", Type::Datetime),
    ("DeviceId", Type::String),
    ("DeviceName", Type::String),
    ("SHA1", Type::String),
    ("IsSigned", Type::Bool),
    ("SignatureType", Type::String),
    ("Signer", Type::String),
    ("SignerHash", Type::String),
    ("Issuer", Type::String),
    ("IssuerHash", Type::String),
    ("CertificateSerialNumber", Type::String),
    ("CrlDistributionPointUrls", Type::String),
    ("CertificateCreationTime", Type::Datetime),
    ("CertificateExpirationTime", Type::Datetime),
    ("CertificateCountersignatureTime", Type::Datetime),
    ("IsTrusted", Type::Bool),
    ("IsRootSignerMicrosoft", Type::Bool),
    ("ReportId", Type::Long),
];

/// The place of a column that has a meaning of its own.
pub(crate) fn place_of(name: &str) -> usize {
    COLUMNS.iter().position(|(column, _)| *column == name).unwrap_or(COLUMNS.len())
}

/// Puts the value of a cell where one was before. What cannot be read is null; a text that is not there is empty.
pub(crate) fn read_into(value: &mut Value, cell: Option<&str>, kind: Type, clock: Clock) {
    let cell = cell.unwrap_or_default();
    *value = match kind {
        Type::Datetime => {
            Ticks::from_cell(cell, clock.east, clock.day_first).map_or(Value::Null, Value::Datetime)
        }
        Type::Bool => truth(cell.trim()).map_or(Value::Null, Value::Bool),
        Type::Long => match ReportId::from_cell(cell.trim()) {
            Some(ReportId::Number(number)) => Value::Long(number),
            _ => Value::Null,
        },
        _ => {
            // The text that was there leaves its memory behind.
            if let Value::Text(text) = value {
                text.clear();
                text.push_str(cell);
                return;
            }
            Value::Text(cell.to_owned())
        }
    };
}

/// True and false, as the portal's numbers, in words, and in the words of spreadsheets in other languages.
fn truth(cell: &str) -> Option<bool> {
    const TRUE: [&str; 9] =
        ["1", "true", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda"];
    const FALSE: [&str; 9] =
        ["0", "false", "falsch", "faux", "falso", "onwaar", "falskt", "fałsz", "usant"];
    let is_one_of = |words: [&str; 9]| {
        // More would be none of them.
        cell.len() <= 12 && words.contains(&signerhunt::term::fold(cell).as_str())
    };
    match (is_one_of(TRUE), is_one_of(FALSE)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ if cell.eq_ignore_ascii_case("sant") => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, kind: Type, expected: &str) {
        let mut value = Value::Text("before".to_owned());
        read_into(&mut value, Some(cell), kind, Clock::default());
        assert_eq!(value.to_string(), expected, "{cell}");
    }

    #[test]
    fn cells_become_values() {
        check("2026-05-26 23:00:01.1234567", Type::Datetime, "2026-05-26T23:00:01.1234567Z");
        check("26/5/2026", Type::Datetime, "2026-05-26T00:00:00.0000000Z");
        check("5/6/2026", Type::Datetime, "");
        check("45720", Type::Long, "45720");
        check("9.0", Type::Long, "9");
        check("abc", Type::Long, "");
        for (cell, expected) in [
            ("1", "true"),
            ("False", "false"),
            ("FAŁSZ", "false"),
            ("Sant", "true"),
            ("", ""),
            ("2", ""),
        ] {
            check(cell, Type::Bool, expected);
        }
        check(" a ", Type::String, " a ");
        let mut value = Value::Null;
        read_into(&mut value, None, Type::String, Clock::default());
        assert_eq!(value, Value::Text(String::new()));
    }
}
