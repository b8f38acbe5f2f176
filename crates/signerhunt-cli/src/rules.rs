//! `signerhunt rules`: which rules there are, and what they look for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;
use signerhunt::output::visible;
use signerhunt_catalogue::Catalogue;
use walkdir::WalkDir;

use crate::failure::Failure;
use crate::output::{is_terminal, print};
use crate::progress::say;
use crate::rule_files;

/// What to list, and how.
#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Files with rules, .yaml or .kql, or folders of them; the catalogue when there is none.
    pub(crate) files: Vec<PathBuf>,

    /// How to print them [default: table on a terminal, json otherwise].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<RulesFormat>,
}

/// The forms of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum RulesFormat {
    /// Columns for a terminal.
    Table,
    /// An array of objects.
    Json,
}

/// Lists them.
pub(crate) fn run(arguments: &RulesArguments) -> Result<(), Failure> {
    let rules = match arguments.files.as_slice() {
        [] => Catalogue::new().to_json(),
        files => rules_in(files)?.into(),
    };
    let rules = rules.as_array().map_or(&[][..], Vec::as_slice);
    let usual = if is_terminal() { RulesFormat::Table } else { RulesFormat::Json };
    print(&match arguments.format.unwrap_or(usual) {
        RulesFormat::Table => table(rules),
        RulesFormat::Json => format!("{:#}\n", Value::from(rules)),
    })
}

/// A line for each rule: the tool, and the terms or what else it asks for. Below it what to know.
fn table(rules: &[Value]) -> String {
    let text = |rule: &Value, key: &str| visible(rule[key].as_str().unwrap_or_default());
    let named = |rule: &Value| match text(rule, "tool") {
        tool if tool.is_empty() => text(rule, "name"),
        tool => tool,
    };
    let width = |text: &str| text.chars().count();
    let widest = rules.iter().map(|rule| width(&named(rule))).max().unwrap_or(0);
    let mut lines = String::new();
    for rule in rules {
        let name = named(rule);
        let terms = rule["terms"].as_array().map(|terms| {
            let terms = terms.iter().filter_map(Value::as_str).map(visible);
            terms.collect::<Vec<String>>().join(" | ")
        });
        let asked = terms.unwrap_or_else(|| "(a query)".to_owned());
        lines.push_str(&format!("{name}{}  {asked}\n", " ".repeat(widest - width(&name))));
        let guidance = text(rule, "guidance");
        if !guidance.is_empty() {
            lines.push_str(&format!("{}  {guidance}\n", " ".repeat(widest)));
        }
    }
    lines
}

/// What rules in files ask for. What cannot be read is told, and does not stop the others.
fn rules_in(paths: &[PathBuf]) -> Result<Vec<Value>, Failure> {
    let mut rules = Vec::new();
    for path in files_in(paths) {
        match rule_files::read(&path) {
            Ok(rule) => rules.push(rule.to_json()),
            Err(words) => say(&format!("error: {words}")),
        }
    }
    if rules.is_empty() {
        return Err(Failure::ReadOrWrite("no rule could be read".to_owned()));
    }
    Ok(rules)
}

/// The files themselves, and the rules in folders, in the order of their names.
fn files_in(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
        let inside =
            entries.map(walkdir::DirEntry::into_path).filter(|path| rule_files::is_named_so(path));
        files.extend(inside.filter(|path| path.is_file()));
    }
    files
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_rule_is_listed_in_both_forms() {
        let catalogue = Catalogue::new();
        let listed = catalogue.to_json();
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), catalogue.rules.len());
        assert_eq!(listed[1]["tool"], catalogue.rules[1].tool);
        let table = table(listed);
        for rule in &catalogue.rules {
            assert!(table.contains(&rule.terms.join(" | ")), "{}", rule.tool);
        }
    }

    #[test]
    fn rules_in_files_are_listed_with_what_they_ask_for() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../signerhunt-kql/tests/data");
        let rules = rules_in(&[folder]).unwrap();
        assert_eq!(rules.len(), 9);
        let seed = rules.iter().find(|rule| rule["tool"] == "ConnectWise").unwrap();
        assert_eq!(seed["operator"], "has_any");
        assert_eq!(seed["terms"].as_array().map(Vec::len), Some(3));
        assert_eq!(seed["from"], "-5d");
        assert_eq!(seed["techniques"], json!(["T1219"]));
        assert!(rules_in(&[PathBuf::from("missing.yaml")]).is_err());
    }
}
