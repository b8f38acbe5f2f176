//! Hashes of short texts, eight bytes at a time. WebAssembly has no multiplication of 64 by 64 bits to 128, which good
//! general hashes are made of; this does without.
//!
//! Not for secrets. Whoever does not know the seed cannot choose texts that collide by the thousand; where the seed is
//! known, a collision must do no harm.

/// Hashes texts one behind another.
#[derive(Clone, Copy)]
pub(crate) struct TextHasher {
    state: u64,
    factor: u64,
}

impl TextHasher {
    /// A hasher that gives other hashes for each seed.
    pub(crate) const fn new(seed: u64) -> TextHasher {
        // An even factor would lose the highest bits.
        TextHasher { state: seed, factor: seed.rotate_left(32) ^ 0x9E37_79B9_7F4A_7C15 | 1 }
    }

    /// Takes a text in. ("ab", "c") and ("a", "bc") are not the same.
    #[inline(always)]
    pub(crate) fn write(&mut self, text: &[u8]) {
        // No product waits for another, so that the processor makes several at the same time. Sixteen bytes at a time,
        // since most texts of a column have as many sixteens, which it foretells.
        let (pairs, tail) = text.as_chunks::<16>();
        let mut key = self.factor;
        let mut sum = text.len() as u64;
        let mut take_in = |word: u64| {
            sum = sum.wrapping_add(product_of_halves(word ^ key));
            key = key.wrapping_add(self.factor);
        };
        for pair in pairs {
            let [first, second] = words(*pair);
            take_in(first);
            take_in(second);
        }
        if let Some(last) = text.last_chunk() {
            // Some of them for the second time.
            let [first, second] = words(*last);
            take_in(first);
            take_in(second);
        } else {
            let (words, tail) = tail.as_chunks::<8>();
            words.iter().for_each(|word| take_in(u64::from_le_bytes(*word)));
            take_in(tail.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        self.state = (self.state.rotate_left(23) ^ sum).wrapping_mul(self.factor);
    }

    /// The hash of all that was taken in.
    #[inline(always)]
    pub(crate) fn finish(self) -> u32 {
        // The highest bits depend on all others.
        let mixed = (self.state ^ self.state >> 32).wrapping_mul(self.factor);
        (mixed >> 32) as u32
    }
}

#[inline(always)]
fn words(bytes: [u8; 16]) -> [u64; 2] {
    let bytes = u128::from_le_bytes(bytes);
    [bytes as u64, (bytes >> 64) as u64]
}

/// All bits of it depend on all bits of the word: nothing of a product of 32 by 32 bits is lost.
#[inline(always)]
fn product_of_halves(word: u64) -> u64 {
    (word & 0xFFFF_FFFF) * (word >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn hash(texts: &[&[u8]]) -> u32 {
        let mut hasher = TextHasher::new(0x0123_4567_89AB_CDEF);
        texts.iter().for_each(|text| hasher.write(text));
        hasher.finish()
    }

    #[test]
    fn other_texts_have_other_hashes() {
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b""]), hash(&[b"\0"]));
        assert_ne!(hash(&[b"abcdefgh"]), hash(&[b"abcdefghabcdefgh"]));
        let text = b"0503e000aa11bb22cc33dd44ee55ff6600112233";
        let mut seen = HashSet::new();
        for n_bytes in 0..=text.len() {
            assert!(seen.insert(hash(&[&text[..n_bytes]])), "{n_bytes} bytes");
            for place in 0..n_bytes {
                let mut other = text[..n_bytes].to_vec();
                other[place] ^= 1;
                assert_ne!(hash(&[&other]), hash(&[&text[..n_bytes]]), "{place} of {n_bytes}");
            }
        }
    }

    #[test]
    fn hashes_spread_evenly() {
        // The highest seven bits are what a table looks at first.
        for shift in [0, 12, 25] {
            let mut counts = [0; 128];
            for number in 0..128_000 {
                let text = format!("desk-{number:06}.contoso.example");
                counts[(hash(&[text.as_bytes()]) >> shift) as usize & 127] += 1;
            }
            assert!(counts.iter().all(|count| (800..1200).contains(count)), "{shift}: {counts:?}");
        }
    }
}
