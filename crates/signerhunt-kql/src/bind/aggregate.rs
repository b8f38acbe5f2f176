//! `summarize`: keys and results.

use super::names::Names;
use super::{Binder, Column, refuse_lists};
use crate::expr::Expr;
use crate::plan::{Aggregate, Group};
use crate::refusal::{Trouble, trouble};
use crate::syntax::{ExprKind, Named};
use crate::value::{Type, Value};

/// As many values as Kusto keeps in a set.
const MAX_SET: usize = 1_048_576;

/// The aggregates, each with what is put before the name of its column when it has no name.
const AGGREGATES: [(&str, &str); 7] = [
    ("count", "count"),
    ("countif", "countif"),
    ("min", "min"),
    ("max", "max"),
    ("make_set", "set"),
    ("dcount", "dcount"),
    ("count_distinct", "count_distinct"),
];

/// Whether a function summarizes rows.
pub(super) fn is_aggregate(name: &str) -> bool {
    AGGREGATES.iter().any(|(aggregate, _)| *aggregate == name)
}

impl Binder {
    pub(super) fn summarize(
        &mut self,
        at: usize,
        results: &[Named],
        keys: &[Named],
    ) -> Result<(), Trouble> {
        let has_keys = !keys.is_empty();
        let mut names = Names::default();
        let (mut key_values, mut columns) = (Vec::new(), Vec::new());
        for named in keys {
            let (value, kind) = self.expression(&named.value)?;
            let name = names.of(named, None)?;
            columns.push(Column { name, kind, source: self.source_of(&value) });
            key_values.push(value);
        }
        refuse_lists(at, "summarize by", &columns)?;
        let mut aggregates = Vec::new();
        for named in results {
            let (aggregate, kind, prefix) = self.aggregate(named)?;
            let name = names.of(named, Some(prefix))?;
            columns.push(Column { name, kind, source: None });
            aggregates.push(aggregate);
        }
        self.columns = columns;
        self.group(at, Group { keys: key_values, results: aggregates, has_keys });
        Ok(())
    }

    fn aggregate(&mut self, named: &Named) -> Result<(Aggregate, Type, &'static str), Trouble> {
        let at = named.value.at;
        let called = match &named.value.kind {
            ExprKind::Call(name, arguments) => {
                AGGREGATES.iter().find(|(known, _)| known == name).map(|known| (*known, arguments))
            }
            _ => None,
        };
        let Some(((name, prefix), arguments)) = called else {
            // What is wrong with it comes first.
            let _: (Expr, Type) = self.expression(&named.value)?;
            return trouble(
                at,
                "a result of `summarize` has to be one of min, max, count, countif, dcount, make_set; what goes by itself stands behind `by`",
            );
        };
        let n_arguments = match name {
            "count" => 0..=0,
            "make_set" | "dcount" => 1..=2,
            _ => 1..=1,
        };
        if !n_arguments.contains(&arguments.len()) {
            let wanted = if name == "count" { "nothing" } else { "one column" };
            return trouble(at, format!("`{name}` takes {wanted} between its parentheses"));
        }
        let Some(argument) = arguments.first() else {
            return Ok((Aggregate::Count, Type::Long, prefix));
        };
        if name == "countif" {
            return Ok((Aggregate::CountIf(self.condition(argument)?), Type::Long, prefix));
        }
        let (value, kind) = self.expression(argument)?;
        if kind == Type::Dynamic {
            return trouble(
                argument.at,
                format!("`{name}` cannot take a list; summarize the column before it is one"),
            );
        }
        let limit = match arguments.get(1) {
            None => None,
            Some(limit) => match self.expression(limit)? {
                (Expr::Constant(value), _) if let Value::Long(number) = *value => {
                    Some((number, limit.at))
                }
                _ => return trouble(limit.at, format!("`{name}` takes a whole number here")),
            },
        };
        Ok(match name {
            "min" => (Aggregate::Min(value), kind, prefix),
            "max" => (Aggregate::Max(value), kind, prefix),
            "make_set" => {
                let limit = match limit {
                    None => MAX_SET,
                    Some((number @ 1.., _)) => {
                        usize::try_from(number).unwrap_or(MAX_SET).min(MAX_SET)
                    }
                    Some((_, at)) => {
                        return trouble(
                            at,
                            "a set has to have room for a value; write a number above 0",
                        );
                    }
                };
                (Aggregate::Set(value, limit), Type::Dynamic, prefix)
            }
            // How exactly it counts is told by the second argument; here it always does.
            _ => (Aggregate::Distinct(value), Type::Long, prefix),
        })
    }
}
