//! Packages of Python at a pinned version, each in a virtual environment of its own beside the other tools. One that has no mark
//! that it is complete is made anew: an interrupted installation never has it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use crate::run::{self, Trouble, about_file};
use crate::tools::PythonPackage;
use crate::{lock, look_up, say};

/// A Python that has the package, installed now if need be.
pub(super) fn ensure(package: &PythonPackage, tools: &Path) -> Result<PathBuf, Trouble> {
    let folder = package.folder(tools);
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    if !is_complete(&folder, &python) {
        install(package, tools, &folder, &python)?;
    }
    Ok(python)
}

/// An environment cannot be moved to its final name when it is done, so it says so itself. It is done for when the Python it
/// was made with is gone.
fn is_complete(folder: &Path, python: &Path) -> bool {
    mark(folder).is_file() && look_up::is_program(python)
}

fn mark(folder: &Path) -> PathBuf {
    folder.join("complete")
}

fn install(
    package: &PythonPackage,
    tools: &Path,
    folder: &Path,
    python: &Path,
) -> Result<(), Trouble> {
    fs::create_dir_all(tools).map_err(about_file("make the folder", tools))?;
    // Two set-ups at the same time would install into the same folder.
    let _lock = lock::hold(&tools.join("lock"), "Another set-up is installing tools")?;
    if is_complete(folder, python) {
        // Another set-up finished it while we waited for the lock.
        return Ok(());
    }
    let PythonPackage { name, version, purpose, usual_time } = package;
    say::step(&format!("Fetching {name} {version} with pip: {purpose}. About {usual_time}."));
    say::detail(&format!("Once for all clones; kept in {}.", folder.display()));
    make_environment(package, folder)?;
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip.arg(format!("{name}=={version}"));
    run::run_quietly(&mut pip).map_err(|trouble| {
        trouble.advise("It needs the network, or a package index in pip's own settings.")
    })?;
    let mark = mark(folder);
    fs::write(&mark, "").map_err(about_file("write", &mark))
}

/// An empty environment, in place of whatever is there.
fn make_environment(package: &PythonPackage, folder: &Path) -> Result<(), Trouble> {
    let make = || {
        super::remove_folder(folder)?;
        let program = if cfg!(windows) { "python" } else { "python3" };
        run::run_quietly(Command::new(program).args(["-m", "venv"]).arg(folder))
    };
    let Err(trouble) = make() else { return Ok(()) };
    let PythonPackage { name, purpose, .. } = package;
    if apt::may_install() && !has_pip() {
        say::step(&format!(
            "Installing Python with apt-get: {name} is a package of it, {purpose}."
        ));
        apt::install(&["python3", "python3-venv"])?;
        return make();
    }
    Err(trouble.advise(&format!(
        "{name} is a package of Python: {purpose}. It needs Python 3.10 or later with `venv` (on Debian: apt-get install \
         python3-venv)."
    )))
}

/// Whether there is a Python that makes whole environments: Debian's comes without what fills them.
fn has_pip() -> bool {
    let python = look_up::program_on(&env::var_os("PATH").unwrap_or_default(), "python3");
    python.is_some_and(|python| {
        run::answer(Command::new(python).args(["-c", "import ensurepip, venv"])).is_some()
    })
}
