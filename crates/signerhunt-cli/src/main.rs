//! Signerhunt in a terminal: reads exports, hunts, prints the answer.
//!
//! This is the engine's driver and no more: what rows mean is decided in the crate `signerhunt`.
//! Here are files, arguments, progress and exit codes: 0 done, 1 nothing could be read or written,
//! 2 usage.

mod arguments;
mod asking;
mod clock;
mod failure;
mod hunt;
mod input;
mod output;
mod parted;
mod pieces;
mod progress;
mod query;
mod read;
mod rejects;
mod rule_files;
mod rules;
mod scan;
mod several;
mod tabulate;
mod unpacking;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let outcome = match command {
        Command::Scan(arguments) => scan::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            progress::say(&format!("error: {failure}"));
            failure.exit_code()
        }
    }
}
