//! What the readers tell of rules: JSON, taken apart by the browser, which has it anyway. What follows from it is the state's
//! business.

use std::rc::Rc;

use js_sys::{Array, JSON, Reflect};
use signerhunt::Rule;
use wasm_bindgen::JsValue;

use crate::state::{Asked, CatalogueRule, ColumnKind, QueryTable};

/// The catalogue.
pub(crate) fn catalogue(told: &str) -> Result<Rc<[CatalogueRule]>, String> {
    let rules = array(&parsed(told)?).into_iter().map(|value| CatalogueRule {
        rule: rule_of(&value),
        hypothesis: text(&value, "hypothesis"),
        tactics: attack(&value, "tactic"),
        techniques: attack(&value, "technique"),
        guidance: text(&value, "guidance"),
        references: references(&value),
        licence: text(&value, "licence"),
    });
    Ok(rules.collect())
}

/// What the text of a rule asks for.
pub(crate) fn asked(told: &str, of: &str) -> Result<Asked, String> {
    let value = parsed(told)?;
    if part(&value, "terms").is_undefined() {
        return Ok(Asked::Query { text: of.into() });
    }
    let from = text(&value, "from").parse()?;
    let to = text(&value, "to").parse()?;
    Ok(Asked::Terms { rule: rule_of(&value), from, to })
}

/// The answer to a query, with its first rows.
pub(crate) fn query_table(told: &str) -> Result<QueryTable, String> {
    let value = parsed(told)?;
    let columns = array(&part(&value, "columns")).into_iter();
    let columns = columns.map(|column| {
        let kind = match text(&column, "type").as_str() {
            "long" => ColumnKind::Number,
            "datetime" => ColumnKind::Time,
            _ => ColumnKind::Other,
        };
        (text(&column, "name"), kind)
    });
    Ok(QueryTable {
        columns: columns.collect(),
        n_rows: part(&value, "n_rows").as_f64().unwrap_or_default() as u32,
        offset: 0,
        rows: rows_in(&part(&value, "rows")),
        notes: texts(&value, "notes"),
    })
}

/// Rows of an answer.
pub(crate) fn query_rows(told: &str) -> Result<Vec<Vec<String>>, String> {
    Ok(rows_in(&parsed(told)?))
}

fn rows_in(rows: &JsValue) -> Vec<Vec<String>> {
    array(rows).into_iter().map(|row| texts_in(&row)).collect()
}

/// What a rule says of this kind of MITRE ATT&CK's: `Command and Control (TA0011)`.
fn attack(rule: &JsValue, kind: &str) -> String {
    let all = array(&part(rule, "attack")).into_iter();
    let named = all.filter(|entry| text(entry, "kind") == kind);
    let named = named.map(|entry| format!("{} ({})", text(&entry, "name"), text(&entry, "id")));
    named.collect::<Vec<String>>().join(", ")
}

fn references(rule: &JsValue) -> Vec<(String, String)> {
    let all = array(&part(rule, "references")).into_iter();
    all.map(|entry| (text(&entry, "name"), text(&entry, "address"))).collect()
}

fn rule_of(value: &JsValue) -> Rule {
    Rule {
        tool: text(value, "tool"),
        id: text(value, "id"),
        name: text(value, "name"),
        terms: texts(value, "terms"),
        other_names: texts(value, "other_names"),
    }
}

pub(super) fn parsed(told: &str) -> Result<JsValue, String> {
    JSON::parse(told).map_err(|_| "what came is not what the page understands".to_owned())
}

/// What an object has by this name; `undefined` where it is none, or has nothing.
pub(super) fn part(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}

/// A text, empty where there is none.
fn text(value: &JsValue, name: &str) -> String {
    part(value, name).as_string().unwrap_or_default()
}

fn texts(value: &JsValue, name: &str) -> Vec<String> {
    texts_in(&part(value, name))
}

fn texts_in(value: &JsValue) -> Vec<String> {
    array(value).iter().filter_map(|text| text.as_string()).collect()
}

fn array(value: &JsValue) -> Array {
    if Array::is_array(value) { Array::from(value) } else { Array::new() }
}
