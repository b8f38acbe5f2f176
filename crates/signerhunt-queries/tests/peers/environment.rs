//! Where the engines are, and the files of these tests.

use std::env;
use std::path::PathBuf;

/// A Python with the package `duckdb`.
pub(crate) fn python_with_duckdb() -> PathBuf {
    named("SIGNERHUNT_DUCKDB_PYTHON")
}

/// A Python with the package `pyspark`, for the Java of this machine.
pub(crate) fn python_with_spark() -> PathBuf {
    named("SIGNERHUNT_SPARK_PYTHON")
}

/// Node.js.
pub(crate) fn node() -> PathBuf {
    named("SIGNERHUNT_NODE")
}

/// The script of the package `@kusto/language-service-next`.
pub(crate) fn kusto_language() -> PathBuf {
    named("SIGNERHUNT_KUSTO_LANGUAGE")
}

/// A script beside these tests.
pub(crate) fn script(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "peers", "scripts", name].iter().collect()
}

/// The rules of the catalogue, as far as queries are about them.
pub(crate) fn catalogue() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "data", "catalogue-terms.json"].iter().collect()
}

/// What Kusto answers to `has`, in the shared corpus.
pub(crate) fn has_truth() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "data", "has-truth.json"].iter().collect()
}

fn named(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!(
            "{variable} is not set: run `cargo xtask test`, which fetches the engines that these tests ask and tells where \
             they are"
        )
    })
}
