//! Builds the JavaScript API as a module of its own, for pages that embed the engine without our page, and lays its example beside it.
//! Trunk runs this while it bundles (`Trunk.toml`), so it comes along whenever the page is built.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Trouble, about_file};
use crate::setup::{Toolbox, WASM_TARGET};
use crate::{shrink, workspace};

/// What its files begin with.
const NAME: &str = "signerhunt";

/// Fills the folder `embed` of the page that is being built.
pub(crate) fn build(toolbox: &Toolbox) -> Result<(), Trouble> {
    let folder = workspace::page_under_way().join("embed");
    bind(toolbox, &module()?, &folder)?;
    shrink::module(toolbox, &folder, NAME)?;
    copy_example(&folder)
}

/// Compiles the module, as optimised as Trunk does the page.
fn module() -> Result<PathBuf, Trouble> {
    let debug = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "debug");
    let (profile, option) = if debug { ("debug", "") } else { ("release", "--release") };
    let arguments =
        format!("build --quiet {option} --package signerhunt-wasm --target {WASM_TARGET}");
    run::run(&mut workspace::cargo(&arguments))?;
    Ok(workspace::target_folder()?.join(WASM_TARGET).join(profile).join("signerhunt_wasm.wasm"))
}

fn bind(toolbox: &Toolbox, module: &Path, folder: &Path) -> Result<(), Trouble> {
    let mut command = Command::new(&toolbox.wasm_bindgen);
    command.args(["--target", "no-modules", "--out-name", NAME, "--out-dir"]);
    run::run(command.arg(folder).arg(module))
}

fn copy_example(folder: &Path) -> Result<(), Trouble> {
    let example = workspace::root().join("crates/signerhunt-wasm/example");
    for entry in fs::read_dir(&example).map_err(about_file("read the folder", &example))? {
        let entry = entry.map_err(about_file("read the folder", &example))?;
        let file = entry.path();
        fs::copy(&file, folder.join(entry.file_name())).map_err(about_file("copy", &file))?;
    }
    Ok(())
}
