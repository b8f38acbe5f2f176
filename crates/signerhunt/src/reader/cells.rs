//! Cells of all rows, for questions that the index cannot answer since it keeps few columns. They are handed on as they are
//! read, and never kept.

use std::mem;
use std::sync::Arc;

use crate::wire::{Wire, wire};

/// Which cells are wanted of an export, instead of its rows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct WantedCells {
    /// The columns, by the names that the table has. `Timestamp` is the time of a row also where another column has it.
    pub columns: Vec<String>,
    /// Where the rows begin that are wanted, ascending, as [`crate::Exports::rows_that_count`] has them; `None`: all that
    /// can be used.
    pub rows: Option<Vec<u64>>,
}

/// Cells of some rows of an export, in the order of the rows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RowCells {
    n_rows: u64,
    n_columns: u64,
    /// How many bytes each cell has.
    lengths: Vec<u32>,
    text: String,
}

wire!(RowCells { n_rows, n_columns, lengths, text });

impl RowCells {
    /// How many rows there are.
    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Shows the cells of each row, in the order of [`WantedCells::columns`]. A cell that the export does not have is empty.
    pub fn for_each(&self, mut see: impl FnMut(&[&str])) {
        let n_columns = usize::try_from(self.n_columns).unwrap_or_default();
        let (mut lengths, mut text) = (self.lengths.iter(), self.text.as_str());
        let mut cells = Vec::with_capacity(n_columns);
        for _ in 0..self.n_rows {
            cells.clear();
            for &length in lengths.by_ref().take(n_columns) {
                let (cell, rest) = text.split_at(length as usize);
                cells.push(cell);
                text = rest;
            }
            see(&cells);
        }
    }

    /// As bytes, for another memory.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// From bytes; `None` when they are not what [`RowCells::to_bytes`] gave.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<RowCells> {
        let cells = RowCells::read(&mut bytes)?;
        let n_cells = usize::try_from(cells.n_rows.checked_mul(cells.n_columns)?).ok()?;
        let mut end = 0;
        let fit = cells.lengths.iter().all(|&length| {
            end += length as usize;
            cells.text.is_char_boundary(end)
        });
        (fit && n_cells == cells.lengths.len() && end == cells.text.len()).then_some(cells)
    }

    fn push(&mut self, write_cell: impl FnOnce(&mut String)) {
        let n_bytes_before = self.text.len();
        write_cell(&mut self.text);
        // A row is far shorter than the type can say.
        self.lengths.push((self.text.len() - n_bytes_before) as u32);
    }
}

/// Writes a row's cell in the column of this name; `false` where there is no such column.
pub(super) type CellWriter<'a> = dyn Fn(&str, &mut String) -> bool + 'a;

/// Gathers them.
pub(super) struct Gathering {
    wanted: Arc<WantedCells>,
    /// The place among the wanted rows where the next one most likely is.
    next: usize,
    /// Which of the columns are in no row so far.
    is_missing: Vec<bool>,
    pub(super) cells: RowCells,
}

impl Gathering {
    pub(super) fn of(wanted: &Arc<WantedCells>) -> Gathering {
        let cells = RowCells { n_columns: wanted.columns.len() as u64, ..RowCells::default() };
        let is_missing = vec![true; wanted.columns.len()];
        Gathering { wanted: wanted.clone(), next: 0, is_missing, cells }
    }

    /// Whether the row that begins there is wanted. Most come in order.
    pub(super) fn wants(&mut self, offset: u64) -> bool {
        let Some(rows) = &self.wanted.rows else { return true };
        if rows.get(self.next) != Some(&offset) {
            match rows.binary_search(&offset) {
                Ok(place) => self.next = place,
                Err(_) => return false,
            }
        }
        self.next += 1;
        true
    }

    /// Takes a row in. `write_cell` writes its cell in a wanted column.
    pub(super) fn take(&mut self, write_cell: &CellWriter<'_>) {
        self.cells.n_rows += 1;
        for (column, is_missing) in self.wanted.columns.iter().zip(&mut self.is_missing) {
            self.cells.push(|text| *is_missing &= !write_cell(column, text));
        }
    }

    /// The columns that no row has.
    pub(super) fn missing(&self) -> Vec<String> {
        let columns = self.wanted.columns.iter().zip(&self.is_missing);
        columns.filter(|(_, is_missing)| **is_missing).map(|(column, _)| column.clone()).collect()
    }

    /// What was gathered so far; it is handed over.
    pub(super) fn hand_over(&mut self) -> RowCells {
        let empty = RowCells { n_columns: self.cells.n_columns, ..RowCells::default() };
        mem::replace(&mut self.cells, empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathering(rows: Option<&[u64]>) -> Gathering {
        let columns = vec!["DeviceName".to_owned(), "Issuer".to_owned()];
        Gathering::of(&WantedCells { columns, rows: rows.map(<[u64]>::to_vec) }.into())
    }

    #[track_caller]
    fn check(cells: &RowCells, expected: &[[&str; 2]]) {
        let mut got = Vec::new();
        cells.for_each(|row| got.push(row.join("|")));
        let expected: Vec<String> = expected.iter().map(|row| row.join("|")).collect();
        assert_eq!(got, expected);
        assert_eq!(cells.n_rows(), expected.len() as u64);
        let bytes = cells.to_bytes();
        assert_eq!(RowCells::from_bytes(&bytes).as_ref(), Some(cells));
        for n_bytes in 0..bytes.len() {
            assert_eq!(RowCells::from_bytes(&bytes[..n_bytes]), None);
        }
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        let mut gathering = gathering(None);
        check(&gathering.cells, &[]);
        for row in [["ws-1", "Ä, 漢字"], ["", ""], ["ws-2", ""]] {
            gathering.take(&|column, text| {
                text.push_str(if column == "Issuer" { row[1] } else { row[0] });
                column == "Issuer"
            });
        }
        check(&gathering.hand_over(), &[["ws-1", "Ä, 漢字"], ["", ""], ["ws-2", ""]]);
        check(&gathering.hand_over(), &[]);
        assert_eq!(gathering.missing(), ["DeviceName"]);
    }

    #[test]
    fn rows_of_no_column_are_counted() {
        let mut gathering = Gathering::of(&Arc::default());
        gathering.take(&|_, _| unreachable!());
        let cells = gathering.hand_over();
        let mut n_rows = 0;
        cells.for_each(|row| n_rows += usize::from(row.is_empty()));
        assert_eq!((n_rows, cells.n_rows()), (1, 1));
    }

    #[test]
    fn only_wanted_rows_are_wanted() {
        let mut gathering = gathering(Some(&[10, 40, 50]));
        let wanted: Vec<u64> =
            [0, 10, 20, 40, 50, 60, 40].into_iter().filter(|&row| gathering.wants(row)).collect();
        assert_eq!(wanted, [10, 40, 50, 40]);
    }

    #[test]
    fn bytes_that_lie_are_refused() {
        let lies = |change: fn(&mut RowCells)| {
            let mut gathering = gathering(None);
            gathering.take(&|_, text| {
                text.push('ä');
                true
            });
            let mut cells = gathering.hand_over();
            change(&mut cells);
            RowCells::from_bytes(&cells.to_bytes())
        };
        assert!(lies(|_| ()).is_some());
        assert_eq!(lies(|cells| cells.n_rows = 2), None);
        assert_eq!(lies(|cells| cells.lengths[0] = 1), None);
        assert_eq!(lies(|cells| cells.lengths[1] = 3), None);
        assert_eq!(lies(|cells| cells.text.push('x')), None);
    }
}
