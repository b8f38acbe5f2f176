//! Writes the files that other tests use to a folder: `cargo run -p signerhunt-readers --example fixtures -- FOLDER`.
//!
//! Each goes into a folder of its own, as `tests/data` has them: `parquet-int96/input.parquet` and so on.

#[path = "../tests/made/mod.rs"]
mod made;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name a folder")?);
    let files = [
        ("parquet-int96", "input.parquet", made::int96()),
        ("parquet-micros", "input.parquet", made::micros()),
        ("xlsx", "input.xlsx", made::workbook()),
    ];
    for (case, name, bytes) in files {
        fs::create_dir_all(folder.join(case))?;
        fs::write(folder.join(case).join(name), bytes)?;
    }
    Ok(())
}
