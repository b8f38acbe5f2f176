//! The engine as the page sees it: exports come and go, hunts are answered.
//!
//! It runs in a worker, or on the page's own thread in short slices where workers are refused; the
//! messages are the same. It never waits: reading goes on in the background between requests.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use signerhunt::{DateOrder, Export, ExportReader, Exports, Hunt, Ticks};

use crate::helpers::{Helpers, serve};
use crate::memory::MemoryLimit;
use crate::page_of_devices::page_of_devices;
use crate::protocol::{Answer, Event, ExportId, Reading, Request, SaveFormat, SavePurpose, View};
use crate::queue::{Queue, Waiting};
use crate::read::{Errand, Input, Outcome, Progress, Sought};
use crate::readers::Readers;
use crate::saving::written;
use crate::tabulate::AskedTable;
use crate::turn::milliseconds;
use crate::warm_up::warm_up;

/// How long the engine may keep its thread busy at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// As long as it likes: the thread is its own.
    Worker,
    /// Milliseconds: the page draws on the same thread.
    MainThread,
}

/// A running engine. Clones are the same engine.
#[derive(Clone)]
pub struct Session {
    pub(crate) state: Rc<RefCell<State>>,
    /// Exports that wait to be read.
    queue: Rc<Queue>,
    /// The module for files that need more than a stream.
    pub(crate) readers: Readers,
    /// Other workers that read for this one.
    pub(crate) helpers: Helpers,
    post: Rc<dyn Fn(Event)>,
    pub(crate) pace: Pace,
}

pub(crate) struct State {
    /// The exports that were read.
    pub(crate) exports: Exports,
    /// What the page calls each of them, and what it came from: in the same order.
    pub(crate) held: Vec<Held>,
    /// The export that is being read; `None` also while one that was removed comes to its stop.
    reading: Option<ExportId>,
    /// Something takes exports from the queue, so nothing else may.
    is_running: bool,
    /// How much memory the exports may take.
    memory_limit: MemoryLimit,
    /// What the next hunt is for, as far as that is known.
    terms: Vec<String>,
    /// The last answer, and what the exports came from that it is about.
    pub(crate) last_answer: Option<(signerhunt::Answer, Vec<Input>)>,
    /// The last query, and its answer.
    pub(crate) asked_table: AskedTable,
}

/// What is known of an export that was read, beside its rows.
pub(crate) struct Held {
    pub(crate) id: ExportId,
    /// The file it came from, for its SHA-256 and for reading it again.
    pub(crate) input: Input,
    pub(crate) reading: Reading,
}

impl Session {
    /// An engine that holds nothing yet and tells `post` what happens.
    pub fn new(post: Rc<dyn Fn(Event)>, pace: Pace) -> Session {
        let state = State {
            exports: Exports::new(),
            held: Vec::new(),
            reading: None,
            is_running: false,
            memory_limit: MemoryLimit::of(None),
            terms: Hunt::default().names(),
            last_answer: None,
            asked_table: AskedTable::default(),
        };
        let readers = Readers::new(post.clone(), pace);
        let queue = Rc::<Queue>::default();
        let helpers = Helpers::new(post.clone(), queue.clone());
        Session { state: Rc::new(RefCell::new(state)), queue, readers, helpers, post, pace }
    }

