//! The engine as the page sees it: exports come and go, hunts are answered.
//!
//! It runs in a worker, or on the page's own thread in short slices where workers are refused; the
//! messages are the same. It never waits: reading goes on in the background between requests.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use signerhunt::{DateOrder, Export, Hunt, ReadOptions, Summary, Ticks, output, summarize};

use crate::hash;
use crate::page_of_devices::page_of_devices;
use crate::protocol::{Answer, Event, ExportId, Request, SaveFormat, SavePurpose, View};
use crate::read::{Input, Outcome, read};

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
    state: Rc<RefCell<State>>,
    post: Rc<dyn Fn(Event)>,
    pace: Pace,
}

struct State {
    exports: Vec<Held>,
    /// Exports that wait to be read.
    waiting: VecDeque<Waiting>,
    /// The export that is being read; `None` also while one that was removed comes to its stop.
    reading: Option<ExportId>,
    /// Something takes exports from `waiting`, so nothing else may.
    is_running: bool,
    last_answer: Option<Summary>,
}

/// An export that was asked for.
struct Waiting {
    id: ExportId,
    input: Input,
    /// What the person said about the order of day and month.
    day_first: Option<bool>,
}

/// An export that was read.
struct Held {
    id: ExportId,
    export: Export,
    /// The file it came from, for its SHA-256.
    input: Input,
}

impl Session {
    /// An engine that holds nothing yet and tells `post` what happens.
    pub fn new(post: Rc<dyn Fn(Event)>, pace: Pace) -> Session {
        let state = State {
            exports: Vec::new(),
            waiting: VecDeque::new(),
            reading: None,
            is_running: false,
            last_answer: None,
        };
        Session { state: Rc::new(RefCell::new(state)), post, pace }
    }

