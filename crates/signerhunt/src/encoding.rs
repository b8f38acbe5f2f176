//! Text comes in whatever encoding, and goes on as UTF-8, piece by piece.
//!
//! A byte order mark decides; without one, zero bytes between letters do. Text that is neither marked
//! nor UTF-16 goes on as it stands: whether its letters are UTF-8 or Windows-1252 shows only where
//! letters are needed, see [`crate::reader`].

use std::mem;

use crate::source::Encoding;

/// Takes text in any of the encodings in, gives UTF-8 out.
pub(crate) struct Decoder {
    stage: Stage,
    /// Halves of surrogate pairs without the other half.
    n_broken: u64,
}

enum Stage {
    /// Waiting for enough bytes to tell the encoding.
    Start(Vec<u8>),
    /// Passing text on as it is.
    Utf8 {
        has_mark: bool,
    },
    Utf16(Utf16),
}

/// UTF-16 whose pieces may end inside a letter.
struct Utf16 {
    is_little_endian: bool,
    /// The bytes of a letter that is not complete yet: at most three.
    carried: Vec<u8>,
    text: String,
}

impl Decoder {
    pub(crate) fn new() -> Decoder {
        Decoder { stage: Stage::Start(Vec::new()), n_broken: 0 }
    }

    /// For text that is known to go on as it is, from behind its start. The encoding is that of the start.
    pub(crate) fn passing(encoding: Encoding) -> Decoder {
        let has_mark = encoding == Encoding::Utf8WithMark;
        Decoder { stage: Stage::Utf8 { has_mark }, n_broken: 0 }
    }

    /// Takes the next bytes in and hands on what text they make, with the encoding it had.
    pub(crate) fn feed<E>(
        &mut self,
        piece: &[u8],
        on_text: &mut impl FnMut(&[u8], Encoding) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.stage {
            Stage::Start(start) => {
                start.extend_from_slice(piece);
                if start.len() < MOST_NEEDED {
                    return Ok(());
                }
                let start = mem::take(start);
                self.begin(&start, on_text)
            }
            Stage::Utf8 { .. } => on_text(piece, self.encoding()),
            Stage::Utf16(utf16) => {
                self.n_broken += utf16.decode(piece);
                let text = mem::take(&mut utf16.text);
                let outcome = on_text(text.as_bytes(), self.encoding());
                if let Stage::Utf16(utf16) = &mut self.stage {
                    // The memory serves the next piece.
                    utf16.text = text;
                }
                outcome
            }
        }
    }

    /// There are no more bytes.
    pub(crate) fn finish<E>(
        &mut self,
        on_text: &mut impl FnMut(&[u8], Encoding) -> Result<(), E>,
    ) -> Result<(), E> {
        if let Stage::Start(start) = &mut self.stage {
            let start = mem::take(start);
            self.begin(&start, on_text)?;
        }
        if let Stage::Utf16(utf16) = &self.stage
            && !utf16.carried.is_empty()
        {
            self.n_broken += 1;
            return on_text(REPLACEMENT.as_bytes(), self.encoding());
        }
        Ok(())
    }

    fn encoding(&self) -> Encoding {
        match &self.stage {
            Stage::Start(_) | Stage::Utf8 { has_mark: false } => Encoding::Utf8,
            Stage::Utf8 { has_mark: true } => Encoding::Utf8WithMark,
            Stage::Utf16(utf16) if utf16.is_little_endian => Encoding::Utf16Le,
            Stage::Utf16(_) => Encoding::Utf16Be,
        }
    }

    /// Whether text is passed on as it is.
    pub(crate) fn is_utf8(&self) -> bool {
        matches!(self.stage, Stage::Utf8 { .. })
    }

    /// Letters that were no letters, and became U+FFFD.
    pub(crate) fn n_broken(&self) -> u64 {
        self.n_broken
    }

    fn begin<E>(
        &mut self,
        start: &[u8],
        on_text: &mut impl FnMut(&[u8], Encoding) -> Result<(), E>,
    ) -> Result<(), E> {
        let (stage, n_skipped) = recognise(start);
        self.stage = stage;
        self.feed(&start[n_skipped..], on_text)
    }
}

