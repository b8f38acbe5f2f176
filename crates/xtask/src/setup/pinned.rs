//! Tools built from source at a pinned version, kept outside the repository so that the next clone finds them.
//! A tool counts as installed only when its folder has its final name, which it gets last: an interrupted installation never does.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Trouble, about_file};
use crate::tools::PinnedTool;
use crate::{lock, look_up, say, workspace};

/// The tool on the search path where it has exactly our version, else ours, installed now if need be.
pub(super) fn ensure(tool: &PinnedTool, tools: &Path) -> Result<PathBuf, Trouble> {
    let on_path = look_up::program_on(&env::var_os("PATH").unwrap_or_default(), tool.name);
    if let Some(program) = on_path.filter(|program| has_version(program, tool)) {
        return Ok(program);
    }
    let program = tool.program_in(&tool.folder(tools));
    if !has_version(&program, tool) {
        install(tool, tools)?;
    }
    Ok(program)
}

fn install(tool: &PinnedTool, tools: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(tools).map_err(about_file("make the folder", tools))?;
    // Two set-ups at the same time would build into the same folders.
    let _lock = lock::hold(&tools.join("lock"), "Another set-up is installing tools")?;
    let folder = tool.folder(tools);
    if has_version(&tool.program_in(&folder), tool) {
        // Another set-up finished it while we waited for the lock.
        return Ok(());
    }
    let PinnedTool { name, version, purpose, usual_time, .. } = tool;
    say::step(&format!("Building {name} {version} from source: {purpose}."));
    say::detail(&format!("About {usual_time}, once for all clones; kept in {}.", folder.display()));
    let unfinished = folder.with_added_extension("unfinished");
    // The intermediate files stay after an interruption: the next try goes on from there.
    let intermediate = folder.with_added_extension("build");
    super::remove_folder(&unfinished)?;
    run::run(&mut install_command(tool, tools, &unfinished, &intermediate))
        .map_err(|trouble| trouble.advise(&advice(tool)))?;
    let program = tool.program_in(&unfinished);
    if !has_version(&program, tool) {
        let (program, version) = (program.display(), tool.version);
        return Err(Trouble::new(format!(
            "{program} was built, but its version is not {version}."
        )));
    }
    super::remove_folder(&folder)?;
    fs::rename(&unfinished, &folder).map_err(about_file("give its final name to", &unfinished))?;
    super::remove_folder(&intermediate)
}

fn advice(tool: &PinnedTool) -> String {
    let PinnedTool { package, version, .. } = tool;
    format!(
        "It needs the network and a C compiler (on Debian: apt-get install build-essential).
By hand: `cargo install --locked {package} --version {version}`; found on PATH, it is used."
    )
}

fn install_command(tool: &PinnedTool, tools: &Path, root: &Path, intermediate: &Path) -> Command {
    let mut command = Command::new(workspace::cargo_program());
    // Not in the repository: its settings are for its own code.
    command.current_dir(tools);
    command.args(["install", "--locked", tool.package, "--bin", tool.name]);
    command.args(["--version", tool.version, "--root"]).arg(root);
    command.env("CARGO_TARGET_DIR", intermediate);
    // Not optimised: half the wait now, against a second or two in each build. Nobody debugs them here.
    command.arg("--debug").env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "0");
    if !io::stderr().is_terminal() {
        // On a terminal Cargo's moving bar shows how far it is; in a log its hundreds of lines bury the rest.
        command.arg("--quiet");
    }
    command
}

fn has_version(program: &Path, tool: &PinnedTool) -> bool {
    look_up::is_program(program)
        && run::ask_version(program)
            .is_ok_and(|printed| look_up::version_in(&printed) == Some(tool.version))
}
