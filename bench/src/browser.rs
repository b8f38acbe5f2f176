//! The built page in Chromium, beside DuckDB-Wasm and beside a page that reads the same file and throws it away.
//!
//! The browser is driven by `browser/driver.mjs`, which prints what it measured; here it is compared.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use signerhunt_sample::Shape;

use crate::answer::{Agreement, Answer};
use crate::arguments::Measuring;
use crate::data::Export;
use crate::environment;
use crate::measure;
use crate::peers;
use crate::query::{FIRST, SECOND};
use crate::report::Section;
use crate::rounds::Spread;
use crate::targets::Verdict;
use crate::trouble::{Trouble, about_file};

const PAGE_ONE: &str = "page, one worker";
const PAGE_ALL: &str = "page, all cores";
const PAGE_AT_ONCE: &str = "page, at once";
const DRAIN_ONE: &str = "drain, BYOB 1 MiB, one worker";
const DRAIN_ALL: &str = "drain, BYOB 1 MiB, all cores";
const DRAIN_SLICES: &str = "drain, 16 MiB slices x 4, one worker";
const DUCKDB: &str = "duckdb-wasm";

/// In the order in which they take turns.
const CANDIDATES: [&str; 7] =
    [DRAIN_ONE, PAGE_ONE, DRAIN_ALL, PAGE_ALL, PAGE_AT_ONCE, DRAIN_SLICES, DUCKDB];

/// Measures all of them on all files.
pub(crate) fn measure(measuring: &Measuring) -> Result<Section, Trouble> {
    let mut section = Section::new("browser");
    section.say(words()?);
    let mut verdicts = Vec::new();
    let sizes: &[u64] = if measuring.quick { &[100_000] } else { &[100_000, 1_600_000] };
    for n_rows in sizes {
        let export = Export::get(*n_rows, Shape::PortalIso)?;
        let rounds = measuring.rounds(*n_rows > 1_000_000);
        let measured = Measured::of(export, rounds, &CANDIDATES)?;
        measured.tell(&mut section);
        verdicts.extend(measured.verdicts());
    }
    if !measuring.quick {
        // Ours alone: the others do not get that far in the memory of a tab.
        let export = Export::get(10_000_000, Shape::PortalIso)?;
        let words = export.words();
        match Measured::of(export, 1, &[PAGE_ALL]) {
            Ok(measured) => {
                measured.tell(&mut section);
                verdicts.push(measured.hunt_verdict(3.0));
                verdicts.push(measured.memory_verdict());
            }
            // What was measured before is worth keeping.
            Err(trouble) => section.say(format!("### {words}\n\nCould not be measured: {trouble}")),
        }
    }
    section.verdicts(&verdicts);
    Ok(section)
}

fn words() -> Result<String, Trouble> {
    let chromium = environment::chromium()?;
    let version = Command::new(&chromium).arg("--version").output().map_err(|error| {
        Trouble::new(format!("{} could not be started: {error}.", chromium.display()))
    })?;
    let packages = environment::own_file("browser/package.json");
    let packages = fs::read(&packages).map_err(about_file("read", &packages))?;
    let packages: Value = serde_json::from_slice(&packages).unwrap_or_default();
    let packages = packages["dependencies"].as_object().into_iter().flatten();
    let packages: Vec<String> = packages
        .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default()))
        .collect();
    Ok(format!(
        "{}, headless, {} cores; {}. Each run in a context of its own. Milliseconds, median (least-most).",
        String::from_utf8_lossy(&version.stdout).trim(),
        measure::n_cores(),
        packages.join(", ")
    ))
}

/// What one run of a candidate gave, by name.
type Figures = BTreeMap<String, f64>;

struct Measured {
    export: Export,
    /// Of each candidate, in the order of the rounds.
    samples: BTreeMap<String, Vec<Figures>>,
    agreements: [Agreement; 2],
}

impl Measured {
    fn of(export: Export, rounds: usize, candidates: &[&str]) -> Result<Measured, Trouble> {
        let mut measured =
            Measured { export, samples: BTreeMap::new(), agreements: Default::default() };
        for line in measured.drive(rounds, candidates)? {
            measured.take(&line)?;
        }
        Ok(measured)
    }

