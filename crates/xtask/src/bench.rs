//! `cargo xtask bench`: builds what is to be measured and starts what measures it. The measuring itself is the package
//! `bench`, which knows the programs we are compared with; the stages of the engine have benchmarks of their own, in it.

use std::process::Command;

use crate::arguments::Measuring;
use crate::run::{self, Trouble};
use crate::setup::{self, Browser};
use crate::{look_up, page, say, workspace};

/// Measures what is asked for.
pub(crate) fn run(measuring: &Measuring) -> Result<(), Trouble> {
    // What may be missing is asked for first: nobody should wait for measurements to learn that.
    let browser = match measuring.has("browser") {
        true => Some(setup::for_browser_tests()?),
        false => None,
    };
    if browser.is_some() {
        page::build(&setup::for_building()?)?;
    }
    if measuring.has("stages") {
        stages(measuring.quick)?;
    }
    let parts: Vec<&str> = Measuring::PARTS
        .into_iter()
        .filter(|part| *part != "stages" && measuring.has(part))
        .collect();
    if parts.is_empty() {
        return Ok(());
    }
    compare(measuring, &parts, browser.as_ref())
}

/// The engine alone: how long its stages take. For watching one's own work, so nothing is written down.
fn stages(quick: bool) -> Result<(), Trouble> {
    say::step("Measuring the stages of the engine. Some minutes, most of it for compiling.");
    let options = if quick { "-- --quick" } else { "" };
    let benchmarks = "--bench reading --bench hunting";
    run::run(&mut workspace::cargo(&format!("bench --quiet -p signerhunt {benchmarks} {options}")))
}

/// Whole programs, beside the programs they are compared with.
fn compare(
    measuring: &Measuring,
    parts: &[&str],
    browser: Option<&Browser>,
) -> Result<(), Trouble> {
    say::step("Building the command line and what measures it, optimised. A minute or two.");
    run::run(&mut workspace::cargo(
        "build --quiet --release --package signerhunt-cli --package signerhunt-bench",
    ))?;
    let target = workspace::target_folder()?;
    let program = |name| target.join("release").join(look_up::program_file(name));
    let mut command = Command::new(program("signerhunt-bench"));
    command.current_dir(workspace::root()).args(parts);
    if measuring.quick {
        command.arg("--quick");
    }
    if let Some(rounds) = measuring.rounds {
        command.arg("--rounds").arg(rounds.to_string());
    }
    command.env("SIGNERHUNT_CLI", program("signerhunt"));
    command.env("SIGNERHUNT_BENCH_FOLDER", target.join("bench"));
    command.env("SIGNERHUNT_DIST", workspace::dist());
    if let Some(browser) = browser {
        command.env("SIGNERHUNT_CHROMIUM", &browser.chromium);
    }
    run::run(&mut command)
}
