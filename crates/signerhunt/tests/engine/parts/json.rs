//! JSON with one record a line in parts, and everything that may stand between such lines.

use fastrand::Rng;
use signerhunt::ReadOptions;

use super::{UTF8, WINDOWS_1252, check_same, random_time, read_in_parts, read_whole};

/// What the records of one export have in common.
struct Taste {
    line_end: &'static str,
    times: u8,
    letters: u8,
    /// Of a thousand lines so many are odd.
    odd: u16,
    /// What stands in front of every record's fields.
    first_fields: &'static str,
    time_name: &'static str,
}

fn random_taste(random: &mut Rng) -> Taste {
    let first_fields = [
        "",
        "",
        "\"Type\":\"DeviceFileCertificateInfo\",",
        "\"category\":\"AdvancedHunting-DeviceFileCertificateInfo\",",
        "\"TableName\":\"PrimaryResult\",",
    ];
    Taste {
        line_end: ["\n", "\n", "\r\n", "\n\n", " \n", "\r"][random.usize(0..6)],
        times: random.u8(0..5),
        letters: random.u8(0..4),
        odd: [0, 10, 60, 300][random.usize(0..4)],
        first_fields: first_fields[random.usize(0..first_fields.len())],
        time_name: if random.u8(0..8) == 0 { "Timestamp [UTC]" } else { "Timestamp" },
    }
}

fn record(random: &mut Rng, taste: &Taste) -> Vec<u8> {
    let Taste { first_fields, time_name, .. } = taste;
    let signer: &[u8] = match (random.u8(0..14), taste.letters) {
        (0, 1) => UTF8,
        (0, 2) => WINDOWS_1252,
        (0, 3) => [UTF8, WINDOWS_1252][random.usize(0..2)],
        (1..4, _) => b"ConnectWise, LLC",
        (4, _) => b"two\\nlines",
        (5, _) => b"say \\\"hi\\\" {\\u00e4",
        (6, _) => b"None",
        _ => b"Microsoft Windows",
    };
    let time = random_time(random, taste.times);
    let (device, report) = (random.u8(0..5), random.u16(..));
    let mut record = format!(
        "{{{first_fields}\"{time_name}\":\"{time}\",\"DeviceId\":\"id{device}\",\"DeviceName\":\"ws{device}\",\"Signer\":\""
    )
    .into_bytes();
    record.extend(signer);
    let other = random_time(random, taste.times);
    let rest = match random.u8(0..10) {
        0 => format!("\",\"SHA1\":null,\"ReportId\":{report}}}"),
        1 => format!("\",\"CertificateCreationTime\":\"{other}\",\"ReportId\":{report}}}"),
        _ => format!("\",\"ReportId\":{report}}}"),
    };
    record.extend(rest.into_bytes());
    record
}

/// Lines that are no record, more than one, or another kind of it.
fn odd_line(random: &mut Rng, taste: &Taste) -> Vec<u8> {
    let record_of = |random: &mut Rng| record(random, taste);
    let one = record_of(random);
    let text = match random.u8(0..26) {
        0 => "",
        1 => "{}",
        2 => "something else",
        3 => "]",
        4 => "}",
        5 => "\"Signer\":\"ConnectWise\"}",
        6 => "\"Signer\":\"ConnectWise\",\"a\":[1]",
        7 => "{\"Type\":\"DeviceEvents\",\"a\":1}",
        8 => [
            "{\"Type\":\"A\"}",
            "{\"Type\":\"B\"}",
            "{\"Type\":\"C\"}",
            "{\"Type\":\"D\"}",
            "{\"Type\":\"E\"}",
        ][random.usize(0..5)],
        9 => "{\"error\":{\"code\":\"Throttled\",\"message\":\"too much\"}}",
        10 => "{\"Message\":\"no\"}",
        11 => {
            "{\"FrameType\":\"TableHeader\",\"TableId\":1,\"Columns\":[{\"ColumnName\":\"Timestamp\"},{\"ColumnName\":\"Signer\"},{\"ColumnName\":\"DeviceId\"}]}"
        }
        12 => {
            "{\"FrameType\":\"TableFragment\",\"TableId\":1,\"Rows\":[[\"2026-11-01T10:00:00Z\",\"ConnectWise\",\"id1\"]]}"
        }
        13 => {
            "{\"DeviceId\":\"id1\",\"DeviceName\":\"ws1\",\"FirstSeen\":\"2026-11-01T10:00:00Z\",\"LastSeen\":\"2026-11-01T10:00:00Z\",\"Report\":\"[1]\",\"Count\":1}"
        }
        14 => {
            "{\"Timestamp\":\"2026-11-01T10:00:00Z\",\"DeviceId\":\"id1\",\"DeviceName\":\"ws1\"}"
        }
        15 => "{\"Timestamp [UTC]\":\"2026-11-01 10:00\",\"DeviceId\":\"id1\",\"Signer\":\"None\"}",
        16 => {
            "{\"TableName\":\"PrimaryResult\",\"Timestamp\":\"2026-11-01T10:00:00Z\",\"DeviceId\":\"id1\",\"Signer\":\"None\"}"
        }
        17 => "[1,2]",
        18 => return [b"\xEF\xBB\xBF", &one[..]].concat(),
        19 => return [&one[..], &record_of(random)].concat(),
        20 => return [b"[", &one[..], b",", &record_of(random), b"]"].concat(),
        21 => return [b"{\"records\":[", &one[..], b"\n,", &record_of(random), b"]}"].concat(),
        // Cut, or with a line end inside.
        22 => return one[..random.usize(0..one.len())].to_vec(),
        23 => {
            let (start, end) = one.split_at(random.usize(0..one.len()));
            return [start, b"\n", end].concat();
        }
        24 => {
            let pretty =
                String::from_utf8_lossy(&one).replace(",\"", ",\n  \"").replace('{', "{\n  ");
            return pretty.into_bytes();
        }
        _ => {
            let mut damaged = one;
            let place = random.usize(0..damaged.len());
            damaged[place] = [0, b'"', b'{', b'}', b'[', b',', 0x1F, 0xFF][random.usize(0..8)];
            return damaged;
        }
    };
    text.as_bytes().to_vec()
}

