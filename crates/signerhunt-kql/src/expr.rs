//! Expressions over a row: what they give. Their types have been checked by `bind`; null is handled here as Kusto does, which is
//! not as SQL does.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use signerhunt::Ticks;
use signerhunt::term::{Case, Literals, Place, fold, is_in};

use crate::value::Value;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Constant(Arc<Value>),
    /// A `let` that depends on now, by its place.
    Let(usize),
    /// A column of the row, by its place.
    Column(usize),
    Now,
    Add(Box<(Expr, Expr)>),
    Subtract(Box<(Expr, Expr)>),
    Multiply(Box<(Expr, Expr)>),
    /// The value rounded down to a multiple of the second, from the year 1 on.
    Bin(Box<(Expr, Expr)>),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Compare(Comparison, Box<(Expr, Expr)>),
    Between(Box<[Expr; 3]>),
    /// Texts that are looked for in a text.
    Texts {
        value: Box<Expr>,
        texts: Arc<Texts>,
    },
    /// A text of the row that is looked for in another.
    TextOfRow {
        pair: Box<(Expr, Expr)>,
        place: Place,
        case: Case,
    },
    In {
        value: Box<Expr>,
        values: Arc<BTreeSet<Value>>,
        case: Case,
    },
    IsNull(Box<Expr>),
    IsEmpty(Box<Expr>),
    Lower(Box<Expr>),
    /// A bool as 1 or 0.
    Number(Box<Expr>),
}

/// Texts that are looked for.
#[derive(Debug)]
pub(crate) struct Texts {
    /// The operator as it is written.
    pub(crate) operator: &'static str,
    pub(crate) texts: Vec<String>,
    pub(crate) literals: Literals,
    /// All must be there, not only one.
    pub(crate) all: bool,
}

/// How two values of a type are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is the same for all rows.
#[derive(Clone, Debug)]
pub(crate) struct Fixed {
    pub(crate) now: Ticks,
    pub(crate) lets: Vec<Value>,
}

impl Expr {
    pub(crate) fn constant(value: Value) -> Expr {
        Expr::Constant(Arc::new(value))
    }

    /// What the expression gives for a row.
    pub(crate) fn value<'a>(&'a self, row: &'a [Value], fixed: &'a Fixed) -> Cow<'a, Value> {
        let owned = match self {
            Expr::Constant(value) => return Cow::Borrowed(value),
            Expr::Let(place) => return Cow::Borrowed(&fixed.lets[*place]),
            Expr::Column(place) => return Cow::Borrowed(&row[*place]),
            Expr::Now => Value::Datetime(fixed.now),
            Expr::Add(pair) => both(pair, row, fixed, add),
            Expr::Subtract(pair) => both(pair, row, fixed, subtract),
            Expr::Multiply(pair) => both(pair, row, fixed, multiply),
            Expr::Bin(pair) => both(pair, row, fixed, bin),
            Expr::Lower(inner) => match &*inner.value(row, fixed) {
                Value::Text(text) => Value::Text(fold(text)),
                _ => Value::Null,
            },
            Expr::Number(inner) => match *inner.value(row, fixed) {
                Value::Bool(truth) => Value::Long(i64::from(truth)),
                _ => Value::Null,
            },
            condition => condition.test(row, fixed).map_or(Value::Null, Value::Bool),
        };
        Cow::Owned(owned)
    }

    /// What a condition gives for a row; `None` is null.
    pub(crate) fn test(&self, row: &[Value], fixed: &Fixed) -> Option<bool> {
        match self {
            Expr::Not(inner) => inner.test(row, fixed).map(|truth| !truth),
            Expr::All(parts) => {
                let mut all = Some(true);
                for part in parts {
                    match part.test(row, fixed) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => all = None,
                    }
                }
                all
            }
            Expr::Any(parts) => {
                let mut any = Some(false);
                for part in parts {
                    match part.test(row, fixed) {
                        Some(false) => {}
                        Some(true) => return Some(true),
                        None => any = None,
                    }
                }
                any
            }
            Expr::Compare(comparison, pair) => {
                comparison.of(&pair.0.value(row, fixed), &pair.1.value(row, fixed))
            }
            Expr::Between(parts) => {
                let [value, from, to] = parts.each_ref().map(|part| part.value(row, fixed));
                let from = Comparison::GreaterOrEqual.of(&value, &from)?;
                let to = Comparison::LessOrEqual.of(&value, &to)?;
                Some(from && to)
            }
            Expr::Texts { value, texts } => match &*value.value(row, fixed) {
                Value::Text(text) if texts.all => Some(texts.literals.all_in(text)),
                Value::Text(text) => Some(texts.literals.any_in(text)),
                _ => Some(false),
            },
            Expr::TextOfRow { pair, place, case } => {
                match (&*pair.0.value(row, fixed), &*pair.1.value(row, fixed)) {
                    (Value::Text(text), Value::Text(literal)) => {
                        Some(is_in(text, *place, *case, literal))
                    }
                    _ => Some(false),
                }
            }
            Expr::In { value, values, case } => {
                let value = value.value(row, fixed);
                Some(match (&*value, case) {
                    (Value::Null, _) => false,
                    (Value::Text(text), Case::Ignored) => values.contains(&Value::Text(fold(text))),
                    (value, _) => values.contains(value),
                })
            }
            Expr::IsNull(inner) => Some(*inner.value(row, fixed) == Value::Null),
            Expr::IsEmpty(inner) => Some(match &*inner.value(row, fixed) {
                Value::Null => true,
                Value::Text(text) => text.is_empty(),
                _ => false,
            }),
            // Its type is bool.
            value => match *value.value(row, fixed) {
                Value::Bool(truth) => Some(truth),
                _ => None,
            },
        }
    }
}

