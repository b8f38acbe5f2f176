//! Tests of rule import as its callers see it: the text of a rule in, what it asks for out, or the answer of its query.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod answers;
mod catalogue;
mod conditions;
mod has_truth;
mod hostile;
mod published;
mod refused;
mod rows;
mod summaries;
