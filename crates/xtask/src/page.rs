//! Builds the page into `dist/`, with Trunk. What is bundled stands in `index.html` and `Trunk.toml`.

use std::io::{self, IsTerminal};
use std::process::Command;

use crate::run::{self, Trouble};
use crate::setup::Toolbox;
use crate::{lock, say, workspace};

/// Builds the page as it is published.
pub(crate) fn build(toolbox: &Toolbox) -> Result<(), Trouble> {
    // Two builds at the same time would gather their pages in the same folder.
    let lock = workspace::target_folder()?.join("page.lock");
    let _lock = lock::hold(&lock, "Another build of the page is running")?;
    say::step("Building the page into dist/, optimised. The first time takes some minutes.");
    run::run(trunk(toolbox).args(["build", "--release"]))
}

/// Trunk at the root, quiet about what goes well.
pub(crate) fn trunk(toolbox: &Toolbox) -> Command {
    let mut command = Command::new(&toolbox.trunk);
    command.current_dir(workspace::root());
    command.env("PATH", &toolbox.search_path);
    // Trunk takes `NO_COLOR=1`, which is how many people set it, for a wrong value and refuses to start.
    command.env_remove("NO_COLOR");
    // Its traces tell about Trunk, and bury the error in the page.
    command.env("RUST_BACKTRACE", "0");
    command.arg("--quiet");
    if !io::stderr().is_terminal() {
        // Trunk runs Cargo, whose list of what it compiles is only good to watch.
        command.env("CARGO_TERM_QUIET", "true");
    }
    command
}
