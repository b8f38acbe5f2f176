//! A query that is no hunt: what it is, what it was last run over, and its answer. It is run by the engine; when it is to be run
//! again follows from the hunt's answers, which come whenever exports have changed.

use std::rc::Rc;

use signerhunt::Ticks;
use signerhunt_wasm::protocol::{ExportId, Reading};

use super::State;

/// A query and its answer.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct AskedQuery {
    /// What it is called: its file, or that it was pasted.
    pub(crate) name: String,
    /// The text it is in.
    pub(crate) text: Rc<str>,
    /// The number under which it was run last; before the first time one that no run has.
    pub(crate) number: u32,
    /// Which export is being read for it, and what share of it was.
    pub(crate) progress: Option<(String, f64)>,
    /// What it was run over then.
    over: Option<Over>,
    /// The answer.
    pub(crate) answer: QueryAnswer,
}

impl AskedQuery {
    /// What now was when it was run; `None`: it was not, over the exports there are.
    pub(crate) fn now(&self) -> Option<Ticks> {
        self.over.as_ref().map(|over| over.now)
    }
}

/// What an answer depends on beside the query.
#[derive(Clone, PartialEq, Debug)]
struct Over {
    exports: Vec<(ExportId, Reading)>,
    keep_duplicates: bool,
    now: Ticks,
}

/// How far the answer is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum QueryAnswer {
    /// It is on its way, or waits for exports.
    Awaited,
    /// It is there.
    Known(Rc<QueryTable>),
    /// It did not come.
    Failed(String),
}

/// The rows of an answer that are on the screen.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct QueryTable {
    /// The columns: each with its name, and what it holds.
    pub(crate) columns: Vec<(String, ColumnKind)>,
    /// How many rows there are.
    pub(crate) n_rows: u32,
    /// How many of them were skipped.
    pub(crate) offset: u32,
    /// The rows shown, each with a text for every column.
    pub(crate) rows: Vec<Vec<String>>,
    /// What should be known about the answer.
    pub(crate) notes: Vec<String>,
}

/// What a column holds, as far as it matters for how it looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ColumnKind {
    Number,
    Time,
    Other,
}

/// Something that happened to the query.
#[derive(Debug)]
pub(crate) enum QueryAction {
    /// The answer came, or why it did not.
    Told {
        /// The number under which it was run.
        number: u32,
        /// The answer.
        told: Result<QueryTable, String>,
    },
    /// Other rows of the answer came.
    RowsTold {
        /// The number under which it was run.
        number: u32,
        /// How many were skipped.
        offset: u32,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// The hunt is wanted back.
    Closed,
}

impl State {
    /// Shows this query in the place of the hunt, and runs it as soon as there is something to run it over.
    pub(super) fn take_query(&mut self, name: String, text: Rc<str>) {
        // A number of its own, so that a late answer to the query before is not taken for its.
        self.queries_asked += 1;
        self.query = Some(AskedQuery {
            name,
            text,
            number: self.queries_asked,
            progress: None,
            over: None,
            answer: QueryAnswer::Awaited,
        });
    }

    /// Runs the query again if something has changed that its answer depends on.
    pub(super) fn ask_query(&mut self) {
        let is_settled = self.answered == self.asked && !self.is_reading();
        let Some(answer) = self.answer.as_ref().filter(|_| is_settled && self.query.is_some())
        else {
            return;
        };
        let over = Over {
            exports: self.sources().map(|(card, _)| (card.id, card.reading)).collect(),
            keep_duplicates: self.keep_duplicates,
            now: answer.window.now,
        };
        let Some(query) = &mut self.query else { return };
        if query.over.as_ref() == Some(&over) {
            return;
        }
        self.queries_asked += 1;
        query.number = self.queries_asked;
        query.over = Some(over);
        query.progress = None;
        query.answer = QueryAnswer::Awaited;
    }

    /// An export is being read that was read before, so it is for the query.
    pub(super) fn note_query_progress(&mut self, export: ExportId, share: f64) {
        let name = self.exports.iter().find(|card| card.id == export).map(|card| card.name.clone());
        if let Some(query) = &mut self.query {
            query.progress = name.map(|name| (name, share));
        }
    }

    pub(super) fn take_query_action(&mut self, action: QueryAction) {
        let Some(query) = &mut self.query else { return };
        match action {
            QueryAction::Told { number, told } if number == query.number => {
                query.answer = match told {
                    Ok(table) => QueryAnswer::Known(Rc::new(table)),
                    Err(trouble) => QueryAnswer::Failed(trouble),
                };
            }
            QueryAction::RowsTold { number, offset, rows } if number == query.number => {
                if let QueryAnswer::Known(table) = &mut query.answer {
                    let table = Rc::make_mut(table);
                    table.offset = offset;
                    table.rows = rows;
                }
            }
            // An earlier one's.
            QueryAction::Told { .. } | QueryAction::RowsTold { .. } => {}
            QueryAction::Closed => {
                self.query = None;
                if self.waits_for_rules() {
                    self.forget_answer();
                }
            }
        }
    }

    /// The engine has forgotten the answer.
    pub(super) fn forget_query_answer(&mut self) {
        if let Some(query) = &mut self.query {
            query.over = None;
            query.answer = QueryAnswer::Awaited;
        }
    }
}
