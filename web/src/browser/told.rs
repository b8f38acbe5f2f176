//! What the readers tell of rules: JSON, taken apart by the browser, which has it anyway. What follows from it is the state's
//! business.

use std::rc::Rc;

use js_sys::{Array, JSON, Reflect};
use signerhunt::Rule;
use wasm_bindgen::JsValue;

use crate::state::{Asked, CatalogueRule};

/// The catalogue.
pub(crate) fn catalogue(told: &str) -> Result<Rc<[CatalogueRule]>, String> {
    let rules = array(&parsed(told)?).into_iter().map(|value| CatalogueRule {
        rule: rule_of(&value),
        techniques: texts(&value, "techniques").join(", "),
        guidance: text(&value, "guidance"),
        source: text(&value, "source"),
        licence: text(&value, "licence"),
    });
    Ok(rules.collect())
}

/// What the text of a rule asks for.
pub(crate) fn asked(told: &str) -> Result<Asked, String> {
    let value = parsed(told)?;
    if part(&value, "terms").is_undefined() {
        return Ok(Asked::Columns(texts(&value, "columns")));
    }
    let from = text(&value, "from").parse()?;
    let to = text(&value, "to").parse()?;
    Ok(Asked::Terms { rule: rule_of(&value), from, to })
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
    array(&part(value, name)).iter().filter_map(|text| text.as_string()).collect()
}

fn array(value: &JsValue) -> Array {
    if Array::is_array(value) { Array::from(value) } else { Array::new() }
}
