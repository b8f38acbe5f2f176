//! The rules of the hunt: the catalogue as the readers told it, rules picked from it, rules imported from texts. How they
//! come as JSON is not known here, that is the business of `browser::told`.

use std::rc::Rc;

use signerhunt::{Bound, Hunt, Rule, rule};

use super::{Overlay, State};

/// Something that happened to rules.
#[derive(Debug)]
pub(crate) enum RuleAction {
    /// Rules are to be picked.
    PickingBegun,
    /// The catalogue is asked for.
    CatalogueAsked,
    /// The catalogue came, or why it did not.
    CatalogueTold(Result<Rc<[CatalogueRule]>, String>),
    /// The filter of the list was edited.
    Filtered(String),
    /// A rule was ticked, or is no longer.
    Ticked {
        /// Its place in the catalogue.
        idx: usize,
    },
    /// All that the filter shows are to be ticked, or none of them.
    AllTicked(bool),
    /// Those that are ticked are to be hunted for.
    Picked,
    /// Texts were taken for rules: the name of each, and what it asks for.
    Imported(Vec<(String, Result<Asked, String>)>),
}

/// The catalogue, as far as it is known.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Catalogue {
    /// Nobody asked for it yet.
    Unasked,
    /// It is on its way.
    Asked,
    /// It is there.
    Known(Rc<[CatalogueRule]>),
    /// It did not come.
    Failed(String),
}

/// A rule of the catalogue, and what to know of it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct CatalogueRule {
    /// The rule.
    pub(crate) rule: Rule,
    /// What its hits would mean.
    pub(crate) hypothesis: String,
    /// The tactics of MITRE ATT&CK that it is about, with their ids.
    pub(crate) tactics: String,
    /// The techniques.
    pub(crate) techniques: String,
    /// What to know before one takes its hits for an attack; may be empty.
    pub(crate) guidance: String,
    /// Where there is more to read: names and addresses.
    pub(crate) references: Vec<(String, String)>,
    /// The licence it was published under.
    pub(crate) licence: String,
}

#[cfg(test)]
impl CatalogueRule {
    /// A rule of which nothing else is known.
    pub(super) fn of(rule: Rule) -> CatalogueRule {
        CatalogueRule {
            rule,
            hypothesis: String::new(),
            tactics: String::new(),
            techniques: String::new(),
            guidance: String::new(),
            references: Vec::new(),
            licence: String::new(),
        }
    }
}

/// Rules being picked.
#[derive(Clone, Default, PartialEq, Debug)]
pub(crate) struct Picking {
    /// What the list is filtered by.
    pub(crate) filter: String,
    /// For each rule of the catalogue, whether it is ticked.
    pub(crate) ticked: Vec<bool>,
}

/// What the text of a rule asks for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Asked {
    /// Devices, by signers.
    Terms {
        /// The rule.
        rule: Rule,
        /// Where its window begins.
        from: Bound,
        /// Where it ends.
        to: Bound,
    },
    /// Other rows or columns.
    Query {
        /// The text of the rule.
        text: Rc<str>,
    },
}

impl State {
    /// The rules of the catalogue, once it is known.
    pub(crate) fn known_rules(&self) -> &[CatalogueRule] {
        match &self.catalogue {
            Catalogue::Known(rules) => rules,
            _ => &[],
        }
    }

    /// Whether the list of rules shows this one.
    pub(crate) fn is_listed(&self, rule: &Rule) -> bool {
        let wanted = lower_case(self.picking.filter.trim());
        let mut texts = rule.terms.iter().chain([&rule.tool]);
        texts.any(|text| lower_case(text).contains(&wanted))
    }

    /// The rules that are ticked.
    pub(crate) fn ticked_rules(&self) -> Vec<Rule> {
        let all = self.known_rules().iter().zip(&self.picking.ticked);
        all.filter(|(_, ticked)| **ticked).map(|(known, _)| known.rule.clone()).collect()
    }

    /// The tools of the rules, when the terms are just theirs: nothing missing, nothing added.
    pub(crate) fn tools_hunted(&self) -> Vec<String> {
        let hunt = self.hunt();
        let is_a_rules = |term| hunt.rules.iter().any(|rule| rule.terms.contains(term));
        let are_just_theirs = hunt.terms.iter().all(is_a_rules);
        let tools = hunt.rules.into_iter().map(|rule| rule.tool);
        if are_just_theirs { tools.collect() } else { Vec::new() }
    }

    /// Whether a rule is among those hunted for.
    fn hunts_for(&self, rule: &Rule) -> bool {
        let is_it = |own: &Rule| own.tool == rule.tool && own.terms == rule.terms;
        self.hunt().rules.iter().any(is_it)
    }

