//! A query that is asked of exports. They were read before, so it is known which rows count and how their times are spelled;
//! now each is read again for the cells that the query looks at. What a query means is decided in `signerhunt-kql`.

use std::sync::Arc;

use signerhunt::{Export, Exports, RowCells, Ticks, WantedCells};
use signerhunt_kql::{Clock, Query, Run, Table};

use crate::failure::Failure;

/// A query that is being asked.
pub(crate) struct Asking<'a> {
    run: Run,
    columns: Vec<String>,
    exports: &'a mut Exports,
    /// The export whose turn is next.
    next: usize,
    /// How many were read again to their end.
    n_read: usize,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(query: &Query, exports: &'a mut Exports, now: Ticks) -> Asking<'a> {
        let columns = query.columns().into_iter().map(str::to_owned).collect();
        Asking { run: query.run(now), columns, exports, next: 0, n_read: 0 }
    }

    /// The cells that are wanted of the export of this name, which is read next; `None` if it could not be read before.
    pub(crate) fn begin(&mut self, name: &str) -> Option<Arc<WantedCells>> {
        let place = self.next;
        let export = self.exports.iter().nth(place).filter(|export| export.source.name == name)?;
        self.run.set_clock(Clock { east: export.east, day_first: export.day_first });
        self.next += 1;
        let rows = self.exports.rows_that_count(place);
        Some(WantedCells { columns: self.columns.clone(), rows }.into())
    }

    /// Takes cells in; whether more can be taken.
    pub(crate) fn take(&mut self, cells: &RowCells) -> bool {
        self.run.take_cells(cells);
        !self.run.is_too_large()
    }

    /// An export has ended: what is to be said about it.
    pub(crate) fn end(&mut self, export: &Export) -> Option<String> {
        self.take(&export.cells);
        self.n_read += 1;
        let source = &export.source;
        if !source.missing_columns.is_empty() && source.rows > 0 {
            let (name, columns) = (&source.name, source.missing_columns.join(", "));
            return Some(format!(
                "warning: {name} has no {columns}, which the query looks at; taken as empty"
            ));
        }
        None
    }

    /// The answer.
    pub(crate) fn finish(self) -> Result<Table, Failure> {
        if self.n_read < self.exports.len() && !self.run.is_too_large() {
            let words = "an export could not be read a second time, as a query needs it; was it changed or moved?";
            return Err(Failure::ReadOrWrite(words.to_owned()));
        }
        self.run.finish().map_err(|refusal| Failure::ReadOrWrite(refusal.to_string()))
    }
}
