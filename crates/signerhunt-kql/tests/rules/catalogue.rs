//! All rules of the family, written anew from their facts in the spellings that the family has.

use std::fs;

use serde_json::Value;
use signerhunt::Bound;
use signerhunt::time::DAY;
use signerhunt_kql::{Asked, read_rule};

use crate::published::data_dir;

/// The facts of a rule.
pub(crate) struct Facts {
    pub(crate) tool: String,
    id: String,
    name: String,
    operator: String,
    pub(crate) terms: Vec<String>,
}

/// The facts of all rules.
pub(crate) fn catalogue() -> Vec<Facts> {
    let text = fs::read_to_string(data_dir().join("catalogue.json")).unwrap();
    let rules: Vec<Value> = serde_json::from_str(&text).unwrap();
    let facts = |rule: &Value| {
        let text = |key: &str| rule[key].as_str().unwrap().to_owned();
        let terms = rule["terms"].as_array().unwrap().iter();
        Facts {
            tool: text("tool"),
            id: text("id"),
            name: text("name"),
            operator: text("operator"),
            terms: terms.map(|term| term.as_str().unwrap().to_owned()).collect(),
        }
    };
    rules.iter().map(facts).collect()
}

/// How a rule may be written: each is one difference that published files have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    line_end: &'static str,
    /// Between the terms of a list.
    between: &'static str,
    /// Around the operator.
    space: &'static str,
    /// The quotes around terms.
    quote: &'static str,
    /// How the query is indented.
    indentation: &'static str,
    /// How the lines below `requiredDataConnectors` are.
    connectors: &'static [&'static str],
    /// What is behind `query:`.
    block: &'static str,
    remark: &'static str,
    /// The results of `summarize`.
    results: &'static str,
    mark: &'static str,
}

const PUBLISHED: Spelling = Spelling {
    line_end: "\r\n",
    between: ", ",
    space: " ",
    quote: "'",
    indentation: "  ",
    connectors: &[
        "- connectorId: MicrosoftThreatProtection",
        "  dataTypes:",
        "  - DeviceFileCertificateInfo",
    ],
    block: "|",
    remark: "//",
    results: "FirstSeen=min(Timestamp), LastSeen=max(Timestamp), \n      Report=make_set(ReportId), Count=count() by DeviceId, DeviceName",
    mark: "",
};

/// The published spelling and others, each with its difference.
pub(crate) const SPELLINGS: [Spelling; 9] = [
    PUBLISHED,
    Spelling { line_end: "\n", mark: "\u{FEFF}", ..PUBLISHED },
    Spelling { between: ", \n          ", space: "  ", ..PUBLISHED },
    Spelling { between: ",\n    // another\n    ", quote: "\"", line_end: "\n", ..PUBLISHED },
    Spelling {
        connectors: &[
            "- connectorId: MicrosoftThreatProtection",
            "    dataTypes:",
            "  - DeviceFileCertificateInfo",
        ],
        remark: "// *Will return all, it's \"everything\"* | where Signer",
        ..PUBLISHED
    },
    Spelling {
        connectors: &[
            "  - connectorId: MicrosoftThreatProtection",
            "  dataTypes:",
            "      - DeviceFileCertificateInfo",
        ],
        indentation: "    ",
        block: "|-  # the query",
        ..PUBLISHED
    },
    Spelling { block: "|2", between: "\t,\t", space: "\t", ..PUBLISHED },
    Spelling {
        results: "count(), make_set(ReportId),\n max(Timestamp), min(Timestamp)\n by DeviceName, DeviceId;",
        ..PUBLISHED
    },
    Spelling { quote: "@'", line_end: "\n", remark: "\n//\n\n", ..PUBLISHED },
];

/// A rule file with these facts.
pub(crate) fn written(facts: &Facts, spelling: &Spelling) -> String {
    let Spelling { space, between, quote, remark, results, .. } = spelling;
    let close = quote.trim_start_matches('@');
    let quoted: Vec<String> =
        facts.terms.iter().map(|term| format!("{quote}{term}{close}")).collect();
    let list = match facts.operator.as_str() {
        "has" => quoted.concat(),
        _ => format!("({})", quoted.join(between)),
    };
    let query = format!(
        "let Time_start = now(-5d);\nlet Time_end = now();\n{remark}\nDeviceFileCertificateInfo\n\
         | where Timestamp between (Time_start..Time_end)\n\
         | where Signer{space}{}{space}{list}\n| summarize {results}",
        facts.operator
    );
    let query: Vec<String> = query
        .lines()
        .map(|line| {
            if line.is_empty() { String::new() } else { format!("{}{line}", spelling.indentation) }
        })
        .collect();
    let mut lines = vec![
        format!("id: {}", facts.id),
        format!("name: {}", facts.name),
        "description: |".to_owned(),
        "    Made of facts: a rule's id, its name and what it looks for.".to_owned(),
        "requiredDataConnectors:".to_owned(),
    ];
    lines.extend(spelling.connectors.iter().map(ToString::to_string));
    lines.extend(["tactics: CommandAndControl", "relevantTechniques: T1219"].map(str::to_owned));
    lines.push(format!("query: {}", spelling.block));
    lines.extend(query);
    let file = lines.join("\n") + "\n";
    format!("{}{}", spelling.mark, file.replace('\n', spelling.line_end))
}

#[track_caller]
fn check(facts: &Facts, spelling: &Spelling) {
    let file = written(facts, spelling);
    let rule = read_rule(&file).unwrap_or_else(|refusal| panic!("{refusal}\n{file}"));
    assert_eq!(rule.tool.as_ref(), Some(&facts.tool), "{file}");
    assert_eq!((rule.id.as_ref(), rule.name.as_ref()), (Some(&facts.id), Some(&facts.name)));
    let Asked::Hunt(hunt) = rule.asked else { panic!("it is a hunt:\n{file}") };
    assert_eq!(hunt.operators, [facts.operator.as_str()], "{file}");
    assert_eq!(hunt.terms, facts.terms, "{file}");
    assert_eq!((hunt.from, hunt.to), (Bound::BeforeNow(5 * DAY), Bound::BeforeNow(0)));
}

#[test]
fn every_rule_of_the_family_is_read_in_all_its_spellings() {
    let catalogue = catalogue();
    assert_eq!(catalogue.len(), 52);
    for facts in &catalogue {
        for spelling in &SPELLINGS {
            check(facts, spelling);
        }
    }
}
