//! Why a file, or something in it, cannot be read: words for a person, and what a program has to tell apart.

use std::error::Error;
use std::fmt;
use std::io;

/// Why something cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What a program has to tell apart.
    pub kind: TroubleKind,
    /// What is wrong and what to do, to be read behind the file's name: "is damaged ...; copy it again".
    /// Lower case, no full stop.
    pub message: String,
}

/// What a program has to tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TroubleKind {
    /// The bytes are not what they should be: cut off, changed on their way, or made by a broken program.
    Damaged,
    /// A file of a kind, or with a feature, that is not read.
    Unsupported,
    /// More than the caller's [`Limits`](crate::Limits) allow, though nothing is wrong with it: asking again with
    /// limits of at least so many bytes reads it.
    TooLarge {
        /// How much there is.
        bytes: u64,
    },
    /// Made to expand beyond all reason. No limit lifts this.
    Bomb,
    /// The bytes themselves cannot be had: the disk or the browser refuses.
    Unreadable,
}

impl Trouble {
    pub(crate) fn damaged(message: impl Into<String>) -> Trouble {
        Trouble { kind: TroubleKind::Damaged, message: message.into() }
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Trouble {
        Trouble { kind: TroubleKind::Unsupported, message: message.into() }
    }

    pub(crate) fn too_large(bytes: u64, message: impl Into<String>) -> Trouble {
        Trouble { kind: TroubleKind::TooLarge { bytes }, message: message.into() }
    }

    pub(crate) fn bomb(message: impl Into<String>) -> Trouble {
        Trouble { kind: TroubleKind::Bomb, message: message.into() }
    }

    /// An error of reading: the decoders report broken data by the same type as a disk its failure.
    pub(crate) fn of_reading(error: &io::Error, what: &str) -> Trouble {
        match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => Trouble::damaged(format!(
                "is damaged: {what} cannot be unpacked ({error}); copy or download it again"
            )),
            _ => Trouble {
                kind: TroubleKind::Unreadable,
                message: format!(
                    "could not be read: {error}. It may have been changed, moved or locked; choose it again"
                ),
            },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for Trouble {}

/// A number of bytes as people say it.
pub(crate) fn in_words(n_bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    let unit = UNITS.iter().find(|(size, _)| n_bytes >= *size);
    match unit {
        Some((size, name)) => format!("{:.1} {name}", n_bytes as f64 / *size as f64),
        None => format!("{n_bytes} bytes"),
    }
}
