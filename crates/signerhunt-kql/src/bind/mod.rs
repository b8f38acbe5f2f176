//! From what is written to what is done: names become columns, types are checked as Kusto checks them, constants are worked out.
//! This is where a query is refused that could be read.

mod aggregate;
mod compare;
mod expression;
mod function;
mod list;
mod names;

use std::collections::BTreeMap;

use crate::expr::Expr;
use crate::parse::TABLE;
use crate::plan::{Aggregate, Columns, Group, Key, Order, Plan, Step};
use crate::refusal::{Trouble, trouble};
use crate::schema::COLUMNS;
use crate::syntax::{self, ExprKind, Named, Stage, StageKind, Syntax};
use crate::value::{Type, Value};
use names::Names;

/// More columns than any answer needs: to look a name up takes a look at each.
const MAX_COLUMNS: usize = 200;

/// More stages than anybody writes.
const MAX_STAGES: usize = 200;

/// Gives a query its meaning.
pub(crate) fn bind(syntax: &Syntax) -> Result<Plan, Trouble> {
    let mut binder = Binder::new();
    for binding in &syntax.lets {
        binder.binding(binding)?;
    }
    if let Some(stage) = syntax.stages.get(MAX_STAGES) {
        return trouble(
            stage.at,
            format!("more than {MAX_STAGES} stages are not taken; take some away"),
        );
    }
    for stage in &syntax.stages {
        binder.stage(stage)?;
    }
    Ok(binder.plan(syntax.stages.last().map_or(0, |stage| stage.at)))
}

/// A column where the query has come to.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    kind: Type,
    /// The column of the table that it is.
    source: Option<usize>,
}

struct Binder {
    lets: BTreeMap<String, (Expr, Type)>,
    /// What depends on now.
    slots: Vec<Expr>,
    columns: Vec<Column>,
    steps: Vec<Step>,
    places: Vec<usize>,
    used: Columns,
    /// Of this stage.
    used_here: Columns,
    depends_on_now: bool,
    /// Whether rows come in an order that counts.
    is_ordered: bool,
    /// What was looked for so far, in texts and in bytes.
    n_texts: usize,
    n_text_bytes: usize,
}

impl Binder {
    fn new() -> Binder {
        let column = |(source, &(name, kind)): (usize, &(&str, Type))| Column {
            name: name.to_owned(),
            kind,
            source: Some(source),
        };
        Binder {
            lets: BTreeMap::new(),
            slots: Vec::new(),
            columns: COLUMNS.iter().enumerate().map(column).collect(),
            steps: Vec::new(),
            places: Vec::new(),
            used: Columns::default(),
            used_here: Columns::default(),
            depends_on_now: false,
            is_ordered: false,
            n_texts: 0,
            n_text_bytes: 0,
        }
    }

    fn binding(&mut self, binding: &syntax::Let) -> Result<(), Trouble> {
        let syntax::Let { at, name, value } = binding;
        // There is no row here.
        let columns = std::mem::take(&mut self.columns);
        let bound = self.expression(value);
        self.columns = columns;
        let (value, kind) = bound?;
        let value = match value {
            known @ (Expr::Constant(_) | Expr::Let(_)) => known,
            varying => {
                self.slots.push(varying);
                Expr::Let(self.slots.len() - 1)
            }
        };
        match self.lets.insert(name.clone(), (value, kind)) {
            None => Ok(()),
            Some(_) => {
                trouble(*at, format!("`{name}` has been given a value before; use another name"))
            }
        }
    }

