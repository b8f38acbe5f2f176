//! The page's client of the engine: hands it exports and questions, and survives it.
//!
//! What it was given is kept by [`shelf`], so that everything can be read again when the engine breaks
//! down. Where the engine runs is [`host`]'s business; what its answers mean is [`crate::state`]'s.

mod boot;
mod consults;
mod hearing;
mod helpers;
mod host;
mod outbox;
mod shelf;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Reflect;
use signerhunt::Hunt;
use signerhunt_wasm::protocol::{
    Event, ExportId, Reading, Request, SaveFormat, SavePurpose, SkippedEntry, Subject, View,
};
use wasm_bindgen::JsValue;

use consults::Consults;
use helpers::Helpers;
use host::{Host, Signal};
use outbox::Outbox;
use shelf::Shelf;

use crate::browser::timer::Timer;
use crate::reading::Said;

pub(crate) use shelf::{Content, OpenedEntry};

/// What the page hears from the engine.
#[derive(Debug)]
pub(crate) enum Report {
    /// It told something.
    Told(Box<Event>),
    /// An export turned out to be an archive: its entries are being read in its place.
    Opened {
        /// The number the archive had.
        archive: ExportId,
        /// What is being read now. Empty when nothing in it could be an export.
        entries: Vec<OpenedEntry>,
        /// What is passed over.
        skipped: Vec<SkippedEntry>,
    },
    /// It broke down; a fresh one is reading the other exports again.
    BrokeDown {
        /// The export that was being read. `None`: none was; then none is read again by itself.
        reading: Option<ExportId>,
        /// The first thing that was heard of it.
        message: String,
    },
    /// Workers are refused here: from now on it shares the page's thread.
    WorkersRefused,
}

/// The client. Cheap to clone; all clones are the same engine.
#[derive(Clone)]
pub(crate) struct Engine(Rc<Inner>);

struct Inner {
    outbox: Rc<Outbox>,
    shelf: RefCell<Shelf>,
    /// Started by the first request, dropped when nothing is left to read or to hold.
    host: RefCell<Option<Rc<Host>>>,
    /// Workers that help it, as long as something is being read.
    helpers: RefCell<Option<Helpers>>,
    /// Counts hosts, so that a late word of one that is gone is not heard.
    generation: Cell<u32>,
    workers_refused: Cell<bool>,
    /// The module of the readers, once it came: a fresh engine gets the same.
    readers: RefCell<Option<JsValue>>,
    /// The terms that the next hunt will be for.
    terms: RefCell<Vec<String>>,
    /// A hunt is being answered.
    is_asked: Cell<bool>,
    /// The hunt to ask next: whoever moves an end of the window has others in mind before the first is answered.
    next_hunt: RefCell<Option<Request>>,
    /// Questions about rules that wait for their replies.
    consults: RefCell<Consults>,
    /// Starts it.
    start_soon: RefCell<Option<Timer>>,
}

/// When the page is surely drawn, and nobody has found a file yet.
const START_MS: i32 = 300;

impl Engine {
    /// An engine that is started when it is first needed, or a little after the page is there.
    pub(crate) fn new(report: impl Fn(Report) + 'static) -> Engine {
        let engine = Engine(Rc::new(Inner {
            outbox: Outbox::new(report),
            shelf: RefCell::new(Shelf::new()),
            host: RefCell::new(None),
            helpers: RefCell::new(None),
            generation: Cell::new(0),
            workers_refused: Cell::new(false),
            readers: RefCell::new(None),
            terms: RefCell::new(Vec::new()),
            is_asked: Cell::new(false),
            next_hunt: RefCell::new(None),
            consults: RefCell::new(Consults::default()),
            start_soon: RefCell::new(None),
        }));
        // Whoever drops the first file need not wait for the worker then, nor for code that is slow at first.
        let inner = Rc::downgrade(&engine.0);
        let start = move || {
            if let Some(engine) = inner.upgrade().map(Engine)
                && engine.0.host.borrow().is_none()
            {
                engine.start().send(Request::WarmUp);
            }
        };
        engine.0.start_soon.replace(Some(Timer::after(START_MS, start)));
        engine
    }

    /// Has an export read; it is known by the number that comes back.
    pub(crate) fn read(&self, content: Content) -> ExportId {
        self.put(content, Reading::default())
    }

    /// Has an export that failed read again, under a new number; with `any_size` however much it
    /// unpacks to.
    pub(crate) fn read_again(&self, export: ExportId, any_size: bool) -> Option<ExportId> {
        self.0.outbox.flush();
        let failed = self.0.shelf.borrow_mut().take(export)?;
        let any_size = any_size || failed.reading.any_size;
        Some(self.put(failed.content, Reading { any_size, ..failed.reading }))
    }

    fn put(&self, content: Content, reading: Reading) -> ExportId {
        let (id, request) = self.0.shelf.borrow_mut().put(content, reading);
        self.send(request);
        id
    }

