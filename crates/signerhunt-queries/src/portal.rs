//! A link that opens a query in Defender's portal. Made here, opened elsewhere: nothing is sent.
//!
//! The portal takes a query as UTF-16, packed with gzip, in the base64 of addresses without its padding.

use miniz_oxide::deflate::compress_to_vec;

const PAGE: &str = "https://security.microsoft.com/v2/advanced-hunting?query=";

/// The portal must not narrow the window that the query itself asks for.
const TIME_RANGE: &str = "&timeRangeId=SetInQuery";

/// No longer link is made. What the portal's servers take is not documented; some of their kind refuse longer ones.
const LONGEST_LINK: usize = 2048;

/// The link that opens a query in Defender's advanced hunting, or `None` where the query is too long for one. It is not run
/// before somebody says so.
pub fn defender_portal_link(kql: &str) -> Option<String> {
    // What does not fit even if every byte became a bit need not be packed.
    if kql.len() > LONGEST_LINK * 8 {
        return None;
    }
    let units: Vec<u8> = kql.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let link = format!("{PAGE}{}{TIME_RANGE}", base64(&gzip(&units)));
    (link.len() <= LONGEST_LINK).then_some(link)
}

/// Bytes as a file of gzip.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Deflated, no name, no date, of no system: the same query gives the same link.
    let mut file = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    file.extend(compress_to_vec(bytes, 9));
    file.extend(checksum(bytes).to_le_bytes());
    // Queries are far from 4 GiB.
    file.extend((bytes.len() as u32).to_le_bytes());
    file
}

/// The CRC-32 of gzip. Bit by bit: it is for a kilobyte, when somebody asks for a link.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for &byte in bytes {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            let mask = if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
            sum = (sum >> 1) ^ mask;
        }
    }
    !sum
}

/// Bytes in the alphabet of addresses, without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=piece.len()].copy_from_slice(piece);
        let bits = u32::from_be_bytes(group);
        for place in 0..=piece.len() {
            let six = bits >> (18 - 6 * place) & 0x3F;
            text.push(char::from(ALPHABET[six as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use signerhunt::Hunt;

    use super::*;
    use crate::{Dialect, query};

    #[test]
    fn the_rule_fits_well() {
        let now = "2026-05-26T23:00:01.5Z".parse().unwrap();
        let link = defender_portal_link(&query(&Hunt::default(), Dialect::Kql, now)).unwrap();
        assert!(link.starts_with(&format!("{PAGE}H4sI")), "{link}");
        assert!(link.ends_with("&timeRangeId=SetInQuery"), "{link}");
        assert!(link.len() < 1000, "{} characters", link.len());
    }

    #[test]
    fn what_is_too_long_has_no_link() {
        let random: String = (0..4000_u32)
            .map(|n| char::from(b'!' + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 90))
            .collect();
        assert_eq!(defender_portal_link(&random), None);
        assert_eq!(defender_portal_link(&"x".repeat(1 << 20)), None);
        assert!(defender_portal_link("").is_some());
    }

    #[test]
    fn base64_and_checksum_are_those_of_the_standards() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg");
        assert_eq!(base64(b"fo"), "Zm8");
        assert_eq!(base64(&[0xFB, 0xFF, 0xFE, 0]), "-__-AA");
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}
