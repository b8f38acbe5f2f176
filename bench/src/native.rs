//! Whole programs on the same file: our command line beside DuckDB, Polars and a small program of the `simd-csv` crate.
//!
//! Each runs on one thread, pinned to one core, and as it runs by itself. Of Python's engines the query alone counts in
//! ratios; of ours and of `simd-csv` the whole process does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, str};

use serde_json::Value;
use signerhunt_sample::Shape;

use crate::answer::{Agreement, Answer};
use crate::arguments::Measuring;
use crate::data::Export;
use crate::environment;
use crate::measure::{self, Cores, Taken};
use crate::peers;
use crate::query::FIRST;
use crate::report::Section;
use crate::rounds::{Spread, in_turns};
use crate::targets::Verdict;
use crate::trouble::Trouble;

/// A program that answers the hunt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Signerhunt,
    DuckDb,
    Polars,
    SimdCsv,
}

/// An engine, and where it may run.
pub(crate) type Candidate = (Engine, Cores);

/// What one run gave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) taken: Taken,
    /// The query alone, where the engine says so.
    inner_ms: Option<f64>,
}

impl Sample {
    /// What counts in ratios.
    pub(crate) fn counted_ms(&self) -> f64 {
        self.inner_ms.unwrap_or(self.taken.wall_ms)
    }
}

/// Starts candidates.
pub(crate) struct Programs {
    signerhunt: PathBuf,
    /// It can be told how many threads to use.
    has_threads: bool,
    python: Option<PathBuf>,
    simd_csv: PathBuf,
}

impl Programs {
    /// Only ours.
    pub(crate) fn ours() -> Result<Programs, Trouble> {
        let signerhunt = environment::command_line()?;
        let help = Command::new(&signerhunt).args(["scan", "--help"]).output();
        let help = help.map(|output| output.stdout).unwrap_or_default();
        let has_threads = str::from_utf8(&help).is_ok_and(|help| help.contains("--threads"));
        let simd_csv = env::current_exe().unwrap_or_default();
        let simd_csv = simd_csv.with_file_name(format!("simd-csv-peer{}", env::consts::EXE_SUFFIX));
        Ok(Programs { signerhunt, has_threads, python: None, simd_csv })
    }

    fn all() -> Result<Programs, Trouble> {
        Ok(Programs { python: Some(peers::python()?), ..Programs::ours()? })
    }

    /// How ours is kept to one thread.
    pub(crate) fn one_thread_words(&self) -> &'static str {
        match self.has_threads {
            true => "`--threads 1`, pinned to one core",
            false => "pinned to one core",
        }
    }

    /// Runs a candidate once; it must agree with the others.
    pub(crate) fn run(
        &self,
        (engine, cores): Candidate,
        export: &Export,
        agreement: &mut Agreement,
    ) -> Result<Sample, Trouble> {
        let mut command = match engine {
            Engine::Signerhunt => self.signerhunt(cores, &export.path),
            Engine::SimdCsv => self.simd_csv(&export.path),
            Engine::DuckDb => self.python(&["duckdb"], cores, export),
            Engine::Polars => self.python(&["polars"], cores, export),
        };
        if engine == Engine::Polars && cores == Cores::One {
            command.env("POLARS_MAX_THREADS", "1");
        }
        let (taken, printed) = measure::run(&command, cores)?;
        let figures: Value = serde_json::from_slice(&printed).unwrap_or_default();
        let answer = match engine {
            Engine::Signerhunt => Answer::of_csv(&printed),
            _ => Answer::of_candidate(&figures["answer"]),
        };
        agreement.check(engine.name(), answer)?;
        Ok(Sample { taken, inner_ms: figures["inner_ms"].as_f64() })
    }

    fn signerhunt(&self, cores: Cores, file: &Path) -> Command {
        let mut command = Command::new(&self.signerhunt);
        command.args(["scan", "--format", "csv", "--from", FIRST.from, "--to", FIRST.to]);
        for term in FIRST.terms {
            command.args(["--signer", term]);
        }
        if cores == Cores::One && self.has_threads {
            command.args(["--threads", "1"]);
        }
        command.arg(file);
        command
    }

    fn simd_csv(&self, file: &Path) -> Command {
        let mut command = Command::new(&self.simd_csv);
        command.arg(file).args([FIRST.from, FIRST.to]).args(FIRST.terms);
        command
    }

    fn python(&self, engine: &[&str], cores: Cores, export: &Export) -> Command {
        let threads = if cores == Cores::One { "1" } else { "0" };
        let form = if export.shape == Shape::JsonLines { "jsonl" } else { "csv" };
        let mut command = Command::new(self.python.as_deref().unwrap_or(Path::new("python3")));
        command.arg(environment::own_file("peers/peer.py")).args(engine).args([threads, form]);
        command.arg(&export.path).arg(FIRST.to_json().to_string());
        command
    }
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Engine::Signerhunt => "signerhunt",
            Engine::DuckDb => "DuckDB",
            Engine::Polars => "Polars",
            Engine::SimdCsv => "simd-csv",
        }
    }
}

const DELIMITED: [Candidate; 7] = [
    (Engine::Signerhunt, Cores::One),
    (Engine::DuckDb, Cores::One),
    (Engine::Polars, Cores::One),
    (Engine::SimdCsv, Cores::One),
    (Engine::Signerhunt, Cores::All),
    (Engine::DuckDb, Cores::All),
    (Engine::Polars, Cores::All),
];

