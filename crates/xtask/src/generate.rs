//! Writes a made-up export, for tests by hand and for large inputs. The crate `signerhunt-sample` makes it up; this puts it somewhere.

use std::fs::File;
use std::io::{self, Write};

use signerhunt_sample::{Generator, Shape};

use crate::arguments::Wanted;
use crate::run::{Trouble, about_file};

/// Writes the export where it is wanted.
pub(crate) fn generate(wanted: &Wanted) -> Result<(), Trouble> {
    let shape = Shape::from_name(&wanted.shape).ok_or_else(|| {
        Trouble::new(format!(
            "There is no shape \"{}\". Choose one of: {}.",
            wanted.shape,
            Shape::NAMES.join(", ")
        ))
    })?;
    let pieces = match wanted.for_measuring {
        true => Generator::for_measuring(wanted.rows, wanted.seed, shape),
        false => Generator::new(wanted.rows, wanted.seed, shape),
    };
    match &wanted.file {
        Some(path) => {
            let mut file = File::create(path).map_err(about_file("create", path))?;
            write_all(pieces, &mut file).map_err(about_file("write", path))
        }
        None => match write_all(pieces, &mut io::stdout().lock()) {
            // Whoever reads us, `head` for example, has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                Err(Trouble::new(format!("Could not write to the standard output: {error}.")))
            }
            Ok(()) => Ok(()),
        },
    }
}

fn write_all(pieces: impl Iterator<Item = Vec<u8>>, to: &mut impl Write) -> io::Result<()> {
    for piece in pieces {
        to.write_all(&piece)?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::HELP;

    #[test]
    fn the_help_names_every_shape() {
        for name in Shape::NAMES {
            assert!(HELP.contains(name), "{name}");
        }
    }
}
