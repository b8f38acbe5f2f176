//! The arguments, as typed. What is made of them is in [`crate::scan`].

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::hunt::HuntArguments;
use crate::query::QueryArguments;
use crate::rules::RulesArguments;

/// Which devices carry files signed by makers of remote-management tools?
#[derive(Debug, Parser)]
#[command(name = "signerhunt", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read exports of DeviceFileCertificateInfo and print the devices with sightings.
    Scan(Box<ScanArguments>),
    /// Write the hunt as a query for the engine that holds the data.
    Query(QueryArguments),
    /// List the rules of the catalogue, or what rules in files ask for.
    Rules(RulesArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ScanArguments {
    /// Exports, or folders of them; standard input when there is none, or for `-`.
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) hunt: HuntArguments,

    /// The zone of times in exports that carry none [default: UTC, and a word about it].
    #[arg(long, value_name = "+HH:MM", allow_hyphen_values = true, value_parser = utc_offset_minutes)]
    pub(crate) utc_offset: Option<i32>,

    /// Dates such as 5/6/2026 begin with the day, where the export does not show it itself.
    #[arg(long)]
    pub(crate) day_first: bool,

    /// Dates such as 5/6/2026 begin with the month, likewise.
    #[arg(long, conflicts_with = "day_first")]
    pub(crate) month_first: bool,

    /// Count rows that are in several exports in each of them.
    #[arg(long)]
    pub(crate) keep_duplicates: bool,

    /// Read compressed exports however much they unpack to.
    #[arg(long)]
    pub(crate) any_size: bool,

    /// How many threads read a large export, or several exports [default: one for each core].
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,

    /// A file of marks (`signerhunt.expected/1`), such as the page saves: tools, signers and devices that are there on
    /// purpose. Their sightings are told apart, not hidden.
    #[arg(long, value_name = "FILE")]
    pub(crate) expected: Option<PathBuf>,

    /// How to print the answer [default: table on a terminal, json otherwise].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Where to put the answer, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Where to put every rejected row, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) planned: PlannedOptions,
}

/// Options that are spoken of and not there yet. Known by name, they are refused by name; otherwise a
/// similar one would be proposed, and `--rejects` in the place of `--redact` writes a file.
#[derive(Debug, Args)]
pub(crate) struct PlannedOptions {
    #[arg(long, hide = true, value_parser = refuse, num_args = 0, default_missing_value = "")]
    redact: Option<String>,
}

fn refuse(_: &str) -> Result<String, String> {
    Err("this option is not there yet".to_owned())
}

/// The forms of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Columns for a terminal.
    Table,
    /// The shape signerhunt.summary/1.
    Json,
    /// CSV with every text exactly as in the exports.
    Csv,
    /// CSV in which a spreadsheet finds no formula.
    CsvSpreadsheet,
    /// A Markdown table.
    Markdown,
}

impl ScanArguments {
    /// The order of day and month, when it was said.
    pub(crate) fn day_first(&self) -> Option<bool> {
        match (self.day_first, self.month_first) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// `+HH:MM` as minutes east of UTC.
fn utc_offset_minutes(text: &str) -> Result<i32, String> {
    let ill = || format!("`{text}` is not an offset; write it like +02:00 or -07:30");
    let (sign, digits) = match text.split_at_checked(1) {
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => return Err(ill()),
    };
    let (hours, minutes) = digits.split_once(':').ok_or_else(ill)?;
    let two_digits = |part: &str| match part.len() {
        2 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<i32>().ok(),
        _ => None,
    };
    match (two_digits(hours), two_digits(minutes)) {
        (Some(hours @ 0..=14), Some(minutes @ 0..=59)) => Ok(sign * (hours * 60 + minutes)),
        _ => Err(ill()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_that_are_not_there_yet_are_refused_by_name() {
        let refused = Arguments::try_parse_from(["signerhunt", "scan", "--redact", "a.csv"]);
        let words = refused.unwrap_err().to_string();
        assert!(words.contains("not there yet"), "{words}");
        assert!(Arguments::try_parse_from(["signerhunt", "scan", "-f", "html"]).is_err());
    }

    #[track_caller]
    fn check(text: &str, expected: Option<i32>) {
        assert_eq!(utc_offset_minutes(text).ok(), expected, "{text}");
    }

    #[test]
    fn offsets() {
        check("+00:00", Some(0));
        check("+02:00", Some(120));
        check("-07:30", Some(-450));
        for text in ["", "2", "02:00", "+2:00", "+15:00", "+02:60", "+0x:00", "é"] {
            check(text, None);
        }
    }
}
