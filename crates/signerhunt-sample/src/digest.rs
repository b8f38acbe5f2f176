//! Stable numbers and hexadecimal text out of a key: identities of devices, files and certificates.
//!
//! The same thing must look the same wherever it turns up, so identities are computed from what they stand for and not
//! drawn from the random numbers of the rows. This is not cryptography: nobody can find a file by these digests.

/// Spreads a key over all 64 bits (the finishing step of SplitMix64).
pub(crate) fn mix(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// The key of the `number`th thing that belongs to the thing with this key.
pub(crate) fn nth(key: u64, number: u64) -> u64 {
    mix(key.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The key of a text (FNV-1a, then spread).
pub(crate) fn of_text(text: &[u8]) -> u64 {
    let step = |key: u64, byte: &u8| (key ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    mix(text.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

/// Appends that many lower-case hexadecimal digits, always the same ones for a key.
pub(crate) fn push_hex(out: &mut Vec<u8>, key: u64, digits: usize) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut block = [0; 16];
    let mut left = digits;
    let mut number = 0;
    while left > 0 {
        let bits = nth(key, number);
        for (position, digit) in block.iter_mut().enumerate() {
            *digit = DIGITS[(bits >> (60 - 4 * position)) as usize & 15];
        }
        let taken = left.min(block.len());
        out.extend_from_slice(&block[..taken]);
        left -= taken;
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_has_the_asked_length_and_is_stable() {
        let mut out = Vec::new();
        push_hex(&mut out, 1, 40);
        assert_eq!(out.len(), 40);
        assert!(out.iter().all(|byte| b"0123456789abcdef".contains(byte)));

        let mut again = Vec::new();
        push_hex(&mut again, 1, 7);
        assert_eq!(again, out[..7]);
    }

    #[test]
    fn neighbours_differ() {
        assert_ne!(nth(1, 0), nth(1, 1));
        assert_ne!(nth(1, 0), nth(2, 0));
        assert_ne!(of_text(b"ConnectWise, LLC"), of_text(b"Connectwise, LLC"));
    }
}
