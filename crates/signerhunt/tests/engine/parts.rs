//! An export read in parts is the export read whole: the same source, the same rejected rows on the same lines, the
//! same summary. Wherever it is cut, also inside quoted line ends that look like rows.

mod json;

use fastrand::Rng;
use signerhunt::{Export, ExportReader, Exports, Hunt, Part, PartReader, ReadOptions, Window};

use crate::cases::{clock, random_cuts};

/// The columns in another order than the schema's, with another time to tell day from month by.
const HEADER: &str = "Timestamp,DeviceId,DeviceName,Signer,CertificateCreationTime,SHA1,ReportId";

/// Feeds bytes in random pieces until the callee has enough.
fn feed(bytes: &[u8], random: &mut Rng, mut to: impl FnMut(&[u8]) -> bool) {
    let cuts = random_cuts(random, bytes.len());
    let mut start = 0;
    for end in cuts.into_iter().chain([bytes.len()]) {
        if to(&bytes[start..end]) {
            return;
        }
        start = end;
    }
}

/// What a caller with several workers does; also says how many parts were of no use.
fn read_in_parts(
    bytes: &[u8],
    options: &ReadOptions,
    boundaries: &[u64],
    random: &mut Rng,
) -> Option<(Export, usize)> {
    let mut reader = ExportReader::new("export", options.clone());
    // As much as it takes to know the columns.
    for line in bytes.split_inclusive(|&byte| byte == b'\n').take(2) {
        reader.feed(line).ok()?;
        if reader.can_be_parted() {
            break;
        }
    }
    if !reader.can_be_parted() {
        return None;
    }
    let ends = boundaries.iter().skip(1).map(|end| Some(*end)).chain([None]);
    let parts = boundaries.iter().zip(ends).map(|(&start, end)| {
        let mut part: PartReader = reader.part_reader(start, end).unwrap();
        feed(&bytes[start as usize..], random, |piece| part.feed(piece).unwrap());
        let part = part.finish().unwrap();
        // Some come from another memory.
        match random.bool() {
            true => (part, end),
            false => (Part::from_bytes(&part.to_bytes()).unwrap(), end),
        }
    });
    let parts: Vec<_> = parts.collect();
    let mut n_useless = 0;
    let mut read_up_to = |reader: &mut ExportReader, boundary: Option<u64>| {
        let rest = &bytes[reader.n_bytes() as usize..];
        feed(rest, random, |piece| match boundary {
            Some(boundary) => reader.feed_up_to(piece, boundary).unwrap().is_some(),
            None => reader.feed(piece).map(|()| false).unwrap(),
        });
    };
    read_up_to(&mut reader, boundaries.first().copied());
    for (part, boundary) in parts {
        if reader.join(part).is_err() {
            n_useless += 1;
            read_up_to(&mut reader, boundary);
        }
    }
    Some((reader.finish().unwrap(), n_useless))
}

#[track_caller]
fn check_same(parted: Export, whole: Export, context: &str) {
    assert_eq!(parted.source, whole.source, "{context}");
    assert_eq!(parted.rejected, whole.rejected, "{context}");
    let all = "all".parse().unwrap();
    let hunt =
        Hunt { window: Window { from: all, to: all, ..Window::default() }, ..Hunt::default() };
    let summary = |export| Exports::from_iter([export]).summarize(&hunt, clock());
    assert_eq!(summary(parted), summary(whole), "{context}");
}

fn read_whole(bytes: &[u8], options: &ReadOptions) -> Export {
    let mut reader = ExportReader::new("export", options.clone());
    reader.feed(bytes).unwrap();
    reader.finish().unwrap()
}

fn random_boundaries(random: &mut Rng, n_bytes: usize) -> Vec<u64> {
    let n_parts = random.usize(1..6);
    let mut boundaries: Vec<u64> = (0..n_parts)
        .map(|_| random.u64(HEADER.len() as u64 + 1..n_bytes.max(HEADER.len() + 2) as u64))
        .collect();
    boundaries.sort_unstable();
    boundaries
}

/// What the rows of one export have in common.
struct Taste {
    line_end: &'static str,
    times: u8,
    letters: u8,
    /// Of a hundred rows so many are odd.
    odd: u8,
}

fn random_time(random: &mut Rng, kind: u8) -> String {
    let (day, month) = (random.u8(1..29), random.u8(1..13));
    let small_day = if random.u8(0..40) == 0 { day } else { random.u8(1..13) };
    match kind {
        0 => format!("2026-{month:02}-{day:02}T10:00:0{}.25Z", random.u8(0..10)),
        1 => format!("2026-{month:02}-{day:02}T10:00:00+0{}:00", random.u8(0..10)),
        2 => format!("{month}/{small_day}/2026 10:00"),
        3 => format!("{small_day}/{month}/2026 10:00:00"),
        5 => format!("\"{month}/{small_day}/2026, 9:00:00.250 AM\""),
        6 => format!("\"{small_day}/{month}/2026, 9:00:00.250 AM\""),
        _ => format!("2026-{month:02}-{day:02} 10:00"),
    }
}

const UTF8: &[u8] = "Köhler Vision".as_bytes();
const WINDOWS_1252: &[u8] = b"K\xF6hler Vision";

