//! What tells a row from others of the same device, signer, time and report id, in four bytes.
//!
//! One file may have several signatures, so SHA1 and SignerHash belong to a row's identity. Kept whole
//! they would take more memory than all the rest of the index; 32 bits of a hash suffice, since two rows
//! are only compared when device, signer, time and report id are equal anyway.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// The identity of a row with this SHA1 and SignerHash. The same in every export and every process.
pub(crate) fn identity_of(sha1: &[u8], signer_hash: &[u8]) -> u32 {
    if sha1.is_empty() && signer_hash.is_empty() {
        return 0;
    }
    let hash = FixedState::default().hash_one((sha1, signer_hash));
    // Both halves of the hash are as good as each other.
    (hash ^ (hash >> 32)) as u32
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
