//! Which terms, and so which tools, stand behind a device's sightings.

use std::collections::{BTreeSet, HashMap};

use super::Sightings;
use crate::hunt::Hunt;
use crate::term::{Found, Terms};

/// The terms of each signer that was seen, and the tools of each term.
pub(super) struct Attribution {
    terms_of_signer: HashMap<String, Vec<usize>>,
    tools_of_term: Vec<Vec<String>>,
}

impl Attribution {
    pub(super) fn new<'a>(
        hunt: &Hunt,
        sightings: impl Iterator<Item = &'a Sightings>,
    ) -> Attribution {
        let terms = Terms::new(&hunt.terms);
        let mut terms_of_signer = HashMap::new();
        for signer in sightings.flat_map(|sightings| &sightings.signers) {
            if !terms_of_signer.contains_key(signer)
                && let Found::Terms(term_idxs) = terms.find_in(signer)
            {
                terms_of_signer.insert(signer.clone(), term_idxs);
            }
        }
        let tools_of = |term: &String| {
            let rules = hunt.rules.iter().filter(|rule| rule.terms.contains(term));
            rules.map(|rule| rule.tool.clone()).collect()
        };
        Attribution { terms_of_signer, tools_of_term: hunt.terms.iter().map(tools_of).collect() }
    }

    /// The terms that these signers have, and the tools behind them, each once and ascending.
    pub(super) fn of(&self, signers: &BTreeSet<String>) -> (BTreeSet<usize>, Vec<String>) {
        let term_idxs: BTreeSet<usize> = signers
            .iter()
            .filter_map(|signer| self.terms_of_signer.get(signer))
            .flatten()
            .copied()
            .collect();
        let tools: BTreeSet<&String> =
            term_idxs.iter().flat_map(|&term_idx| &self.tools_of_term[term_idx]).collect();
        (term_idxs, tools.into_iter().cloned().collect())
    }
}
