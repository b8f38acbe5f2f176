//! The shared corpus: every case of `tests/data` gives its expected summary, however it is cut.
//!
//! `UPDATE_EXPECTED=1 cargo test -p signerhunt` writes the expected summaries anew; review the diff.

use std::fs;
use std::path::Path;

use fastrand::Rng;
use signerhunt::{Export, ReadOptions, Unreadable, output};

use crate::cases::{data_dir, hunt, input_of, random_cuts, read_file, read_in_pieces, read_whole};

/// The summary as JSON, or why there is none.
fn answer(exports: impl IntoIterator<Item = Result<Export, Unreadable>>) -> String {
    match exports.into_iter().collect::<Result<Vec<Export>, Unreadable>>() {
        Ok(exports) => {
            let summary = hunt(exports);
            assert!(summary.ledger.adds_up());
            output::json(&summary)
        }
        Err(unreadable) => format!("{unreadable}\n"),
    }
}

fn check_case(case: &Path) {
    let bytes = fs::read(input_of(case)).unwrap();
    let name = case.file_name().unwrap().to_string_lossy();
    let got = answer(read_file(&name, &ReadOptions::default(), &bytes));
    let expected_path = case.join("expected.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&expected_path, &got).unwrap();
    }
    let expected = fs::read_to_string(&expected_path).unwrap();
    assert_eq!(got, expected, "case {name}");
    if signerhunt_readers::needs(&bytes) {
        // They cannot come in pieces.
        return;
    }

    let cuts: Vec<Vec<usize>> = if bytes.len() < 20_000 {
        (0..=bytes.len()).map(|cut| vec![cut]).chain([(0..bytes.len()).collect()]).collect()
    } else {
        (0..20).map(|seed| random_cuts(&mut Rng::with_seed(seed), bytes.len())).collect()
    };
    for cut in cuts {
        let shown = format!("case {name} cut at {:?}", &cut[..cut.len().min(12)]);
        assert!(answer([read_in_pieces(&name, &bytes, cut)]) == expected, "{shown}");
    }
}

#[test]
fn every_case_gives_its_expected_summary_however_it_is_cut() {
    let mut cases: Vec<_> = fs::read_dir(data_dir())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() >= 10, "the corpus is there");
    for case in cases {
        check_case(&case);
    }
}

#[test]
fn the_sample_is_what_its_generator_makes() {
    let (_, bytes) = signerhunt_sample::sample();
    let path = data_dir().join("sample").join("input.csv");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &bytes).unwrap();
    }
    assert!(fs::read(path).unwrap() == bytes, "tests/data/sample is of another generator");
    assert!(read_whole("sample", &bytes).is_ok());
}
