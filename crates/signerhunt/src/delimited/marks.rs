//! What stands where in 64 bytes of delimited text, one bit a byte: found with vector instructions, for
//! all bytes at once. What it means is [`super::orderly`]'s business.

#[cfg(target_arch = "x86_64")]
use pulp::x86::V3;
use wide::u8x16;

/// How many bytes are looked at together.
pub(super) const BLOCK_BYTES: usize = 64;

/// Bits for the bytes of a block, the first byte's the lowest.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Marks {
    pub(super) quotes: u64,
    pub(super) delimiters: u64,
    pub(super) line_feeds: u64,
    pub(super) returns: u64,
}

/// Finds the marks of blocks, by the widest registers that the processor has.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    delimiter: u8,
    #[cfg(target_arch = "x86_64")]
    v3: Option<V3>,
}

/// Work on blocks that is done with one way of finding their marks.
pub(super) trait WithMarks {
    type Output;

    /// Does it. Must be `#[inline(always)]`, or it is not compiled for the processor that it runs on.
    fn run(self, marks_of: impl Fn(&[u8; BLOCK_BYTES]) -> Marks) -> Self::Output;
}

impl Marker {
    pub(super) fn new(delimiter: u8) -> Marker {
        Marker {
            delimiter,
            #[cfg(target_arch = "x86_64")]
            v3: V3::try_new(),
        }
    }

    /// Does the work.
    #[inline]
    pub(super) fn run<W: WithMarks>(self, work: W) -> W::Output {
        #[cfg(target_arch = "x86_64")]
        if let Some(v3) = self.v3 {
            return avx2::run(v3, self.delimiter, work);
        }
        self.run_anywhere(work)
    }

    /// With what every processor has, and WebAssembly.
    fn run_anywhere<W: WithMarks>(self, work: W) -> W::Output {
        let delimiter = u8x16::splat(self.delimiter);
        work.run(
            #[inline(always)]
            |block| marks_anywhere(block, delimiter),
        )
    }
}

#[inline(always)]
fn marks_anywhere(block: &[u8; BLOCK_BYTES], delimiter: u8x16) -> Marks {
    let (quarters, _) = block.as_chunks::<16>();
    let quarters: [u8x16; 4] = std::array::from_fn(|idx| u8x16::new(quarters[idx]));
    // A bit for each byte that is this one.
    let bits_of = |byte: u8x16| {
        let bits = quarters.map(|quarter| u64::from(quarter.simd_eq(byte).to_bitmask()));
        bits[0] | bits[1] << 16 | bits[2] << 32 | bits[3] << 48
    };
    let [quote, line_feed, carriage_return] = [b'"', b'\n', b'\r'].map(u8x16::splat);
    Marks {
        quotes: bits_of(quote),
        delimiters: bits_of(delimiter),
        line_feeds: bits_of(line_feed),
        returns: bits_of(carriage_return),
    }
}

/// For processors with registers of 32 bytes.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use pulp::NullaryFnOnce;
    use pulp::x86::V3;

    use super::{BLOCK_BYTES, Marks, WithMarks};

    pub(super) fn run<W: WithMarks>(v3: V3, delimiter: u8, work: W) -> W::Output {
        v3.vectorize(Compiled { v3, delimiter, work })
    }

    /// Work that is compiled for such processors.
    struct Compiled<W> {
        v3: V3,
        delimiter: u8,
        work: W,
    }

    impl<W: WithMarks> NullaryFnOnce for Compiled<W> {
        type Output = W::Output;

        #[inline(always)]
        fn call(self) -> W::Output {
            let Compiled { v3, delimiter, work } = self;
            work.run(
                #[inline(always)]
                |block| marks(v3, block, delimiter),
            )
        }
    }

    #[inline(always)]
    fn marks(v3: V3, block: &[u8; BLOCK_BYTES], delimiter: u8) -> Marks {
        let halves: [_; 2] = pulp::cast(*block);
        let bits_of = |byte: u8| {
            let byte = v3.avx._mm256_set1_epi8(byte.cast_signed());
            let [low, high] = halves.map(|half| {
                let same = v3.avx2._mm256_cmpeq_epi8(half, byte);
                v3.avx2._mm256_movemask_epi8(same).cast_unsigned()
            });
            u64::from(low) | u64::from(high) << 32
        };
        Marks {
            quotes: bits_of(b'"'),
            delimiters: bits_of(delimiter),
            line_feeds: bits_of(b'\n'),
            returns: bits_of(b'\r'),
        }
    }
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

    /// Marks one block.
    struct One<'a>(&'a [u8; BLOCK_BYTES]);

    impl WithMarks for One<'_> {
        type Output = Marks;

        #[inline(always)]
        fn run(self, marks_of: impl Fn(&[u8; BLOCK_BYTES]) -> Marks) -> Marks {
            marks_of(self.0)
        }
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
                    line_feeds: bits_where(&block, |byte| byte == b'\n'),
                    returns: bits_where(&block, |byte| byte == b'\r'),
                };
                let marker = Marker::new(delimiter);
                assert_eq!(marker.run(One(&block)), expected, "round {round}");
                assert_eq!(marker.run_anywhere(One(&block)), expected, "round {round}");
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
