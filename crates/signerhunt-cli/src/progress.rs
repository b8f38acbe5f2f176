//! Words on standard error: messages always, progress only where a person is watching.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use signerhunt::output::visible;

/// Says a line. Names of files and texts of exports in it cannot command the terminal.
pub(crate) fn say(words: &str) {
    // When standard error is gone there is nobody left to tell.
    let _ = writeln!(stderr(), "{}", visible(words));
}

/// A line that grows while an export is read, and goes away behind it.
pub(crate) struct Progress {
    is_watched: bool,
    started: Instant,
    last_shown: Option<Instant>,
}

impl Progress {
    const EVERY: Duration = Duration::from_millis(200);

    pub(crate) fn new() -> Progress {
        Progress { is_watched: stderr().is_terminal(), started: Instant::now(), last_shown: None }
    }

    /// So far this much of the export of this name was read; the total is known for files.
    pub(crate) fn show(&mut self, name: &str, n_bytes: u64, total_bytes: Option<u64>, n_rows: u64) {
        let waited = self.last_shown.unwrap_or(self.started).elapsed();
        if !self.is_watched || waited < Progress::EVERY {
            return;
        }
        self.last_shown = Some(Instant::now());
        let rows_per_second = n_rows as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        let part = match total_bytes {
            Some(total) if total > 0 => format!("{} %, ", n_bytes * 100 / total),
            _ => String::new(),
        };
        let name = visible(name);
        let _ =
            write!(stderr(), "\r\x1B[K{name}: {part}{n_rows} rows, {rows_per_second:.0} rows/s");
    }
}

impl Progress {
    /// Takes the line away, for words in its place.
    pub(crate) fn clear(&mut self) {
        if self.last_shown.take().is_some() {
            let _ = write!(stderr(), "\r\x1B[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
