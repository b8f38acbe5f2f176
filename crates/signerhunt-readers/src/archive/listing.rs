//! The list of a zip archive's files, checked against the archive itself. It unpacks nothing.
//!
//! What the list says is used later without asking again: a part that it promises lies within the file, and no two
//! parts share bytes, which only archives do that are made to expand without end.

use std::collections::HashSet;
use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::{Document, Entry, EntryReader, Skipped};
use crate::limits;
use crate::source::{Source, Window};
use crate::trouble::Trouble;

/// Where a packed file lies in the archive.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    /// The first of its bytes; all are within the archive.
    pub(super) start: u64,
    pub(super) n_bytes: u64,
    pub(super) method: Method,
    /// Of the bytes after unpacking.
    pub(super) crc32: u32,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflate,
    Deflate64,
}

/// All that stands in an archive's list.
pub(crate) struct Listing {
    parts: Vec<Part>,
    /// Paths of files whose names come again later in the list, which `parts` has only then.
    twins: Vec<String>,
}

/// A line of the list.
pub(crate) struct Part {
    /// As in the archive.
    pub(crate) path: String,
    /// Bytes after unpacking.
    pub(crate) n_bytes: u64,
    /// Bytes in the archive.
    pub(crate) n_packed_bytes: u64,
    is_folder: bool,
    is_link: bool,
    is_encrypted: bool,
    /// Or what keeps it from being unpacked, to be read behind its name.
    packed: Result<Packed, String>,
}

/// Reads the list at the end of the archive, and where each file starts.
pub(super) fn read(source: &Source) -> Result<Listing, Trouble> {
    let mut archive = ZipArchive::new(BufReader::new(source.whole())).map_err(of_archive)?;
    let mut parts = Vec::with_capacity(archive.len());
    for idx in 0..archive.len() {
        parts.push(part(&mut archive, idx, source)?);
    }
    refuse_shared_bytes(&parts)?;
    let twins = if archive.has_duplicate_names() { twins(&archive, source)? } else { Vec::new() };
    Ok(Listing { parts, twins })
}

/// The paths in the list that come again later. The library keeps only the last of each, and tells where in the list
/// that is: the others are what else stands there.
fn twins(archive: &ZipArchive<BufReader<Window>>, source: &Source) -> Result<Vec<String>, Trouble> {
    /// Bytes of a line before its name, and how they begin.
    const LINE_BYTES: usize = 46;
    const MARK: &[u8] = b"PK\x01\x02";
    let mut known = HashSet::with_capacity(archive.len());
    for idx in 0..archive.len() {
        known.insert(archive.by_index_data(idx).map_err(of_archive)?.central_header_start());
    }
    let mut start = archive.central_directory_start();
    let mut list = BufReader::new(source.whole());
    let read = list.seek(SeekFrom::Start(start));
    read.map_err(|error| of_archive(ZipError::Io(error)))?;
    let mut twins = Vec::new();
    let mut line = [0; LINE_BYTES];
    // The library has read the list: where no line follows it ends, and often the file soon after.
    while list.read_exact(&mut line).is_ok() && line.starts_with(MARK) {
        // The lengths of the name, and of two fields behind it.
        let [n_name, n_extra, n_comment] =
            [28, 30, 32].map(|at| usize::from(u16::from_le_bytes([line[at], line[at + 1]])));
        let mut rest = vec![0; n_name + n_extra + n_comment];
        let read = list.read_exact(&mut rest);
        read.map_err(|error| of_archive(ZipError::Io(error)))?;
        if !known.contains(&start) {
            let name = &rest[..n_name];
            let last = archive.index_for_name_raw(name).and_then(|idx| archive.name_for_index(idx));
            twins.push(match last {
                Some(Ok(path)) => path.into_owned(),
                _ => String::from_utf8_lossy(name).into_owned(),
            });
        }
        start += (LINE_BYTES + rest.len()) as u64;
    }
    Ok(twins)
}

fn part(
    archive: &mut ZipArchive<BufReader<Window>>,
    idx: usize,
    source: &Source,
) -> Result<Part, Trouble> {
    let line = archive.by_index_data(idx).map_err(of_archive)?;
    let path = line.name().map_or_else(
        |_| String::from_utf8_lossy(line.name_raw()).into_owned(),
        std::borrow::Cow::into_owned,
    );
    let mut part = Part {
        path,
        n_bytes: line.size(),
        n_packed_bytes: line.compressed_size(),
        is_folder: line.is_dir(),
        is_link: line.is_symlink(),
        is_encrypted: line.encrypted(),
        packed: Err("is damaged: the archive does not say where it is".to_owned()),
    };
    let (method, crc32) = (method_of(line.compression()), line.crc32());
    // The list tells where the file's own header is; only that tells where its bytes start.
    let start = archive.by_index_raw(idx).ok().and_then(|raw| raw.data_start());
    part.packed = match (method, start) {
        (Err(name), _) => Err(format!(
            "is packed by the method {name}, which is not read; pack it as an ordinary zip, or choose the file itself"
        )),
        (Ok(_), None) => part.packed,
        (Ok(method), Some(start)) if source.window(start, part.n_packed_bytes).is_some() => {
            Ok(Packed { start, n_bytes: part.n_packed_bytes, method, crc32 })
        }
        (Ok(_), Some(_)) => Err("is cut off; copy or download the archive again".to_owned()),
    };
    Ok(part)
}

