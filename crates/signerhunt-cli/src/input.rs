//! The inputs that were named: files, folders walked in order, standard input.

use std::fs::File;
use std::io::{self, Read, stdin};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// One input, not opened yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// All inputs behind these paths, in order; a folder stands for the files in it, by name, links
/// followed, except what desktops put there. What cannot be walked is told to `complain` and does not
/// stop the rest.
pub(crate) fn inputs(paths: &[PathBuf], complain: impl Fn(String)) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input::Stdin];
    }
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let before = inputs.len();
            for entry in WalkDir::new(path).sort_by_file_name().follow_links(true) {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    Ok(entry) if is_litter(&entry.file_name().to_string_lossy()) => {}
                    Ok(entry) if !entry.file_type().is_file() => {
                        // A pipe may keep whoever reads it waiting for ever.
                        complain(format!(
                            "{} is no file; name it to have it read",
                            entry.path().display()
                        ));
                    }
                    Ok(entry) => inputs.push(Input::File(entry.into_path())),
                    Err(error) => {
                        let place = path.display();
                        complain(format!("a part of {place} cannot be walked: {error}"));
                    }
                }
            }
            if inputs.len() == before {
                complain(format!("{} has no files in it; name the exports", path.display()));
            }
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    inputs
}

/// Files that desktops leave in folders without being asked.
fn is_litter(name: &str) -> bool {
    name.starts_with("._") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// An input that is open.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Read + Send>,
    /// Its size, where that is known before it is read.
    pub(crate) n_bytes: Option<u64>,
}

impl Input {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::Stdin => "standard input".to_owned(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// It is a file on a disk: others may be read before it.
    pub(crate) fn is_seekable(&self) -> bool {
        matches!(self, Input::File(path) if path.is_file())
    }

    /// It is a pipe: what was read of it is gone. A file that is not there is none.
    pub(crate) fn can_be_read_once(&self) -> bool {
        match self {
            Input::Stdin => true,
            Input::File(path) => path.exists() && !path.is_file(),
        }
    }

    /// The same input once more, for reading here and there; `None` where that cannot be done, as with pipes.
    pub(crate) fn reopen(&self) -> io::Result<Option<File>> {
        match self {
            Input::File(path) if path.is_file() => File::open(path).map(Some),
            Input::File(_) | Input::Stdin => Ok(None),
        }
    }

    pub(crate) fn open(&self) -> io::Result<Opened> {
        match self {
            Input::Stdin => Ok(Opened { reader: Box::new(stdin()), n_bytes: None }),
            Input::File(path) => open_file(path),
        }
    }
}

fn open_file(path: &Path) -> io::Result<Opened> {
    let file = File::open(path)?;
    // A pipe has no size.
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file);
    let n_bytes = metadata.map(|metadata| metadata.len());
    Ok(Opened { reader: Box::new(file), n_bytes })
}
