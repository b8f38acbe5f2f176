//! Recognises a row of the table where no header stands before it: Kusto's `.export` writes none
//! unless it is asked to. Recognised by the kinds of its cells, which no header has.

use super::SCHEMA;
use crate::delimited::Row;
use crate::time::parse::{TimeCell, time_cell};

/// Whether this first row is a row of the table, its cells in the schema's order.
pub(crate) fn is_headerless_row(row: &Row<'_>) -> bool {
    let cell = |name: &str| {
        let column = SCHEMA.iter().position(|column| *column == name)?;
        row.cell(column)
    };
    let is_hash = |name: &str| cell(name).is_some_and(|cell| is_sha1(&cell));
    let is_time = |name: &str| {
        cell(name)
            .is_some_and(|cell| matches!(time_cell(&cell), TimeCell::At(_) | TimeCell::Unzoned(_)))
    };
    row.n_cells() == SCHEMA.len() && is_time("Timestamp") && is_hash("DeviceId") && is_hash("SHA1")
}

fn is_sha1(cell: &[u8]) -> bool {
    cell.len() == 40 && cell.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delimited::Scanner;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        let mut got = None;
        let mut on_row = |row: Row<'_>| got = Some(is_headerless_row(&row));
        let mut scanner = Scanner::new(b',', 0, 1);
        scanner.feed(line.as_bytes(), &mut on_row);
        scanner.finish(&mut on_row);
        assert_eq!(got, Some(expected), "{line}");
    }

    #[test]
    fn rows_are_told_from_headers() {
        let hash = "aa11bb22cc33dd44ee55ff6600112233445566ab";
        let row = format!(
            "2026-05-26T23:00:01Z,{hash},ws,{hash},true,Embedded,\"A, B\",{hash},I,{hash},0b,[],,,,1,0,7"
        );
        check(&row, true);
        check(&row.replacen(hash, "x", 1), false);
        check(&row.replacen("2026-05-26T23:00:01Z", "Timestamp", 1), false);
        check(&format!("{row},more"), false);
        check(&SCHEMA.join(","), false);
    }
}
