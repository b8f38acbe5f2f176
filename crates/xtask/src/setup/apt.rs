//! Packages of Debian and its relatives, where we may install them.

use std::env;
use std::process::Command;

use crate::look_up;
use crate::run::{self, Trouble};

/// Whether this is a machine with `apt-get` and we are its administrator.
pub(super) fn may_install() -> bool {
    let has_apt =
        look_up::program_on(&env::var_os("PATH").unwrap_or_default(), "apt-get").is_some();
    has_apt && run::answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs packages without asking anything.
pub(super) fn install(packages: &[&str]) -> Result<(), Trouble> {
    // A broken foreign source makes the update fail although our packages can be had, so only the installation decides.
    let update = run::run_quietly(apt_get().arg("update"));
    run::run_quietly(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
        .map_err(|trouble| match update {
            Ok(()) => trouble,
            Err(earlier) => trouble.while_doing(&format!("{earlier}\nThen")),
        })
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    // A machine that has just started often updates itself and holds the lock for a while.
    command.args(["-o", "DPkg::Lock::Timeout=300"]);
    command
}
