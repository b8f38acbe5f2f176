//! The answer to a query, and its forms. What the forms look like is decided in `signerhunt::output`.

use serde_json::Value as Json;
use signerhunt::output::Grid;

use crate::value::{Type, Value};

/// The answer to a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The name of each column and its type.
    pub columns: Vec<(String, Type)>,
    /// The rows, in an order that depends only on the rows that were given and not on theirs.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// All rows as texts, to be written out.
    pub fn grid(&self) -> Grid<'_> {
        let numbers =
            (0..self.columns.len()).filter(|&column| self.columns[column].1 == Type::Long);
        Grid {
            columns: self.columns.iter().map(|(name, _)| name.as_str()).collect(),
            numbers: numbers.collect(),
            rows: Box::new(self.rows.iter().map(|row| row.iter().map(Value::to_string).collect())),
        }
    }

    /// The columns: an array of objects with `name` and `type`.
    pub fn columns_json(&self) -> Json {
        let column = |(name, kind): &(String, Type)| serde_json::json!({ "name": name, "type": kind.name() });
        self.columns.iter().map(column).collect()
    }

    /// All rows as a JSON array of objects, a line each.
    fn rows_json(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| self.row_json(row)).collect();
        format!("[\n    {}\n  ]", rows.join(",\n    "))
    }

    /// The shape `signerhunt.table/1`. `about`: further members, each a name and JSON.
    pub fn json(&self, about: &[(&str, String)]) -> String {
        let mut text = "{\n  \"format\": \"signerhunt.table/1\"".to_owned();
        for (name, json) in about {
            text.push_str(&format!(",\n  \"{name}\": {}", json.replace('\n', "\n  ")));
        }
        format!(
            "{text},\n  \"columns\": {},\n  \"rows\": {}\n}}\n",
            self.columns_json(),
            self.rows_json()
        )
    }

    /// A row as a JSON object with a member for each column, in their order. Times and spans of time are texts.
    fn row_json(&self, row: &[Value]) -> String {
        let members = self.columns.iter().zip(row).map(|((name, _), value)| {
            format!("{}: {}", Json::from(name.as_str()), value.to_json())
        });
        format!("{{{}}}", members.collect::<Vec<String>>().join(", "))
    }
}

impl Value {
    /// As JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Long(number) => (*number).into(),
            Value::List(items) => items.iter().map(Value::to_json).collect(),
            Value::Datetime(_) | Value::Timespan(_) | Value::Text(_) => self.to_string().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns = [
            ("Signer", Type::String),
            ("Rows", Type::Long),
            ("Ids", Type::Dynamic),
            ("At", Type::Datetime),
        ];
        let columns = columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec();
        let ids = Value::List(vec![Value::Long(7), Value::Text("x\"".to_owned())]);
        let at = "2026-05-26".parse().map_or(Value::Null, Value::Datetime);
        let rows = vec![
            vec![Value::Text("=1+1".to_owned()), Value::Long(i64::MAX), ids, at],
            vec![Value::Text(String::new()), Value::Null, Value::List(Vec::new()), Value::Null],
        ];
        Table { columns, rows }
    }

    #[track_caller]
    fn check(written: &str, expected: &str) {
        assert_eq!(written, expected);
    }

    #[test]
    fn written_in_every_form() {
        let table = table();
        check(
            &table.grid().csv(),
            "Signer,Rows,Ids,At\r\n\
             =1+1,9223372036854775807,\"[7,\"\"x\\\"\"\"\"]\",2026-05-26T00:00:00.0000000Z\r\n,,[],\r\n",
        );
        check(
            &table.row_json(&table.rows[0]),
            r#"{"Signer": "=1+1", "Rows": 9223372036854775807, "Ids": [7,"x\""], "At": "2026-05-26T00:00:00.0000000Z"}"#,
        );
        check(
            &table.row_json(&table.rows[1]),
            r#"{"Signer": "", "Rows": null, "Ids": [], "At": null}"#,
        );
        check(&table.columns_json()[1].to_string(), r#"{"name":"Rows","type":"long"}"#);
        assert_eq!(table.grid().numbers, [1]);
    }
}
