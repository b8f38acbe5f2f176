//! Strings that are written as differences, written out one after another: the newer encodings, turned into the
//! oldest one. The library would take the lengths in them for granted.

use bytes::Bytes;

use super::levels::varint;
use super::pages::Broken;

const SHORT: Broken = Broken("a page ends within the lengths of its values");

const ODD: Broken = Broken("the numbers of a page are packed in an impossible way");

/// The most bytes that a page may become. Prefixes can repeat a long value without end.
const MAX_PAGE_BYTES: usize = 64 << 20;

/// A page whose values are all lengths, then all bytes. What stands before the values is kept.
pub(super) fn plain_of_lengths(
    before: &[u8],
    mut values: &[u8],
    n_values: usize,
) -> Result<Bytes, Broken> {
    let lengths = lengths(&mut values, n_values)?;
    let mut page = before.to_vec();
    for length in lengths {
        push_value(&mut page, true, &[], take(&mut values, length as usize)?)?;
    }
    Ok(page.into())
}

/// A page whose values each begin with some bytes of the one before. Where all have the same width, they stand without
/// their lengths.
pub(super) fn plain_of_prefixes(
    before: &[u8],
    mut values: &[u8],
    n_values: usize,
    width: Option<usize>,
) -> Result<Bytes, Broken> {
    let prefixes = lengths(&mut values, n_values)?;
    let suffixes = lengths(&mut values, n_values)?;
    let mut page = before.to_vec();
    let mut previous = 0..0;
    for (prefix, suffix) in prefixes.into_iter().zip(suffixes) {
        let suffix = suffix as usize;
        let prefix = page.get(previous).and_then(|previous| previous.get(..prefix as usize));
        let prefix = prefix.ok_or(Broken("a value begins with more than the one before"))?.to_vec();
        let rest = take(&mut values, suffix)?;
        if width.is_some_and(|width| width != prefix.len() + suffix) {
            return Err(Broken("a value has another width than its column"));
        }
        push_value(&mut page, width.is_none(), &prefix, rest)?;
        previous = page.len() - prefix.len() - suffix..page.len();
    }
    Ok(page.into())
}

fn push_value(
    page: &mut Vec<u8>,
    with_length: bool,
    prefix: &[u8],
    suffix: &[u8],
) -> Result<(), Broken> {
    let length = prefix.len() + suffix.len();
    if page.len() + length > MAX_PAGE_BYTES {
        return Err(Broken("a page wants to become too large"));
    }
    if with_length {
        page.extend_from_slice(&(length as u32).to_le_bytes());
    }
    page.extend_from_slice(prefix);
    page.extend_from_slice(suffix);
    Ok(())
}

fn take<'page>(bytes: &mut &'page [u8], n_bytes: usize) -> Result<&'page [u8], Broken> {
    let (taken, rest) = bytes.split_at_checked(n_bytes).ok_or(SHORT)?;
    *bytes = rest;
    Ok(taken)
}

/// What stands before numbers that are written as differences.
struct Header {
    /// Numbers in each part of a block.
    n_part: usize,
    /// Parts of a block.
    n_parts: usize,
    first: i64,
}

/// Takes it off the front, and checks that it promises so many numbers.
fn header(bytes: &mut &[u8], n_values: usize) -> Result<Header, Broken> {
    let number = |bytes: &mut &[u8]| varint(bytes).ok_or(SHORT);
    let (n_block, n_parts) = (number(bytes)?, number(bytes)?);
    let n_numbers = number(bytes)?;
    let first = unfolded(number(bytes)?);
    let is_odd = n_block == 0 || n_block > 1 << 20 || n_parts == 0 || n_block % n_parts != 0;
    if is_odd || !n_block.is_multiple_of(128) || !(n_block / n_parts).is_multiple_of(32) {
        return Err(ODD);
    }
    if n_numbers != n_values as u64 {
        return Err(Broken("a page has another number of values than it says"));
    }
    Ok(Header { n_part: (n_block / n_parts) as usize, n_parts: n_parts as usize, first })
}

