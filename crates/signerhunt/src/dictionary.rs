//! Dictionaries: each distinct text is kept once and known by a small number, its code.
//!
//! Cells of an export repeat (a few thousand signers in millions of rows), so codes make rows small
//! and let every question about a text be asked once. Codes count up from 0 in order of appearance;
//! nothing that leaves the engine depends on them.

use std::array;
use std::hash::BuildHasher;
use std::mem;
use std::str;

use foldhash::fast::RandomState;

use crate::hash::TextHasher;
use crate::wire::{Wire, read_text, write_text};

/// Distinct sequences of `N` texts and their codes.
struct Dictionary<const N: usize> {
    /// The texts of each code one after another, behind their lengths.
    bytes: Vec<u8>,
    /// Where those of each code begin in `bytes`.
    starts: Vec<usize>,
    /// Where to find the code of a hash: at the place that the hash names, or at the next ones up to a vacant one. As
    /// many as a power of two, and never all taken.
    entries: Vec<Entry>,
    hasher: TextHasher,
}

/// A code, with its hash, which tells most others apart without a look at their texts.
#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    /// Of no text where the place is vacant.
    code: u32,
    /// Where its texts begin. To look that up by the code would be one more wait for the memory.
    start: usize,
}

impl Entry {
    const VACANT: Entry = Entry { hash: 0, code: u32::MAX, start: 0 };

    #[inline(always)]
    fn is_vacant(self) -> bool {
        self.code == Entry::VACANT.code
    }
}

impl<const N: usize> Dictionary<N> {
    const FEWEST_ENTRIES: usize = 1 << 6;

    fn new() -> Dictionary<N> {
        Dictionary {
            bytes: Vec::new(),
            starts: Vec::new(),
            entries: vec![Entry::VACANT; Self::FEWEST_ENTRIES],
            // Of another seed in each process.
            hasher: TextHasher::new(RandomState::default().hash_one(0)),
        }
    }

    /// The texts' code; new ones are added if they are UTF-8.
    #[inline]
    fn code_of(&mut self, texts: [&[u8]; N]) -> Option<u32> {
        let hash = self.hash(texts);
        match self.find(hash, texts) {
            Some(code) => Some(code),
            None => self.add(hash, texts),
        }
    }

    #[inline]
    fn find(&self, hash: u32, texts: [&[u8]; N]) -> Option<u32> {
        let mut place = hash as usize;
        loop {
            let entry = self.entries[place & (self.entries.len() - 1)];
            if entry.is_vacant() {
                return None;
            }
            if self.is_of(entry, hash, texts) {
                return Some(entry.code);
            }
            place += 1;
        }
    }

    /// Whether an entry that is not vacant is that of these texts.
    #[inline(always)]
    fn is_of(&self, entry: Entry, hash: u32, texts: [&[u8]; N]) -> bool {
        if entry.hash != hash {
            return false;
        }
        let known = self.texts_at(entry.start);
        (0..N).all(|idx| is_same(known[idx], texts[idx]))
    }

    /// The codes of texts that have one. Every stage does its part for all of them, so that the processor waits for the
    /// memory once a stage, and not once a text.
    #[inline(always)]
    fn find_all<const B: usize>(&self, texts: &[[&[u8]; N]; B]) -> [Option<u32>; B] {
        let hashes: [u32; B] = array::from_fn(|idx| self.hash(texts[idx]));
        let mask = self.entries.len() - 1;
        let entries: [Entry; B] = array::from_fn(|idx| self.entries[hashes[idx] as usize & mask]);
        array::from_fn(|idx| {
            let (entry, hash, texts) = (entries[idx], hashes[idx], texts[idx]);
            match !entry.is_vacant() && self.is_of(entry, hash, texts) {
                true => Some(entry.code),
                false => self.find(hash, texts),
            }
        })
    }

    #[cold]
    fn add(&mut self, hash: u32, texts: [&[u8]; N]) -> Option<u32> {
        if texts.iter().any(|text| str::from_utf8(text).is_err()) {
            return None;
        }
        // Four thousand million distinct texts do not fit into memory.
        let code =
            u32::try_from(self.starts.len()).ok().filter(|code| *code != Entry::VACANT.code)?;
        let start = self.bytes.len();
        for text in texts {
            // No record is as long as that.
            self.bytes.extend_from_slice(&u32::try_from(text.len()).ok()?.to_ne_bytes());
        }
        texts.iter().for_each(|text| self.bytes.extend_from_slice(text));
        self.starts.push(start);
        self.enter(Entry { hash, code, start });
        // Where more than two in three are taken, too many places have to be looked at.
        if self.starts.len() * 3 > self.entries.len() * 2 {
            let more = vec![Entry::VACANT; self.entries.len() * 2];
            let entries = mem::replace(&mut self.entries, more);
            let taken = entries.into_iter().filter(|entry| !entry.is_vacant());
            taken.for_each(|entry| self.enter(entry));
        }
        Some(code)
    }

    /// Puts an entry where it will be found.
    fn enter(&mut self, entry: Entry) {
        let mask = self.entries.len() - 1;
        let mut place = entry.hash as usize;
        while !self.entries[place & mask].is_vacant() {
            place += 1;
        }
        self.entries[place & mask] = entry;
    }

    /// The texts of a code that this dictionary gave.
    #[inline]
    fn texts_of(&self, code: u32) -> [&[u8]; N] {
        self.texts_at(self.starts[code as usize])
    }

