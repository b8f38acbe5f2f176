//! Is a query the rule's own? Then the engine's index answers it, without reading the rows again.
//!
//! The rule's own shape: a window on Timestamp, terms of which the signer must have one, and FirstSeen, LastSeen, Report and Count
//! of each device, whatever they are named. What is only nearly that is a query.

use signerhunt::time::MINUTE;
use signerhunt::{Bound, Ticks};

use crate::expr::{Comparison, Expr};
use crate::plan::{Aggregate, Group, Plan, Step};
use crate::schema::place_of;
use crate::value::Value;

/// What a rule of the usual shape asks for.
///
/// Without a window, Kusto would also count rows that have no time. The table has none, and the engine rejects those of exports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleHunt {
    /// The operators that the signer is compared with, `has` or `has_any`, in their order.
    pub operators: Vec<&'static str>,
    /// The terms of all of them in their order, each once. A signer with any one of them matches.
    pub terms: Vec<String>,
    /// The first point in time that is inside. Relative ones stay so.
    pub from: Bound,
    /// The last point in time that is inside.
    pub to: Bound,
}

impl RuleHunt {
    /// The hunt that a query is, if it is one.
    pub(crate) fn of(plan: &Plan) -> Option<RuleHunt> {
        let [conditions @ .., Step::Group(group)] = plan.steps.as_slice() else { return None };
        if !is_of_devices(group) {
            return None;
        }
        let mut moments = Vec::with_capacity(plan.lets.len());
        for value in &plan.lets {
            let known = moment(value, &moments);
            moments.push(known);
        }
        let mut found = Found::default();
        for step in conditions {
            let Step::Where { condition, .. } = step else { return None };
            match condition {
                Expr::All(parts) => parts.iter().try_for_each(|part| found.take(part, &moments))?,
                condition => found.take(condition, &moments)?,
            }
        }
        let (operators, terms) = found.terms?;
        Some(RuleHunt {
            operators,
            terms,
            from: found.from.unwrap_or(Bound::All),
            to: found.to.unwrap_or(Bound::All),
        })
    }
}

/// Whether a group is the rule's own.
fn is_of_devices(group: &Group) -> bool {
    let is_column =
        |value: &Expr, name: &str| matches!(value, Expr::Column(place) if *place == place_of(name));
    let has_key = |name: &str| group.keys.iter().any(|key| is_column(key, name));
    let has_result = |is_it: &dyn Fn(&Aggregate) -> bool| group.results.iter().any(is_it);
    let is_all = |limit: usize| limit == 1_048_576;
    group.keys.len() == 2
        && has_key("DeviceId")
        && has_key("DeviceName")
        && group.results.len() == 4
        && has_result(
            &|result| matches!(result, Aggregate::Min(value) if is_column(value, "Timestamp")),
        )
        && has_result(
            &|result| matches!(result, Aggregate::Max(value) if is_column(value, "Timestamp")),
        )
        && has_result(
            &|result| matches!(result, Aggregate::Set(value, limit) if is_column(value, "ReportId") && is_all(*limit)),
        )
        && has_result(&|result| matches!(result, Aggregate::Count))
}

/// What the conditions ask for so far.
#[derive(Default)]
struct Found {
    terms: Option<(Vec<&'static str>, Vec<String>)>,
    from: Option<Bound>,
    to: Option<Bound>,
}

impl Found {
    /// Takes a condition in; `None` if it is no part of a hunt.
    fn take(&mut self, condition: &Expr, lets: &[Option<Moment>]) -> Option<()> {
        match condition {
            Expr::Between(parts) => {
                let [value, from, to] = &**parts;
                is_timestamp(value).then_some(())?;
                self.take_from(bound(from, lets)?)?;
                self.take_to(bound(to, lets)?)
            }
            Expr::Compare(comparison, pair) => {
                let (comparison, end) = match &**pair {
                    (value, end) if is_timestamp(value) => (*comparison, end),
                    (end, value) if is_timestamp(value) => (comparison.flipped(), end),
                    _ => return None,
                };
                let end = bound(end, lets)?;
                match comparison {
                    Comparison::GreaterOrEqual => self.take_from(end),
                    Comparison::LessOrEqual => self.take_to(end),
                    Comparison::Greater => self.take_from(moved(end, 1)?),
                    Comparison::Less => self.take_to(moved(end, -1)?),
                    _ => None,
                }
            }
            _ if self.terms.is_some() => None,
            signer => {
                let (mut operators, mut terms) = (Vec::new(), Vec::new());
                let parts = match signer {
                    Expr::Any(parts) => parts.as_slice(),
                    one => std::slice::from_ref(one),
                };
                for part in parts {
                    take_terms(part, &mut operators, &mut terms)?;
                }
                self.terms = Some((operators, terms));
                Some(())
            }
        }
    }

