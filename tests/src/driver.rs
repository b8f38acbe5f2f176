//! ChromeDriver: one process for all tests, on a port of its own choice, ended when the last test is over.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use crate::environment;

/// A running ChromeDriver. Dropping the last handle ends it.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    /// Where browsers put their profiles. They leave some of them there.
    _profiles: TempDir,
    /// Kept open: a program whose output nobody takes may end itself.
    _output: BufReader<ChildStdout>,
}

/// The one that runs, or a new one.
pub(crate) fn running() -> Arc<Driver> {
    static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());
    // A test that failed to start it leaves nothing half done, so the next may try.
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.upgrade().unwrap_or_else(|| {
        let driver = Arc::new(Driver::start());
        *running = Arc::downgrade(&driver);
        driver
    })
}

impl Driver {
    /// Where it listens.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its process, the ancestor of all browsers.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    fn start() -> Driver {
        let program = environment::chromedriver();
        // Not in our own folder for such things: sockets are put there, whose paths must be short.
        let profiles = tempfile::Builder::new().prefix("signerhunt-").tempdir().unwrap();
        let mut process = Command::new(&program)
            .arg("--port=0")
            .env("TMPDIR", profiles.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // The browser's own complaints about machines without a screen.
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().expect("it was piped"));
        let port = read_port(&mut output);
        Driver { process, port, _profiles: profiles, _output: output }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// From the line `ChromeDriver was started successfully on port 40123.`
fn read_port(output: &mut impl BufRead) -> u16 {
    let mut said = String::new();
    while output.read_line(&mut said).expect("its output is text") > 0 {
        let last_line = said.lines().last().unwrap_or_default();
        if let Some((_, port)) = last_line.split_once("successfully on port ") {
            return port.trim_end_matches('.').parse().expect("a port is a number");
        }
    }
    panic!("ChromeDriver ended before it listened. It said: {said}");
}
