//! Functions of one row.

use super::Binder;
use super::aggregate::is_aggregate;
use super::compare::lowered;
use super::expression::{added, binned, constant_of, subtracted};
use crate::expr::Expr;
use crate::literal;
use crate::refusal::{Trouble, trouble};
use crate::syntax;
use crate::value::{Type, Value};

use signerhunt::time::DAY;

const KNOWN: &str = "now, ago, datetime, timespan, bin, startofday, endofday, not, isempty, isnotempty, isnull, isnotnull, tolower, todatetime and totimespan";

impl Binder {
    pub(super) fn call(
        &mut self,
        at: usize,
        name: &str,
        arguments: &[syntax::Expr],
    ) -> Result<(Expr, Type), Trouble> {
        if is_aggregate(name) {
            return trouble(
                at,
                format!(
                    "`{name}` summarizes rows; it has to stand alone in a `summarize`, as in `X = {name}(...)`"
                ),
            );
        }
        let n_arguments = match name {
            "now" => 0..=1,
            "bin" | "floor" => 2..=2,
            "ago" | "not" | "isempty" | "isnotempty" | "notempty" | "isnull" | "isnotnull"
            | "notnull" | "tolower" | "startofday" | "endofday" | "todatetime" | "totimespan"
            | "long" | "int" | "bool" | "boolean" => 1..=1,
            _ => {
                return trouble(
                    at,
                    format!("the function `{name}` is not supported; those are {KNOWN}"),
                );
            }
        };
        if !n_arguments.contains(&arguments.len()) {
            let wanted = n_arguments.end();
            return trouble(
                at,
                format!(
                    "`{name}` takes {wanted} between its parentheses, and {} are given",
                    arguments.len()
                ),
            );
        }
        self.depends_on_now |= matches!(name, "now" | "ago");
        let Some(argument) = arguments.first() else { return Ok((Expr::Now, Type::Datetime)) };
        let (value, kind) = self.expression(argument)?;
        let takes = |wanted: Type| match kind == wanted {
            true => Ok(()),
            false => trouble(
                argument.at,
                format!("`{name}` takes a {wanted}, and this is a {kind}{}", advice(name, wanted)),
            ),
        };
        Ok(match name {
            "now" => {
                takes(Type::Timespan)?;
                (added(Expr::Now, value), Type::Datetime)
            }
            "ago" => {
                takes(Type::Timespan)?;
                (subtracted(Expr::Now, value), Type::Datetime)
            }
            "bin" | "floor" => (self.bin(name, value, kind, argument.at, &arguments[1])?, kind),
            "startofday" => {
                takes(Type::Datetime)?;
                (binned(value, span(DAY)), Type::Datetime)
            }
            "endofday" => {
                takes(Type::Datetime)?;
                (added(binned(value, span(DAY)), span(DAY - 1)), Type::Datetime)
            }
            "not" => {
                takes(Type::Bool)?;
                (Expr::Not(Box::new(value)), Type::Bool)
            }
            "tolower" => {
                takes(Type::String)?;
                (lowered(value), Type::String)
            }
            "isnull" => (Expr::IsNull(Box::new(value)), Type::Bool),
            "isempty" => (Expr::IsEmpty(Box::new(value)), Type::Bool),
            "isnotnull" | "notnull" => {
                (Expr::Not(Box::new(Expr::IsNull(Box::new(value)))), Type::Bool)
            }
            "isnotempty" | "notempty" => {
                (Expr::Not(Box::new(Expr::IsEmpty(Box::new(value)))), Type::Bool)
            }
            "todatetime" => (time_of(value, kind, Type::Datetime, argument.at)?, Type::Datetime),
            "totimespan" => (time_of(value, kind, Type::Timespan, argument.at)?, Type::Timespan),
            _ => {
                let wanted = Type::of_literal(name).unwrap_or(kind);
                takes(wanted)?;
                (value, wanted)
            }
        })
    }

    fn bin(
        &mut self,
        name: &str,
        value: Expr,
        kind: Type,
        at: usize,
        size: &syntax::Expr,
    ) -> Result<Expr, Trouble> {
        let (size_value, size_kind) = self.expression(size)?;
        let fits = matches!(
            (kind, size_kind),
            (Type::Datetime | Type::Timespan, Type::Timespan) | (Type::Long, Type::Long)
        );
        if !fits {
            return trouble(
                at,
                format!(
                    "`{name}` cannot round a {kind} by a {size_kind}; write it as in `{name}(Timestamp, 1d)`"
                ),
            );
        }
        match &size_value {
            Expr::Constant(constant)
                if matches!(**constant, Value::Long(1..) | Value::Timespan(1..)) =>
            {
                Ok(binned(value, size_value))
            }
            _ => trouble(
                size.at,
                format!("what `{name}` rounds by has to be a constant above 0, such as 1d"),
            ),
        }
    }
}

fn advice(name: &str, wanted: Type) -> &'static str {
    match (name, wanted) {
        (_, Type::Timespan) => "; write it with a unit, such as 5d or 12h",
        ("not", _) => "; compare it with something first",
        _ => "",
    }
}

fn span(ticks: i64) -> Expr {
    Expr::constant(Value::Timespan(ticks))
}

/// What `todatetime` and `totimespan` make of a text that is known; a time stays one.
fn time_of(value: Expr, kind: Type, wanted: Type, at: usize) -> Result<Expr, Trouble> {
    if kind == wanted {
        return Ok(value);
    }
    match &value {
        Expr::Constant(constant) if let Value::Text(text) = &**constant => {
            let time = match wanted {
                Type::Datetime => literal::datetime(text, at)?.map(Value::Datetime),
                _ => literal::timespan(text, at)?.map(Value::Timespan),
            };
            Ok(constant_of(Expr::constant(time.unwrap_or(Value::Null))))
        }
        _ => trouble(
            at,
            format!(
                "only a text in quotes can be made a {wanted} here; use the columns that are one"
            ),
        ),
    }
}