    fn stage(&mut self, stage: &Stage) -> Result<(), Trouble> {
        self.used_here = Columns::default();
        let at = stage.at;
        match &stage.kind {
            StageKind::Where(condition) => {
                let condition = self.condition(condition)?;
                let used = self.used_here;
                self.step(at, Step::Where { condition, used });
            }
            StageKind::Summarize { results, keys } => self.summarize(at, results, keys)?,
            StageKind::Project(made) => {
                let (values, columns) = self.made(made, Names::default())?;
                self.columns = columns;
                self.step(at, Step::Map(values));
            }
            StageKind::ProjectAway(names) => self.project_away(at, names)?,
            StageKind::Extend(made) => self.extend(at, made)?,
            StageKind::Distinct(keys) => {
                let (keys, columns) = match keys.is_empty() {
                    true => self.all(),
                    false => self.made(keys, Names::default())?,
                };
                refuse_lists(at, "distinct", &columns)?;
                self.columns = columns;
                self.group(at, Group { keys, results: Vec::new(), has_keys: true });
            }
            StageKind::Sort(keys) => {
                let keys = keys.iter().map(|key| self.key(key)).collect::<Result<_, _>>()?;
                self.order(at, keys, None);
            }
            StageKind::Top(number, key) => {
                let limit = self.number_of_rows(number)?;
                let keys = vec![self.key(key)?];
                self.order(at, keys, Some(limit));
            }
            StageKind::Take(number) => {
                let limit = self.number_of_rows(number)?;
                match self.is_ordered {
                    true => self.step(at, Step::Take(limit)),
                    false => self.order(at, Vec::new(), Some(limit)),
                }
            }
            StageKind::Count => {
                self.columns =
                    vec![Column { name: "Count".to_owned(), kind: Type::Long, source: None }];
                self.group(
                    at,
                    Group { keys: Vec::new(), results: vec![Aggregate::Count], has_keys: false },
                );
            }
        }
        self.used = self.used.union(self.used_here);
        match self.columns.len() {
            0..=MAX_COLUMNS => Ok(()),
            _ => too_many_columns(at),
        }
    }

    fn step(&mut self, at: usize, step: Step) {
        self.steps.push(step);
        self.places.push(at);
    }

    fn group(&mut self, at: usize, group: Group) {
        self.is_ordered = true;
        self.step(at, Step::Group(group));
    }

    fn order(&mut self, at: usize, keys: Vec<Key>, limit: Option<usize>) {
        let by_row = !self.is_ordered;
        if by_row {
            // Whole rows decide: all their columns are looked at.
            self.use_all();
        }
        self.is_ordered = true;
        self.step(at, Step::Order(Order { keys, by_row, limit }));
    }

    fn use_all(&mut self) {
        self.columns
            .iter()
            .filter_map(|column| column.source)
            .for_each(|place| self.used.insert(place));
    }

    fn plan(mut self, at: usize) -> Plan {
        if !self.is_ordered {
            self.order(at, Vec::new(), None);
        }
        self.use_all();
        Plan {
            lets: self.slots,
            steps: self.steps,
            places: self.places,
            columns: self.columns.into_iter().map(|column| (column.name, column.kind)).collect(),
            used: self.used,
            depends_on_now: self.depends_on_now,
        }
    }

    /// All columns as they are.
    fn all(&mut self) -> (Vec<Expr>, Vec<Column>) {
        self.use_all();
        ((0..self.columns.len()).map(Expr::Column).collect(), self.columns.clone())
    }

    /// Columns that are made, each with its name.
    fn made(
        &mut self,
        made: &[Named],
        mut names: Names,
    ) -> Result<(Vec<Expr>, Vec<Column>), Trouble> {
        let (mut values, mut columns) = (Vec::new(), Vec::new());
        for named in made {
            let (value, kind) = self.expression(&named.value)?;
            let name = names.of(named, None)?;
            let source = self.source_of(&value);
            columns.push(Column { name, kind, source });
            values.push(value);
        }
        Ok((values, columns))
    }

    fn source_of(&self, value: &Expr) -> Option<usize> {
        match value {
            Expr::Column(place) => self.columns[*place].source,
            _ => None,
        }
    }

