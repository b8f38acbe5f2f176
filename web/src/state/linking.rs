//! Links to a hunt: what following one makes of the page, and which link leads to the present hunt. How a link is spelled is the
//! business of [`crate::permalink`].
//!
//! A link names rules by their tools, and what these look for stands in the catalogue. Until that is there, nothing is hunted
//! for: an answer without them would look like one with them.

use signerhunt::{Hunt, Rule, rule};

use super::{Catalogue, NoticeKind, State};
use crate::format::counted;
use crate::permalink::LinkedHunt;
use crate::wording::list;

/// So many rules are named in a sentence.
const RULES_NAMED: usize = 3;

/// Rules that a link names and that are not there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct MissingRules {
    /// Their tools.
    pub(crate) tools: Vec<String>,
    /// Why they could not be had; `None` while they are on their way.
    pub(crate) trouble: Option<String>,
}

impl MissingRules {
    /// `A, B, C and 4 more`.
    pub(crate) fn named(&self) -> String {
        named(&self.tools)
    }
}

impl State {
    /// Takes over what a link says; what follows from it is asked by the caller.
    pub(super) fn take_link(&mut self, linked: LinkedHunt) {
        let LinkedHunt { rules, terms, window, keep_duplicates, marks, complaints } = linked;
        self.query = None;
        self.custom_window = false;
        self.window = window;
        self.keep_duplicates = keep_duplicates;
        self.terms = terms;
        // A link without rules is about the rule that the page starts with, as far as it has its terms.
        let is_of_terms = rules.is_empty();
        self.rules = if is_of_terms { vec![rule::connectwise()] } else { Vec::new() };
        self.missing_rules = (!is_of_terms).then_some(MissingRules { tools: rules, trouble: None });
        if matches!(self.catalogue, Catalogue::Failed(_)) {
            self.catalogue = Catalogue::Unasked;
        }
        self.find_missing_rules();
        for complaint in complaints {
            self.notify(NoticeKind::Warning, complaint);
        }
        if let Some(marks) = marks {
            self.expected = marks.into();
            let marks = counted(self.n_marks() as u64, "mark");
            self.notify(NoticeKind::Warning, marks_taken(&marks));
        }
    }

