//! A term as a regular expression that finds it where Kusto's `has` does; it knows no SQL, but keeps out what SQL would obey.
//!
//! The expressions are for RE2 (DuckDB) and `java.util.regex` (Spark) alike, and use little of either:
//!
//! * No `(?i)`: RE2 takes a long s for an s, Java only ASCII. Every letter is spelled with what the engine takes for it.
//! * No look-around, which RE2 does not have and Java 8 does by halves of characters. What is before the term is matched with it;
//!   since any match will do, nothing is lost by it.
//! * No `\b` and no `\w`, to which the underscore is a letter.

use std::fmt::Write;

use signerhunt::output::is_obeyed;
use signerhunt::term::{alike, is_of_terms};

/// The expression for a term, where `separator` is a class of characters that separate terms.
pub(crate) fn pattern(term: &str, separator: &str) -> String {
    let mut text = String::new();
    if term.chars().next().is_some_and(is_of_terms) {
        text.push_str(&format!("(^|{separator})"));
    }
    for character in term.chars() {
        match alike(character).as_slice() {
            [_] => push(&mut text, character),
            family => {
                text.push('[');
                family.iter().for_each(|&one| push(&mut text, one));
                text.push(']');
            }
        }
    }
    if term.chars().next_back().is_some_and(is_of_terms) {
        text.push_str(&format!("($|{separator})"));
    }
    text
}

/// A character that stands for itself.
fn push(text: &mut String, character: char) {
    match character {
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' => {
            text.extend(['\\', character]);
        }
        // These would end a literal, a statement, or be Spark's variables; others are not seen, or end a line.
        '\'' | '"' | ';' | '$' => push_code(text, character),
        _ if is_obeyed(character) => push_code(text, character),
        _ => text.push(character),
    }
}

fn push_code(text: &mut String, character: char) {
    // Writing into a string cannot fail.
    let _ = write!(text, "\\x{{{:X}}}", u32::from(character));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(term: &str, expected: &str) {
        assert_eq!(pattern(term, "_"), expected);
    }

    #[test]
    fn boundaries_are_asked_for_where_the_term_has_a_letter_or_number() {
        check("a1", "(^|_)[Aa]1($|_)");
        check("-a", "-[Aa]($|_)");
        check("é.", "(^|_)[Éé]\\.");
        check("漢", "(^|_)漢($|_)");
        check(" ", " ");
    }

    #[test]
    fn letters_are_alike_as_the_engine_has_it() {
        check("-k-", "-[Kk\u{212A}]-");
        check("-ſ-", "-ſ-");
        check("-İ-", "-İ-");
        check("-ς-", "-ς-");
        check("-σ-", "-[Σσ]-");
        check("-ß-", "-[ßẞ]-");
        check("-𐐀-", "-[𐐀𐐨]-");
    }

    #[test]
    fn what_is_obeyed_is_spelled_out() {
        check("-'\";${1}", "-\\x{27}\\x{22}\\x{3B}\\x{24}\\{1\\}");
        check("\n\0\u{202E}-", "\\x{A}\\x{0}\\x{202E}-");
        check("%_#&-~/", "%_#&-~/");
        check("(\\)[^|]*.+?", "\\(\\\\\\)\\[\\^\\|\\]\\*\\.\\+\\?");
    }
}
