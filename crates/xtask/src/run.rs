//! Running other programs with errors that say what was run, how it ended and what it printed.
//! It does not decide what to run.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a command whose output goes straight to the reader of ours.
pub(crate) fn run(command: &mut Command) -> Result<(), Trouble> {
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| could_not_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(format!(
            "`{}` ended with {status}; its own message is above.",
            shown(command)
        )))
    }
}

/// Runs a command that talks a lot: its output is shown only when it fails, and then only the end of it.
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), Trouble> {
    let output = output_of(command)?;
    if output.status.success() {
        return Ok(());
    }
    let printed = text_of(&output);
    let lines: Vec<&str> = printed.lines().collect();
    let end = lines[lines.len().saturating_sub(20)..].join("\n");
    Err(Trouble::new(format!(
        "`{}` ended with {}. The end of what it printed:\n{end}",
        shown(command),
        output.status
    )))
}

/// What a program prints about its own version, or why it does not run, in one line.
pub(crate) fn ask_version(program: &Path) -> Result<String, Trouble> {
    let mut command = Command::new(program);
    command.arg("--version");
    let output = output_of(&mut command)?;
    let printed = text_of(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    if output.status.success() {
        return Ok(printed);
    }
    Err(Trouble::new(format!("`{}` ended with {}: {printed}", shown(&command), output.status)))
}

/// What a command printed to its standard output, or nothing where it failed or could not start.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = output_of(command).ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn output_of(command: &mut Command) -> Result<Output, Trouble> {
    command.stdin(Stdio::null()).output().map_err(|error| could_not_start(command, &error))
}

fn text_of(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

fn could_not_start(command: &Command, error: &io::Error) -> Trouble {
    Trouble::new(format!("`{}` could not be started: {error}.", shown(command)))
}

/// The command as a person would type it, so that it can be repeated by hand.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let mut text = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// Why a task stopped: a whole message for a person, with what to do about it.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Puts the wider circumstance in front: what the task was about when this happened.
    pub(crate) fn while_doing(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }

    /// Adds what the reader can do about it.
    pub(crate) fn advise(self, advice: &str) -> Self {
        Self(format!("{}\n{advice}", self.0))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Turns an error of the file system into one that names the file.
pub(crate) fn about_file<'path>(
    doing: &'path str,
    path: &'path Path,
) -> impl FnOnce(io::Error) -> Trouble + 'path {
    move |error| Trouble::new(format!("Could not {doing} {}: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed_without_the_folder_of_its_program() {
        let mut command = Command::new("/some/where/trunk");
        command.args(["build", "--release"]);
        assert_eq!(shown(&command), "trunk build --release");
    }

    #[test]
    fn a_missing_program_is_named() {
        let message = run(&mut Command::new("no-such-program-of-ours")).unwrap_err().to_string();
        assert!(message.contains("no-such-program-of-ours"), "{message}");
    }
}
