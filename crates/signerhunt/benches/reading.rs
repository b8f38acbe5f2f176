//! How long an export takes from its bytes in memory to its index, for the two shapes in which exports are large.
//!
//! Over the public interface only, so that these stay when the inside changes. Whole programs are compared elsewhere, see
//! `cargo xtask bench`.
#![allow(missing_docs, reason = "the macros below make functions without a word")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use signerhunt::{Export, ExportReader, ReadOptions};
use signerhunt_sample::{Generator, Shape};

const ROWS: u64 = 100_000;

/// As the command line and the page hand bytes over.
const PIECE: usize = 1 << 20;

fn read(bytes: &[u8]) -> Export {
    let mut reader = ExportReader::new("export", ReadOptions::default());
    for piece in bytes.chunks(PIECE) {
        reader.feed(piece).expect("it is an export");
    }
    reader.finish().expect("it is an export")
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    // A read takes a tenth of a second, so that a few of them are enough.
    group.sample_size(20);
    for (name, shape) in [("portal CSV", Shape::PortalIso), ("JSON Lines", Shape::JsonLines)] {
        let bytes: Vec<u8> = Generator::for_measuring(ROWS, 1, shape).flatten().collect();
        assert_eq!(read(&bytes).source.rows, ROWS, "every row is read");
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(&bytes))));
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
