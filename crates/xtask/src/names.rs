//! Shortens the names by which a module asks for functions of its bindings. They end with sixteen digits to tell them from
//! those of other versions, stand in both files, and weighed as much as a sixtieth of all that the page loads. What
//! else is in a module is not looked at.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::iter;
use std::path::Path;

use crate::run::{Trouble, about_file};

/// Shortens the names between a module and its bindings, in the folder and under the name that they have. Where they are
/// short already, nothing changes.
pub(crate) fn shorten(folder: &Path, name: &str) -> Result<(), Trouble> {
    let bindings = &folder.join(format!("{name}.js"));
    let module = &folder.join(format!("{name}_bg.wasm"));
    let script = fs::read_to_string(bindings).map_err(about_file("read", bindings))?;
    let code = fs::read(module).map_err(about_file("read", module))?;
    let Some((script, code)) = with_short_names(&script, &code) else {
        return Err(Trouble::new(format!(
            "{} does not ask for what {} has. Remove the folder of the built page and build it again.",
            module.display(),
            bindings.display()
        )));
    };
    fs::write(bindings, script).map_err(about_file("write", bindings))?;
    fs::write(module, code).map_err(about_file("write", module))
}

/// Bindings and module with names of one to two letters. `None` where they do not belong together.
fn with_short_names(script: &str, code: &[u8]) -> Option<(String, Vec<u8>)> {
    let (before, imports, behind) = around_imports(code)?;
    let imports = imports_in(imports)?;
    let words: Vec<&str> = words_of(script).collect();
    let asked: HashSet<&str> = imports.iter().map(|import| import.name).collect();
    let mut short: HashMap<&str, String> = HashMap::new();
    // In the order of the script, where they stand one below the other, and so need next to nothing when packed.
    for word in words.iter().filter(|word| asked.contains(*word)) {
        let n_named = short.len();
        short.entry(word).or_insert_with(|| letters(n_named));
    }
    let script = words.iter().map(|word| short.get(word).map_or(*word, String::as_str)).collect();

    let mut section = Vec::new();
    push_number(&mut section, imports.len());
    for import in &imports {
        push_text(&mut section, import.from);
        push_text(&mut section, short.get(import.name)?.as_bytes());
        section.extend_from_slice(import.what);
    }
    let mut code = before.to_vec();
    code.push(IMPORTS);
    push_text(&mut code, &section);
    code.extend_from_slice(behind);
    Some((script, code))
}

/// Runs of what names are made of, and runs of everything else.
fn words_of(script: &str) -> impl Iterator<Item = &str> {
    let is_of_names = |letter: char| letter.is_ascii_alphanumeric() || "_$".contains(letter);
    let mut rest = script;
    iter::from_fn(move || {
        let first = is_of_names(rest.chars().next()?);
        let end = rest.find(|letter| is_of_names(letter) != first).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        Some(word)
    })
}

/// The name with this number: `a` to `z`, then `aa` and on.
fn letters(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    let before = if number < 26 { String::new() } else { letters(number / 26 - 1) };
    format!("{before}{last}")
}

/// The number of the section of a module that says what it asks for.
const IMPORTS: u8 = 2;

/// The first bytes of every module: what it is and which version.
const N_HEAD_BYTES: usize = 8;

/// What stands before that section, in it, and behind it.
fn around_imports(code: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let mut rest = code.get(N_HEAD_BYTES..)?;
    loop {
        let before = &code[..code.len() - rest.len()];
        let (&section, mut behind) = rest.split_first()?;
        let content = take_text(&mut behind)?;
        if section == IMPORTS {
            return Some((before, content, behind));
        }
        rest = behind;
    }
}

/// Something that a module asks for.
struct Import<'a> {
    from: &'a [u8],
    name: &'a str,
    /// That it is a function, and of which type.
    what: &'a [u8],
}

fn imports_in(mut section: &[u8]) -> Option<Vec<Import<'_>>> {
    const FUNCTION: u8 = 0;
    let n_imports = take_number(&mut section)?;
    let mut take_import = || {
        let from = take_text(&mut section)?;
        let name = str::from_utf8(take_text(&mut section)?).ok()?;
        let start = section;
        let (&kind, behind) = section.split_first()?;
        section = behind;
        take_number(&mut section)?;
        let what = &start[..start.len() - section.len()];
        // Bindings give nothing but functions.
        (kind == FUNCTION).then_some(Import { from, name, what })
    };
    (0..n_imports).map(|_| take_import()).collect()
}

/// A length and as many bytes.
fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_number(bytes)?;
    let (text, behind) = bytes.split_at_checked(length)?;
    *bytes = behind;
    Some(text)
}

/// A number in pieces of seven bits, the lowest first; the eighth says that more follow.
fn take_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (&byte, behind) = bytes.split_first()?;
        *bytes = behind;
        number |= usize::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn push_text(bytes: &mut Vec<u8>, text: &[u8]) {
    push_number(bytes, text.len());
    bytes.extend_from_slice(text);
}

fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that asks for functions of these names, with a section before and one behind.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        push_number(&mut section, names.len());
        for name in names {
            push_text(&mut section, b"./x_bg.js");
            push_text(&mut section, name.as_bytes());
            section.extend_from_slice(&[0, 5]);
        }
        let mut code = b"\0asm\x01\0\0\0\x01\x01\0".to_vec();
        code.push(IMPORTS);
        push_text(&mut code, &section);
        code.extend_from_slice(b"\x0a\x01\0");
        code
    }

    #[track_caller]
    fn check(script: &str, asked: &[&str], expected: Option<(&str, &[&str])>) {
        let expected = expected.map(|(script, names)| (script.to_owned(), module(names)));
        assert_eq!(with_short_names(script, &module(asked)), expected);
    }

    #[test]
    fn names_are_short_in_both() {
        let script = "__wbg_of_0a: function(arg0) {}, __wbg_of_0a_2: 1, __wbg_no: 2";
        let short = "a: function(arg0) {}, b: 1, __wbg_no: 2";
        check(script, &["__wbg_of_0a_2", "__wbg_of_0a"], Some((short, &["b", "a"])));
        check(short, &["b", "a"], Some((short, &["b", "a"])));
        check("", &[], Some(("", &[])));
    }

    #[test]
    fn files_that_do_not_belong_together_are_left_alone() {
        check("__wbg_of_0a: 1", &["__wbg_of_0b"], None);
        assert_eq!(with_short_names("", b"<html>"), None);
        let whole = module(&["__wbg_of_0a"]);
        assert_eq!(with_short_names("__wbg_of_0a: 1", &whole[..20]), None);
    }

    #[test]
    fn letters_count_on() {
        let check = |number, expected: &str| assert_eq!(letters(number), expected);
        check(0, "a");
        check(25, "z");
        check(26, "aa");
        check(27, "ab");
        check(26 + 26 * 26, "aaa");
    }
}
