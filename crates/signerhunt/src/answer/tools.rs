//! The tools of a hunt's rules, and which of them each term gives away.

use crate::hunt::Hunt;
use crate::order;

/// The tools of a hunt.
pub(super) struct Tools<'a> {
    /// Each once, by bytes.
    pub(super) names: Vec<&'a str>,
    /// By the term's place in the hunt, the places of the tools.
    of_terms: Vec<Vec<usize>>,
}

impl<'a> Tools<'a> {
    pub(super) fn of(hunt: &'a Hunt) -> Tools<'a> {
        let names = order::distinct(hunt.rules.iter().map(|rule| rule.tool.as_str()));
        let tools_of = |term: &String| {
            let rules = hunt.rules.iter().filter(|rule| rule.terms.contains(term));
            let tools = rules.filter_map(|rule| names.binary_search(&rule.tool.as_str()).ok());
            order::distinct(tools)
        };
        let of_terms = hunt.terms.iter().map(tools_of).collect();
        Tools { names, of_terms }
    }

    /// The places of the tools that a term gives away, ascending.
    pub(super) fn of_term(&self, term: usize) -> &[usize] {
        &self.of_terms[term]
    }
}
