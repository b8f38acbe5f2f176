//! Signerhunt's engine in a browser.
//!
//! Three doors lead in: the worker of the page ([`start_worker`]), the same engine on the page's own
//! thread where workers are refused ([`Session`]), and the small JavaScript API for people who embed
//! the module without the page (`api`, a feature: the page does without). All that is decided about exports is decided in the engine;
//! this crate only carries bytes in and answers out. Zip archives, Parquet files and workbooks become
//! text in another module, which also unpacks gzip and which the page fetches when the first such file
//! arrives; it is called from here.

#![deny(unsafe_code)]

#[cfg(feature = "api")]
pub mod api;
mod bell;
mod bytes;
pub mod crossing;
mod hash;
mod helpers;
mod intake;
mod memory;
mod page_of_devices;
mod parts;
pub mod protocol;
mod queue;
mod read;
mod readers;
mod records;
mod saving;
mod session;
mod tabulate;
mod turn;
mod warm_up;
mod watchdog;
mod worker;

pub use session::{Pace, Session};
pub use worker::{LAST_WORD, start_worker};
