//! What a query does, step by step, when columns and types are known: what `bind` makes and `run` does.

use crate::expr::Expr;
use crate::value::Type;

/// A query that can be run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What depends on now and has a name, each in terms of those before.
    pub(crate) lets: Vec<Expr>,
    pub(crate) steps: Vec<Step>,
    /// Where in the query each step stands.
    pub(crate) places: Vec<usize>,
    /// The columns of the answer.
    pub(crate) columns: Vec<(String, Type)>,
    /// The columns of the table that are looked at.
    pub(crate) used: Columns,
    pub(crate) depends_on_now: bool,
}

/// A set of columns of the table.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Columns(u32);

impl Columns {
    pub(crate) fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    pub(crate) fn has(self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }

    pub(crate) fn union(self, other: Columns) -> Columns {
        Columns(self.0 | other.0)
    }
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Passes on the rows for which the condition is true.
    Where {
        condition: Expr,
        /// The columns of the table it looks at.
        used: Columns,
    },
    /// Makes a row of each row.
    Map(Vec<Expr>),
    /// Makes a row of all rows with the same keys, in the order of the keys.
    Group(Group),
    /// Puts rows in order and passes the first on.
    Order(Order),
    /// Passes so many rows on.
    Take(usize),
}

/// How rows are summarized.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) keys: Vec<Expr>,
    pub(crate) results: Vec<Aggregate>,
    /// Without keys there is one row, also of no rows.
    pub(crate) has_keys: bool,
}

/// One result of a group.
#[derive(Clone, Debug)]
pub(crate) enum Aggregate {
    Count,
    CountIf(Expr),
    Min(Expr),
    Max(Expr),
    /// Distinct values, at most so many: the smallest.
    Set(Expr, usize),
    /// How many distinct values.
    Distinct(Expr),
}

/// How rows are ordered.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) keys: Vec<Key>,
    /// Rows come in no order that counts: where keys are the same, the whole rows decide.
    pub(crate) by_row: bool,
    /// How many are needed.
    pub(crate) limit: Option<usize>,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) value: Expr,
    pub(crate) is_ascending: bool,
    pub(crate) nulls_first: bool,
}
