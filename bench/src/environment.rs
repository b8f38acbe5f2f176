//! Where the things are that are measured, and where files may be put. `cargo xtask bench` says so by environment variables.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::trouble::{Trouble, about_file};

/// The program `signerhunt`.
pub(crate) fn command_line() -> Result<PathBuf, Trouble> {
    named("SIGNERHUNT_CLI")
}

/// The folder of the built page.
pub(crate) fn dist() -> Result<PathBuf, Trouble> {
    named("SIGNERHUNT_DIST")
}

/// The browser.
pub(crate) fn chromium() -> Result<PathBuf, Trouble> {
    named("SIGNERHUNT_CHROMIUM")
}

/// A folder of ours inside the compiler's own, made where it is missing.
pub(crate) fn folder(name: &str) -> Result<PathBuf, Trouble> {
    let folder = named("SIGNERHUNT_BENCH_FOLDER")?.join(name);
    fs::create_dir_all(&folder).map_err(about_file("make the folder", &folder))?;
    Ok(folder)
}

/// A file of this package: `peers/peer.py`.
pub(crate) fn own_file(path: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), path].iter().collect()
}

fn named(variable: &str) -> Result<PathBuf, Trouble> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| {
        Trouble::new(format!(
            "{variable} is not set. Run `cargo xtask bench`, which builds what is measured and says where it is."
        ))
    })
}
