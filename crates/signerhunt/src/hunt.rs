//! A hunt: terms and a window. What is looked for and when, never any data.
//!
//! Running it over exports is [`crate::summary`].

use serde::{Deserialize, Serialize};

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
}

impl Hunt {
    /// A hunt for these terms; the rule's name stays with it while the terms are exactly the rule's.
    pub fn for_terms(terms: Vec<String>, window: Window) -> Hunt {
        let rule = rule::connectwise();
        let rules = if terms == rule.terms { vec![rule] } else { Vec::new() };
        Hunt { terms, rules, window }
    }
}

/// The ConnectWise rule with its own window.
impl Default for Hunt {
    fn default() -> Hunt {
        Hunt::for_terms(rule::connectwise().terms, Window::default())
    }
}
