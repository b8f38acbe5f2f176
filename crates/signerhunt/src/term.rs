//! Terms: does a signer have one? Exactly as Kusto's `has` and `has_any` answer it.
//!
//! A term in a text is a longest run of letters and digits, Unicode categories L* and N*; every other
//! character separates, the underscore included. What is looked for is one literal: it is there when
//! it stands somewhere in the text, in any case, and is not cut out of a longer run at an end that is
//! itself a letter or digit. Case is folded code point by code point, without normalisation.
//!
//! `char::is_alphanumeric` and the `\w` of regular expressions are other classes; do not use them here.

mod literals;
mod together;

use std::iter;
use std::ops::Range;

use crate::characters::{self, looks, lower};
use crate::hunt::Hunt;
use crate::near_miss::Why;

use literals::Literal;
pub use literals::{Case, Literals, Place, is_in};
pub(crate) use together::Signers;

/// Kusto's `text has literal`.
///
/// ```
/// use signerhunt::term::has;
///
/// assert!(has("ConnectWise, LLC", "connectwise"));
/// assert!(!has("MyConnectWiseTools Ltd", "ConnectWise"));
/// ```
pub fn has(text: &str, literal: &str) -> bool {
    whole_occurrences(&fold(text), &fold(literal)).next().is_some()
}

/// Where in the text the literal stands as [`has`] finds it, as byte ranges; overlapping ones too.
///
/// ```
/// use signerhunt::term::places;
///
/// assert_eq!(places("ConnectWise, LLC", "llc")[0], 13..16);
/// ```
pub fn places(text: &str, literal: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    // Folding keeps the number of characters, but not their lengths.
    let ends = |text: &str| -> Vec<usize> {
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
    };
    let (folded_ends, text_ends) = (ends(&folded), ends(text));
    let in_text = |at: usize| text_ends[folded_ends.partition_point(|&end| end < at)];
    whole_occurrences(&folded, &fold(literal))
        .map(|found| in_text(found.start)..in_text(found.end))
        .collect()
}

/// Whether a character makes terms; every other one separates them.
pub fn is_of_terms(character: char) -> bool {
    characters::is_of_terms(character)
}

/// All characters that [`has`] takes for this one, ascending; itself is one of them.
///
/// For those who have to spell a literal out for other programs, whose notions of case are others.
///
/// ```
/// use signerhunt::term::alike;
///
/// // The third is the Kelvin sign.
/// assert_eq!(alike('k'), ['K', 'k', '\u{212A}']);
/// ```
pub fn alike(character: char) -> Vec<char> {
    characters::alike(character)
}

/// The terms of a hunt, ready to be looked for in many signers.
#[derive(Clone, Debug)]
pub struct Terms {
    folded: Vec<Literal>,
    /// How terms look, with their places in the list.
    looks: Vec<(Literal, usize)>,
    /// Other names of makers, each with the place of the rule's first term.
    other_names: Vec<(Literal, usize)>,
}

/// What a signer has of the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// These terms, by their places in the list, ascending. Kusto's `has_any` is true.
    Terms(Vec<usize>),
    /// None as a whole term, but nearly this one, by its place in the list, and in what way.
    Nearly(usize, Why),
    /// Nothing.
    Nothing,
}

impl Terms {
    /// Terms that look like one with fewer characters look like too much.
    const LEAST_LOOKS: usize = 4;

    /// Prepares these terms.
    pub fn new(terms: &[String]) -> Terms {
        let looks = terms.iter().enumerate().map(|(term_idx, term)| (looks(term), term_idx));
        let looks = looks.filter(|(looks, _)| looks.chars().count() >= Self::LEAST_LOOKS);
        Terms {
            folded: terms.iter().map(|term| Literal::new(fold(term))).collect(),
            looks: looks.map(|(looks, term_idx)| (Literal::new(looks), term_idx)).collect(),
            other_names: Vec::new(),
        }
    }

    /// Prepares the terms of a hunt, and the other names that its rules know.
    pub fn of_hunt(hunt: &Hunt) -> Terms {
        let place = |term: &String| hunt.terms.iter().position(|known| known == term);
        let other_names = hunt.rules.iter().flat_map(|rule| {
            let place = rule.terms.first().and_then(place);
            let names = rule.other_names.iter().zip(iter::repeat(place));
            names.filter_map(|(name, place)| Some((Literal::new(fold(name)), place?)))
        });
        Terms { other_names: other_names.collect(), ..Terms::new(&hunt.terms) }
    }

    /// Looks for every term in a signer.
    pub fn find_in(&self, signer: &str) -> Found {
        let found = self.find_in_all(&Signers::new(iter::once(signer)));
        found.into_iter().next().unwrap_or(Found::Nothing)
    }
}

/// Lower case where that is one code point, the code point itself where it is not: texts that are the same for Kusto's `=~` are
/// the same so.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(lower).collect()
}

