//! Dictionaries: each distinct text is kept once and known by a small number, its code.
//!
//! Cells of an export repeat (a few thousand signers in millions of rows), so codes make rows small
//! and let every question about a text be asked once. Codes count up from 0 in order of appearance;
//! nothing that leaves the engine depends on them.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Distinct byte strings and their codes.
pub(crate) struct Dictionary {
    /// All texts, one after another.
    bytes: Vec<u8>,
    /// Where each text ends in `bytes`.
    ends: Vec<usize>,
    codes: HashTable<u32>,
    hasher: RandomState,
}

impl Dictionary {
    pub(crate) fn new() -> Dictionary {
        Dictionary {
            bytes: Vec::new(),
            ends: Vec::new(),
            codes: HashTable::new(),
            hasher: RandomState::default(),
        }
    }

    /// The text's code; a new text is added if `admit` lets it in.
    pub(crate) fn code_of(&mut self, text: &[u8], admit: impl FnOnce() -> bool) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let is_text = |&code: &u32| slice_of(&self.bytes, &self.ends, code) == text;
        if let Some(&code) = self.codes.find(hash, is_text) {
            return Some(code);
        }
        // Four thousand million distinct texts do not fit into memory.
        let code = u32::try_from(self.ends.len()).ok()?;
        if !admit() {
            return None;
        }
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
        let rehash = |&code: &u32| self.hasher.hash_one(slice_of(&self.bytes, &self.ends, code));
        self.codes.insert_unique(hash, code, rehash);
        Some(code)
    }

    /// The text of a code that this dictionary gave.
    pub(crate) fn bytes_of(&self, code: u32) -> &[u8] {
        slice_of(&self.bytes, &self.ends, code)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn slice_of<'a>(bytes: &'a [u8], ends: &[usize], code: u32) -> &'a [u8] {
    let code = code as usize;
    let start = if code == 0 { 0 } else { ends[code - 1] };
    &bytes[start..ends[code]]
}

/// Distinct UTF-8 texts and their codes.
pub(crate) struct Texts(Dictionary);

impl Texts {
    pub(crate) fn new() -> Texts {
        Texts(Dictionary::new())
    }

    /// The text's code, or `None` when it is not UTF-8.
    pub(crate) fn code_of(&mut self, text: &[u8]) -> Option<u32> {
        self.0.code_of(text, || std::str::from_utf8(text).is_ok())
    }

    pub(crate) fn text_of(&self, code: u32) -> &str {
        as_text(self.0.bytes_of(code))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Distinct pairs of UTF-8 texts and their codes.
pub(crate) struct TextPairs {
    pairs: Dictionary,
    /// The pair being looked up; kept so that its memory is.
    key: Vec<u8>,
}

impl TextPairs {
    pub(crate) fn new() -> TextPairs {
        TextPairs { pairs: Dictionary::new(), key: Vec::new() }
    }

    /// The pair's code, or `None` when a part is not UTF-8.
    pub(crate) fn code_of(&mut self, left: &[u8], right: &[u8]) -> Option<u32> {
        // The length behind the texts keeps ("ab", "c") apart from ("a", "bc").
        let left_len = u32::try_from(left.len()).ok()?;
        self.key.clear();
        self.key.extend_from_slice(left);
        self.key.extend_from_slice(right);
        self.key.extend_from_slice(&left_len.to_le_bytes());
        self.pairs.code_of(&self.key, || {
            std::str::from_utf8(left).is_ok() && std::str::from_utf8(right).is_ok()
        })
    }

    pub(crate) fn texts_of(&self, code: u32) -> (&str, &str) {
        let key = self.pairs.bytes_of(code);
        let (texts, left_len) = key.split_last_chunk::<4>().unwrap_or((key, &[0; 4]));
        let (left, right) = texts.split_at(u32::from_le_bytes(*left_len) as usize);
        (as_text(left), as_text(right))
    }

    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }
}

/// Bytes that were found to be UTF-8 when they were let in.
fn as_text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_code() {
        let mut texts = Texts::new();
        let words = ["a", "", "b", "a", "", "ü", "b"];
        let codes: Vec<u32> =
            words.iter().map(|word| texts.code_of(word.as_bytes()).unwrap()).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1, 3, 2]);
        assert_eq!(texts.len(), 4);
        for (word, code) in words.iter().zip(codes) {
            assert_eq!(texts.text_of(code), *word);
        }
    }

    #[test]
    fn pairs_are_not_their_concatenation() {
        let mut pairs = TextPairs::new();
        let first = pairs.code_of(b"ab", b"c").unwrap();
        let second = pairs.code_of(b"a", b"bc").unwrap();
        assert_ne!(first, second);
        assert_eq!(pairs.texts_of(first), ("ab", "c"));
        assert_eq!(pairs.texts_of(second), ("a", "bc"));
    }

    #[test]
    fn what_is_not_utf8_is_not_let_in() {
        assert_eq!(Texts::new().code_of(b"caf\xe9"), None);
        let mut pairs = TextPairs::new();
        // The two halves of one letter are not two texts.
        assert_eq!(pairs.code_of(b"\xc3", b"\xa9"), None);
        assert_eq!(pairs.len(), 0);
    }

    #[test]
    fn many_texts_survive_growth() {
        let mut texts = Texts::new();
        for round in 0..2 {
            for number in 0..10_000_u32 {
                let code = texts.code_of(format!("signer {number}").as_bytes());
                assert_eq!(code, Some(number), "round {round}");
            }
        }
    }
}