    /// Puts the rules of a link in, as soon as it is known which there are. Gives whether that changes the hunt.
    pub(super) fn find_missing_rules(&mut self) -> bool {
        let Some(named) = self.missing_rules.take() else { return false };
        // Those that were found before, and terms that somebody has added meanwhile, stay.
        let mut rules = self.hunt().rules;
        let mut missing = Vec::new();
        for tool in &named.tools {
            match self.rule_about(tool) {
                Some(rule) if rules.iter().any(|found| found.tool == rule.tool) => {}
                Some(rule) => rules.push(rule),
                None => missing.push(tool.clone()),
            }
        }
        if !missing.is_empty() {
            match &self.catalogue {
                Catalogue::Unasked | Catalogue::Asked => {
                    self.missing_rules = Some(MissingRules { trouble: None, ..named });
                    return false;
                }
                Catalogue::Failed(trouble) => {
                    let trouble = Some(trouble.clone());
                    self.missing_rules = Some(MissingRules { tools: missing, trouble });
                }
                Catalogue::Known(_) => self.notify(NoticeKind::Warning, unknown(&missing)),
            }
        }
        let hunt = Hunt::for_rules(rules, self.window.clone());
        for term in std::mem::replace(&mut self.terms, hunt.terms) {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
        self.rules = hunt.rules;
        true
    }

    /// The rule about a tool, as far as it is there.
    fn rule_about(&self, tool: &str) -> Option<Rule> {
        let is_it = |rule: &Rule| rule.tool.eq_ignore_ascii_case(tool);
        let built_in = Some(rule::connectwise()).filter(is_it);
        built_in.or_else(|| {
            let known = self.known_rules().iter().find(|known| is_it(&known.rule));
            known.map(|known| known.rule.clone())
        })
    }

    /// Whether the catalogue has to be asked for because a link names rules.
    pub(crate) fn needs_catalogue(&self) -> bool {
        self.awaits_rules() && matches!(self.catalogue, Catalogue::Unasked)
    }

    /// Whether nothing can be hunted for yet, since rules of a link are not there.
    pub(crate) fn waits_for_rules(&self) -> bool {
        let waits =
            self.awaits_rules() || self.missing_rules.is_some() && self.hunt().terms.is_empty();
        // A query that stands in the place of the hunt does without.
        waits && self.query.is_none()
    }

    fn awaits_rules(&self) -> bool {
        self.missing_rules.as_ref().is_some_and(|missing| missing.trouble.is_none())
    }

    /// The link to the present hunt, without marks.
    pub(crate) fn to_link(&self) -> LinkedHunt {
        let hunt = self.hunt();
        let missing = self.missing_rules.as_ref().map_or(&[][..], |missing| &missing.tools);
        let mut named = hunt.rules;
        named.retain(|rule| self.is_catalogued(rule));
        if missing.is_empty() && named.iter().all(|rule| rule.tool == "ConnectWise") {
            // The page knows this one by its terms.
            named.clear();
        }
        let mut terms = hunt.terms;
        terms.retain(|term| !named.iter().any(|rule| rule.terms.contains(term)));
        let mut rules: Vec<String> = named.into_iter().map(|rule| rule.tool).collect();
        rules.extend_from_slice(missing);
        LinkedHunt {
            rules,
            terms,
            window: hunt.window,
            keep_duplicates: self.keep_duplicates,
            marks: None,
            complaints: Vec::new(),
        }
    }

    /// Whether a link cannot say of all rules hunted for that they are.
    pub(crate) fn has_own_rules(&self) -> bool {
        self.hunt().rules.iter().any(|rule| !self.is_catalogued(rule))
    }

    fn is_catalogued(&self, rule: &Rule) -> bool {
        let is_it = |known: &Rule| known.tool == rule.tool && known.terms == rule.terms;
        is_it(&rule::connectwise()) || self.known_rules().iter().any(|known| is_it(&known.rule))
    }
}

fn named(tools: &[String]) -> String {
    let mut named: Vec<String> = tools.iter().take(RULES_NAMED).cloned().collect();
    match tools.len() - named.len() {
        0 => {}
        more => named.push(format!("{more} more")),
    }
    list(&named)
}

fn unknown(tools: &[String]) -> String {
    let (rules, are) = if tools.len() == 1 { ("a rule", "is") } else { ("rules", "are") };
    format!(
        "This link names {rules} that {are} not known here, so {are} not hunted for: {}",
        named(tools)
    )
}

fn marks_taken(marks: &str) -> String {
    format!(
        "This link came with {marks} of what is expected, listed under “Expected”. Their sightings are told apart, not hidden."
    )
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::permalink;
    use crate::state::samples::rule as rule_of;
    use crate::state::{Action, CatalogueRule, RuleAction};

    fn catalogue() -> Rc<[CatalogueRule]> {
        let rules = [rule_of("A", &["a", "b"]), rule_of("B", &["b", "c"]), rule::connectwise()];
        rules.into_iter().map(CatalogueRule::of).collect()
    }

    fn told() -> Action {
        Action::Rules(RuleAction::CatalogueTold(Ok(catalogue())))
    }

    fn failed() -> Action {
        Action::Rules(RuleAction::CatalogueTold(Err("no network".to_owned())))
    }

    fn page(hash: &str) -> State {
        State::linked(permalink::read(hash), false)
    }

    fn tools(state: &State) -> Vec<String> {
        state.hunt().rules.into_iter().map(|rule| rule.tool).collect()
    }

    /// Expected: the rules that are hunted for once the catalogue is there, the terms, and the link.
    #[track_caller]
    fn check(hash: &str, rules: &[&str], terms: &[&str], expected: &str) {
        let mut state = page(hash);
        state.apply(Action::Rules(RuleAction::CatalogueAsked));
        state.apply(told());
        assert_eq!(tools(&state), rules, "{hash}");
        assert_eq!(state.terms, terms, "{hash}");
        assert_eq!(permalink::write(&state.to_link()), expected, "{hash}");
        assert!(!state.waits_for_rules() && !state.needs_catalogue());
    }

    const OWN: [&str; 3] = ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"];

    #[test]
    fn links_name_rules_of_the_catalogue() {
        check("rules=A", &["A"], &["a", "b"], "rules=A");
        check("rules=B,A", &["B", "A"], &["b", "c", "a"], "rules=B,A");
        check("rules=a,A&from=-7d", &["A"], &["a", "b"], "rules=A&from=-7d");
        check("rules=A&terms=x,b", &["A"], &["a", "b", "x"], "rules=A&terms=x");
        check("rules=nothing,B", &["B"], &["b", "c"], "rules=B");
    }

    #[test]
    fn links_without_rules_are_what_they_were() {
        check("", &["ConnectWise"], &OWN, "");
        check("terms=a,b", &[], &["a", "b"], "terms=a,b");
        check("rules=ConnectWise", &["ConnectWise"], &OWN, "");
        assert!(!page("rules=ConnectWise").needs_catalogue(), "the page has this one");
    }

    #[test]
    fn nothing_is_hunted_for_until_the_rules_are_there() {
        let mut state = page("rules=A,ConnectWise&terms=x");
        assert!(state.needs_catalogue() && state.waits_for_rules());
        assert_eq!(state.hunt().rules, []);
        assert_eq!(permalink::write(&state.to_link()), "rules=A,ConnectWise&terms=x");
        state.apply(Action::TermAdded("own".to_owned()));
        assert!(state.waits_for_rules());
        state.apply(told());
        assert_eq!(state.terms[..3], ["a", "b", "ConnectWise"]);
        assert_eq!(state.terms[5..], ["x", "own"]);
        assert_eq!(state.missing_rules, None);
    }

    #[test]
    fn rules_that_do_not_come_are_told_and_what_is_known_is_hunted_for() {
        let mut state = page("rules=A,ConnectWise,B");
        state.apply(failed());
        let missing = state.missing_rules.clone().unwrap();
        assert_eq!(missing.named(), "A and B");
        assert_eq!(missing.trouble.as_deref(), Some("no network"));
        assert_eq!(tools(&state), ["ConnectWise"]);
        assert!(!state.waits_for_rules() && !state.needs_catalogue());
        assert_eq!(permalink::write(&state.to_link()), "rules=ConnectWise,A,B");
        // They come when they are asked for again.
        state.apply(Action::Rules(RuleAction::CatalogueAsked));
        assert!(state.waits_for_rules() && !state.needs_catalogue());
        state.apply(told());
        assert_eq!(tools(&state), ["ConnectWise", "A", "B"]);
        assert_eq!(state.missing_rules, None);

        let mut state = page("rules=A");
        state.apply(failed());
        assert!(state.waits_for_rules(), "an answer about nothing would look like all clear");
        state.apply(Action::TermAdded("own".to_owned()));
        assert!(!state.waits_for_rules());
        state.apply(Action::TermsReset);
        assert_eq!((state.missing_rules.clone(), state.hunt()), (None, Hunt::default()));
    }

    #[test]
    fn unknown_rules_are_told() {
        let mut state = page("rules=No,Nor,A,Neither,Never");
        state.apply(told());
        let [notice] = &state.notices[..] else { panic!("{:?}", state.notices) };
        let expected = "This link names rules that are not known here, so are not hunted for: No, Nor, Neither and 1 more";
        assert_eq!(notice.text, expected);
        assert_eq!(tools(&state), ["A"]);
    }

    #[test]
    fn a_link_that_is_followed_with_the_catalogue_there_asks_at_once() {
        let mut state = page("");
        state.apply(told());
        state.apply(Action::LinkFollowed(permalink::read("rules=A")));
        assert_eq!((tools(&state), state.asked), (vec!["A".to_owned()], 1));
        state.apply(Action::LinkFollowed(permalink::read("rules=A")));
        assert_eq!(state.asked, 1, "the page's own writing of the hash changes nothing");
        assert!(!state.has_own_rules());
    }

    #[test]
    fn own_rules_are_in_a_link_by_their_terms() {
        let mut state = page("");
        state.apply(told());
        let (rule, all) = (rule_of("Own", &["own", "b"]), "all".parse().unwrap());
        let asked = super::super::Asked::Terms { rule, from: all, to: all };
        state.apply(Action::Rules(RuleAction::Imported(vec![("x".to_owned(), Ok(asked))])));
        assert!(state.has_own_rules());
        assert_eq!(permalink::write(&state.to_link()), "terms=own,b&from=all&to=all");
    }

    #[test]
    fn marks_of_a_link_are_taken_and_told() {
        let mut state = page("expected-tools=A&expected-signers=x,y");
        assert_eq!((state.n_marks(), state.notices.len()), (3, 1));
        assert!(state.notices[0].text.starts_with("This link came with 3 marks"));
        assert_eq!(permalink::write(&state.to_link()), "", "they stay out of the address");
        state.apply(Action::LinkFollowed(permalink::read("expected-tools=A")));
        assert_eq!((state.n_marks(), state.notices.len()), (1, 2));
    }
}
