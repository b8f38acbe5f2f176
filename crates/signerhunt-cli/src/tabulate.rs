//! `signerhunt scan` with a query that is no hunt: its own rows and columns out.

use serde_json::json;
use signerhunt::{Bound, Exports, Hunt, Shape, Source, Ticks, Window};
use signerhunt_kql::{Query, Table};

use crate::arguments::{Format, ScanArguments};
use crate::asking::Asking;
use crate::clock::clock;
use crate::failure::Failure;
use crate::input::Input;
use crate::output::put;
use crate::progress::say;
use crate::read::{Settings, read_again};
use crate::scan;

/// A query, and the file that it is from.
#[derive(Debug)]
pub(crate) struct NamedQuery {
    pub(crate) name: String,
    pub(crate) query: Query,
}

/// Refuses what a query cannot do, before anything is read.
pub(crate) fn check(
    NamedQuery { name, .. }: &NamedQuery,
    inputs: &[Input],
    arguments: &ScanArguments,
) -> Result<(), Failure> {
    if arguments.expected.is_some() {
        return Err(Failure::Usage(format!(
            "{name} is a query with columns of its own, which has no expected sightings; leave --expected out"
        )));
    }
    match inputs.iter().find(|input| input.can_be_read_once()) {
        Some(input) => Err(Failure::Usage(format!(
            "{name} is a query that needs to read an export twice, which {} cannot be; give a file",
            input.name()
        ))),
        None => Ok(()),
    }
}

/// Runs it over exports that were read from these inputs, and prints its answer.
pub(crate) fn run(
    named: &NamedQuery,
    mut exports: Exports,
    inputs: &[Input],
    settings: &Settings,
    arguments: &ScanArguments,
) -> Result<(), Failure> {
    let all = Bound::All;
    let window = Window { from: all, to: all, now: arguments.hunt.now };
    let window = exports.hunt(&Hunt { window, ..Hunt::default() }, clock()).window;
    if named.query.depends_on_now() && window.now_is_clamped {
        say(scan::CLAMPED_WARNING);
    }
    for export in &exports {
        if export.source.shape == Shape::RuleSummary {
            let name = &export.source.name;
            say(&format!("warning: {name} has devices and no rows; the query finds nothing there"));
        }
    }
    let mut asking = Asking::new(&named.query, &mut exports, window.now);
    for input in inputs {
        read_again(input, settings, &mut asking)?;
    }
    let table = asking.finish()?;
    let text = match scan::format(arguments) {
        Format::Table => in_columns(&table),
        Format::Json => as_json(named, window.now, &table, &exports),
        Format::Csv => table.grid().csv(),
        Format::CsvSpreadsheet => table.grid().csv_for_spreadsheets(),
        Format::Markdown => table.grid().markdown(),
    };
    put(&text, arguments.output.as_deref())
}

fn in_columns(table: &Table) -> String {
    let n_rows = match table.rows.len() {
        1 => "1 row".to_owned(),
        n_rows => format!("{n_rows} rows"),
    };
    format!("{}\n{n_rows}\n", table.grid().text())
}

fn as_json(named: &NamedQuery, now: Ticks, table: &Table, exports: &Exports) -> String {
    let sources: Vec<&Source> = exports.iter().map(|export| &export.source).collect();
    table.json(&[
        ("query", json!(named.name).to_string()),
        ("now_at", json!(now).to_string()),
        // What is known of exports has text keys and finite numbers, which always have a JSON form.
        ("sources", serde_json::to_string_pretty(&sources).unwrap_or_default()),
    ])
}
