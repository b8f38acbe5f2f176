//! Asks an engine by a script: a JSON document in, one out.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::environment;

/// What the script prints when it is given the question.
pub(crate) fn ask<'a>(
    program: &Path,
    script: &str,
    arguments: impl IntoIterator<Item = &'a OsStr>,
    question: &Value,
) -> Value {
    let mut command = Command::new(program);
    command.arg(environment::script(script)).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
    let mut input = child.stdin.take().expect("it has an input");
    // It reads everything before it prints.
    input.write_all(question.to_string().as_bytes()).expect("the script reads its question");
    drop(input);
    let output = child.wait_with_output().expect("the script ends");
    assert!(output.status.success(), "{script} ended with {}; its message is above", output.status);
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}
