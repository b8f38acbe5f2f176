//! `signerhunt query`: the hunt as a query for the engine that holds the data.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use signerhunt::{Hunt, Now, Window};
use signerhunt_queries::{Dialect, defender_portal_link, query};

use crate::clock::clock;
use crate::failure::Failure;
use crate::hunt::HuntArguments;
use crate::output::put;

/// Which query.
#[derive(Debug, Args)]
pub(crate) struct QueryArguments {
    /// Its language: Kusto (Defender, Sentinel, Azure Data Explorer), Spark (Sentinel data lake, Databricks, Fabric) or
    /// DuckDB.
    #[arg(short, long, value_parser = dialects())]
    pub(crate) dialect: Dialect,

    #[command(flatten)]
    pub(crate) hunt: HuntArguments,

    /// Print the link that opens it in the Defender portal instead; for kql.
    #[arg(long)]
    pub(crate) link: bool,

    /// Where to put it, instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

fn dialects() -> impl TypedValueParser<Value = Dialect> {
    // A test sees to it that these are all.
    PossibleValuesParser::new(["kql", "spark-sql", "duckdb-sql"])
        .try_map(|name| name.parse::<Dialect>())
}

/// Writes it.
pub(crate) fn run(arguments: &QueryArguments) -> Result<(), Failure> {
    let text = text_of(arguments)?;
    put(&text, arguments.output.as_deref())
}

fn text_of(arguments: &QueryArguments) -> Result<String, Failure> {
    let hunt = arguments.hunt.hunt()?;
    // No rows were read, so none is the newest.
    let now = if hunt.window.now == Now::Newest { Now::Clock } else { hunt.window.now };
    let hunt = Hunt { window: Window { now, ..hunt.window.clone() }, ..hunt };
    let now = hunt.window.resolve(None, clock()).now;
    let text = query(&hunt, arguments.dialect, now);
    if !arguments.link {
        return Ok(text);
    }
    if arguments.dialect != Dialect::Kql {
        return Err(Failure::Usage("--link is for --dialect kql".to_owned()));
    }
    let link = defender_portal_link(&text);
    link.map(|link| link + "\n").ok_or_else(|| {
        Failure::Usage(
            "the query is too long for a link; copy it instead, or hunt for fewer rules at a time"
                .to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::arguments::{Arguments, Command};

    /// Expected: what the query says, or the refusal.
    #[track_caller]
    fn check(typed: &[&str], expected: Result<&str, &str>) {
        let typed = [&["signerhunt", "query", "--dialect"], typed].concat();
        let Command::Query(arguments) = Arguments::try_parse_from(typed).unwrap().command else {
            panic!("another command");
        };
        match (text_of(&arguments), expected) {
            (Ok(text), Ok(said)) => assert!(text.contains(said), "{text}"),
            (Err(failure), Err(words)) => {
                let refused = failure.to_string();
                assert!(refused.contains(words), "{refused}");
            }
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn every_dialect_is_written() {
        check(&["kql"], Ok("now(-5d)"));
        check(&["kql", "-r", "TeamViewer", "--from", "2026-05-01"], Ok("datetime(2026-05-01"));
        check(&["spark-sql", "-s", "Acme"], Ok("DeviceFileCertificateInfo"));
        check(&["duckdb-sql", "--all-rules"], Ok("DeviceFileCertificateInfo"));
        assert!(Arguments::try_parse_from(["signerhunt", "query", "--dialect", "sql"]).is_err());
        assert!(Arguments::try_parse_from(["signerhunt", "query"]).is_err());
    }

    #[test]
    fn every_dialect_can_be_asked_for() {
        for dialect in Dialect::ALL {
            check(&[&dialect.to_string()], Ok("ConnectWise"));
        }
    }

    #[test]
    fn a_link_opens_the_query_in_the_portal() {
        check(&["kql", "--link"], Ok("https://security.microsoft.com/"));
        check(&["kql", "--link", "--all-rules"], Ok("https://security.microsoft.com/"));
        // What cannot be packed.
        let long: String = (0_u64..900)
            .map(|number| format!("{:x}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
            .collect();
        check(&["kql", "--link", "-s", &long], Err("too long for a link"));
        check(&["duckdb-sql", "--link"], Err("for --dialect kql"));
    }
}
