//! Tests of the engine as its callers see it: bytes in, summary out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod answers;
mod attribution;
mod bad_input;
mod cases;
mod cells;
mod corpus;
mod damage;
mod dates;
mod folding;
mod has_truth;
mod narrowing;
mod parts;
mod records;
mod reference;
mod shapes;
