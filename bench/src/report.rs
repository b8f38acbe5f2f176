//! What was measured, as text: Markdown that reads well on a terminal too.

use crate::machine;
use crate::targets::Verdict;

/// What one part of the benchmarks found.
pub(crate) struct Section {
    /// The name of the part: where it goes in the document.
    pub(crate) name: &'static str,
    paragraphs: Vec<String>,
}

impl Section {
    pub(crate) fn new(name: &'static str) -> Section {
        let taken = format!("Taken {}.", machine::words());
        Section { name, paragraphs: vec![taken] }
    }

    pub(crate) fn say(&mut self, paragraph: impl Into<String>) {
        self.paragraphs.push(paragraph.into());
    }

    pub(crate) fn table(&mut self, columns: &[&str], rows: &[Vec<String>]) {
        self.paragraphs.push(table(columns, rows));
    }

    pub(crate) fn verdicts(&mut self, verdicts: &[Verdict]) {
        let rows: Vec<Vec<String>> = verdicts.iter().map(Verdict::cells).collect();
        self.table(&Verdict::COLUMNS, &rows);
    }

    /// All of it.
    pub(crate) fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

/// A Markdown table whose columns are as wide as what is in them. The first column is text, the others are figures.
fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([columns[column].chars().count(), 3]).max().unwrap_or(3)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("| {} |", padded.collect::<Vec<String>>().join(" | "))
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut lines = vec![line(columns.to_vec()), line(rule.iter().map(String::as_str).collect())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = [vec!["größer".to_owned(), "1".to_owned()]];
        let expected = "| who    | ms  |\n| ------ | --- |\n| größer | 1   |";
        assert_eq!(table(&["who", "ms"], &rows), expected);
    }
}
