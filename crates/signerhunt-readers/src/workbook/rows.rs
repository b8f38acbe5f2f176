//! The cells of a sheet, gathered to rows. Rows without any content are passed over.

use calamine::{Xlsx, XlsxCellReader, XlsxError};

use super::{File, spelling};
use crate::text::Text;

/// What Excel allows. A sheet with more was not made by it.
const MAX_COLUMNS: u32 = 16_384;

/// An open sheet.
pub(super) struct Rows<'workbook> {
    cells: XlsxCellReader<'workbook, File>,
    /// The first cell of the next row, with the row's number.
    ahead: Option<(u32, Cell)>,
    is_1904: bool,
    /// The library must not be asked behind the end.
    is_done: bool,
}

/// A row of a sheet: its cells that have content, from left to right.
#[derive(Default)]
pub(super) struct Row(Vec<Cell>);

struct Cell {
    column: u32,
    content: Vec<u8>,
}

impl<'workbook> Rows<'workbook> {
    pub(super) fn open(
        workbook: &'workbook mut Xlsx<File>,
        name: &str,
    ) -> Result<Rows<'workbook>, XlsxError> {
        let is_1904 = workbook.has_1904_epoch();
        Ok(Rows {
            cells: workbook.worksheet_cells_reader(name)?,
            ahead: None,
            is_1904,
            is_done: false,
        })
    }

    /// Gathers the next row; false behind the last.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, XlsxError> {
        row.0.clear();
        let mut current = None;
        loop {
            let next = match self.ahead.take() {
                Some(next) => Some(next),
                None => self.next_cell()?,
            };
            let Some((number, cell)) = next else { break };
            if *current.get_or_insert(number) != number {
                self.ahead = Some((number, cell));
                break;
            }
            if row.0.len() == MAX_COLUMNS as usize {
                return Err(XlsxError::ColumnNumberOverflow);
            }
            row.0.push(cell);
        }
        row.0.sort_by_key(|cell| cell.column);
        Ok(!row.is_empty())
    }

    /// The next cell with content, and the number of its row.
    fn next_cell(&mut self) -> Result<Option<(u32, Cell)>, XlsxError> {
        while !self.is_done {
            let Some(cell) = self.cells.next_cell()? else {
                self.is_done = true;
                break;
            };
            let (row, column) = cell.get_position();
            if column >= MAX_COLUMNS {
                return Err(XlsxError::ColumnNumberOverflow);
            }
            let mut content = Vec::new();
            spelling::push(cell.get_value(), self.is_1904, &mut content);
            if !content.is_empty() {
                return Ok(Some((row, Cell { column, content })));
            }
        }
        Ok(None)
    }
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the first cell with content to the last.
    pub(super) fn columns(&self) -> std::ops::RangeInclusive<u32> {
        let column = |cell: Option<&Cell>| cell.map_or(0, |cell| cell.column);
        column(self.0.first())..=column(self.0.last())
    }

    /// Whether these are the names of the columns that a hunt needs.
    pub(super) fn is_header(&self) -> bool {
        let has = |wanted: &str| {
            self.0.iter().any(|cell| {
                let name = std::str::from_utf8(&cell.content).unwrap_or_default();
                let name = name.trim().trim_start_matches('\u{feff}');
                name.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
            })
        };
        let is_summary = has("FirstSeen") && has("LastSeen") && has("Count");
        (has("Signer") || is_summary) && (has("DeviceId") || has("DeviceName"))
    }

    /// Appends the row: a cell for each of these columns, and then what stands right of them, which the engine
    /// counts as too many cells. What stands left of the table does not belong to it.
    pub(super) fn push(&self, columns: std::ops::RangeInclusive<u32>, text: &mut Text) {
        let last = *self.columns().end().max(columns.end());
        let mut cells = self.0.iter().skip_while(|cell| cell.column < *columns.start()).peekable();
        for column in *columns.start()..=last {
            let mut content: &[u8] = b"";
            // Of two cells at the same place the last counts.
            while let Some(cell) = cells.next_if(|cell| cell.column == column) {
                content = &cell.content;
            }
            text.cell(content);
        }
        text.end_row();
    }
}
