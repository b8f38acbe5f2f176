//! Values without quotes: numbers as JSON has them, and the words it knows. `NaN`, `Infinity` and
//! `-Infinity` are not JSON, but Kusto writes them.

/// Where in a number one stands; named for what was read last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Number {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    Sign,
    Power,
}

impl Number {
    /// The number that this byte begins.
    pub(super) fn begun_by(byte: u8) -> Option<Number> {
        match byte {
            b'-' => Some(Number::Minus),
            b'0' => Some(Number::Zero),
            b'1'..=b'9' => Some(Number::Whole),
            _ => None,
        }
    }

    /// Where this byte leads, if it goes on with the number.
    pub(super) fn followed_by(self, byte: u8) -> Option<Number> {
        match (self, byte) {
            (Number::Minus, b'0') => Some(Number::Zero),
            (Number::Minus, b'1'..=b'9') | (Number::Whole, b'0'..=b'9') => Some(Number::Whole),
            (Number::Zero | Number::Whole, b'.') => Some(Number::Point),
            (Number::Point | Number::Fraction, b'0'..=b'9') => Some(Number::Fraction),
            (Number::Zero | Number::Whole | Number::Fraction, b'e' | b'E') => {
                Some(Number::Exponent)
            }
            (Number::Exponent, b'+' | b'-') => Some(Number::Sign),
            (Number::Exponent | Number::Sign | Number::Power, b'0'..=b'9') => Some(Number::Power),
            _ => None,
        }
    }

    /// The number may end here.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Number::Zero | Number::Whole | Number::Fraction | Number::Power)
    }
}

pub(super) const NULL: &[u8] = b"null";
pub(super) const MINUS_INFINITY: &[u8] = b"-Infinity";

/// The word that this byte begins.
pub(super) fn word_begun_by(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b't' => Some(b"true"),
        b'f' => Some(b"false"),
        b'n' => Some(NULL),
        b'N' => Some(b"NaN"),
        b'I' => Some(b"Infinity"),
        _ => None,
    }
}

/// How long the number or word is that these bytes begin with, and whether it is null. `None` if it is
/// neither, and for what only Kusto writes.
#[inline]
pub(super) fn length(bytes: &[u8]) -> Option<(usize, bool)> {
    match bytes {
        [b'n', b'u', b'l', b'l', ..] => return Some((4, true)),
        [b't', b'r', b'u', b'e', ..] => return Some((4, false)),
        [b'f', b'a', b'l', b's', b'e', ..] => return Some((5, false)),
        _ => {}
    }
    let mut number = Number::begun_by(*bytes.first()?)?;
    let mut n_bytes = 1;
    while let Some(&byte) = bytes.get(n_bytes) {
        // Most numbers are whole.
        if !(number == Number::Whole && byte.is_ascii_digit()) {
            let Some(next) = number.followed_by(byte) else { break };
            number = next;
        }
        n_bytes += 1;
    }
    number.is_whole().then_some((n_bytes, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_number(text: &str) -> bool {
        let mut bytes = text.bytes();
        let mut number = bytes.next().and_then(Number::begun_by);
        for byte in bytes {
            number = number.and_then(|number| number.followed_by(byte));
        }
        number.is_some_and(Number::is_whole)
    }

    #[test]
    fn numbers_are_those_of_json() {
        let texts = [
            "0", "-0", "7", "-12", "1.5", "0.25", "1e5", "1E+5", "-2.5e-10", "0e0", "", "-", "00",
            "01", "1.", ".5", "+1", "1e", "1e+", "1.e5", "0x1", "1_0", "--1", "1.5.2",
        ];
        for text in texts {
            let is_json = serde_json::from_str::<serde_json::Number>(text).is_ok();
            assert_eq!(is_number(text), is_json, "{text}");
        }
    }

    #[test]
    fn lengths_are_those_of_whole_values() {
        for (text, expected) in [
            ("53951,", Some((5, false))),
            ("-12.5e+3}", Some((8, false))),
            ("0", Some((1, false))),
            ("01", Some((1, false))),
            ("null", Some((4, true))),
            ("true]", Some((4, false))),
            ("falsehood", Some((5, false))),
            ("1.", None),
            ("-", None),
            ("nul", None),
            ("NaN", None),
            ("-Infinity", None),
            ("", None),
        ] {
            assert_eq!(length(text.as_bytes()), expected, "{text}");
        }
    }
}
