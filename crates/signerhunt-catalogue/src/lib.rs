//! The catalogue: the hunting rules for remote-management tools, as data. Which tool is given away by which terms in a
//! signer, who published that, and what to know of its hits.
//!
//! The data is `catalogue.json`: 52 rules *Remote Management and Monitoring tool - X - File Signature* and the tools that
//! their first author lists beside them, both published under the MIT licence. The guidance and the other names were
//! written here; an [other name](CatalogueRule::other_names) is one that a certificate of the same maker was seen with
//! (LOLRMM, Apache-2.0), and is left out where the maker signs a great deal else.
//!
//! What a term matches is not decided here but in [`signerhunt::term`], and rules in files are read elsewhere.

#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signerhunt::Rule;

/// What is the same for all rules of the catalogue, and the rules.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The licence they were published under.
    pub licence: String,
    /// Where their window begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What a hit of one would mean, with `{tool}` where the tool is to be named.
    pub hypothesis: String,
    /// The tactics of MITRE ATT&CK that they are about.
    pub tactics: Vec<String>,
    /// The techniques.
    pub techniques: Vec<String>,
    /// What MITRE ATT&CK says of these.
    pub attack: Vec<Attack>,
    /// Ordered by tool, letters in any case.
    pub rules: Vec<CatalogueRule>,
}

/// A tactic or a technique of MITRE ATT&CK.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attack {
    /// Which of both.
    pub kind: AttackKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it can be read.
    pub address: String,
}

/// What an entry of MITRE ATT&CK is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttackKind {
    /// What an adversary is after.
    Tactic,
    /// How they go about it.
    Technique,
}

/// A rule of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueRule {
    /// The remote-management tool it is about.
    pub tool: String,
    /// Its id, where it was published as a rule.
    #[serde(default)]
    pub id: String,
    /// Its name there.
    #[serde(default)]
    pub name: String,
    /// The operator it puts before the terms.
    pub operator: Operator,
    /// What it looks for in the signer; any one of them is enough.
    pub terms: Vec<String>,
    /// Where it was published: a repository of GitHub.
    pub repository: String,
    /// The commit that it was taken from.
    #[serde(default)]
    pub commit: Option<String>,
    /// Its file there.
    #[serde(default)]
    pub file: Option<String>,
    /// What to know before one takes its hits for an attack.
    #[serde(default)]
    pub guidance: Option<String>,
    /// Other names that the maker signs with, which the terms do not match.
    #[serde(default)]
    pub other_names: Vec<String>,
}

/// Kusto's operators on the signer that the rules use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// One term.
    Has,
    /// Any one of several.
    HasAny,
}

impl Catalogue {
    /// The catalogue. It is read anew each time.
    pub fn new() -> Catalogue {
        // A test sees to it that it can be read.
        serde_json::from_str(include_str!("catalogue.json")).unwrap_or_else(|_| Catalogue {
            licence: String::new(),
            from: String::new(),
            to: String::new(),
            hypothesis: String::new(),
            tactics: Vec::new(),
            techniques: Vec::new(),
            attack: Vec::new(),
            rules: Vec::new(),
        })
    }

    /// The rule about a tool, named in any case and with or without what stands between its letters and digits:
    /// `beyond trust` is BeyondTrust.
    pub fn rule(&self, tool: &str) -> Option<&CatalogueRule> {
        let wanted = plain(tool);
        self.rules.iter().find(|rule| plain(&rule.tool) == wanted)
    }

    /// All rules as a JSON array of objects: what the rules say and what is the same for all.
    pub fn to_json(&self) -> Value {
        self.rules.iter().map(|rule| self.value_of(rule)).collect()
    }

    fn value_of(&self, rule: &CatalogueRule) -> Value {
        json!({
            "tool": rule.tool,
            "id": rule.id,
            "name": rule.name,
            "table": "DeviceFileCertificateInfo",
            "operator": rule.operator,
            "terms": rule.terms,
            "from": self.from,
            "to": self.to,
            "hypothesis": self.hypothesis.replace("{tool}", &rule.tool),
            "tactics": self.tactics,
            "techniques": self.techniques,
            "attack": self.attack,
            "guidance": rule.guidance,
            "other_names": rule.other_names,
            "source": rule.address(),
            "references": self.references_of(rule),
            "licence": self.licence,
        })
    }

    /// Where there is more to read: what it is, and its address.
    fn references_of(&self, rule: &CatalogueRule) -> Value {
        let what = if rule.file.is_some() {
            "The rule as it was published"
        } else {
            "The list it stands in"
        };
        let published = json!({
            "name": format!("{what}, {}", rule.repository),
            "address": rule.address(),
        });
        let attack = self.attack.iter().map(|Attack { id, name, address, .. }| {
            json!({ "name": format!("MITRE ATT&CK, {id} {name}"), "address": address })
        });
        std::iter::once(published).chain(attack).collect()
    }

