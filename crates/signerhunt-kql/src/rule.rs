//! A hunting rule: what its file says of it, and what it asks for.

use serde_json::{Value, json};

use crate::hunt::RuleHunt;
use crate::parse::TABLE;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::rule_file::{self, RuleFile};
use crate::text::{Text, refusal};

/// Longer texts are no rules. The largest published ones have some kilobytes.
const MAX_BYTES: usize = 1 << 20;

/// A hunting rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id where it was published. A bare query has none, nor any of the rest.
    pub id: Option<String>,
    /// Its published name.
    pub name: Option<String>,
    /// What it is about, in its authors' words.
    pub description: Option<String>,
    /// The remote-management tool it is about, by the name `... tool - X - File Signature`.
    pub tool: Option<String>,
    /// Tactics of ATT&CK, such as `CommandAndControl`.
    pub tactics: Vec<String>,
    /// Techniques of ATT&CK, such as `T1219`.
    pub techniques: Vec<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it asks for.
    pub asked: Asked,
}

impl Rule {
    /// What the rule says and asks for, as the command line prints it and the page takes it: a hunt has `operator`, `terms`,
    /// `from` and `to`, any other query the `columns` that it reads.
    pub fn to_json(&self) -> Value {
        let mut value = json!({
            "tool": self.tool,
            "id": self.id,
            "name": self.name,
            "table": TABLE,
            "tactics": self.tactics,
            "techniques": self.techniques,
        });
        match &self.asked {
            Asked::Hunt(RuleHunt { operators, terms, from, to }) => {
                // Several conditions on the signer, joined by or, are as good as one with all terms.
                value["operator"] = if *operators == ["has"] { "has" } else { "has_any" }.into();
                value["terms"] = json!(terms);
                value["from"] = from.to_string().into();
                value["to"] = to.to_string().into();
            }
            Asked::Query(query) => value["columns"] = json!(query.columns()),
        }
        value
    }
}

/// What a rule asks for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// The rule's own shape, which the engine answers from its index.
    Hunt(RuleHunt),
    /// Anything else, which is run over the rows.
    Query(Box<Query>),
}

/// Reads a rule: the text of a rule file in YAML, or a bare query.
///
/// ```
/// use signerhunt_kql::{Asked, read_rule};
///
/// let rule = read_rule("
/// name: Remote Management and Monitoring tool - TeamViewer - File Signature
/// query: |
///   DeviceFileCertificateInfo
///   | where Timestamp > ago(5d)
///   | where Signer has 'TeamViewer' | count
/// ")?;
/// assert_eq!(rule.tool.as_deref(), Some("TeamViewer"));
/// assert!(matches!(rule.asked, Asked::Query(_)));
///
/// let refusal = read_rule("DeviceFileCertificateInfo | where Singer has 'x'").unwrap_err();
/// assert_eq!((refusal.line, refusal.column), (1, 35));
/// # Ok::<(), signerhunt_kql::Refusal>(())
/// ```
pub fn read_rule(file: &str) -> Result<Rule, Refusal> {
    let (rule_file, text) = read_file(file)?;
    let query = Query::read(file, &text)?;
    let asked = match RuleHunt::of(&query.plan) {
        Some(hunt) => Asked::Hunt(hunt),
        None => Asked::Query(Box::new(query)),
    };
    let tool = rule_file.name.as_deref().and_then(tool_in);
    let RuleFile { id, name, description, version, tactics, techniques, tags, query: _ } =
        rule_file;
    Ok(Rule { id, name, description, tool, tactics, techniques, version, tags, asked })
}

/// Reads a rule's query to be run, also where it is a hunt.
pub fn read_query(file: &str) -> Result<Query, Refusal> {
    let (_, text) = read_file(file)?;
    Query::read(file, &text)
}

/// What a file says, and the query in it.
fn read_file(file: &str) -> Result<(RuleFile, Text), Refusal> {
    if file.len() > MAX_BYTES {
        let reason =
            "the file is larger than 1 MiB, which no rule is; give the rule alone".to_owned();
        return Err(Refusal { line: 1, column: 1, reason });
    }
    let rule_file = rule_file::read(file).map_err(|trouble| refusal(file, trouble))?;
    Ok(match rule_file {
        Some(mut rule_file) => {
            let query = std::mem::take(&mut rule_file.query);
            (rule_file, query)
        }
        None => {
            let n_mark_bytes = file.len() - file.trim_start_matches('\u{FEFF}').len();
            (RuleFile::default(), Text::from(file, n_mark_bytes))
        }
    })
}

/// The tool in a published name. One of the names has a word misspelled, so only what is next to the tool counts.
fn tool_in(name: &str) -> Option<String> {
    let before_end = name.trim().strip_suffix("- File Signature")?;
    let (_, tool) = before_end.split_once("tool -")?;
    let tool = tool.trim();
    (!tool.is_empty()).then(|| tool.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(tool_in(name).as_deref(), expected);
    }

    #[test]
    fn the_tool_is_in_the_name() {
        check(
            "Remote Management and Monitoring tool - ConnectWise - File Signature",
            Some("ConnectWise"),
        );
        check("Remote Management and Montioring tool - Action1 - File Signature", Some("Action1"));
        check("Remote Management and Monitoring tool - A - B - File Signature", Some("A - B"));
        check("Remote Management and Monitoring tool -  - File Signature", None);
        check("tool - x - Create Process", None);
        check("", None);
    }
}
