//! An export of which only some rows are kept answers hunts for its terms as the whole export does, in every window;
//! wherever in the reading that began, and also when it is read in parts.

use fastrand::Rng;
use signerhunt::{Bound, Export, ExportReader, Exports, Hunt, ReadOptions, Summary, Ticks, Window};

use crate::cases::clock;
use crate::parts::random_export;

/// Terms of which some are in the exports, some nearly, some not.
const TERMS: [&str; 3] = ["ConnectWise", "quot", "nowhere"];

fn reader() -> ExportReader {
    ExportReader::new("export", ReadOptions::default())
}

fn kept_terms() -> Vec<String> {
    TERMS.map(str::to_owned).to_vec()
}

fn whole(text: &[u8]) -> Option<Export> {
    let mut reader = reader();
    reader.feed(text).ok()?;
    reader.finish().ok()
}

/// Narrowed behind so many bytes, and read in parts from there on where that can be done.
fn narrowed(text: &[u8], n_before: usize, n_cut: usize) -> Option<Export> {
    let mut reader = reader();
    reader.feed(&text[..n_before]).ok()?;
    reader.keep_only(&kept_terms());
    assert!(reader.keeps_only_some());
    let mut n_read = n_before;
    if reader.can_be_parted() && n_cut > n_before {
        // What it takes for the parts to fit.
        let n_more = reader.feed_up_to(&text[n_before..], n_before as u64).ok()?;
        n_read = n_before + n_more.unwrap_or(text.len() - n_before);
        let boundary = (n_cut as u64).max(n_read as u64);
        if n_more.is_some() {
            let mut part = reader.part_reader(n_before as u64, Some(boundary))?;
            part.feed(&text[n_before..]).ok()?;
            if reader.join(part.finish().ok()?).is_ok() {
                n_read = reader.n_bytes() as usize;
            }
        }
    }
    reader.feed(&text[n_read..]).ok()?;
    reader.finish().ok()
}

fn random_hunt(random: &mut Rng) -> Hunt {
    let mut terms = kept_terms();
    terms.retain(|_| random.u8(0..4) > 0);
    let bound = |random: &mut Rng| match random.u8(0..3) {
        0 => Bound::All,
        1 => Bound::BeforeNow(random.i64(0..200) * 864_000_000_000),
        _ => {
            let day = format!("2026-{:02}-{:02}", random.u8(1..13), random.u8(1..29));
            Bound::At(day.parse::<Ticks>().unwrap())
        }
    };
    let window = Window { from: bound(random), to: bound(random), ..Window::default() };
    Hunt::for_terms(terms, window)
}

fn hunt(exports: Vec<Export>, hunt: &Hunt) -> Summary {
    Exports::from_iter(exports).summarize(hunt, clock())
}

/// All but where rows of other signers are counted, and what is said of that.
fn but_for_other_rows(mut summary: Summary) -> Summary {
    summary.ledger.other_signer += summary.ledger.outside_window;
    summary.ledger.outside_window = 0;
    for source in &mut summary.sources {
        source.kept_terms = None;
        source.warnings.retain(|warning| !warning.contains("does not fit into memory"));
    }
    summary
}

#[test]
fn kept_rows_answer_as_all_rows_do() {
    let (mut n_compared, mut n_left_out) = (0, 0);
    for seed in 0..3_000 {
        let mut random = Rng::with_seed(seed);
        let text = random_export(&mut random);
        let n_before = random.usize(0..=text.len());
        let n_cut = random.usize(0..=text.len());
        let Some(export) = whole(&text) else { continue };
        let context = || {
            let text = String::from_utf8_lossy(&text);
            format!("seed {seed}, narrowed behind {n_before}, cut at {n_cut}: {text}")
        };
        let narrowed = narrowed(&text, n_before, n_cut).unwrap_or_else(|| panic!("{}", context()));
        assert!(narrowed.n_index_bytes() <= export.n_index_bytes(), "{}", context());
        let asked = random_hunt(&mut random);
        let (all, kept) = (hunt(vec![export], &asked), hunt(vec![narrowed], &asked));
        assert!(kept.ledger.adds_up(), "{}", context());
        n_compared += 1;
        n_left_out += usize::from(kept.ledger != all.ledger);
        assert_eq!(but_for_other_rows(kept), but_for_other_rows(all), "{}", context());
    }
    // Both ways must have been tried.
    assert!(n_compared > 2_000 && n_left_out > 300, "{n_compared} compared, {n_left_out} differ");
}

#[test]
fn a_hunt_for_other_terms_does_without_it_and_with_the_others() {
    let text = |signer: &str| {
        format!(
            "Timestamp,DeviceId,DeviceName,Signer,ReportId\n2026-11-20T10:00:00Z,1,a,{signer},1\n"
        )
    };
    let (kept, other) = (text("ConnectWise"), text("AnyDesk"));
    let exports = || {
        let mut narrow = reader();
        narrow.keep_only(&kept_terms());
        narrow.feed(kept.as_bytes()).unwrap();
        Exports::from_iter([narrow.finish().unwrap(), whole(other.as_bytes()).unwrap()])
    };
    let mut both = exports();
    let ask = |exports: &mut Exports, term: &str| {
        let terms = vec![term.to_owned()];
        let summary = exports.summarize(&Hunt::for_terms(terms, Window::default()), clock());
        assert_eq!(summary.sources.len(), 2, "it is listed all the same");
        (summary.devices.len(), summary.ledger.read)
    };
    assert_eq!(ask(&mut both, "ConnectWise"), (1, 2));
    assert_eq!(ask(&mut both, "AnyDesk"), (1, 1));
    // And back.
    assert_eq!(ask(&mut both, "ConnectWise"), (1, 2));
}

#[test]
fn memory_does_not_grow_with_rows_that_are_not_kept() {
    let mut reader = reader();
    reader.feed(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n").unwrap();
    let feed = |reader: &mut ExportReader, range: std::ops::Range<u32>| {
        for number in range {
            let row =
                format!("2026-11-20T10:00:00Z,{number},ws{number},Signer {number},{number}\n");
            reader.feed(row.as_bytes()).unwrap();
        }
    };
    feed(&mut reader, 0..50_000);
    assert!(reader.n_index_bytes() > 50_000 * 32);
    reader.keep_only(&kept_terms());
    let n_bytes = reader.n_index_bytes();
    feed(&mut reader, 50_000..200_000);
    assert_eq!(reader.n_index_bytes(), n_bytes);
    assert!(n_bytes < 50_000, "{n_bytes}");
    assert_eq!(reader.n_rows(), 200_000);
}
