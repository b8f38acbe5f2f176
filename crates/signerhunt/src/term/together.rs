//! The terms of a hunt in many signers: each is looked for once, in all of them together.

use super::literals::{Literal, Place};
use super::{Found, Terms, fold};
use crate::characters::looks;
use crate::near_miss::Why;

/// Signers, ready to be searched for the terms of any hunt. They are known by their places.
pub(crate) struct Signers {
    /// As terms are compared with them.
    folded: Joined,
    /// As they look.
    looks: Joined,
}

/// Texts one behind another.
struct Joined {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Signers {
    /// Makes these signers ready.
    pub(crate) fn new<'a>(signers: impl Iterator<Item = &'a str> + Clone) -> Signers {
        Signers {
            folded: Joined::of(signers.clone().map(fold)),
            looks: Joined::of(signers.map(looks)),
        }
    }
}

impl Terms {
    /// What each signer has of the terms.
    pub(crate) fn find_in_all(&self, signers: &Signers) -> Vec<Found> {
        let Signers { folded, looks } = signers;
        let mut found = vec![Found::Nothing; folded.ends.len()];
        // The last word counts: so what says least comes first, and of several terms the first one last.
        for (term, term_idx) in self.looks.iter().rev() {
            looks.each_with_whole(term, &mut |idx| {
                found[idx] = Found::Nearly(*term_idx, Why::LooksAlike);
            });
        }
        let mut whole = Vec::new();
        for (term_idx, term) in self.folded.iter().enumerate().rev() {
            folded.each_with(term, &mut |idx, signer| {
                found[idx] = Found::Nearly(term_idx, Why::Contains);
                if term.is_in(signer, Place::Term) {
                    whole.push((idx, term_idx));
                }
            });
        }
        for (name, term_idx) in self.other_names.iter().rev() {
            folded.each_with_whole(name, &mut |idx| {
                found[idx] = Found::Nearly(*term_idx, Why::OtherName);
            });
        }
        for (idx, term_idx) in whole.into_iter().rev() {
            match &mut found[idx] {
                Found::Terms(terms) => terms.push(term_idx),
                none_yet => *none_yet = Found::Terms(vec![term_idx]),
            }
        }
        found
    }
}

impl Joined {
    fn of(texts: impl Iterator<Item = String>) -> Joined {
        let mut joined = Joined { text: String::new(), ends: Vec::new() };
        for text in texts {
            joined.text.push_str(&text);
            joined.ends.push(joined.text.len());
        }
        joined
    }

    /// Calls `see` for each text that the literal's letters are in, as a term or not.
    fn each_with(&self, literal: &Literal, see: &mut dyn FnMut(usize, &str)) {
        let text = |idx: usize| {
            let start = idx.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.text[start..self.ends[idx]]
        };
        if literal.is_empty() {
            (0..self.ends.len()).for_each(|idx| see(idx, text(idx)));
            return;
        }
        let mut from = 0;
        while let Some(place) = literal.find_in(&self.text[from..]) {
            let found = from + place.start..from + place.end;
            let idx = self.ends.partition_point(|&end| end <= found.start);
            from = self.ends[idx];
            // What reaches into the next text is in neither; and nothing is left of this one that it could be in.
            if found.end <= from {
                see(idx, text(idx));
            }
        }
    }

    /// Calls `see` for each text that has the literal as a term.
    fn each_with_whole(&self, literal: &Literal, see: &mut dyn FnMut(usize)) {
        self.each_with(literal, &mut |idx, text| {
            if literal.is_in(text, Place::Term) {
                see(idx);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::Hunt;
    use crate::rule::Rule;
    use crate::window::Window;

    /// The slow, obvious way, for one signer.
    fn find_in(terms: &Terms, signer: &str) -> Found {
        let folded = fold(signer);
        let whole = |literal: &Literal, text: &str| literal.is_in(text, Place::Term);
        let first = |literals: &[(Literal, usize)], text: &str| {
            literals.iter().find(|(literal, _)| whole(literal, text)).map(|(_, place)| *place)
        };
        let places = 0..terms.folded.len();
        let found: Vec<usize> =
            places.clone().filter(|&idx| whole(&terms.folded[idx], &folded)).collect();
        if !found.is_empty() {
            Found::Terms(found)
        } else if let Some(place) = first(&terms.other_names, &folded) {
            Found::Nearly(place, Why::OtherName)
        } else if let Some(idx) = places.clone().find(|&idx| terms.folded[idx].is_inside(&folded)) {
            Found::Nearly(idx, Why::Contains)
        } else if let Some(place) = first(&terms.looks, &looks(signer)) {
            Found::Nearly(place, Why::LooksAlike)
        } else {
            Found::Nothing
        }
    }

    /// All together give what each gives by itself.
    #[track_caller]
    fn check(terms: &[&str], other_names: &[&str], signers: &[String]) {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let rule = Rule {
            tool: String::new(),
            id: String::new(),
            name: String::new(),
            terms: owned(terms),
            other_names: owned(other_names),
        };
        let terms = Terms::of_hunt(&Hunt::with_rules(owned(terms), vec![rule], Window::default()));
        let ready = Signers::new(signers.iter().map(String::as_str));
        let expected: Vec<Found> = signers.iter().map(|signer| find_in(&terms, signer)).collect();
        assert_eq!(terms.find_in_all(&ready), expected, "{signers:?}");
    }

    #[test]
    fn a_text_ends_where_the_next_begins() {
        let signers = ["Conn", "ectWise", "", "ConnectWise", "ConnectWiseConn", "ectWise, LLC", ""];
        let signers = signers.map(str::to_owned);
        check(&["ConnectWise", "LLC"], &["ectWise"], &signers);
        check(&["", "x"], &[], &signers);
        check(&[], &[], &signers);
        check(&["ConnectWise"], &[], &[]);
    }

    #[test]
    fn many_are_as_each_by_itself() {
        const PARTS: [&str; 14] = [
            "ConnectWise",
            "connectwlse",
            "c\u{43E}nnectwise",
            "Connect",
            "Wise",
            "LLC",
            "LL",
            "C",
            " ",
            ", ",
            "-",
            "\u{212A}",
            "\u{DF}",
            "上海",
        ];
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..300 {
            let mut text = |most: usize| -> String {
                (0..random.usize(..=most)).map(|_| PARTS[random.usize(..PARTS.len())]).collect()
            };
            let terms: Vec<String> = (0..4).map(|_| text(2)).collect();
            let names: Vec<String> = (0..2).map(|_| text(2)).collect();
            let signers: Vec<String> = (0..30).map(|_| text(4)).collect();
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            check(&terms, &names, &signers);
        }
    }
}
