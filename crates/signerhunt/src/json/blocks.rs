//! Many bytes looked at in one go, with the vector instructions that the target has.

use wide::u8x16;

/// A bit for each of the bytes that is a quote, a backslash or a control character; the first is the
/// lowest.
#[inline]
pub(super) fn ends_in(block: &[u8; 64]) -> u64 {
    let ends = |quarter: &[u8; 16]| {
        let letters = u8x16::new(*quarter);
        let ends = letters.simd_eq(u8x16::splat(b'"'))
            | letters.simd_eq(u8x16::splat(b'\\'))
            | letters.simd_eq(letters.min(u8x16::splat(b' ' - 1)));
        u64::from(ends.to_bitmask())
    };
    let ([a, b, c, d], []) = block.as_chunks::<16>() else { return 0 };
    ends(a) | ends(b) << 16 | ends(c) << 32 | ends(d) << 48
}

/// The first bytes of something longer, for comparing them in one go however many they are.
#[derive(Debug)]
pub(super) struct Start {
    blocks: [u8x16; 3],
    /// A bit for each of the bytes that matter.
    mask: u64,
}

impl Start {
    pub(super) const N_BYTES: usize = 48;

    pub(super) fn of(bytes: &[u8]) -> Start {
        let mut padded = [0; Self::N_BYTES];
        padded.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let (blocks, _) = padded.as_chunks::<16>();
        let mask = (1 << bytes.len().min(Self::N_BYTES)) - 1;
        Start { blocks: std::array::from_fn(|idx| u8x16::new(blocks[idx])), mask }
    }

    #[inline]
    pub(super) fn begins(&self, bytes: &[u8; Self::N_BYTES]) -> bool {
        let equal = |block: &[u8; 16], idx: usize| {
            u64::from(u8x16::new(*block).simd_eq(self.blocks[idx]).to_bitmask())
        };
        let ([a, b, c], []) = bytes.as_chunks::<16>() else { return false };
        let equal = equal(a, 0) | equal(b, 1) << 16 | equal(c, 2) << 32;
        equal & self.mask == self.mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_text_are_quotes_backslashes_and_controls() {
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..2_000 {
            let block = std::array::from_fn(|_| match random.u8(0..4) {
                0 => random.u8(..),
                _ => b'x',
            });
            for (idx, &byte) in block.iter().enumerate() {
                let is_end = byte == b'"' || byte == b'\\' || byte < b' ';
                assert_eq!(ends_in(&block) >> idx & 1 == 1, is_end, "{byte} at {idx}");
            }
        }
    }

    #[test]
    fn starts_are_those_that_begin_a_block() {
        let mut random = fastrand::Rng::with_seed(1);
        for n_bytes in 0..=Start::N_BYTES {
            let block = std::array::from_fn(|_| random.u8(..));
            let start = Start::of(&block[..n_bytes]);
            assert!(start.begins(&block));
            for idx in 0..block.len() {
                let mut other = block;
                other[idx] ^= 1 << random.u8(0..8);
                assert_eq!(start.begins(&other), idx >= n_bytes, "{n_bytes} bytes, other at {idx}");
            }
        }
    }
}
