//! The hunt in the URL's hash: rules, terms, window, and how duplicates count; never data, but for marks that somebody wants
//! in a link.
//!
//! `#rules=AnyDesk,TeamViewer&terms=own&from=-5d&to=now&now=newest&duplicates=keep`, each part only
//! where it differs from the rule's own, so that the rule's hunt is an empty hash. Rules are those of the catalogue, by tool;
//! beside them stand the terms that are not theirs. A hash is written by
//! anybody: what cannot be read is complained about and the rule's own is used in its place.

mod marks;

use signerhunt::{Expected, Window, rule};

use crate::text::spelled_out;

/// Longer hashes are not looked at. Browsers and chat tools cut links long before this.
const LONGEST: usize = 100_000;

/// As many terms as a person can still edit on the page.
const MOST_TERMS: usize = 1_000;

/// The keys of a hunt.
const OURS: [&str; 9] = [
    "rules",
    "terms",
    "from",
    "to",
    "now",
    "duplicates",
    marks::TOOLS,
    marks::SIGNERS,
    marks::DEVICES,
];

/// A hunt as a hash tells it.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(PartialEq))]
pub(crate) struct LinkedHunt {
    /// The tools of rules of the catalogue; none when there are only terms.
    pub(crate) rules: Vec<String>,
    /// The terms; beside rules, those that are not theirs.
    pub(crate) terms: Vec<String>,
    /// The window.
    pub(crate) window: Window,
    /// Rows that several exports have count in each of them.
    pub(crate) keep_duplicates: bool,
    /// What is marked as expected, in a link that somebody wanted to have it.
    pub(crate) marks: Option<Expected>,
    /// What could not be read, in words for the person who followed the link.
    pub(crate) complaints: Vec<String>,
}

/// The hash for a hunt, without the `#`; empty for the rule's own.
pub(crate) fn write(linked: &LinkedHunt) -> String {
    let LinkedHunt { rules, terms, window, keep_duplicates, marks, complaints: _ } = linked;
    let rules_own = Window::default();
    let mut parts = Vec::new();
    if !rules.is_empty() {
        parts.push(format!("rules={}", encoded_list(rules)));
    }
    if *terms != terms_unsaid(rules) {
        parts.push(format!("terms={}", encoded_list(terms)));
    }
    if window.from != rules_own.from {
        parts.push(format!("from={}", encode(&window.from.to_string())));
    }
    if window.to != rules_own.to {
        parts.push(format!("to={}", encode(&window.to.to_string())));
    }
    if window.now != rules_own.now {
        parts.push(format!("now={}", encode(&window.now.to_string())));
    }
    if *keep_duplicates {
        parts.push("duplicates=keep".to_owned());
    }
    if let Some(marks) = marks {
        parts.append(&mut marks::write(marks));
    }
    parts.join("&")
}

/// The hash for a hunt, which by itself has its `own`, in a page that has this hash now: parts that belong to somebody else stay.
pub(crate) fn rewrite(present: &str, own: &str) -> String {
    let present = present.strip_prefix('#').unwrap_or(present);
    let is_ours =
        |part: &&str| part.is_empty() || OURS.contains(&part.split('=').next().unwrap_or(""));
    let mut parts: Vec<&str> = present.split('&').filter(|part| !is_ours(part)).collect();
    if !own.is_empty() {
        parts.push(own);
    }
    parts.join("&")
}

/// The hunt that a hash asks for, with or without its `#`.
pub(crate) fn read(hash: &str) -> LinkedHunt {
    let mut linked = LinkedHunt {
        rules: Vec::new(),
        terms: rule::connectwise().terms,
        window: Window::default(),
        keep_duplicates: false,
        marks: None,
        complaints: Vec::new(),
    };
    let mut said = Said::default();
    let hash = hash.strip_prefix('#').unwrap_or(hash);
    if hash.len() > LONGEST {
        linked.complain("The link is too long to be read", "hunt");
        return linked;
    }
    for part in hash.split('&') {
        // What has no value, and every key not known here, belongs to somebody else.
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        match key {
            "rules" => said.take(value, "rules", |said| &mut said.rules),
            "terms" => said.take(value, "signers", |said| &mut said.terms),
            "from" => linked.read_window_part(value, "start", |window| &mut window.from),
            "to" => linked.read_window_part(value, "end", |window| &mut window.to),
            "now" => linked.read_window_part(value, "“now”", |window| &mut window.now),
            "duplicates" if value == "keep" => linked.keep_duplicates = true,
            "duplicates" => {
                let trouble = format!(
                    "In this link, `{}` does not say what to do with duplicates",
                    spelled_out(value)
                );
                linked.complain(&trouble, "way of counting");
            }
            marks::TOOLS | marks::SIGNERS | marks::DEVICES if !value.is_empty() => {
                let mut marks = linked.marks.take().unwrap_or_default();
                if let Err(trouble) = marks::read(key, value, &mut marks) {
                    linked.complaints.push(format!("{trouble}. These marks are left out."));
                }
                linked.marks = Some(marks).filter(|marks| !marks.is_empty());
            }
            _ => {}
        }
    }
    linked.take(said);
    linked
}

