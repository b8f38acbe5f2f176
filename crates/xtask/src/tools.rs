//! The tools that the build borrows: which, at what version, and the folder that keeps them. Installing is in `setup`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::look_up;
use crate::run::Trouble;

/// Bundles the page.
pub(crate) const TRUNK: PinnedTool = PinnedTool {
    name: "trunk",
    package: "trunk",
    version: "0.21.14",
    purpose: "it bundles the page",
    usual_time: "4 minutes",
};

/// Writes the JavaScript around the module, for the `wasm-bindgen` crate of the same version: a test holds it to that.
pub(crate) const WASM_BINDGEN: PinnedTool = PinnedTool {
    name: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.129",
    purpose: "it writes the JavaScript around the WebAssembly module",
    usual_time: "2 minutes",
};

/// A program of the Rust world that is built from source at one exact version.
pub(crate) struct PinnedTool {
    pub(crate) name: &'static str,
    /// The package it comes from.
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// Why anybody should wait for it.
    pub(crate) purpose: &'static str,
    pub(crate) usual_time: &'static str,
}

impl PinnedTool {
    /// Its folder among the tools.
    pub(crate) fn folder(&self, tools: &Path) -> PathBuf {
        folder_of(tools, self.name, self.version)
    }

    /// The program inside a folder that `cargo install --root` filled.
    pub(crate) fn program_in(&self, folder: &Path) -> PathBuf {
        folder.join("bin").join(look_up::program_file(self.name))
    }
}

/// One folder for each version, so that clones at different versions do not disturb each other.
fn folder_of(tools: &Path, name: &str, version: &str) -> PathBuf {
    tools.join(format!("{name}-{version}"))
}

/// Makes modules smaller. Its programs for Node are those of its makers, whole in one file.
pub(crate) const WASM_OPT: PackagedTool = PackagedTool {
    name: "wasm-opt",
    package: "binaryen",
    file: "bin/wasm-opt",
    version: "132.0.0",
    purpose: "it makes the WebAssembly modules smaller",
};

/// Microsoft's parser and binder of KQL.
pub(crate) const KUSTO_LANGUAGE: PackagedTool = PackagedTool {
    name: "kusto-language",
    package: "@kusto/language-service-next",
    file: "Kusto.Language.Bridge.min.js",
    version: "12.4.1",
    purpose: "it says what is wrong with the queries for Kusto",
};

/// A program for Node, from a package of npm at one exact version.
pub(crate) struct PackagedTool {
    pub(crate) name: &'static str,
    /// The package it comes from.
    pub(crate) package: &'static str,
    /// The script, in the folder of the package.
    pub(crate) file: &'static str,
    pub(crate) version: &'static str,
    /// Why anybody should wait for it.
    pub(crate) purpose: &'static str,
}

impl PackagedTool {
    /// Its folder among the tools.
    pub(crate) fn folder(&self, tools: &Path) -> PathBuf {
        folder_of(tools, self.name, self.version)
    }

    /// The script inside a folder that `npm install --prefix` filled.
    pub(crate) fn script_in(&self, folder: &Path) -> PathBuf {
        folder.join("node_modules").join(self.package).join(self.file)
    }
}

/// Runs the queries for DuckDB.
pub(crate) const DUCKDB: PythonPackage = PythonPackage {
    name: "duckdb",
    version: "2.0.1",
    purpose: "it runs the queries for DuckDB",
    usual_time: "half a minute",
};

/// Runs the queries for Spark, in the Java of the machine.
pub(crate) const SPARK: PythonPackage = PythonPackage {
    name: "pyspark",
    version: "4.3.0",
    purpose: "it runs the queries for Spark",
    usual_time: "a minute or two",
};

/// A package for Python at one exact version, in an environment of its own.
pub(crate) struct PythonPackage {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// Why anybody should wait for it.
    pub(crate) purpose: &'static str,
    pub(crate) usual_time: &'static str,
}

impl PythonPackage {
    /// Its folder among the tools.
    pub(crate) fn folder(&self, tools: &Path) -> PathBuf {
        folder_of(tools, self.name, self.version)
    }
}

/// The folder that keeps the installed tools for all clones of this user.
pub(crate) fn tools_folder() -> Result<PathBuf, Trouble> {
    choose_tools_folder(env::consts::OS, env::home_dir(), |name| env::var_os(name))
        .ok_or_else(|| Trouble::new("There is no home folder to keep the build tools in. Set SIGNERHUNT_TOOLS to a folder of your choice and run this again."))
}

fn choose_tools_folder(
    system: &str,
    home: Option<PathBuf>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = set("SIGNERHUNT_TOOLS") {
        // The tools are installed from inside that folder, so a relative path must not be read from there.
        return std::path::absolute(chosen).ok();
    }
    let cache = match system {
        "macos" => home.map(|home| home.join("Library").join("Caches")),
        "windows" => set("LOCALAPPDATA"),
        // The XDG rules say that a relative path is to be ignored.
        _ => set("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| home.map(|home| home.join(".cache"))),
    }?;
    Some(cache.join("signerhunt").join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(system: &str, home: Option<&str>, variables: &[(&str, &str)]) -> Option<PathBuf> {
        choose_tools_folder(system, home.map(PathBuf::from), |name| {
            variables
                .iter()
                .find(|(candidate, _)| *candidate == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_of_the_tools_follows_the_habits_of_the_system() {
        let xdg = ("XDG_CACHE_HOME", "/cache");
        assert_eq!(
            chosen("linux", Some("/home/a"), &[("SIGNERHUNT_TOOLS", "/own"), xdg]),
            Some("/own".into())
        );
        assert_eq!(
            chosen("linux", Some("/home/a"), &[xdg]),
            Some("/cache/signerhunt/tools".into())
        );
        assert_eq!(
            chosen("linux", Some("/home/a"), &[("XDG_CACHE_HOME", "relative")]),
            Some("/home/a/.cache/signerhunt/tools".into())
        );
        assert_eq!(
            chosen("linux", Some("/home/a"), &[("SIGNERHUNT_TOOLS", "")]),
            Some("/home/a/.cache/signerhunt/tools".into())
        );
        assert_eq!(
            chosen("macos", Some("/Users/a"), &[xdg]),
            Some("/Users/a/Library/Caches/signerhunt/tools".into())
        );
        assert_eq!(
            chosen("windows", None, &[("LOCALAPPDATA", "/local")]),
            Some("/local/signerhunt/tools".into())
        );
        assert_eq!(chosen("linux", None, &[]), None);
    }

    #[test]
    fn tests_and_benchmarks_have_the_same_duckdb() {
        let pinned = format!("\"{}=={}\"", DUCKDB.name, DUCKDB.version);
        let benchmarks = include_str!("../../../bench/src/peers.rs");
        assert!(benchmarks.contains(&pinned), "keep bench/src/peers.rs and tools.rs in step");
    }

    #[test]
    fn the_bindings_tool_has_the_version_of_the_crate() {
        let manifest = include_str!("../../../Cargo.toml");
        let line = manifest
            .lines()
            .find(|line| line.starts_with("wasm-bindgen "))
            .expect("the workspace pins wasm-bindgen");
        assert_eq!(
            line,
            format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version),
            "keep Cargo.toml and tools.rs in step"
        );
    }
}
