//! Cost as work grows: our command line, on one thread, on exports of 0.1 to 10 million rows of the same kind.

use crate::answer::Agreement;
use crate::arguments::Measuring;
use crate::data::Export;
use crate::measure::Cores;
use crate::native::{Engine, Programs, Sample};
use crate::report::Section;
use crate::rounds::{Spread, in_turns};
use crate::targets::Verdict;
use crate::trouble::Trouble;
use signerhunt_sample::Shape;

const SIZES: [u64; 5] = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
const QUICK_SIZES: [u64; 3] = [100_000, 200_000, 400_000];

/// Measures all sizes.
pub(crate) fn measure(measuring: &Measuring) -> Result<Section, Trouble> {
    let programs = Programs::ours()?;
    let sizes: &[u64] = if measuring.quick { &QUICK_SIZES } else { &SIZES };
    let exports = sizes.iter().map(|n_rows| Export::get(*n_rows, Shape::PortalIso));
    let exports: Vec<Export> = exports.collect::<Result<_, _>>()?;
    let rounds = measuring.rounds(true);
    let samples = in_turns("growth", rounds, exports.len(), |idx| {
        // Each size has an answer of its own; that it is right is checked beside the others' programs.
        let candidate = (Engine::Signerhunt, Cores::One);
        programs.run(candidate, &exports[idx], &mut Agreement::default())
    })?;

    let mut section = Section::new("growth");
    section.say(format!(
        "`signerhunt scan`, {}, {rounds} rounds; median (least-most). The last column is the time for a row against that of \
         the smallest export, round by round.",
        programs.one_thread_words()
    ));
    let growth: Vec<Option<Spread>> =
        (0..exports.len()).map(|idx| growth(&exports, &samples, idx)).collect();
    let rows: Vec<Vec<String>> =
        (0..exports.len()).map(|idx| row(&exports[idx], &samples[idx], growth[idx])).collect();
    section.table(&["", "ms", "MB/s", "ns a row", "peak MiB", "a row costs"], &rows);

    // What is best in one round and worst in another is noise; the largest median says whether the cost grows.
    let larger = growth.into_iter().skip(1).flatten();
    let worst = larger.max_by(|a, b| a.median.total_cmp(&b.median));
    section.verdicts(&[
        Verdict::at_most("cost of a row as exports grow, the worst size", 1.1, " x", worst),
        Verdict::at_most(
            "memory for each further row",
            32.0,
            " bytes",
            bytes_a_row(&exports, &samples),
        ),
    ]);
    section.say("Memory is what the process has at its peak, so it is the index and what else grows with the rows.");
    Ok(section)
}

fn ns_a_row(export: &Export, samples: &[Sample]) -> Vec<f64> {
    samples.iter().map(|sample| sample.taken.wall_ms * 1e6 / export.n_rows as f64).collect()
}

/// The time for a row against that of the smallest export.
fn growth(exports: &[Export], samples: &[Vec<Sample>], idx: usize) -> Option<Spread> {
    let of = |idx: usize| ns_a_row(&exports[idx], &samples[idx]);
    Spread::of_ratios(&of(idx), &of(0))
}

/// From the two largest exports: what does not grow with the rows drops out.
fn bytes_a_row(exports: &[Export], samples: &[Vec<Sample>]) -> Option<Spread> {
    let [.., (small, of_small), (large, of_large)] =
        exports.iter().zip(samples).collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let more_rows = (large.n_rows - small.n_rows) as f64;
    let pairs = of_small.iter().zip(of_large);
    Spread::of(pairs.map(|(small, large)| {
        (large.taken.peak_mib - small.taken.peak_mib) * f64::from(1 << 20) / more_rows
    }))
}

fn row(export: &Export, samples: &[Sample], growth: Option<Spread>) -> Vec<String> {
    let of = |of: &dyn Fn(&Sample) -> f64| {
        Spread::of(samples.iter().map(of)).map_or_else(String::new, |spread| spread.to_string())
    };
    vec![
        export.words(),
        of(&|sample| sample.taken.wall_ms),
        of(&|sample| export.n_bytes as f64 / sample.taken.wall_ms / 1e3),
        of(&|sample| sample.taken.wall_ms * 1e6 / export.n_rows as f64),
        of(&|sample| sample.taken.peak_mib),
        growth.map_or_else(String::new, |growth| format!("{growth} x")),
    ]
}