fn random_row(random: &mut Rng, taste: &Taste) -> Vec<u8> {
    let mut row = Vec::new();
    let time = random_time(random, taste.times);
    let other = random_time(random, taste.times);
    let signer: &[u8] = match (random.u8(0..12), taste.letters) {
        (0, 1) => UTF8,
        (0, 2) => WINDOWS_1252,
        // Both in one export.
        (0, 3) => [UTF8, WINDOWS_1252][random.usize(0..2)],
        (1..4, _) => b"\"ConnectWise, LLC\"",
        (4, _) => b"\"two\nlines\"",
        (5, _) => b"\"a \"\"quoted\"\" name\"",
        _ => b"Microsoft Windows",
    };
    let device = random.u8(0..5);
    row.extend(format!("{time},id{device},ws{device},").into_bytes());
    row.extend(signer);
    row.extend(format!(",{other},aa{},{}", random.u8(0..3), random.u16(..)).into_bytes());
    if random.u8(0..100) < taste.odd {
        row = match random.u8(0..11) {
            0 => Vec::new(),
            1 => b"only,three,cells".to_vec(),
            2 => b"no time at all,id1,ws1,ConnectWise,,aa,1".to_vec(),
            3 => [&row[..], b",one more"].concat(),
            4 => [b"2026-11-01T10:00:00Z,id1,\"ws1,stray".to_vec(), row].concat(),
            // A quoted cell whose lines look like rows.
            5 => [b"2026-11-01T10:00:00Z,id1,ws1,\"x\n", &row[..], b"\n", &row[..], b"\n\",,aa,1"]
                .concat(),
            6 => b"2026-11-01T10:00:00Z,id1,5\" disk,ConnectWise,,aa,1".to_vec(),
            // What would be a mark at the start of a file.
            7 => [b"\xEF\xBB\xBF", &row[..]].concat(),
            8 => b"2\x000\x002\x006\x00,id1,ws1,x,,aa,1".to_vec(),
            9 => b"\x1F\x8B,id1,ws1,x,,aa,1".to_vec(),
            _ => {
                let lines = random_row(random, &Taste { odd: 0, ..*taste });
                let lines = [&lines[..], b"\n"].concat().repeat(random.usize(1..30));
                [b"2026-11-01T10:00:00Z,id1,ws1,\"x\n", &lines[..], b"\",,aa,1"].concat()
            }
        };
    }
    row.extend(taste.line_end.as_bytes());
    row
}

pub(crate) fn random_export(random: &mut Rng) -> Vec<u8> {
    let taste = Taste {
        line_end: ["\n", "\r\n", "\r\n", "\r", "\n\n", "\r\r\n"][random.usize(0..6)],
        times: random.u8(0..7),
        letters: random.u8(0..4),
        odd: [0, 3, 20][random.usize(0..3)],
    };
    let mark = if random.bool() { "\u{FEFF}" } else { "" };
    let mut text = format!("{mark}{HEADER}\n").into_bytes();
    for _ in 0..random.usize(0..60) {
        text.extend(random_row(random, &taste));
    }
    if random.bool() {
        text.truncate(text.len() - random.usize(0..text.len().min(40)));
    }
    text
}

#[test]
fn parts_of_random_exports_are_the_whole() {
    let (mut n_parted, mut n_useless) = (0, 0);
    for seed in 0..6_000 {
        let mut random = Rng::with_seed(seed);
        let text = random_export(&mut random);
        let boundaries = random_boundaries(&mut random, text.len());
        let options = ReadOptions::default();
        let Some((export, useless)) = read_in_parts(&text, &options, &boundaries, &mut random)
        else {
            continue;
        };
        n_parted += 1;
        n_useless += usize::from(useless > 0);
        let text_shown = String::from_utf8_lossy(&text);
        let context = format!("seed {seed}, boundaries {boundaries:?}: {text_shown}");
        check_same(export, read_whole(&text, &options), &context);
    }
    // Both ways must have been tried.
    assert!(n_parted > 5_000 && n_useless > 200, "{n_parted} parted, {n_useless} read again");
}

#[test]
fn every_cut_of_an_export_proves_itself() {
    let rows = [
        "2026-11-01T10:00:00Z,id1,ws1,\"ConnectWise, LLC\",,aa,1\r\n",
        "2026-11-02T10:00:00Z,id2,ws2,\"two\r\nlines\",,aa,2\r\n",
        "2026-11-03T10:00:00Z,id1,ws1,ScreenConnect,,aa,3\r\n\r\n",
        "2026-11-04T10:00:00Z,id3,ws3,\"say \"\"hi\"\"\",,aa,4\n",
    ];
    let text = format!("{HEADER}\r\n{}", rows.concat().repeat(4));
    let text = text.as_bytes();
    let options = ReadOptions::default();
    let mut random = Rng::with_seed(1);
    for boundary in HEADER.len() as u64..text.len() as u64 {
        let (export, _) = read_in_parts(text, &options, &[boundary], &mut random).unwrap();
        check_same(export, read_whole(text, &options), &format!("boundary {boundary}"));
    }
}

#[test]
fn well_made_exports_are_never_read_twice() {
    let row = "2026-11-01T10:00:00Z,id1,ws1,\"two\r\nlines, \"\"quoted\"\"\",,aa,1\r\n";
    let text = format!("{HEADER}\r\n{}", row.repeat(500));
    let mut random = Rng::with_seed(2);
    for _ in 0..200 {
        let boundaries = random_boundaries(&mut random, text.len() - 300);
        let options = ReadOptions::default();
        let parted = read_in_parts(text.as_bytes(), &options, &boundaries, &mut random);
        let (_, n_useless) = parted.unwrap();
        // Two parts may be cut so close to each other that the first has no row's start.
        let is_close = boundaries.windows(2).any(|pair| pair[1] - pair[0] < 2 * row.len() as u64);
        assert!(n_useless == 0 || is_close, "{boundaries:?}");
    }
}
