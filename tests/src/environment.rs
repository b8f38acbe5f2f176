//! Where the things under test are. They are built by `cargo xtask test`, which says so by environment variables.

use std::env;
use std::path::PathBuf;

/// The folder of the built page.
pub(crate) fn dist() -> PathBuf {
    named("SIGNERHUNT_DIST")
}

/// The program `signerhunt`.
pub(crate) fn command_line() -> PathBuf {
    named("SIGNERHUNT_CLI")
}

/// The browser.
pub(crate) fn chromium() -> PathBuf {
    named("SIGNERHUNT_CHROMIUM")
}

/// The program that drives it.
pub(crate) fn chromedriver() -> PathBuf {
    named("SIGNERHUNT_CHROMEDRIVER")
}

/// The folder of the shared corpus.
pub(crate) fn corpus() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "data"].iter().collect()
}

/// A folder for what tests write, inside the compiler's own.
pub(crate) fn scratch() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

fn named(variable: &str) -> PathBuf {
    env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| {
        panic!(
            "{variable} is not set: run `cargo xtask test`, which builds what these tests look at and tells them where \
             it is (tests/README.md says how to run one test by hand)"
        )
    })
}
