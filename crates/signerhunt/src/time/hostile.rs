//! Cells that nobody would write: cut, random, endless. Each is read or refused, at once. Tests only.

use super::parse::{TimeCell, time_cell};
use super::{iso, plain};

#[test]
fn every_cut_of_a_time_is_read_or_refused_without_a_panic() {
    for text in [
        "2026-05-26T23:00:01.1234567+02:00",
        "September 26, 2026 11:00:01.123\u{202F}PM",
        "5/26/2026, 11:00:01.123 PM",
        "26 de may. de 2026 11:00:01 p.\u{A0}m.",
        "2026년 5월 26일 오후 11:00:01",
        "2026/5/26\u{2009}下午11:00:01.123",
        "٢٦/\u{200F}٥/\u{200F}٢٠٢٦ ٢٣:٠٠:٠١٫١٢٣",
        "26 พ.ค. 2026 เวลา 23:00:01",
        "2026. máj. 26. 23:00:01",
        "26 tháng 5 năm 2026 23:00:01",
        "26 ספט׳ 2026 23:00:01",
        "\\/Date(1779836401123+0200)\\/",
        "=\"0001-01-01T00:00:00Z\"",
    ] {
        for start in 0..text.len() {
            for end in start..text.len() {
                time_cell(&text.as_bytes()[start..end]);
            }
        }
    }
}

#[test]
fn the_quick_reader_of_iso_agrees_with_the_thorough_one() {
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..200_000 {
        let mut cell = b"2026-05-26T23:00:01.1234567+02:00".to_vec();
        cell.truncate(random.usize(0..=cell.len()));
        for _ in 0..random.usize(0..3) {
            if !cell.is_empty() {
                let idx = random.usize(0..cell.len());
                cell[idx] = *random.choice(b"0123456789-:TZ ., +").unwrap();
            }
        }
        if let Some(quick) = iso::read(&cell) {
            assert_eq!(Ok(quick), plain::read(&cell), "{}", String::from_utf8_lossy(&cell));
        }
    }
}

#[test]
fn noise_is_read_or_refused_without_a_panic() {
    let mut random = fastrand::Rng::with_seed(7);
    let pieces = [
        "2026", "26", "5", "1", "-", "/", ".", ",", ":", " ", "T", "Z", "+", "mai", "May", "年",
        "月", "日", "오후", "下午", "PM", "a. m.", "thg", "พ.ค.", "٢", "\u{200F}", "\u{202F}", "İ",
        "Ⱥ", "=\"", "\"", "/Date(", ")/", "\\", "г.", "de", "klo", "0001", "00",
    ];
    for _ in 0..200_000 {
        let n_pieces = random.usize(0..14);
        let mut cell: Vec<u8> =
            (0..n_pieces).flat_map(|_| pieces[random.usize(0..pieces.len())].bytes()).collect();
        if random.u8(0..4) == 0 && !cell.is_empty() {
            let idx = random.usize(0..cell.len());
            cell[idx] = random.u8(..);
        }
        time_cell(&cell);
    }
    for _ in 0..100_000 {
        let cell: Vec<u8> = (0..random.usize(0..200)).map(|_| random.u8(..)).collect();
        time_cell(&cell);
    }
}

/// Anything but linear would not come back: a million steps for each of a million bytes.
#[test]
fn a_cell_as_long_as_a_file_is_refused_in_one_pass() {
    for piece in [
        "1", " ", "a", "\u{200F}", "\u{202F}", "й", "İ", ".", "1/", "/Date(", "=\"", "\"", "\u{FF}",
    ] {
        let noise = piece.repeat(1_000_000 / piece.len());
        for cell in [
            noise.clone(),
            format!("26. Mai 2026{noise}"),
            format!("{noise}2026-05-26T23:00:01Z{noise}x"),
            format!("2026-05-26T23:00:01.{noise}"),
            format!("/Date({noise})/"),
            format!("=\"{noise}\""),
        ] {
            let unreadable = matches!(time_cell(cell.as_bytes()), TimeCell::Unreadable(_));
            // Nothing but white space is null, and white space behind a date is no part of it.
            let white = [" ", "\u{200F}", "\u{202F}"].contains(&piece);
            assert!(unreadable || white, "{piece:?}");
        }
    }
}
