//! Runs a query that is no hunt: the exports are read again, one after another, and the cells that the query looks at are
//! handed to the readers' module, which knows what they mean. Its answer stays there; the page is given some rows at a time.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use signerhunt::{DateOrder, Export, RowCells, Shape, WantedCells};

use crate::protocol::{Event, ExportId, Reading, Subject};
use crate::read::{Errand, Input, Outcome, Progress, Sought};
use crate::readers::{QueryRun, Trouble};
use crate::session::Session;

/// The last query that was asked, and its answer.
#[derive(Default)]
pub(crate) struct AskedTable {
    /// How many were asked: an earlier one is not wanted any more.
    n_asked: u32,
    table: Option<Rc<QueryRun>>,
}

/// How many rows the page is given at a time.
const ROWS_AT_A_TIME: u32 = 100;

/// An export that is read again.
struct Again {
    name: String,
    input: Input,
    reading: Reading,
    east: i64,
    day_first: Option<bool>,
    n_rows: u64,
    cells: Arc<WantedCells>,
}

/// What is to be done about an export.
enum Turn {
    Read(Box<Again>),
    /// It takes no part, and why.
    LeftOut(String),
}

impl Session {
    /// The reply to what the readers know, or know with the rows of the exports.
    pub(crate) async fn reply(&self, subject: Subject, text: &str) -> Result<String, Trouble> {
        match subject {
            Subject::Run => self.tabulate(text).await,
            Subject::Rows => self.rows_of_table(text),
            Subject::Written => self.written_table(text),
            _ => self.readers.consult(subject, text).await,
        }
    }

    /// Runs a query over the exports there are, see [`crate::protocol::Subject::Run`].
    async fn tabulate(&self, question: &str) -> Result<String, Trouble> {
        let number = {
            let mut state = self.state.borrow_mut();
            let asked = &mut state.asked_table;
            asked.n_asked += 1;
            asked.table = None;
            asked.n_asked
        };
        let Some((now, text)) = question.split_once('\n') else { return Ok(String::new()) };
        let run = self.readers.query(text, now).await?;
        let exports: Vec<ExportId> = self.state.borrow().held.iter().map(|held| held.id).collect();
        let mut notes = Vec::new();
        for export in exports {
            if !self.run_over(export, &run, number, &mut notes).await? {
                // The answer is too large already, which the end will say.
                break;
            }
        }
        let what = run.finish()?;
        let rows = run.rows(0, ROWS_AT_A_TIME);
        self.state.borrow_mut().asked_table.table = Some(Rc::new(run));
        let notes: Vec<String> = notes.iter().map(|note| in_json(note)).collect();
        // What the module gives is an object already; the rest goes in front of it.
        let what = what.trim_start_matches('{');
        Ok(format!("{{\"notes\":[{}],\"rows\":{rows},{what}", notes.join(",")))
    }

    /// Rows of the last answer, see [`crate::protocol::Subject::Rows`].
    fn rows_of_table(&self, question: &str) -> Result<String, Trouble> {
        let skipped = question.parse().unwrap_or_default();
        self.table().map(|table| table.rows(skipped, ROWS_AT_A_TIME))
    }

    /// The last answer written out, see [`crate::protocol::Subject::Written`].
    fn written_table(&self, form: &str) -> Result<String, Trouble> {
        self.table()?.write(form)
    }

    fn table(&self) -> Result<Rc<QueryRun>, Trouble> {
        let table = self.state.borrow().asked_table.table.clone();
        table.ok_or_else(|| Trouble::new("there is no answer to a query yet"))
    }

