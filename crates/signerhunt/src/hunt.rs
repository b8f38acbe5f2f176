//! A hunt: terms and a window. What is looked for and when, never any data.
//!
//! Running it over exports is [`crate::summary`].

use serde::{Deserialize, Serialize};

use crate::expected::Expected;
use crate::rule::{self, Rule};
use crate::window::Window;

/// What to look for, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hunt {
    /// A signer matches when it has any of these.
    pub terms: Vec<String>,
    /// The rules the terms came from; a sighting is attributed to the tool of each rule whose term
    /// it has. Empty when the terms are the person's own.
    pub rules: Vec<Rule>,
    /// When.
    pub window: Window,
    /// What is there on purpose.
    #[serde(default)]
    pub expected: Expected,
}

impl Hunt {
    /// A hunt for these terms; the ConnectWise rule's name stays with it while all of the rule's terms are there.
    pub fn for_terms(terms: Vec<String>, window: Window) -> Hunt {
        Hunt::with_rules(terms, vec![rule::connectwise()], window)
    }

    /// A hunt for these terms. Of the rules those stay with it whose terms are all there.
    pub fn with_rules(terms: Vec<String>, mut rules: Vec<Rule>, window: Window) -> Hunt {
        rules.retain(|rule| rule.terms.iter().all(|term| terms.contains(term)));
        Hunt { terms, rules, window, expected: Expected::default() }
    }

    /// A hunt for all terms of these rules, each once.
    pub fn for_rules(rules: Vec<Rule>, window: Window) -> Hunt {
        let mut terms: Vec<String> = Vec::new();
        for term in rules.iter().flat_map(|rule| &rule.terms) {
            if !terms.contains(term) {
                terms.push(term.clone());
            }
        }
        Hunt { terms, rules, window, expected: Expected::default() }
    }

    /// The terms and the other names that its rules know: whatever a signer must have for its rows to be needed.
    pub fn names(&self) -> Vec<String> {
        let other_names = self.rules.iter().flat_map(|rule| &rule.other_names);
        self.terms.iter().chain(other_names).cloned().collect()
    }
}

/// The ConnectWise rule with its own window.
impl Default for Hunt {
    fn default() -> Hunt {
        Hunt::for_terms(rule::connectwise().terms, Window::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(tool: &str, terms: &[&str], other_names: &[&str]) -> Rule {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Rule {
            tool: tool.to_owned(),
            id: String::new(),
            name: String::new(),
            terms: texts(terms),
            other_names: texts(other_names),
        }
    }

    #[test]
    fn rules_stay_while_all_their_terms_are_there() {
        let rules = vec![rule("A", &["a", "b"], &[]), rule("B", &["b"], &[])];
        let hunt = |terms: &[&str]| {
            let terms = terms.iter().map(|term| (*term).to_owned()).collect();
            Hunt::with_rules(terms, rules.clone(), Window::default())
        };
        let tools = |hunt: Hunt| hunt.rules.into_iter().map(|rule| rule.tool).collect::<String>();
        assert_eq!(tools(hunt(&["b", "x", "a"])), "AB");
        assert_eq!(tools(hunt(&["b"])), "B");
        assert_eq!(tools(hunt(&["a"])), "");
    }

    #[test]
    fn a_term_of_several_rules_is_looked_for_once() {
        let rules = vec![rule("A", &["a", "b"], &["c"]), rule("B", &["b"], &[])];
        let hunt = Hunt::for_rules(rules, Window::default());
        assert_eq!(hunt.terms, ["a", "b"]);
        assert_eq!(hunt.names(), ["a", "b", "c"]);
    }
}
