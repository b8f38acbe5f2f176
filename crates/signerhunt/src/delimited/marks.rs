//! What stands where in 64 bytes of delimited text, one bit a byte: found with vector instructions, for
//! all bytes at once. What it means is [`super::orderly`]'s business.

use wide::u8x16;

/// How many bytes are looked at together.
pub(super) const BLOCK_BYTES: usize = 64;

/// Bits for the bytes of a block, the first byte's the lowest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Marks {
    pub(super) quotes: u64,
    pub(super) delimiters: u64,
    /// Line feeds and returns.
    pub(super) line_bytes: u64,
    /// The returns among them.
    pub(super) returns: u64,
}

/// Finds the marks of blocks.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    delimiter: u8x16,
}

impl Marker {
    pub(super) fn new(delimiter: u8) -> Marker {
        Marker { delimiter: u8x16::splat(delimiter) }
    }

    #[inline(always)]
    pub(super) fn marks(self, block: &[u8; BLOCK_BYTES]) -> Marks {
        let (quarters, _) = block.as_chunks::<16>();
        let quarters: [u8x16; 4] = std::array::from_fn(|idx| u8x16::new(quarters[idx]));
        let [line_feed, carriage_return] = [b'\n', b'\r'].map(u8x16::splat);
        let line_bytes = bits_of(quarters, |quarter| {
            quarter.simd_eq(line_feed) | quarter.simd_eq(carriage_return)
        });
        // Most blocks have no line's end, and no bits of their own for it.
        let returns = match line_bytes {
            0 => 0,
            _ => bits_of(quarters, |quarter| quarter.simd_eq(carriage_return)),
        };
        Marks {
            quotes: bits_of(quarters, |quarter| quarter.simd_eq(u8x16::splat(b'"'))),
            delimiters: bits_of(quarters, |quarter| quarter.simd_eq(self.delimiter)),
            line_bytes,
            returns,
        }
    }
}

/// A bit for each byte that is all ones in what is made of its quarter.
#[inline(always)]
fn bits_of(quarters: [u8x16; 4], compare: impl Fn(u8x16) -> u8x16) -> u64 {
    let bits = quarters.map(|quarter| u64::from(compare(quarter).to_bitmask()));
    bits[0] | bits[1] << 16 | bits[2] << 32 | bits[3] << 48
}

/// Each bit of the result is the parity of the bits up to it, itself included.
#[inline(always)]
pub(super) fn parity_up_to(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].iter().fold(bits, |parity, shift| parity ^ parity << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slow, obvious way.
    fn bits_where(block: &[u8; BLOCK_BYTES], is_meant: impl Fn(u8) -> bool) -> u64 {
        (0..BLOCK_BYTES).filter(|&idx| is_meant(block[idx])).map(|idx| 1 << idx).sum()
    }

    #[test]
    fn marks_are_where_the_bytes_are() {
        let mut random = fastrand::Rng::with_seed(7);
        for round in 0..2_000 {
            let block =
                std::array::from_fn(|_| *random.choice(b"\",\n\r;a\0\xFF\xAC").unwrap_or(&0));
            for delimiter in [b',', b';', b'\t'] {
                let expected = Marks {
                    quotes: bits_where(&block, |byte| byte == b'"'),
                    delimiters: bits_where(&block, |byte| byte == delimiter),
                    line_bytes: bits_where(&block, |byte| byte == b'\n' || byte == b'\r'),
                    returns: bits_where(&block, |byte| byte == b'\r'),
                };
                assert_eq!(Marker::new(delimiter).marks(&block), expected, "round {round}");
            }
        }
    }

    #[test]
    fn parity_is_counted_from_the_first_bit() {
        let mut random = fastrand::Rng::with_seed(8);
        for bits in [0, 1, u64::MAX, 1 << 63, random.u64(..), random.u64(..)] {
            let expected = (0..64)
                .filter(|&idx| (bits & (u64::MAX >> (63 - idx))).count_ones() % 2 == 1)
                .map(|idx| 1 << idx)
                .sum::<u64>();
            assert_eq!(parity_up_to(bits), expected, "{bits:x}");
        }
    }
}
