//! What this module says about rules: which are known, what one asks for, and what a hunt is in another engine's language.
//! Questions and replies are JSON or plain text.

use js_sys::Error;
use serde::Deserialize;
use signerhunt::{Hunt, Ticks};
use signerhunt_kql::read_rule;
use signerhunt_queries::Dialect;
use wasm_bindgen::prelude::*;

/// All rules of the catalogue: a JSON array, as the command line prints it.
#[wasm_bindgen]
pub fn catalogue() -> String {
    signerhunt_catalogue::Catalogue::new().to_json().to_string()
}

/// What the text of a rule asks for: a JSON object.
///
/// # Errors
///
/// Throws an `Error` with the place and the reason when the rule is refused.
#[wasm_bindgen]
pub fn rule(text: &str) -> Result<String, JsValue> {
    let rule = read_rule(text).map_err(|refusal| thrown(&refusal.to_string()))?;
    Ok(rule.to_json().to_string())
}

/// A hunt, and the language that is wanted.
#[derive(Deserialize)]
struct Question {
    dialect: String,
    hunt: Hunt,
    /// Ticks: what now was when the hunt was answered.
    now: i64,
}

/// A hunt as a query. The question is a JSON object with `dialect`, `hunt` and `now`.
///
/// # Errors
///
/// Throws an `Error` when the question is no such object.
#[wasm_bindgen]
pub fn query(question: &str) -> Result<String, JsValue> {
    let ill = || thrown("the question about a query is not what it must be");
    let Question { dialect, hunt, now } = serde_json::from_str(question).map_err(|_| ill())?;
    let dialect: Dialect = dialect.parse().map_err(|_| ill())?;
    let now = Ticks::new(now).ok_or_else(ill)?;
    Ok(signerhunt_queries::query(&hunt, dialect, now))
}

/// The link that opens a query for Kusto in the Defender portal.
///
/// # Errors
///
/// Throws an `Error` when the query is too long for a link.
#[wasm_bindgen]
pub fn link(query: &str) -> Result<String, JsValue> {
    signerhunt_queries::defender_portal_link(query)
        .ok_or_else(|| thrown("the query is too long for a link; copy it instead"))
}

fn thrown(message: &str) -> JsValue {
    Error::new(message).into()
}
