//! Tools that come as packages of npm, at a pinned version, kept beside those built from source (`pinned.rs`) and in the same
//! way: the folder of a tool gets its final name last.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use crate::run::{self, Trouble, about_file};
use crate::tools::PackagedTool;
use crate::{lock, look_up, say};

/// A tool that Node runs.
pub(crate) struct Script {
    node: PathBuf,
    script: PathBuf,
}

impl Script {
    /// The tool, to be given arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(&self.script);
        command
    }

    /// What runs it.
    pub(crate) fn node(&self) -> &Path {
        &self.node
    }

    /// Where it is.
    pub(crate) fn file(&self) -> &Path {
        &self.script
    }
}

/// The tool, installed now if need be.
pub(super) fn ensure(tool: &PackagedTool, tools: &Path) -> Result<Script, Trouble> {
    let node = node_program("node", tool)?;
    let folder = tool.folder(tools);
    let script = tool.script_in(&folder);
    if !script.is_file() {
        install(tool, tools, &folder)?;
    }
    Ok(Script { node, script })
}

fn install(tool: &PackagedTool, tools: &Path, folder: &Path) -> Result<(), Trouble> {
    let npm = node_program("npm", tool)?;
    fs::create_dir_all(tools).map_err(about_file("make the folder", tools))?;
    // Two set-ups at the same time would install into the same folder.
    let _lock = lock::hold(&tools.join("lock"), "Another set-up is installing tools")?;
    if tool.script_in(folder).is_file() {
        // Another set-up finished it while we waited for the lock.
        return Ok(());
    }
    let PackagedTool { name, package, version, purpose, .. } = tool;
    say::step(&format!("Fetching {name} {version} with npm: {purpose}."));
    say::detail(&format!("Once for all clones; kept in {}.", folder.display()));
    let unfinished = folder.with_added_extension("unfinished");
    super::remove_folder(&unfinished)?;
    fs::create_dir_all(&unfinished).map_err(about_file("make the folder", &unfinished))?;
    let mut command = Command::new(npm);
    // Its scripts are not run: the package is complete as it comes.
    command.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]);
    command.arg("--prefix").arg(&unfinished).arg(format!("{package}@{version}"));
    run::run_quietly(&mut command).map_err(|trouble| trouble.advise("It needs the network."))?;
    let script = tool.script_in(&unfinished);
    if !script.is_file() {
        return Err(Trouble::new(format!(
            "npm installed {package}, but not {}.",
            script.display()
        )));
    }
    super::remove_folder(folder)?;
    fs::rename(&unfinished, folder).map_err(about_file("give its final name to", &unfinished))
}

/// A program of Node from the search path, installed now where that is ours to do.
fn node_program(name: &str, tool: &PackagedTool) -> Result<PathBuf, Trouble> {
    if let Some(program) = on_path(name) {
        return Ok(program);
    }
    let PackagedTool { name: for_tool, purpose, .. } = tool;
    if apt::may_install() {
        say::step(&format!("Installing Node.js with apt-get: it runs {for_tool}, {purpose}."));
        apt::install(&["nodejs", "npm"])?;
    }
    on_path(name).ok_or_else(|| {
        Trouble::new(format!(
            "There is no `{name}` on PATH. It runs {for_tool}: {purpose}.
Install Node.js 20 or later with npm: see https://nodejs.org (on Debian: apt-get install nodejs npm)."
        ))
    })
}

fn on_path(name: &str) -> Option<PathBuf> {
    let search_path = env::var_os("PATH").unwrap_or_default();
    // On Windows npm is no program but a script.
    let script = format!("{name}.cmd");
    look_up::program_on(&search_path, name).or_else(|| {
        let folders = env::split_paths(&search_path);
        folders.map(|folder| folder.join(&script)).find(|path| look_up::is_program(path))
    })
}