    /// Stops reading an export and forgets it.
    pub(crate) fn remove(&self, export: ExportId) {
        self.0.outbox.flush();
        self.0.shelf.borrow_mut().take(export);
        if self.is_idle() && !self.is_on_main_thread() {
            // Dropping the worker is the quickest way to stop, and the only one to give memory back.
            self.stop();
        } else if self.0.host.borrow().is_some() {
            self.send(Request::Remove { export });
        }
    }

    /// Passes on what a person says about an export; it is read again where that is needed.
    pub(crate) fn say(&self, export: ExportId, said: Said) {
        self.0.outbox.flush();
        let requests = self.0.shelf.borrow_mut().say(export, said);
        self.send_all(requests);
    }

    /// Says which terms the next hunt will be for.
    pub(crate) fn expect(&self, terms: &[String]) {
        self.0.terms.replace(terms.to_vec());
        if self.0.host.borrow().is_some() {
            self.send(Request::Expect { terms: terms.to_vec() });
        }
    }

    /// Asks a hunt, once the one before is answered. Of several that wait for that, only the last is asked.
    pub(crate) fn ask(&self, question: u32, hunt: Hunt, keep_duplicates: bool, view: View) {
        self.0.next_hunt.replace(Some(Request::Ask { question, hunt, keep_duplicates, view }));
        if !self.0.is_asked.get() {
            self.ask_next();
        }
    }

    fn ask_next(&self) {
        let next = self.0.next_hunt.take();
        self.0.is_asked.set(next.is_some());
        if let Some(next) = next {
            self.send(next);
        }
    }

    /// Asks for other devices of the last answer.
    pub(crate) fn show(&self, question: u32, view: View) {
        self.send(Request::Show { question, view });
    }

    /// Asks for original records of a device.
    pub(crate) fn show_records(&self, device_id: String, device_name: String) {
        self.send(Request::ShowRecords { device_id, device_name });
    }

    /// Asks for the last answer in a form that leaves the page.
    pub(crate) fn save(&self, format: SaveFormat, purpose: SavePurpose) {
        self.send(Request::Save { format, purpose });
    }

    /// Asks something about rules; the reply, or why there is none, goes to `then`.
    pub(crate) fn consult(
        &self,
        subject: Subject,
        text: String,
        then: impl FnOnce(Result<String, String>) + 'static,
    ) {
        let number = self.0.consults.borrow_mut().put(Box::new(then));
        self.send(Request::Consult { number, subject, text });
    }

    fn send(&self, request: Request) {
        // The borrow ends before the request goes out: on the main thread, answers may come at once.
        let host = self.0.host.borrow().clone();
        let host = host.unwrap_or_else(|| self.start());
        host.send(request);
    }

    fn send_all(&self, requests: Vec<Request>) {
        for request in requests {
            self.send(request);
        }
    }

    fn start(&self) -> Rc<Host> {
        let generation = self.0.generation.get() + 1;
        self.0.generation.set(generation);
        // Weak, or the engine would hold itself.
        let inner = Rc::downgrade(&self.0);
        let hear = move |signal| {
            if let Some(inner) = inner.upgrade()
                && inner.generation.get() == generation
            {
                Engine(inner).hear(signal);
            }
        };
        let hear: Rc<dyn Fn(Signal)> = Rc::new(hear);
        let worker = if self.0.workers_refused.get() { None } else { Host::worker(&hear) };
        let host = worker.unwrap_or_else(|| {
            self.note_refusal();
            Host::main_thread(&hear)
        });
        let host = Rc::new(host);
        host.send(machine());
        host.send(Request::Expect { terms: self.0.terms.borrow().clone() });
        self.0.host.replace(Some(host.clone()));
        host
    }

    fn stop(&self) {
        self.0.generation.set(self.0.generation.get() + 1);
        self.0.host.replace(None);
        self.0.helpers.replace(None);
        self.0.is_asked.set(false);
        self.0.next_hunt.replace(None);
    }

    fn note_refusal(&self) {
        if !self.0.workers_refused.replace(true) {
            self.0.outbox.tell(Report::WorkersRefused);
        }
    }

    fn is_idle(&self) -> bool {
        self.0.shelf.borrow().is_idle() && self.0.consults.borrow().is_empty()
    }

    fn is_on_main_thread(&self) -> bool {
        matches!(self.0.host.borrow().as_deref(), Some(Host::MainThread(_)))
    }
}

/// What the browser tells of the computer.
fn machine() -> Request {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return Request::Machine { n_cores: 1, memory_gib: None };
    };
    // Not every browser says it, nor everywhere.
    let memory = Reflect::get(&navigator, &"deviceMemory".into()).ok();
    Request::Machine {
        n_cores: navigator.hardware_concurrency() as u32,
        memory_gib: memory.and_then(|gib| gib.as_f64()),
    }
}
