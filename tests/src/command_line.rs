//! The program `signerhunt`, which must answer as the page does.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::environment;

/// What `signerhunt scan` prints, as it is run in a folder.
pub(crate) fn scan(folder: &Path, arguments: &[&str]) -> String {
    run(Command::new(environment::command_line()).current_dir(folder).arg("scan").args(arguments))
}

/// What `signerhunt query` prints.
pub(crate) fn query(arguments: &[&str]) -> String {
    run(Command::new(environment::command_line()).arg("query").args(arguments))
}

fn run(command: &mut Command) -> String {
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("{command:?} does not run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}: {said}", output.status);
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// The summary of all files in a folder.
pub(crate) fn summary_of_folder(folder: &Path) -> Value {
    serde_json::from_str(&scan(folder, &["--format", "json", "."])).expect("it prints JSON")
}

/// The summary of a file, after more arguments.
pub(crate) fn summary_of(file: &Path, arguments: &[&str]) -> Value {
    let folder = file.parent().expect("a file is in a folder");
    let name = file.file_name().and_then(OsStr::to_str).expect("tests name files in ASCII");
    let arguments: Vec<&str> =
        ["--format", "json"].into_iter().chain(arguments.iter().copied()).chain([name]).collect();
    serde_json::from_str(&scan(folder, &arguments)).expect("it prints JSON")
}
