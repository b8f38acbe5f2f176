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
    write("look-alikes", look_alikes());
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

/// Characters that look like a letter or digit of ASCII, marks above and below it not counted: how many there are in turns
/// that do not, and that do, like the same one or like one after another: twice as many, and one more if like the same. Then
/// the one that the first of them looks like.
fn look_alikes() -> Vec<u8> {
    let alikes: Vec<(u32, u8)> = ('\u{80}'..=char::MAX)
        .filter_map(|character| Some((u32::from(character), looks_like(character)?)))
        .collect();
    let mut written = Vec::new();
    let (mut rest, mut end) = (&alikes[..], 0);
    while let Some(&(code, like)) = rest.first() {
        let n_like = |step: u32| {
            let in_turn = (0..).zip(rest).take_while(|(idx, alike)| {
                **alike == (code + idx, like.wrapping_add((idx * step) as u8))
            });
            in_turn.count() as u32
        };
        let (same, ascending) = (n_like(0), n_like(1));
        let length = same.max(ascending);
        push(&mut written, code - end);
        push(&mut written, length << 1 | u32::from(same == length));
        written.push(like);
        end = code + length;
        rest = &rest[length as usize..];
    }
    written
}

/// The letter or digit of ASCII that a character looks like.
fn looks_like(character: char) -> Option<u8> {
    let text = character.to_string();
    let mut skeleton = unicode_security::skeleton(&text)
        .filter(|part| part.general_category_group() != GeneralCategoryGroup::Mark);
    match (skeleton.next(), skeleton.next()) {
        (Some(only), None) if only.is_ascii_alphanumeric() => Some(only as u8),
        _ => None,
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
