//! The hunts that are measured, once for all candidates: which window, which terms, and what is right for engines that know
//! regular expressions only.

use serde_json::{Value, json};

/// A window, both ends included, and terms.
pub(crate) struct Query {
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) terms: &'static [&'static str],
}

/// Three of the export's four weeks, the rule's own terms.
pub(crate) const FIRST: Query = Query {
    from: "2026-10-27T00:00:00.0000000Z",
    to: "2026-11-17T00:00:00.0000000Z",
    terms: &["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"],
};

/// Another window, other terms: what a person asks next.
pub(crate) const SECOND: Query = Query {
    from: "2026-11-01T00:00:00.0000000Z",
    to: "2026-11-05T00:00:00.0000000Z",
    terms: &["AnyDesk", "TeamViewer", "philandro"],
};

impl Query {
    /// A regular expression that is exact: Kusto's terms are bounded by what is neither letter nor number.
    pub(crate) fn pattern(&self) -> String {
        let terms = self.terms.join("|");
        format!(r"(?i)(?:^|[^\p{{L}}\p{{N}}])(?:{terms})(?:[^\p{{L}}\p{{N}}]|$)")
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "from": self.from, "to": self.to, "terms": self.terms, "pattern": self.pattern() })
    }
}
