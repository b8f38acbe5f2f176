//! Every row that counts gives its cells, whatever shape its export has: counted by hand, they are the summary.

use std::collections::BTreeMap;
use std::fs;

use fastrand::Rng;
use signerhunt::{
    Export, ExportReader, Exports, Hunt, ReadOptions, RowCells, WantedCells, Window, term,
};

use crate::cases::{clock, data_dir, input_of, random_cuts, read_file, read_with};
use crate::parts::random_export;

const COLUMNS: [&str; 5] = ["Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId"];

/// All rows that match, whenever.
fn hunt() -> Hunt {
    let all = "all".parse().unwrap();
    Hunt { window: Window { from: all, to: all, ..Window::default() }, ..Hunt::default() }
}

fn options(rows: Option<Vec<u64>>) -> ReadOptions {
    let columns = COLUMNS.map(str::to_owned).to_vec();
    ReadOptions { cells: Some(WantedCells { columns, rows }.into()), ..ReadOptions::default() }
}

/// How many rows each device has with a signer of the hunt, by DeviceId and DeviceName.
type Counts = BTreeMap<(String, String), u64>;

fn count(cells: &RowCells, counts: &mut Counts) {
    cells.for_each(|cells| {
        let [_, id, name, signer, _] = cells.try_into().unwrap();
        if hunt().terms.iter().any(|term| term::has(signer, term)) {
            *counts.entry((id.to_owned(), name.to_owned())).or_default() += 1;
        }
    });
}

/// What the summary of these exports counts, without what it took over from other summaries.
fn expected(exports: &mut Exports) -> Counts {
    let summary = exports.summarize(&hunt(), clock());
    let counted = summary.devices.into_iter().map(|device| {
        let n_rows = device.count - device.count_from_summaries;
        ((device.device_id, device.device_name), n_rows)
    });
    counted.filter(|(_, n_rows)| *n_rows > 0).collect()
}

/// Reads the export at each place again, for its cells; gives how many rows there were.
#[track_caller]
fn check(name: &str, mut exports: Exports, read: impl Fn(usize, ReadOptions) -> Export) -> u64 {
    let (mut counts, mut n_rows) = (Counts::new(), 0);
    for place in 0..exports.len() {
        let rows = exports.rows_that_count(place);
        let n_counted = rows.as_ref().map_or(0, Vec::len) as u64;
        let export = read(place, options(rows));
        let source = &exports.at(place).source;
        assert_eq!(export.source.rows, source.rows, "{name}");
        assert_eq!(export.cells.n_rows(), n_counted, "{name}");
        // An export whose dates nobody can read takes no part.
        if source.date_order != signerhunt::DateOrder::Undecided {
            count(&export.cells, &mut counts);
            n_rows += n_counted;
        }
    }
    assert_eq!(counts, expected(&mut exports), "{name}");
    n_rows
}

#[test]
fn cells_of_the_corpus_make_its_summaries() {
    let mut n_rows = 0;
    for case in fs::read_dir(data_dir()).unwrap().map(|entry| entry.unwrap().path()) {
        if !case.is_dir() {
            continue;
        }
        let (name, bytes) = (case.display().to_string(), fs::read(input_of(&case)).unwrap());
        let read = |options: ReadOptions| -> Option<Vec<Export>> {
            read_file(&name, &options, &bytes).into_iter().collect::<Result<_, _>>().ok()
        };
        let Some(exports) = read(ReadOptions::default()) else { continue };
        n_rows += check(&name, exports.into_iter().collect(), |place, options| {
            read(options).unwrap().swap_remove(place)
        });
    }
    assert!(n_rows > 1_000, "{n_rows}");
}

#[test]
fn cells_do_not_depend_on_the_cuts_and_duplicates_have_none() {
    for seed in 0..1_000 {
        let random = &mut Rng::with_seed(seed);
        let texts = [random_export(random), random_export(random)];
        let name = &format!("seed {seed}: {}", String::from_utf8_lossy(&texts.concat()));
        let read = |text: &[u8]| read_with("export", ReadOptions::default(), text, []);
        // Twice the same: the second one's rows are duplicates.
        let all = [&texts[0], &texts[1], &texts[0]].map(|text| read(text).ok());
        let texts: Vec<&Vec<u8>> = [&texts[0], &texts[1], &texts[0]]
            .into_iter()
            .zip(&all)
            .filter_map(|(text, export)| export.is_some().then_some(text))
            .collect();
        let cuts = texts.iter().map(|text| random_cuts(random, text.len())).collect::<Vec<_>>();
        check(name, all.into_iter().flatten().collect(), |place, options| {
            let whole = read_with("export", options.clone(), texts[place], []).unwrap();
            let mut reader = ExportReader::new("export", options);
            let (mut drained, mut start) = (Vec::new(), 0);
            let mut take = |cells: &RowCells| {
                cells.for_each(|cells| drained.push(cells.join("|")));
            };
            for &cut in cuts[place].iter().chain([&texts[place].len()]) {
                reader.feed(&texts[place][start..cut]).unwrap();
                start = cut;
                take(&reader.take_cells());
            }
            take(&reader.finish().unwrap().cells);
            let mut expected = Vec::new();
            whole.cells.for_each(|cells| expected.push(cells.join("|")));
            assert_eq!(drained, expected, "{name}");
            whole
        });
    }
}

#[test]
fn cells_are_given_as_they_are_meant() {
    let columns = ["Timestamp", "Issuer", "IsTrusted", "CertificateSerialNumber"];
    let options = |rows| ReadOptions {
        cells: Some(WantedCells { columns: columns.map(str::to_owned).to_vec(), rows }.into()),
        ..ReadOptions::default()
    };
    let check = |text: &[u8], expected: &[&str], missing: &[&str]| {
        let export = read_with("export", options(None), text, []).unwrap();
        let mut got = Vec::new();
        export.cells.for_each(|cells| got.push(cells.join("|")));
        assert_eq!(got, expected);
        assert_eq!(export.source.missing_columns, missing);
    };
    check(
        b"TimeGenerated [UTC],DeviceName,Signer,issuer,CertificateSerialNumber\n\
          2026-11-20,a,s,\"DigiCert, \"\"G4\"\"\",=\"0503E000\"\n\
          never,a,s,left out,\n2026-11-21,a,s,Kr\xE4mer,\n",
        &["2026-11-20|DigiCert, \"G4\"||0503E000", "2026-11-21|Krämer||"],
        &["IsTrusted"],
    );
    check(
        br#"{"Timestamp":"2026-11-20","DeviceName":"a","Signer":"s"}
            {"Timestamp":"2026-11-21","DeviceName":"a","Signer":"s","IsTrusted":true,"Issuer":null}
        "#,
        &["2026-11-20|||", "2026-11-21||true|"],
        &["CertificateSerialNumber"],
    );
}
