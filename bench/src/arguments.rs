//! What can be typed behind the program's name. `cargo xtask bench` passes on what it was given.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

/// What this run is for.
pub(crate) enum Asked {
    Measure(Measuring),
    /// Runs one command and notes what it took: this program starts itself so, see `measure.rs`.
    OneProgram {
        output: PathBuf,
        command: Vec<OsString>,
    },
}

/// A part of the benchmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Native,
    Growth,
    Browser,
}

/// What to measure, and how often.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measuring {
    parts: Vec<Part>,
    /// Small files and few rounds, for trying it.
    pub(crate) quick: bool,
    rounds: Option<usize>,
}

impl Measuring {
    /// The parts in the order in which they are measured.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part> {
        [Part::Native, Part::Growth, Part::Browser]
            .into_iter()
            .filter(|part| self.parts.is_empty() || self.parts.contains(part))
    }

    /// How many rounds count; one more is run before them and thrown away.
    pub(crate) fn rounds(&self, is_large: bool) -> usize {
        self.rounds.unwrap_or(match (self.quick, is_large) {
            (true, _) => 3,
            (_, true) => 5,
            (_, false) => 7,
        })
    }
}

/// Reads the arguments.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let mut measuring = Measuring::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) if name == "one-program" => {
                let output = parser.value()?.into();
                return Ok(Asked::OneProgram { output, command: parser.raw_args()?.collect() });
            }
            Arg::Value(name) => measuring.parts.push(part(&name.string()?)?),
            Arg::Long("quick") => measuring.quick = true,
            Arg::Long("rounds") => measuring.rounds = Some(parser.value()?.parse()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Asked::Measure(measuring))
}

fn part(name: &str) -> Result<Part, lexopt::Error> {
    match name {
        "native" => Ok(Part::Native),
        "growth" => Ok(Part::Growth),
        "browser" => Ok(Part::Browser),
        _ => Err(format!("there is no part \"{name}\"").into()),
    }
}