    /// Does what is asked, or begins to.
    pub fn handle(&self, request: Request) {
        match request {
            Request::Read { export, name, file } => {
                let input = Input::File { name, file };
                self.enqueue(Waiting { id: export, input, day_first: None });
            }
            Request::ReadSample { export } => {
                self.enqueue(Waiting { id: export, input: Input::Sample, day_first: None });
            }
            Request::Remove { export } => self.remove(export),
            Request::SetDayFirst { export, day_first } => self.set_day_first(export, day_first),
            Request::Ask { question, hunt, view } => self.answer(question, &hunt, &view),
            Request::Show { question, view } => self.show(question, &view),
            Request::Save { format, purpose } => {
                let session = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    session.save(format, purpose).await;
                });
            }
        }
    }

    fn post(&self, event: Event) {
        (self.post)(event);
    }

    fn enqueue(&self, waiting: Waiting) {
        let mut state = self.state.borrow_mut();
        state.waiting.push_back(waiting);
        if !std::mem::replace(&mut state.is_running, true) {
            let session = self.clone();
            wasm_bindgen_futures::spawn_local(async move { session.read_all().await });
        }
    }

    /// Reads the exports that wait, one after another, until none is left.
    async fn read_all(&self) {
        loop {
            let next = {
                let mut state = self.state.borrow_mut();
                let next = state.waiting.pop_front();
                state.reading = next.as_ref().map(|next| next.id);
                state.is_running = next.is_some();
                next
            };
            let Some(Waiting { id, input, day_first }) = next else { return };
            let options = ReadOptions { day_first, ..ReadOptions::default() };
            let started = js_sys::Date::now();
            let is_wanted = || self.state.borrow().reading == Some(id);
            let on_progress = |event| self.post(event);
            match read(id, &input, options, self.pace, is_wanted, on_progress).await {
                Outcome::Read(export) => {
                    let event = Event::Read {
                        export: id,
                        source: export.source.clone(),
                        rejected: export.rejected.clone(),
                        elapsed_ms: js_sys::Date::now() - started,
                    };
                    self.state.borrow_mut().exports.push(Held { id, export: *export, input });
                    self.post(event);
                }
                Outcome::Unreadable(message) => {
                    self.post(Event::Unreadable { export: id, message });
                }
                // `remove` has told the page already.
                Outcome::Unwanted => {}
            }
        }
    }

    fn remove(&self, id: ExportId) {
        let left = {
            let mut state = self.state.borrow_mut();
            state.exports.retain(|held| held.id != id);
            state.waiting.retain(|waiting| waiting.id != id);
            if state.reading == Some(id) {
                // The reading looks at this between two slices, and gives up.
                state.reading = None;
            }
            state.exports.len() + state.waiting.len() + usize::from(state.reading.is_some())
        };
        self.post(Event::Removed { export: id, left: left as u32 });
    }

    fn set_day_first(&self, id: ExportId, day_first: bool) {
        let mut state = self.state.borrow_mut();
        let Some(held_idx) = state.exports.iter().position(|held| held.id == id) else {
            return;
        };
        if state.exports[held_idx].export.source.date_order != DateOrder::Undecided {
            // Somebody changes their mind. The index has only the times it was told to read, so the
            // file is read again.
            let held = state.exports.remove(held_idx);
            drop(state);
            self.enqueue(Waiting { id, input: held.input, day_first: Some(day_first) });
            return;
        }
        let export = &mut state.exports[held_idx].export;
        export.set_day_first(day_first);
        let event = Event::Read {
            export: id,
            source: export.source.clone(),
            rejected: export.rejected.clone(),
            elapsed_ms: 0.0,
        };
        drop(state);
        self.post(event);
    }

    fn answer(&self, question: u32, hunt: &Hunt, view: &View) {
        let event = {
            let mut state = self.state.borrow_mut();
            let started = js_sys::Date::now();
            let exports = state.exports.iter().map(|held| &held.export);
            let summary = summarize(exports, hunt, clock());
            let answer = Answer::of(&summary, js_sys::Date::now() - started);
            let devices = page_of_devices(&summary, view);
            state.last_answer = Some(summary);
            Event::Answer { question, answer, devices }
        };
        self.post(event);
    }

    fn show(&self, question: u32, view: &View) {
        let devices =
            self.state.borrow().last_answer.as_ref().map(|summary| page_of_devices(summary, view));
        if let Some(devices) = devices {
            self.post(Event::Devices { question, devices });
        }
    }

    async fn save(&self, format: SaveFormat, purpose: SavePurpose) {
        let Some(mut summary) = self.state.borrow().last_answer.clone() else {
            self.post(Event::Failed { message: "there is no answer to save yet".to_owned() });
            return;
        };
        if format == SaveFormat::Json
            && let Err(message) = self.add_digests(&mut summary).await
        {
            self.post(Event::Failed { message });
            return;
        }
        let (text, extension, media_type) = match format {
            SaveFormat::CsvSpreadsheet => {
                (output::csv_for_spreadsheets(&summary), "spreadsheet.csv", "text/csv")
            }
            SaveFormat::Csv => (output::csv(&summary), "exact.csv", "text/csv"),
            SaveFormat::Json => (output::json(&summary), "json", "application/json"),
            SaveFormat::Markdown => (output::markdown(&summary), "md", "text/markdown"),
        };
        self.post(Event::Saved {
            purpose,
            file_name: format!("signerhunt-{}.{extension}", &summary.hunt.to.to_string()[..10]),
            media_type: media_type.to_owned(),
            bytes: js_sys::Uint8Array::from(text.as_bytes()).into(),
        });
    }

    /// Reads every export once more for its SHA-256; nothing in the page needs it before.
    async fn add_digests(&self, summary: &mut Summary) -> Result<(), String> {
        let inputs: Vec<Input> =
            self.state.borrow().exports.iter().map(|held| held.input.clone()).collect();
        for (source, input) in summary.sources.iter_mut().zip(&inputs) {
            source.sha256 = Some(hash::sha256(input, self.pace).await?);
        }
        Ok(())
    }
}

impl Answer {
    fn of(summary: &Summary, elapsed_ms: f64) -> Answer {
        // Of several the first is meant, which `max_by_key` gives when it comes from behind.
        let latest = summary.devices.iter().rev().max_by_key(|device| device.last_seen);
        Answer {
            window: summary.hunt.window(),
            devices: summary.devices.len() as u32,
            sightings: summary.ledger.matched as f64,
            latest: latest.map(|device| (device.device_name.clone(), device.last_seen)),
            terms: summary.terms.clone(),
            outside_window: summary.outside_window,
            ledger: summary.ledger,
            near_misses: summary.near_misses.clone(),
            elapsed_ms,
        }
    }
}

/// The wall clock.
fn clock() -> Ticks {
    Ticks::from_unix_millis(js_sys::Date::now() as i64).unwrap_or(Ticks::MAX)
}