    /// Does what is asked, or begins to.
    pub fn handle(&self, request: Request) {
        match request {
            Request::Read { export, name, file, entry, reading } => {
                self.enqueue(export, Input::File { name, file, entry }, reading);
            }
            Request::ReadSample { export } => {
                self.enqueue(export, Input::Sample, Reading::default());
            }
            Request::Remove { export } => self.remove(export),
            Request::SetReading { export, reading } => self.set_reading(export, reading),
            Request::Machine { n_cores, memory_gib } => {
                // The page's own thread is for short turns, not for files that others read.
                let n_cores = if self.pace == Pace::Worker { n_cores } else { 1 };
                self.helpers.set_cores(n_cores as usize);
                self.state.borrow_mut().memory_limit = MemoryLimit::of(memory_gib);
            }
            Request::Expect { terms } => self.state.borrow_mut().terms = terms,
            Request::WarmUp => self.warm_up(),
            Request::Help { port } => serve(port, self.readers.clone()),
            Request::Helpers { ports } => self.helpers.take(&ports),
            Request::HelpersGone => self.helpers.forget(),
            Request::HelperLost { idx } => self.helpers.lose(idx as usize),
            Request::Readers { module, trouble } => self.readers.take(&module, trouble),
            Request::Ask { question, hunt, keep_duplicates, view } => {
                self.answer(question, &hunt, keep_duplicates, &view);
            }
            Request::Show { question, view } => self.show(question, &view),
            Request::ShowRecords { device_id, device_name } => {
                let session = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    session.show_records(device_id, device_name).await;
                });
            }
            Request::Consult { number, subject, text } => {
                let session = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    let reply = session.reply(subject, &text).await;
                    let (reply, trouble) = match reply {
                        Ok(reply) => (Some(reply), String::new()),
                        Err(trouble) => (None, trouble.message),
                    };
                    session.post(Event::Consulted { number, reply, trouble });
                });
            }
            Request::Save { format, purpose } => {
                let session = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    session.save(format, purpose).await;
                });
            }
        }
    }

    fn warm_up(&self) {
        // On the page's thread it would be in everybody's way.
        if self.pace == Pace::Worker {
            let state = self.state.clone();
            let nobody_waits = move || state.borrow().is_untouched();
            wasm_bindgen_futures::spawn_local(warm_up(nobody_waits));
        }
    }

    pub(crate) fn post(&self, event: Event) {
        (self.post)(event);
    }

    fn enqueue(&self, id: ExportId, input: Input, reading: Reading) {
        self.queue.push(Waiting { id, input, reading, ahead: None });
        if !mem::replace(&mut self.state.borrow_mut().is_running, true) {
            let session = self.clone();
            wasm_bindgen_futures::spawn_local(async move { session.read_all().await });
        }
        self.helpers.read_ahead();
    }

    /// Takes the exports that wait, one after another, until none is left.
    async fn read_all(&self) {
        loop {
            let next = self.queue.pop();
            {
                let mut state = self.state.borrow_mut();
                state.reading = next.as_ref().map(|next| next.id);
                state.is_running = next.is_some();
            }
            let Some(Waiting { id, input, reading, ahead }) = next else {
                // The page is drawing what it heard, and asks when it has.
                self.state.borrow_mut().exports.make_ready();
                return;
            };
            self.helpers.read_ahead();
            let started = milliseconds();
            let errand = Errand {
                export: id,
                input: &input,
                reading,
                sought: Sought::Rows,
                ahead,
                pace: self.pace,
                readers: &self.readers,
                helpers: &self.helpers,
                is_wanted: &|| self.state.borrow().reading == Some(id),
                mind_memory: &|reader| self.state.borrow().mind_memory(reader),
                post: &|event| self.post(event),
                progress: Progress::new(),
            };
            match errand.run().await {
                Outcome::Read(export) => {
                    let event = read_event(id, &export, milliseconds() - started);
                    let mut state = self.state.borrow_mut();
                    state.exports.push(*export);
                    state.held.push(Held { id, input, reading });
                    drop(state);
                    self.post(event);
                }
                Outcome::Archive { entries, skipped } => {
                    self.post(Event::Archive { export: id, entries, skipped });
                }
                Outcome::Unreadable { message, is_too_large } => {
                    self.post(Event::Unreadable { export: id, message, is_too_large });
                }
                // `remove` has told the page already.
                Outcome::Unwanted => {}
            }
        }
    }

    fn remove(&self, id: ExportId) {
        let left = {
            let mut state = self.state.borrow_mut();
            state.take_out(id);
            self.queue.remove(id);
            if state.reading == Some(id) {
                // The reading looks at this between two slices, and gives up.
                state.reading = None;
            }
            state.exports.len() + self.queue.len() + usize::from(state.reading.is_some())
        };
        self.post(Event::Removed { export: id, left: left as u32 });
    }

    fn set_reading(&self, id: ExportId, reading: Reading) {
        let mut state = self.state.borrow_mut();
        let Some(place) = state.held.iter().position(|held| held.id == id) else {
            return;
        };
        let known = state.held[place].reading;
        let is_undecided = state.exports.at(place).source.date_order == DateOrder::Undecided;
        match reading.day_first {
            Some(day_first)
                if is_undecided && reading == (Reading { day_first: Some(day_first), ..known }) =>
            {
                // The index kept both readings of its dates.
                state.exports.set_day_first(place, day_first);
                state.held[place].reading = reading;
                let event = read_event(id, state.exports.at(place), 0.0);
                drop(state);
                self.post(event);
            }
            // The index has only the times as it was told to read them.
            _ => {
                let Some(Held { input, .. }) = state.take_out(id) else { return };
                drop(state);
                self.enqueue(id, input, reading);
            }
        }
    }

    fn answer(&self, question: u32, hunt: &Hunt, keep_duplicates: bool, view: &View) {
        let event = {
            let mut state = self.state.borrow_mut();
            let started = milliseconds();
            // It may be as large as the one that comes, so its memory is given back before.
            state.last_answer = None;
            state.exports.keep_duplicates(keep_duplicates);
            let found = state.exports.hunt(hunt, clock());
            let devices = page_of_devices(&found, view);
            let answer = Answer::of(&found, milliseconds() - started);
            state.terms = hunt.names();
            // Its exports may be other ones by the time it is saved.
            let inputs = state.held.iter().map(|held| held.input.clone()).collect();
            state.last_answer = Some((found, inputs));
            Event::Answer { question, answer, devices }
        };
        self.post(event);
    }

    fn show(&self, question: u32, view: &View) {
        let devices = self
            .state
            .borrow()
            .last_answer
            .as_ref()
            .map(|(answer, _)| page_of_devices(answer, view));
        if let Some(devices) = devices {
            self.post(Event::Devices { question, devices });
        }
    }

    async fn save(&self, format: SaveFormat, purpose: SavePurpose) {
        let last_answer = self
            .state
            .borrow()
            .last_answer
            .as_ref()
            .map(|(answer, inputs)| (answer.summary(), inputs.clone()));
        let event = match last_answer {
            Some((summary, inputs)) => written(summary, &inputs, format, purpose, self.pace).await,
            None => Event::Failed { message: "there is no answer to save yet".to_owned() },
        };
        self.post(event);
    }
}

