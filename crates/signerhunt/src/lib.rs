//! Signerhunt's engine: bytes of Defender's `DeviceFileCertificateInfo` exports in, the devices that
//! carry files signed by makers of remote-management tools out.
//!
//! The engine does no IO, reads no clock, starts no thread and knows no browser. It reads text, packed
//! with gzip or not; files that need random access become text elsewhere. Data flows one way, and the
//! modules stand in that order:
//!
//! 1. [`reader`] is the conductor for one export: the caller feeds it bytes in pieces of any size.
//! 2. `packed` unpacks, `encoding` makes UTF-8 of the text.
//! 3. `sniff` looks at the first bytes of it: what is this?
//! 4. `delimited` finds rows and cells, `json` records and fields.
//! 5. `columns` maps names to the fields that are needed.
//! 6. [`time`] and [`report`] read values.
//! 7. `index` keeps the rows, dictionary-coded, grouped by signer, ordered by time.
//! 8. `common` numbers what several exports have, `duplicates` marks the rows that they share; [`Exports`]
//!    sees to it. `given` holds devices of summaries that the rule made elsewhere.
//! 9. [`term`], [`window`] and [`hunt`] say what is looked for.
//! 10. [`answer`] runs a hunt over indexes; [`ledger`] says where every row went.
//! 11. [`summary`] is the whole of an answer, [`output`] writes it out.
//!
//! ```
//! use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, Ticks};
//!
//! let mut reader = ExportReader::new("New query.csv", ReadOptions::default());
//! reader.feed(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\r\n2026-05-26T23:0")?;
//! reader.feed(b"0:01.5Z,1f3a,ws-0142,\"ConnectWise, LLC\",45720\r\n")?;
//! let mut exports = Exports::new();
//! exports.push(reader.finish()?);
//!
//! let clock: Ticks = "2026-06-01".parse().unwrap();
//! let summary = exports.summarize(&Hunt::default(), clock);
//! assert_eq!(summary.devices[0].device_name, "ws-0142");
//! assert_eq!(summary.ledger.matched, 1);
//! # Ok::<(), signerhunt::Unreadable>(())
//! ```

#![forbid(unsafe_code)]
#![warn(clippy::disallowed_methods)]

pub mod answer;
mod characters;
mod columns;
mod common;
mod delimited;
mod dictionary;
mod duplicates;
mod encoding;
mod expected;
pub mod export;
mod exports;
mod given;
mod hash;
pub mod hunt;
mod index;
mod json;
pub mod ledger;
mod near_miss;
mod order;
pub mod output;
mod packed;
pub mod reader;
pub mod report;
pub mod rule;
mod sniff;
pub mod source;
pub mod summary;
pub mod term;
pub mod time;
pub mod window;
mod wire;

pub use answer::Answer;
pub use expected::{Expected, ExpectedCount, ExpectedDevice};
pub use export::{Export, ReadOptions};
pub use exports::Exports;
pub use hunt::Hunt;
pub use ledger::{Ledger, Reason, Rejected};
pub use near_miss::{NearMiss, Why};
pub use reader::{
    ExportReader, OriginalRecord, Part, PartReader, RowCells, Unreadable, WantedCells,
};
pub use report::ReportId;
pub use rule::Rule;
pub use source::{DateOrder, Delimiter, Encoding, Precision, Shape, Source};
pub use summary::{AskedHunt, AskedRule, Device, Outside, Summary, TermCount, ToolCount};
pub use time::Ticks;
pub use window::{Bound, Extent, Now, ResolvedWindow, Window};