    /// The texts that begin here.
    #[inline(always)]
    fn texts_at(&self, start: usize) -> [&[u8]; N] {
        let (lengths, mut rest) = self.bytes[start..].split_at(N * size_of::<u32>());
        let (lengths, _) = lengths.as_chunks();
        std::array::from_fn(|idx| {
            let (text, behind) = rest.split_at(u32::from_ne_bytes(lengths[idx]) as usize);
            rest = behind;
            text
        })
    }

    #[inline(always)]
    fn hash(&self, texts: [&[u8]; N]) -> u32 {
        let mut hasher = self.hasher;
        texts.iter().for_each(|text| hasher.write(text));
        hasher.finish()
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn n_bytes(&self) -> usize {
        self.bytes.capacity()
            + self.starts.capacity() * size_of::<usize>()
            + self.entries.capacity() * size_of::<Entry>()
    }
}

/// Whether two texts are the same. In WebAssembly the library's own comparison goes byte by byte.
#[inline(always)]
fn is_same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let is_same = |left: &[u8; 16], right: &[u8; 16]| {
        u128::from_ne_bytes(*left) == u128::from_ne_bytes(*right)
    };
    let ((chunks, tail), (other_chunks, other_tail)) = (left.as_chunks(), right.as_chunks());
    let is_same_tail = match (left.last_chunk(), right.last_chunk()) {
        // Some bytes for the second time.
        (Some(last), Some(other_last)) => is_same(last, other_last),
        _ => tail.iter().zip(other_tail).all(|(byte, other)| byte == other),
    };
    is_same_tail && chunks.iter().zip(other_chunks).all(|(chunk, other)| is_same(chunk, other))
}

/// Distinct UTF-8 texts and their codes.
pub(crate) struct Texts(Dictionary<1>);

impl Texts {
    pub(crate) fn new() -> Texts {
        Texts(Dictionary::new())
    }

    /// The text's code, or `None` when it is not UTF-8.
    #[inline]
    pub(crate) fn code_of(&mut self, text: &[u8]) -> Option<u32> {
        self.0.code_of([text])
    }

    /// The codes of texts, of those which have one.
    #[inline(always)]
    pub(crate) fn find_all<const B: usize>(&self, texts: &[[&[u8]; 1]; B]) -> [Option<u32>; B] {
        self.0.find_all(texts)
    }

    /// The text's code, if it has one.
    pub(crate) fn find(&self, text: &[u8]) -> Option<u32> {
        self.0.find(self.0.hash([text]), [text])
    }

    /// How many bytes of memory it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.0.n_bytes()
    }

    pub(crate) fn text_of(&self, code: u32) -> &str {
        let [text] = self.0.texts_of(code);
        as_text(text)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Distinct pairs of UTF-8 texts and their codes.
pub(crate) struct TextPairs(Dictionary<2>);

impl TextPairs {
    pub(crate) fn new() -> TextPairs {
        TextPairs(Dictionary::new())
    }

    /// The pair's code, or `None` when a part is not UTF-8.
    #[inline]
    pub(crate) fn code_of(&mut self, left: &[u8], right: &[u8]) -> Option<u32> {
        self.0.code_of([left, right])
    }

    /// The codes of pairs, of those which have one.
    #[inline(always)]
    pub(crate) fn find_all<const B: usize>(&self, pairs: &[[&[u8]; 2]; B]) -> [Option<u32>; B] {
        self.0.find_all(pairs)
    }

    /// How many bytes of memory it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.0.n_bytes()
    }

    pub(crate) fn texts_of(&self, code: u32) -> (&str, &str) {
        let [left, right] = self.0.texts_of(code);
        (as_text(left), as_text(right))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The texts in the order of their codes.
impl<const N: usize> Wire for Dictionary<N> {
    fn write(&self, bytes: &mut Vec<u8>) {
        let n_codes = self.len() as u32;
        n_codes.write(bytes);
        for code in 0..n_codes {
            self.texts_of(code).into_iter().for_each(|text| write_text(as_text(text), bytes));
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Dictionary<N>> {
        let mut dictionary = Dictionary::new();
        for code in 0..u32::read(bytes)? {
            let mut texts = [&b""[..]; N];
            for text in &mut texts {
                *text = read_text(bytes)?.as_bytes();
            }
            if dictionary.code_of(texts) != Some(code) {
                return None;
            }
        }
        Some(dictionary)
    }
}

impl Wire for Texts {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Option<Texts> {
        Dictionary::read(bytes).map(Texts)
    }
}

impl Wire for TextPairs {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Option<TextPairs> {
        Dictionary::read(bytes).map(TextPairs)
    }
}

/// Bytes that were found to be UTF-8 when they were let in.
fn as_text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
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
    fn one_byte_makes_another_text() {
        let text = b"a text of some length that is looked at in pieces";
        for n_bytes in 0..text.len() {
            assert!(is_same(&text[..n_bytes], &text.to_vec()[..n_bytes]));
            assert!(!is_same(&text[..n_bytes], &text[..n_bytes + 1]));
            for place in 0..n_bytes {
                let mut other = text.to_vec();
                other[place] ^= 0x20;
                assert!(!is_same(&text[..n_bytes], &other[..n_bytes]), "{place} of {n_bytes}");
            }
        }
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
