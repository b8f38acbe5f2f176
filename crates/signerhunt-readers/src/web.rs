//! The crate as a WebAssembly module of its own, for a worker or, in memory, for a page. Exists in browsers only. It unpacks
//! gzip as well, which elsewhere is the engine's business.
//!
//! Whatever goes wrong is thrown as an `Error` whose `message` is to be read behind the file's name. `tooLarge`, where
//! it has that, is the number of bytes that larger limits would have to allow. `bomb` is true when the file is made to
//! expand beyond all reason: what was read of it before is not to be used either. `crashed` is true when the module
//! broke down: it must not be used any more.

mod blob;
mod gzip;
mod rules;
mod table;

use std::io::Cursor;
use std::panic::PanicHookInfo;

use js_sys::{Array, Error, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::{Content, Limits, Opened, Table, TableKind, Trouble, TroubleKind};
use blob::BlobReader;
pub use gzip::Gzip;
pub use rules::{catalogue, link, query, rule};
pub use table::QueryRun;

/// The most that is read from memory, where a page has no worker: the file is there twice for a moment.
const IN_MEMORY_BYTES: u32 = 256 << 20;

/// Prepares the module to say what broke it.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(throw_last_word));
}

/// Whether a file with these first bytes is for this module.
#[wasm_bindgen]
pub fn needs(start: &[u8]) -> bool {
    crate::needs(start)
}

/// Opens a file: a `Blob` in a worker, or a `Uint8Array` anywhere.
///
/// `limits` may be left out, or be an object with `expandedBytes` and `inMemoryBytes`, either of which may be missing.
///
/// # Errors
///
/// Throws as this module does, see above.
#[wasm_bindgen]
pub fn open(
    #[wasm_bindgen(unchecked_param_type = "Blob | Uint8Array")] file: &JsValue,
    #[wasm_bindgen(
        unchecked_optional_param_type = "{expandedBytes?: number, inMemoryBytes?: number}"
    )]
    limits: &JsValue,
) -> Result<OpenedFile, JsValue> {
    let limits = limits_of(limits);
    let opened = match file.dyn_ref::<Uint8Array>() {
        Some(bytes) if bytes.length() > IN_MEMORY_BYTES => Err(Trouble::unsupported(
            "is larger than 256 MB, too much to be read where a page may not start workers; open the page by itself, \
             not inside of another one, or save the table as CSV",
        )),
        Some(bytes) => crate::open(Cursor::new(bytes.to_vec()), &limits),
        None => BlobReader::new(file.unchecked_ref()).and_then(|blob| crate::open(blob, &limits)),
    };
    match opened {
        Ok(Opened::Archive(archive)) => Ok(OpenedFile(What::Archive(archive))),
        Ok(Opened::Table(table)) => Ok(OpenedFile(What::Content(Content::Table(table)))),
        Err(trouble) => Err(thrown(&trouble)),
    }
}

/// An opened file.
#[wasm_bindgen(js_name = Opened)]
pub struct OpenedFile(What);

enum What {
    Archive(crate::Archive),
    Content(Content),
}

