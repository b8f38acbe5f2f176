//! The names of columns that are made: those that are given, those that values bring, and those that Kusto makes up.

use std::collections::BTreeSet;

use super::{MAX_COLUMNS, too_many_columns};
use crate::refusal::{Trouble, trouble};
use crate::syntax::{self, ExprKind, Named};

/// Names for columns that are made, each once.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    n_unnamed: usize,
    /// Names of columns that are there already and may be made anew, but not by chance.
    there: BTreeSet<String>,
}

impl Names {
    /// Names for columns beside others.
    pub(super) fn beside(there: impl Iterator<Item = String>) -> Names {
        Names { there: there.collect(), ..Names::default() }
    }

    /// The name of a column: its own, or the one that its value brings, behind what an aggregate puts before it.
    pub(super) fn of(&mut self, named: &Named, aggregate: Option<&str>) -> Result<String, Trouble> {
        if self.taken.len() == MAX_COLUMNS {
            return too_many_columns(named.at);
        }
        let name = match (&named.name, aggregate) {
            (Some(name), _) => name.clone(),
            (None, Some(prefix)) => {
                self.unique(&format!("{prefix}_{}", argument_name(&named.value)))
            }
            (None, None) => match (&named.value.kind, brought_name(&named.value)) {
                // A column keeps its name, and may be there once.
                (ExprKind::Name(name), _) => name.clone(),
                (_, Some(name)) => self.unique(name),
                (_, None) => self.made_up(),
            },
        };
        if self.taken.contains(&name) {
            return trouble(
                named.at,
                format!(
                    "there is a column named `{name}` already; give this one another name, `Other = ...`"
                ),
            );
        }
        self.taken.insert(name.clone());
        Ok(name)
    }

    /// The name of a value that brings none.
    fn made_up(&mut self) -> String {
        loop {
            self.n_unnamed += 1;
            let name = format!("Column{}", self.n_unnamed);
            if !self.there.contains(&name) {
                return self.unique(&name);
            }
        }
    }

    /// The name, with a number behind it where it is taken.
    fn unique(&self, name: &str) -> String {
        let numbered = (1..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !self.taken.contains(name)).unwrap_or_default()
    }
}

/// Functions whose result has the name of what they are given.
const BRINGING: [&str; 5] = ["bin", "floor", "startofday", "endofday", "todatetime"];

/// The name that a value brings: a column's, also where it is rounded.
fn brought_name(value: &syntax::Expr) -> Option<&str> {
    match &value.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Call(function, arguments) if BRINGING.contains(&function.as_str()) => {
            brought_name(arguments.first()?)
        }
        _ => None,
    }
}

/// The name that an aggregate's argument brings.
fn argument_name(aggregate: &syntax::Expr) -> &str {
    match &aggregate.kind {
        ExprKind::Call(_, arguments) => {
            arguments.first().and_then(brought_name).unwrap_or_default()
        }
        _ => "",
    }
}