    /// Lets the driver measure; gives the lines that it prints.
    fn drive(&self, rounds: usize, candidates: &[&str]) -> Result<Vec<String>, Trouble> {
        let folder = peers::browser_folder()?;
        let config = folder.join("config.json");
        let said = json!({
            "chromium": environment::chromium()?,
            "dist": environment::dist()?,
            "file": self.export.path,
            "bytes": self.export.n_bytes,
            "rows": self.export.n_rows,
            "words": self.export.words(),
            "rounds": rounds,
            "cores": measure::n_cores(),
            "candidates": candidates,
            "queries": [FIRST.to_json(), SECOND.to_json()],
        });
        fs::write(&config, said.to_string()).map_err(about_file("write", &config))?;
        let mut driver = Command::new("node")
            .arg(folder.join("driver.mjs"))
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Trouble::new(format!(
                    "`node` could not be started: {error}. Install Node.js 20 or later: it drives the browser here."
                ))
            })?;
        let output =
            driver.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines());
        let lines: Vec<String> = output.map_while(Result::ok).collect();
        match driver.wait() {
            Ok(status) if status.success() => Ok(lines),
            _ => Err(Trouble::new("The driver of the browser stopped; its own message is above.")),
        }
    }

    fn take(&mut self, line: &str) -> Result<(), Trouble> {
        let sample: Value = serde_json::from_str(line)
            .map_err(|error| Trouble::new(format!("The driver printed `{line}`: {error}.")))?;
        let candidate = sample["candidate"].as_str().unwrap_or_default();
        let answers = sample["answers"].as_array().into_iter().flatten();
        for (agreement, answer) in self.agreements.iter_mut().zip(answers) {
            agreement.check(candidate, Answer::of_candidate(answer))?;
        }
        if sample["round"] != 0 {
            let figures = sample["figures"].as_object().into_iter().flatten();
            let figures =
                figures.filter_map(|(name, figure)| Some((name.clone(), figure.as_f64()?)));
            self.samples.entry(candidate.to_owned()).or_default().push(figures.collect());
        }
        Ok(())
    }

    fn series(&self, candidate: &str, figure: &str) -> Vec<f64> {
        let samples = self.samples.get(candidate).into_iter().flatten();
        samples.map(|figures| figures.get(figure).copied().unwrap_or(f64::NAN)).collect()
    }

    fn spread(&self, candidate: &str, figure: &str) -> Option<Spread> {
        Spread::of(self.series(candidate, figure))
    }

    fn ratio(&self, first: (&str, &str), second: (&str, &str)) -> Option<Spread> {
        Spread::of_ratios(&self.series(first.0, first.1), &self.series(second.0, second.1))
    }

    fn tell(&self, section: &mut Section) {
        let [first, second] = &self.agreements;
        let n_rounds = self.samples.values().map(Vec::len).max().unwrap_or(0);
        section.say(format!(
            "### {}\n\nRounds: {n_rounds}. All answered {}, then {}.",
            self.export.words(),
            first.words(),
            second.words()
        ));
        let mut rows = Vec::new();
        for (candidate, figure, words) in FIGURES {
            let Some(spread) = self.spread(candidate, figure) else { continue };
            let is_reading = ["answer_ms", "total_ms", "direct_ms", "import_ms"].contains(&figure);
            let rate = self.export.n_bytes as f64 / spread.median / 1e3;
            rows.push(vec![
                candidate.to_owned(),
                words.to_owned(),
                spread.to_string(),
                if is_reading { format!("{rate:.0}") } else { String::new() },
            ]);
        }
        section.table(&["", "figure", "result", "MB/s"], &rows);
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let words = self.export.words();
        let is_large = self.export.n_rows > 1_000_000;
        let at_least = |what: &str, wanted, ratio| {
            Verdict::at_least(format!("{words}: {what}"), wanted, ratio)
        };
        let at_most = |what: &str, wanted, unit, result| {
            Verdict::at_most(format!("{words}: {what}"), wanted, unit, result)
        };
        let page = |figure| (PAGE_ALL, figure);
        let duckdb = |figure| self.ratio((DUCKDB, figure), page("answer_ms"));
        let to_drain = |page, drain| self.ratio((page, "answer_ms"), (drain, "total_ms"));
        let mut verdicts = Vec::new();
        if !is_large {
            let ratio = to_drain(PAGE_ONE, DRAIN_ONE);
            verdicts.push(at_most(
                "to the answer, one worker, against its drain",
                1.25,
                " x",
                ratio,
            ));
        }
        let [drain, direct, import, cold] =
            if is_large { [1.25, 4.2, 4.5, 5.0] } else { [1.5, 6.0, 3.0, 12.0] };
        verdicts.extend([
            at_most(
                "to the answer, all cores, against their drain",
                drain,
                " x",
                to_drain(PAGE_ALL, DRAIN_ALL),
            ),
            at_least("faster than duckdb-wasm's query on the CSV", direct, duckdb("direct_ms")),
            at_least("faster than duckdb-wasm's import", import, duckdb("import_ms")),
            at_least(
                "faster from opening the page to the answer",
                cold,
                self.ratio((DUCKDB, "cold_ms"), (PAGE_AT_ONCE, "cold_ms")),
            ),
        ]);
        if is_large {
            verdicts.push(self.hunt_verdict(1.2));
            let ratio = self.ratio((DUCKDB, "hunt_0_ms"), page("hunt_0_worker_ms"));
            verdicts.push(at_least("a new hunt, faster than duckdb-wasm's", 100.0, ratio));
            let unanswered = self.spread(PAGE_ALL, "drag_unanswered_percent");
            let work = "a dragged window edge, moves without an answer of their own, of 100";
            verdicts.push(at_most(work, 5.0, "", unanswered));
            let late = self.spread(PAGE_ALL, "drag_late_frames");
            let work = "a dragged window edge, late frames in 3 s";
            verdicts.push(at_most(work, 9.0, "", late));
            verdicts.push(self.memory_verdict());
        }
        verdicts
    }

    /// The hunt alone; what a page does before and after is in the table.
    fn hunt_verdict(&self, wanted: f64) -> Verdict {
        let work = format!("{}: a new hunt, in the worker", self.export.words());
        Verdict::at_most(work, wanted, " ms", self.spread(PAGE_ALL, "hunt_0_worker_ms"))
    }

    /// What the tab has at its peak beyond an index of 32 bytes a row.
    fn memory_verdict(&self) -> Verdict {
        let index = self.export.n_rows as f64 * 32.0 / f64::from(1 << 20);
        let beyond = self.series(PAGE_ALL, "memory_mib").into_iter().map(|memory| memory - index);
        let work = format!("{}: the tab's peak beyond 32 bytes a row", self.export.words());
        Verdict::at_most(work, 32.0, " MiB", Spread::of(beyond))
    }
}

