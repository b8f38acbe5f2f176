//! Where the engine runs: in a worker, or, where workers are refused, on the page's own thread.
//!
//! A worker may be refused at once or some time later, may break down, and may say so twice. Here
//! all that becomes a [`Signal`]; what to do about it is decided one level up.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Reflect;
use signerhunt_wasm::protocol::{Event, Request};
use signerhunt_wasm::{LAST_WORD, Pace, Session, crossing};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::boot::new_worker;

/// What is heard of the engine.
#[derive(Debug)]
pub(super) enum Signal {
    /// It told something.
    Told(Box<Event>),
    /// The worker never came to life.
    CouldNotStart {
        /// What was asked of it meanwhile.
        unsent: Vec<Request>,
    },
    /// It broke down.
    Broke {
        /// In its or the browser's words.
        message: String,
    },
}

/// A running engine. Dropping it ends it.
pub(super) enum Host {
    /// In a worker.
    Worker(WorkerHost),
    /// On the page's own thread.
    MainThread(Session),
}

impl Host {
    /// The engine in a new worker; `None` where workers are refused.
    pub(super) fn worker(hear: &Rc<dyn Fn(Signal)>) -> Option<Host> {
        let worker = new_worker().ok()?;
        let line = Rc::new(Line {
            worker: worker.clone(),
            is_ready: Cell::new(false),
            unsent: RefCell::new(Vec::new()),
            hear: hear.clone(),
        });
        let for_messages = line.clone();
        let on_message =
            Closure::new(move |message: MessageEvent| for_messages.receive(&message.data()));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let for_errors = line.clone();
        // A script that cannot be loaded gives a plain event, a breakdown gives an `ErrorEvent`.
        let on_error = Closure::new(move |event: web_sys::Event| {
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            for_errors
                .fail(message.unwrap_or_else(|| "the worker failed without a word".to_owned()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Host::Worker(WorkerHost { line, _on_message: on_message, _on_error: on_error }))
    }

    /// The engine on the page's own thread, working in short slices.
    pub(super) fn main_thread(hear: &Rc<dyn Fn(Signal)>) -> Host {
        let hear = hear.clone();
        let told: Rc<dyn Fn(Event)> = Rc::new(move |event| hear(Signal::Told(Box::new(event))));
        Host::MainThread(Session::new(told, Pace::MainThread))
    }

    /// Sends a request, as soon as the engine can take it.
    pub(super) fn send(&self, request: Request) {
        match self {
            Host::Worker(host) => host.line.send(request),
            Host::MainThread(session) => session.handle(request),
        }
    }
}

/// A worker, and what listens to it.
pub(super) struct WorkerHost {
    line: Rc<Line>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for WorkerHost {
    fn drop(&mut self) {
        let worker = &self.line.worker;
        worker.set_onmessage(None);
        worker.set_onerror(None);
        worker.set_onmessageerror(None);
        worker.terminate();
    }
}

/// The line to a worker.
struct Line {
    worker: Worker,
    /// It said so; before, nothing may be sent.
    is_ready: Cell<bool>,
    /// What waits for that.
    unsent: RefCell<Vec<Request>>,
    hear: Rc<dyn Fn(Signal)>,
}

impl Line {
    fn send(&self, request: Request) {
        if self.is_ready.get() {
            self.post(&request);
        } else {
            self.unsent.borrow_mut().push(request);
        }
    }

    fn post(&self, request: &Request) {
        let message = crossing::to_value(request);
        let posted = self.worker.post_message_with_transfer(&message, &request.transferred());
        if let Err(error) = posted {
            self.fail(format!("a message could not be sent to the worker: {error:?}"));
        }
    }

    fn receive(&self, data: &JsValue) {
        if let Some(trouble) = words_in(data, "bootError") {
            self.fail(trouble);
            return;
        }
        if let Some(message) = words_in(data, LAST_WORD) {
            (self.hear)(Signal::Told(Box::new(Event::Crashed { message })));
            return;
        }
        match crossing::from_value(data) {
            Some(Event::Ready) => {
                self.is_ready.set(true);
                for request in self.unsent.take() {
                    self.post(&request);
                }
            }
            Some(event) => (self.hear)(Signal::Told(Box::new(event))),
            None => self.fail("a message of the worker could not be read".to_owned()),
        }
    }

    fn fail(&self, message: String) {
        (self.hear)(if self.is_ready.get() {
            Signal::Broke { message }
        } else {
            Signal::CouldNotStart { unsent: self.unsent.take() }
        });
    }
}

/// The text of `{name: "text"}`. So the start script's worker half says that it failed, and an engine that it broke down:
/// neither can be relied on to write a message.
fn words_in(data: &JsValue, name: &str) -> Option<String> {
    let words = data.is_object().then(|| Reflect::get(data, &name.into()).ok())??;
    words.as_string()
}
