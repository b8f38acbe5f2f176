//! What the figures were taken on: machine, date, commit. Things that cannot be found out are said to be unknown.

use std::fs;
use std::process::Command;

use crate::measure;

/// One line for people who read the figures later.
pub(crate) fn words() -> String {
    format!(
        "{} at commit {}, on {} with {} cores and {} GiB of memory, {}, {}",
        first_line("date", &["--utc", "+%Y-%m-%d"]),
        commit(),
        field("/proc/cpuinfo", "model name"),
        measure::n_cores(),
        gibibytes(&field("/proc/meminfo", "MemTotal")),
        first_line("uname", &["--kernel-name", "--kernel-release", "--machine"]),
        first_line("rustc", &["--version"]),
    )
}

fn commit() -> String {
    let commit = first_line("git", &["rev-parse", "--short=12", "HEAD"]);
    let changed =
        Command::new("git").args(["status", "--porcelain", "--untracked-files=no"]).output();
    match changed.is_ok_and(|output| !output.stdout.is_empty()) {
        true => format!("{commit} with changes"),
        false => commit,
    }
}

fn first_line(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let printed = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let printed = printed.map(|printed| String::from_utf8_lossy(&printed).into_owned());
    let line = printed.as_deref().and_then(|printed| printed.lines().next());
    line.map_or_else(|| format!("an unknown {program}"), |line| line.trim().to_owned())
}

/// The value behind a name in one of the kernel's files.
fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let value = line.and_then(|line| line.split_once(':'));
    value.map_or_else(|| "an unknown processor".to_owned(), |(_, value)| value.trim().to_owned())
}

fn gibibytes(kibibytes: &str) -> String {
    let number = kibibytes.split_whitespace().next().and_then(|number| number.parse::<f64>().ok());
    number.map_or_else(
        || "unknown".to_owned(),
        |number| format!("{:.0}", number / f64::from(1 << 20)),
    )
}
