//! A helper from inside: a worker that does what another one asks through a port. It holds nothing but the columns of the
//! last file that it read a part of, and the module of the readers.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use signerhunt::{ExportReader, Part};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

use super::unpack::{Ahead, Room};
use super::{ExportFile, Job, Piece, Task};
use crate::bytes::Bytes;
use crate::crossing;
use crate::parts::read_part;
use crate::protocol::{ExportId, Reading};
use crate::read::read_options;
use crate::readers::Readers;
use crate::session::Pace;

/// A helper at work.
struct Service {
    port: MessagePort,
    readers: Readers,
    /// A reader that knows the columns of a file.
    pattern: RefCell<Option<(ExportId, Reading, ExportReader)>>,
    room: Room,
}

/// Does what is asked through this port, as long as the worker lives.
pub(crate) fn serve(port: MessagePort, readers: Readers) {
    let pattern = RefCell::new(None);
    let service = Rc::new(Service { port: port.clone(), readers, pattern, room: Room::default() });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match crossing::from_value(&message.data()) {
            Some((_, Job::Used { n_bytes })) => service.room.add(n_bytes),
            Some((number, Job::File { file, task })) => {
                service.room.begin(number);
                spawn_local(service.clone().work(number, file, task));
            }
            None => {}
        }
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
}

impl Service {
    async fn work(self: Rc<Service>, number: u32, file: ExportFile, task: Task) {
        let last = match task {
            Task::ReadPart { head_bytes, start, boundary } => {
                let boundary = boundary.map(|boundary| boundary as u64);
                let part = self.read(&file, head_bytes as u64, start as u64, boundary).await;
                part.map(|part| Piece {
                    bytes: Uint8Array::from(part.to_bytes().as_slice()).into(),
                    start: 0.0,
                    n_packed: 0.0,
                    is_last: true,
                    warning: None,
                })
            }
            Task::Unpack { readers, skipped } => {
                let hand_on = |piece| self.reply(number, Some(piece));
                let ahead = Ahead { number, room: &self.room, hand_on: &hand_on };
                match self.readers.start_with(&readers).await {
                    Ok(()) => ahead.unpack(&file, skipped, &self.readers).await,
                    Err(_) => None,
                }
            }
        };
        self.reply(number, last);
    }

    fn reply(&self, number: u32, piece: Option<Piece>) {
        let bytes = piece.iter().map(|piece| piece.bytes.unchecked_ref::<Uint8Array>());
        // What is transferred is not copied.
        let transfer: Array = bytes.map(Uint8Array::buffer).collect();
        let message = crossing::to_value(&(number, piece));
        if let Err(error) = self.port.post_message_with_transferable(&message, &transfer) {
            // Whoever asked would wait for ever; an error reaches the page.
            wasm_bindgen::throw_val(error);
        }
    }

    /// Reads a part; `None` when that cannot be done.
    async fn read(
        &self,
        file: &ExportFile,
        head_bytes: u64,
        start: u64,
        boundary: Option<u64>,
    ) -> Option<Part> {
        let known = self.pattern.take().filter(|(export, reading, _)| {
            // Another number is another file; another reading has other rows.
            *export == file.export && *reading == file.reading
        });
        let reader = match known {
            Some((_, _, reader)) => reader,
            None => read_head(file, head_bytes).await?,
        };
        let part = reader.part_reader(start, boundary);
        *self.pattern.borrow_mut() = Some((file.export, file.reading, reader));
        read_part(&file.name, &file.blob, part?, start, boundary, &mut |_, _| Ok(())).await.ok()
    }
}

async fn read_head(file: &ExportFile, head_bytes: u64) -> Option<ExportReader> {
    let mut reader = ExportReader::new(&file.name, read_options(file.reading, None));
    let mut bytes = Bytes::of_file(&file.name, &file.blob, 0..head_bytes, Pace::Worker);
    while let Some(piece) = bytes.next().await.ok()? {
        reader.feed(piece).ok()?;
    }
    Some(reader)
}
