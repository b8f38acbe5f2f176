//! Expressions: names, literals and arithmetic. Comparisons are in [`super::compare`], functions in [`super::function`].

use super::Binder;
use crate::expr::{Expr, Fixed};
use crate::refusal::{Trouble, trouble};
use crate::syntax::{self, ExprKind};
use crate::value::{Type, Value};
use signerhunt::Ticks;

impl Binder {
    /// An expression and its type.
    pub(super) fn expression(
        &mut self,
        expression: &syntax::Expr,
    ) -> Result<(Expr, Type), Trouble> {
        let at = expression.at;
        match &expression.kind {
            ExprKind::Name(name) => self.name(at, name),
            ExprKind::Literal(value, kind) => Ok((Expr::constant(value.clone()), *kind)),
            ExprKind::Call(name, arguments) => self.call(at, name, arguments),
            ExprKind::Negative(inner) => {
                let (value, kind) = self.expression(inner)?;
                match kind {
                    Type::Long | Type::Timespan => {
                        let minus = Expr::constant(Value::Long(-1));
                        Ok((multiplied(value, minus), kind))
                    }
                    _ => trouble(
                        at,
                        format!(
                            "`-` stands before a {kind}; only numbers and spans of time have a sign"
                        ),
                    ),
                }
            }
            ExprKind::All(parts) => Ok((Expr::All(self.conditions(parts)?), Type::Bool)),
            ExprKind::Any(parts) => Ok((Expr::Any(self.conditions(parts)?), Type::Bool)),
            ExprKind::Binary(left, operator @ ("+" | "-" | "*"), operator_at, right) => {
                let left = self.expression(left)?;
                let right = self.expression(right)?;
                arithmetic(operator, *operator_at, left, right)
            }
            ExprKind::Binary(left, operator, operator_at, right) => {
                Ok((self.compare(left, operator, *operator_at, right)?, Type::Bool))
            }
            ExprKind::Between { value, from, to, is_negated } => {
                let between = self.between(value, from, to)?;
                Ok((negated_if(*is_negated, between), Type::Bool))
            }
            ExprKind::Listed(left, operator, operator_at, items) => {
                Ok((self.listed(left, operator, *operator_at, items)?, Type::Bool))
            }
        }
    }

    /// An expression that is true or false.
    pub(super) fn condition(&mut self, expression: &syntax::Expr) -> Result<Expr, Trouble> {
        match self.expression(expression)? {
            (condition, Type::Bool) => Ok(condition),
            (_, kind) => trouble(
                expression.at,
                format!(
                    "a {kind} stands where a condition should; compare it with something, as in `Signer has 'x'`"
                ),
            ),
        }
    }

    fn conditions(&mut self, parts: &[syntax::Expr]) -> Result<Vec<Expr>, Trouble> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    /// A column, or else what was given the name before.
    fn name(&mut self, at: usize, name: &str) -> Result<(Expr, Type), Trouble> {
        if let Some(place) = self.columns.iter().position(|column| column.name == name) {
            let column = &self.columns[place];
            if let Some(source) = column.source {
                self.used_here.insert(source);
            }
            return Ok((Expr::Column(place), column.kind));
        }
        match self.lets.get(name) {
            Some((value, kind)) => Ok((value.clone(), *kind)),
            None => self.no_such_name(at, name),
        }
    }
}

/// The condition, or what is true where it is false.
pub(super) fn negated_if(is_negated: bool, condition: Expr) -> Expr {
    if is_negated { Expr::Not(Box::new(condition)) } else { condition }
}

pub(super) fn added(left: Expr, right: Expr) -> Expr {
    worked_out(left, right, Expr::Add)
}

pub(super) fn subtracted(left: Expr, right: Expr) -> Expr {
    worked_out(left, right, Expr::Subtract)
}

pub(super) fn multiplied(left: Expr, right: Expr) -> Expr {
    worked_out(left, right, Expr::Multiply)
}

pub(super) fn binned(value: Expr, size: Expr) -> Expr {
    worked_out(value, size, Expr::Bin)
}

/// An expression of two, worked out where both are constant.
fn worked_out(left: Expr, right: Expr, make: fn(Box<(Expr, Expr)>) -> Expr) -> Expr {
    let is_constant = matches!((&left, &right), (Expr::Constant(_), Expr::Constant(_)));
    let made = make(Box::new((left, right)));
    if is_constant { constant_of(made) } else { made }
}

/// The value of an expression without a row, a `let` or now in it.
pub(super) fn constant_of(expression: Expr) -> Expr {
    let nothing = Fixed { now: Ticks::MIN, lets: Vec::new() };
    Expr::constant(expression.value(&[], &nothing).into_owned())
}

fn arithmetic(
    operator: &str,
    at: usize,
    (left, left_kind): (Expr, Type),
    (right, right_kind): (Expr, Type),
) -> Result<(Expr, Type), Trouble> {
    use Type::{Datetime, Long, Timespan};
    let kind = match (operator, left_kind, right_kind) {
        (_, Long, Long) => Long,
        ("+" | "-", Datetime, Timespan) | ("+", Timespan, Datetime) => Datetime,
        ("+" | "-", Timespan, Timespan)
        | ("-", Datetime, Datetime)
        | ("*", Timespan, Long)
        | ("*", Long, Timespan) => Timespan,
        _ => {
            return trouble(
                at,
                format!("`{operator}` does not work between a {left_kind} and a {right_kind}"),
            );
        }
    };
    let value = match operator {
        "+" => added(left, right),
        "-" => subtracted(left, right),
        _ => multiplied(left, right),
    };
    Ok((value, kind))
}
