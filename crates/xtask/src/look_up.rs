//! Finding programs on the search path and reading the versions they print. Pure, but for looking whether a file is there.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The first program of that name on a search path: the one a shell would run.
pub(crate) fn program_on(search_path: &OsStr, name: &str) -> Option<PathBuf> {
    let file_name = program_file(name);
    env::split_paths(search_path)
        .map(|folder| folder.join(&file_name))
        .find(|path| is_program(path))
}

/// How a program's file is called here: with `.exe` on Windows.
pub(crate) fn program_file(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// Whether the file is there and may be run.
pub(crate) fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file() && may_run(&metadata))
}

#[cfg(unix)]
fn may_run(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn may_run(_: &std::fs::Metadata) -> bool {
    true
}

/// The version in what a program printed: its first word that starts with a digit and has a dot.
pub(crate) fn version_in(printed: &str) -> Option<&str> {
    printed
        .split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.'))
}

/// The major number of a version.
pub(crate) fn major_of(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(version_in("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.129"), Some("0.2.129"));
        assert_eq!(
            version_in("Chromium 156.0.8078.73 built on Debian GNU/Linux 12"),
            Some("156.0.8078.73")
        );
        assert_eq!(version_in("Google Chrome 141.0.7390.54 "), Some("141.0.7390.54"));
        assert_eq!(
            version_in("ChromeDriver 156.0.8078.73 (f00-refs/heads/8078@{#1})"),
            Some("156.0.8078.73")
        );
        assert_eq!(version_in("requires the chromium snap to be installed"), None);
    }

    #[test]
    fn the_major_number_stands_in_front() {
        assert_eq!(major_of("156.0.8078.73"), Some(156));
        assert_eq!(major_of("nonsense"), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_first_folder_with_a_program_wins_and_plain_files_do_not_count() {
        use std::fs;
        use std::os::unix::fs::PermissionsExt;
        let base = env::temp_dir().join(format!("signerhunt-look-up-{}", std::process::id()));
        for (folder, mode) in [("plain", 0o644), ("first", 0o755), ("second", 0o755)] {
            let folder = base.join(folder);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("tool"), "").unwrap();
            fs::set_permissions(folder.join("tool"), fs::Permissions::from_mode(mode)).unwrap();
        }
        let search_path =
            env::join_paths(["absent", "plain", "first", "second"].map(|name| base.join(name)))
                .unwrap();
        assert_eq!(program_on(&search_path, "tool"), Some(base.join("first").join("tool")));
        assert_eq!(program_on(&search_path, "other"), None);
        fs::remove_dir_all(&base).unwrap();
    }
}
