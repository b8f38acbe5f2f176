//! The stages of the pipeline, each by its operator.

use super::{Parser, unsupported};
use crate::refusal::{Trouble, trouble};
use crate::syntax::{Named, SortKey, Stage, StageKind};
use crate::token::Kind;

impl Parser<'_> {
    /// What is behind a `|`.
    pub(super) fn stage(&mut self) -> Result<Stage, Trouble> {
        let at = self.token.at;
        let operator = self.operator()?;
        let kind = match operator.as_str() {
            "where" | "filter" => StageKind::Where(self.expression()?),
            "summarize" => self.summarize(at)?,
            "project" => StageKind::Project(self.list(Self::named)?),
            "project-away" => StageKind::ProjectAway(self.list(Self::column)?),
            "extend" => StageKind::Extend(self.list(Self::named)?),
            "distinct" if self.eat("*")? => StageKind::Distinct(Vec::new()),
            "distinct" => StageKind::Distinct(self.list(Self::named)?),
            "sort" | "order" => {
                self.expect("by", &format!("`by` behind `{operator}`"))?;
                StageKind::Sort(self.list(Self::sort_key)?)
            }
            "take" | "limit" => StageKind::Take(self.expression()?),
            "top" => {
                let number = self.expression()?;
                self.expect("by", "`by` behind the number of rows")?;
                let key = self.sort_key()?;
                if self.is_mark(",") {
                    return trouble(
                        self.token.at,
                        "`top` takes one column; use `sort by` and `take` for more",
                    );
                }
                StageKind::Top(number, key)
            }
            "count" if self.is_name("as") => {
                return trouble(
                    self.token.at,
                    "`count as` is not supported; use `summarize X = count()`",
                );
            }
            "count" => StageKind::Count,
            other => return trouble(at, unsupported::operator(other)),
        };
        Ok(Stage { at, kind })
    }

    /// An operator's name, which may have dashes in it.
    fn operator(&mut self) -> Result<String, Trouble> {
        let Kind::Name(name) = self.token.kind else {
            return self.unexpected("an operator such as `where`");
        };
        let mut operator = name.to_owned();
        self.advance()?;
        while self.is_mark("-") && self.token.at == self.end {
            let mut lexer = self.lexer.clone();
            let next = lexer.next()?;
            let Kind::Name(name) = next.kind else { break };
            if next.at != self.token.end {
                break;
            }
            operator.push('-');
            operator.push_str(name);
            self.advance()?;
            self.advance()?;
        }
        Ok(operator)
    }

    fn summarize(&mut self, at: usize) -> Result<StageKind, Trouble> {
        let is_bare = self.is_name("by");
        let results = if is_bare { Vec::new() } else { self.list(Self::named)? };
        let keys = if self.eat("by")? { self.list(Self::named)? } else { Vec::new() };
        if results.is_empty() && keys.is_empty() {
            return trouble(at, "`summarize` has nothing to do; name a result such as `count()`");
        }
        Ok(StageKind::Summarize { results, keys })
    }

    /// `name = value`, or only the value.
    fn named(&mut self) -> Result<Named, Trouble> {
        let at = self.token.at;
        let is_named = match self.token.kind {
            Kind::Name(_) => self.lexer.clone().next()?.kind == Kind::Mark("="),
            Kind::Mark("[") => {
                let mut lexer = self.lexer.clone();
                lexer.next()?;
                lexer.next()?;
                lexer.next()?.kind == Kind::Mark("=")
            }
            _ => false,
        };
        let name = match is_named {
            true => {
                let name = self.any_name("a name")?;
                self.expect("=", "`=`")?;
                Some(name)
            }
            false => None,
        };
        Ok(Named { at, name, value: self.expression()? })
    }

    /// The name of a column, of `project-away`.
    fn column(&mut self) -> Result<crate::syntax::Expr, Trouble> {
        let at = self.token.at;
        let name = self.any_name("the name of a column")?;
        if self.is_mark("*") {
            return trouble(
                self.token.at,
                "names with `*` are not supported; write each column's name",
            );
        }
        Ok(crate::syntax::Expr { at, kind: crate::syntax::ExprKind::Name(name) })
    }

    fn sort_key(&mut self) -> Result<SortKey, Trouble> {
        let value = self.expression()?;
        let is_ascending = self.eat("asc")?;
        if !is_ascending {
            self.eat("desc")?;
        }
        let nulls_first = match self.eat("nulls")? {
            true if self.eat("first")? => true,
            true if self.eat("last")? => false,
            true => return self.unexpected("`first` or `last` behind `nulls`"),
            // Nulls are the smallest.
            false => is_ascending,
        };
        Ok(SortKey { value, is_ascending, nulls_first })
    }
}
