//! `cargo xtask test`: every check of the project in the order of what is quickest to fail. It stops at the first that does.

use std::time::Instant;

use crate::run::{self, Trouble};
use crate::setup::{Browser, Peers, Toolbox, WASM_TARGET};
use crate::{look_up, page, say, workspace};

/// The package of the end-to-end tests, which need everything else built.
const END_TO_END: &str = "signerhunt-tests";

/// Runs all checks and tests.
pub(crate) fn everything(
    toolbox: &Toolbox,
    browser: &Browser,
    peers: &Peers,
) -> Result<(), Trouble> {
    let start = Instant::now();
    style()?;
    native_tests()?;
    queries(peers)?;
    page::build(toolbox)?;
    command_line()?;
    end_to_end(browser)?;
    let took = say::time(start.elapsed());
    say::result(&format!(
        "All passed in {took}: formatting, lints (native and WebAssembly), documentation, native tests, queries{}, page, command line, end-to-end tests.",
        if peers.spark.is_some() { "" } else { " (without Spark: add --spark)" }
    ));
    Ok(())
}

/// What needs no test to be run.
fn style() -> Result<(), Trouble> {
    say::step("Checking the formatting.");
    cargo("fmt --all -- --check")
        .map_err(|trouble| trouble.advise("`cargo fmt --all` puts it right."))?;

    say::step(
        "Checking with clippy, for this machine and for browsers. The first time: some minutes.",
    );
    cargo("clippy --quiet --workspace --all-targets -- -D warnings")?;
    let for_browsers = "--package signerhunt-wasm --package signerhunt-readers --package signerhunt-queries --package signerhunt-web";
    cargo(&format!("clippy --quiet --target {WASM_TARGET} {for_browsers} -- -D warnings"))?;

    say::step("Building the documentation: a broken link in it is an error.");
    // The program and the engine have the same name, and so has their documentation: the engine's, made last, stays.
    documentation("--package signerhunt-cli")?;
    documentation("--workspace --exclude signerhunt-cli")
}

fn documentation(packages: &str) -> Result<(), Trouble> {
    let mut command = workspace::cargo(&format!("doc --quiet --no-deps {packages}"));
    run::run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn native_tests() -> Result<(), Trouble> {
    say::step("Running the tests of all crates. The first time: some minutes, to compile them.");
    cargo(&format!("test --quiet --workspace --exclude {END_TO_END}"))
}

/// The queries, by the engines that they are for.
fn queries(peers: &Peers) -> Result<(), Trouble> {
    let mut command = workspace::cargo("test --quiet --package signerhunt-queries --test peers --");
    command.env("SIGNERHUNT_NODE", peers.kusto_language.node());
    command.env("SIGNERHUNT_KUSTO_LANGUAGE", peers.kusto_language.file());
    command.env("SIGNERHUNT_DUCKDB_PYTHON", &peers.duckdb);
    match &peers.spark {
        Some(python) => {
            say::step(
                "Having the queries run by DuckDB and Spark and read by Kusto's parser. Some minutes, for Spark.",
            );
            command.env("SIGNERHUNT_SPARK_PYTHON", python);
        }
        None => {
            say::step("Having the queries run by DuckDB and read by Kusto's parser.");
            say::detail("Not by Spark: `cargo xtask test --spark` does that too.");
            command.args(["--skip", "spark::"]);
        }
    }
    run::run(&mut command)
}

fn command_line() -> Result<(), Trouble> {
    say::step("Building the command line, optimised. The first time: a minute or two.");
    cargo("build --quiet --release --package signerhunt-cli")
}

fn end_to_end(browser: &Browser) -> Result<(), Trouble> {
    say::step("Running the end-to-end tests: the page in a real browser, and the command line.");
    let program = look_up::program_file("signerhunt");
    let mut command = workspace::cargo(&format!("test --package {END_TO_END}"));
    command.env("SIGNERHUNT_DIST", workspace::dist());
    command.env("SIGNERHUNT_CLI", workspace::target_folder()?.join("release").join(program));
    command.env("SIGNERHUNT_CHROMIUM", &browser.chromium);
    command.env("SIGNERHUNT_CHROMEDRIVER", &browser.chromedriver);
    run::run(&mut command)
}

fn cargo(arguments: &str) -> Result<(), Trouble> {
    run::run(&mut workspace::cargo(arguments))
}