/// The terms of a hunt that names none: the rule's own, or beside other rules none.
fn terms_unsaid(rules: &[String]) -> Vec<String> {
    if rules.is_empty() { rule::connectwise().terms } else { Vec::new() }
}

/// What a hash says about what to look for.
#[derive(Default)]
struct Said {
    rules: Option<Vec<String>>,
    terms: Option<Vec<String>>,
    troubles: Vec<String>,
}

impl Said {
    fn take(&mut self, value: &str, what: &str, part: fn(&mut Said) -> &mut Option<Vec<String>>) {
        match read_list(value, what) {
            Ok(list) => *part(self) = Some(list),
            Err(trouble) => self.troubles.push(trouble),
        }
    }
}

impl LinkedHunt {
    fn take(&mut self, Said { rules, terms, troubles }: Said) {
        let is_all_lost = rules.is_none() && terms.is_none();
        self.rules = rules.unwrap_or_default();
        self.terms = terms.unwrap_or_else(|| terms_unsaid(&self.rules));
        for trouble in troubles {
            if is_all_lost {
                self.complain(&trouble, "signers");
            } else {
                self.complaints.push(format!("{trouble}. These are not hunted for."));
            }
        }
    }

    fn read_window_part<T>(&mut self, value: &str, name: &str, part: fn(&mut Window) -> &mut T)
    where
        T: std::str::FromStr<Err = String>,
    {
        let in_this_link = |trouble: String| format!("In this link, {}", spelled_out(&trouble));
        let read = decode(value).and_then(|text| text.parse().map_err(in_this_link));
        match read {
            Ok(read) => *part(&mut self.window) = read,
            Err(trouble) => self.complain(&trouble, name),
        }
    }

    fn complain(&mut self, trouble: &str, name: &str) {
        self.complaints.push(format!("{trouble}. The page takes the rule’s own {name} instead."));
    }
}

/// A list of texts. An empty one is a list: somebody removed every term.
fn read_list(value: &str, what: &str) -> Result<Vec<String>, String> {
    items(value, what)?.into_iter().map(decode).collect()
}

/// What a list has, still encoded.
fn items<'a>(value: &'a str, what: &str) -> Result<Vec<&'a str>, String> {
    let mut items: Vec<&str> = value.split(',').collect();
    if items.len() > MOST_TERMS {
        return Err(format!("This link has more than {MOST_TERMS} {what}"));
    }
    items.retain(|item| !item.is_empty());
    Ok(items)
}

/// A list as it stands in a hash.
fn encoded_list(texts: &[String]) -> String {
    let encoded: Vec<String> = texts.iter().map(|text| encode(text)).collect();
    encoded.join(",")
}

