//! Rule import: what a hunting rule asks for. The text of a rule in, as it is published or typed, and out comes a hunt, or a query
//! that can be run over the rows of exports, or a refusal with line, column and reason.
//!
//! It knows one table, `DeviceFileCertificateInfo`, and of the Kusto Query Language what rules over that table need. What it
//! does not know it refuses and never half runs. It does no IO and reads no clock. Data flows one way, and the modules stand in
//! that order:
//!
//! 1. `rule_file` finds the query in a rule file; a `text` remembers where it stood there.
//! 2. `token` cuts it into words, `literal` reads texts and times, `parse` makes `syntax` of them.
//! 3. `bind` gives the names their columns of the `schema`, checks the types and makes a `plan` of `expr`essions.
//! 4. `hunt` sees whether that is a hunt, which the engine answers from its index.
//! 5. `run` runs it over rows and makes a `table` of values.
//!
//! [`read_rule`] is where to begin.
//!
//! ```
//! use signerhunt::Ticks;
//! use signerhunt_kql::read_query;
//!
//! let query = read_query("DeviceFileCertificateInfo
//!     | where Timestamp > ago(5d) and Signer has 'ConnectWise'
//!     | summarize Rows = count() by DeviceName")?;
//! let now: Ticks = "2026-05-27".parse().unwrap();
//! let mut run = query.run(now);
//! run.take(&|column| match column {
//!     "Timestamp" => Some("2026-05-26T23:00:01.5Z"),
//!     "DeviceName" => Some("ws-0142"),
//!     "Signer" => Some("ConnectWise, LLC"),
//!     _ => None,
//! });
//! let table = run.finish()?;
//! assert_eq!(table.columns[1].0, "Rows");
//! assert_eq!(table.rows[0][1].to_string(), "1");
//! # Ok::<(), signerhunt_kql::Refusal>(())
//! ```

#![forbid(unsafe_code)]
#![warn(clippy::disallowed_methods)]

mod bind;
mod expr;
mod hunt;
mod literal;
mod parse;
mod plan;
mod query;
mod refusal;
mod rule;
mod rule_file;
mod run;
mod schema;
mod syntax;
mod table;
mod text;
mod token;
mod value;

pub use hunt::RuleHunt;
pub use parse::TABLE;
pub use query::Query;
pub use refusal::Refusal;
pub use rule::{Asked, Rule, read_query, read_rule};
pub use run::Run;
pub use schema::Clock;
pub use table::Table;
pub use value::{Type, Value};