    /// The tools whose names are most like this one, best first, for a word about what might have been meant.
    pub fn tools_like(&self, tool: &str) -> Vec<&str> {
        const MOST: usize = 3;
        let wanted = plain(tool);
        let mut alike: Vec<(usize, &str)> = self
            .rules
            .iter()
            .map(|rule| (distance(&plain(&rule.tool), &wanted), rule.tool.as_str()))
            .filter(|(distance, tool)| distance * 3 <= tool.chars().count().max(wanted.len()))
            .collect();
        alike.sort();
        alike.into_iter().take(MOST).map(|(_, tool)| tool).collect()
    }
}

impl Default for Catalogue {
    fn default() -> Catalogue {
        Catalogue::new()
    }
}

impl CatalogueRule {
    /// The rule as a hunt takes it.
    pub fn to_rule(&self) -> Rule {
        Rule {
            tool: self.tool.clone(),
            id: self.id.clone(),
            name: self.name.clone(),
            terms: self.terms.clone(),
            other_names: self.other_names.clone(),
        }
    }

    /// Where it can be read: the file at the commit that it was taken from, or else the repository.
    pub fn address(&self) -> String {
        let repository = format!("https://github.com/{}", self.repository);
        match (&self.commit, &self.file) {
            (Some(commit), Some(file)) if self.repository == "Azure/Azure-Sentinel" => format!(
                "{repository}/blob/{commit}/Hunting%20Queries/Microsoft%20365%20Defender/RemoteManagementMonitoring/{file}"
            ),
            _ => repository,
        }
    }
}

/// Letters and digits alone, in lower case.
fn plain(tool: &str) -> String {
    tool.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many characters have to be put in, taken out or changed to make one of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (idx, character) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = idx + 1;
        for place in 0..right.len() {
            let changed = diagonal + usize::from(character != right[place]);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use signerhunt::term::has;

    use super::*;

    #[test]
    fn every_rule_says_what_it_must() {
        let catalogue = Catalogue::new();
        assert_eq!(catalogue.rules.iter().filter(|rule| !rule.id.is_empty()).count(), 52);
        assert_eq!(catalogue.rules.len(), 61);
        for rule in &catalogue.rules {
            let CatalogueRule { tool, id, name, terms, .. } = rule;
            assert!(!terms.is_empty() && terms.iter().all(|term| !term.is_empty()), "{tool}");
            assert!(id.is_empty() || id.len() == 36 && name.contains(&**tool), "{tool}");
            let needs_list = terms.len() > 1 && !id.is_empty();
            assert!(!needs_list || rule.operator == Operator::HasAny, "{tool}");
            assert_eq!(catalogue.rule(tool), Some(rule));
        }
        assert!(catalogue.rules.is_sorted_by_key(|rule| rule.tool.to_lowercase()));
        assert_eq!(catalogue.techniques, ["T1219"]);
    }

    #[test]
    fn every_rule_says_what_its_hits_mean_and_where_to_read_on() {
        let catalogue = Catalogue::new();
        let techniques =
            catalogue.attack.iter().filter(|entry| entry.kind == AttackKind::Technique);
        assert!(techniques.map(|entry| &entry.id).eq(&catalogue.techniques));
        let all = catalogue.to_json();
        for rule in all.as_array().unwrap() {
            let hypothesis = rule["hypothesis"].as_str().unwrap();
            assert!(hypothesis.contains(rule["tool"].as_str().unwrap()), "{hypothesis}");
            assert!(!hypothesis.contains('{'), "{hypothesis}");
            let references = rule["references"].as_array().unwrap();
            assert_eq!(references[0]["address"], rule["source"]);
            let is_address =
                |entry: &Value| entry["address"].as_str().unwrap().starts_with("https://");
            assert!(references.len() == 3 && references.iter().all(is_address), "{references:?}");
        }
    }

    #[test]
    fn other_names_are_not_matched_already_and_are_no_large_makers() {
        for rule in Catalogue::new().rules {
            for other in &rule.other_names {
                assert!(!rule.terms.iter().any(|term| has(other, term)), "{other}");
                for large in ["Microsoft", "Google", "Apple", "Adobe", "Unity", "Oracle"] {
                    assert!(!has(other, large), "{other}");
                }
            }
        }
    }

    #[test]
    fn the_seed_is_the_engines() {
        let seed = Catalogue::new().rule("ConnectWise").map(CatalogueRule::to_rule);
        assert_eq!(seed, Some(signerhunt::rule::connectwise()));
    }

    #[test]
    fn tools_are_found_by_what_people_type() {
        let catalogue = Catalogue::new();
        let found = |tool: &str| catalogue.rule(tool).map(|rule| rule.tool.clone());
        assert_eq!(found("anydesk").as_deref(), Some("AnyDesk"));
        assert_eq!(found("Beyond Trust").as_deref(), Some("BeyondTrust"));
        assert_eq!(found("parsec").as_deref(), None);
        assert_eq!(catalogue.tools_like("anydsk"), ["AnyDesk"]);
        assert_eq!(catalogue.tools_like("TeamVeiwer"), ["TeamViewer"]);
        assert!(catalogue.tools_like("Microsoft Teams").is_empty());
    }
}