/// Where the folded literal stands in the folded text with its ends at the ends of terms.
fn whole_occurrences(text: &str, literal: &str) -> impl Iterator<Item = Range<usize>> {
    occurrences(text, literal, Ends { start: true, end: true })
}

/// Which ends of a literal must not be cut out of a term.
#[derive(Clone, Copy)]
struct Ends {
    start: bool,
    end: bool,
}

/// Where the literal stands in the text with these ends at the ends of terms.
fn occurrences(text: &str, literal: &str, ends: Ends) -> impl Iterator<Item = Range<usize>> {
    let first_is_term = ends.start && literal.chars().next().is_some_and(is_of_terms);
    let last_is_term = ends.end && literal.chars().next_back().is_some_and(is_of_terms);
    let mut from = Some(0);
    // Every occurrence counts, overlapping ones included.
    let occurrences = iter::from_fn(move || {
        let start = from?;
        let start = start + text[start..].find(literal)?;
        from = text[start..].chars().next().map(|character| start + character.len_utf8());
        Some(start..start + literal.len())
    });
    occurrences.filter(move |found| {
        let before = text[..found.start].chars().next_back();
        let after = text[found.end..].chars().next();
        let is_cut_before = first_is_term && before.is_some_and(is_of_terms);
        let is_cut_after = last_is_term && after.is_some_and(is_of_terms);
        !is_cut_before && !is_cut_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;
    use crate::window::Window;

    #[track_caller]
    fn check(signer: &str, expected: Found) {
        let terms = ["ConnectWise", "CONTINUUM MANAGED", "LLC"].map(str::to_owned);
        assert_eq!(Terms::new(&terms).find_in(signer), expected, "{signer}");
    }

    #[test]
    fn what_a_signer_has() {
        check("Connectwise, LLC", Found::Terms(vec![0, 2]));
        check("Continuum Managed Services", Found::Terms(vec![1]));
        check("MyConnectWiseTools Ltd", Found::Nearly(0, Why::Contains));
        check("C\u{43E}nnectWise, Inc.", Found::Nearly(0, Why::LooksAlike));
        check("Connectwlse", Found::Nearly(0, Why::LooksAlike));
        // Look-alikes must be whole terms, and short terms have none.
        check("MyC\u{43E}nnectWiseTools", Found::Nothing);
        check("1LC", Found::Nothing);
        check("Microsoft Windows", Found::Nothing);
        check("", Found::Nothing);
    }

    #[test]
    fn other_names_of_a_maker_are_near() {
        let rule = Rule {
            tool: "LogMeIn".to_owned(),
            id: String::new(),
            name: String::new(),
            terms: ["LogMeIn", "GoTo, Inc"].map(str::to_owned).to_vec(),
            other_names: vec!["GoTo Technologies USA".to_owned()],
        };
        let terms = ["AnyDesk", "LogMeIn", "GoTo, Inc"].map(str::to_owned).to_vec();
        let terms = Terms::of_hunt(&Hunt::with_rules(terms, vec![rule], Window::default()));
        let check = |signer: &str, expected| assert_eq!(terms.find_in(signer), expected);
        check("GoTo Technologies USA, LLC", Found::Nearly(1, Why::OtherName));
        check("GoTo, Inc", Found::Terms(vec![2]));
        check("NotGoTo Technologies USA", Found::Nothing);
    }

    #[test]
    fn an_empty_term_is_in_every_signer() {
        let terms = Terms::new(&[String::new()]);
        assert_eq!(terms.find_in(""), Found::Terms(vec![0]));
        assert_eq!(terms.find_in("x"), Found::Terms(vec![0]));
        assert_eq!(Terms::new(&[]).find_in("x"), Found::Nothing);
    }

    #[track_caller]
    fn check_places(text: &str, literal: &str, expected: &[(usize, usize)]) {
        let found = places(text, literal);
        let found: Vec<(usize, usize)> =
            found.iter().map(|place| (place.start, place.end)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn places_are_those_of_the_text_itself() {
        // The Kelvin sign is three bytes long, and the letter it folds to is one.
        check_places("\u{212A} LLC, llc, LLCs", "LLC", &[(4, 7), (9, 12)]);
        check_places("\u{212A}", "k", &[(0, 3)]);
        check_places("xa a a", "a a", &[(3, 6)]);
        check_places("ConnectWiseTools", "ConnectWise", &[]);
        check_places("上海 ConnectWise", "connectwise", &[(7, 18)]);
    }

    /// Ends are judged on the folded text, which is right only while folding keeps the class.
    #[test]
    fn folding_makes_no_letter_a_separator() {
        for character in '\0'..=char::MAX {
            let folded = fold(&character.to_string());
            assert!(
                folded.chars().all(|lower| is_of_terms(lower) == is_of_terms(character)),
                "{character:?}"
            );
        }
    }
}
