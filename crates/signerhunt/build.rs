//! Writes down which characters there are of the kinds that the engine asks for, as short as can be: the tables of the crate
//! that knows would be a tenth of what the page has to load. How they are read is in `src/characters.rs`.

use std::env;
use std::fs;
use std::path::Path;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").expect("Cargo names the folder");
    let write = |name: &str, is_in: fn(char) -> bool| {
        fs::write(Path::new(&folder).join(name), runs(is_in)).expect("the folder can be written");
    };
    write("term-characters", |character| {
        matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
    });
    write("obeyed-characters", |character| {
        matches!(
            character.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
    });
}

/// How many characters there are, in turns, that are not of the kind and that are, from the first character on. Each number
/// is cut into seven bits a byte, the lowest first; the eighth says that more follow.
fn runs(is_in: fn(char) -> bool) -> Vec<u8> {
    let mut written = Vec::new();
    let (mut start, mut inside) = (0, false);
    for code in 0..=u32::from(char::MAX) {
        // What is no character is of no kind.
        let now = char::from_u32(code).is_some_and(is_in);
        if now != inside {
            let mut length = code - start;
            while length >= 0x80 {
                written.push(length as u8 | 0x80);
                length >>= 7;
            }
            written.push(length as u8);
            (start, inside) = (code, now);
        }
    }
    written
}
