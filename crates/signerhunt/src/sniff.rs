//! What is this? Decided from the first bytes, never from the file's name.
//!
//! Delimited text with a header is read. Everything else is named for what it is, with what to do.
//! Whether a header is the table's is decided in [`crate::columns`].

use memchr::memchr2;

/// How long the first line may be.
pub(crate) const MAX_FIRST_LINE_BYTES: usize = 1 << 16;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What the first bytes say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sniffed {
    /// Not enough bytes to tell.
    NeedMore,
    /// Delimited text that begins after so many bytes.
    Delimited {
        /// How long the byte order mark is.
        skip: usize,
        /// What stands between cells.
        delimiter: u8,
    },
    /// Something that is not read, and what to do about it.
    Refused(&'static str),
}

/// Files that begin with these bytes, and what to say about them.
const MAGICS: [(&[u8], &str); 10] = [
    (b"\x1F\x8B", "is gzip-compressed; unpack it and give the CSV inside"),
    (
        b"PK\x03\x04",
        "is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV UTF-8",
    ),
    (b"PAR1", "is a Parquet file; export the table as CSV"),
    (b"Obj\x01", "is an Avro file; export the table as CSV"),
    (b"\x28\xB5\x2F\xFD", "is Zstandard-compressed; unpack it and give the CSV inside"),
    (b"\xD0\xCF\x11\xE0", "is an old Excel workbook; save the sheet as CSV UTF-8"),
    (b"SQLite format 3", "is an SQLite database; export the table as CSV"),
    (b"%PDF", "is a PDF; export the table as CSV"),
    (b"\xFF\xFE", "is UTF-16 text; save it as UTF-8"),
    (b"\xFE\xFF", "is UTF-16 text; save it as UTF-8"),
];

/// Looks at the first bytes of an export; `is_whole` says that there are no more.
pub(crate) fn sniff(start: &[u8], is_whole: bool) -> Sniffed {
    if start.is_empty() && is_whole {
        return Sniffed::Refused("is empty; export the table again");
    }
    for (magic, words) in MAGICS {
        if start.starts_with(magic) {
            return Sniffed::Refused(words);
        }
    }
    let skip = if start.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let text = &start[skip..];
    // Looking at so much and no more makes the answer independent of how the bytes were cut.
    let head = &text[..text.len().min(MAX_FIRST_LINE_BYTES + 1)];
    let first_line = match first_line_with_text(head) {
        Some(line) => line,
        None if head.len() > MAX_FIRST_LINE_BYTES || is_whole => head,
        None => return Sniffed::NeedMore,
    };
    let words = first_line.trim_ascii();
    // A letter cut at the end of what is looked at does not count.
    let is_utf8 =
        std::str::from_utf8(words).map_or_else(|error| error.error_len().is_none(), |_| true);
    let has_cells = words.iter().any(|byte| b",;\t".contains(byte));
    if words.iter().any(|&byte| byte < b' ' && byte != b'\t') || (!is_utf8 && !has_cells) {
        return Sniffed::Refused("is not text; give the CSV as the portal exports it");
    }
    if !is_utf8 {
        return Sniffed::Refused("is not UTF-8; save it as CSV UTF-8");
    }
    if first_line.len() > MAX_FIRST_LINE_BYTES {
        return Sniffed::Refused(
            "has no header: its first line is longer than 64 KiB; give the CSV as the portal exports it",
        );
    }
    match first_line.trim_ascii().first() {
        None => return Sniffed::Refused("has no text in it; export the table again"),
        Some(b'{' | b'[') => {
            return Sniffed::Refused("is JSON; export the table as CSV");
        }
        Some(b'<') => {
            return Sniffed::Refused(
                "is a web page or XML, perhaps an error page saved under this name; export the table again",
            );
        }
        Some(_) => {}
    }
    Sniffed::Delimited { skip, delimiter: delimiter_of(first_line) }
}

/// The first line that is not blank, if its end is there; blank lines before the header are allowed.
fn first_line_with_text(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    while let Some(end) = memchr2(b'\n', b'\r', rest) {
        if !rest[..end].trim_ascii().is_empty() {
            return Some(&rest[..end]);
        }
        rest = &rest[end + 1..];
    }
    None
}

/// The delimiter that stands most often in the header outside of quotes; a comma if none does.
fn delimiter_of(header: &[u8]) -> u8 {
    let count = |delimiter: u8| {
        let mut in_quotes = false;
        header
            .iter()
            .filter(|&&byte| {
                in_quotes ^= byte == b'"';
                byte == delimiter && !in_quotes
            })
            .count()
    };
    let (commas, semicolons, tabs) = (count(b','), count(b';'), count(b'\t'));
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is `more`, `skip+delimiter`, or a word of the refusal.
    #[track_caller]
    fn check(start: &[u8], is_whole: bool, expected: &str) {
        let got = match sniff(start, is_whole) {
            Sniffed::NeedMore => "more".to_owned(),
            Sniffed::Delimited { skip, delimiter } => format!("{skip}+{}", delimiter as char),
            Sniffed::Refused(words) => words.to_owned(),
        };
        assert!(got.contains(expected), "{got}");
    }

    #[test]
    fn delimited_text() {
        check(b"Timestamp,Signer\r\n", false, "0+,");
        check(b"\xEF\xBB\xBFTimestamp,Signer\r\n", false, "3+,");
        check(b"\r\n\nTimestamp;Signer\n", false, "0+;");
        check(b"Timestamp\tSigner\n", false, "0+\t");
        check(b"\"a;b;c\",d\n", false, "0+,");
        check(b"Timestamp,Signer", true, "0+,");
    }

    #[test]
    fn the_first_line_is_waited_for() {
        for start in [&b""[..], b"\xEF", b"\xEF\xBB\xBF", b"Timestamp,Sig", b"\n\n"] {
            check(start, false, "more");
        }
    }

    #[test]
    fn other_things_are_named() {
        check(b"", true, "empty");
        check(b"\r\n \r\n", true, "no text");
        check(b"\x1F\x8B\x08\0", false, "gzip");
        check(b"PK\x03\x04", false, "zip");
        check(b"\xFF\xFET\0", false, "UTF-16");
        check(b"T\0i\0m\0e\0\r\0\n\0", false, "not text");
        check(b"\x7FELF\x02\x01\x01\0\0\n", false, "not text");
        check(b"Timestamp,Gr\xF6\xDFe\n", false, "not UTF-8");
        check(b"\x89PNG\r\n\x1A\n", false, "not text");
        check(b"  {\"results\":[\n", false, "JSON");
        check(b"<!DOCTYPE html>\n", false, "web page");
        check(&[b'x'; MAX_FIRST_LINE_BYTES + 1], false, "64 KiB");
    }
}
