//! Kinds of characters, by their Unicode category: which make terms, and which are obeyed instead of shown. And their lower case.
//!
//! What the kinds are is decided in `build.rs`, which writes the tables; what follows from them is not decided here. The
//! library's tables of lower case are four times as long: nothing that the page is made of asks for them.

use std::mem;
use std::sync::LazyLock;

static TERM: LazyLock<Kind> =
    LazyLock::new(|| Kind::of(include_bytes!(concat!(env!("OUT_DIR"), "/term-characters"))));

static OBEYED: LazyLock<Kind> =
    LazyLock::new(|| Kind::of(include_bytes!(concat!(env!("OUT_DIR"), "/obeyed-characters"))));

static LOWER: LazyLock<Shifts> =
    LazyLock::new(|| Shifts::of(include_bytes!(concat!(env!("OUT_DIR"), "/lower-case"))));

/// Letters (L*) and numbers (N*). `char::is_alphanumeric` is another class.
pub(crate) fn is_of_terms(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    TERM.has(character)
}

/// Controls, formats, and separators of lines and paragraphs.
pub(crate) fn is_obeyed(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    OBEYED.has(character)
}

/// Lower case where that is one character, the character itself where it is not: that is so for `İ` only.
pub(crate) fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    LOWER.applied_to(character)
}

/// A text as it looks: texts that are easily taken for each other become the same. What is not seen is left out, what
/// looks like a letter or digit of ASCII becomes that, and of those the ones that look alike in some case become one.
pub(crate) fn looks(text: &str) -> String {
    let mut looks = String::with_capacity(text.len());
    for character in text.chars() {
        let is_mark = matches!(character, '\u{300}'..='\u{36F}');
        if is_mark || is_obeyed(character) && !character.is_ascii() {
            continue;
        }
        match lower(LOOK_ALIKES.of_character(character)) {
            'i' | 'l' | '1' => looks.push('l'),
            'o' | '0' => looks.push('o'),
            'm' => looks.push_str("rn"),
            other => looks.push(other),
        }
    }
    looks
}

/// All characters whose lower case is the same as this one's, ascending; itself is one of them.
pub(crate) fn alike(character: char) -> Vec<char> {
    LOWER.applied_backwards(lower(character))
}

/// A text as it is looked for whatever its case.
pub(crate) fn lowered(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // A sigma is written in another way where it ends its word, in lower case only.
    let alike = |character| if character == 'ς' { 'σ' } else { lower(character) };
    text.chars().map(alike).collect()
}

static LOOK_ALIKES: LazyLock<LookAlikes> =
    LazyLock::new(|| LookAlikes::of(include_bytes!(concat!(env!("OUT_DIR"), "/look-alikes"))));

/// Where the characters of a kind begin and end, in turns.
struct Kind(Vec<u32>);

impl Kind {
    /// From a table of `build.rs`: the lengths of the runs.
    fn of(runs: &[u8]) -> Kind {
        let mut end = 0;
        let bounds = numbers_in(runs).map(|length| {
            end += length;
            end
        });
        Kind(bounds.collect())
    }

    fn has(&self, character: char) -> bool {
        let n_passed = self.0.partition_point(|&bound| bound <= u32::from(character));
        n_passed % 2 == 1
    }
}

/// From which character on the lower case is how far away, up to the next.
struct Shifts(Vec<(u32, i32)>);

impl Shifts {
    /// From a table of `build.rs`: the lengths of the runs, and the shift behind each.
    fn of(runs: &[u8]) -> Shifts {
        let mut numbers = numbers_in(runs);
        let mut start = 0;
        let mut shifts = Vec::new();
        while let (Some(length), Some(shift)) = (numbers.next(), numbers.next()) {
            start += length;
            let distance = (shift >> 1) as i32;
            shifts.push((start, if shift & 1 == 1 { -distance } else { distance }));
        }
        Shifts(shifts)
    }

    fn applied_to(&self, character: char) -> char {
        let code = u32::from(character);
        let n_begun = self.0.partition_point(|&(start, _)| start <= code);
        let shift = n_begun.checked_sub(1).map_or(0, |last| self.0[last].1);
        code.checked_add_signed(shift).and_then(char::from_u32).unwrap_or(character)
    }

    /// The characters that become this one, ascending.
    fn applied_backwards(&self, character: char) -> Vec<char> {
        // Those before the first run are not moved, like those of the runs whose shift is zero.
        let shifts = self.0.iter().map(|&(_, shift)| shift).chain([0]);
        let origins = shifts.filter_map(|shift| u32::from(character).checked_add_signed(-shift));
        let mut found = Vec::new();
        for origin in origins.filter_map(char::from_u32) {
            if lower(origin) != character {
                continue;
            }
            // They are few: the library's sort would be heavier than all of them.
            if let Err(place) = found.binary_search(&origin) {
                found.insert(place, origin);
            }
        }
        found
    }
}

/// Runs of characters that look like those of ASCII.
struct LookAlikes(Vec<LookAlike>);

struct LookAlike {
    start: u32,
    length: u32,
    /// What the first of them looks like.
    like: u32,
    /// The others look the same, or like the next ones.
    step: u32,
}