    pub(super) fn take_rules(&mut self, action: RuleAction) {
        match action {
            RuleAction::PickingBegun => {
                self.overlay = Some(Overlay::Rules);
                if !matches!(self.catalogue, Catalogue::Known(_)) {
                    self.catalogue = Catalogue::Asked;
                }
                self.picking.filter.clear();
                self.tick_what_is_hunted();
            }
            RuleAction::CatalogueAsked => {
                self.catalogue = Catalogue::Asked;
                if let Some(missing) = &mut self.missing_rules {
                    missing.trouble = None;
                }
            }
            RuleAction::CatalogueTold(told) => {
                self.catalogue = match told {
                    Ok(rules) => Catalogue::Known(rules),
                    Err(trouble) => Catalogue::Failed(trouble),
                };
                if self.find_missing_rules() {
                    self.ask(false);
                }
                self.tick_what_is_hunted();
            }
            RuleAction::Filtered(filter) => self.picking.filter = filter,
            RuleAction::Ticked { idx } => {
                if let Some(ticked) = self.picking.ticked.get_mut(idx) {
                    *ticked = !*ticked;
                }
            }
            RuleAction::AllTicked(tick) => {
                for idx in 0..self.picking.ticked.len() {
                    let known = self.known_rules().get(idx);
                    if known.is_some_and(|known| self.is_listed(&known.rule)) {
                        self.picking.ticked[idx] = tick;
                    }
                }
            }
            RuleAction::Picked => {
                self.overlay = None;
                self.hunt_for(self.ticked_rules());
            }
            RuleAction::Imported(told) => self.import(told),
        }
    }

    fn tick_what_is_hunted(&mut self) {
        let rules = self.known_rules().iter();
        self.picking.ticked = rules.map(|known| self.hunts_for(&known.rule)).collect();
    }

    /// The rule that the page starts with.
    pub(super) fn reset_rules(&mut self) {
        self.hunt_for(vec![rule::connectwise()]);
    }

    pub(super) fn hunt_for(&mut self, rules: Vec<Rule>) {
        let hunt = Hunt::for_rules(rules, self.window.clone());
        self.missing_rules = None;
        self.terms = hunt.terms;
        self.rules = hunt.rules;
        self.ask(false);
    }
}

/// Enough for looking something up.
fn lower_case(text: &str) -> String {
    text.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::samples::rule;
    use super::*;
    use crate::permalink;

    fn after(actions: impl IntoIterator<Item = RuleAction>) -> State {
        let mut state = State::linked(permalink::read(""), false);
        for action in actions {
            state.apply(Action::Rules(action));
        }
        state
    }

    fn catalogue(rules: &[Rule]) -> RuleAction {
        RuleAction::CatalogueTold(Ok(rules.iter().cloned().map(CatalogueRule::of).collect()))
    }

    #[test]
    fn the_page_starts_with_the_rule() {
        let state = after([]);
        assert_eq!(state.tools_hunted(), ["ConnectWise"]);
        assert_eq!(state.hunt(), Hunt::default());
    }

    #[test]
    fn picked_rules_are_hunted_for_as_long_as_their_terms_are_there() {
        let rules = [rule("A", &["a", "b"]), rule("B", &["b", "c"]), rule("C", &["d"])];
        let mut state = after([
            RuleAction::PickingBegun,
            catalogue(&rules),
            RuleAction::AllTicked(true),
            RuleAction::Ticked { idx: 2 },
            RuleAction::Picked,
        ]);
        assert_eq!(state.overlay, None);
        assert_eq!(state.terms, ["a", "b", "c"]);
        assert_eq!(state.asked, 1);
        assert_eq!(state.tools_hunted(), ["A", "B"]);
        state.apply(Action::TermAdded("own".to_owned()));
        assert_eq!(state.tools_hunted(), [""; 0], "the terms are not only theirs");
        assert_eq!(state.hunt().rules.len(), 2);
        state.apply(Action::TermRemoved(3));
        state.apply(Action::TermRemoved(0));
        assert_eq!(state.tools_hunted(), ["B"]);
        state.apply(Action::Rules(RuleAction::PickingBegun));
        assert_eq!(state.picking.ticked, [false, true, false]);
        state.apply(Action::TermsReset);
        assert_eq!(state.hunt(), Hunt::default());
    }

    #[test]
    fn only_rules_that_the_filter_shows_are_ticked_together() {
        let rules = [rule("TeamViewer", &["TeamViewer"]), rule("Other", &["x"])];
        let filter = RuleAction::Filtered(" teamV".to_owned());
        let state = after([catalogue(&rules), filter, RuleAction::AllTicked(true)]);
        assert_eq!(state.picking.ticked, [true, false]);
        assert_eq!(state.ticked_rules(), rules[..1]);
        assert_eq!(state.asked, 0, "looking at rules hunts for nothing");
    }

    #[test]
    fn a_catalogue_that_did_not_come_says_why_and_is_asked_for_again() {
        let failed = RuleAction::CatalogueTold(Err("no network".to_owned()));
        let mut state = after([RuleAction::PickingBegun, failed]);
        assert_eq!(state.catalogue, Catalogue::Failed("no network".to_owned()));
        state.apply(Action::Rules(RuleAction::PickingBegun));
        assert_eq!(state.catalogue, Catalogue::Asked);
        assert_eq!(state.overlay, Some(Overlay::Rules));
    }
}