    /// Runs it over one export; whether more rows can be taken.
    async fn run_over(
        &self,
        export: ExportId,
        run: &QueryRun,
        number: u32,
        notes: &mut Vec<String>,
    ) -> Result<bool, Trouble> {
        let again = match self.turn_of(export, run.columns(), notes)? {
            Turn::Read(again) => again,
            Turn::LeftOut(note) => {
                notes.push(note);
                return Ok(true);
            }
        };
        let Again { name, input, reading, east, day_first, n_rows, cells } = *again;
        run.begin(&name, east, day_first);
        let taken = RefCell::new(Ok(true));
        let take = |cells: &RowCells| {
            let mut taken = taken.borrow_mut();
            if matches!(*taken, Ok(true)) {
                *taken = run.take(cells);
            }
            matches!(*taken, Ok(true))
        };
        let errand = Errand {
            // No export of the page's: what an archive was opened for is not mixed up with it.
            export: 0,
            input: &input,
            reading,
            sought: Sought::Cells(&cells),
            ahead: None,
            pace: self.pace,
            readers: &self.readers,
            helpers: &self.helpers,
            is_wanted: &|| self.state.borrow().asked_table.n_asked == number,
            mind_memory: &|reader| take(&reader.take_cells()),
            post: &|event| {
                if let Event::Progress {
                    bytes,
                    total_bytes,
                    rows,
                    elapsed_ms,
                    keeps_only_some,
                    ..
                } = event
                {
                    self.post(Event::Progress {
                        export,
                        bytes,
                        total_bytes,
                        rows,
                        elapsed_ms,
                        keeps_only_some,
                    });
                }
            },
            progress: Progress::new(),
        };
        let outcome = errand.run().await;
        if !taken.replace(Ok(true))? {
            return Ok(false);
        }
        match outcome {
            Outcome::Read(read) => {
                if read.source.rows != n_rows {
                    return Err(changed(&name));
                }
                take(&read.cells);
                notes.extend(missing(&read));
                taken.into_inner()
            }
            Outcome::Unreadable { message, .. } => Err(Trouble::new(&message)),
            Outcome::Archive { .. } => Err(changed(&name)),
            Outcome::Unwanted => Err(Trouble::new("another query was asked")),
        }
    }

    /// What is to be done about an export, which may be gone by now.
    fn turn_of(
        &self,
        export: ExportId,
        columns: Vec<String>,
        notes: &mut Vec<String>,
    ) -> Result<Turn, Trouble> {
        let mut state = self.state.borrow_mut();
        let place = state.held.iter().position(|held| held.id == export);
        let place = place
            .ok_or_else(|| Trouble::new("the files have changed meanwhile; it is run again"))?;
        let rows = state.exports.rows_that_count(place);
        let held = &state.held[place];
        let read = state.exports.at(place);
        let name = read.source.name.clone();
        if read.source.shape == Shape::RuleSummary {
            return Ok(Turn::LeftOut(format!(
                "{name} has devices and no rows, so nothing is found there"
            )));
        }
        if read.source.date_order == DateOrder::Undecided {
            return Ok(Turn::LeftOut(format!(
                "{name} is left out until somebody says which number is the day in its dates"
            )));
        }
        if rows.is_none() {
            notes.push(format!(
                "of {name} only some rows are kept, so those that other files have too may count twice"
            ));
        }
        Ok(Turn::Read(Box::new(Again {
            name,
            input: held.input.clone(),
            reading: held.reading,
            east: read.east,
            day_first: read.day_first,
            n_rows: read.source.rows,
            cells: WantedCells { columns, rows }.into(),
        })))
    }
}

/// What is to be said of columns that an export lacks.
fn missing(read: &Export) -> Option<String> {
    let (source, columns) = (&read.source, read.source.missing_columns.join(", "));
    let is_worth_it = !columns.is_empty() && source.rows > 0;
    is_worth_it.then(|| format!("{} has no {columns}; taken as empty", source.name))
}

fn changed(name: &str) -> Trouble {
    Trouble::new(&format!("{name} has changed since it was read; choose it again"))
}

/// A text in JSON: names of files may have anything in them.
fn in_json(text: &str) -> String {
    js_sys::JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}
