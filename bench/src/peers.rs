//! Fetches the programs we are compared with, at pinned versions, when they are needed: Python's into a virtual environment,
//! the browser's into a folder of packages, both in the compiler's folder. None of them is a dependency of the product.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::environment;
use crate::trouble::{Trouble, about_file};

/// What is installed from Python's package index.
pub(crate) const PYTHON_PACKAGES: [&str; 2] = ["duckdb==2.0.1", "polars==2.1.0"];

/// A Python with the engines in it.
pub(crate) fn python() -> Result<PathBuf, Trouble> {
    let folder = environment::folder("python")?;
    let python = folder.join("bin").join("python");
    let installed = folder.join("installed.txt");
    let wanted = PYTHON_PACKAGES.join("\n");
    if fs::read_to_string(&installed).is_ok_and(|is| is == wanted) {
        return Ok(python);
    }
    eprintln!("-> Installing {} into {}.", PYTHON_PACKAGES.join(", "), folder.display());
    run(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder),
        "The engines of Python's world need Python 3 with `venv` (on Debian: apt-get install python3-venv).",
    )?;
    run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(PYTHON_PACKAGES),
        "pip fetches them: it needs the network, or a package index in its own settings.",
    )?;
    fs::write(&installed, wanted).map_err(about_file("write", &installed))?;
    Ok(python)
}

/// The folder with the driver of the browser, its pages and their packages.
pub(crate) fn browser_folder() -> Result<PathBuf, Trouble> {
    let own = environment::own_file("browser");
    let folder = environment::folder("browser")?;
    let packages = own.join("package.json");
    let wanted = fs::read_to_string(&packages).map_err(about_file("read", &packages))?;
    let installed = folder.join("installed.json");
    copy_files(&own, &folder)?;
    if !fs::read_to_string(&installed).is_ok_and(|is| is == wanted) {
        eprintln!(
            "-> Installing the packages of bench/browser/package.json into {}.",
            folder.display()
        );
        run(
            Command::new("npm")
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--no-package-lock",
                    "--loglevel=error",
                ])
                .current_dir(&folder),
            "npm fetches them: it comes with Node.js 20 or later, and needs the network, or a registry in its own settings.",
        )?;
        fs::write(&installed, wanted).map_err(about_file("write", &installed))?;
    }
    run(
        Command::new(folder.join("node_modules/.bin/esbuild"))
            .args(["duckdb-page.mjs", "--bundle", "--minify", "--format=iife", "--log-level=error"])
            .arg("--outfile=duckdb-page.bundle.js")
            .current_dir(&folder),
        "It makes one script of DuckDB-Wasm's page, as whoever publishes such a page does. Remove the folder and run this again.",
    )?;
    Ok(folder)
}

/// The pages are run from beside the packages.
fn copy_files(from: &Path, to: &Path) -> Result<(), Trouble> {
    for entry in fs::read_dir(from).map_err(about_file("read the folder", from))? {
        let path = entry.map_err(about_file("read the folder", from))?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, to.join(name)).map_err(about_file("copy", &path))?;
        }
    }
    Ok(())
}

fn run(command: &mut Command, advice: &str) -> Result<(), Trouble> {
    let shown = || format!("`{}`", Path::new(command.get_program()).display());
    let shown = shown();
    match command.stdin(Stdio::null()).stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Trouble::new(format!(
            "{shown} ended with {status}; its own message is above.\n{advice}"
        ))),
        Err(error) => {
            Err(Trouble::new(format!("{shown} could not be started: {error}.\n{advice}")))
        }
    }
}
