//! Terms: does a signer have one? Exactly as Kusto's `has` and `has_any` answer it.
//!
//! A term in a text is a longest run of letters and digits, Unicode categories L* and N*; every other
//! character separates, the underscore included. What is looked for is one literal: it is there when
//! it stands somewhere in the text, in any case, and is not cut out of a longer run at an end that is
//! itself a letter or digit. Case is folded code point by code point, without normalisation.
//!
//! `char::is_alphanumeric` and the `\w` of regular expressions are other classes; do not use them here.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Kusto's `text has literal`.
///
/// ```
/// use signerhunt::term::has;
///
/// assert!(has("ConnectWise, LLC", "connectwise"));
/// assert!(!has("MyConnectWiseTools Ltd", "ConnectWise"));
/// ```
pub fn has(text: &str, literal: &str) -> bool {
    contains_whole(&fold(text), &fold(literal))
}

/// The terms of a hunt, ready to be looked for in many signers.
#[derive(Clone, Debug)]
pub struct Terms {
    folded: Vec<String>,
}

/// What a signer has of the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// These terms, by their places in the list, ascending. Kusto's `has_any` is true.
    Terms(Vec<usize>),
    /// None as a whole term, but the letters of this one inside a longer word.
    Inside(usize),
    /// Nothing.
    Nothing,
}

impl Terms {
    /// Prepares these terms.
    pub fn new(terms: &[String]) -> Terms {
        Terms { folded: terms.iter().map(|term| fold(term)).collect() }
    }

    /// Looks for every term in a signer.
    pub fn find_in(&self, signer: &str) -> Found {
        let folded_signer = fold(signer);
        let whole: Vec<usize> = (0..self.folded.len())
            .filter(|&term_idx| contains_whole(&folded_signer, &self.folded[term_idx]))
            .collect();
        if !whole.is_empty() {
            return Found::Terms(whole);
        }
        self.folded
            .iter()
            .position(|term| folded_signer.contains(term))
            .map_or(Found::Nothing, Found::Inside)
    }
}

/// Lower case where that is one code point, the code point itself where it is not.
fn fold(text: &str) -> String {
    text.chars()
        .map(|character| {
            let mut lower = character.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(only), None) => only,
                _ => character,
            }
        })
        .collect()
}

/// Whether the folded literal stands in the folded text with its ends at the ends of terms.
fn contains_whole(text: &str, literal: &str) -> bool {
    let first_is_term = literal.chars().next().is_some_and(is_term_character);
    let last_is_term = literal.chars().next_back().is_some_and(is_term_character);
    let mut from = 0;
    // Every occurrence counts, overlapping ones included.
    while let Some(found) = text[from..].find(literal) {
        let (start, end) = (from + found, from + found + literal.len());
        let cut_before =
            first_is_term && text[..start].chars().next_back().is_some_and(is_term_character);
        let cut_after = last_is_term && text[end..].chars().next().is_some_and(is_term_character);
        if !cut_before && !cut_after {
            return true;
        }
        // A literal that may be cut is not empty, so a character stands at its start.
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// Letters (L*) and numbers (N*) make terms.
fn is_term_character(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    matches!(
        character.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(signer: &str, expected: Found) {
        let terms = ["ConnectWise", "CONTINUUM MANAGED", "LLC"].map(str::to_owned);
        assert_eq!(Terms::new(&terms).find_in(signer), expected, "{signer}");
    }

    #[test]
    fn what_a_signer_has() {
        check("Connectwise, LLC", Found::Terms(vec![0, 2]));
        check("Continuum Managed Services", Found::Terms(vec![1]));
        check("MyConnectWiseTools Ltd", Found::Inside(0));
        check("Microsoft Windows", Found::Nothing);
        check("", Found::Nothing);
    }

    #[test]
    fn an_empty_term_is_in_every_signer() {
        let terms = Terms::new(&[String::new()]);
        assert_eq!(terms.find_in(""), Found::Terms(vec![0]));
        assert_eq!(terms.find_in("x"), Found::Terms(vec![0]));
        assert_eq!(Terms::new(&[]).find_in("x"), Found::Nothing);
    }

    /// Ends are judged on the folded text, which is right only while folding keeps the class.
    #[test]
    fn folding_makes_no_letter_a_separator() {
        for character in '\0'..=char::MAX {
            let folded = fold(&character.to_string());
            assert!(
                folded
                    .chars()
                    .all(|lower| is_term_character(lower) == is_term_character(character)),
                "{character:?}"
            );
        }
    }
}
