//! The benchmarks of whole programs, started by `cargo xtask bench`, which builds what they measure and says where it is.
//!
//! All candidates read the same made-up export, answer the same hunt and must give the same answer. They take turns, so that
//! what else the machine does meets all of them; ratios are taken round by round. Nothing here is part of the product.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal talks on the terminal"
)]

mod answer;
mod arguments;
mod browser;
mod data;
mod document;
mod environment;
mod growth;
mod machine;
mod measure;
mod native;
mod peers;
mod query;
mod report;
mod rounds;
mod targets;
mod trouble;

use std::env;
use std::process::ExitCode;

use arguments::{Asked, Part};
use report::Section;
use trouble::Trouble;

fn main() -> ExitCode {
    let outcome = arguments::parse(env::args_os().skip(1))
        .map_err(|error| Trouble::new(format!("{error}. `cargo xtask help` lists the options.")))
        .and_then(perform);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("bench: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn perform(asked: Asked) -> Result<(), Trouble> {
    let measuring = match asked {
        Asked::OneProgram { output, command } => return measure::alone(&output, &command),
        Asked::Measure(measuring) => measuring,
    };
    // What cannot be fetched is told before anything is measured.
    for part in measuring.parts() {
        match part {
            Part::Native => drop(peers::python()?),
            Part::Browser => drop(peers::browser_folder()?),
            Part::Growth => {}
        }
    }
    for part in measuring.parts() {
        let section: Section = match part {
            Part::Native => native::measure(&measuring)?,
            Part::Growth => growth::measure(&measuring)?,
            Part::Browser => browser::measure(&measuring)?,
        };
        println!("\n{}", section.body());
        // One at a time: what was measured is kept when a later part fails.
        document::keep(&section, measuring.quick)?;
    }
    Ok(())
}
