//! The same made-up rows, written in every shape in which the table reaches a disk, give the same
//! answer up to what the shape loses. The shapes are written here by code of their own, from their
//! description.

mod containers;
mod delimited;
mod json;
mod world;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use flate2::Compression;
use flate2::write::GzEncoder;
use signerhunt::{Export, Exports, Hunt, ReadOptions, ReportId, Summary};

use crate::cases::{clock, data_dir, random_cuts, read_file, read_with};
use world::{Device, Loss, Row, expected, rows};

/// The rows in one shape.
pub(crate) struct Written {
    /// Who writes so; with a dash for each space it is the name of a case of the corpus.
    pub(crate) name: &'static str,
    /// The shape that it is recognised as.
    shape: &'static str,
    encoding: &'static str,
    loss: Loss,
    pub(crate) bytes: Vec<u8>,
    /// The zone of its times in minutes east of UTC, where somebody has to say it.
    east: Option<i32>,
    /// Records of other tables in it.
    n_skipped: u64,
}

fn written(
    name: &'static str,
    shape: &'static str,
    encoding: &'static str,
    loss: Loss,
    bytes: Vec<u8>,
) -> Written {
    Written { name, shape, encoding, loss, bytes, east: None, n_skipped: 0 }
}

impl Written {
    fn east(self, minutes: i32) -> Written {
        Written { east: Some(minutes), ..self }
    }

    fn skipping(self, n_skipped: u64) -> Written {
        Written { n_skipped, ..self }
    }

    fn options(&self) -> ReadOptions {
        ReadOptions { utc_offset_minutes: self.east, ..ReadOptions::default() }
    }

    /// Reads it as a person would have it read.
    fn read(&self) -> Export {
        let mut exports = read_file(self.name, &self.options(), &self.bytes);
        assert_eq!(exports.len(), 1, "{} is one export", self.name);
        exports.remove(0).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Where it is a case of the corpus.
    fn path(&self) -> PathBuf {
        let case: String = self
            .name
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ')
            .map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() })
            .collect();
        let ending = match self.bytes[..4] {
            [b'{' | b'[', ..] => "json",
            [b'P', b'A', b'R', b'1'] => "parquet",
            [b'P', b'K', ..] => "xlsx",
            _ => "csv",
        };
        data_dir().join(format!("shape-{case}")).join(format!("input.{ending}"))
    }

    /// Exporters of these shapes may repeat rows.
    fn is_at_least_once(&self) -> bool {
        ["streaming API records", "Log Analytics data export"].contains(&self.shape)
    }
}

/// The text of a column that is neither a time nor a truth value.
fn text_of(row: &Row, column: &str) -> String {
    match column {
        "DeviceId" => row.device_id.clone(),
        "DeviceName" => row.device_name.to_owned(),
        "SHA1" => row.sha1.clone(),
        "SignatureType" => "Embedded".to_owned(),
        "Signer" => row.signer.to_owned(),
        "SignerHash" => row.signer_hash.clone(),
        "Issuer" => "DigiCert Trusted G4 Code Signing CA1".to_owned(),
        "IssuerHash" => world::hash("1", 7),
        "CertificateSerialNumber" => "0b4a9ab6ddcdb7b2aabbccddeeff0011".to_owned(),
        "CrlDistributionPointUrls" => "[\n  \"http://crl3.example.test/a.crl\"\n]".to_owned(),
        "ReportId" => row.report_id.to_string(),
        "TenantId" => "22222222-3333-4444-5555-666666666666".to_owned(),
        "Type" => "DeviceFileCertificateInfo".to_owned(),
        other => panic!("nothing is known of {other}"),
    }
}

pub(crate) fn all_shapes() -> Vec<Written> {
    let rows = rows();
    delimited::all(&rows).into_iter().chain(json::all(&rows)).collect()
}

/// The rows in files that cannot be read front to back.
fn all_containers() -> Vec<Written> {
    containers::all(&rows())
}

fn devices_of(summary: &Summary) -> Vec<Device> {
    let number = |id: &ReportId| match id {
        ReportId::Number(number) => *number,
        ReportId::Text(text) => panic!("{text} is no number"),
    };
    let device = |device: &signerhunt::Device| {
        (
            device.device_id.clone(),
            device.device_name.clone(),
            device.first_seen.to_string(),
            device.last_seen.to_string(),
            device.report.iter().map(number).collect(),
            device.count,
            device.signers.clone(),
        )
    };
    summary.devices.iter().map(device).collect()
}

/// Reads it in pieces and hunts; the answer is what it should be, and the rest is as it should be told.
#[track_caller]
fn check(written: &Written, bytes: &[u8], cuts: impl IntoIterator<Item = usize>) {
    let export = read_with(written.name, written.options(), bytes, cuts);
    check_export(written, export.unwrap_or_else(|error| panic!("{error}")));
}

#[track_caller]
fn check_export(written: &Written, export: Export) {
    let name = written.name;
    let source = &export.source;
    assert_eq!(source.rejected, 0, "{name}: {:?}", export.rejected);
    assert_eq!(source.shape.to_string(), written.shape, "{name}");
    assert_eq!(source.encoding.to_string(), written.encoding, "{name}");
    assert_eq!((source.rows, source.skipped), (rows().len() as u64, written.n_skipped), "{name}");
    assert_eq!(source.warnings, [""; 0], "{name}");
    let summary = Exports::from_iter([export]).summarize(&Hunt::default(), clock());
    assert!(summary.ledger.adds_up());
    assert_eq!(devices_of(&summary), expected(&rows(), written.loss), "{name}");
}

