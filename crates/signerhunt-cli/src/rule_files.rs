//! Rules in files: read, and refused in words that name the file.

use std::fs;
use std::path::Path;

use signerhunt::{Bound, Rule};
use signerhunt_kql::{Asked, Query, RuleHunt, read_rule};

/// A rule file is some kilobytes long; what is far longer was not meant.
const MOST_BYTES: u64 = 1 << 20;

/// Whether a path is named like a rule.
pub(crate) fn is_named_so(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["yaml", "yml", "kql"].iter().any(|&known| ending == known))
}

/// A rule as it was read from a file, or why it was not.
pub(crate) fn read(path: &Path) -> Result<signerhunt_kql::Rule, String> {
    let shown = path.display();
    let metadata =
        fs::metadata(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if metadata.len() > MOST_BYTES {
        return Err(format!("{shown} is larger than a rule can be; name a .yaml or .kql file"));
    }
    let text =
        fs::read_to_string(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    read_rule(&text).map_err(|refusal| format!("{shown}, {refusal}"))
}

/// A query that is no hunt, if the file has one.
pub(crate) fn query_of(path: &Path) -> Result<Option<Query>, String> {
    match read(path)?.asked {
        Asked::Query(query) => Ok(Some(*query)),
        Asked::Hunt(_) => Ok(None),
    }
}

/// A rule that asks for a hunt, and its window.
pub(crate) fn hunt_of(path: &Path) -> Result<(Rule, [Bound; 2]), String> {
    let rule = read(path)?;
    let Asked::Hunt(RuleHunt { terms, from, to, .. }) = rule.asked else {
        return Err(format!(
            "{} is no hunt for devices by their signers: it asks for other rows or columns, which only `scan` \
             runs, and only alone; write it as where Timestamp between (..), where Signer has_any (..), and summarize FirstSeen, LastSeen, \
             Report, Count by DeviceId, DeviceName",
            path.display()
        ));
    };
    let name = rule.name.unwrap_or_else(|| path.display().to_string());
    // A rule that does not say what it is about is known by its name.
    let tool = rule.tool.unwrap_or_else(|| name.clone());
    let id = rule.id.unwrap_or_default();
    Ok((Rule { tool, id, name, terms, other_names: Vec::new() }, [from, to]))
}
