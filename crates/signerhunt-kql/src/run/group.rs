//! Rows with the same keys, and what is known of them so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::{Expr, Fixed};
use crate::plan::{Aggregate, Group};
use crate::value::Value;

/// The groups by their keys, which is also their order.
#[derive(Default, Debug)]
pub(super) struct Groups {
    groups: BTreeMap<Vec<Value>, Vec<Result>>,
    /// What they take in memory, about.
    pub(super) n_bytes: usize,
}

/// A result so far.
#[derive(Debug)]
enum Result {
    Count(i64),
    /// The least or greatest; null until there is one.
    End(Value),
    Values(BTreeSet<Value>),
}

impl Groups {
    pub(super) fn take(&mut self, group: &Group, row: &[Value], fixed: &Fixed) {
        let keys: Vec<Value> =
            group.keys.iter().map(|key| key.value(row, fixed).into_owned()).collect();
        let results = self.groups.entry(keys).or_insert_with_key(|keys| {
            let n_bytes: usize = keys.iter().map(Value::n_bytes).sum();
            // What a map and the results take besides, about.
            self.n_bytes += n_bytes + 64 * (1 + group.results.len());
            group.results.iter().map(empty).collect()
        });
        for (result, aggregate) in results.iter_mut().zip(&group.results) {
            self.n_bytes += result.take(aggregate, row, fixed);
        }
    }

    pub(super) fn into_rows(mut self, group: &Group) -> Vec<Vec<Value>> {
        if !group.has_keys && self.groups.is_empty() {
            self.groups.insert(Vec::new(), group.results.iter().map(empty).collect());
        }
        let row = |(mut row, results): (Vec<Value>, Vec<Result>)| {
            let results = results.into_iter().zip(&group.results);
            row.extend(results.map(|(result, aggregate)| result.into_value(aggregate)));
            row
        };
        self.groups.into_iter().map(row).collect()
    }
}

fn empty(aggregate: &Aggregate) -> Result {
    match aggregate {
        Aggregate::Count | Aggregate::CountIf(_) => Result::Count(0),
        Aggregate::Min(_) | Aggregate::Max(_) => Result::End(Value::Null),
        Aggregate::Set(..) | Aggregate::Distinct(_) => Result::Values(BTreeSet::new()),
    }
}

impl Result {
    /// Takes a row in; gives how many bytes more are kept.
    fn take(&mut self, aggregate: &Aggregate, row: &[Value], fixed: &Fixed) -> usize {
        match (self, aggregate) {
            (Result::Count(count), Aggregate::Count) => *count += 1,
            (Result::Count(count), Aggregate::CountIf(condition)) => {
                *count += i64::from(condition.test(row, fixed) == Some(true));
            }
            (Result::End(end), Aggregate::Min(value)) => {
                take_end(end, value, row, fixed, |new, end| new < end);
            }
            (Result::End(end), Aggregate::Max(value)) => {
                take_end(end, value, row, fixed, |new, end| new > end);
            }
            (Result::Values(values), Aggregate::Set(value, limit)) => {
                return take_value(values, value, *limit, row, fixed);
            }
            (Result::Values(values), Aggregate::Distinct(value)) => {
                return take_value(values, value, usize::MAX, row, fixed);
            }
            // A result is what its aggregate makes.
            _ => {}
        }
        0
    }

    fn into_value(self, aggregate: &Aggregate) -> Value {
        match (self, aggregate) {
            (Result::Count(count), _) => Value::Long(count),
            (Result::End(end), _) => end,
            (Result::Values(values), Aggregate::Distinct(_)) => {
                Value::Long(i64::try_from(values.len()).unwrap_or(i64::MAX))
            }
            (Result::Values(values), _) => Value::List(values.into_iter().collect()),
        }
    }
}

fn take_end(
    end: &mut Value,
    value: &Expr,
    row: &[Value],
    fixed: &Fixed,
    is_further: fn(&Value, &Value) -> bool,
) {
    let value = value.value(row, fixed);
    if *value != Value::Null && (*end == Value::Null || is_further(&value, end)) {
        *end = value.into_owned();
    }
}

fn take_value(
    values: &mut BTreeSet<Value>,
    value: &Expr,
    limit: usize,
    row: &[Value],
    fixed: &Fixed,
) -> usize {
    let value = value.value(row, fixed);
    if *value == Value::Null || values.contains(&*value) {
        return 0;
    }
    let n_bytes = value.n_bytes();
    values.insert(value.into_owned());
    if values.len() > limit {
        values.pop_last();
        return 0;
    }
    n_bytes
}
