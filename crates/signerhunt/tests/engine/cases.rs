//! What the tests share: the corpus' place, reading in pieces, and the clock of all tests.

use std::path::PathBuf;

use signerhunt::{Export, ExportReader, Hunt, ReadOptions, Summary, Ticks, Unreadable, summarize};

/// The folder of the shared corpus.
pub(crate) fn data_dir() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "data"].iter().collect()
}

/// The wall clock of every test.
pub(crate) fn clock() -> Ticks {
    "2026-11-24T00:00:00Z".parse().unwrap()
}

/// Reads an export that arrives in pieces ending at these bytes.
pub(crate) fn read_in_pieces(
    name: &str,
    bytes: &[u8],
    cuts: impl IntoIterator<Item = usize>,
) -> Result<Export, Unreadable> {
    let mut reader = ExportReader::new(name, ReadOptions::default());
    let mut start = 0;
    for cut in cuts.into_iter().chain([bytes.len()]) {
        reader.feed(&bytes[start..cut])?;
        start = cut;
    }
    reader.finish()
}

/// Reads an export in one piece.
pub(crate) fn read_whole(name: &str, bytes: &[u8]) -> Result<Export, Unreadable> {
    read_in_pieces(name, bytes, [])
}

/// The default hunt over exports.
pub(crate) fn hunt(exports: &[Export]) -> Summary {
    summarize(exports, &Hunt::default(), clock())
}

/// Ascending places to cut `n_bytes` bytes at.
pub(crate) fn random_cuts(random: &mut fastrand::Rng, n_bytes: usize) -> Vec<usize> {
    let n_cuts = random.usize(0..12);
    let mut cuts: Vec<usize> = (0..n_cuts).map(|_| random.usize(0..=n_bytes)).collect();
    cuts.sort_unstable();
    cuts
}
