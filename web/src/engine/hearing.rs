//! What is heard of the engine: passed on to the page, but for what is between the engine and its client, which is done here.

use std::rc::Rc;

use signerhunt_wasm::protocol::{Event, ExportId, Request};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::helpers::Helpers;
use super::host::Signal;
use super::{Engine, Report, boot};

impl Engine {
    /// Hears something of the engine.
    pub(super) fn hear(&self, signal: Signal) {
        match signal {
            Signal::Told(event) => self.hear_event(*event),
            Signal::CouldNotStart { unsent } => {
                self.stop();
                self.note_refusal();
                self.send_all(unsent);
            }
            Signal::Broke { message } => self.begin_afresh(message),
        }
    }

    fn hear_event(&self, event: Event) {
        if let Some(export) = export_told_of(&event)
            && self.0.shelf.borrow().is_stale(export)
        {
            return;
        }
        match event {
            Event::Read { export, ref source, .. } => {
                self.0.shelf.borrow_mut().note_read(export, source.date_order);
            }
            Event::Unreadable { export, .. } => self.0.shelf.borrow_mut().note_failed(export),
            Event::Removed { export, left } => {
                self.0.shelf.borrow_mut().note_removed(export);
                if left == 0 && self.is_idle() {
                    self.stop();
                }
            }
            Event::Archive { export: archive, entries, skipped } => {
                let opened = self.0.shelf.borrow_mut().open(archive, entries);
                if let Some((entries, requests)) = opened {
                    self.0.outbox.tell(Report::Opened { archive, entries, skipped });
                    self.send_all(requests);
                }
                return;
            }
            Event::NeedsHelpers { n_helpers } => {
                self.start_helpers(n_helpers);
                return;
            }
            Event::NeedsReaders => {
                self.fetch_readers();
                return;
            }
            Event::Consulted { number, reply, trouble } => {
                let then = self.0.consults.borrow_mut().take(number);
                if let Some(then) = then {
                    then(reply.ok_or(trouble));
                }
                return;
            }
            Event::Crashed { message } => {
                self.begin_afresh(message);
                return;
            }
            // The next is asked before the page draws this one: both take their time.
            Event::Answer { .. } | Event::Failed { .. } => self.ask_next(),
            _ => {}
        }
        let is_reading = self.0.shelf.borrow().has_pending();
        if !is_reading {
            self.end_helpers();
        }
        let others_follow = export_told_of(&event).is_some() && is_reading;
        let report = Report::Told(Box::new(event));
        match others_follow {
            true => self.0.outbox.tell_soon(report),
            false => self.0.outbox.tell(report),
        }
    }

    /// Gives the engine the helpers it asked for.
    fn start_helpers(&self, n_helpers: u32) {
        let inner = Rc::downgrade(&self.0);
        let asked_by = self.0.generation.get();
        let lose: Rc<dyn Fn(u32)> = Rc::new(move |idx| {
            if let Some(inner) = inner.upgrade()
                && inner.generation.get() == asked_by
            {
                Engine(inner).send(Request::HelperLost { idx });
            }
        });
        let helpers = Helpers::start(n_helpers, &lose);
        let ports = helpers.ports.clone();
        self.0.helpers.replace(Some(helpers));
        self.send(Request::Helpers { ports });
    }

    /// Nothing is being read: the helpers' memory is given back.
    fn end_helpers(&self) {
        let ended = self.0.helpers.take().is_some();
        if ended && self.0.host.borrow().is_some() {
            self.send(Request::HelpersGone);
        }
    }

    /// Gives the engine the readers it asked for. A failure is not kept: the next engine may try again.
    fn fetch_readers(&self) {
        let engine = self.clone();
        let asked_by = self.0.generation.get();
        spawn_local(async move {
            let known = engine.0.readers.borrow().clone();
            let fetched = match known {
                Some(module) => Ok(module),
                None => boot::readers_module().await,
            };
            let (module, trouble) = match fetched {
                Ok(module) => {
                    engine.0.readers.replace(Some(module.clone()));
                    (module, None)
                }
                Err(trouble) => (JsValue::UNDEFINED, Some(trouble)),
            };
            // The engine that asked may be gone; whichever came after it asks for itself.
            if engine.0.generation.get() == asked_by {
                engine.send(Request::Readers { module, trouble });
            }
        });
    }

    /// Sets the export that was being read aside and has a fresh engine read the others.
    fn begin_afresh(&self, message: String) {
        // From here on the broken one is not heard: the browser's own, vaguer word of it may follow.
        self.stop();
        let (reading, again) = self.0.shelf.borrow_mut().break_down();
        self.0.outbox.tell(Report::BrokeDown { reading, message });
        self.send_all(again);
        // They are not asked again: one of them may be what broke it.
        let unanswered = self.0.consults.borrow_mut().take_all();
        for then in unanswered {
            then(Err("the engine broke down; try again".to_owned()));
        }
    }
}

/// The export whose reading an event tells of.
fn export_told_of(event: &Event) -> Option<ExportId> {
    match event {
        Event::Progress { export, .. }
        | Event::Read { export, .. }
        | Event::Archive { export, .. }
        | Event::Unreadable { export, .. } => Some(*export),
        _ => None,
    }
}
