//! The voice of the tasks: calm lines about what happens and why. It decides nothing.
//! Progress goes to the standard error, so that `generate` can write an export to the standard output.

use std::time::Duration;

/// Announces the next step.
pub(crate) fn step(what: &str) {
    eprintln!("-> {what}");
}

/// Adds a line about the step just announced.
pub(crate) fn detail(what: &str) {
    eprintln!("   {what}");
}

/// Tells why it stopped.
pub(crate) fn error(what: &str) {
    eprintln!("xtask: {what}");
}

/// Tells the result that somebody asked for.
pub(crate) fn result(what: &str) {
    println!("{what}");
}

/// A span of time as people say it.
pub(crate) fn time(span: Duration) -> String {
    let seconds = span.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, 0) => "under a second".to_owned(),
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds:02} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_naturally() {
        assert_eq!(time(Duration::from_millis(900)), "under a second");
        assert_eq!(time(Duration::from_secs(42)), "42 s");
        assert_eq!(time(Duration::from_secs(187)), "3 min 07 s");
    }
}
