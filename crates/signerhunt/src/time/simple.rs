//! A cell as the readers of other languages want it: lower case, plain spaces and digits, and
//! without the marks that only steer the direction of writing. Nothing is allocated.

use std::str;

use crate::characters::lower;

/// More bytes than any spelling has, in any script; a longer cell is not a time.
pub(super) const LONGEST: usize = 160;

/// A cell in simple characters. What is in it is UTF-8.
pub(super) struct Simple {
    bytes: [u8; LONGEST],
    n_bytes: usize,
}

impl Simple {
    /// `None` when the cell is not UTF-8 or too long to be a time.
    pub(super) fn of(cell: &[u8]) -> Option<Simple> {
        if cell.len() > LONGEST {
            return None;
        }
        let mut simple = Simple { bytes: [0; LONGEST], n_bytes: 0 };
        for char in str::from_utf8(cell).ok()?.chars() {
            match char {
                ' '..='~' => simple.push(char.to_ascii_lowercase())?,
                _ if is_mark(char) => {}
                _ if char.is_whitespace() => simple.push(' ')?,
                _ => folded(lower(char)).map_or(Some(()), |char| simple.push(char))?,
            }
        }
        Some(simple)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.n_bytes]
    }

    fn push(&mut self, char: char) -> Option<()> {
        let end = self.n_bytes + char.len_utf8();
        char.encode_utf8(self.bytes.get_mut(self.n_bytes..end)?);
        self.n_bytes = end;
        Some(())
    }
}

/// One lower-case character in its simple form. Words are folded by this too before they are
/// compared, so what matters is only that both sides agree.
pub(super) fn folded(char: char) -> Option<char> {
    Some(match char {
        // Lower case of the Turkish İ is an i, with a dot of its own in some writings; ı is what I stands for there.
        // Upper case of the Greek ΐ has marks of its own.
        '\u{301}' | '\u{307}' | '\u{308}' => return None,
        'İ' | 'ı' => 'i',
        'ΐ' | 'ϊ' => 'ι',
        // A capital sigma does not know whether it ends its word.
        'ς' => 'σ',
        // The micro sign, which looks like the Greek letter.
        'µ' => 'μ',
        // Hebrew shortens a word with a geresh where others use a full stop; then Arabic's marks.
        '׳' | '’' | '٫' => '.',
        '،' => ',',
        '٠'..='٩' => char::from_u32(char as u32 - '٠' as u32 + '0' as u32)?,
        _ => char,
    })
}

/// Characters without a shape: they steer the direction of writing, or are left over from a file's
/// start.
pub(super) fn is_mark(char: char) -> bool {
    matches!(char,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let simple = Simple::of(cell.as_bytes()).unwrap();
        assert_eq!(str::from_utf8(simple.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn one_form_for_what_means_the_same() {
        check("26 MAI 2026\u{202F}23:00", "26 mai 2026 23:00");
        check("EKİM KASIM Kasım", "ekim kasim kasim");
        check("ΜΜ ΙΟΎΛΙΟΣ ιούλιος", "μμ ιούλιοσ ιούλιοσ");
        check("٢٦/\u{200F}٥/\u{200F}٢٠٢٦،", "26/5/2026,");
    }

    #[test]
    fn longer_than_any_time_is_refused_even_when_only_lower_case_is_longer() {
        assert!(Simple::of(&[b'1'; LONGEST]).is_some());
        assert!(Simple::of(&[b'1'; LONGEST + 1]).is_none());
        assert!(Simple::of("Ⱥ".repeat(LONGEST / 2).as_bytes()).is_none());
        assert!(Simple::of(b"26 f\xE9vr. 2026").is_none());
    }
}