/// The method, or the name of one that is not read.
fn method_of(method: CompressionMethod) -> Result<Method, &'static str> {
    match method {
        CompressionMethod::STORE => Ok(Method::Stored),
        CompressionMethod::DEFLATE => Ok(Method::Deflate),
        CompressionMethod::DEFLATE64 => Ok(Method::Deflate64),
        CompressionMethod::BZIP2 => Err("bzip2"),
        CompressionMethod::LZMA => Err("LZMA"),
        CompressionMethod::ZSTD => Err("Zstandard"),
        CompressionMethod::XZ => Err("xz"),
        CompressionMethod::PPMD => Err("PPMd"),
        CompressionMethod::AES => Err("AES"),
        _ => Err("of another program"),
    }
}

/// Refuses an archive in which the same bytes are several files.
fn refuse_shared_bytes(parts: &[Part]) -> Result<(), Trouble> {
    let mut ranges: Vec<(u64, u64)> = parts
        .iter()
        .filter_map(|part| part.packed.as_ref().ok())
        .filter(|packed| packed.n_bytes > 0)
        .map(|packed| (packed.start, packed.start + packed.n_bytes))
        .collect();
    ranges.sort_unstable();
    if ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
        return Ok(());
    }
    Err(Trouble::bomb(
        "has files that share their bytes, which no program writes: it looks made to do harm, and is not unpacked",
    ))
}

impl Listing {
    /// The document that these files make, if they do.
    pub(super) fn document(&self) -> Option<Document> {
        let has = |path: &str| self.parts.iter().any(|part| part.path.eq_ignore_ascii_case(path));
        if has("xl/workbook.bin") {
            Some(Document::BinaryWorkbook)
        } else if has("xl/workbook.xml") {
            Some(Document::Workbook)
        } else if has("content.xml") && has("META-INF/manifest.xml") {
            Some(Document::OfOpenOffice)
        } else {
            None
        }
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The files to read, and the rest with the reasons.
    pub(super) fn sorted_out(self) -> (Vec<Entry>, Vec<Skipped>) {
        let (mut entries, mut skipped, mut litter) = (Vec::new(), Vec::new(), Vec::new());
        for part in self.parts.into_iter().filter(|part| !part.is_folder) {
            let name = shown(&part.path);
            if is_litter(&part.path) {
                let why = "was put there by an operating system".to_owned();
                litter.push(Skipped { name, why });
                continue;
            }
            match part.why_skipped() {
                Some(why) => skipped.push(Skipped { name, why }),
                None => match part.packed {
                    Ok(packed) => entries.push(Entry { name, n_bytes: part.n_bytes, packed }),
                    Err(why) => skipped.push(Skipped { name, why }),
                },
            }
        }
        for path in self.twins.iter().filter(|path| !path.ends_with('/') && !is_litter(path)) {
            skipped.push(Skipped {
                name: shown(path),
                why: "has the same name as a later file in the archive, which takes its place; \
                      unpack the archive to read both"
                    .to_owned(),
            });
        }
        // Often a piece of it lies beside every file: what somebody may miss comes before it.
        skipped.append(&mut litter);
        (entries, skipped)
    }
}

impl Part {
    /// Opens the file, if it can be unpacked.
    pub(crate) fn open(&self, source: &Source) -> Result<EntryReader, Trouble> {
        let packed = self.packed.as_ref().map_err(|why| Trouble::damaged(why.clone()))?;
        EntryReader::open(source, packed, self.n_bytes)
    }

    /// Why nobody would want this read.
    fn why_skipped(&self) -> Option<String> {
        let why = if self.is_link {
            "is a link to another file"
        } else if self.is_encrypted {
            "is protected by a password; unpack it and choose the file itself"
        } else if self.n_bytes == 0 {
            "is empty"
        } else if limits::is_bomb(self.n_packed_bytes, self.n_bytes) {
            return Some(limits::bomb(self.n_packed_bytes, self.n_bytes).message);
        } else {
            return None;
        };
        Some(why.to_owned())
    }
}

/// Files that systems add to an archive without being asked.
fn is_litter(path: &str) -> bool {
    let mut names = path.split(['/', '\\']);
    let last = names.clone().next_back().unwrap_or_default();
    names.any(|name| name == "__MACOSX")
        || last.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini"]
            .iter()
            .any(|known| last.eq_ignore_ascii_case(known))
}

/// A path as it may be shown: what is not seen, or moves other characters, becomes a mark.
fn shown(path: &str) -> String {
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    path.chars()
        .map(|character| if is_hidden(character) { '\u{fffd}' } else { character })
        .collect()
}

fn of_archive(error: ZipError) -> Trouble {
    match error {
        ZipError::Io(error) => Trouble::of_reading(&error, "the list of its files"),
        ZipError::UnsupportedArchive(what) => Trouble::unsupported(format!(
            "is a zip archive of a kind that is not read ({what}); unpack it and choose the files themselves"
        )),
        _ => Trouble::damaged(
            "is damaged or cut off: the list of files that stands at the end of a zip archive is missing or broken; \
             copy or download it again",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn litter_is_known_in_any_folder() {
        for path in
            ["__MACOSX/._New query.csv", "a/._x.csv", ".DS_Store", "a\\Thumbs.db", "b/Desktop.ini"]
        {
            assert!(is_litter(path), "{path}");
        }
        for path in ["New query.csv", "a.b/_x.csv", "MACOSX/x.csv", "desktop.ini.csv"] {
            assert!(!is_litter(path), "{path}");
        }
    }

    #[test]
    fn a_name_that_plays_tricks_is_shown_as_it_is() {
        assert_eq!(shown("../query\u{202e}vsc.exe\n"), "../query\u{fffd}vsc.exe\u{fffd}");
        assert_eq!(shown("Krämer/上海.csv"), "Krämer/上海.csv");
    }
}
