//! Queries out: a hunt as a query for the engine that holds the data, for when it outgrows one machine.
//!
//! A [`query`] asks for the terms and the window of a [`Hunt`] and gives what the rule gives: `DeviceId`, `DeviceName`,
//! `FirstSeen`, `LastSeen`, `Report` (ascending, without nulls) and `Count`, ordered by device. Nothing is sent or run here.
//!
//! 1. `ends` is the window: two points in time, or counted from the clock of whoever runs the query.
//! 2. `remarks` opens every query with what it is: which hunt, which window, what *now* is.
//! 3. `kql` writes it for Kusto, whose `has_any` the terms are made for.
//! 4. `pattern` spells a term out as a regular expression, `sql` writes the query around it.
//! 5. `portal` makes a link of a query for Kusto.
//!
//! ```
//! use signerhunt::{Hunt, Ticks};
//! use signerhunt_queries::{Dialect, query};
//!
//! let now: Ticks = "2026-05-26T23:00:01Z".parse().unwrap();
//! let text = query(&Hunt::default(), Dialect::Kql, now);
//! assert!(text.contains("| where Signer has_any ('ConnectWise', 'CONTINUUM MANAGED', 'ScreenConnect')"));
//! ```
//!
//! # What is assumed of the table
//!
//! It is a table or a view, `DeviceFileCertificateInfo`, with the columns of that name in Defender.
//!
//! | | Kusto | Spark | DuckDB |
//! |---|---|---|---|
//! | run with | read only, by Microsoft's parser | 4.3 and 3.5, Java 17 | 2.0 and 1.1 |
//! | `Timestamp` | `datetime` | `TIMESTAMP`, `TIMESTAMP_NTZ` in UTC | `TIMESTAMP` in UTC, `TIMESTAMPTZ`, `TIMESTAMP_NS` (from 1.4 on) |
//! | or as text | | as Kusto writes it, `2026-05-26T23:00:01.1234567Z` | likewise |
//! | `ReportId` | `long` | any number | any number |
//!
//! Ends of the window are to the tick of 100 ns, whatever the column can hold: a column of microseconds loses and gains no row by
//! it. The answer does not depend on the time zone of the session, though it may be shown in it. A null `DeviceId` or `DeviceName`
//! is the empty text, as in Kusto, where no text is null.
//!
//! Letters and numbers are what each engine takes for them. They agree but for characters that one of them is too old to know.

#![forbid(unsafe_code)]

mod ends;
mod kql;
mod pattern;
#[cfg(feature = "portal")]
mod portal;
mod remarks;
mod sql;

use std::fmt;
use std::str::FromStr;

use signerhunt::{Hunt, Ticks};

#[cfg(feature = "portal")]
pub use portal::defender_portal_link;

/// The language of a query.
///
/// Spelled `kql`, `spark-sql` or `duckdb-sql`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dialect {
    /// Kusto's: Defender's advanced hunting, Sentinel, Azure Data Explorer, Fabric's eventhouses.
    Kql,
    /// Spark's: Sentinel's data lake, Databricks, Fabric's lakehouses.
    SparkSql,
    /// DuckDB's.
    DuckDbSql,
}

impl Dialect {
    /// All there are.
    pub const ALL: [Dialect; 3] = [Dialect::Kql, Dialect::SparkSql, Dialect::DuckDbSql];

    /// The ending of a file with such a query, without the dot.
    pub fn file_ending(self) -> &'static str {
        match self {
            Dialect::Kql => "kql",
            Dialect::SparkSql | Dialect::DuckDbSql => "sql",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dialect::Kql => "kql",
            Dialect::SparkSql => "spark-sql",
            Dialect::DuckDbSql => "duckdb-sql",
        })
    }
}

impl FromStr for Dialect {
    type Err = String;

    fn from_str(text: &str) -> Result<Dialect, String> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.to_string() == text)
            .ok_or_else(|| format!("`{text}` is none of kql, spark-sql and duckdb-sql"))
    }
}

/// The hunt as a query, with a line end.
///
/// `now` is the point that *now* stands for in the hunt's window: [`signerhunt::ResolvedWindow::now`] where exports were read,
/// the clock where none were (the hunt's own `now` should be the clock then, since the query says in a remark what it is). Bounds
/// before now become points in time. Only where the hunt's *now* is the clock do they stay what they are in KQL: `now(-5d)`.
pub fn query(hunt: &Hunt, dialect: Dialect, now: Ticks) -> String {
    match dialect {
        Dialect::Kql => kql::query(hunt, now),
        Dialect::SparkSql => sql::query(hunt, &sql::SPARK, now),
        Dialect::DuckDbSql => sql::query(hunt, &sql::DUCKDB, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_known_by_name() {
        for dialect in Dialect::ALL {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
        assert!("KQL".parse::<Dialect>().is_err());
        assert!("sql".parse::<Dialect>().unwrap_err().contains("duckdb-sql"));
    }
}
