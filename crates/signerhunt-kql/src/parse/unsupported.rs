//! What Kusto can and this cannot, or what Kusto cannot either: in words, with what to do instead.

use super::TABLE;

/// A `let` with parameters.
pub(super) const FUNCTION: &str =
    "functions are not supported; write what it does where it is used";

/// A statement that is none of ours.
pub(super) fn statement(name: &str) -> Option<String> {
    let is_known = matches!(name, "set" | "declare" | "alias" | "pattern" | "restrict");
    is_known.then(|| format!("`{name}` is not supported; leave this statement out"))
}

/// What a query begins with that is not the table.
pub(super) fn source(name: &str) -> String {
    if name.eq_ignore_ascii_case(TABLE) {
        return format!("`{name}` is spelled {TABLE}; Kusto minds the case");
    }
    match name {
        "union" | "search" | "find" | "macro" | "database" | "cluster" | "table" | "workspace"
        | "materialize" | "view" => {
            format!("`{name}` is not supported, since an export is one table; begin with {TABLE}")
        }
        "externaldata" | "external_table" => {
            format!("`{name}` would fetch data, which is never done here; begin with {TABLE}")
        }
        "print" | "range" | "datatable" | "evaluate" => {
            format!("`{name}` makes its own rows; begin with the table {TABLE}")
        }
        _ => format!("the table `{name}` is not what is read here; only {TABLE} is"),
    }
}

/// An operator behind a `|`.
pub(super) fn operator(name: &str) -> String {
    const KNOWN: &str =
        "where, summarize, project, project-away, extend, distinct, sort, take, top and count";
    match name {
        "join" | "lookup" | "union" => format!("`{name}` brings in other rows, and an export is one table; ask without it"),
        "render" => "`render` draws, which is not done here; leave it out".to_owned(),
        "invoke" | "evaluate" => format!("`{name}` runs what is not here; ask without it"),
        "mv-expand" | "mvexpand" => "`mv-expand` is not supported; ask for the rows before they are summarized".to_owned(),
        "project-rename" => "`project-rename` is not supported; use `project New = Old` with all columns that you need".to_owned(),
        "project-keep" | "project-reorder" => format!("`{name}` is not supported; use `project`"),
        "sample" | "sample-distinct" => format!("`{name}` answers differently each time; use `take`"),
        "top-nested" | "top-hitters" => format!("`{name}` is not supported; use `summarize`, `sort by` and `take`"),
        "search" => "`search` is not supported; use `where Signer has`".to_owned(),
        _ => match name.to_ascii_lowercase() {
            lower if lower != name && KNOWN.contains(&lower) => format!("`{name}` is spelled `{lower}`; Kusto minds the case"),
            _ => format!("`{name}` is not an operator that is supported; those are {KNOWN}"),
        },
    }
}

/// A word between two values.
pub(super) fn comparison(word: &str) -> Option<String> {
    Some(match word {
        "matches" => {
            "`matches regex` is not supported; use `has`, `contains` or `startswith`".to_owned()
        }
        "!has_any" | "!has_all" => {
            format!("Kusto has no `{word}`; write `not(Signer {} (...))`", &word[1..])
        }
        "has_any_cs" | "has_all_cs" => {
            format!("Kusto has no `{word}`; use several `has_cs` with `or` or `and` between")
        }
        "has_ipv4" | "has_ipv4_prefix" | "has_any_ipv4" => {
            format!("`{word}` is not supported; use `has`")
        }
        "like" | "notlike" => format!("`{word}` is not supported; use `contains` or `startswith`"),
        "not" => {
            "`not` is a function; write `not(Signer has_any (...))`, or `!has`, `!in`".to_owned()
        }
        "notcontains" | "notcontains_cs" => format!("`{word}` is not supported; use `!contains`"),
        "&&" => "write `and`".to_owned(),
        _ => return None,
    })
}

/// A function that could be looked for here in vain.
pub(super) fn function(name: &str) -> Option<String> {
    Some(match name {
        "arg_max" | "arg_min" => format!(
            "`{name}` is not supported; use `{}`, and look at the records for the rest",
            &name[4..]
        ),
        "take_any" | "any" | "takeany" | "anyif" | "take_anyif" => {
            format!("which row `{name}` takes is not defined; use `min` or `max`, which say which")
        }
        "make_list" | "makelist" => {
            format!("`{name}` depends on the order of rows, which is not defined; use `make_set`")
        }
        "makeset" => "`makeset` is the old name; use `make_set`".to_owned(),
        "toupper" => {
            "`toupper` is not supported; use `tolower`, or `=~` and `in~`, which take any case"
                .to_owned()
        }
        "toscalar" => "`toscalar` asks a second question; write its answer here".to_owned(),
        "prev" | "next" | "row_number" | "row_cumsum" => {
            format!("`{name}` depends on the order of rows, which is not defined; use `summarize`")
        }
        "ingestion_time" => "exports do not have the time of ingestion; use Timestamp".to_owned(),
        _ => return None,
    })
}
