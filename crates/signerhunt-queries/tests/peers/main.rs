//! The queries, run by the engines that they are for, beside Signerhunt's own answer. `cargo xtask test` fetches these engines
//! and says by environment variables where they are; by itself, `cargo test` does not run this.
//!
//! KQL is not run, since there is no Kusto to be had: Microsoft's own parser and binder must find nothing wrong with it.

mod asking;
mod environment;
mod hunts;
mod own_answer;
mod rows;

mod duckdb;
mod kql;
mod spark;
