//! Made-up exports of `DeviceFileCertificateInfo`, from a seed.
//!
//! Signerhunt is tried, tested and measured on files that look like real ones without being anybody's data. This crate
//! makes them: thousands of signers, some of them makers of remote-management tools, on thousands of devices, over
//! thirty days, in the spelling of one of the portals or APIs. [`sample()`] is the small one that tells a story; [`Generator`]
//! makes as many rows as asked for.
//!
//! The same arguments give the same bytes on every platform and in every later version: tests freeze them, so only
//! integers are computed with, and no value is as wide as a pointer where it could be seen. The crate does no IO, reads
//! no clock and starts no thread, and it runs inside the page as well as in a terminal.
//!
//! It is not a parser and knows nothing of the engine: a mistake in the one must not be able to hide in the other.
//!
//! ```
//! use signerhunt_sample::{Generator, Shape};
//!
//! let export: Vec<u8> = Generator::new(1_000, 7, Shape::Portal).flatten().collect();
//! assert!(export.starts_with(b"\xEF\xBB\xBFTimestamp,DeviceId,"));
//! ```

#![allow(clippy::inconsistent_digit_grouping, reason = "tables spell dates as numbers: 2026_11_20")]

mod generator;
mod sample;
mod story;

mod world;

mod devices;
mod issuers;
mod names;
mod signers;

mod cells;
mod certificates;
mod tools;

mod clock;
mod digest;

mod json;
mod moments;
mod row;
mod shape;

#[cfg(test)]
mod reread;

pub use generator::Generator;
pub use sample::sample;
pub use shape::Shape;
