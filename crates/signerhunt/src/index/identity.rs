//! What tells a row from others of the same device, signer, time and report id, in four bytes.
//!
//! One file may have several signatures, so SHA1 and SignerHash belong to a row's identity. Kept whole
//! they would take more memory than all the rest of the index; 32 bits of a hash suffice, since two rows
//! are only compared when device, signer, time and report id are equal anyway.

use crate::hash::TextHasher;

/// Nothing depends on its hashes but that they are the same everywhere.
const HASHER: TextHasher = TextHasher::new(0x5349_474E_4552_5331);

/// The identity of a row with this SHA1 and SignerHash. The same in every export and every process.
pub(crate) fn identity_of(sha1: &[u8], signer_hash: &[u8]) -> u32 {
    if sha1.is_empty() && signer_hash.is_empty() {
        return 0;
    }
    let mut hasher = HASHER;
    hasher.write(sha1);
    hasher.write(signer_hash);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::identity_of;

    #[test]
    fn other_hashes_are_another_identity() {
        let identities = [
            identity_of(b"", b""),
            identity_of(b"a", b""),
            identity_of(b"", b"a"),
            identity_of(b"a", b"b"),
        ];
        for (idx, identity) in identities.iter().enumerate() {
            assert!(!identities[..idx].contains(identity));
        }
        assert_eq!(identity_of(b"aa", b"bb"), identity_of(b"aa", b"bb"));
    }
}
