//! `in`, `has_any` and `has_all`: comparisons with a list of constants.

use std::collections::BTreeSet;
use std::sync::Arc;

use signerhunt::term::{Case, Literals, Place, fold};

use super::Binder;
use super::compare::mismatch;
use super::expression::negated_if;
use crate::expr::{Expr, Texts};
use crate::refusal::{Trouble, trouble};
use crate::syntax;
use crate::value::{Type, Value};

/// As many as Kusto takes for each.
const MAX_HAS_ANY: usize = 10_000;
const MAX_HAS_ALL: usize = 256;

/// All that a query may look for, in texts and in bytes: they are prepared before the first row.
const MAX_TEXTS: usize = 100_000;
const MAX_TEXT_BYTES: usize = 4 << 20;

/// A text that is looked for may be so long: longer ones are in no signer, and looking for them could take long.
const MAX_TEXT: usize = 4096;

impl Binder {
    pub(super) fn listed(
        &mut self,
        left: &syntax::Expr,
        operator: &'static str,
        at: usize,
        items: &[syntax::Expr],
    ) -> Result<Expr, Trouble> {
        let (value, kind) = self.expression(left)?;
        let is_in = operator.contains("in");
        if kind == Type::Dynamic || kind != Type::String && operator != "in" && operator != "!in" {
            return trouble(
                at,
                format!("`{operator}` works on strings, and this is a {kind}; use `==` or `in`"),
            );
        }
        let mut values = Vec::new();
        for item in items {
            self.items(operator, item, kind, &mut values)?;
        }
        if is_in {
            return self.within(value, operator, at, values);
        }
        let all = operator == "has_all";
        // A null is in every text, as nothing is. Of several that all must be there it asks for nothing.
        let texts = values.iter().filter(|value| !(all && **value == Value::Null));
        let mut texts: Vec<String> = texts.map(ToString::to_string).collect();
        let mut seen = BTreeSet::new();
        texts.retain(|text| seen.insert(text.clone()));
        let most = if all { MAX_HAS_ALL } else { MAX_HAS_ANY };
        if texts.len() > most {
            return trouble(
                at,
                format!(
                    "`{operator}` takes at most {most} texts; use several with `or` or `and` between"
                ),
            );
        }
        self.take_texts(at, &texts)?;
        let literals = Literals::new(Place::Term, Case::Ignored, &texts);
        let texts = Arc::new(Texts { operator, texts, literals, all });
        Ok(Expr::Texts { value: Box::new(value), texts })
    }

    /// The constants of an item, which may be a list itself.
    fn items(
        &mut self,
        operator: &str,
        item: &syntax::Expr,
        kind: Type,
        values: &mut Vec<Value>,
    ) -> Result<(), Trouble> {
        let (bound, item_kind) = self.expression(item)?;
        let Expr::Constant(constant) = bound else {
            return trouble(
                item.at,
                format!(
                    "the list of `{operator}` has to be constant; write the values, or a `let` with a dynamic list"
                ),
            );
        };
        let mut leaves = Vec::new();
        constant.leaves(&mut leaves);
        self.n_texts += leaves.len();
        if self.n_texts > MAX_TEXTS {
            return trouble(
                item.at,
                format!("the query looks for more than {MAX_TEXTS} values; take some away"),
            );
        }
        for leaf in leaves {
            let fits = match leaf {
                Value::Null => !operator.contains("in"),
                Value::Text(_) => kind == Type::String,
                // Terms that are numbers are looked for as they are written.
                Value::Long(_) => {
                    kind == Type::Long || kind == Type::String && !operator.contains("in")
                }
                Value::Bool(_) => kind == Type::Bool,
                Value::Datetime(_) => kind == Type::Datetime,
                Value::Timespan(_) => kind == Type::Timespan,
                Value::List(_) => false,
            };
            if !fits {
                let leaf_kind = match (leaf, item_kind) {
                    (Value::Null, _) => {
                        return trouble(
                            item.at,
                            format!("a null is in the list of `{operator}`; use isnull() for it"),
                        );
                    }
                    (Value::Text(_), Type::Dynamic) => Type::String,
                    (Value::Long(_), Type::Dynamic) => Type::Long,
                    (Value::Bool(_), Type::Dynamic) => Type::Bool,
                    _ => item_kind,
                };
                return trouble(item.at, mismatch(operator, kind, leaf_kind));
            }
            values.push(leaf.clone());
        }
        Ok(())
    }

    fn within(
        &mut self,
        value: Expr,
        operator: &str,
        at: usize,
        values: Vec<Value>,
    ) -> Result<Expr, Trouble> {
        let case = if operator.ends_with('~') { Case::Ignored } else { Case::Kept };
        self.n_text_bytes += values.iter().map(Value::n_bytes).sum::<usize>();
        self.refuse_too_many(at)?;
        let prepared = values.into_iter().map(|value| match value {
            Value::Text(text) if case == Case::Ignored => Value::Text(fold(&text)),
            other => other,
        });
        let values = Arc::new(prepared.collect());
        Ok(negated_if(operator.starts_with('!'), Expr::In { value: Box::new(value), values, case }))
    }

    /// Counts what is looked for.
    pub(super) fn take_texts(&mut self, at: usize, texts: &[String]) -> Result<(), Trouble> {
        if texts.iter().any(|text| text.len() > MAX_TEXT) {
            return trouble(
                at,
                format!("a text of more than {MAX_TEXT} bytes is looked for; write a shorter one"),
            );
        }
        self.n_text_bytes +=
            texts.iter().map(|text| text.len() + size_of::<Value>()).sum::<usize>();
        self.refuse_too_many(at)
    }

    fn refuse_too_many(&self, at: usize) -> Result<(), Trouble> {
        match self.n_text_bytes {
            0..=MAX_TEXT_BYTES => Ok(()),
            _ => trouble(at, "the query looks for more than 4 MiB of texts; take some away"),
        }
    }
}
