//! Expressions: what binds how tightly. `or` binds loosest, then `and`, one comparison, `+ -`, `*`, a sign.

use super::{MAX_DEPTH, Parser, unsupported};
use crate::refusal::{Trouble, trouble};
use crate::syntax::{Expr, ExprKind};
use crate::token::Kind;
use crate::value::{Type, Value};

/// Comparisons of two values.
const COMPARISONS: [&str; 32] = [
    "==",
    "!=",
    "=~",
    "!~",
    "<",
    "<=",
    ">",
    ">=",
    "has",
    "!has",
    "has_cs",
    "!has_cs",
    "hasprefix",
    "!hasprefix",
    "hasprefix_cs",
    "!hasprefix_cs",
    "hassuffix",
    "!hassuffix",
    "hassuffix_cs",
    "!hassuffix_cs",
    "contains",
    "!contains",
    "contains_cs",
    "!contains_cs",
    "startswith",
    "!startswith",
    "startswith_cs",
    "!startswith_cs",
    "endswith",
    "!endswith",
    "endswith_cs",
    "!endswith_cs",
];

/// Comparisons with a list of values.
const LISTED: [&str; 6] = ["in", "!in", "in~", "!in~", "has_any", "has_all"];

const NOT: &str = "a condition is negated by a function; write `not(...)`";

