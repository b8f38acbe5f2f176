//! What stands where in 64 bytes of delimited text, one bit a byte: found with vector instructions, for
//! all bytes at once. What it means is [`super::orderly`]'s business.

use wide::u8x16;

/// How many bytes are looked at together.
pub(super) const BLOCK_BYTES: usize = 64;

/// Bits for the bytes of a block, the first byte's the lowest.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Marks {
    pub(super) quotes: u64,
    pub(super) delimiters: u64,
    /// Line feeds and carriage returns.
    pub(super) breaks: u64,
}

/// A way to find marks.
pub(super) trait FindMarks: Copy {
    fn marks(self, block: &[u8; BLOCK_BYTES]) -> Marks;

    /// Where carriage returns are. Only blocks with breaks need it.
    fn returns(self, block: &[u8; BLOCK_BYTES]) -> u64;
}

/// Work on blocks that is done with one way of finding their marks.
pub(super) trait WithMarks {
    type Output;

    /// Does it. Must be `#[inline(always)]`, or it is not compiled for the processor that it runs on.
    fn run(self, finder: impl FindMarks) -> Self::Output;
}

/// Finds the marks of blocks, by the widest registers that the processor has.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    delimiter: u8,
    #[cfg(target_arch = "x86_64")]
    registers: x86::Registers,
}

impl Marker {
    pub(super) fn new(delimiter: u8) -> Marker {
        Marker {
            delimiter,
            #[cfg(target_arch = "x86_64")]
            registers: x86::Registers::widest(),
        }
    }

    /// Does the work.
    #[inline]
    pub(super) fn run<W: WithMarks>(self, work: W) -> W::Output {
        #[cfg(target_arch = "x86_64")]
        let work = match self.registers.run(self.delimiter, work) {
            Ok(output) => return output,
            Err(work) => work,
        };
        self.run_anywhere(work)
    }

    /// With what every processor has, and WebAssembly.
    fn run_anywhere<W: WithMarks>(self, work: W) -> W::Output {
        work.run(Anywhere { delimiter: u8x16::splat(self.delimiter) })
    }
}

/// Sixteen bytes at a time.
#[derive(Clone, Copy)]
struct Anywhere {
    delimiter: u8x16,
}

impl FindMarks for Anywhere {
    #[inline(always)]
    fn marks(self, block: &[u8; BLOCK_BYTES]) -> Marks {
        let [quote, line_feed, carriage_return] = [b'"', b'\n', b'\r'].map(u8x16::splat);
        Marks {
            quotes: bits(block, |bytes| bytes.simd_eq(quote)),
            delimiters: bits(block, |bytes| bytes.simd_eq(self.delimiter)),
            breaks: bits(block, |bytes| bytes.simd_eq(line_feed) | bytes.simd_eq(carriage_return)),
        }
    }

    #[inline(always)]
    fn returns(self, block: &[u8; BLOCK_BYTES]) -> u64 {
        bits(block, |bytes| bytes.simd_eq(u8x16::splat(b'\r')))
    }
}

/// A bit for each byte that is so.
#[inline(always)]
fn bits(block: &[u8; BLOCK_BYTES], is_so: impl Fn(u8x16) -> u8x16) -> u64 {
    let (quarters, _) = block.as_chunks::<16>();
    (0..4).fold(0, |bits, idx| {
        let quarter = is_so(u8x16::new(quarters[idx]));
        bits | u64::from(quarter.to_bitmask()) << (16 * idx)
    })
}

