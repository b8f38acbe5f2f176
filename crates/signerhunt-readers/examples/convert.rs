//! Prints what a file becomes: `cargo run -p signerhunt-readers --example convert -- FILE`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal talks on the terminal"
)]

use std::error::Error;
use std::io::Write;

use signerhunt_readers::{Content, Limits, Opened, Table, open};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("name a file")?;
    let limits = Limits::default();
    match open(std::fs::File::open(path)?, &limits)? {
        Opened::Table(table) => print(table)?,
        Opened::Archive(archive) => {
            for skipped in archive.skipped() {
                eprintln!("skipped: {} {}", skipped.name, skipped.why);
            }
            for (idx, entry) in archive.entries().iter().enumerate() {
                eprintln!("== {} ({} bytes)", entry.name, entry.n_bytes);
                match archive.read(idx, &limits)? {
                    Content::Table(table) => print(table)?,
                    Content::Bytes(mut reader) => {
                        while let Some(piece) = reader.next_piece()? {
                            std::io::stdout().write_all(&piece)?;
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

fn print(mut table: Table) -> Result<(), Box<dyn Error>> {
    eprintln!("{:?} {:?}", table.kind(), table.warnings());
    while let Some(piece) = table.next_piece()? {
        std::io::stdout().write_all(&piece)?;
    }
    Ok(())
}
