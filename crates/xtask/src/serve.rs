//! Serves the page on this machine, for looking at it and for working on it: Trunk builds it anew when a source changes.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::page;
use crate::run::Trouble;
use crate::say;
use crate::setup::Toolbox;

/// Serves until it is interrupted.
pub(crate) fn serve(toolbox: &Toolbox, port: u16) -> Result<(), Trouble> {
    ensure_free(port)?;
    // A page that does not build is told here, before there is an address to look at.
    page::build(toolbox)?;
    say::step("Starting the server.");
    let mut server = server(toolbox, port)
        .spawn()
        .map_err(|error| Trouble::new(format!("Trunk could not be started: {error}.")))?;
    wait_until_it_answers(&mut server, port)?;
    say::result(&format!(
        "Signerhunt is at http://127.0.0.1:{port}/ (Ctrl+C stops it; reload the page after a change)."
    ));
    match server.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Trouble::new(format!("Trunk ended with {status}."))),
        Err(error) => Err(Trouble::new(format!("Trunk cannot be watched any longer: {error}."))),
    }
}

/// Asked before anything else: building takes minutes, and the answer may be no.
fn ensure_free(port: u16) -> Result<(), Trouble> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(Trouble::new(format!("Port {port} of this machine cannot be used: {error}."))
                .advise("Choose another with `cargo xtask serve --port N`."))
        }
    }
}

fn server(toolbox: &Toolbox, port: u16) -> Command {
    let mut command = page::trunk(toolbox);
    // No automatic reload: it needs a script inside the page, which the page's policy forbids.
    command.args(["serve", "--release", "--no-autoreload", "--address", "127.0.0.1"]);
    command.arg("--port").arg(port.to_string()).stdin(Stdio::null());
    command
}

fn wait_until_it_answers(server: &mut Child, port: u16) -> Result<(), Trouble> {
    loop {
        if let Ok(Some(status)) = server.try_wait() {
            return Err(Trouble::new(format!(
                "Trunk ended with {status} before it served the page; its own message is above."
            )));
        }
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
}
