//! The other ways in which Kusto looks for a literal in a text: at the beginning or the end of a term, of the text, or anywhere,
//! whatever its case or in its own. Where a term ends is decided in [`super`].

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use memchr::memmem::Finder;

use super::{Ends, fold, occurrences};

/// Where a literal has to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Kusto's `has`: it is not cut out of a longer term.
    Term,
    /// `hasprefix`: it is not cut off from what is before it.
    TermStart,
    /// `hassuffix`: it is not cut off from what is behind it.
    TermEnd,
    /// `contains`.
    Anywhere,
    /// `startswith`.
    Start,
    /// `endswith`.
    End,
}

/// Whether letters of different case are the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// They are, as [`fold`] has it.
    Ignored,
    /// They are not: the operators that end in `_cs`.
    Kept,
}

/// Literals, ready to be looked for in many texts.
///
/// ```
/// use signerhunt::term::{Case, Literals, Place};
///
/// let literals = Literals::new(Place::TermStart, Case::Ignored, &["connect".to_owned()]);
/// assert!(literals.any_in("ConnectWise, LLC"));
/// assert!(!literals.any_in("ScreenConnect"));
/// ```
#[derive(Clone, Debug)]
pub struct Literals {
    place: Place,
    case: Case,
    literals: Vec<Literal>,
}

/// A literal as it is looked for, with what finds its letters.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    text: String,
    finder: Finder<'static>,
}

impl Literal {
    pub(super) fn new(text: String) -> Literal {
        let finder = Finder::new(&text).into_owned();
        Literal { text, finder }
    }

    /// It has no letters, and so is in every text.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where its letters are in a text for the first time, as a term or not.
    pub(super) fn find_in(&self, text: &str) -> Option<Range<usize>> {
        let start = self.finder.find(text.as_bytes())?;
        Some(start..start + self.text.len())
    }

    /// Whether its letters are in a text, as a term or not.
    pub(super) fn is_inside(&self, text: &str) -> bool {
        self.find_in(text).is_some()
    }

    /// Whether it stands there in a text. Case is the caller's business.
    pub(super) fn is_in(&self, text: &str, place: Place) -> bool {
        let ends = match place {
            Place::Start => return text.starts_with(&self.text),
            Place::End => return text.ends_with(&self.text),
            Place::Anywhere => return self.is_inside(text),
            Place::Term => Ends { start: true, end: true },
            Place::TermStart => Ends { start: true, end: false },
            Place::TermEnd => Ends { start: false, end: true },
        };
        self.is_inside(text) && occurrences(text, &self.text, ends).next().is_some()
    }
}

impl Literals {
    /// Prepares these literals.
    pub fn new(place: Place, case: Case, literals: &[String]) -> Literals {
        let prepare = |literal: &String| Literal::new(in_case(literal, case).into_owned());
        Literals { place, case, literals: literals.iter().map(prepare).collect() }
    }

    /// Whether a text has one of them.
    pub fn any_in(&self, text: &str) -> bool {
        let text = &in_case(text, self.case);
        self.literals.iter().any(|literal| literal.is_in(text, self.place))
    }

    /// Whether a text has all of them.
    pub fn all_in(&self, text: &str) -> bool {
        let text = &in_case(text, self.case);
        self.literals.iter().all(|literal| literal.is_in(text, self.place))
    }
}

/// Whether a literal is in a text: [`Literals`] for one that is looked for once.
pub fn is_in(text: &str, place: Place, case: Case, literal: &String) -> bool {
    Literals::new(place, case, slice::from_ref(literal)).any_in(text)
}

fn in_case(text: &str, case: Case) -> Cow<'_, str> {
    match case {
        Case::Ignored => Cow::Owned(fold(text)),
        Case::Kept => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: where the literal stands, of `has`, `hasprefix`, `hassuffix`, `contains`, `startswith` and `endswith`.
    #[track_caller]
    fn check(text: &str, literal: &str, case: Case, expected: [bool; 6]) {
        let places = [
            Place::Term,
            Place::TermStart,
            Place::TermEnd,
            Place::Anywhere,
            Place::Start,
            Place::End,
        ];
        let found = places.map(|place| is_in(text, place, case, &literal.to_owned()));
        assert_eq!(found, expected, "{text}: {literal}");
    }

    #[test]
    fn each_place_is_one_of_its_own() {
        let ignored = Case::Ignored;
        check("ConnectWise, LLC", "connectwise", ignored, [true, true, true, true, true, false]);
        check("ConnectWise, LLC", "connect", ignored, [false, true, false, true, true, false]);
        check("ConnectWise, LLC", "wise", ignored, [false, false, true, true, false, false]);
        check("ConnectWise, LLC", "nectw", ignored, [false, false, false, true, false, false]);
        check("ConnectWise, LLC", "llc", ignored, [true, true, true, true, false, true]);
        check("ConnectWise, LLC", "rmm", ignored, [false; 6]);
        check("", "", ignored, [true; 6]);
        check("x", "", ignored, [true; 6]);
    }

    #[test]
    fn ends_that_are_no_letters_need_no_boundary() {
        let ignored = Case::Ignored;
        check("x ab y", " a", ignored, [false, true, false, true, false, false]);
        check("err or", "r o", ignored, [false, false, false, true, false, false]);
        check("end.", "end", ignored, [true, true, true, true, true, false]);
        check("xa b", "a ", ignored, [false, false, true, true, false, false]);
    }

    #[test]
    fn every_occurrence_counts() {
        check("xfoo foo", "foo", Case::Ignored, [true, true, true, true, false, true]);
        check("foox foo", "foo", Case::Kept, [true, true, true, true, true, true]);
    }

    #[test]
    fn case_is_kept_where_it_matters() {
        check("ConnectWise", "connectwise", Case::Kept, [false; 6]);
        check("ConnectWise", "ConnectWise", Case::Kept, [true; 6]);
        check("МИР", "мир", Case::Ignored, [true; 6]);
        check("МИР", "мир", Case::Kept, [false; 6]);
    }

    #[test]
    fn of_several_one_or_all() {
        let several = |literals: &[&str]| {
            let literals: Vec<String> = literals.iter().map(|&text| text.to_owned()).collect();
            let literals = Literals::new(Place::Term, Case::Ignored, &literals);
            (literals.any_in("ConnectWise, LLC"), literals.all_in("ConnectWise, LLC"))
        };
        assert_eq!(several(&["llc", "connectwise"]), (true, true));
        assert_eq!(several(&["llc", "rmm"]), (true, false));
        assert_eq!(several(&[]), (false, true));
    }
}