/// Checks a page of numbers, which the library decodes. It writes beyond its memory's end, and panics, where there
/// are none and some are promised.
pub(super) fn check_numbers(mut values: &[u8], n_values: usize) -> Result<(), Broken> {
    header(&mut values, n_values).map(|_| ())
}

/// Takes so many lengths off the front: the first, then blocks of differences to the one before, each block with a
/// smallest difference and, in parts, so many bits for what is above it.
fn lengths(bytes: &mut &[u8], n_values: usize) -> Result<Vec<u32>, Broken> {
    if n_values > MAX_PAGE_BYTES / size_of::<u32>() {
        return Err(Broken("a page wants to become too large"));
    }
    let Header { n_part, n_parts, first: mut length } = header(bytes, n_values)?;
    let mut lengths = Vec::new();
    let push = |lengths: &mut Vec<u32>, length: i64| {
        let proper = i32::try_from(length).ok().and_then(|length| u32::try_from(length).ok());
        lengths.push(proper.ok_or(Broken("the length of a value is impossible"))?);
        Ok(())
    };
    if n_values > 0 {
        push(&mut lengths, length)?;
    }
    while lengths.len() < n_values {
        let smallest = unfolded(varint(bytes).ok_or(SHORT)?);
        let bit_widths = take(bytes, n_parts)?;
        for bit_width in bit_widths {
            let n_left = n_values - lengths.len();
            if n_left == 0 {
                break;
            }
            if *bit_width > 32 {
                return Err(ODD);
            }
            let packed = take(bytes, n_part * usize::from(*bit_width) / 8)?;
            for idx in 0..n_part.min(n_left) {
                let above = bits(packed, idx * usize::from(*bit_width), *bit_width);
                length = length.wrapping_add(smallest).wrapping_add(above);
                // Differences wrap around as numbers of 32 bits do.
                length = i64::from(length as i32);
                push(&mut lengths, length)?;
            }
        }
    }
    Ok(lengths)
}

/// Numbers alternate between the signs.
fn unfolded(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn bits(bytes: &[u8], first_bit: usize, n_bits: u8) -> i64 {
    (0..usize::from(n_bits))
        .map(|idx| first_bit + idx)
        .map(|bit| i64::from(bytes[bit / 8] >> (bit % 8) & 1))
        .rev()
        .fold(0, |number, bit| number << 1 | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths 3, 4 and 6: one block of 128 in four parts, smallest difference 1, one bit above it.
    const LENGTHS: [u8; 14] = [0x80, 0x01, 4, 3, 6, 2, 1, 0, 0, 0, 0b10, 0, 0, 0];

    #[test]
    fn lengths_come_out_as_they_went_in() {
        assert_eq!(lengths(&mut &LENGTHS[..], 3), Ok(vec![3, 4, 6]));
        assert_eq!(check_numbers(&LENGTHS, 3), Ok(()));
    }

    #[test]
    fn a_page_is_written_out() {
        let mut values = LENGTHS.to_vec();
        values.extend_from_slice(b"homlisamaggie");
        let page = plain_of_lengths(b"levels", &values, 3).unwrap();
        assert_eq!(&page[..], b"levels\x03\0\0\0hom\x04\0\0\0lisa\x06\0\0\0maggie");
        values.pop();
        assert!(plain_of_lengths(b"", &values, 3).is_err());
    }

    #[test]
    fn impossible_numbers_are_refused() {
        for n_bytes in 0..LENGTHS.len() {
            assert!(lengths(&mut &LENGTHS[..n_bytes], 3).is_err());
        }
        assert_eq!(
            check_numbers(&LENGTHS, 4),
            Err(Broken("a page has another number of values than it says"))
        );
        assert_eq!(check_numbers(&[0x80, 0x01, 0, 3, 6], 3), Err(ODD));
        assert_eq!(check_numbers(&[0, 4, 3, 6], 3), Err(ODD));
        assert_eq!(check_numbers(&[0x80, 0x01, 128, 1, 3, 6], 3), Err(ODD));
    }
}
