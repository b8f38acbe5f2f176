//! A query that has been understood, and can be run.

use signerhunt::Ticks;

use crate::plan::Plan;
use crate::refusal::{Refusal, Trouble};
use crate::run::Run;
use crate::schema::COLUMNS;
use crate::text::Text;
use crate::{bind, parse};

/// A query over the table.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) plan: Plan,
    /// Where each step stands in the file, by line and column.
    places: Vec<(u32, u32)>,
}

impl Query {
    /// Reads a query that stands in a file.
    pub(crate) fn read(file: &str, text: &Text) -> Result<Query, Refusal> {
        let parsed = parse::parse(&text.value);
        let bound = parsed.and_then(|syntax| bind::bind(&syntax));
        let plan = bound.map_err(|trouble| text.refusal(file, trouble))?;
        let place = |&at: &usize| {
            let refusal = text.refusal(file, Trouble { at, reason: String::new() });
            (refusal.line, refusal.column)
        };
        let places = plan.places.iter().map(place).collect();
        Ok(Query { plan, places })
    }

    /// The columns of the table that are looked at. Where an export lacks one, its cells are taken for empty ones.
    pub fn columns(&self) -> Vec<&'static str> {
        let used = COLUMNS.iter().enumerate().filter(|(place, _)| self.plan.used.has(*place));
        used.map(|(_, (name, _))| *name).collect()
    }

    /// Whether the answer depends on what now is.
    pub fn depends_on_now(&self) -> bool {
        self.plan.depends_on_now
    }

    /// Begins to run it. `now` is the same for all rows.
    pub fn run(&self, now: Ticks) -> Run {
        Run::new(self.clone(), now)
    }

    /// What this step keeps is too large.
    pub(crate) fn too_large(&self, step: usize) -> Refusal {
        let (line, column) = self.places.get(step).copied().unwrap_or((1, 1));
        let reason = "more rows come together here than there is room for (256 MiB); ask for a shorter window, or for fewer columns and groups";
        Refusal { line, column, reason: reason.to_owned() }
    }
}
