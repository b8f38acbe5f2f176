//! What the tests share: the corpus' place, reading in pieces, and the clock of all tests.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use signerhunt::{
    Export, ExportReader, Exports, Hunt, ReadOptions, Shape, Summary, Ticks, Unreadable,
};
use signerhunt_readers::{Content, Limits, Opened, TableKind};

/// The folder of the shared corpus.
pub(crate) fn data_dir() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "data"].iter().collect()
}

/// The export of a case: `input` with whatever ending.
pub(crate) fn input_of(case: &Path) -> PathBuf {
    let files = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    let mut inputs = files.filter(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    inputs.next().unwrap_or_else(|| panic!("{} has an input", case.display()))
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
    read_with(name, ReadOptions::default(), bytes, cuts)
}

/// As [`read_in_pieces`], with what the caller knows.
pub(crate) fn read_with(
    name: &str,
    options: ReadOptions,
    bytes: &[u8],
    cuts: impl IntoIterator<Item = usize>,
) -> Result<Export, Unreadable> {
    let mut reader = ExportReader::new(name, options);
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

/// Reads a file that may be a zip archive, a workbook or a Parquet file: as the readers open it.
pub(crate) fn read_file(
    name: &str,
    options: &ReadOptions,
    bytes: &[u8],
) -> Vec<Result<Export, Unreadable>> {
    if !signerhunt_readers::needs(bytes) {
        return vec![read_with(name, options.clone(), bytes, [])];
    }
    let limits = Limits::default();
    match signerhunt_readers::open(Cursor::new(bytes.to_vec()), &limits).unwrap() {
        Opened::Table(table) => vec![read_content(name, options, Content::Table(table))],
        Opened::Archive(archive) => (0..)
            .zip(archive.entries())
            .map(|(idx, entry)| {
                let content = archive.read(idx, &limits).unwrap();
                read_content(&format!("{name}/{}", entry.name), options, content)
            })
            .collect(),
    }
}

fn read_content(
    name: &str,
    options: &ReadOptions,
    mut content: Content,
) -> Result<Export, Unreadable> {
    let converted_from = match &content {
        Content::Bytes(_) => None,
        Content::Table(table) => Some(match table.kind() {
            TableKind::Parquet => Shape::Parquet,
            TableKind::Workbook => Shape::Workbook,
        }),
    };
    let mut reader = ExportReader::new(name, ReadOptions { converted_from, ..options.clone() });
    loop {
        let piece = match &mut content {
            Content::Bytes(entry) => entry.next_piece(),
            Content::Table(table) => table.next_piece(),
        };
        match piece.unwrap() {
            Some(piece) => reader.feed(&piece)?,
            None => return reader.finish(),
        }
    }
}

/// The default hunt over exports.
pub(crate) fn hunt(exports: impl IntoIterator<Item = Export>) -> Summary {
    Exports::from_iter(exports).summarize(&Hunt::default(), clock())
}

/// Ascending places to cut `n_bytes` bytes at.
pub(crate) fn random_cuts(random: &mut fastrand::Rng, n_bytes: usize) -> Vec<usize> {
    let n_cuts = random.usize(0..12);
    let mut cuts: Vec<usize> = (0..n_cuts).map(|_| random.usize(0..=n_bytes)).collect();
    cuts.sort_unstable();
    cuts
}