/// How many bytes of a mark stand before the text of this encoding. Positions in a text that is passed
/// on as it is count them.
pub(crate) fn n_mark_bytes(encoding: Encoding) -> usize {
    if encoding == Encoding::Utf8WithMark { UTF8_MARK.len() } else { 0 }
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const REPLACEMENT: &str = "\u{FFFD}";
/// So many bytes always suffice to tell the encoding.
const MOST_NEEDED: usize = 4;

/// What the text is, and how many bytes of a mark stand before it.
fn recognise(start: &[u8]) -> (Stage, usize) {
    let utf16 = |is_little_endian| {
        Stage::Utf16(Utf16 { is_little_endian, carried: Vec::new(), text: String::new() })
    };
    match start {
        [0xEF, 0xBB, 0xBF, ..] => (Stage::Utf8 { has_mark: true }, UTF8_MARK.len()),
        [0xFF, 0xFE, ..] => (utf16(true), 2),
        [0xFE, 0xFF, ..] => (utf16(false), 2),
        // A header and JSON alike begin with letters and signs of ASCII.
        [1..=255, 0, 1..=255, 0, ..] => (utf16(true), 0),
        [0, 1..=255, 0, 1..=255, ..] => (utf16(false), 0),
        _ => (Stage::Utf8 { has_mark: false }, 0),
    }
}

impl Utf16 {
    /// Puts what these bytes complete into `text`; gives the number of broken letters.
    fn decode(&mut self, piece: &[u8]) -> u64 {
        self.text.clear();
        let mut bytes = mem::take(&mut self.carried);
        bytes.extend_from_slice(piece);
        let (pairs, odd_byte) = bytes.as_chunks::<2>();
        let is_little_endian = self.is_little_endian;
        let unit_of = |&pair: &[u8; 2]| match is_little_endian {
            true => u16::from_le_bytes(pair),
            false => u16::from_be_bytes(pair),
        };
        let mut units: Vec<u16> = pairs.iter().map(unit_of).collect();
        // The first half of a pair waits for the second.
        let waiting = units.pop_if(|unit| (0xD800..0xDC00).contains(unit));
        if let Some(unit) = waiting {
            self.carried.extend(match is_little_endian {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            });
        }
        self.carried.extend(odd_byte);
        let mut n_broken = 0;
        self.text.extend(char::decode_utf16(units).map(|letter| {
            letter.unwrap_or_else(|_| {
                n_broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        }));
        n_broken
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn decode(pieces: &[&[u8]]) -> (Vec<u8>, Encoding, u64) {
        let mut decoder = Decoder::new();
        let mut text = Vec::new();
        let mut on_text = |bytes: &[u8], _: Encoding| -> Result<(), Infallible> {
            text.extend_from_slice(bytes);
            Ok(())
        };
        for piece in pieces {
            let Ok(()) = decoder.feed(piece, &mut on_text);
        }
        let Ok(()) = decoder.finish(&mut on_text);
        (text, decoder.encoding(), decoder.n_broken())
    }

    /// Whole, cut at every byte, and byte by byte.
    #[track_caller]
    fn check(bytes: &[u8], expected: &str, encoding: Encoding, n_broken: u64) {
        let expected = (expected.as_bytes().to_vec(), encoding, n_broken);
        assert_eq!(decode(&[bytes]), expected);
        for cut in 0..=bytes.len() {
            assert_eq!(decode(&[&bytes[..cut], &bytes[cut..]]), expected, "cut at {cut}");
        }
        let each: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decode(&each), expected, "byte by byte");
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_encoding_becomes_utf8() {
        let text = "Signer,Krämer 上海 🖥\r\n";
        check(text.as_bytes(), text, Encoding::Utf8, 0);
        check(&[UTF8_MARK, text.as_bytes()].concat(), text, Encoding::Utf8WithMark, 0);
        let (little, big) = (utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes));
        check(&[&[0xFF, 0xFE], &little[..]].concat(), text, Encoding::Utf16Le, 0);
        check(&[&[0xFE, 0xFF], &big[..]].concat(), text, Encoding::Utf16Be, 0);
        check(&little, text, Encoding::Utf16Le, 0);
        check(&big, text, Encoding::Utf16Be, 0);
    }

    #[test]
    fn short_texts_are_told_at_their_end() {
        check(b"", "", Encoding::Utf8, 0);
        check(b"a", "a", Encoding::Utf8, 0);
        check(UTF8_MARK, "", Encoding::Utf8WithMark, 0);
        check(b"\xFF\xFE", "", Encoding::Utf16Le, 0);
        check(b"\xFF\xFEa\0", "a", Encoding::Utf16Le, 0);
    }

    #[test]
    fn broken_letters_are_counted() {
        check(b"\xFF\xFEa\0\x00\xD8b\0", "a\u{FFFD}b", Encoding::Utf16Le, 1);
        check(b"\xFF\xFEa\0\x00\xDCb\0", "a\u{FFFD}b", Encoding::Utf16Le, 1);
        check(b"\xFF\xFEa\0b", "a\u{FFFD}", Encoding::Utf16Le, 1);
        check(b"\xFF\xFEa\0\x00\xD8", "a\u{FFFD}", Encoding::Utf16Le, 1);
    }

    #[test]
    fn other_bytes_are_passed_on() {
        let bytes = b"Gr\xF6\xDFe\0\xFF";
        assert_eq!(decode(&[bytes]).0, bytes);
    }
}
