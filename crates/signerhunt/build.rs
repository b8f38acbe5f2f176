//! Writes down which characters there are of the kinds that the engine asks for, and which have a lower case, as short as can
//! be: the tables of those who know would be a tenth of what the page has to load. How they are read is in `src/characters.rs`.

use std::env;
use std::fs;
use std::path::Path;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").expect("Cargo names the folder");
    let write = |name: &str, table: Vec<u8>| {
        fs::write(Path::new(&folder).join(name), table).expect("the folder can be written");
    };
    let write_kind = |name: &str, is_in: fn(char) -> bool| write(name, runs(is_in));
    write_kind("term-characters", |character| {
        matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
    });
    write_kind("obeyed-characters", |character| {
        matches!(
            character.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
    });
    write("lower-case", shifts());
}

/// How many characters there are, in turns, that are not of the kind and that are, from the first character on.
fn runs(is_in: fn(char) -> bool) -> Vec<u8> {
    let mut written = Vec::new();
    let (mut start, mut inside) = (0, false);
    for code in 0..=u32::from(char::MAX) {
        // What is no character is of no kind.
        let now = char::from_u32(code).is_some_and(is_in);
        if now != inside {
            push(&mut written, code - start);
            (start, inside) = (code, now);
        }
    }
    written
}

/// How many characters there are, from the first on, whose lower case is equally far from them, and how far it is for the
/// next ones: twice that, and one more where it is before them.
fn shifts() -> Vec<u8> {
    let mut written = Vec::new();
    let (mut start, mut last) = (0, 0);
    for code in 0..=u32::from(char::MAX) {
        let now = char::from_u32(code).map_or(0, shift);
        if now != last {
            push(&mut written, code - start);
            push(&mut written, now.unsigned_abs() << 1 | u32::from(now < 0));
            (start, last) = (code, now);
        }
    }
    written
}

/// How far it is from a character to its lower case, where that is one character.
fn shift(character: char) -> i32 {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => u32::from(only) as i32 - u32::from(character) as i32,
        _ => 0,
    }
}

/// Cuts a number into seven bits a byte, the lowest first; the eighth says that more follow.
fn push(written: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        written.push(number as u8 | 0x80);
        number >>= 7;
    }
    written.push(number as u8);
}
