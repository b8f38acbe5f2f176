//! One run of one program: how long, how much processor time, how much memory at most.
//!
//! This program starts itself for that. The memory of a process counts from its parent's, so the parent must be small.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, io};

use serde_json::{Value, json};
use wait4::Wait4;

use crate::environment;
use crate::trouble::{Trouble, about_file};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) wall_ms: f64,
    /// By user and system.
    pub(crate) cpu_ms: f64,
    pub(crate) peak_mib: f64,
}

/// Where a program may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cores {
    One,
    All,
}

impl Cores {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Cores::One => "one thread",
            Cores::All => "all cores",
        }
    }
}

/// Runs a command, pinned to a core where that is asked for, and gives what it took and what it printed.
pub(crate) fn run(command: &Command, cores: Cores) -> Result<(Taken, Vec<u8>), Trouble> {
    let folder = environment::folder("runs")?;
    let (figures, printed) = (folder.join("figures.json"), folder.join("printed.txt"));
    let said = folder.join("said.txt");
    let own = env::current_exe().map_err(|error| {
        Trouble::new(format!(
            "Cannot tell where this program is: {error}. Run `cargo xtask bench`."
        ))
    })?;
    let mut around = Command::new(own);
    around.arg("one-program").arg(&figures);
    if cores == Cores::One {
        // The last core: the first one serves most interrupts.
        around.args(["taskset", "--cpu-list", &last_core().to_string()]);
    }
    around.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        around.env(name, value.unwrap_or_default());
    }
    let output = File::create(&printed).map_err(about_file("write", &printed))?;
    // Ours warns of sizes at which portals cut; nobody needs that in each round.
    let complaints = File::create(&said).map_err(about_file("write", &said))?;
    around.stdin(Stdio::null()).stdout(output).stderr(complaints);
    let status = around.status().map_err(|error| {
        Trouble::new(format!("This program could not start itself to measure another: {error}."))
    })?;
    if !status.success() {
        let said = fs::read_to_string(&said).unwrap_or_default();
        return Err(Trouble::new(format!(
            "{} did not come to its end. What it said:\n{said}",
            command.get_program().display()
        )));
    }
    let taken = fs::read(&figures).map_err(about_file("read", &figures))?;
    let taken = serde_json::from_slice(&taken).ok().and_then(|value| read(&value));
    let taken = taken.ok_or_else(|| {
        Trouble::new(format!("{} is not what was written there.", figures.display()))
    })?;
    Ok((taken, fs::read(&printed).map_err(about_file("read", &printed))?))
}

fn read(figures: &Value) -> Option<Taken> {
    Some(Taken {
        wall_ms: figures["wall_ms"].as_f64()?,
        cpu_ms: figures["cpu_ms"].as_f64()?,
        peak_mib: figures["peak_mib"].as_f64()?,
    })
}

/// Runs one command, whose output is ours, and writes what it took into a file.
pub(crate) fn alone(output: &Path, command: &[OsString]) -> Result<(), Trouble> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Trouble::new("There is no command to measure."));
    };
    let start = Instant::now();
    let child = Command::new(program).args(arguments).stdin(Stdio::null()).spawn();
    let used = child.and_then(Wait4::wait4).map_err(|error| could_not_run(program, &error))?;
    let wall_ms = start.elapsed().as_secs_f64() * 1e3;
    if !used.status.success() {
        return Err(Trouble::new(format!("{} ended with {}.", program.display(), used.status)));
    }
    let figures = json!({
        "wall_ms": wall_ms,
        "cpu_ms": (used.rusage.utime + used.rusage.stime).as_secs_f64() * 1e3,
        "peak_mib": used.rusage.maxrss as f64 / f64::from(1 << 20),
    });
    fs::write(output, figures.to_string()).map_err(about_file("write", output))
}

fn could_not_run(program: &OsString, error: &io::Error) -> Trouble {
    let advice = if program == "taskset" {
        " It pins a program to one core and is part of util-linux: install that, on Linux; other systems are not measured."
    } else {
        ""
    };
    Trouble::new(format!("{} could not be run: {error}.{advice}", program.display()))
}

/// How many cores this process may use.
pub(crate) fn n_cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn last_core() -> usize {
    n_cores() - 1
}
