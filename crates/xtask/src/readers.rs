//! Builds the readers of packed files, Parquet files and workbooks as a module of its own, which the page fetches only when
//! such a file arrives. Trunk runs this while it bundles (`Trunk.toml`), as it does `embed.rs`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Trouble};
use crate::setup::{Toolbox, WASM_TARGET};
use crate::{scripts, shrink, workspace};

/// What its files begin with.
const NAME: &str = "signerhunt-readers";

/// What its bindings are called where they are used: another name than that of the page's own, which stand beside them.
const GLOBAL: &str = "signerhunt_readers";

/// Adds the module and its bindings to the page that is being built, beside the page's own.
pub(crate) fn build(toolbox: &Toolbox) -> Result<(), Trouble> {
    let folder = workspace::page_under_way();
    bind(toolbox, &module()?, &folder)?;
    shrink::module(toolbox, &folder, NAME)?;
    shrink::change(&folder.join(format!("{NAME}.js")), |script| {
        scripts::as_function(script, GLOBAL)
    })
}

/// Compiles the module, small rather than quick: somebody waits while it is fetched.
fn module() -> Result<PathBuf, Trouble> {
    let debug = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "debug");
    let (profile, folder) = if debug { ("dev", "debug") } else { ("readers", "readers") };
    // The kind is asked for here, so that the command line, which uses the same library, need not make one for itself.
    let arguments = format!(
        "rustc --quiet --profile {profile} --package signerhunt-readers --lib --crate-type cdylib --target {WASM_TARGET}"
    );
    run::run(&mut workspace::cargo(&arguments))?;
    Ok(workspace::target_folder()?.join(WASM_TARGET).join(folder).join("signerhunt_readers.wasm"))
}

fn bind(toolbox: &Toolbox, module: &Path, folder: &Path) -> Result<(), Trouble> {
    let mut command = Command::new(&toolbox.wasm_bindgen);
    let options = "--target no-modules --no-typescript --no-modules-global";
    command.args(options.split_whitespace()).args([GLOBAL, "--out-name", NAME, "--out-dir"]);
    run::run(command.arg(folder).arg(module))
}
