//! Texts from exports for places that obey characters: control and format characters become tokens.

use std::fmt::Write;

use crate::characters;

/// The text with each character that is obeyed instead of shown as a token such as `<U+001B>`:
/// control characters, which command a terminal, line and paragraph separators, and format
/// characters, which turn the direction of writing or hide.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_obeyed(character) {
            // Writing into a string cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a character does something instead of being seen.
pub fn is_obeyed(character: char) -> bool {
    characters::is_obeyed(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(visible(text), expected);
    }

    #[test]
    fn nothing_in_a_name_is_obeyed() {
        check("a\u{1B}[31mb", "a<U+001B>[31mb");
        check("a\u{9B}31m", "a<U+009B>31m");
        check("a\u{202E}b\n", "a<U+202E>b<U+000A>");
        check("\u{61C}\u{2028}\u{2060}\u{E0041}", "<U+061C><U+2028><U+2060><U+E0041>");
        check("münchen 上海", "münchen 上海");
    }
}