impl LookAlikes {
    /// From a table of `build.rs`.
    fn of(runs: &[u8]) -> LookAlikes {
        let mut numbers = numbers_in(runs);
        let mut start = 0;
        let mut look_alikes = Vec::new();
        while let (Some(gap), Some(length), Some(like)) =
            (numbers.next(), numbers.next(), numbers.next())
        {
            start += gap;
            let (length, step) = (length >> 1, u32::from(length & 1 == 0));
            look_alikes.push(LookAlike { start, length, like, step });
            start += length;
        }
        LookAlikes(look_alikes)
    }

    /// What a character looks like, itself if nothing else.
    fn of_character(&self, character: char) -> char {
        let code = u32::from(character);
        if character.is_ascii() {
            return character;
        }
        let n_begun = self.0.partition_point(|run| run.start <= code);
        let run = n_begun.checked_sub(1).map(|last| &self.0[last]);
        let like = run.and_then(|run| {
            let idx = code - run.start;
            (idx < run.length).then(|| char::from_u32(run.like + idx * run.step))?
        });
        like.unwrap_or(character)
    }
}

/// The numbers in a table of `build.rs`: seven bits a byte.
fn numbers_in(table: &[u8]) -> impl Iterator<Item = u32> {
    let (mut number, mut n_bits) = (0, 0);
    table.iter().filter_map(move |&byte| {
        number |= u32::from(byte & 0x7F) << n_bits;
        n_bits += 7;
        if byte & 0x80 != 0 {
            return None;
        }
        n_bits = 0;
        Some(mem::take(&mut number))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

    use super::*;

    #[test]
    fn every_character_is_of_its_kind() {
        for character in '\0'..=char::MAX {
            let group = character.general_category_group();
            let makes_terms =
                matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number);
            assert_eq!(is_of_terms(character), makes_terms, "{character:?}");
            let commands = matches!(
                character.general_category(),
                GeneralCategory::Control
                    | GeneralCategory::Format
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
            assert_eq!(is_obeyed(character), commands, "{character:?}");
        }
    }

    #[test]
    fn every_character_has_its_lower_case() {
        for character in '\0'..=char::MAX {
            let known: Vec<char> = character.to_lowercase().collect();
            let expected = if let [only] = *known { only } else { character };
            assert_eq!(lower(character), expected, "{character:?}");
            assert_eq!(known.len() > 1, character == 'İ', "{character:?}");
        }
    }

    #[test]
    fn characters_look_like_what_unicode_says() {
        for character in '\u{80}'..=char::MAX {
            let text = character.to_string();
            let skeleton: String = unicode_security::skeleton(&text)
                .filter(|part| part.general_category_group() != GeneralCategoryGroup::Mark)
                .collect();
            let expected = match *skeleton.as_bytes() {
                [only] if only.is_ascii_alphanumeric() => char::from(only),
                _ => character,
            };
            assert_eq!(LOOK_ALIKES.of_character(character), expected, "{character:?}");
        }
        // In ASCII there are these, which `looks` has by heart.
        for character in ('0'..='9').chain('A'..='Z').chain('a'..='z') {
            let text = character.to_string();
            let skeleton: String = unicode_security::skeleton(&text).collect();
            assert_eq!(looks(&skeleton), looks(&text), "{character}");
            let is_known = matches!(character, '0' | '1' | 'I' | 'm');
            assert_eq!(skeleton != text, is_known, "{character}");
        }
    }

    #[test]
    fn texts_that_look_alike_are_the_same() {
        let check = |left: &str, right: &str| assert_eq!(looks(left), looks(right));
        check("ConnectWise", "C\u{43E}nnectW\u{456}s\u{435}");
        check("ConnectWise", "ConnectWlse");
        check("ConnectWise", "C0NNECTW1SE");
        check("TeamViewer", "Tea\u{200B}rnVi\u{301}ewer");
        check("Splashtop", "𝐒𝐩𝐥𝐚𝐬𝐡𝐭𝐨𝐩");
        assert_ne!(looks("ConnectWise"), looks("ConnectVise"));
        assert_ne!(looks("Zoho"), looks("Soho"));
    }

    #[test]
    fn characters_are_alike_when_their_lower_case_is_the_same() {
        let mut families: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for character in '\0'..=char::MAX {
            families.entry(lower(character)).or_default().push(character);
        }
        // Of those that stand alone, every hundredth will do.
        let told = families.values().enumerate().filter(|(at, all)| all.len() > 1 || at % 100 == 0);
        for (_, family) in told {
            for &character in family {
                assert_eq!(alike(character), *family, "{character:?}");
            }
        }
        assert_eq!(alike('k'), ['K', 'k', '\u{212A}']);
        assert_eq!(alike('s'), ['S', 's'], "a long s is a letter of its own");
    }

    #[test]
    fn texts_are_alike_whatever_their_case() {
        let check = |text: &str, expected: &str| {
            assert_eq!(lowered(text), expected);
            assert_eq!(lowered(expected), expected, "again");
        };
        check("WS-0142", "ws-0142");
        check("ÄRZTE GmbH", "ärzte gmbh");
        check("ΟΔΟΣ οδος", "οδοσ οδοσ");
    }
}
