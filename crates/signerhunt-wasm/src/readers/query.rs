//! A query that the readers' module runs over rows that are read here, and its answer, which stays there.

use signerhunt::RowCells;

use super::{Readers, Trouble, module};

/// A query that is being run, or has been.
pub(crate) struct QueryRun {
    readers: Readers,
    run: module::QueryRun,
}

impl QueryRun {
    pub(super) fn new(readers: &Readers, text: &str, now: &str) -> Result<QueryRun, Trouble> {
        let run = module::QueryRun::new(text, now).map_err(|error| readers.trouble(&error))?;
        Ok(QueryRun { readers: readers.clone(), run })
    }

    /// The columns of the table that it looks at.
    pub(crate) fn columns(&self) -> Vec<String> {
        self.run.columns()
    }

    /// The rows that come next are of this export. `east`: the zone of their times, in ticks east of UTC.
    pub(crate) fn begin(&self, name: &str, east: i64, day_first: Option<bool>) {
        // A zone is a few hours, which the type holds exactly.
        self.run.begin(name, east as f64, day_first);
    }

    /// Takes rows in; whether more can be taken.
    pub(crate) fn take(&self, cells: &RowCells) -> Result<bool, Trouble> {
        if cells.n_rows() == 0 {
            return Ok(true);
        }
        self.run.take(&cells.to_bytes()).map_err(|error| self.readers.trouble(&error))
    }

    /// There are no more rows: what the answer is, as JSON.
    pub(crate) fn finish(&self) -> Result<String, Trouble> {
        self.run.finish().map_err(|error| self.readers.trouble(&error))
    }

    /// Some rows of the answer, as JSON.
    pub(crate) fn rows(&self, skipped: u32, most: u32) -> String {
        self.run.rows(skipped, most)
    }

    /// The answer written out.
    pub(crate) fn write(&self, form: &str) -> Result<String, Trouble> {
        self.run.write(form).map_err(|error| self.readers.trouble(&error))
    }
}

impl Drop for QueryRun {
    fn drop(&mut self) {
        // Refused only after a breakdown in the middle of its work, which has been told.
        let _ = self.run.free();
    }
}
