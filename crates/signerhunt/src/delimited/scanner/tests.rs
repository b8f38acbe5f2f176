//! What rows are found, wherever the text is cut; and that the two ways of finding them agree.

use super::*;

/// The rows of `text` fed in pieces that end at these bytes, one line each:
/// `line@offset cell|cell`, with the fault behind.
fn rows_of(text: &[u8], cuts: &[usize]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut on_row = |row: Row<'_>| {
        let cells: Vec<String> = (0..row.n_cells())
            .filter_map(|cell_idx| row.cell(cell_idx))
            .map(|cell| String::from_utf8_lossy(&cell).into_owned())
            .collect();
        let mut shown = format!("{}@{} {}", row.line, row.offset, cells.join("|"));
        if let Some(fault) = row.fault {
            let raw = String::from_utf8_lossy(&row.bytes[..row.bytes.len().min(20)]);
            shown = format!("{}@{} {raw} {fault:?}", row.line, row.offset);
        }
        rows.push(shown);
    };
    let mut scanner = Scanner::new(b',', 0, 1);
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        scanner.feed(&text[start..cut], &mut on_row);
        start = cut;
    }
    scanner.finish(&mut on_row);
    rows
}

/// The rows, whole, cut at every byte, and byte by byte.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let bytes = text.as_bytes();
    assert_eq!(rows_of(bytes, &[]), expected, "in one piece");
    for cut in 0..=bytes.len() {
        assert_eq!(rows_of(bytes, &[cut]), expected, "cut at {cut}");
    }
    let every_byte: Vec<usize> = (0..bytes.len()).collect();
    assert_eq!(rows_of(bytes, &every_byte), expected, "byte by byte");
}

#[test]
fn rows_and_cells() {
    check("", &[]);
    check("a", &["1@0 a"]);
    check("a,b\r\nc,d", &["1@0 a|b", "2@5 c|d"]);
    check("a,b\nc,d\n", &["1@0 a|b", "2@4 c|d"]);
    check("a\rb\r", &["1@0 a", "2@2 b"]);
    check(",\n", &["1@0 |"]);
    check("a,", &["1@0 a|"]);
    check("\"\"\n", &["1@0 "]);
}

#[test]
fn blank_lines_are_no_rows() {
    check("\n\na\r\n\r\nb\n", &["3@2 a", "5@7 b"]);
    check("\r\r\n\r", &[]);
}

#[test]
fn quotes_hold_delimiters_and_line_ends() {
    check("\"a,b\",c\n", &["1@0 a,b|c"]);
    check("\"a\nb\r\nc\",d\ne", &["1@0 a\nb\r\nc|d", "4@11 e"]);
    check("\"a\"\"b\",\"\"\"\"\n", &["1@0 a\"b|\""]);
}

#[test]
fn stray_quotes_are_bytes() {
    check("5\" disk,x\ny\n", &["1@0 5\" disk|x", "2@10 y"]);
    check("\"a\"b,c\n", &["1@0 ab|c"]);
    check("\"a\"b\"c,d\n", &["1@0 ab\"c|d"]);
}

#[test]
fn a_stray_quote_costs_its_line_only() {
    check("a,\"b\n\"c\",d\n\"e\",f\n", &["1@0 a,\"b OpenQuote", "2@5 c|d", "3@11 e|f"]);
    check("a,\"b\r\nc,\"d\r\ne,f\r\n", &["1@0 a,\"b OpenQuote", "2@6 c,\"d OpenQuote", "3@12 e|f"]);
    // Cells that are quoted as they should be may span lines, and may be followed by stray quotes.
    check("\"a\nb\",\"c\"d,e\n", &["1@0 a\nb|cd|e"]);
}

#[test]
fn an_open_quote_at_the_end_costs_its_line_only() {
    check(
        "a,b\nc,\"d\ne,f\ng,\"h\n",
        &["1@0 a|b", "2@4 c,\"d OpenQuote", "3@9 e|f", "4@13 g,\"h OpenQuote"],
    );
    check("a,\"b\nc,d\ne,f", &["1@0 a,\"b OpenQuote", "2@5 c|d", "3@9 e|f"]);
    check("a,b\nc,\"d", &["1@0 a|b", "2@4 c,\"d CutInQuote"]);
}

/// Long inputs are cut at random places, since every place would take hours.
#[track_caller]
fn check_long(text: &str, expected: &[&str]) {
    let bytes = text.as_bytes();
    assert_eq!(rows_of(bytes, &[]), expected, "in one piece");
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut cuts: Vec<usize> = (0..5).map(|_| random.usize(0..=bytes.len())).collect();
        cuts.sort_unstable();
        assert_eq!(rows_of(bytes, &cuts), expected, "seed {seed}, cuts {cuts:?}");
    }
    let blocks: Vec<usize> = (0..bytes.len()).step_by(4096).collect();
    assert_eq!(rows_of(bytes, &blocks), expected, "in blocks");
}

