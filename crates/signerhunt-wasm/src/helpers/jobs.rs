//! What a helper can be asked for, and what it replies.
//!
//! It never says why something cannot be read: whoever asked finds that out, in the words and the order of things that it
//! has without helpers.

use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::protocol::{ExportId, Reading};

/// What is said to a helper.
pub(crate) enum Job {
    /// To do something with a file, and nothing else any more.
    File { file: ExportFile, task: Task },
    /// So many unpacked bytes were used.
    Used { n_bytes: u32 },
}

/// A file that is read as an export.
#[derive(Clone)]
pub(crate) struct ExportFile {
    /// The export's number, by which a helper knows the columns of the last one again.
    pub(crate) export: ExportId,
    pub(crate) name: String,
    pub(crate) blob: Blob,
    pub(crate) reading: Reading,
}

/// What there is to do with it.
pub(crate) enum Task {
    /// Read a part: its bytes begin at `start`, and those of the part behind at `boundary`. The first `head_bytes` of the
    /// file show its columns.
    ReadPart { head_bytes: f64, start: f64, boundary: Option<f64> },
    /// Unpack it, with this compiled module of the readers. So many unpacked bytes are not needed any more.
    Unpack { readers: JsValue, skipped: f64 },
}

/// Bytes that it hands over. The reply to a job is one piece or several, or `None`: it can do no more about that.
pub(crate) struct Piece {
    /// A `Uint8Array`: the part as bytes, or what was unpacked.
    pub(crate) bytes: JsValue,
    /// So many unpacked bytes stand before them.
    pub(crate) start: f64,
    /// So many bytes of the file were unpacked for them.
    pub(crate) n_packed: f64,
    /// They are the last.
    pub(crate) is_last: bool,
    /// What was found to be wrong at the end.
    pub(crate) warning: Option<String>,
}