impl Parser<'_> {
    /// An expression.
    pub(super) fn expression(&mut self) -> Result<Expr, Trouble> {
        self.deeper(|parser| {
            parser.joined("or", ExprKind::Any, |parser| {
                parser.joined("and", ExprKind::All, Self::comparison)
            })
        })
    }

    fn joined(
        &mut self,
        word: &str,
        join: fn(Vec<Expr>) -> ExprKind,
        mut part: impl FnMut(&mut Self) -> Result<Expr, Trouble>,
    ) -> Result<Expr, Trouble> {
        let at = self.token.at;
        let first = part(self)?;
        if !self.is_name(word) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.eat(word)? {
            parts.push(part(self)?);
        }
        Ok(Expr { at, kind: join(parts) })
    }

    fn comparison(&mut self) -> Result<Expr, Trouble> {
        let left = self.sum()?;
        let at = left.at;
        let Some(operator) = self.comparison_operator()? else { return Ok(left) };
        let operator_at = self.token.at;
        self.advance()?;
        let left = Box::new(left);
        let kind = match operator {
            "between" | "!between" => {
                self.expect("(", &format!("`(` behind `{operator}`"))?;
                let from = Box::new(self.sum()?);
                self.expect("..", "`..` between the ends of the range")?;
                let to = Box::new(self.sum()?);
                self.expect(")", "`)` behind the range")?;
                ExprKind::Between { value: left, from, to, is_negated: operator == "!between" }
            }
            _ if LISTED.contains(&operator) => {
                self.expect("(", &format!("`(` and a list behind `{operator}`"))?;
                let items = self.list(Self::expression)?;
                self.expect(")", "`)` behind the list")?;
                ExprKind::Listed(left, operator, operator_at, items)
            }
            _ => ExprKind::Binary(left, operator, operator_at, Box::new(self.sum()?)),
        };
        if let Some(second) = self.comparison_operator()? {
            return trouble(
                self.token.at,
                format!(
                    "`{second}` follows another comparison; put one of them in parentheses, or `and` between"
                ),
            );
        }
        Ok(Expr { at, kind })
    }

    /// The comparison that stands here, not taken yet.
    fn comparison_operator(&mut self) -> Result<Option<&'static str>, Trouble> {
        let word = match self.token.kind {
            Kind::Name(name) => name,
            Kind::Mark("<>") => "!=",
            Kind::Mark("=") => {
                return trouble(
                    self.token.at,
                    "`=` does not compare; write `==`, or `=~` for any case",
                );
            }
            Kind::Mark(mark) => mark,
            _ => return Ok(None),
        };
        let known = COMPARISONS.into_iter().chain(LISTED).chain(["between", "!between"]);
        if let Some(operator) = known.into_iter().find(|&known| known == word) {
            return Ok(Some(operator));
        }
        match unsupported::comparison(word) {
            Some(reason) => trouble(self.token.at, reason),
            None => Ok(None),
        }
    }

    fn sum(&mut self) -> Result<Expr, Trouble> {
        self.chain(&["+", "-"], |parser| parser.chain(&["*"], Self::signed))
    }

    /// Values with these operators between, from left to right.
    fn chain(
        &mut self,
        operators: &[&'static str],
        mut part: impl FnMut(&mut Self) -> Result<Expr, Trouble>,
    ) -> Result<Expr, Trouble> {
        let mut left = part(self)?;
        let mut n_operators = 0;
        while let Some(&operator) = operators.iter().find(|&&operator| self.is_mark(operator)) {
            let operator_at = self.token.at;
            n_operators += 1;
            if n_operators > MAX_DEPTH {
                return trouble(
                    operator_at,
                    format!(
                        "more than {MAX_DEPTH} values are added or multiplied here; take some away"
                    ),
                );
            }
            self.advance()?;
            let right = Box::new(part(self)?);
            let at = left.at;
            left =
                Expr { at, kind: ExprKind::Binary(Box::new(left), operator, operator_at, right) };
        }
        if let Kind::Mark(mark @ ("/" | "%")) = self.token.kind {
            return trouble(
                self.token.at,
                format!("`{mark}` is not supported; only `+`, `-` and `*` are"),
            );
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expr, Trouble> {
        let at = self.token.at;
        if self.eat("-")? {
            let inner = Box::new(self.deeper(Self::signed)?);
            return Ok(Expr { at, kind: ExprKind::Negative(inner) });
        }
        self.eat("+")?;
        self.primary()
    }

    fn primary(&mut self) -> Result<Expr, Trouble> {
        let at = self.token.at;
        let kind = match self.token.kind.clone() {
            Kind::Text(_) => ExprKind::Literal(Value::Text(self.text()?), Type::String),
            Kind::Mark("(") => {
                self.advance()?;
                let inner = self.expression()?;
                self.expect(")", "`)`")?;
                return Ok(inner);
            }
            Kind::Mark("!") => return trouble(at, NOT),
            Kind::Name(name) if name.starts_with('!') => return trouble(at, NOT),
            Kind::Mark("[") => ExprKind::Name(self.any_name("a name")?),
            Kind::Name("dynamic") => {
                self.advance()?;
                self.expect("(", "`(` behind `dynamic`")?;
                let value = self.dynamic()?;
                self.expect(")", "`)` behind the list")?;
                ExprKind::Literal(value, Type::Dynamic)
            }
            Kind::Name(name @ ("and" | "or" | "by")) => {
                return self.unexpected(&format!("a value before `{name}`"));
            }
            Kind::Name(name) => {
                self.advance()?;
                if name == "not" && !self.is_mark("(") {
                    return trouble(at, NOT);
                }
                match self.is_mark("(") {
                    true => self.call(name, at)?,
                    false => {
                        literal_of_name(name).unwrap_or_else(|| ExprKind::Name(name.to_owned()))
                    }
                }
            }
            _ => {
                let Some((value, kind)) = literal(&self.token.kind) else {
                    return self.unexpected("a value");
                };
                self.advance()?;
                ExprKind::Literal(value, kind)
            }
        };
        if self.is_mark(".") || self.is_mark("[") {
            return trouble(
                self.token.at,
                "looking into a value with `.` or `[` is not supported; use the columns as they are",
            );
        }
        Ok(Expr { at, kind })
    }

    /// One text; those that follow each other are one.
    fn text(&mut self) -> Result<String, Trouble> {
        let mut text = String::new();
        while let Kind::Text(part) = &self.token.kind {
            text.push_str(part);
            self.advance()?;
        }
        Ok(text)
    }

    /// What is behind a name: `name(arguments)`.
    fn call(&mut self, name: &str, at: usize) -> Result<ExprKind, Trouble> {
        if let Some(reason) = unsupported::function(name) {
            return trouble(at, reason);
        }
        self.advance()?;
        if self.eat(")")? {
            return Ok(ExprKind::Call(name.to_owned(), Vec::new()));
        }
        if let Some(kind) = Type::of_literal(name)
            && self.eat("null")?
        {
            self.expect(")", "`)`")?;
            return Ok(ExprKind::Literal(Value::Null, kind));
        }
        let arguments = self.list(Self::expression)?;
        self.expect(")", &format!("`)` behind what `{name}` is given"))?;
        Ok(ExprKind::Call(name.to_owned(), arguments))
    }

    /// What is between the parentheses of `dynamic()`: JSON, with Kusto's quotes.
    fn dynamic(&mut self) -> Result<Value, Trouble> {
        let value = match self.token.kind.clone() {
            Kind::Mark("[") => return self.deeper(Self::array),
            Kind::Mark("{") => {
                return trouble(
                    self.token.at,
                    "records are not supported; write a list, dynamic([\"a\", \"b\"])",
                );
            }
            Kind::Mark("-") => {
                self.advance()?;
                match self.token.kind {
                    Kind::Long(number) => Value::Long(number.wrapping_neg()),
                    _ => return self.unexpected("a number"),
                }
            }
            Kind::Text(text) => Value::Text(text),
            Kind::Long(number) => Value::Long(number),
            Kind::Name("true") => Value::Bool(true),
            Kind::Name("false") => Value::Bool(false),
            Kind::Name("null") => Value::Null,
            _ => return self.unexpected("a text, a number, true, false, null or a list"),
        };
        self.advance()?;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, Trouble> {
        self.advance()?;
        if self.eat("]")? {
            return Ok(Value::List(Vec::new()));
        }
        let items = self.list(Self::dynamic)?;
        self.expect("]", "`]` behind the list")?;
        Ok(Value::List(items))
    }
}

fn literal_of_name(name: &str) -> Option<ExprKind> {
    let truth = match name {
        "true" | "True" | "TRUE" => true,
        "false" | "False" | "FALSE" => false,
        _ => return None,
    };
    Some(ExprKind::Literal(Value::Bool(truth), Type::Bool))
}

fn literal(kind: &Kind<'_>) -> Option<(Value, Type)> {
    Some(match *kind {
        Kind::Long(number) => (Value::Long(number), Type::Long),
        Kind::Timespan(ticks) => (ticks.map_or(Value::Null, Value::Timespan), Type::Timespan),
        Kind::Datetime(ticks) => (ticks.map_or(Value::Null, Value::Datetime), Type::Datetime),
        _ => return None,
    })
}
