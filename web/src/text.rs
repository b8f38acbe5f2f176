//! Text that came from an export, made safe to look at: what cannot be seen is spelled out, and the
//! terms in it can be picked out.
//!
//! Nothing is ever stripped, since a character that hides is evidence. How the pieces are drawn is
//! `components::untrusted`; what hides and what a term matches is decided by the engine, not here.

use std::ops::Range;

use signerhunt::output::{is_obeyed, visible};
use signerhunt::term;

/// A piece of text with one look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece<'a> {
    /// Shown as it is.
    Plain(&'a str),
    /// Shown as it is, and marked: a term was found here.
    Marked(&'a str),
    /// A character that could not be seen or would move others about, by its code point.
    Token(String),
}

/// The pieces of a text, with the places marked where one of the terms stands.
pub(crate) fn pieces<'a>(text: &'a str, terms: &[String]) -> Vec<Piece<'a>> {
    let marks: Vec<Range<usize>> = terms.iter().flat_map(|term| term::places(text, term)).collect();
    let is_marked = |at: usize| marks.iter().any(|mark| mark.contains(&at));
    let mut found = Vec::new();
    let mut run_start = 0;
    for (at, character) in text.char_indices() {
        if at > run_start && is_marked(at) != is_marked(run_start) {
            found.push(run(&text[run_start..at], is_marked(run_start)));
            run_start = at;
        }
        if is_obeyed(character) {
            if at > run_start {
                found.push(run(&text[run_start..at], is_marked(run_start)));
            }
            found.push(Piece::Token(visible(&text[at..at + character.len_utf8()])));
            run_start = at + character.len_utf8();
        }
    }
    if run_start < text.len() {
        found.push(run(&text[run_start..], is_marked(run_start)));
    }
    found
}

/// The text in one string, for attributes, where nothing can be drawn differently.
pub(crate) fn spelled_out(text: &str) -> String {
    visible(text)
}

fn run(text: &str, marked: bool) -> Piece<'_> {
    if marked { Piece::Marked(text) } else { Piece::Plain(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marked places in brackets, tokens as they are.
    #[track_caller]
    fn check(text: &str, terms: &[&str], expected: &str) {
        let terms: Vec<String> = terms.iter().copied().map(str::to_owned).collect();
        let drawn: String = pieces(text, &terms)
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text.to_owned(),
                Piece::Marked(text) => format!("[{text}]"),
                Piece::Token(token) => token,
            })
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn terms_are_marked_in_any_case_and_only_whole() {
        check("ConnectWise, LLC", &["connectwise"], "[ConnectWise], LLC");
        check("ConnectWiseX, LLC", &["connectwise"], "ConnectWiseX, LLC");
        check("x ПРИВЕТ y", &["привет"], "x [ПРИВЕТ] y");
        check("a b a", &["a", ""], "[a] b [a]");
        check("", &["a"], "");
    }

    #[test]
    fn touching_and_overlapping_marks_are_one() {
        check(
            "Continuum Managed Services",
            &["CONTINUUM MANAGED", "managed"],
            "[Continuum Managed] Services",
        );
    }

    #[test]
    fn what_hides_is_spelled_out() {
        check("evil\u{202e}cod.exe", &[], "evil<U+202E>cod.exe");
        check("a\tb\u{2028}", &[], "a<U+0009>b<U+2028>");
        check("Con\u{200b}nect", &["Connect"], "Con<U+200B>nect");
        check("\u{e0041}", &[], "<U+E0041>");
        assert_eq!(spelled_out("a\u{feff}b"), "a<U+FEFF>b");
    }

    #[test]
    fn a_token_inside_a_marked_place_keeps_its_place() {
        check("a\u{200b}b c", &["a\u{200b}b"], "[a]<U+200B>[b] c");
    }
}