#[test]
fn a_runaway_quote_costs_its_line_only() {
    let lines = "x,y\n".repeat(Scanner::MAX_ROW_BYTES / 4 + 5);
    let text = format!("a,\"b\n{lines}last,\"quoted\nfine\"\n");
    let rows = rows_of(text.as_bytes(), &[]);
    assert_eq!(rows[0], "1@0 a,\"b OpenQuote");
    assert_eq!(rows[1], "2@5 x|y");
    assert_eq!(rows.len(), 1 + lines.len() / 4 + 1);
    assert!(rows.last().unwrap().ends_with(" last|quoted\nfine"));
    let expected: Vec<&str> = rows.iter().map(String::as_str).collect();
    check_long(&text, &expected);
}

#[test]
fn a_huge_cell_costs_its_row_only() {
    let huge = "z".repeat(3 * Scanner::MAX_ROW_BYTES);
    check_long(
        &format!("a,b\nc,{huge}\r\nd,e\n"),
        &["1@0 a|b", "2@4 c,zzzzzzzzzzzzzzzzzz TooLong", "3@3145736 d|e"],
    );
    check_long(
        &format!("a,b\nc,\"{huge}\"\nd,e\n"),
        &["1@0 a|b", "2@4 c,\"zzzzzzzzzzzzzzzzz TooLong", "3@3145737 d|e"],
    );
}

#[test]
fn the_longest_row_is_a_row() {
    let longest = "z".repeat(Scanner::MAX_ROW_BYTES);
    let text = format!("{longest}\nb\n");
    let row = format!("1@0 {longest}");
    check_long(&text, &[&row, "2@1048577 b"]);
    let longer = format!("{longest}z\nb\n");
    check_long(&longer, &["1@0 zzzzzzzzzzzzzzzzzzzz TooLong", "2@1048578 b"]);
}

#[test]
fn hostile_quotes_take_linear_time() {
    // From a fresh start and from inside a quote alike, each of these lines leaves a quote open.
    let text = "x\"y,\"z\n".repeat(600_000);
    assert!(rows_of(text.as_bytes(), &[]).len() > 1000);
}

/// All that is known of a row.
fn all_of(row: &Row<'_>) -> String {
    let ends: Vec<u32> = row.ends.iter().map(|end| end - row.base).collect();
    format!("{:?}", Row { base: 0, ends: &ends, ..*row })
}

/// The rows by the exact machine alone, one line each.
fn rows_by_machine(text: &[u8]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut on_row = |row: Row<'_>| rows.push(all_of(&row));
    let mut scanner = Scanner::new(b',', 0, 1);
    let mut rest = text;
    while !rest.is_empty() {
        rest = &rest[scanner.advance(rest, &mut on_row)..];
    }
    scanner.finish(&mut on_row);
    rows
}

fn rows_by_both(text: &[u8], cuts: &[usize]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut on_row = |row: Row<'_>| rows.push(all_of(&row));
    let mut scanner = Scanner::new(b',', 0, 1);
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        scanner.feed(&text[start..cut], &mut on_row);
        start = cut;
    }
    scanner.finish(&mut on_row);
    rows
}

/// Texts of few kinds of bytes, so that quotes, delimiters and line ends meet in every way.
fn random_text(random: &mut fastrand::Rng) -> Vec<u8> {
    const PARTS: [&[u8]; 16] = [
        b",",
        b",",
        b"\n",
        b"\r\n",
        b"\r",
        b"\"",
        b"\"\"",
        b"\",",
        b",\"",
        b"\"\n",
        b"\n\"",
        b"a",
        b"bc",
        b"some longer cell",
        b"\"quoted, and \r\n split\"",
        b"0123456789012345678901234567890123456789",
    ];
    // Some texts hardly have quotes, so that there is good order between them.
    let n_kinds = random.usize(5..=PARTS.len());
    // A few are long.
    let most_parts = if random.u8(0..20) == 0 { 2_000 } else { 120 };
    let n_parts = random.usize(0..most_parts);
    let mut kinds = PARTS;
    random.shuffle(&mut kinds);
    (0..n_parts).flat_map(|_| kinds[random.usize(0..n_kinds)]).copied().collect()
}

#[test]
fn both_ways_give_the_same_rows() {
    for seed in 0..20_000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let text = random_text(&mut random);
        let mut cuts: Vec<usize> =
            (0..random.usize(0..4)).map(|_| random.usize(0..=text.len())).collect();
        cuts.sort_unstable();
        let (expected, got) = (rows_by_machine(&text), rows_by_both(&text, &cuts));
        assert_eq!(
            got,
            expected,
            "seed {seed}, cuts {cuts:?}: {:?}",
            String::from_utf8_lossy(&text)
        );
    }
}

#[test]
fn rows_of_very_many_cells_are_rows_too() {
    let wide = |n_cells: usize| format!("{}\n", ",".repeat(n_cells - 1));
    for n_cells in [1_000, 1_023, 1_024, 1_025, 1_088, 3_000, 3_072, 3_073, 20_000] {
        let text = ["a,b\n", &wide(n_cells), "c,d\n", &wide(n_cells), &wide(3)].concat().repeat(3);
        let text = text.as_bytes();
        assert_eq!(rows_by_both(text, &[]), rows_by_machine(text), "{n_cells}");
        assert_eq!(rows_by_both(text, &[500, 2_100]), rows_by_machine(text), "{n_cells}");
    }
}
