//! Makes a machine ready to build and to test: installs what is missing, says so, and is instant when all is there.
//! Each part knows one kind of thing to install; this file knows which task needs what.

mod apt;
mod browser;
mod npm;
mod peers;
mod pinned;
mod python;
mod target;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{Trouble, about_file};
use crate::tools;

pub(crate) use browser::Browser;
pub(crate) use peers::Peers;
pub(crate) use target::WASM as WASM_TARGET;

/// What building the page needs: the compiler's WebAssembly target, two tools that are found on
/// `search_path`, and one that Node runs.
pub(crate) struct Toolbox {
    pub(crate) trunk: PathBuf,
    pub(crate) wasm_bindgen: PathBuf,
    pub(crate) wasm_opt: npm::Script,
    /// The search path for child processes: Trunk looks there for `wasm-bindgen`.
    pub(crate) search_path: OsString,
}

/// Gets everything that building the page needs.
pub(crate) fn for_building() -> Result<Toolbox, Trouble> {
    target::ensure()?;
    let folder = tools::tools_folder()?;
    let wasm_bindgen = pinned::ensure(&tools::WASM_BINDGEN, &folder)?;
    let trunk = pinned::ensure(&tools::TRUNK, &folder)?;
    let wasm_opt = npm::ensure(&tools::WASM_OPT, &folder)?;
    let search_path = search_path_with([&wasm_bindgen, &trunk])?;
    Ok(Toolbox { trunk, wasm_bindgen, wasm_opt, search_path })
}

/// Gets the browser and its driver, which only the end-to-end tests need.
pub(crate) fn for_browser_tests() -> Result<Browser, Trouble> {
    browser::ensure()
}

/// Gets the engines that the queries are for, which only their tests need. Spark is asked for, or this is CI and has a Java.
pub(crate) fn for_queries(with_spark: bool) -> Result<Peers, Trouble> {
    peers::ensure(with_spark, &tools::tools_folder()?)
}

fn remove_folder(path: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(about_file("remove the folder", path)(error))
        }
        _ => Ok(()),
    }
}

/// The folders of the tools in front of the search path.
fn search_path_with(programs: [&Path; 2]) -> Result<OsString, Trouble> {
    let current = env::var_os("PATH").unwrap_or_default();
    let folders = programs.into_iter().filter_map(Path::parent).map(Path::to_path_buf);
    env::join_paths(folders.chain(env::split_paths(&current)))
        .map_err(|error| Trouble::new(format!("The folder of the tools cannot stand in PATH: {error}. Set SIGNERHUNT_TOOLS to another folder.")))
}
