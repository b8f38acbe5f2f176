//! How much a file may become when it is unpacked. What cannot be honest at any size is not a matter of limits.

use crate::trouble::{Trouble, in_words};

/// How much may be unpacked without asking. Whoever is told
/// [`TooLarge`](crate::TroubleKind::TooLarge) may ask again with more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file after unpacking, when it passes through piece by piece.
    pub expanded_bytes: u64,
    /// Bytes that have to be in memory at once: a Parquet file or a workbook inside a zip archive, and the texts of
    /// a workbook.
    pub in_memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { expanded_bytes: 8 << 30, in_memory_bytes: 512 << 20 }
    }
}

/// Below this, nothing is taken for a bomb: it does no harm.
const HARMLESS_BYTES: u64 = 64 << 20;

/// A thousand times is what deflate makes of a file of nothing but the same byte; an export becomes ten to thirty
/// times as large.
const HONEST_RATIO: u64 = 1000;

/// Whether so much from so little cannot be honest.
pub(crate) fn is_bomb(packed_bytes: u64, expanded_bytes: u64) -> bool {
    expanded_bytes > HARMLESS_BYTES && expanded_bytes / HONEST_RATIO > packed_bytes
}

impl Limits {
    /// Refuses what is to pass through when it is too much.
    pub(crate) fn check_expanded(&self, packed_bytes: u64, bytes: u64) -> Result<(), Trouble> {
        check(packed_bytes, bytes, self.expanded_bytes)
    }

    /// Refuses what is to be held in memory when it is too much.
    pub(crate) fn check_in_memory(&self, packed_bytes: u64, bytes: u64) -> Result<(), Trouble> {
        check(packed_bytes, bytes, self.in_memory_bytes)
    }
}

fn check(packed_bytes: u64, bytes: u64, limit: u64) -> Result<(), Trouble> {
    if is_bomb(packed_bytes, bytes) {
        return Err(bomb(packed_bytes, bytes));
    }
    if bytes > limit {
        return Err(Trouble::too_large(
            bytes,
            format!(
                "is {} after unpacking, more than the {} that are unpacked without asking; \
                 allow more, or export less at a time",
                in_words(bytes),
                in_words(limit)
            ),
        ));
    }
    Ok(())
}

pub(crate) fn bomb(packed_bytes: u64, bytes: u64) -> Trouble {
    Trouble::bomb(format!(
        "would become {} from {}, which no export does: it looks made to do harm, and is not unpacked",
        in_words(bytes),
        in_words(packed_bytes)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TroubleKind;

    #[test]
    fn a_thousandfold_is_a_bomb_once_it_is_large() {
        assert!(!is_bomb(1, 64 << 20));
        assert!(is_bomb(60_000, 65 << 20));
        assert!(!is_bomb(70_000, 65 << 20));
    }

    #[test]
    fn what_is_only_large_can_be_allowed() {
        let limits = Limits { expanded_bytes: 1000, in_memory_bytes: 10 };
        assert_eq!(limits.check_expanded(5, 1000), Ok(()));
        let trouble = limits.check_in_memory(5, 1000).unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::TooLarge { bytes: 1000 });
        assert_eq!(Limits { in_memory_bytes: 1000, ..limits }.check_in_memory(5, 1000), Ok(()));
    }
}
