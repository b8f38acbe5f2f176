//! Rules: named lists of terms, with where they come from. Today there is one, the seed of them all.
//!
//! A rule is data. What its terms match is decided in [`crate::term`].

use serde::{Deserialize, Serialize};

/// A hunting rule: the terms that give away one tool.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The remote-management tool it is about.
    pub tool: String,
    /// The rule's id where it was published.
    pub id: String,
    /// The rule's published name.
    pub name: String,
    /// What to look for in the signer; any one of them is enough.
    pub terms: Vec<String>,
    /// Other names that the tool's maker signs with, which the terms do not match. A signer that has one is a near miss.
    #[serde(default)]
    pub other_names: Vec<String>,
}

/// *Remote Management and Monitoring tool - ConnectWise - File Signature*, from the hunting queries
/// of Azure-Sentinel (MIT).
pub fn connectwise() -> Rule {
    Rule {
        tool: "ConnectWise".to_owned(),
        id: "28f56a93-9bb7-4f00-a88e-11cb4460db3a".to_owned(),
        name: "Remote Management and Monitoring tool - ConnectWise - File Signature".to_owned(),
        terms: ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"].map(str::to_owned).to_vec(),
        other_names: Vec::new(),
    }
}
