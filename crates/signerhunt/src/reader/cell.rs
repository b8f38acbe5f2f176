//! One cell: what stands in the export, what is meant by it, and what a person is shown. Which cells make a row is decided in
//! [`super::rows`].

use std::borrow::Cow;

use yore::code_pages::CP1252;

/// Writes a cell as it is meant, without what keeps a spreadsheet from changing it.
pub(super) fn write_cell(cell: &[u8], text: &mut String) {
    let cell = unguard(cell);
    match std::str::from_utf8(cell) {
        Ok(cell) => text.push_str(cell),
        Err(_) => text.push_str(&shown(cell)),
    }
}

/// A cell as a person reads it.
pub(super) fn shown(cell: &[u8]) -> String {
    String::from_utf8_lossy(&from_windows_1252(cell)).into_owned()
}

/// Excel is kept from reading a cell as a number by writing it as a formula: `="0503E000"`.
pub(super) fn unguard(cell: &[u8]) -> &[u8] {
    let inner = cell.strip_prefix(b"=\"").and_then(|cell| cell.strip_suffix(b"\""));
    inner.unwrap_or(cell)
}

/// Whether a guard may have to come off.
#[inline]
pub(super) fn is_guarded(cell: &[u8]) -> bool {
    cell.first() == Some(&b'=')
}

/// The text of bytes that are no UTF-8; bytes that are stay as they are.
pub(super) fn from_windows_1252(cell: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(cell) {
        Ok(_) => Cow::Borrowed(cell),
        Err(_) => Cow::Owned(CP1252.decode(cell).into_owned().into_bytes()),
    }
}

/// A spreadsheet took a hash such as 3302e45 for a number and wrote it back as 3.30E+47.
#[inline]
pub(super) fn is_a_number_now(hash: &[u8]) -> bool {
    const MOST_BYTES: usize = 24;
    let has_exponent = |cell: &[u8]| cell.windows(2).any(|pair| pair == b"E+" || pair == b"e+");
    !hash.is_empty() && hash.len() <= MOST_BYTES && hash[0].is_ascii_digit() && has_exponent(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_come_off() {
        assert_eq!(unguard(b"=\"0503E000\""), b"0503E000");
        assert_eq!(unguard(b"=\""), b"=\"");
        assert_eq!(unguard(b"ws-1"), b"ws-1");
    }

    #[test]
    fn letters_of_windows_are_read() {
        assert_eq!(&*from_windows_1252(b"Kr\xE4mer \x80"), "Krämer €".as_bytes());
        assert_eq!(&*from_windows_1252("Krämer".as_bytes()), "Krämer".as_bytes());
    }

    #[test]
    fn mangled_hashes_are_seen() {
        assert!(is_a_number_now(b"3.30E+47"));
        assert!(is_a_number_now(b"3,30E+47"));
        for hash in [&b""[..], b"aa11bb22cc33dd44ee55ff6600112233445566ab", b"id-e+1", b"330e47"] {
            assert!(!is_a_number_now(hash));
        }
    }
}
