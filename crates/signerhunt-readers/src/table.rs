//! A table on its way to text, whatever file it comes from: its rows are gathered to pieces here.

use crate::archive::Listing;
use crate::limits::{self, Limits};
use crate::parquet_file::ParquetTable;
use crate::source::Source;
use crate::text::Text;
use crate::trouble::Trouble;
use crate::workbook::Workbook;

/// A table that is read piece by piece.
pub struct Table {
    rows: Rows,
    text: Text,
    /// Bytes of the file.
    n_bytes: u64,
    /// Bytes of text that were handed out.
    n_text_bytes: u64,
    /// No rows follow those in `text`.
    is_done: bool,
    /// What went wrong behind the rows in `text`, which are handed out before it is told.
    trouble: Option<Trouble>,
}

/// What a table is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A Parquet file.
    Parquet,
    /// A sheet of an Excel workbook.
    Workbook,
}

enum Rows {
    Parquet(Box<ParquetTable>),
    Workbook(Box<Workbook>),
}

impl Table {
    pub(crate) fn of_parquet(source: Source) -> Result<Table, Trouble> {
        let n_bytes = source.n_bytes();
        let mut text = Text::default();
        let table = ParquetTable::open(source, &mut text)?;
        Ok(Table::of_rows(Rows::Parquet(Box::new(table)), text, n_bytes))
    }

    pub(crate) fn of_workbook(
        source: Source,
        listing: &Listing,
        limits: &Limits,
    ) -> Result<Table, Trouble> {
        let n_bytes = source.n_bytes();
        let mut text = Text::default();
        let workbook = Workbook::open(source, listing, limits, &mut text)?;
        Ok(Table::of_rows(Rows::Workbook(Box::new(workbook)), text, n_bytes))
    }

    fn of_rows(rows: Rows, text: Text, n_bytes: u64) -> Table {
        Table { rows, text, n_bytes, n_text_bytes: 0, is_done: false, trouble: None }
    }

    /// What the table is kept in.
    pub fn kind(&self) -> TableKind {
        match self.rows {
            Rows::Parquet(_) => TableKind::Parquet,
            Rows::Workbook(_) => TableKind::Workbook,
        }
    }

    /// What was left out of the text and why, each a clause to be read behind the file's name and a colon: "its column
    /// Report has ...". Lower case, no full stop. All are known before the first piece.
    pub fn warnings(&self) -> &[String] {
        match &self.rows {
            Rows::Parquet(table) => table.warnings(),
            Rows::Workbook(workbook) => workbook.warnings(),
        }
    }

    /// The next rows as text, about half a megabyte at a time, or `None` behind the last: delimited by commas, quoted
    /// as in RFC 4180, UTF-8, lines ended by LF. The first line of the first piece has the names of the columns.
    /// Pieces end at the end of a row.
    ///
    /// # Errors
    ///
    /// When the file turns out to be damaged. The rows before the damage were pieces by then; nothing follows.
    pub fn next_piece(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        while !self.is_done && !self.text.is_full() {
            match self.rows.push_next(&mut self.text) {
                Ok(is_row) => self.is_done = !is_row,
                Err(trouble) => {
                    self.text.drop_unfinished_row();
                    self.is_done = true;
                    self.trouble = Some(trouble);
                }
            }
        }
        let Some(piece) = self.text.take() else {
            return self.trouble.take().map_or(Ok(None), Err);
        };
        self.n_text_bytes += piece.len() as u64;
        if limits::is_bomb(self.n_bytes, self.n_text_bytes) {
            self.is_done = true;
            self.trouble = None;
            return Err(limits::bomb(self.n_bytes, self.n_text_bytes));
        }
        Ok(Some(piece))
    }
}

impl Rows {
    /// Appends the next row; false behind the last. After an error, a part of a row may stand in the text.
    fn push_next(&mut self, text: &mut Text) -> Result<bool, Trouble> {
        match self {
            Rows::Parquet(table) => table.push_next(text),
            Rows::Workbook(workbook) => workbook.push_next(text),
        }
    }
}