    fn take_from(&mut self, bound: Bound) -> Option<()> {
        self.from.replace(bound).is_none().then_some(())
    }

    fn take_to(&mut self, bound: Bound) -> Option<()> {
        self.to.replace(bound).is_none().then_some(())
    }
}

/// Takes in the terms of `has` or `has_any` on the signer.
fn take_terms(
    part: &Expr,
    operators: &mut Vec<&'static str>,
    terms: &mut Vec<String>,
) -> Option<()> {
    let Expr::Texts { value, texts } = part else { return None };
    let is_signer = matches!(**value, Expr::Column(place) if place == place_of("Signer"));
    // The empty text is in every signer, and none are in no signer: nobody hunts for that.
    let is_hunt =
        is_signer && matches!(texts.operator, "has" | "has_any") && !texts.texts.is_empty();
    if !is_hunt || texts.texts.iter().any(String::is_empty) {
        return None;
    }
    operators.push(texts.operator);
    for term in &texts.texts {
        if !terms.contains(term) {
            terms.push(term.clone());
        }
    }
    Some(())
}

fn is_timestamp(value: &Expr) -> bool {
    matches!(value, Expr::Column(place) if *place == place_of("Timestamp"))
}

/// A point in time, absolute or by its distance from now.
#[derive(Clone, Copy)]
enum Moment {
    At(Ticks),
    AfterNow(i64),
}

/// The end of a window as the engine has them. It spells distances from now in minutes, hours and days before.
fn bound(end: &Expr, lets: &[Option<Moment>]) -> Option<Bound> {
    match moment(end, lets)? {
        Moment::At(ticks) => Some(Bound::At(ticks)),
        Moment::AfterNow(ticks) if ticks <= 0 && ticks % MINUTE == 0 => {
            Some(Bound::BeforeNow(-ticks))
        }
        Moment::AfterNow(_) => None,
    }
}

fn moment(end: &Expr, lets: &[Option<Moment>]) -> Option<Moment> {
    match end {
        Expr::Now => Some(Moment::AfterNow(0)),
        Expr::Constant(value) => match **value {
            Value::Datetime(ticks) => Some(Moment::At(ticks)),
            _ => None,
        },
        Expr::Let(place) => *lets.get(*place)?,
        Expr::Add(pair) => match &**pair {
            (span, time) if is_span(span) => after(moment(time, lets)?, span, 1),
            (time, span) => after(moment(time, lets)?, span, 1),
        },
        Expr::Subtract(pair) => after(moment(&pair.0, lets)?, &pair.1, -1),
        _ => None,
    }
}

fn is_span(value: &Expr) -> bool {
    matches!(value, Expr::Constant(value) if matches!(**value, Value::Timespan(_)))
}

fn after(moment: Moment, span: &Expr, sign: i64) -> Option<Moment> {
    let Expr::Constant(value) = span else { return None };
    let Value::Timespan(ticks) = **value else { return None };
    let ticks = ticks.checked_mul(sign)?;
    match moment {
        Moment::At(time) => Ticks::new(time.count().checked_add(ticks)?).map(Moment::At),
        Moment::AfterNow(before) => before.checked_add(ticks).map(Moment::AfterNow),
    }
}

/// The bound next to one that is not inside itself.
fn moved(bound: Bound, ticks: i64) -> Option<Bound> {
    match bound {
        Bound::At(time) => Ticks::new(time.count() + ticks).map(Bound::At),
        _ => None,
    }
}
