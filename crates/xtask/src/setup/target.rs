//! The compiler's standard library for WebAssembly.

use std::path::Path;
use std::process::Command;

use crate::run::{self, Trouble};
use crate::{say, workspace};

/// The target that browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the target where it is missing.
pub(super) fn ensure() -> Result<(), Trouble> {
    if is_there() {
        return Ok(());
    }
    say::step("Adding Rust's WebAssembly target with rustup: the page runs in it. Under a minute.");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]).current_dir(workspace::root());
    run::run_quietly(&mut rustup).map_err(|trouble| {
        trouble.advise(&format!(
            "Install rustup (https://rustup.rs), or {WASM}'s standard library from where your Rust came."
        ))
    })?;
    if is_there() {
        return Ok(());
    }
    Err(Trouble::new(format!("rustup added {WASM}, but to another Rust than the `rustc` on PATH."))
        .advise("Put rustup's folder in front of PATH, or remove the other Rust."))
}

/// Asks the compiler rather than rustup, so that a Rust of a distribution counts too.
fn is_there() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM]).current_dir(workspace::root());
    let folder = run::answer(&mut rustc);
    let Some(entries) = folder.and_then(|folder| Path::new(&folder).read_dir().ok()) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
