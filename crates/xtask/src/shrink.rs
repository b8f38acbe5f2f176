//! Makes modules and their scripts smaller than they come. It knows how, not which modules there are: the page's is handed over
//! by Trunk while it bundles (`Trunk.toml`), the others by those who build them.

use std::env;
use std::fs;
use std::path::Path;

use crate::run::{self, Trouble, about_file};
use crate::setup::Toolbox;
use crate::{names, scripts, workspace};

/// What is made of a module: after a look at what can come where in the whole of it, and what follows from that. Functions
/// that belong together are much alike, so they pack better side by side. Nothing stands where memory begins but the end of
/// the stack, so sums with small numbers need not be told from those that begin anew at 0.
const PASSES: [&str; 5] =
    ["-O2", "--gufa", "-O2", "--low-memory-unused", "--reorder-functions-by-name"];

/// What the compiler may use, and so this too.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Shrinks the page that is being built. What was shrunk before stays as it is, or nearly so.
pub(crate) fn page(toolbox: &Toolbox) -> Result<(), Trouble> {
    let folder = workspace::page_under_way();
    module(toolbox, &folder, "signerhunt-web")?;
    change(&folder.join("signerhunt-web.js"), |script| {
        scripts::as_function(script, "wasm_bindgen")
    })?;
    change(&folder.join("boot.js"), scripts::bare)?;
    change(&folder.join("index.html"), scripts::bare_page)
}

/// Shrinks a module beside its bindings, in the folder and under the name that they have. A page that is built to be
/// debugged keeps its code.
pub(crate) fn module(toolbox: &Toolbox, folder: &Path, name: &str) -> Result<(), Trouble> {
    if env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile != "debug") {
        optimise(toolbox, &folder.join(format!("{name}_bg.wasm")))?;
    }
    names::shorten(folder, name)?;
    change(&folder.join(format!("{name}.js")), scripts::bare)
}

/// Makes another script of one.
pub(crate) fn change(script: &Path, make: impl Fn(&str) -> String) -> Result<(), Trouble> {
    let text = fs::read_to_string(script).map_err(about_file("read", script))?;
    fs::write(script, make(&text)).map_err(about_file("write", script))
}

/// The higher levels and those for size make files that pack worse.
fn optimise(toolbox: &Toolbox, module: &Path) -> Result<(), Trouble> {
    let mut command = toolbox.wasm_opt.command();
    command.args(PASSES).args(FEATURES).arg(module).arg("-o").arg(module);
    run::run(&mut command)
}
