//! Rows of texts below names of columns, to be written out in any form.

use super::csv::write_csv;
use super::markdown::write_markdown;
use super::table::write_columns;

/// A table to be written out.
pub struct Grid<'a> {
    /// The names of the columns.
    pub columns: Vec<&'a str>,
    /// The places of the columns that hold numbers, which stand at the right where a form has sides.
    pub numbers: Vec<usize>,
    /// The rows, each with a text for every column.
    pub rows: Box<dyn Iterator<Item = Vec<String>> + 'a>,
}

impl Grid<'_> {
    /// As CSV by RFC 4180, every text exactly as it is.
    pub fn csv(self) -> String {
        write_csv(self, false)
    }

    /// As CSV in which no cell can be taken for a formula, with a byte order mark, which spreadsheets need to read UTF-8.
    pub fn csv_for_spreadsheets(self) -> String {
        write_csv(self, true)
    }

    /// As a Markdown table, every text in a code span.
    pub fn markdown(self) -> String {
        write_markdown(self)
    }

    /// In columns for a terminal, which obeys nothing of it. Long texts are cut.
    pub fn text(self) -> String {
        write_columns(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid<'static> {
        let rows = [["=1+1", "10"], ["a|b, c", "9"]];
        let rows = rows.into_iter().map(|row| row.map(str::to_owned).to_vec());
        Grid { columns: vec!["Signer", "Rows"], numbers: vec![1], rows: Box::new(rows) }
    }

    #[test]
    fn the_same_rows_in_every_form() {
        assert_eq!(grid().csv(), "Signer,Rows\r\n=1+1,10\r\n\"a|b, c\",9\r\n");
        let safe = "\u{FEFF}Signer,Rows\r\n'=1+1,10\r\n\"a|b, c\",9\r\n";
        assert_eq!(grid().csv_for_spreadsheets(), safe);
        let markdown = "| Signer | Rows |\n|---|--:|\n| `=1+1` | `10` |\n| `a\\|b, c` | `9` |\n";
        assert_eq!(grid().markdown(), markdown);
        assert_eq!(grid().text(), "Signer  Rows\n=1+1      10\na|b, c     9\n");
    }
}
