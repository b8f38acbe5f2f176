//! The inside of JSON strings: how far one can jump, and what its escapes stand for.
//!
//! Strings that may be cut or damaged are read in [`super::grammar`]. What is unescaped here is sound.

use super::blocks::ends_in;

/// How many of the first bytes are neither a quote nor a backslash nor a control character.
///
/// They are looked at in blocks.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (block_idx, block) in blocks.iter().enumerate() {
        let ends = ends_in(block);
        if ends != 0 {
            return block_idx * 64 + ends.trailing_zeros() as usize;
        }
    }
    let n_plain = rest.iter().take_while(|&&byte| !ends_plain_text(byte)).count();
    bytes.len() - rest.len() + n_plain
}

fn ends_plain_text(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

/// How many bytes stand between the quotes of the string that these bytes begin with, and whether
/// escapes are among them; `None` if the string is cut or damaged.
#[inline]
pub(super) fn length(string: &[u8]) -> Option<(usize, bool)> {
    // Most strings end in the first block. What looking at it costs does not depend on where they end,
    // so that the processor need not guess.
    let mut length = 0;
    if let Some([_, block @ ..]) = string.first_chunk::<65>() {
        length = ends_in(block).trailing_zeros() as usize;
        if block.get(length) == Some(&b'"') {
            return Some((length, false));
        }
    }
    length_from(string.get(1..)?, length)
}

/// Likewise for the text behind the first quote, of which so many bytes are known to be plain.
fn length_from(text: &[u8], n_plain: usize) -> Option<(usize, bool)> {
    let mut has_escapes = false;
    let mut length = n_plain;
    loop {
        length += plain_length(&text[length..]);
        if *text.get(length)? == b'"' {
            return Some((length, has_escapes));
        }
        has_escapes = true;
        length += escape_length(&text[length..])?;
    }
}

/// How long the escape is that these bytes begin with.
fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(2),
        [b'\\', b'u', digits @ ..] => {
            let digits = digits.first_chunk::<4>()?;
            digits.iter().all(u8::is_ascii_hexdigit).then_some(6)
        }
        _ => None,
    }
}

/// What the text between the quotes says. Surrogate pairs are joined, a lone surrogate becomes
/// U+FFFD; bytes that are not UTF-8 stay as they are.
pub(super) fn unescape(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(backslash) = memchr::memchr(b'\\', rest) {
        text.extend_from_slice(&rest[..backslash]);
        rest = &rest[backslash + 1..];
        let Some((&letter, behind)) = rest.split_first() else { break };
        rest = behind;
        match letter {
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'u' => {
                let letter = take_unicode(&mut rest);
                text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            itself => text.push(itself),
        }
    }
    text.extend_from_slice(rest);
    text
}

/// The character whose `\u` was just read; of a surrogate pair both halves are taken off `rest`.
fn take_unicode(rest: &mut &[u8]) -> char {
    let unit = take_four_digits(rest);
    if (0xD800..0xDC00).contains(&unit)
        && let Some(mut behind) = rest.strip_prefix(b"\\u")
    {
        let low = take_four_digits(&mut behind);
        if (0xDC00..0xE000).contains(&low) {
            *rest = behind;
            let joined = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            return char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
    }
    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn take_four_digits(rest: &mut &[u8]) -> u32 {
    let (digits, behind) = rest.split_at(rest.len().min(4));
    *rest = behind;
    digits
        .iter()
        .fold(0, |unit, &digit| unit * 16 + char::from(digit).to_digit(16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&unescape(raw.as_bytes())), expected);
    }

    #[test]
    fn escapes() {
        check("", "");
        check("plain", "plain");
        check(r#"\"a\\b\/c\""#, r#""a\b/c""#);
        check(r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t");
        check(r"Kr\u00e4mer \u4E0A", "Krämer 上");
        check(r"\/Date(1779836401123)\/", "/Date(1779836401123)/");
    }

    #[test]
    fn surrogates() {
        check(r"\ud83d\ude00!", "😀!");
        check(r"a\ud83db", "a\u{fffd}b");
        check(r"\ud83d\u0041", "\u{fffd}A");
        check(r"\ude00\ud83d", "\u{fffd}\u{fffd}");
        check(r"\ud83d\ud83d\ude00", "\u{fffd}😀");
    }

    #[test]
    fn bytes_that_are_not_utf8_stay() {
        assert_eq!(unescape(b"a\xFF\\n\xC3"), b"a\xFF\n\xC3");
    }

    /// Strings with a quote in front, and what stands behind them.
    #[track_caller]
    fn check_length(string: &str, expected: Option<(usize, bool)>) {
        for behind in ["", ",", &"x\"\n".repeat(50)] {
            let text = format!("\"{string}\"{behind}");
            assert_eq!(length(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn strings_end_at_their_quote() {
        for n_bytes in 0..200 {
            let plain = "z".repeat(n_bytes);
            check_length(&plain, Some((n_bytes, false)));
            check_length(&format!("{plain}\\\""), Some((n_bytes + 2, true)));
            check_length(&format!("{plain}\\u00e4\\\\{plain}"), Some((2 * n_bytes + 8, true)));
            assert_eq!(length(format!("\"{plain}").as_bytes()), None);
            for damaged in ["\n", "\t", "\0", "\\x", "\\u00g4", "\\u00"] {
                check_length(&format!("{plain}{damaged}"), None);
            }
        }
        assert_eq!(length(b""), None);
    }

    #[test]
    fn jumps_are_as_long_as_looking_at_every_byte_says() {
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..20_000 {
            let n_bytes = random.usize(0..40);
            let letters = b"\x00\x1F\x20\x21\x22\x23\x5B\x5C\x5D\x7F\x80\x9F\xA2\xDC\xFF";
            let bytes: Vec<u8> = (0..n_bytes)
                .map(|_| match random.u8(0..8) {
                    0 => letters[random.usize(0..letters.len())],
                    _ => random.u8(0x23..0x5C),
                })
                .collect();
            let expected = bytes.iter().position(|&byte| ends_plain_text(byte));
            assert_eq!(plain_length(&bytes), expected.unwrap_or(n_bytes), "{bytes:?}");
        }
    }
}
