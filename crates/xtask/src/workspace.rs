//! Where things of this repository are: its root, the built page, the folder of the compiler's output. It looks, it does not write.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::Trouble;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs us; the compiled-in value serves those who start the program directly.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package.parent().and_then(Path::parent);
    root.map_or_else(|| package.clone(), Path::to_path_buf)
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The page that is being built. Trunk gathers it in a folder of its own and tells which; started by hand, we add to the
/// page that is there.
pub(crate) fn page_under_way() -> PathBuf {
    env::var_os("TRUNK_STAGING_DIR").map_or_else(dist, PathBuf::from)
}

/// The folder of what the compiler makes. We are in `<folder>/<profile>/` ourselves, which holds however it was configured.
pub(crate) fn target_folder() -> Result<PathBuf, Trouble> {
    let own = env::current_exe().map_err(|error| {
        Trouble::new(format!(
            "Cannot tell where this program is: {error}. Run it as `cargo xtask`."
        ))
    })?;
    let folder = own.parent().and_then(Path::parent);
    folder.map(Path::to_path_buf).ok_or_else(|| {
        Trouble::new("This program is not where Cargo puts programs. Run it as `cargo xtask`.")
    })
}

/// Cargo at the root, the same that runs us, with arguments written as a person types them: none may contain a space.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(cargo_program());
    command.current_dir(root()).args(arguments.split_whitespace());
    command
}

/// The program that runs us, or the one on the search path.
pub(crate) fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}
