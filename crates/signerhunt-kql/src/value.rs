//! Values and their types, as Kusto has them, ordered and written as Kusto does.

use std::fmt::{self, Write as _};

use signerhunt::Ticks;
use signerhunt::time::{DAY, HOUR, MINUTE, SECOND};

/// The type of a column or an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number of 64 bits.
    Long,
    /// A point in time.
    Datetime,
    /// A span of time.
    Timespan,
    /// Text. It is never null.
    String,
    /// A list, which is what `make_set` gives.
    Dynamic,
}

impl Type {
    /// Kusto's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Long => "long",
            Type::Datetime => "datetime",
            Type::Timespan => "timespan",
            Type::String => "string",
            Type::Dynamic => "dynamic",
        }
    }

    /// The type that `name(null)` is of.
    pub(crate) fn of_literal(name: &str) -> Option<Type> {
        match name {
            "bool" | "boolean" => Some(Type::Bool),
            "long" | "int" => Some(Type::Long),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A value in a row.
///
/// Ordered within a type; null is before everything, texts are ordered by their bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Long(i64),
    /// A point in time.
    Datetime(Ticks),
    /// A span of time in ticks of 100 ns.
    Timespan(i64),
    /// Text.
    Text(String),
    /// A list of values.
    List(Vec<Value>),
}

impl Value {
    /// The bytes that it takes in memory, about.
    pub(crate) fn n_bytes(&self) -> usize {
        let beside = match self {
            Value::Text(text) => text.len(),
            Value::List(items) => items.iter().map(Value::n_bytes).sum(),
            _ => 0,
        };
        size_of::<Value>() + beside
    }

    /// The texts and other values in a list, at whatever depth; of anything else, itself.
    pub(crate) fn leaves<'a>(&'a self, leaves: &mut Vec<&'a Value>) {
        match self {
            Value::List(items) => items.iter().for_each(|item| item.leaves(leaves)),
            leaf => leaves.push(leaf),
        }
    }
}

/// As Kusto writes it; null is nothing.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => Ok(()),
            Value::Bool(truth) => truth.fmt(f),
            Value::Long(number) => number.fmt(f),
            Value::Datetime(ticks) => ticks.fmt(f),
            Value::Timespan(ticks) => fmt_timespan(*ticks, f),
            Value::Text(text) => f.write_str(text),
            Value::List(items) => {
                f.write_char('[')?;
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        f.write_char(',')?;
                    }
                    fmt_json(item, f)?;
                }
                f.write_char(']')
            }
        }
    }
}

/// `[-][d.]hh:mm:ss[.fffffff]`.
fn fmt_timespan(ticks: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let size = ticks.unsigned_abs();
    let part = |unit: i64, n_parts: i64| size / unit.unsigned_abs() % n_parts.unsigned_abs();
    if ticks < 0 {
        f.write_char('-')?;
    }
    if size >= DAY.unsigned_abs() {
        write!(f, "{}.", size / DAY.unsigned_abs())?;
    }
    write!(f, "{:02}:{:02}:{:02}", part(HOUR, 24), part(MINUTE, 60), part(SECOND, 60))?;
    match part(1, SECOND) {
        0 => Ok(()),
        fraction => write!(f, ".{fraction:07}"),
    }
}

fn fmt_json(item: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match item {
        Value::Null => f.write_str("null"),
        Value::Bool(_) | Value::Long(_) | Value::List(_) => write!(f, "{item}"),
        _ => {
            f.write_char('"')?;
            for character in item.to_string().chars() {
                match character {
                    '"' | '\\' => write!(f, "\\{character}")?,
                    '\n' => f.write_str("\\n")?,
                    '\r' => f.write_str("\\r")?,
                    '\t' => f.write_str("\\t")?,
                    '\0'..='\u{1F}' => write!(f, "\\u{:04x}", u32::from(character))?,
                    _ => f.write_char(character)?,
                }
            }
            f.write_char('"')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: Value, expected: &str) {
        assert_eq!(value.to_string(), expected);
    }

    #[test]
    fn written_as_kusto_writes_it() {
        check(Value::Null, "");
        check(Value::Bool(true), "true");
        check(Value::Long(i64::MIN), "-9223372036854775808");
        check(Value::Datetime(Ticks::MIN), "0001-01-01T00:00:00.0000000Z");
        check(Value::Timespan(0), "00:00:00");
        check(Value::Timespan(5 * DAY + 1), "5.00:00:00.0000001");
        check(Value::Timespan(-90 * MINUTE), "-01:30:00");
        check(Value::Timespan(i64::MIN), "-10675199.02:48:05.4775808");
        check(Value::List(vec![]), "[]");
        let items = vec![Value::Long(9), Value::Text("a\"\\\n\u{1}".to_owned()), Value::Null];
        check(Value::List(items), r#"[9,"a\"\\\n\u0001",null]"#);
        check(Value::List(vec![Value::Timespan(HOUR)]), r#"["01:00:00"]"#);
    }
}
