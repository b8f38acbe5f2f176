//! Kinds of characters, by their Unicode category: which make terms, and which are obeyed instead of shown.
//!
//! What the kinds are is decided in `build.rs`, which writes the tables; what follows from them is not decided here.

use std::sync::LazyLock;

static TERM: LazyLock<Kind> =
    LazyLock::new(|| Kind::of(include_bytes!(concat!(env!("OUT_DIR"), "/term-characters"))));

static OBEYED: LazyLock<Kind> =
    LazyLock::new(|| Kind::of(include_bytes!(concat!(env!("OUT_DIR"), "/obeyed-characters"))));

/// Letters (L*) and numbers (N*). `char::is_alphanumeric` is another class.
pub(crate) fn is_of_terms(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    TERM.has(character)
}

/// Controls, formats, and separators of lines and paragraphs.
pub(crate) fn is_obeyed(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    OBEYED.has(character)
}

/// Where the characters of a kind begin and end, in turns.
struct Kind(Vec<u32>);

impl Kind {
    /// From a table of `build.rs`: the lengths of the runs, seven bits a byte.
    fn of(runs: &[u8]) -> Kind {
        let mut bounds = Vec::new();
        let (mut end, mut shift) = (0, 0);
        for &byte in runs {
            end += u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                bounds.push(end);
                shift = 0;
            } else {
                shift += 7;
            }
        }
        Kind(bounds)
    }

    fn has(&self, character: char) -> bool {
        let n_passed = self.0.partition_point(|&bound| bound <= u32::from(character));
        n_passed % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

    use super::*;

    #[test]
    fn every_character_is_of_its_kind() {
        for character in '\0'..=char::MAX {
            let group = character.general_category_group();
            let makes_terms =
                matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number);
            assert_eq!(is_of_terms(character), makes_terms, "{character:?}");
            let commands = matches!(
                character.general_category(),
                GeneralCategory::Control
                    | GeneralCategory::Format
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
            assert_eq!(is_obeyed(character), commands, "{character:?}");
        }
    }
}
