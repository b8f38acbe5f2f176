//! Levels of nesting, counted: how many values a page really has, the nulls not among them, and how long its lists are.
//!
//! The library decodes levels as well; counting them beforehand is what makes it possible to check the values before
//! they are decoded, and takes no memory, however many levels a run of a few bytes stands for.

use super::pages::Broken;

/// Counts how many of the first `n_levels` are `max_level`, which are those that have a value.
pub(super) fn count_values(bytes: &[u8], n_levels: usize, max_level: i16) -> Result<usize, Broken> {
    let mut n_values = 0;
    walk(bytes, n_levels, max_level, |level, n_run| {
        n_values += if level == max_level as u32 { n_run } else { 0 };
    })?;
    Ok(n_values)
}

/// The most values that a record has among the first `n_levels` of repetition, the nulls among them.
///
/// `n_last` is how many the record before the page has, which may go on in it; then how many the last one has.
pub(super) fn longest_record(
    bytes: &[u8],
    n_levels: usize,
    max_level: i16,
    n_last: &mut usize,
) -> Result<usize, Broken> {
    let mut longest = *n_last;
    walk(bytes, n_levels, max_level, |level, n_run| {
        *n_last = if level == 0 { 1 } else { n_last.saturating_add(n_run) };
        longest = longest.max(*n_last);
    })?;
    Ok(longest)
}

/// Tells the first `n_levels`, and how often each stands there in a row at least.
///
/// The levels are in Parquet's hybrid of runs and packed bits, without the length that may stand before it.
fn walk(
    mut bytes: &[u8],
    n_levels: usize,
    max_level: i16,
    mut tell: impl FnMut(u32, usize),
) -> Result<(), Broken> {
    const SHORT: Broken = Broken("a page ends within its levels");
    let bit_width = (16 - max_level.leading_zeros()) as usize;
    let mut n_seen = 0;
    while n_seen < n_levels {
        let header = varint(&mut bytes).ok_or(SHORT)?;
        let n_left = n_levels - n_seen;
        if header & 1 == 0 {
            // The same level so many times.
            let (level, rest) = bytes.split_at_checked(bit_width.div_ceil(8)).ok_or(SHORT)?;
            bytes = rest;
            let level = level.iter().rev().fold(0, |level, byte| level << 8 | u32::from(*byte));
            let n_run = usize::try_from(header >> 1).map_or(n_left, |n_run| n_run.min(n_left));
            if n_run > 0 {
                tell(level, n_run);
            }
            n_seen += n_run;
        } else {
            // So many times eight levels, packed. The last ones may be missing when nobody needs them.
            let n_bytes =
                usize::try_from(header >> 1).unwrap_or(usize::MAX).saturating_mul(bit_width);
            let (packed, rest) = bytes.split_at(n_bytes.min(bytes.len()));
            bytes = rest;
            let n_packed = (packed.len() * 8 / bit_width).min(n_left);
            for idx in 0..n_packed {
                tell(unpacked(packed, idx * bit_width, bit_width), 1);
            }
            n_seen += n_packed;
        }
    }
    Ok(())
}

/// A number of so many bits, the lowest first.
fn unpacked(bytes: &[u8], first_bit: usize, n_bits: usize) -> u32 {
    (0..n_bits)
        .map(|idx| first_bit + idx)
        .map(|bit| u32::from(bytes[bit / 8] >> (bit % 8) & 1))
        .rev()
        .fold(0, |number, bit| number << 1 | bit)
}

/// Takes a number of as many bytes as it needs off the front.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let n_digits = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)? + 1;
    let (digits, rest) = bytes.split_at(n_digits);
    *bytes = rest;
    Some(digits.iter().rev().fold(0, |number, digit| number << 7 | u64::from(digit & 0x7f)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_packed_bits() {
        assert_eq!(count_values(&[20, 1], 10, 1), Ok(10));
        assert_eq!(count_values(&[20, 0], 10, 1), Ok(0));
        assert_eq!(count_values(&[8, 1, 3, 0b0101_0101], 10, 1), Ok(4 + 3));
        // Levels of two bits: 3, 0, 3, 1, and four that were left out.
        assert_eq!(count_values(&[3, 0b0111_0011], 4, 3), Ok(2));
        assert_eq!(count_values(&[], 0, 1), Ok(0));
    }

    #[test]
    fn records_are_counted_across_pages() {
        let mut n_last = 0;
        // 0, then nine times 1; then again in the next page, which the first record goes on in.
        assert_eq!(longest_record(&[2, 0, 18, 1], 10, 1, &mut n_last), Ok(10));
        assert_eq!(n_last, 10);
        assert_eq!(longest_record(&[3, 0b1110_0111], 8, 1, &mut n_last), Ok(13));
        assert_eq!(n_last, 4);
        assert_eq!(longest_record(&[16, 0], 8, 1, &mut n_last), Ok(4));
        assert_eq!(n_last, 1);
        assert!(longest_record(&[2, 0], 2, 1, &mut n_last).is_err());
    }

    #[test]
    fn too_few_levels_are_an_error() {
        assert!(count_values(&[], 1, 1).is_err());
        assert!(count_values(&[20], 10, 1).is_err());
        assert!(count_values(&[20, 1], 11, 1).is_err());
        assert!(count_values(&[3, 0xff], 9, 1).is_err());
        assert!(count_values(&[0xff; 20], 9, 1).is_err());
    }
}