impl State {
    /// Nothing was asked for.
    fn is_untouched(&self) -> bool {
        !self.is_running && self.exports.is_empty()
    }

    /// Looks whether an export that is being read still fits into memory, see [`MemoryLimit::mind`].
    fn mind_memory(&self, reader: &mut ExportReader) -> bool {
        self.memory_limit.mind(reader, self.exports.n_index_bytes(), &self.terms)
    }

    /// Forgets an export that was read, and gives what it came from.
    fn take_out(&mut self, id: ExportId) -> Option<Held> {
        let place = self.held.iter().position(|held| held.id == id)?;
        self.exports.remove(place);
        Some(self.held.remove(place))
    }
}

fn read_event(id: ExportId, export: &Export, elapsed_ms: f64) -> Event {
    Event::Read {
        export: id,
        source: export.source.clone(),
        rejected: export.rejected.clone(),
        index_bytes: export.n_index_bytes() as f64,
        elapsed_ms,
    }
}

impl Answer {
    fn of(found: &signerhunt::Answer, elapsed_ms: f64) -> Answer {
        Answer {
            window: found.window,
            devices: found.n_devices() as u32,
            sightings: found.n_sightings() as f64,
            latest: found.latest().map(|(name, at)| (name.to_owned(), at)),
            terms: found.terms.clone(),
            tools: found.tools.clone(),
            expected: found.expected,
            outside_window: found.outside_window,
            ledger: found.ledger,
            near_misses: found.near_misses.clone(),
            elapsed_ms,
        }
    }
}

/// The wall clock.
fn clock() -> Ticks {
    Ticks::from_unix_millis(js_sys::Date::now() as i64).unwrap_or(Ticks::MAX)
}