#[test]
fn every_shape_gives_the_same_answer() {
    for written in all_shapes() {
        check(&written, &written.bytes, []);
    }
}

/// The corpus has these shapes too, and is cut at every byte.
#[test]
fn every_shape_cut_anywhere_gives_the_same_answer() {
    for (seed, written) in (0..).zip(all_shapes()) {
        let mut random = Rng::with_seed(seed);
        for _ in 0..30 {
            check(&written, &written.bytes, random_cuts(&mut random, written.bytes.len()));
        }
        check(&written, &written.bytes, 0..written.bytes.len());
    }
}

#[test]
fn every_shape_may_be_packed() {
    for (seed, written) in (0..).zip(all_shapes()) {
        let (first, second) = written.bytes.split_at(written.bytes.len() / 2);
        let members: Vec<u8> = [first, second].into_iter().flat_map(gzip).collect();
        check(&written, &members, random_cuts(&mut Rng::with_seed(seed), members.len()));
    }
}

/// The shapes are cases of the corpus, which the page is shown as well.
#[test]
fn the_corpus_has_every_shape() {
    for written in all_shapes().iter().chain(&all_containers()) {
        check_kept(&written.path(), &written.bytes);
    }
}

#[track_caller]
fn check_kept(path: &Path, bytes: &[u8]) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let kept = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // What a library writes may look otherwise in its next version.
    let is_same = kept == bytes || signerhunt_readers::needs(&kept);
    assert!(is_same, "{} is of another writer", path.display());
}

/// As somebody packs a folder with a mixture on a Mac.
#[test]
fn the_corpus_has_an_archive() {
    let shapes: Vec<Written> = all_shapes().into_iter().chain(all_containers()).collect();
    let bytes_of =
        |name: &str| &shapes.iter().find(|written| written.name == name).unwrap().bytes[..];
    let packed = gzip(bytes_of("Kusto v2"));
    let files = [
        ("New query.csv", bytes_of("portal")),
        ("__MACOSX/._New query.csv", b"\x00\x05\x16\x07"),
        ("api/results.json", bytes_of("Graph")),
        ("api/kusto.json.gz", &packed),
        ("api/empty.json", b""),
        ("saved.xlsx", bytes_of("workbook")),
    ];
    check_kept(&data_dir().join("archive").join("input.zip"), &containers::archive(files));
}

#[test]
fn every_container_gives_the_same_answer() {
    for written in all_containers() {
        check_export(&written, written.read());
    }
}

#[test]
fn an_archive_of_every_shape_is_these_rows_once() {
    let shapes: Vec<Written> = all_shapes()
        .into_iter()
        .chain(all_containers())
        // Nothing in an archive says which zone one of its files is in.
        .filter(|written| !written.loss.letters && written.east.is_none())
        .collect();
    let bytes =
        containers::archive(shapes.iter().map(|written| (written.name, &written.bytes[..])));
    let exports =
        read_file("all.zip", &ReadOptions::default(), &bytes).into_iter().map(Result::unwrap);
    let summary = Exports::from_iter(exports).summarize(&Hunt::default(), clock());
    assert!(summary.ledger.adds_up());
    assert_eq!(devices_of(&summary), expected(&rows(), world::NOTHING));
    let (n_rows, n_shapes) = (rows().len() as u64, shapes.len() as u64);
    assert_eq!(
        (summary.ledger.read, summary.ledger.duplicate),
        (n_rows * n_shapes, n_rows * (n_shapes - 1))
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Any two shapes of the same rows together are these rows once.
#[test]
fn the_same_rows_in_two_shapes_count_once() {
    let shapes: Vec<Written> = all_shapes().into_iter().chain(all_containers()).collect();
    for left in &shapes {
        for right in &shapes {
            // Letters that are lost make other devices and signers.
            if left.loss.letters != right.loss.letters || left.name == right.name {
                continue;
            }
            let finer = if left.loss.unit_ns < right.loss.unit_ns { left.loss } else { right.loss };
            let both = [left.read(), right.read()];
            let summary = Exports::from_iter(both).summarize(&Hunt::default(), clock());
            let names = format!("{} and {}", left.name, right.name);
            assert_eq!(devices_of(&summary), expected(&rows(), finer), "{names}");
            assert_eq!(summary.ledger.duplicate, rows().len() as u64, "{names}");
        }
    }
}

/// Some exporters write a row again now and then.
#[test]
fn rows_that_their_exporter_repeats_count_once() {
    for written in all_shapes() {
        let is_line_by_line = written.name == "blob of an hour"
            || ["Log Analytics data export", "JSON Lines"].contains(&written.shape);
        if !is_line_by_line {
            continue;
        }
        let bytes = [&written.bytes[..], &written.bytes[..]].concat();
        let export = read_with("twice", ReadOptions::default(), &bytes, []).unwrap();
        let summary = Exports::from_iter([export]).summarize(&Hunt::default(), clock());
        let n_rows = rows().len() as u64;
        let n_folded = if written.is_at_least_once() { n_rows } else { 0 };
        let ledger = summary.ledger;
        assert_eq!((ledger.read, ledger.duplicate), (2 * n_rows, n_folded), "{}", written.name);
    }
}