impl Comparison {
    /// Equal or not is always known but between two nulls; the rest is not where there is one.
    fn of(self, left: &Value, right: &Value) -> Option<bool> {
        let n_nulls = [left, right].iter().filter(|side| ***side == Value::Null).count();
        match (self, n_nulls) {
            (_, 2) => None,
            (Comparison::Equal, _) => Some(left == right),
            (Comparison::NotEqual, _) => Some(left != right),
            (_, 1) => None,
            (Comparison::Less, _) => Some(left < right),
            (Comparison::LessOrEqual, _) => Some(left <= right),
            (Comparison::Greater, _) => Some(left > right),
            (Comparison::GreaterOrEqual, _) => Some(left >= right),
        }
    }

    /// The same with its sides exchanged.
    pub(crate) fn flipped(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same => same,
        }
    }
}

fn both(
    pair: &(Expr, Expr),
    row: &[Value],
    fixed: &Fixed,
    apply: fn(&Value, &Value) -> Option<Value>,
) -> Value {
    apply(&pair.0.value(row, fixed), &pair.1.value(row, fixed)).unwrap_or(Value::Null)
}

/// Null where a side is, and where there is no such number or time.
fn add(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Long(left), Value::Long(right)) => Value::Long(left.checked_add(*right)?),
        (Value::Timespan(left), Value::Timespan(right)) => {
            Value::Timespan(left.checked_add(*right)?)
        }
        (Value::Datetime(time), Value::Timespan(span))
        | (Value::Timespan(span), Value::Datetime(time)) => {
            Value::Datetime(Ticks::new(time.count().checked_add(*span)?)?)
        }
        _ => return None,
    })
}

fn subtract(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Long(left), Value::Long(right)) => Value::Long(left.checked_sub(*right)?),
        (Value::Timespan(left), Value::Timespan(right)) => {
            Value::Timespan(left.checked_sub(*right)?)
        }
        (Value::Datetime(left), Value::Datetime(right)) => {
            Value::Timespan(left.count() - right.count())
        }
        (Value::Datetime(time), Value::Timespan(span)) => {
            Value::Datetime(Ticks::new(time.count().checked_sub(*span)?)?)
        }
        _ => return None,
    })
}

fn multiply(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Long(left), Value::Long(right)) => Value::Long(left.checked_mul(*right)?),
        (Value::Timespan(span), Value::Long(number))
        | (Value::Long(number), Value::Timespan(span)) => {
            Value::Timespan(span.checked_mul(*number)?)
        }
        _ => return None,
    })
}

fn bin(value: &Value, size: &Value) -> Option<Value> {
    let floor = |number: i64, size: i64| match size {
        1.. => Some(number.checked_sub(number.rem_euclid(size))?),
        _ => None,
    };
    Some(match (value, size) {
        (Value::Datetime(time), Value::Timespan(size)) => {
            Value::Datetime(Ticks::new(floor(time.count(), *size)?)?)
        }
        (Value::Timespan(span), Value::Timespan(size)) => Value::Timespan(floor(*span, *size)?),
        (Value::Long(number), Value::Long(size)) => Value::Long(floor(*number, *size)?),
        _ => return None,
    })
}
