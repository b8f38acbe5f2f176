//! Runs a query over rows as they come: each goes through the steps until one keeps it. When the last row is in, the steps that
//! kept rows pass theirs on, one after the other.

mod group;
mod order;

use signerhunt::{RowCells, Ticks};

use crate::expr::Fixed;
use crate::plan::Step;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::schema::{COLUMNS, Clock, read_into};
use crate::table::Table;
use crate::value::Value;
use group::Groups;
use order::Ordered;

/// What a run may keep, in bytes, about. More is refused: an answer that is cut would be a wrong one.
const MAX_BYTES: usize = 256 << 20;

/// A query that is being run.
#[derive(Debug)]
pub struct Run {
    query: Query,
    fixed: Fixed,
    clock: Clock,
    stages: Vec<Stage>,
    /// The row that is looked at; it keeps its memory.
    row: Vec<Value>,
    is_too_large: bool,
}

/// What a step keeps.
#[derive(Debug)]
enum Stage {
    Nothing,
    Groups(Groups),
    Ordered(Ordered),
    /// So many rows may still pass.
    Left(usize),
}

impl Run {
    pub(crate) fn new(query: Query, now: Ticks) -> Run {
        let mut fixed = Fixed { now, lets: Vec::new() };
        for value in &query.plan.lets {
            let value = value.value(&[], &fixed).into_owned();
            fixed.lets.push(value);
        }
        let stage = |step: &Step| match step {
            Step::Where { .. } | Step::Map(_) => Stage::Nothing,
            Step::Group(_) => Stage::Groups(Groups::default()),
            Step::Order(_) => Stage::Ordered(Ordered::default()),
            Step::Take(limit) => Stage::Left(*limit),
        };
        let stages = query.plan.steps.iter().map(stage).collect();
        Run {
            query,
            fixed,
            clock: Clock::default(),
            stages,
            row: vec![Value::Null; COLUMNS.len()],
            is_too_large: false,
        }
    }

    /// The rows that come next have their times by this clock. Without it: UTC, and the order of day and month has to show.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Takes a row. `cell` gives its cells as they stand in the export, by the name of the column; only the columns that
    /// [`Query::columns`] names are asked for. A cell that is not there is empty, and one that cannot be read is null.
    pub fn take<'c>(&mut self, cell: &dyn Fn(&str) -> Option<&'c str>) {
        self.take_by_place(&|place| cell(COLUMNS[place].0));
    }

    /// As [`Run::take`], with cells by the places of their columns.
    fn take_by_place<'c>(&mut self, cell: &dyn Fn(usize) -> Option<&'c str>) {
        if self.is_too_large {
            return;
        }
        let plan = &self.query.plan;
        let mut is_read = [false; COLUMNS.len()];
        let mut read = |row: &mut Vec<Value>, is_wanted: &dyn Fn(usize) -> bool| {
            for (place, &(_, kind)) in COLUMNS.iter().enumerate() {
                if is_wanted(place) && !is_read[place] {
                    is_read[place] = true;
                    read_into(&mut row[place], cell(place), kind, self.clock);
                }
            }
        };
        // Most rows pass no condition, and only what it looks at is read of them.
        let mut n_passed = 0;
        for step in &plan.steps {
            let Step::Where { condition, used } = step else { break };
            read(&mut self.row, &|place| used.has(place));
            if condition.test(&self.row, &self.fixed) != Some(true) {
                return;
            }
            n_passed += 1;
        }
        read(&mut self.row, &|place| plan.used.has(place));
        let mut row = std::mem::take(&mut self.row);
        self.pass(n_passed, &mut row);
        row.resize(COLUMNS.len(), Value::Null);
        self.row = row;
    }

    /// Whether more is kept than there is room for. No row changes that; [`Run::finish`] refuses.
    pub fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    /// Takes rows from their cells, for each row those of [`Query::columns`] in their order, see
    /// [`signerhunt::WantedCells`].
    pub fn take_cells(&mut self, cells: &RowCells) {
        let mut next = 0;
        let idxs: [Option<usize>; COLUMNS.len()] = std::array::from_fn(|place| {
            let is_there = self.query.plan.used.has(place);
            next += usize::from(is_there);
            is_there.then(|| next - 1)
        });
        cells.for_each(|cells| self.take_by_place(&|place| cells.get(idxs[place]?).copied()));
    }

    /// The answer, or why there is none: it is too large to be kept.
    pub fn finish(mut self) -> Result<Table, Refusal> {
        let mut rows = Vec::new();
        for place in 0..self.stages.len() {
            if self.is_too_large {
                break;
            }
            let stage = std::mem::replace(&mut self.stages[place], Stage::Nothing);
            let passed = match (stage, &self.query.plan.steps[place]) {
                (Stage::Groups(groups), Step::Group(group)) => groups.into_rows(group),
                (Stage::Ordered(ordered), Step::Order(order)) => {
                    ordered.into_rows(order, &self.fixed)
                }
                _ => continue,
            };
            // The last step that keeps rows gives the answer, but for what is behind it.
            rows = Vec::new();
            for mut row in passed {
                if self.pass(place + 1, &mut row) {
                    rows.push(row);
                }
            }
        }
        match self.too_large_at() {
            Some(place) => Err(self.query.too_large(place)),
            None => Ok(Table { columns: self.query.plan.columns, rows }),
        }
    }

    /// Passes a row on from this step; whether it comes out at the end.
    fn pass(&mut self, start: usize, row: &mut Vec<Value>) -> bool {
        let steps = self.query.plan.steps.iter().zip(&mut self.stages).skip(start);
        for (step, stage) in steps {
            match (step, stage) {
                (Step::Where { condition, .. }, _) => {
                    if condition.test(row, &self.fixed) != Some(true) {
                        return false;
                    }
                }
                (Step::Map(values), _) => {
                    let made =
                        values.iter().map(|value| value.value(row, &self.fixed).into_owned());
                    *row = made.collect();
                }
                (Step::Take(_), Stage::Left(left)) => {
                    if *left == 0 {
                        return false;
                    }
                    *left -= 1;
                }
                (Step::Group(group), Stage::Groups(groups)) => {
                    groups.take(group, row, &self.fixed);
                    self.is_too_large |= groups.n_bytes > MAX_BYTES;
                    return false;
                }
                (Step::Order(order), Stage::Ordered(ordered)) => {
                    ordered.take(order, row, &self.fixed);
                    self.is_too_large |= ordered.n_bytes > MAX_BYTES;
                    return false;
                }
                // A step has what it keeps.
                _ => return false,
            }
        }
        true
    }

    fn too_large_at(&self) -> Option<usize> {
        self.is_too_large.then(|| {
            let is_it = |stage: &Stage| match stage {
                Stage::Groups(groups) => groups.n_bytes > MAX_BYTES,
                Stage::Ordered(ordered) => ordered.n_bytes > MAX_BYTES,
                _ => false,
            };
            self.stages.iter().position(is_it).unwrap_or(0)
        })
    }
}
