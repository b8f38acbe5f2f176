//! The project's tasks, run as `cargo xtask TASK`. This file is their table of contents; what each does is in the module it calls.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal talks on the terminal"
)]

mod arguments;
mod bench;
mod check;
mod embed;
mod generate;
mod lock;
mod look_up;
mod names;
mod page;
mod readers;
mod run;
mod say;
mod scripts;
mod serve;
mod setup;
mod shrink;
mod styles;
mod tools;
mod workspace;

use std::env;
use std::process::ExitCode;

use arguments::Task;
use run::Trouble;

fn main() -> ExitCode {
    let task = match arguments::parse(env::args_os().skip(1)) {
        Ok(task) => task,
        Err(error) => {
            say::error(&format!("{error}.\nRun `cargo xtask help` to see what can be done."));
            return ExitCode::from(2);
        }
    };
    match perform(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            say::error(&trouble.to_string());
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task) -> Result<(), Trouble> {
    match task {
        Task::Serve { port } => serve::serve(&setup::for_building()?, *port),
        Task::Build => page::build(&setup::for_building()?),
        // The browser comes first: where it cannot be had, nobody should wait for the tools to learn that.
        Task::Test { spark } => {
            let browser = setup::for_browser_tests()?;
            let peers = setup::for_queries(*spark)?;
            check::everything(&setup::for_building()?, &browser, &peers)
        }
        Task::Setup => {
            setup::for_browser_tests()?;
            setup::for_queries(false)?;
            setup::for_building()?;
            say::result(
                "Everything that `cargo xtask serve` and `cargo xtask test` need is installed.",
            );
            Ok(())
        }
        Task::Generate(wanted) => generate::generate(wanted),
        Task::Bench(measuring) => bench::run(measuring),
        Task::Embed => embed::build(&setup::for_building()?),
        Task::Readers => readers::build(&setup::for_building()?),
        Task::Styles => styles::join(),
        Task::Shrink => shrink::page(&setup::for_building()?),
        Task::Help => {
            say::result(arguments::HELP);
            Ok(())
        }
    }
}
