//! `signerhunt rules`: which rules there are, and what they look for.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use signerhunt_catalogue::{Catalogue, CatalogueRule};

use crate::failure::Failure;
use crate::output::print;

/// What to list, and how.
#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
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
    let catalogue = Catalogue::new();
    let usual = if crate::output::is_terminal() { RulesFormat::Table } else { RulesFormat::Json };
    print(&match arguments.format.unwrap_or(usual) {
        RulesFormat::Table => table(&catalogue),
        RulesFormat::Json => as_json(&catalogue),
    })
}

fn table(catalogue: &Catalogue) -> String {
    let width = |text: &str| text.chars().count();
    let widest = catalogue.rules.iter().map(|rule| width(&rule.tool)).max().unwrap_or(0);
    let mut lines = String::new();
    for CatalogueRule { tool, terms, guidance, .. } in &catalogue.rules {
        let pad = " ".repeat(widest - width(tool));
        lines.push_str(&format!("{tool}{pad}  {}\n", terms.join(" | ")));
        if let Some(guidance) = guidance {
            lines.push_str(&format!("{}  {guidance}\n", " ".repeat(widest)));
        }
    }
    lines
}

fn as_json(catalogue: &Catalogue) -> String {
    let rules: Vec<Value> = catalogue.rules.iter().map(|rule| value(rule, catalogue)).collect();
    format!("{:#}\n", Value::Array(rules))
}

fn value(rule: &CatalogueRule, catalogue: &Catalogue) -> Value {
    json!({
        "tool": rule.tool,
        "id": rule.id,
        "name": rule.name,
        "table": "DeviceFileCertificateInfo",
        "operator": rule.operator,
        "terms": rule.terms,
        "from": catalogue.from,
        "to": catalogue.to,
        "tactics": catalogue.tactics,
        "techniques": catalogue.techniques,
        "guidance": rule.guidance,
        "other_names": rule.other_names,
        "source": rule.address(),
        "licence": catalogue.licence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_in_both_forms() {
        let catalogue = Catalogue::new();
        let listed: Vec<Value> = serde_json::from_str(&as_json(&catalogue)).unwrap();
        assert_eq!(listed.len(), catalogue.rules.len());
        assert_eq!(listed[1]["tool"], catalogue.rules[1].tool);
        let table = table(&catalogue);
        for rule in &catalogue.rules {
            assert!(table.contains(&rule.terms.join(" | ")), "{}", rule.tool);
        }
    }
}