const JSON: [Candidate; 6] = [
    (Engine::Signerhunt, Cores::One),
    (Engine::DuckDb, Cores::One),
    (Engine::Polars, Cores::One),
    (Engine::Signerhunt, Cores::All),
    (Engine::DuckDb, Cores::All),
    (Engine::Polars, Cores::All),
];

/// Measures all of them on all files.
pub(crate) fn measure(measuring: &Measuring) -> Result<Section, Trouble> {
    let programs = Programs::all()?;
    let mut section = Section::new("native");
    section.say(format!(
        "Beside signerhunt ({} for one thread): {}, simd-csv 0.14. Milliseconds, median (least-most).",
        programs.one_thread_words(),
        peers::PYTHON_PACKAGES.join(", ").replace("==", " ")
    ));
    let files: &[(u64, Shape)] = match measuring.quick {
        true => &[(100_000, Shape::PortalIso), (70_000, Shape::JsonLines)],
        false => &[
            (100_000, Shape::PortalIso),
            (1_600_000, Shape::PortalIso),
            (1_100_000, Shape::JsonLines),
        ],
    };
    let mut verdicts = Vec::new();
    for (n_rows, shape) in files {
        let export = Export::get(*n_rows, *shape)?;
        let rounds = measuring.rounds(*n_rows > 1_000_000);
        let measured = Measured::of(&programs, export, rounds)?;
        measured.tell(&mut section);
        // Small files measure the start of processes; nothing was aimed at there.
        if measuring.quick || *n_rows > 1_000_000 {
            verdicts.extend(measured.verdicts());
        }
    }
    section.verdicts(&verdicts);
    Ok(section)
}

struct Measured {
    export: Export,
    candidates: &'static [Candidate],
    samples: Vec<Vec<Sample>>,
    agreement: Agreement,
}

impl Measured {
    fn of(programs: &Programs, export: Export, rounds: usize) -> Result<Measured, Trouble> {
        let is_json = export.shape == Shape::JsonLines;
        let candidates: &[Candidate] = if is_json { &JSON } else { &DELIMITED };
        let mut agreement = Agreement::default();
        let samples = in_turns(&export.words(), rounds, candidates.len(), |idx| {
            programs.run(candidates[idx], &export, &mut agreement)
        })?;
        Ok(Measured { export, candidates, samples, agreement })
    }

    fn tell(&self, section: &mut Section) {
        let Measured { export, samples, agreement, .. } = self;
        section.say(format!(
            "### {}\n\nRounds: {}. All answered {}.",
            export.words(),
            samples[0].len(),
            agreement.words()
        ));
        let columns = ["", "process", "query", "MB/s", "CPU", "peak MiB", "signerhunt against it"];
        let rows: Vec<Vec<String>> =
            self.candidates.iter().map(|candidate| self.row(*candidate)).collect();
        section.table(&columns, &rows);
    }

    fn row(&self, candidate: Candidate) -> Vec<String> {
        let (engine, cores) = candidate;
        let samples = self.samples_of(candidate);
        let spread = |of: &dyn Fn(&Sample) -> f64| Spread::of(samples.iter().map(of));
        let shown = |spread: Option<Spread>| spread.map_or_else(String::new, |s| s.to_string());
        let inner = Spread::of(samples.iter().filter_map(|sample| sample.inner_ms));
        let rate = spread(&|sample| self.export.n_bytes as f64 / sample.counted_ms() / 1e3);
        let faster = (engine != Engine::Signerhunt).then(|| self.ratio(engine, cores)).flatten();
        vec![
            format!("{}, {}", engine.name(), cores.words()),
            shown(spread(&|sample| sample.taken.wall_ms)),
            shown(inner),
            rate.map_or_else(String::new, |rate| format!("{:.0}", rate.median)),
            spread(&|sample| sample.taken.cpu_ms)
                .map_or_else(String::new, |s| format!("{:.0}", s.median)),
            spread(&|sample| sample.taken.peak_mib)
                .map_or_else(String::new, |s| format!("{:.0}", s.most)),
            faster.map_or_else(String::new, |ratio| format!("{ratio} x")),
        ]
    }

    fn samples_of(&self, candidate: Candidate) -> &[Sample] {
        let place = self.candidates.iter().position(|known| *known == candidate);
        place.map_or(&[], |place| &self.samples[place])
    }

    /// How much faster ours is than another with the same cores.
    fn ratio(&self, other: Engine, cores: Cores) -> Option<Spread> {
        let times = |engine| {
            let samples = self.samples_of((engine, cores)).iter();
            samples.map(Sample::counted_ms).collect::<Vec<f64>>()
        };
        Spread::of_ratios(&times(other), &times(Engine::Signerhunt))
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let words = self.export.words();
        let one = |engine: Engine, wanted| {
            let work = format!("{words}, one thread, faster than {}", engine.name());
            Verdict::at_least(work, wanted, self.ratio(engine, Cores::One))
        };
        if self.export.shape == Shape::JsonLines {
            return vec![one(Engine::DuckDb, 4.0)];
        }
        let others = [Engine::DuckDb, Engine::Polars].map(|engine| self.ratio(engine, Cores::All));
        let better = others.into_iter().flatten().min_by(|a, b| a.median.total_cmp(&b.median));
        let work = format!("{words}, all cores, faster than the better of DuckDB and Polars");
        vec![
            one(Engine::DuckDb, 4.0),
            one(Engine::Polars, 3.0),
            one(Engine::SimdCsv, 1.5),
            Verdict::at_least(work, 3.0, better),
        ]
    }
}
