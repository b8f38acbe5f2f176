//! How long a new hunt takes when the export is in the index already: another window, other terms, all rows.
//!
//! Over the public interface only, so that these stay when the inside changes.
#![allow(missing_docs, reason = "the macros below make functions without a word")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, Ticks, Window};
use signerhunt_sample::{Generator, Shape};

const ROWS: u64 = 1_600_000;

/// The whole export never is in memory, only its index.
fn exports() -> Exports {
    let mut reader = ExportReader::new("export", ReadOptions::default());
    for piece in Generator::for_measuring(ROWS, 1, Shape::PortalIso) {
        reader.feed(&piece).expect("it is an export");
    }
    [reader.finish().expect("it is an export")].into_iter().collect()
}

fn hunt(terms: &[&str], from: &str, to: &str) -> Hunt {
    let window = Window {
        from: from.parse().expect("a bound"),
        to: to.parse().expect("a bound"),
        ..Window::default()
    };
    Hunt::for_terms(terms.iter().map(|term| (*term).to_owned()).collect(), window)
}

fn hunting(criterion: &mut Criterion) {
    let clock: Ticks = "2026-12-01".parse().expect("a day");
    let mut exports = exports();
    let rule = ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"];
    let others = ["AnyDesk", "TeamViewer", "philandro"];
    let hunts = [
        ("three weeks", hunt(&rule, "2026-10-27", "2026-11-17")),
        ("other window", hunt(&rule, "2026-11-01", "2026-11-05")),
        ("other terms", hunt(&others, "2026-11-01", "2026-11-05")),
        ("all of a common signer", hunt(&["Microsoft"], "all", "now")),
    ];
    let mut group = criterion.benchmark_group("hunt in 1.6 M rows");
    group.sample_size(20);
    for (name, hunt) in &hunts {
        let sightings = exports.summarize(hunt, clock).sightings();
        assert!(sightings > 0, "{name} finds something");
        group.bench_function(*name, |bencher| {
            bencher.iter(|| exports.summarize(black_box(hunt), clock));
        });
    }
    // What is known of the last hunt's terms is of no use to the next.
    group.bench_function("terms that change, two hunts", |bencher| {
        let [rule, _, others, _] = &hunts;
        bencher.iter(|| [rule, others].map(|(_, hunt)| exports.hunt(black_box(hunt), clock)));
    });
    group.finish();
}

criterion_group!(benches, hunting);
criterion_main!(benches);
