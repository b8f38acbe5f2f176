//! What is this? Decided from the first bytes of text, never from the file's name.
//!
//! Delimited text and JSON are read. Everything else is named for what it is, with what to do.
//! Whether a header is the table's is decided in [`crate::columns`].

use memchr::memchr2;

use crate::source::Delimiter;

/// How long the first line may be.
pub(crate) const MAX_FIRST_LINE_BYTES: usize = 1 << 16;

/// What the first bytes say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sniffed {
    /// Not enough bytes to tell.
    NeedMore,
    /// Delimited text, what stands before its header, and what stands between its cells.
    Delimited(Preamble, Delimiter),
    /// JSON, from the first byte on.
    Json,
    /// Something that is not read, and what to do about it.
    Refused(&'static str),
}

/// The lines before the header that say how to read it: Excel's `sep=;` and PowerShell's `#TYPE ...`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Preamble {
    /// How long these lines are.
    pub(crate) n_bytes: usize,
    /// How many they are.
    pub(crate) n_lines: u64,
    /// One of them is PowerShell's.
    pub(crate) has_type_line: bool,
    /// What the other says.
    delimiter: Option<Delimiter>,
}

impl Delimiter {
    pub(crate) fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

const A_PICTURE: &str = "is a picture; export the table as CSV";

/// Files that begin with these bytes, and what to say about them.
const MAGICS: [(&[u8], &str); 15] = [
    (b"\x1F\x8B", "is gzip inside gzip; unpack it and give what is inside"),
    (
        b"PK\x03\x04",
        "is a zip archive or an Excel workbook where only text is read; give it without anything packed around it, or what is inside",
    ),
    (
        b"PAR1",
        "is a Parquet file where only text is read; give it without anything packed around it, or export the table as CSV",
    ),
    (b"Obj\x01", "is an Avro file; export the table as CSV or JSON"),
    (b"\x28\xB5\x2F\xFD", "is Zstandard-compressed; unpack it and give what is inside"),
    (
        b"\xD0\xCF\x11\xE0",
        "is an old Excel workbook, or one with a password; save it as .xlsx without a password, or as CSV UTF-8",
    ),
    (b"SQLite format 3", "is an SQLite database; export the table as CSV"),
    (b"%PDF", "is a PDF; export the table as CSV"),
    (b"7z\xBC\xAF\x27\x1C", "is a 7-Zip archive; unpack it and give what is inside"),
    (b"Rar!", "is a RAR archive; unpack it and give what is inside"),
    (b"BZh", "is bzip2-compressed; unpack it and give what is inside"),
    (b"\xFD7zXZ", "is xz-compressed; unpack it and give what is inside"),
    (b"\x89PNG", A_PICTURE),
    (b"\xFF\xD8\xFF", A_PICTURE),
    (b"GIF8", A_PICTURE),
];

/// Looks at the first bytes of an export's text; `is_whole` says that there are no more.
pub(crate) fn sniff(text: &[u8], is_whole: bool) -> Sniffed {
    if text.is_empty() && is_whole {
        return Sniffed::Refused("is empty; export the table again");
    }
    for (magic, words) in MAGICS {
        if text.starts_with(magic) {
            return Sniffed::Refused(words);
        }
    }
    let Some(preamble) = preamble(text, is_whole) else { return Sniffed::NeedMore };
    // Looking at so much and no more makes the answer independent of how the bytes were cut.
    let text = &text[preamble.n_bytes..];
    let head = &text[..text.len().min(MAX_FIRST_LINE_BYTES + 1)];
    if let Some(b'{' | b'[') = head.trim_ascii_start().first() {
        return Sniffed::Json;
    }
    let first_line = match first_line_with_text(head) {
        Some(line) => line,
        None if head.len() > MAX_FIRST_LINE_BYTES || is_whole => head,
        None => return Sniffed::NeedMore,
    };
    let words = first_line.trim_ascii();
    let has_cells = words.iter().any(|byte| b",;\t".contains(byte));
    if words.iter().any(|&byte| byte < b' ' && byte != b'\t') || (!is_utf8(words) && !has_cells) {
        return Sniffed::Refused("is not text; give the table as it was exported");
    }
    if first_line.len() > MAX_FIRST_LINE_BYTES {
        return Sniffed::Refused(
            "has no header: its first line is longer than 64 KiB; give the table as it was exported",
        );
    }
    match words.first() {
        None => Sniffed::Refused("has no text in it; export the table again"),
        Some(b'<') => Sniffed::Refused(
            "is a web page or XML, perhaps an error page saved under this name; export the table again",
        ),
        Some(_) => {
            let delimiter = preamble.delimiter.unwrap_or_else(|| delimiter_of(first_line));
            Sniffed::Delimited(preamble, delimiter)
        }
    }
}

/// A letter cut at the end of what is looked at does not count.
fn is_utf8(text: &[u8]) -> bool {
    std::str::from_utf8(text).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Reads the lines before the header; `None` is: not enough bytes to tell.
fn preamble(text: &[u8], is_whole: bool) -> Option<Preamble> {
    let mut preamble = Preamble::default();
    loop {
        let rest = &text[preamble.n_bytes..];
        let Some(line_end) = memchr2(b'\n', b'\r', rest) else {
            let may_go_on = !is_whole && rest.len() <= MAX_FIRST_LINE_BYTES;
            return (!may_go_on || !could_be_preamble(rest)).then_some(preamble);
        };
        let line = rest[..line_end].trim_ascii();
        // Each stands there once, if at all.
        match separator_line(line) {
            _ if is_type_line(line) && !preamble.has_type_line => preamble.has_type_line = true,
            Some(delimiter) if preamble.delimiter.is_none() => preamble.delimiter = Some(delimiter),
            _ => return Some(preamble),
        }
        let n_end_bytes = match &rest[line_end..] {
            [b'\r', b'\n', ..] => 2,
            // A line feed may still come that belongs to this line's end.
            [b'\r'] if !is_whole => return None,
            _ => 1,
        };
        preamble.n_bytes += line_end + n_end_bytes;
        preamble.n_lines += 1;
    }
}

fn could_be_preamble(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    matches!(start.first(), None | Some(b'#' | b's' | b'S' | b'"'))
}

fn is_type_line(line: &[u8]) -> bool {
    line.starts_with(b"#TYPE ")
}

/// The delimiter of a line such as `sep=;`, with quotes around it or without.
fn separator_line(line: &[u8]) -> Option<Delimiter> {
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    let is_it = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep="));
    match line.get(4..) {
        Some(b",") if is_it => Some(Delimiter::Comma),
        Some(b";") if is_it => Some(Delimiter::Semicolon),
        // Trimming took the tabulator itself.
        Some(b"\t" | b"") if is_it => Some(Delimiter::Tab),
        _ => None,
    }
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
fn delimiter_of(header: &[u8]) -> Delimiter {
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
        Delimiter::Tab
    } else if semicolons > commas {
        Delimiter::Semicolon
    } else {
        Delimiter::Comma
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is `more`, `json`, `bytes/lines+delimiter`, or a word of the refusal.
    #[track_caller]
    fn check(start: &[u8], is_whole: bool, expected: &str) {
        let got = match sniff(start, is_whole) {
            Sniffed::NeedMore => "more".to_owned(),
            Sniffed::Json => "json".to_owned(),
            Sniffed::Delimited(preamble, delimiter) => format!(
                "{}/{}+{}{}",
                preamble.n_bytes,
                preamble.n_lines,
                delimiter.byte() as char,
                if preamble.has_type_line { " type" } else { "" }
            ),
            Sniffed::Refused(words) => words.to_owned(),
        };
        assert!(got.contains(expected), "{got}");
    }

    #[test]
    fn delimited_text() {
        check(b"Timestamp,Signer\r\n", false, "0/0+,");
        check(b"\r\n\nTimestamp;Signer\n", false, "0/0+;");
        check(b"Timestamp\tSigner\n", false, "0/0+\t");
        check(b"\"a;b;c\",d\n", false, "0/0+,");
        check(b"Timestamp,Signer", true, "0/0+,");
        check(b"Timestamp,Gr\xF6\xDFe\n", false, "0/0+,");
    }

    #[test]
    fn lines_before_the_header_say_how_to_read_it() {
        check(b"sep=;\r\nTimestamp,x;Signer\r\n", false, "7/1+;");
        check(b"\"sep=,\"\nTimestamp;x,Signer\n", false, "8/1+,");
        check(b"SEP=\t\nTimestamp\tSigner\n", false, "6/1+\t");
        check(b"#TYPE System.Object\r\n\"Timestamp\",\"Signer\"\r\n", false, "21/1+, type");
        check(b"sep=|\nTimestamp,Signer\n", false, "0/0+,");
        check(b"sep", false, "more");
        check(b"sep=;\r", false, "more");
        check(b"#TYPE Sys", false, "more");
    }

    #[test]
    fn the_first_line_is_waited_for() {
        for start in [&b""[..], b"Timestamp,Sig", b"\n\n"] {
            check(start, false, "more");
        }
    }

    #[test]
    fn json_begins_with_a_bracket() {
        check(b"  {\"results\":[", false, "json");
        check(b"\n[", false, "json");
    }

    #[test]
    fn other_things_are_named() {
        check(b"", true, "empty");
        check(b"\r\n \r\n", true, "no text");
        check(b"\x1F\x8B\x08\0", false, "gzip");
        check(b"PK\x03\x04", false, "zip");
        check(b"\x7FELF\x02\x01\x01\0\0\n", false, "not text");
        check(b"Gr\xF6\xDFe\n", false, "not text");
        check(b"\x89PNG\r\n\x1A\n", false, "picture");
        check(b"<!DOCTYPE html>\n", false, "web page");
        check(&[b'x'; MAX_FIRST_LINE_BYTES + 1], false, "64 KiB");
    }
}
