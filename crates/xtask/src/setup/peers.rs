//! The engines that queries are made for, as far as they can be had: DuckDB, Spark, and of Kusto the parser. It does not ask them.

use std::env;
use std::path::{Path, PathBuf};

use super::{apt, npm, python};
use crate::run::{self, Trouble};
use crate::{look_up, say, tools};

/// Spark does not run in older ones.
const OLDEST_JAVA: u32 = 17;

/// What the tests of the queries ask.
pub(crate) struct Peers {
    /// The parser of KQL, a script for Node.
    pub(crate) kusto_language: npm::Script,
    /// A Python with DuckDB.
    pub(crate) duckdb: PathBuf,
    /// A Python with Spark, where that is to be asked too.
    pub(crate) spark: Option<PathBuf>,
}

/// Finds the engines, or installs them.
pub(super) fn ensure(with_spark: bool, folder: &Path) -> Result<Peers, Trouble> {
    let kusto_language = npm::ensure(&tools::KUSTO_LANGUAGE, folder)?;
    let duckdb = python::ensure(&tools::DUCKDB, folder)?;
    let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
    let spark = if with_spark {
        ensure_java()?;
        Some(python::ensure(&tools::SPARK, folder)?)
    } else if is_ci && java_will_do() {
        Some(python::ensure(&tools::SPARK, folder)?)
    } else {
        None
    };
    Ok(Peers { kusto_language, duckdb, spark })
}

fn ensure_java() -> Result<(), Trouble> {
    if !java_will_do() && apt::may_install() {
        say::step("Installing Java with apt-get: Spark runs in it.");
        apt::install(&["default-jre-headless"])?;
    }
    if java_will_do() {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "Spark needs Java {OLDEST_JAVA} or later, and there is none. Install one (on Debian: apt-get install \
         default-jre-headless), or leave out --spark."
    )))
}

/// Whether there is a Java that is new enough: the one that Spark would take.
fn java_will_do() -> bool {
    let program = look_up::program_file("java");
    let of_home = env::var_os("JAVA_HOME").filter(|home| !home.is_empty());
    let java = match of_home {
        Some(home) => Some(Path::new(&home).join("bin").join(program)),
        None => look_up::program_on(&env::var_os("PATH").unwrap_or_default(), "java"),
    };
    let printed = java.and_then(|java| run::ask_version(&java).ok());
    printed.is_some_and(|printed| is_new_enough(&printed))
}

fn is_new_enough(printed: &str) -> bool {
    // The first of a line has only its major number: `openjdk 21 2023-09-19`.
    let mut words =
        printed.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    words.next().and_then(look_up::major_of).is_some_and(|major| major >= OLDEST_JAVA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_java_will_not_do() {
        assert!(is_new_enough("openjdk 17.0.15 2025-04-15 OpenJDK Runtime Environment (build 17)"));
        assert!(is_new_enough("openjdk 21 2023-09-19"));
        assert!(is_new_enough("java 25.0.1 2025-10-21 LTS"));
        assert!(!is_new_enough("openjdk 11.0.2 2019-01-15"));
        assert!(!is_new_enough("Unrecognized option"));
    }
}
