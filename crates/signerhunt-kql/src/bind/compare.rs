//! Comparisons of two values, and which types they take.

use signerhunt::term::{Case, Literals, Place, fold};

use std::sync::Arc;

use super::Binder;
use super::expression::{added, negated_if};
use crate::expr::{Comparison, Expr, Texts};
use crate::refusal::{Trouble, trouble};
use crate::syntax;
use crate::value::{Type, Value};

impl Binder {
    pub(super) fn compare(
        &mut self,
        left: &syntax::Expr,
        operator: &'static str,
        at: usize,
        right: &syntax::Expr,
    ) -> Result<Expr, Trouble> {
        let (left, left_kind) = self.expression(left)?;
        let (right, right_kind) = self.expression(right)?;
        let comparison = match operator {
            "==" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => {
                refuse_unless_strings(operator, at, left_kind, right_kind)?;
                return self.compare_texts(operator, at, left, right);
            }
        };
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (left, right) = match (left_kind, right_kind) {
            (Type::Dynamic, _) | (_, Type::Dynamic) => {
                return trouble(
                    at,
                    format!(
                        "`{operator}` cannot compare a list; use the column before it is summarized"
                    ),
                );
            }
            (Type::String, Type::String) if is_order => {
                return trouble(
                    at,
                    format!(
                        "`{operator}` does not compare strings in Kusto; use `==`, `startswith` or `in`"
                    ),
                );
            }
            (left_kind, right_kind) if left_kind == right_kind => (left, right),
            // The portal shows bools as 1 and 0, and rules compare them so.
            (Type::Bool, Type::Long) if !is_order => (Expr::Number(Box::new(left)), right),
            (Type::Long, Type::Bool) if !is_order => (left, Expr::Number(Box::new(right))),
            _ => return trouble(at, mismatch(operator, left_kind, right_kind)),
        };
        Ok(Expr::Compare(comparison, Box::new((left, right))))
    }

    fn compare_texts(
        &mut self,
        operator: &'static str,
        at: usize,
        left: Expr,
        right: Expr,
    ) -> Result<Expr, Trouble> {
        let is_negated = operator.starts_with('!');
        let bare = operator.trim_start_matches('!');
        if matches!(bare, "=~" | "~") {
            let sides = Box::new((lowered(left), lowered(right)));
            return Ok(negated_if(is_negated, Expr::Compare(Comparison::Equal, sides)));
        }
        let (name, case) = match bare.strip_suffix("_cs") {
            Some(name) => (name, Case::Kept),
            None => (bare, Case::Ignored),
        };
        let place = match name {
            "has" => Place::Term,
            "hasprefix" => Place::TermStart,
            "hassuffix" => Place::TermEnd,
            "contains" => Place::Anywhere,
            "startswith" => Place::Start,
            _ => Place::End,
        };
        let condition = match &right {
            Expr::Constant(value) if let Value::Text(text) = &**value => {
                self.take_texts(at, std::slice::from_ref(text))?;
                let texts = vec![text.clone()];
                let literals = Literals::new(place, case, &texts);
                let texts = Arc::new(Texts { operator, texts, literals, all: false });
                Expr::Texts { value: Box::new(left), texts }
            }
            _ => Expr::TextOfRow { pair: Box::new((left, right)), place, case },
        };
        Ok(negated_if(is_negated, condition))
    }

    pub(super) fn between(
        &mut self,
        value: &syntax::Expr,
        from: &syntax::Expr,
        to: &syntax::Expr,
    ) -> Result<Expr, Trouble> {
        let (value_bound, kind) = self.expression(value)?;
        if !matches!(kind, Type::Long | Type::Datetime | Type::Timespan) {
            return trouble(
                value.at,
                format!("`between` takes numbers and times, and this is a {kind}"),
            );
        }
        let (from_bound, from_kind) = self.expression(from)?;
        let (to_bound, to_kind) = self.expression(to)?;
        if from_kind != kind {
            return trouble(from.at, mismatch("between", kind, from_kind));
        }
        let to_bound = match (kind, to_kind) {
            (kind, to_kind) if kind == to_kind => to_bound,
            // The end is then so much behind the start.
            (Type::Datetime, Type::Timespan) => added(from_bound.clone(), to_bound),
            _ => return trouble(to.at, mismatch("between", kind, to_kind)),
        };
        Ok(Expr::Between(Box::new([value_bound, from_bound, to_bound])))
    }
}

/// The text in lower case.
pub(super) fn lowered(text: Expr) -> Expr {
    match &text {
        Expr::Constant(value) if let Value::Text(text) = &**value => {
            Expr::constant(Value::Text(fold(text)))
        }
        _ => Expr::Lower(Box::new(text)),
    }
}

fn refuse_unless_strings(
    operator: &str,
    at: usize,
    left: Type,
    right: Type,
) -> Result<(), Trouble> {
    let reason = match (left, right) {
        (Type::String, Type::String) => return Ok(()),
        (Type::String, Type::Dynamic) => {
            format!("`{operator}` takes one text, and this is a list; use `has_any` or `in`")
        }
        (Type::Dynamic, _) => format!(
            "`{operator}` cannot look into a list; use it on the column before it is summarized"
        ),
        (Type::String, _) => {
            format!("`{operator}` takes a text, and this is a {right}; write it in quotes")
        }
        _ => format!(
            "`{operator}` works on strings, and this is a {left}; use `==` or another comparison"
        ),
    };
    trouble(at, reason)
}

/// Why two types cannot be compared.
pub(super) fn mismatch(operator: &str, left: Type, right: Type) -> String {
    let advice = match (left, right) {
        (Type::Datetime, Type::String) | (Type::String, Type::Datetime) => {
            "write a time as datetime(2026-05-26)"
        }
        (Type::Datetime, _) | (_, Type::Datetime) => {
            "write a time as datetime(2026-05-26) or ago(5d)"
        }
        (Type::String, _) => "write the text in quotes",
        (_, Type::String) => "write it without quotes",
        _ => "both sides have to be of one type",
    };
    format!("`{operator}` cannot compare a {left} with a {right}; {advice}")
}