    fn extend(&mut self, at: usize, made: &[Named]) -> Result<(), Trouble> {
        let names = Names::beside(self.columns.iter().map(|column| column.name.clone()));
        let (new_values, new_columns) = self.made(made, names)?;
        let mut values: Vec<Expr> = (0..self.columns.len()).map(Expr::Column).collect();
        let mut columns = self.columns.clone();
        for (value, column) in new_values.into_iter().zip(new_columns) {
            match columns.iter().position(|old| old.name == column.name) {
                Some(place) => (values[place], columns[place]) = (value, column),
                None => {
                    values.push(value);
                    columns.push(column);
                }
            }
        }
        self.columns = columns;
        self.step(at, Step::Map(values));
        Ok(())
    }

    fn project_away(&mut self, at: usize, names: &[syntax::Expr]) -> Result<(), Trouble> {
        let mut is_kept = vec![true; self.columns.len()];
        for name in names {
            if let ExprKind::Name(column) = &name.kind {
                match self.columns.iter().position(|known| known.name == *column) {
                    Some(place) => is_kept[place] = false,
                    None => return self.no_such_name(name.at, column),
                }
            }
        }
        let kept: Vec<usize> = (0..self.columns.len()).filter(|&place| is_kept[place]).collect();
        self.columns = kept.iter().map(|&place| self.columns[place].clone()).collect();
        self.step(at, Step::Map(kept.into_iter().map(Expr::Column).collect()));
        Ok(())
    }

    fn key(&mut self, key: &syntax::SortKey) -> Result<Key, Trouble> {
        let (value, kind) = self.expression(&key.value)?;
        if kind == Type::Dynamic {
            return trouble(key.value.at, "a list has no order; sort by another column");
        }
        Ok(Key { value, is_ascending: key.is_ascending, nulls_first: key.nulls_first })
    }

    fn number_of_rows(&mut self, number: &syntax::Expr) -> Result<usize, Trouble> {
        match self.expression(number)? {
            (Expr::Constant(value), _)
                if let Value::Long(number) = *value
                    && number >= 0 =>
            {
                Ok(usize::try_from(number).unwrap_or(usize::MAX))
            }
            _ => trouble(number.at, "the number of rows has to be a whole number, such as 10"),
        }
    }

    /// There is nothing of this name here.
    fn no_such_name<T>(&self, at: usize, name: &str) -> Result<T, Trouble> {
        /// As many names as are easily looked through.
        const MOST: usize = 8;
        let in_other_case = |known: &&str| known.eq_ignore_ascii_case(name) && *known != name;
        let here = self.columns.iter().map(|column| column.name.as_str());
        let known = here.chain(self.lets.keys().map(String::as_str));
        if let Some(spelled) = known.into_iter().find(in_other_case) {
            return trouble(at, format!("`{name}` is spelled {spelled}; Kusto minds the case"));
        }
        if name == TABLE {
            return trouble(
                at,
                "a table stands where a value should; a `let` that holds a table is not supported, write the table where it is used",
            );
        }
        if name == "null" {
            return trouble(at, "Kusto has no bare null; ask with isnull() or isempty()");
        }
        if self.columns.is_empty() {
            return trouble(
                at,
                format!("`{name}` has no value here; give it one with `let {name} = ...;` before"),
            );
        }
        if COLUMNS.iter().any(|(column, _)| *column == name) {
            return trouble(
                at,
                format!("the column {name} is no longer there; an earlier stage leaves it out"),
            );
        }
        let mut there: Vec<&str> =
            self.columns.iter().map(|column| column.name.as_str()).take(MOST).collect();
        if self.columns.len() > MOST {
            there.push("…");
        }
        let (shown, there) = (crate::literal::shortened(name), there.join(", "));
        trouble(
            at,
            format!("there is no column or `let` named `{shown}`; the columns here are {there}"),
        )
    }
}

fn too_many_columns<T>(at: usize) -> Result<T, Trouble> {
    trouble(at, format!("more than {MAX_COLUMNS} columns are not kept; take some away"))
}

fn refuse_lists(at: usize, operator: &str, columns: &[Column]) -> Result<(), Trouble> {
    match columns.iter().find(|column| column.kind == Type::Dynamic) {
        None => Ok(()),
        Some(column) => trouble(
            at,
            format!("`{operator}` cannot go by the list {}; leave that column out", column.name),
        ),
    }
}
