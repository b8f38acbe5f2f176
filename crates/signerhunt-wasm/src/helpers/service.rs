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
use super::{FileJob, Job, Reply, Task, Unpacked};
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
            Some((number, Job::File(job))) => {
                service.room.begin(number);
                spawn_local(service.clone().work(number, job));
            }
            None => {}
        }
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
}

impl Service {
    async fn work(self: Rc<Service>, number: u32, job: FileJob) {
        let last = match &job.task {
            Task::ReadPart { head_bytes, start, boundary } => {
                let boundary = boundary.map(|boundary| boundary as u64);
                let part = self.read(&job, *head_bytes as u64, *start as u64, boundary).await;
                part.map(|part| Reply::Part {
                    bytes: Uint8Array::from(part.to_bytes().as_slice()).into(),
                })
            }
            Task::Unpack { readers, skipped } => {
                let is_there = self.readers.start_with(readers).await.is_ok();
                let hand_on = |unpacked| self.reply(number, Reply::Unpacked(unpacked));
                let ahead = Ahead { number, room: &self.room, hand_on: &hand_on };
                match is_there {
                    true => ahead.unpack(&job, *skipped, &self.readers).await.map(Reply::Unpacked),
                    false => None,
                }
            }
        };
        self.reply(number, last.unwrap_or(Reply::Nothing));
    }

    fn reply(&self, number: u32, reply: Reply) {
        // What is transferred is not copied.
        let transfer = match &reply {
            Reply::Part { bytes } | Reply::Unpacked(Unpacked { bytes, .. }) => {
                Array::of1(&bytes.unchecked_ref::<Uint8Array>().buffer())
            }
            Reply::Nothing => Array::new(),
        };
        let message = crossing::to_value(&(number, reply));
        if let Err(error) = self.port.post_message_with_transferable(&message, &transfer) {
            // Whoever asked would wait for ever; an error reaches the page.
            wasm_bindgen::throw_val(error);
        }
    }

    /// Reads a part; `None` when that cannot be done.
    async fn read(
        &self,
        job: &FileJob,
        head_bytes: u64,
        start: u64,
        boundary: Option<u64>,
    ) -> Option<Part> {
        let known = self.pattern.take().filter(|(export, reading, _)| {
            // Another number is another file; another reading has other rows.
            *export == job.export && *reading == job.reading
        });
        let reader = match known {
            Some((_, _, reader)) => reader,
            None => read_head(job, head_bytes).await?,
        };
        let part = reader.part_reader(start, boundary);
        *self.pattern.borrow_mut() = Some((job.export, job.reading, reader));
        read_part(&job.name, &job.file, part?, start, boundary, &mut |_, _| Ok(())).await.ok()
    }
}

async fn read_head(job: &FileJob, head_bytes: u64) -> Option<ExportReader> {
    let mut reader = ExportReader::new(&job.name, read_options(job.reading, None));
    let mut bytes = Bytes::of_file(&job.name, &job.file, 0..head_bytes, Pace::Worker);
    while let Some(piece) = bytes.next().await.ok()? {
        reader.feed(piece).ok()?;
    }
    Some(reader)
}
