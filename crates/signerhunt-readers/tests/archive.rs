//! Zip archives are opened, and what is in them is read or named.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod made;

use std::io::{Cursor, Write};

use made::{INT96_TEXT, WORKBOOK_TEXT, archive, bytes_of, opened, opened_archive};
use signerhunt_readers::{Content, Limits, TroubleKind, needs};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn read(file: &[u8], idx: usize) -> Result<Vec<u8>, TroubleKind> {
    let content = opened_archive(file).read(idx, &Limits::default());
    content.and_then(bytes_of).map_err(|trouble| trouble.kind)
}

#[test]
fn what_needs_random_access_is_known_by_its_start() {
    assert!(needs(b"PK\x03\x04rest") && needs(b"PK\x05\x06") && needs(b"PAR1"));
    assert!(
        !needs(b"Timestamp,DeviceId")
            && !needs(b"PK")
            && !needs(b"")
            && !needs(b"\x1f\x8b\x08\x00")
    );
}

#[test]
fn files_come_out_as_they_went_in() {
    let long: Vec<u8> =
        (0..2_000_000_u32).flat_map(|number| (number % 251).to_le_bytes()).collect();
    let file = archive(&[
        ("New query.csv", b"Timestamp,Signer\r\n"),
        ("a/b.json.gz", b"\x1f\x8b\x08\x00"),
        ("long", &long),
    ]);
    let archive = opened_archive(&file);
    let names: Vec<(&str, u64)> =
        archive.entries().iter().map(|entry| (entry.name.as_str(), entry.n_bytes)).collect();
    assert_eq!(names, [("New query.csv", 18), ("a/b.json.gz", 4), ("long", 8_000_000)]);
    assert_eq!(archive.skipped(), []);
    assert_eq!(read(&file, 0).unwrap(), b"Timestamp,Signer\r\n");
    assert_eq!(read(&file, 1).unwrap(), b"\x1f\x8b\x08\x00");
    assert_eq!(read(&file, 2).unwrap(), long);
    assert_eq!(read(&file, 3), Err(TroubleKind::Damaged));
}

#[test]
fn several_files_may_be_read_at_once() {
    let archive = opened_archive(&archive(&[("a", &[b'a'; 1_500_000]), ("b", &[b'b'; 1_500_000])]));
    let mut readers: Vec<_> = (0..2)
        .map(|idx| match archive.read(idx, &Limits::default()) {
            Ok(Content::Bytes(reader)) => reader,
            _ => panic!("no bytes"),
        })
        .collect();
    for _ in 0..2 {
        for (reader, byte) in readers.iter_mut().zip(*b"ab") {
            assert!(reader.next_piece().unwrap().unwrap().iter().all(|found| *found == byte));
        }
    }
}

#[test]
fn tables_in_an_archive_are_converted() {
    let file = archive(&[("e.parquet", &made::int96()), ("e.xlsx", &made::workbook())]);
    assert_eq!(read(&file, 0).unwrap(), INT96_TEXT.as_bytes());
    assert_eq!(read(&file, 1).unwrap(), WORKBOOK_TEXT.as_bytes());
}

#[test]
fn what_is_not_read_is_named_with_the_reason() {
    let file = archive(&[
        ("folder/", b""),
        ("__MACOSX/._New query.csv", b"x"),
        ("a/.DS_Store", b"x"),
        ("empty.csv", b""),
        ("bad\u{202e}name.csv", b"x"),
    ]);
    let archive = opened_archive(&file);
    assert_eq!(archive.entries().len(), 1);
    assert_eq!(archive.entries()[0].name, "bad\u{fffd}name.csv");
    let skipped: Vec<(&str, &str)> = archive
        .skipped()
        .iter()
        .map(|skipped| (skipped.name.as_str(), skipped.why.as_str()))
        .collect();
    assert_eq!(
        skipped,
        [
            // What somebody may miss comes first; nobody misses a folder.
            ("empty.csv", "is empty"),
            ("__MACOSX/._New query.csv", "was put there by an operating system"),
            ("a/.DS_Store", "was put there by an operating system"),
        ]
    );
}

#[test]
fn of_files_with_the_same_name_the_last_is_read_and_the_others_are_named() {
    let mut file = archive(&[
        ("a.csv", b"one"),
        ("b.csv", b"other"),
        ("c.csv", b"two"),
        ("c/", b""),
        ("d/", b""),
        ("d.csv", b"three"),
    ]);
    // No writer makes such an archive, so the names are changed in it.
    for (name, twin) in [(b"c.csv", b"a.csv"), (b"d.csv", b"a.csv")] {
        for at in 0..file.len() - name.len() {
            if file[at..].starts_with(name) {
                file[at..at + name.len()].copy_from_slice(twin);
            }
        }
    }
    let archive = opened_archive(&file);
    let names: Vec<&str> = archive.entries().iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["a.csv", "b.csv"]);
    assert_eq!(read(&file, 0).unwrap(), b"three");
    let skipped: Vec<String> = archive
        .skipped()
        .iter()
        .map(|skipped| format!("{} {}", skipped.name, skipped.why))
        .collect();
    let told = "a.csv has the same name as a later file in the archive, which takes its place; \
                unpack the archive to read both";
    assert_eq!(skipped, [told, told]);
}

