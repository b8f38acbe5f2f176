//! What the page asks of the engine. What happens of it is told in [`super::Event`]s.

use signerhunt::Hunt;
use wasm_bindgen::JsValue;

use super::{EntryAt, ExportId, Reading, SaveFormat, SavePurpose, Subject, View};

/// What the page asks of the engine.
#[derive(Debug)]
pub enum Request {
    /// Read a file into the index. Several may be asked for; their order stays.
    Read {
        /// The page's number for it.
        export: ExportId,
        /// What to call it in messages: the file's name, or its path within a dropped folder.
        name: String,
        /// The file.
        file: web_sys::Blob,
        /// Which entry of the zip archive that the file is.
        entry: Option<EntryAt>,
        /// What the person says about it.
        reading: Reading,
    },
    /// Make the sample and read it. Nothing is fetched.
    ReadSample {
        /// The page's number for it.
        export: ExportId,
    },
    /// Stop reading this export, if it is being read, and forget what is known of it.
    Remove {
        /// The page's number for it.
        export: ExportId,
    },
    /// Read an export otherwise than it was read: the person knows its zone or its order of dates, or
    /// wants it whatever its size. It is read again where that is needed.
    SetReading {
        /// The page's number for it.
        export: ExportId,
        /// What the person says about it, all of it.
        reading: Reading,
    },
    /// The answer to [`super::Event::NeedsReaders`].
    Readers {
        /// The compiled module of the readers, or `undefined` when there is none.
        module: JsValue,
        /// Why there is none.
        trouble: Option<String>,
    },
    /// What the engine runs on: it takes one core and the usual memory, as long as nobody says so.
    Machine {
        /// How many cores there are for it and its helpers.
        n_cores: u32,
        /// How much memory the computer has, in GiB, as far as the browser tells.
        memory_gib: Option<f64>,
    },
    /// The next hunt will be for these terms: rows that it cannot be about need not be kept when memory runs short.
    Expect {
        /// The terms.
        terms: Vec<String>,
    },
    /// Nothing is wanted yet: make ready for what will be.
    WarmUp,
    /// Be a helper: read and unpack files for whoever asks through this port, which must be transferred.
    Help {
        /// The port.
        port: web_sys::MessagePort,
    },
    /// The answer to [`super::Event::NeedsHelpers`].
    Helpers {
        /// A `MessagePort` to each helper; they must be transferred.
        ports: js_sys::Array,
    },
    /// The helpers were ended; new ones can be asked for.
    HelpersGone,
    /// A helper is gone.
    HelperLost {
        /// Its place among the ports.
        idx: u32,
    },
    /// Answer this hunt over all exports read so far.
    Ask {
        /// Comes back with the answer, so that the page can drop answers it no longer waits for.
        question: u32,
        /// What to look for, and when.
        hunt: Hunt,
        /// Rows that are in several exports count in each of them.
        keep_duplicates: bool,
        /// Which devices to show of the answer.
        view: View,
    },
    /// Show other devices of the last answer: nothing is hunted again.
    Show {
        /// Comes back with the devices.
        question: u32,
        /// Which ones.
        view: View,
    },
    /// Show the original records of a device of the last answer.
    ShowRecords {
        /// Its DeviceId.
        device_id: String,
        /// Its DeviceName.
        device_name: String,
    },
    /// Ask something about rules or queries.
    Consult {
        /// Comes back with the reply.
        number: u32,
        /// About what.
        subject: Subject,
        /// The question, as the subject has it.
        text: String,
    },
    /// Write the last answer out.
    Save {
        /// As what.
        format: SaveFormat,
        /// Comes back with the file.
        purpose: SavePurpose,
    },
}

impl Request {
    /// What changes hands with it and is not copied.
    pub fn transferred(&self) -> js_sys::Array {
        match self {
            Request::Help { port } => js_sys::Array::of1(port),
            Request::Helpers { ports } => ports.clone(),
            _ => js_sys::Array::new(),
        }
    }
}