fn random_export(random: &mut Rng) -> Vec<u8> {
    let taste = random_taste(random);
    let mut text: Vec<u8> =
        if random.u8(0..4) == 0 { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    for row in 0..random.usize(1..50) {
        let is_odd = row > 1 && random.u16(0..1000) < taste.odd;
        text.extend(if is_odd { odd_line(random, &taste) } else { record(random, &taste) });
        text.extend(taste.line_end.as_bytes());
    }
    if random.bool() {
        text.truncate(text.len() - random.usize(0..text.len().min(40)));
    }
    text
}

fn random_boundaries(random: &mut Rng, n_bytes: usize) -> Vec<u64> {
    let n_parts = random.usize(1..6);
    let mut boundaries: Vec<u64> = (0..n_parts).map(|_| random.u64(0..n_bytes as u64)).collect();
    boundaries.sort_unstable();
    boundaries
}

#[test]
fn parts_of_random_lines_are_the_whole() {
    let (mut n_parted, mut n_useless, mut n_used) = (0, 0, 0);
    for seed in 0..12_000 {
        let mut random = Rng::with_seed(seed);
        let text = random_export(&mut random);
        let boundaries = random_boundaries(&mut random, text.len());
        let options = ReadOptions {
            utc_offset_minutes: [None, Some(120)][random.usize(0..2)],
            ..ReadOptions::default()
        };
        let Some((export, useless)) = read_in_parts(&text, &options, &boundaries, &mut random)
        else {
            continue;
        };
        n_parted += 1;
        n_useless += useless;
        n_used += boundaries.len() - useless;
        let text_shown = String::from_utf8_lossy(&text);
        let context = format!("seed {seed}, boundaries {boundaries:?}: {text_shown}");
        check_same(export, read_whole(&text, &options), &context);
    }
    let counts = format!("{n_parted} parted, {n_used} parts used, {n_useless} read again");
    assert!(n_parted > 8_000 && n_used > 10_000 && n_useless > 2_000, "{counts}");
}

#[test]
fn every_cut_of_lines_proves_itself() {
    let lines = [
        "{\"Timestamp\":\"2026-11-01T10:00:00Z\",\"DeviceId\":\"id1\",\"Signer\":\"ConnectWise, LLC\"}\r\n",
        "{\"Timestamp\":\"2026-11-02T10:00:00Z\",\"DeviceId\":\"id2\",\"Signer\":\"{\\\"a\\\":1}\"}\r\n\r\n",
        "{\"Timestamp\":\"2026-11-02T10:00:00Z\",\"DeviceId\":\"id2\",\"Signer\n\":7}\n",
        "{\"Timestamp\":\"2026-11-03T10:00:00Z\",\"DeviceId\":\"id1\",\"Signer\":\"ScreenConnect\"}\n",
    ];
    let text = lines.concat().repeat(3);
    let options = ReadOptions::default();
    let mut random = Rng::with_seed(1);
    for boundary in lines[0].len() as u64..text.len() as u64 {
        let parted = read_in_parts(text.as_bytes(), &options, &[boundary], &mut random);
        let whole = read_whole(text.as_bytes(), &options);
        check_same(parted.unwrap().0, whole, &format!("boundary {boundary}"));
    }
}

#[test]
fn well_made_lines_are_never_read_twice() {
    let line =
        "{\"Timestamp\":\"2026-11-01T10:00:00Z\",\"DeviceId\":\"id1\",\"Signer\":\"a\\nb {\"}\n";
    let mut random = Rng::with_seed(2);
    for mark in ["", "\u{FEFF}"] {
        let text = format!("{mark}{}", line.repeat(300));
        for _ in 0..200 {
            let boundaries = random_boundaries(&mut random, text.len() - 200);
            let options = ReadOptions::default();
            let (_, n_useless) =
                read_in_parts(text.as_bytes(), &options, &boundaries, &mut random).unwrap();
            // Two parts may be cut so close to each other that the first has no line of its own.
            let is_close = boundaries.windows(2).any(|pair| pair[1] - pair[0] < line.len() as u64);
            let is_in_first = boundaries[0] < line.len() as u64 + 3;
            assert!(n_useless == 0 || is_close || is_in_first, "{boundaries:?}");
        }
    }
}

#[test]
fn other_json_is_not_read_in_parts() {
    let record = "{\"Timestamp\":\"2026-11-01T10:00:00Z\",\"DeviceId\":\"id1\",\"Signer\":\"x\"}";
    let pretty = record.replace(',', ",\n  ");
    for text in [
        format!("[{record},\n{record}]\n"),
        format!("{{\"results\":[\n{record},\n{record}\n]}}\n"),
        format!("{{\"records\":[{record}]}}\n").repeat(5),
        format!("{pretty}\n").repeat(5),
        record.repeat(5),
        "{\"Type\":\"DeviceEvents\",\"a\":1}\n".repeat(5),
    ] {
        let mut random = Rng::with_seed(3);
        let parted = read_in_parts(text.as_bytes(), &ReadOptions::default(), &[90], &mut random);
        assert!(parted.is_none(), "{text}");
    }
}