#[wasm_bindgen(js_class = Opened)]
impl OpenedFile {
    /// `"archive"`, whose entries are to be opened; `"parquet"`, `"workbook"` or `"bytes"`, whose pieces are to be read.
    #[wasm_bindgen(
        getter,
        unchecked_return_type = "\"archive\" | \"parquet\" | \"workbook\" | \"bytes\""
    )]
    pub fn kind(&self) -> String {
        let kind = match &self.0 {
            What::Archive(_) => "archive",
            What::Content(Content::Bytes(_)) => "bytes",
            What::Content(Content::Table(table)) => match table.kind() {
                TableKind::Parquet => "parquet",
                TableKind::Workbook => "workbook",
            },
        };
        kind.to_owned()
    }

    /// The files of an archive: what to show as a name, and how many bytes they are after unpacking.
    #[wasm_bindgen(unchecked_return_type = "{name: string, bytes: number}[]")]
    pub fn entries(&self) -> Array {
        let What::Archive(archive) = &self.0 else { return Array::new() };
        let entries = archive.entries().iter();
        entries
            .map(|entry| {
                object(&[
                    ("name", entry.name.as_str().into()),
                    ("bytes", (entry.n_bytes as f64).into()),
                ])
            })
            .collect()
    }

    /// What an archive has beside that, and why it is not read, to be read behind the name.
    #[wasm_bindgen(unchecked_return_type = "{name: string, why: string}[]")]
    pub fn skipped(&self) -> Array {
        let What::Archive(archive) = &self.0 else { return Array::new() };
        let skipped = archive.skipped().iter();
        skipped
            .map(|skipped| {
                object(&[
                    ("name", skipped.name.as_str().into()),
                    ("why", skipped.why.as_str().into()),
                ])
            })
            .collect()
    }

    /// What of a table is left out and why, each a clause to be read behind the file's name and a colon.
    pub fn warnings(&self) -> Vec<String> {
        match &self.0 {
            What::Content(Content::Table(table)) => table.warnings().to_vec(),
            _ => Vec::new(),
        }
    }

    /// Opens a file of an archive, by its place among the entries. Limits as for `open`.
    ///
    /// # Errors
    ///
    /// Throws as this module does, see above.
    #[wasm_bindgen(js_name = openEntry)]
    pub fn open_entry(
        &self,
        idx: usize,
        #[wasm_bindgen(
            unchecked_optional_param_type = "{expandedBytes?: number, inMemoryBytes?: number}"
        )]
        limits: &JsValue,
    ) -> Result<OpenedFile, JsValue> {
        match &self.0 {
            What::Archive(archive) => match archive.read(idx, &limits_of(limits)) {
                Ok(content) => Ok(OpenedFile(What::Content(content))),
                Err(trouble) => Err(thrown(&trouble)),
            },
            What::Content(_) => Err(Error::new("is no archive").into()),
        }
    }

    /// The next bytes of a file or of a table's text, or nothing behind the last.
    ///
    /// # Errors
    ///
    /// Throws as this module does, see above.
    #[wasm_bindgen(js_name = nextPiece)]
    pub fn next_piece(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        let piece = match &mut self.0 {
            What::Archive(_) => {
                return Err(Error::new("is an archive; its entries have pieces").into());
            }
            What::Content(Content::Bytes(reader)) => reader.next_piece(),
            What::Content(Content::Table(table)) => Table::next_piece(table),
        };
        piece.map_err(|trouble| thrown(&trouble))
    }
}

fn limits_of(limits: &JsValue) -> Limits {
    let limit = |name: &str| {
        let value = Reflect::get(limits, &name.into()).ok()?.as_f64()?;
        // A number too large for the type becomes its largest.
        Some(value as u64)
    };
    let default = Limits::default();
    Limits {
        expanded_bytes: limit("expandedBytes").unwrap_or(default.expanded_bytes),
        in_memory_bytes: limit("inMemoryBytes").unwrap_or(default.in_memory_bytes),
    }
}

fn thrown(trouble: &Trouble) -> JsValue {
    let error = Error::new(&trouble.message);
    match trouble.kind {
        TroubleKind::TooLarge { bytes } => set(&error, "tooLarge", (bytes as f64).into()),
        TroubleKind::Bomb => set(&error, "bomb", true.into()),
        _ => {}
    }
    error.into()
}

/// A panic would only be heard as "unreachable". What is thrown from here leaves the module in the middle of things.
fn throw_last_word(info: &PanicHookInfo<'_>) {
    let error = Error::new(&format!(
        "broke the reader for such files ({info}); please report it, and save the table as CSV meanwhile"
    ));
    set(&error, "crashed", true.into());
    wasm_bindgen::throw_val(error.into());
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value.clone());
    }
    object
}

fn set(object: &JsValue, name: &str, value: JsValue) {
    // A new object takes any property.
    let _ = Reflect::set(object, &name.into(), &value);
}