/// Percent-encodes everything but the characters that mean themselves in every URL.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn decode(encoded: &str) -> Result<String, String> {
    let ill = || format!("In this link, `{}` is not percent-encoded text", spelled_out(encoded));
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte != b'%' {
            bytes.push(byte);
            rest = after;
            continue;
        }
        let (digits, after) = after.split_at_checked(2).ok_or_else(ill)?;
        let digit = |at: usize| char::from(digits[at]).to_digit(16).ok_or_else(ill);
        // Two hexadecimal digits are below 256.
        bytes.push((digit(0)? * 16 + digit(1)?) as u8);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| ill())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(terms: &[&str]) -> Vec<String> {
        terms.iter().copied().map(str::to_owned).collect()
    }

    fn window(from: &str, to: &str, now: &str) -> Window {
        Window { from: from.parse().unwrap(), to: to.parse().unwrap(), now: now.parse().unwrap() }
    }

    /// Writes, compares, and reads back.
    #[track_caller]
    fn check(terms: &[&str], window: &Window, expected: &str) {
        check_with(terms, window, false, expected);
    }

    #[track_caller]
    fn check_with(terms: &[&str], window: &Window, keep_duplicates: bool, expected: &str) {
        check_hunt(&LinkedHunt { keep_duplicates, ..hunt(terms, window) }, expected);
    }

    #[track_caller]
    fn check_hunt(linked: &LinkedHunt, expected: &str) {
        assert_eq!(write(linked), expected);
        assert_eq!(read(&format!("#{expected}")), *linked);
    }

    fn hunt(terms: &[&str], window: &Window) -> LinkedHunt {
        LinkedHunt { terms: texts(terms), window: window.clone(), ..read("") }
    }

    const RULE: [&str; 3] = ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"];

    #[test]
    fn the_rules_own_hunt_is_an_empty_hash() {
        check(&RULE, &Window::default(), "");
    }

    #[test]
    fn only_what_differs_is_written() {
        check(&RULE, &window("-30d", "now", "newest"), "from=-30d");
        check(&RULE, &window("-5d", "now", "clock"), "now=clock");
        check(&RULE, &window("all", "all", "newest"), "from=all&to=all");
        check(&["AnyDesk"], &Window::default(), "terms=AnyDesk");
        check(&[], &Window::default(), "terms=");
    }

    #[test]
    fn rules_stand_for_their_terms() {
        let rules = texts(&["AnyDesk", "ISL, Online"]);
        let linked = LinkedHunt { rules, ..hunt(&[], &Window::default()) };
        check_hunt(&linked, "rules=AnyDesk,ISL%2C%20Online");
        let linked = LinkedHunt { terms: texts(&["own"]), ..linked };
        check_hunt(&linked, "rules=AnyDesk,ISL%2C%20Online&terms=own");
        assert_eq!(read("#rules=").terms, RULE);
    }

    #[test]
    fn damaged_rules_are_told_and_terms_are_hunted_for() {
        for (hash, rules, terms, end) in [
            ("#rules=%zz&terms=x", &[][..], &["x"][..], "These are not hunted for."),
            ("#rules=A&terms=%zz", &["A"], &[], "These are not hunted for."),
            ("#rules=%zz", &[], &RULE, "takes the rule’s own signers instead."),
        ] {
            let linked = read(hash);
            assert_eq!((linked.rules, linked.terms), (texts(rules), texts(terms)), "{hash}");
            assert_eq!(linked.complaints.len(), 1, "{hash}");
            assert!(linked.complaints[0].ends_with(end), "{:?}", linked.complaints);
        }
    }

    #[test]
    fn duplicates_are_mentioned_only_when_they_are_kept() {
        check_with(&RULE, &Window::default(), true, "duplicates=keep");
        check_with(
            &["AnyDesk"],
            &window("-7d", "now", "newest"),
            true,
            "terms=AnyDesk&from=-7d&duplicates=keep",
        );
    }

    #[test]
    fn times_and_odd_terms_come_back_as_they_were() {
        check(
            &["a,b", "Krämer & Söhne", "100%", " x ", "#=+"],
            &window("2026-05-01", "2026-05-02T03:04:05.0000001Z", "newest"),
            "terms=a%2Cb,Kr%C3%A4mer%20%26%20S%C3%B6hne,100%25,%20x%20,%23%3D%2B\
             &from=2026-05-01T00%3A00%3A00.0000000Z&to=2026-05-02T03%3A04%3A05.0000001Z",
        );
    }

    #[test]
    fn browsers_that_decode_some_of_the_hash_do_no_harm() {
        assert_eq!(read("#terms=CONTINUUM MANAGED").terms, ["CONTINUUM MANAGED"]);
        assert_eq!(read("#from=2026-05-01T00:00Z").window.from, "2026-05-01".parse().unwrap());
    }

    #[test]
    fn unknown_keys_are_ignored() {
        let linked = read("#embed=1&from=-7d&anchor&terms.x=1");
        assert_eq!(linked.window.from, "-7d".parse().unwrap());
        assert_eq!(linked.complaints, [""; 0]);
    }

    #[test]
    fn rewriting_keeps_what_belongs_to_others() {
        let week = window("-7d", "now", "newest");
        let rules_own = Window::default();
        let (week, rules_own) = (hunt(&RULE, &week), hunt(&RULE, &rules_own));
        let kept = LinkedHunt { keep_duplicates: true, ..rules_own.clone() };
        for (present, linked, expected) in [
            ("#embed=1&from=-30d", &week, "embed=1&from=-7d"),
            ("#embed=1&from=-30d", &rules_own, "embed=1"),
            ("#from=bogus&terms=x&rules=y", &rules_own, ""),
            ("", &week, "from=-7d"),
            ("#duplicates=keep&a=b", &rules_own, "a=b"),
            ("#a=b", &kept, "a=b&duplicates=keep"),
            ("#expected-devices=id/name&a=b&expected-tools=x", &rules_own, "a=b"),
        ] {
            assert_eq!(rewrite(present, &write(linked)), expected, "{present}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rules_own_is_used() {
        for hash in [
            "#from=yesterday",
            "#to=%FF",
            "#now=later",
            "#terms=%",
            "#terms=%4",
            "#terms=%zz",
            "#terms=ok,%C3",
            "#from=-99999999999999999999d",
            "#from=<script>alert(1)</script>",
            "#duplicates=fold",
            "#duplicates=",
        ] {
            let linked = read(hash);
            assert_eq!(linked.terms, RULE, "{hash}");
            assert_eq!(linked.window, Window::default(), "{hash}");
            assert_eq!(linked.complaints.len(), 1, "{hash}");
        }
    }

    #[test]
    fn a_hash_without_end_is_refused_and_a_bad_part_does_not_spoil_the_others() {
        let endless = format!("#terms={}", "a,".repeat(LONGEST));
        assert_eq!(read(&endless).complaints.len(), 1);
        let crowded = format!("#terms={}", "a,".repeat(MOST_TERMS));
        assert_eq!(read(&crowded).terms, RULE);
        let half = read("#from=never&terms=AnyDesk");
        assert_eq!(half.terms, ["AnyDesk"]);
        assert_eq!(half.complaints.len(), 1);
    }

    #[test]
    fn complaints_show_what_hides() {
        let linked = read("#from=%E2%80%AEnever");
        assert!(linked.complaints[0].contains("<U+202E>"), "{}", linked.complaints[0]);
    }
}