/// Candidate, figure, and what it is in words; in the order of the table.
const FIGURES: [(&str, &str, &str); 37] = [
    (DRAIN_ONE, "total_ms", "file handed over to last byte"),
    (PAGE_ONE, "answer_ms", "file handed over to answer"),
    (PAGE_ONE, "drawn_ms", "the same, to the frame with it"),
    (PAGE_ONE, "n_workers", "workers that were started"),
    (DRAIN_ALL, "total_ms", "file handed over to last byte"),
    (PAGE_ALL, "answer_ms", "file handed over to answer"),
    (PAGE_ALL, "drawn_ms", "the same, to the frame with it"),
    (PAGE_ALL, "n_workers", "workers that were started"),
    (PAGE_AT_ONCE, "ready_ms", "opened to ready"),
    (PAGE_AT_ONCE, "answer_ms", "file handed over to answer"),
    (PAGE_AT_ONCE, "cold_ms", "opened to answer"),
    (DRAIN_SLICES, "total_ms", "file handed over to last byte"),
    (DUCKDB, "direct_ms", "query on the CSV"),
    (DUCKDB, "import_ms", "import of five columns"),
    (DUCKDB, "ready_ms", "opened to ready"),
    (DUCKDB, "cold_ms", "opened to answer"),
    (PAGE_ONE, "hunt_0_worker_ms", "first hunt again, in the worker"),
    (PAGE_ONE, "hunt_0_trip_ms", "first hunt again, question to answer"),
    (PAGE_ONE, "hunt_0_drawn_ms", "first hunt again, change to document"),
    (PAGE_ALL, "hunt_0_worker_ms", "first hunt again, in the worker"),
    (PAGE_ALL, "hunt_0_least_worker_ms", "the same, the least of three"),
    (PAGE_ALL, "hunt_0_trip_ms", "first hunt again, question to answer"),
    (PAGE_ALL, "hunt_0_least_trip_ms", "the same, the least of three"),
    (PAGE_ALL, "hunt_0_drawn_ms", "first hunt again, change to document"),
    (DUCKDB, "hunt_0_ms", "first hunt again, on the import"),
    (PAGE_ONE, "hunt_1_trip_ms", "second hunt, question to answer"),
    (PAGE_ALL, "hunt_1_worker_ms", "second hunt, in the worker"),
    (PAGE_ALL, "hunt_1_trip_ms", "second hunt, question to answer"),
    (PAGE_ALL, "hunt_1_drawn_ms", "second hunt, change to document"),
    (DUCKDB, "hunt_1_ms", "second hunt, on the import"),
    (PAGE_ALL, "drag_drawn_ms", "window edge dragged, move to the frame with its answer"),
    (PAGE_ALL, "drag_drawn_p95_ms", "the same, 95th percentile of 3 s"),
    (PAGE_ALL, "drag_unanswered_percent", "moves without an answer of their own, of 100"),
    (PAGE_ALL, "drag_late_frames", "frames of more than a sixtieth of a second in 3 s of it"),
    (PAGE_ONE, "memory_mib", "growth of the tab's memory at its peak, MiB"),
    (PAGE_ALL, "memory_mib", "growth of the tab's memory at its peak, MiB"),
    (DUCKDB, "memory_mib", "growth of the tab's memory at its peak, MiB"),
];
