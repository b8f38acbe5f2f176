//! A query as it is written: what stands in it and where, before anything is known of columns and types.

use crate::value::{Type, Value};

/// A whole query.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Syntax {
    pub(crate) lets: Vec<Let>,
    pub(crate) stages: Vec<Stage>,
}

/// `let name = value;`
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Let {
    pub(crate) at: usize,
    pub(crate) name: String,
    pub(crate) value: Expr,
}

/// What stands between two `|`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Stage {
    pub(crate) at: usize,
    pub(crate) kind: StageKind,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum StageKind {
    Where(Expr),
    Summarize {
        results: Vec<Named>,
        keys: Vec<Named>,
    },
    Project(Vec<Named>),
    ProjectAway(Vec<Expr>),
    Extend(Vec<Named>),
    /// `distinct`; of all columns when there are none.
    Distinct(Vec<Named>),
    Sort(Vec<SortKey>),
    Take(Expr),
    Top(Expr, SortKey),
    Count,
}

/// A column that is made: `name = value`, or a value that brings its name.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Named {
    pub(crate) at: usize,
    pub(crate) name: Option<String>,
    pub(crate) value: Expr,
}

/// What rows are ordered by.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct SortKey {
    pub(crate) value: Expr,
    pub(crate) is_ascending: bool,
    pub(crate) nulls_first: bool,
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Expr {
    pub(crate) at: usize,
    pub(crate) kind: ExprKind,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ExprKind {
    Name(String),
    /// Of a null, the type says of what.
    Literal(Value, Type),
    Call(String, Vec<Expr>),
    Negative(Box<Expr>),
    /// Two or more, with `and` between.
    All(Vec<Expr>),
    /// Two or more, with `or` between.
    Any(Vec<Expr>),
    /// Left, the operator and where it stands, right.
    Binary(Box<Expr>, &'static str, usize, Box<Expr>),
    /// `value between (from .. to)`.
    Between {
        value: Box<Expr>,
        from: Box<Expr>,
        to: Box<Expr>,
        is_negated: bool,
    },
    /// `value in (items)` and the others that take a list.
    Listed(Box<Expr>, &'static str, usize, Vec<Expr>),
}
