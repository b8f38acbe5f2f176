//! A helper: a worker that reads parts of files for another one, which asks through a port. It holds nothing but the
//! columns of the last file.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use signerhunt::{ExportReader, Part};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

use super::helpers::{PartDone, PartJob};
use super::{Stop, read_part};
use crate::bytes::Bytes;
use crate::crossing;
use crate::protocol::{ExportId, Reading};
use crate::read::read_options;
use crate::session::Pace;

/// A reader that knows the columns of a file.
type Pattern = Option<(ExportId, Reading, ExportReader)>;

/// Does what is asked through this port, as long as the worker lives.
pub(crate) fn serve(port: MessagePort) {
    let pattern: Rc<RefCell<Pattern>> = Rc::new(RefCell::new(None));
    let answers = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let (port, pattern) = (answers.clone(), pattern.clone());
        spawn_local(async move {
            let part = match crossing::from_value(&message.data()) {
                Some(job) => read(&job, &pattern).await,
                None => Ok(None),
            };
            answer(&port, part);
        });
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
}

/// Reads a part; `None` when the file cannot be read in parts after all.
async fn read(job: &PartJob, pattern: &RefCell<Pattern>) -> Result<Option<Part>, String> {
    let known = pattern.take().filter(|(export, reading, _)| {
        // Another number is another file; another reading has other rows.
        *export == job.export && *reading == job.reading
    });
    let reader = match known {
        Some((_, _, reader)) => reader,
        None => read_head(job).await?,
    };
    let (start, boundary) = (job.start as u64, job.boundary.map(|boundary| boundary as u64));
    let part = reader.part_reader(start, boundary);
    *pattern.borrow_mut() = Some((job.export, job.reading, reader));
    let Some(part) = part else { return Ok(None) };
    match read_part(&job.name, &job.file, part, start, boundary, &mut |_, _| Ok(())).await {
        Ok(part) => Ok(Some(part)),
        Err(Stop::Trouble(message)) => Err(message),
        Err(Stop::Unreadable(unreadable)) => Err(unreadable.to_string()),
        Err(Stop::Unwanted) => Ok(None),
    }
}

async fn read_head(job: &PartJob) -> Result<ExportReader, String> {
    let mut reader = ExportReader::new(&job.name, read_options(job.reading, None));
    let head = 0..job.head_bytes as u64;
    let mut bytes = Bytes::of_file(&job.name, &job.file, head, Pace::Worker);
    while let Some(piece) = bytes.next().await? {
        reader.feed(piece).map_err(|unreadable| unreadable.to_string())?;
    }
    Ok(reader)
}

fn answer(port: &MessagePort, part: Result<Option<Part>, String>) {
    let (part, trouble) = match part {
        Ok(part) => (part, None),
        Err(trouble) => (None, Some(trouble)),
    };
    let bytes = part.map(|part| Uint8Array::from(part.to_bytes().as_slice()));
    // What is transferred is not copied.
    let transfer: Array = bytes.iter().map(Uint8Array::buffer).collect();
    let done = PartDone { part: bytes.map_or(JsValue::UNDEFINED, JsValue::from), trouble };
    let message = crossing::to_value(&done);
    if let Err(error) = port.post_message_with_transferable(&message, &transfer) {
        // Whoever asked would wait for ever; an error reaches the page.
        wasm_bindgen::throw_val(error);
    }
}
