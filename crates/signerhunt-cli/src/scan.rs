//! `signerhunt scan`: every input into an index, one hunt over them, the answer out.
//!
//! An input that cannot be read is told and does not stop the others.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use signerhunt::{Bound, DateOrder, Expected, Export, Exports, Hunt, ReadOptions, Summary, output};
use signerhunt_readers::Limits;

use crate::arguments::{Format, ScanArguments};
use crate::clock::clock;
use crate::failure::Failure;
use crate::input::{Input, inputs};
use crate::output::{is_terminal, put};
use crate::progress::say;
use crate::read::{InputRead, Settings, read_input};
use crate::rejects::RejectsFile;
use crate::several::{n_at_once, read_at_once};
use crate::tabulate;

/// Now is not what was asked for.
pub(crate) const CLAMPED_WARNING: &str =
    "warning: the newest row is in the future, so now is the clock; --now newest cannot be later";

/// Reads, hunts, prints.
pub(crate) fn run(arguments: &ScanArguments) -> Result<(), Failure> {
    let query = arguments.hunt.query()?;
    let hunt = match &query {
        Some(_) => Hunt::default(),
        None => Hunt { expected: expected(arguments)?, ..arguments.hunt.hunt()? },
    };
    let inputs = inputs(&arguments.files, |complaint| say(&format!("error: {complaint}")));
    spare_inputs(&inputs, arguments)?;
    if let Some(query) = &query {
        tabulate::check(query, &inputs, arguments)?;
    }
    let settings = Settings {
        options: read_options(arguments),
        limits: limits(arguments),
        n_threads: n_threads(arguments),
        with_digests: format(arguments) == Format::Json,
    };
    let mut rejects = arguments.rejects.as_deref().map(RejectsFile::create).transpose()?;
    let mut exports = Exports::new();
    let mut take = |read: InputRead| {
        read.words.iter().for_each(|words| say(words));
        for export in read.exports {
            warn_about(&export);
            exports.push(export);
        }
        Ok(())
    };
    let mut left = inputs.as_slice();
    while let Some((input, others)) = left.split_first() {
        // Rejected rows go to their file while they are read, and so one input after another.
        let may_be_several = rejects.is_none() && settings.n_threads > 1;
        let n_at_once = if may_be_several { n_at_once(left, &settings) } else { 0 };
        if n_at_once > 1 {
            let (at_once, behind) = left.split_at(n_at_once);
            read_at_once(at_once, &settings, &mut take)?;
            left = behind;
        } else {
            take(read_input(input, &settings, rejects.as_mut(), None)?)?;
            left = others;
        }
    }
    if let Some(rejects) = rejects {
        rejects.finish()?;
    }
    if exports.is_empty() {
        return Err(Failure::ReadOrWrite("no export could be read".to_owned()));
    }
    if exports.iter().any(|export| export.source.is_local_time_unknown()) {
        say("note: --utc-offset says which zone local times are in");
    }
    refuse_undecided(&exports)?;

    exports.keep_duplicates(arguments.keep_duplicates);
    if let Some(query) = &query {
        return tabulate::run(query, exports, &inputs, &settings, arguments);
    }
    let summary = exports.summarize(&hunt, clock());
    if summary.hunt.now_is_clamped {
        say(CLAMPED_WARNING);
    }
    if summary.hunt.from > summary.hunt.to && hunt.window.from != Bound::All {
        say(
            "warning: the window ends before it begins, so nothing is inside; look at --from and --to",
        );
    }
    write(&summary, arguments)
}

/// What is marked as expected.
fn expected(arguments: &ScanArguments) -> Result<Expected, Failure> {
    let Some(path) = &arguments.expected else { return Ok(Expected::default()) };
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{shown} cannot be read: {error}")))?;
    Expected::from_json(&text).map_err(|words| Failure::Usage(format!("{shown} {words}")))
}

/// Refuses to write over an export, or two results over each other.
fn spare_inputs(inputs: &[Input], arguments: &ScanArguments) -> Result<(), Failure> {
    let mut taken: Vec<PathBuf> = inputs
        .iter()
        .filter_map(|input| match input {
            Input::File(path) => path.canonicalize().ok(),
            Input::Stdin => None,
        })
        .collect();
    for target in [&arguments.output, &arguments.rejects].into_iter().flatten() {
        let Some(target_place) = place_of(target) else {
            continue;
        };
        // Devices and pipes are not files that could be lost.
        if taken.contains(&target_place) && (target_place.is_file() || !target_place.exists()) {
            return Err(Failure::Usage(format!(
                "{} would be written over; give --output and --rejects files of their own",
                target.display()
            )));
        }
        taken.push(target_place);
    }
    Ok(())
}

/// A path by which the same file is known however it is named, whether it is there yet or not.
fn place_of(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = path.canonicalize() {
        return Some(place);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

fn read_options(arguments: &ScanArguments) -> ReadOptions {
    let usual = ReadOptions::default();
    ReadOptions {
        utc_offset_minutes: arguments.utc_offset,
        day_first: arguments.day_first(),
        // With a file for them, rejected rows pass through; without, the first ones are enough.
        keep_rejected: match arguments.rejects {
            Some(_) => usize::MAX,
            None => usual.keep_rejected,
        },
        max_unpacked_bytes: if arguments.any_size { u64::MAX } else { usual.max_unpacked_bytes },
        ..usual
    }
}

fn limits(arguments: &ScanArguments) -> Limits {
    match arguments.any_size {
        true => Limits { expanded_bytes: u64::MAX, in_memory_bytes: u64::MAX },
        false => Limits::default(),
    }
}

/// As many as there are cores, unless somebody says otherwise.
fn n_threads(arguments: &ScanArguments) -> usize {
    let all = || thread::available_parallelism().map_or(1, NonZero::get);
    arguments.threads.map_or_else(all, NonZero::get)
}

/// The form of the answer.
pub(crate) fn format(arguments: &ScanArguments) -> Format {
    let to_terminal = arguments.output.is_none() && is_terminal();
    let usual = if to_terminal { Format::Table } else { Format::Json };
    arguments.format.unwrap_or(usual)
}

fn warn_about(export: &Export) {
    let source = &export.source;
    for warning in &source.warnings {
        say(&format!("warning: {}: {warning}", source.name));
    }
    if source.rejected > 0 {
        let first = export.rejected.first().map_or_else(String::new, |rejected| {
            format!("; the first on line {}: {}", rejected.line, rejected.detail)
        });
        say(&format!(
            "warning: {}: {} of {} rows rejected{first}",
            source.name, source.rejected, source.rows
        ));
    }
}

fn refuse_undecided(exports: &Exports) -> Result<(), Failure> {
    let undecided = exports.iter().find(|export| export.source.date_order == DateOrder::Undecided);
    match undecided {
        None => Ok(()),
        Some(export) => Err(Failure::Usage(format!(
            "nothing in {} tells day from month in dates such as 5/6/2026; give --day-first or --month-first",
            export.source.name
        ))),
    }
}

fn write(summary: &Summary, arguments: &ScanArguments) -> Result<(), Failure> {
    let text = match format(arguments) {
        Format::Table => output::table(summary),
        Format::Json => output::json(summary),
        Format::Csv => output::csv(summary),
        Format::CsvSpreadsheet => output::csv_for_spreadsheets(summary),
        Format::Markdown => output::markdown(summary),
    };
    put(&text, arguments.output.as_deref())
}