/// For processors with registers of 32 or 64 bytes.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use pulp::NullaryFnOnce;
    use pulp::x86::{V3, V4};

    use super::{BLOCK_BYTES, FindMarks, Marks, WithMarks};

    /// The widest registers of a processor.
    #[derive(Clone, Copy)]
    pub(super) enum Registers {
        Narrow,
        Bytes32(V3),
        Bytes64(V4),
    }

    impl Registers {
        pub(super) fn widest() -> Registers {
            let narrower = || V3::try_new().map_or(Registers::Narrow, Registers::Bytes32);
            V4::try_new().map_or_else(narrower, Registers::Bytes64)
        }

        /// All that this processor has.
        #[cfg(test)]
        pub(super) fn all() -> Vec<Registers> {
            let bytes32 = V3::try_new().map(Registers::Bytes32);
            let bytes64 = V4::try_new().map(Registers::Bytes64);
            [Some(Registers::Narrow), bytes32, bytes64].into_iter().flatten().collect()
        }

        /// Does the work, or gives it back.
        #[inline]
        pub(super) fn run<W: WithMarks>(self, delimiter: u8, work: W) -> Result<W::Output, W> {
            match self {
                Registers::Narrow => Err(work),
                Registers::Bytes32(registers) => Ok(registers
                    .vectorize(Compiled { finder: Bytes32 { registers, delimiter }, work })),
                Registers::Bytes64(registers) => Ok(registers
                    .vectorize(Compiled { finder: Bytes64 { registers, delimiter }, work })),
            }
        }
    }

    /// Work that is compiled for such processors.
    struct Compiled<F, W> {
        finder: F,
        work: W,
    }

    impl<F: FindMarks, W: WithMarks> NullaryFnOnce for Compiled<F, W> {
        type Output = W::Output;

        #[inline(always)]
        fn call(self) -> W::Output {
            self.work.run(self.finder)
        }
    }

    #[derive(Clone, Copy)]
    struct Bytes32 {
        registers: V3,
        delimiter: u8,
    }

    impl FindMarks for Bytes32 {
        #[inline(always)]
        fn marks(self, block: &[u8; BLOCK_BYTES]) -> Marks {
            let halves: [_; 2] = pulp::cast(*block);
            let avx2 = self.registers.avx2;
            let same = |half, byte: u8| {
                avx2._mm256_cmpeq_epi8(
                    half,
                    self.registers.avx._mm256_set1_epi8(byte.cast_signed()),
                )
            };
            let bits = |halves: [_; 2]| {
                let [low, high] =
                    halves.map(|half| avx2._mm256_movemask_epi8(half).cast_unsigned());
                u64::from(low) | u64::from(high) << 32
            };
            let line_end = |half| avx2._mm256_or_si256(same(half, b'\n'), same(half, b'\r'));
            Marks {
                quotes: bits(halves.map(|half| same(half, b'"'))),
                delimiters: bits(halves.map(|half| same(half, self.delimiter))),
                breaks: bits(halves.map(line_end)),
            }
        }

        #[inline(always)]
        fn returns(self, block: &[u8; BLOCK_BYTES]) -> u64 {
            Bytes32 { delimiter: b'\r', ..self }.marks(block).delimiters
        }
    }

    #[derive(Clone, Copy)]
    struct Bytes64 {
        registers: V4,
        delimiter: u8,
    }

    impl Bytes64 {
        #[inline(always)]
        fn bits(self, block: &[u8; BLOCK_BYTES], byte: u8) -> u64 {
            let byte = self.registers.avx512f._mm512_set1_epi8(byte.cast_signed());
            self.registers.avx512bw._mm512_cmpeq_epi8_mask(pulp::cast(*block), byte)
        }
    }

    impl FindMarks for Bytes64 {
        #[inline(always)]
        fn marks(self, block: &[u8; BLOCK_BYTES]) -> Marks {
            Marks {
                quotes: self.bits(block, b'"'),
                delimiters: self.bits(block, self.delimiter),
                breaks: self.bits(block, b'\n') | self.bits(block, b'\r'),
            }
        }

        #[inline(always)]
        fn returns(self, block: &[u8; BLOCK_BYTES]) -> u64 {
            self.bits(block, b'\r')
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
        type Output = (Marks, u64);

        #[inline(always)]
        fn run(self, finder: impl FindMarks) -> (Marks, u64) {
            (finder.marks(self.0), finder.returns(self.0))
        }
    }

    #[test]
    fn marks_are_where_the_bytes_are() {
        let mut random = fastrand::Rng::with_seed(7);
        for round in 0..2_000 {
            let block =
                std::array::from_fn(|_| *random.choice(b"\",\n\r;a\0\xFF\xAC").unwrap_or(&0));
            for delimiter in [b',', b';', b'\t'] {
                let marks = Marks {
                    quotes: bits_where(&block, |byte| byte == b'"'),
                    delimiters: bits_where(&block, |byte| byte == delimiter),
                    breaks: bits_where(&block, |byte| matches!(byte, b'\n' | b'\r')),
                };
                let expected = (marks, bits_where(&block, |byte| byte == b'\r'));
                let marker = Marker::new(delimiter);
                assert_eq!(marker.run_anywhere(One(&block)), expected, "round {round}");
                #[cfg(target_arch = "x86_64")]
                for registers in x86::Registers::all() {
                    let marker = Marker { registers, ..marker };
                    assert_eq!(marker.run(One(&block)), expected, "round {round}");
                }
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
