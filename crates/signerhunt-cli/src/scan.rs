//! `signerhunt scan`: every input into an index, one hunt over them, the answer out.
//!
//! An input that cannot be read is told and does not stop the others.

use std::fs;
use std::io::{self, IsTerminal, Read, Write, stdout};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use signerhunt::{
    DateOrder, Export, ExportReader, ReadOptions, Rejected, Summary, Ticks, output, summarize,
};

use crate::arguments::{Format, ScanArguments};
use crate::failure::Failure;
use crate::input::{Input, inputs};
use crate::progress::{Progress, say};
use crate::rejects::RejectsFile;

/// Reads, hunts, prints.
pub(crate) fn run(arguments: &ScanArguments) -> Result<(), Failure> {
    let inputs = inputs(&arguments.files, |complaint| say(&format!("error: {complaint}")));
    spare_inputs(&inputs, arguments)?;
    let mut rejects = arguments.rejects.as_deref().map(RejectsFile::create).transpose()?;
    let mut exports = Vec::new();
    for input in &inputs {
        match read(input, arguments, rejects.as_mut())? {
            Ok(export) => {
                warn_about(&export);
                exports.push(export);
            }
            Err(message) => say(&format!("error: {message}")),
        }
    }
    if let Some(rejects) = rejects {
        rejects.finish()?;
    }
    if exports.is_empty() {
        return Err(Failure::ReadOrWrite("no export could be read".to_owned()));
    }
    refuse_undecided(&exports)?;

    let summary = summarize(&exports, &arguments.hunt(), clock());
    if summary.hunt.now_is_clamped {
        say(
            "warning: the newest row is in the future, so now is the clock; --now newest cannot be later",
        );
    }
    if summary.hunt.from > summary.hunt.to {
        say(
            "warning: the window ends before it begins, so nothing is inside; look at --from and --to",
        );
    }
    write(&summary, arguments)
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

/// Reads one input. The outer error ends the run, the inner one only this input.
fn read(
    input: &Input,
    arguments: &ScanArguments,
    mut rejects: Option<&mut RejectsFile>,
) -> Result<Result<Export, String>, Failure> {
    let name = input.name();
    let io_trouble = |error: &io::Error| format!("{name} cannot be read: {error}");
    let mut opened = match input.open() {
        Ok(opened) => opened,
        Err(error) => return Ok(Err(io_trouble(&error))),
    };
    let options = ReadOptions {
        utc_offset_minutes: arguments.utc_offset,
        day_first: arguments.day_first(),
        // With a file for them, rejected rows pass through; without, the first ones are enough.
        keep_rejected: match rejects {
            Some(_) => usize::MAX,
            None => ReadOptions::default().keep_rejected,
        },
    };
    let mut reader = ExportReader::new(&name, options);
    let mut digest = Sha256::new();
    let mut progress = Progress::new();
    let mut listed: Vec<Rejected> = Vec::new();
    let mut buffer = vec![0; 1 << 20];
    let mut n_bytes_read = 0;
    loop {
        let n_bytes = match opened.reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(n_bytes) => n_bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(io_trouble(&error))),
        };
        let piece = &buffer[..n_bytes];
        digest.update(piece);
        if let Err(unreadable) = reader.feed(piece) {
            return Ok(Err(unreadable.to_string()));
        }
        if let Some(rejects) = rejects.as_deref_mut() {
            pass_on(reader.take_rejected(), rejects, &mut listed)?;
        }
        n_bytes_read += n_bytes as u64;
        progress.show(&name, n_bytes_read, opened.n_bytes, reader.n_rows());
    }
    drop(progress);
    let mut export = match reader.finish() {
        Ok(export) => export,
        Err(unreadable) => return Ok(Err(unreadable.to_string())),
    };
    if let Some(rejects) = rejects {
        pass_on(std::mem::take(&mut export.rejected), rejects, &mut listed)?;
        export.rejected = listed;
    }
    export.source.sha256 =
        Some(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
    Ok(Ok(export))
}

/// Writes rejected rows to their file and keeps the first ones for the summary.
fn pass_on(
    rejected: Vec<Rejected>,
    rejects: &mut RejectsFile,
    listed: &mut Vec<Rejected>,
) -> Result<(), Failure> {
    rejects.write(&rejected)?;
    let room = ReadOptions::default().keep_rejected.saturating_sub(listed.len());
    listed.extend(rejected.into_iter().take(room));
    Ok(())
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

fn refuse_undecided(exports: &[Export]) -> Result<(), Failure> {
    let undecided = exports.iter().find(|export| export.source.date_order == DateOrder::Undecided);
    match undecided {
        None => Ok(()),
        Some(export) => Err(Failure::Usage(format!(
            "{} has only dates such as 5/6/2026 in which either number may be the day; \
             give --day-first or --month-first",
            export.source.name
        ))),
    }
}

fn write(summary: &Summary, arguments: &ScanArguments) -> Result<(), Failure> {
    let to_terminal = arguments.output.is_none() && stdout().is_terminal();
    let usual = if to_terminal { Format::Table } else { Format::Json };
    let text = match arguments.format.unwrap_or(usual) {
        Format::Table => output::table(summary),
        Format::Json => output::json(summary),
        Format::Csv => output::csv(summary),
        Format::CsvSpreadsheet => output::csv_for_spreadsheets(summary),
        Format::Markdown => output::markdown(summary),
    };
    match &arguments.output {
        Some(path) => fs::write(path, text).map_err(|error| {
            Failure::ReadOrWrite(format!("{} cannot be written: {error}", path.display()))
        }),
        None => match stdout().write_all(text.as_bytes()) {
            // Whoever reads the answer has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                Err(Failure::ReadOrWrite(format!("standard output cannot be written: {error}")))
            }
            Ok(()) => Ok(()),
        },
    }
}

/// The wall clock.
fn clock() -> Ticks {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis())
        .ok()
        .and_then(Ticks::from_unix_millis)
        .unwrap_or(Ticks::MAX)
}
