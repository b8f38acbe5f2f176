//! The page's client of the engine: hands it exports and questions, and survives it.
//!
//! It keeps the files' handles, never their contents, so that everything can be read again when the
//! engine breaks down. Where the engine runs is [`host`]'s business; what its answers mean is
//! [`crate::state`]'s.

mod host;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use signerhunt::{DateOrder, Hunt};
use signerhunt_wasm::protocol::{Event, ExportId, Request, SaveFormat, SavePurpose, View};

use host::{Host, Signal};

/// What the page hears from the engine.
#[derive(Debug)]
pub(crate) enum Report {
    /// It told something.
    Told(Box<Event>),
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

/// Where an export comes from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A file of the person's.
    File {
        /// Its name.
        name: String,
        /// Its handle.
        file: web_sys::Blob,
    },
    /// The sample, which the engine makes itself.
    Sample,
}

/// The client. Cheap to clone; all clones are the same engine.
#[derive(Clone)]
pub(crate) struct Engine(Rc<Inner>);

struct Inner {
    report: Box<dyn Fn(Report)>,
    /// Everything the engine was given, in that order, and not yet removed.
    held: RefCell<Vec<Held>>,
    next_export: Cell<ExportId>,
    /// Started by the first request, dropped when nothing is left to read or to hold.
    host: RefCell<Option<Rc<Host>>>,
    /// Counts hosts, so that a late word of one that is gone is not heard.
    generation: Cell<u32>,
    workers_refused: Cell<bool>,
}

struct Held {
    id: ExportId,
    content: Content,
    progress: Progress,
    /// What the person said about the dates, to be said again when it is read again.
    day_first: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Pending,
    Read,
    Failed,
}

impl Engine {
    /// An engine that is started when it is first needed.
    pub(crate) fn new(report: impl Fn(Report) + 'static) -> Engine {
        Engine(Rc::new(Inner {
            report: Box::new(report),
            held: RefCell::new(Vec::new()),
            next_export: Cell::new(1),
            host: RefCell::new(None),
            generation: Cell::new(0),
            workers_refused: Cell::new(false),
        }))
    }

    /// Has an export read; it is known by the number that comes back.
    pub(crate) fn read(&self, content: Content) -> ExportId {
        let id = self.0.next_export.replace(self.0.next_export.get() + 1);
        let request = request_to_read(id, &content);
        let progress = Progress::Pending;
        self.0.held.borrow_mut().push(Held { id, content, progress, day_first: None });
        self.send(request);
        id
    }

    /// Has an export that failed read again, under a new number.
    pub(crate) fn read_again(&self, export: ExportId) -> Option<ExportId> {
        let mut held = self.0.held.borrow_mut();
        let idx = held.iter().position(|held| held.id == export)?;
        let failed = held.remove(idx);
        drop(held);
        Some(self.read(failed.content))
    }

    /// Stops reading an export and forgets it.
    pub(crate) fn remove(&self, export: ExportId) {
        self.0.held.borrow_mut().retain(|held| held.id != export);
        if self.is_idle() && !self.is_on_main_thread() {
            // Dropping the worker is the quickest way to stop, and the only one to give memory back.
            self.stop();
        } else if self.0.host.borrow().is_some() {
            self.send(Request::Remove { export });
        }
    }

    /// Says which number is the day in an export's dates.
    pub(crate) fn set_day_first(&self, export: ExportId, day_first: bool) {
        for held in self.0.held.borrow_mut().iter_mut().filter(|held| held.id == export) {
            held.day_first = Some(day_first);
        }
        self.send(Request::SetDayFirst { export, day_first });
    }

    /// Asks a hunt.
    pub(crate) fn ask(&self, question: u32, hunt: Hunt, view: View) {
        self.send(Request::Ask { question, hunt, view });
    }

    /// Asks for other devices of the last answer.
    pub(crate) fn show(&self, question: u32, view: View) {
        self.send(Request::Show { question, view });
    }

    /// Asks for the last answer in a form that leaves the page.
    pub(crate) fn save(&self, format: SaveFormat, purpose: SavePurpose) {
        self.send(Request::Save { format, purpose });
    }

    fn send(&self, request: Request) {
        // The borrow ends before the request goes out: on the main thread, answers may come at once.
        let host = self.0.host.borrow().clone();
        let host = host.unwrap_or_else(|| self.start());
        host.send(request);
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
        self.0.host.replace(Some(host.clone()));
        host
    }

    fn stop(&self) {
        self.0.generation.set(self.0.generation.get() + 1);
        self.0.host.replace(None);
    }

    fn hear(&self, signal: Signal) {
        match signal {
            Signal::Told(event) => self.hear_event(*event),
            Signal::CouldNotStart { unsent } => {
                self.stop();
                self.note_refusal();
                for request in unsent {
                    self.send(request);
                }
            }
            Signal::Broke { message } => self.begin_afresh(message),
        }
    }

    fn hear_event(&self, event: Event) {
        match event {
            Event::Read { export, ref source, .. } => {
                let day_first = self.note(export, Progress::Read);
                if source.date_order == DateOrder::Undecided
                    && let Some(day_first) = day_first
                {
                    self.send(Request::SetDayFirst { export, day_first });
                }
            }
            Event::Unreadable { export, .. } => {
                self.note(export, Progress::Failed);
            }
            Event::Removed { left: 0, .. } if self.is_idle() => self.stop(),
            Event::Crashed { message } => {
                self.begin_afresh(message);
                return;
            }
            _ => {}
        }
        (self.0.report)(Report::Told(Box::new(event)));
    }

    /// Sets the export that was being read aside and has a fresh engine read the others.
    fn begin_afresh(&self, message: String) {
        // From here on the broken one is not heard: the browser's own, vaguer word of it may follow.
        self.stop();
        let mut again = Vec::new();
        let reading = {
            let mut held = self.0.held.borrow_mut();
            // Exports are read one after another, in the order in which they were given.
            let reading =
                held.iter().find(|held| held.progress == Progress::Pending).map(|held| held.id);
            for held in held.iter_mut() {
                if reading.is_none_or(|reading| held.id == reading) {
                    held.progress = Progress::Failed;
                } else if held.progress != Progress::Failed {
                    held.progress = Progress::Pending;
                    again.push(request_to_read(held.id, &held.content));
                }
            }
            reading
        };
        (self.0.report)(Report::BrokeDown { reading, message });
        for request in again {
            self.send(request);
        }
    }

    /// Notes how far an export has come; gives back what the person said about its dates.
    fn note(&self, export: ExportId, progress: Progress) -> Option<bool> {
        let mut held = self.0.held.borrow_mut();
        let held = held.iter_mut().find(|held| held.id == export)?;
        held.progress = progress;
        held.day_first
    }

    fn note_refusal(&self) {
        if !self.0.workers_refused.replace(true) {
            (self.0.report)(Report::WorkersRefused);
        }
    }

    /// Nothing is being read and nothing is held that could be hunted in.
    fn is_idle(&self) -> bool {
        self.0.held.borrow().iter().all(|held| held.progress == Progress::Failed)
    }

    fn is_on_main_thread(&self) -> bool {
        matches!(self.0.host.borrow().as_deref(), Some(Host::MainThread(_)))
    }
}

fn request_to_read(export: ExportId, content: &Content) -> Request {
    match content {
        Content::File { name, file } => {
            Request::Read { export, name: name.clone(), file: file.clone() }
        }
        Content::Sample => Request::ReadSample { export },
    }
}