#[test]
fn what_was_unpacked_before_damage_is_handed_out() {
    let text: String = (0..20_000_u64).map(|n| format!("{},", n * n % 7919)).collect();
    let mut file = archive(&[("a.csv", text.as_bytes())]);
    let middle = file.len() / 2;
    file[middle..middle + 30].fill(0xFF);
    let Content::Bytes(mut reader) = opened_archive(&file).read(0, &Limits::default()).unwrap()
    else {
        panic!("it is text")
    };
    let mut unpacked = Vec::new();
    let trouble = loop {
        match reader.next_piece() {
            Ok(piece) => unpacked.extend(piece.expect("the damage is told before the end")),
            Err(trouble) => break trouble,
        }
    };
    assert!(unpacked.len() > 10_000 && text.as_bytes().starts_with(&unpacked[..10_000]));
    assert_eq!(trouble.kind, TroubleKind::Damaged);
    assert!(reader.next_piece().unwrap().is_none());
}

#[test]
fn what_cannot_be_unpacked_is_named_and_the_rest_is_read() {
    let mut file = archive(&[
        ("locked.csv", b"Timestamp"),
        ("odd.csv", b"Timestamp"),
        ("good.csv", b"Timestamp"),
    ]);
    // In the list at the end: a bit that says encrypted, and the number of another method.
    let lines: Vec<usize> =
        (0..file.len() - 4).filter(|at| file[*at..].starts_with(b"PK\x01\x02")).collect();
    file[lines[0] + 8] |= 1;
    file[lines[1] + 10] = 14;
    let archive = opened_archive(&file);
    let whys: Vec<&str> = archive.skipped().iter().map(|skipped| skipped.why.as_str()).collect();
    assert_eq!(
        whys,
        [
            "is protected by a password; unpack it and choose the file itself",
            "is packed by the method LZMA, which is not read; pack it as an ordinary zip, or choose the file itself",
        ]
    );
    assert_eq!(read(&file, 0).unwrap(), b"Timestamp");
}

#[test]
fn archives_in_archives_are_refused() {
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    let inner = archive(&[("a.csv", b"x")]);
    let file = archive(&[
        ("a.zip", &inner),
        ("a.7z", b"7z\xbc\xaf\x27\x1crest"),
        ("a.rar", b"Rar!\x1a\x07rest"),
        ("a.tar", &tar),
    ]);
    let archive = opened_archive(&file);
    for (idx, what) in
        ["a zip archive", "a 7z archive", "a RAR archive", "a tar archive"].iter().enumerate()
    {
        let trouble = archive.read(idx, &Limits::default()).err().unwrap();
        assert_eq!(
            trouble.message,
            format!("is {what} inside an archive; unpack the outer one and choose what is in it")
        );
    }
}

#[test]
fn what_is_large_is_a_question_and_what_is_a_bomb_is_not() {
    let file = archive(&[("zeros", &vec![0; 70 << 20])]);
    let opened = opened_archive(&file);
    assert_eq!(opened.entries().len(), 0);
    assert!(opened.skipped()[0].why.contains("made to do harm"), "{}", opened.skipped()[0].why);

    let file = archive(&[("e.parquet", &made::int96())]);
    let small = Limits { expanded_bytes: 1000, ..Limits::default() };
    let trouble = opened_archive(&file).read(0, &small).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::TooLarge { bytes: made::int96().len() as u64 });
    let small = Limits { in_memory_bytes: 1000, ..Limits::default() };
    let trouble = opened_archive(&file).read(0, &small).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::TooLarge { bytes: made::int96().len() as u64 });
}

#[test]
fn files_that_share_their_bytes_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::STORE);
    writer.start_file("a", options).unwrap();
    writer.write_all(b"Timestamp").unwrap();
    writer.shallow_copy_file("a", "b").unwrap();
    let file = writer.finish().unwrap().into_inner();
    assert_eq!(opened(&file).err().unwrap().kind, TroubleKind::Bomb);
}

#[test]
fn a_file_that_is_not_what_was_packed_is_an_error_at_its_end() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::STORE);
    writer.start_file("a", options).unwrap();
    writer.write_all(b"Timestamp").unwrap();
    let mut file = writer.finish().unwrap().into_inner();
    let at = file.windows(9).position(|bytes| bytes == b"Timestamp").unwrap();
    file[at] = b't';
    let Content::Bytes(mut reader) = opened_archive(&file).read(0, &Limits::default()).unwrap()
    else {
        panic!("a table");
    };
    assert_eq!(reader.next_piece().unwrap().unwrap(), b"timestamp");
    assert_eq!(reader.next_piece().err().unwrap().kind, TroubleKind::Damaged);
    assert_eq!(reader.next_piece(), Ok(None));
}

#[test]
fn the_other_method_of_windows_is_read() {
    // "Timestamp,Signer\r\n" packed with Deflate64, whose blocks without repetitions are those of deflate.
    let mut file = archive(&[("a.csv", b"Timestamp,Signer\r\n")]);
    for at in 0..file.len() - 4 {
        match &file[at..at + 4] {
            b"PK\x03\x04" => file[at + 8] = 9,
            b"PK\x01\x02" => file[at + 10] = 9,
            _ => {}
        }
    }
    assert_eq!(read(&file, 0).unwrap(), b"Timestamp,Signer\r\n");
}
