//! The readers of files that need more than a stream, zip archives, workbooks, Parquet files; and of those packed with
//! gzip.
//!
//! They are a module of their own (the crate `signerhunt-readers`), which the page has fetched only when such
//! a file arrives; here it is started and called. What is in such files is decided there.

mod gzip;
mod module;
mod query;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Error, Function, Promise};
use signerhunt::Shape;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::bytes::words_of;
use crate::protocol::{ArchiveEntry, EntryAt, Event, ExportId, SkippedEntry, Subject};
use crate::read::Outcome;
use crate::session::Pace;
pub(crate) use gzip::Unpacking;
use module::{Handle, has, in_memory, limits, list, number, object, open_file, start, text};
pub(crate) use query::QueryRun;

/// How files begin that are for the readers; known here, so that nothing is fetched to find out.
const STARTS: [&[u8]; 5] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PAR1", b"PARE"];

/// How a message begins when they are not there, to be read behind a file's name.
const CANNOT_OPEN: &str = "cannot be opened";

/// What can be done with a file meanwhile.
const WITHOUT_THEM: &str = "Or unpack the archive or save the table as CSV, and choose that.";

/// The readers, there or not. Clones are the same.
#[derive(Clone)]
pub(crate) struct Readers {
    shared: Rc<Shared>,
}

struct Shared {
    state: Cell<State>,
    /// `undefined` as long as they were not started.
    module: RefCell<JsValue>,
    /// Their start, while it is under way: a second one would take what the first has opened out of its hands.
    starting: RefCell<Option<Promise>>,
    /// Take the module, or the reason why there is none, while these are waited for.
    answers: RefCell<Vec<(Function, Function)>>,
    /// The last archive: its files come one after another.
    archive: RefCell<Option<Rc<Archive>>>,
    post: Rc<dyn Fn(Event)>,
    pace: Pace,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody needed them yet, or they could not be had; that may be better the next time.
    Absent,
    Ready,
    /// They broke down (a defect), on the page's own thread, which cannot be replaced.
    Broken,
}

/// What a file turned out to be.
pub(crate) enum Opened {
    Archive { entries: Vec<ArchiveEntry>, skipped: Vec<SkippedEntry> },
    Pieces(Pieces),
}

/// The content of a table or of a file in an archive, piece by piece.
pub(crate) struct Pieces {
    readers: Readers,
    file: Handle,
    /// The size of a file in an archive.
    pub(crate) n_bytes: Option<f64>,
}

/// An opened archive.
struct Archive {
    /// The number under which it was read.
    id: ExportId,
    file: Handle,
    /// The sizes of the files in it.
    n_bytes: Vec<f64>,
    /// So many of them are still to be read for the first time.
    n_unread: Cell<usize>,
}

impl Archive {
    /// The archive, and what is in it.
    fn of(id: ExportId, file: Handle) -> (Archive, Vec<ArchiveEntry>) {
        let entries = list(&file.0.entries(), |idx, name, entry| ArchiveEntry {
            entry: idx,
            name,
            bytes: number(entry, "bytes"),
        });
        let n_bytes: Vec<f64> = entries.iter().map(|entry| entry.bytes).collect();
        let n_unread = Cell::new(n_bytes.len());
        (Archive { id, file, n_bytes, n_unread }, entries)
    }
}

/// What went wrong, to be read behind the file's name.
pub(crate) struct Trouble {
    pub(crate) message: String,
    pub(crate) is_too_large: bool,
    /// Made to expand without end: not even what came before is used.
    pub(crate) is_bomb: bool,
}

impl Readers {
    pub(crate) fn new(post: Rc<dyn Fn(Event)>, pace: Pace) -> Readers {
        let shared = Shared {
            state: Cell::new(State::Absent),
            module: RefCell::new(JsValue::UNDEFINED),
            starting: RefCell::new(None),
            answers: RefCell::new(Vec::new()),
            archive: RefCell::new(None),
            post,
            pace,
        };
        Readers { shared: Rc::new(shared) }
    }

    /// Whether a file that begins so needs them.
    pub(crate) fn are_needed_for(start: &[u8]) -> bool {
        STARTS.iter().any(|known| start.starts_with(known))
    }

    /// Waits until they are there.
    pub(crate) async fn ready(&self) -> Result<(), Trouble> {
        match self.shared.state.get() {
            State::Ready => return Ok(()),
            State::Broken => {
                return Err(Trouble::new(
                    "cannot be opened: the reader for such files broke on the one before; reload the page, or \
                     save the table as CSV",
                ));
            }
            State::Absent => {}
        }
        let module = Promise::new(&mut |resolve, reject| {
            self.shared.answers.borrow_mut().push((resolve, reject));
        });
        // Whoever waits already has asked.
        if self.shared.answers.borrow().len() == 1 {
            (self.shared.post)(Event::NeedsReaders);
        }
        match JsFuture::from(module).await {
            Ok(module) => self.start_with(&module).await,
            Err(trouble) => {
                let trouble = trouble.as_string().unwrap_or_default();
                Err(Trouble::new(&format!("{CANNOT_OPEN}. {trouble} {WITHOUT_THEM}")))
            }
        }
    }

    /// Starts them, unless they are there. This is their module.
    pub(crate) async fn start_with(&self, module: &JsValue) -> Result<(), Trouble> {
        if self.shared.state.get() == State::Ready {
            return Ok(());
        }
        let started = match self.starting(module) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        self.shared.starting.take();
        started.map_err(|error| {
            let what = words_of(&error);
            Trouble::new(&format!(
                "cannot be opened: the reader for such files does not start ({what}); reload the page, or save \
                 the table as CSV"
            ))
        })?;
        *self.shared.module.borrow_mut() = module.clone();
        self.shared.state.set(State::Ready);
        Ok(())
    }

    /// Their start, however many wait for it.
    fn starting(&self, module: &JsValue) -> Result<Promise, JsValue> {
        let mut starting = self.shared.starting.borrow_mut();
        if let Some(promise) = &*starting {
            return Ok(promise.clone());
        }
        let promise = start(&object("module_or_path", module))?;
        Ok(starting.insert(promise).clone())
    }

    /// Their module, when they are there: for another worker that needs them.
    pub(crate) fn module(&self) -> JsValue {
        self.shared.module.borrow().clone()
    }

    /// Takes the answer to [`Event::NeedsReaders`].
    pub(crate) fn take(&self, module: &JsValue, trouble: Option<String>) {
        for (resolve, reject) in self.shared.answers.take() {
            // Functions of a promise never throw.
            let _ = match &trouble {
                None => resolve.call1(&JsValue::UNDEFINED, module),
                Some(trouble) => reject.call1(&JsValue::UNDEFINED, &trouble.into()),
            };
        }
    }

    /// Opens a file that is read under this number.
    pub(crate) async fn open(
        &self,
        export: ExportId,
        file: &web_sys::Blob,
        any_size: bool,
    ) -> Result<Opened, Trouble> {
        let opened = self.open_handle(file, &limits(any_size)).await?;
        if opened.0.kind() != "archive" {
            return Ok(Opened::Pieces(Pieces {
                readers: self.clone(),
                file: opened,
                n_bytes: None,
            }));
        }
        let skipped = list(&opened.0.skipped(), |_, name, skipped| SkippedEntry {
            name,
            why: text(skipped, "why"),
        });
        let (archive, entries) = Archive::of(export, opened);
        *self.shared.archive.borrow_mut() = Some(Rc::new(archive));
        Ok(Opened::Archive { entries, skipped })
    }

    /// Opens a file of an archive.
    pub(crate) async fn open_entry(
        &self,
        EntryAt { archive, entry }: EntryAt,
        file: &web_sys::Blob,
        any_size: bool,
    ) -> Result<Opened, Trouble> {
        let limits = limits(any_size);
        let last = self.shared.archive.borrow().clone().filter(|last| last.id == archive);
        let archive = match last {
            Some(archive) => archive,
            None => {
                let opened = self.open_handle(file, &limits).await?;
                let archive = Rc::new(Archive::of(archive, opened).0);
                *self.shared.archive.borrow_mut() = Some(archive.clone());
                archive
            }
        };
        archive.n_unread.set(archive.n_unread.get().saturating_sub(1));
        if archive.n_unread.get() == 0 {
            // Whoever reads a file of it again opens it again.
            self.shared.archive.take();
        }
        let n_bytes = archive.n_bytes.get(entry as usize).copied();
        let opened = archive.file.0.open_entry(entry, &limits);
        let file = Handle(opened.map_err(|error| self.trouble(&error))?);
        Ok(Opened::Pieces(Pieces { readers: self.clone(), file, n_bytes }))
    }

    /// What unpacks a file that is packed with gzip.
    pub(crate) async fn unpacking(&self, any_size: bool) -> Result<Unpacking, Trouble> {
        self.ready().await?;
        Unpacking::new(self, any_size)
    }

    /// Begins to run a query. `now`: in ticks, as text.
    pub(crate) async fn query(&self, text: &str, now: &str) -> Result<QueryRun, Trouble> {
        self.ready().await?;
        QueryRun::new(self, text, now)
    }

    /// What they say about rules.
    pub(crate) async fn consult(&self, subject: Subject, text: &str) -> Result<String, Trouble> {
        self.ready().await.map_err(Trouble::without_file)?;
        let said = match subject {
            Subject::Catalogue => Ok(module::catalogue()),
            Subject::Rule => module::rule(text),
            Subject::Query => module::query(text),
            Subject::Link => module::link(text),
            // These are about rows, so the session answers them.
            Subject::Run | Subject::Rows | Subject::Written => {
                return Err(Trouble::new("was asked about rows that it does not have"));
            }
        };
        said.map_err(|error| self.trouble(&error))
    }

    async fn open_handle(&self, file: &web_sys::Blob, limits: &JsValue) -> Result<Handle, Trouble> {
        let content: JsValue = match self.shared.pace {
            Pace::Worker => file.into(),
            // Reading here and there without waiting is for workers only.
            Pace::MainThread => in_memory(file).await.map_err(|error| {
                let what = words_of(&error);
                Trouble::new(&format!(
                    "could not be read: {what} It may have been changed, moved or locked; choose it again"
                ))
            })?,
        };
        open_file(&content, limits).map(Handle).map_err(|error| self.trouble(&error))
    }

    /// What was thrown, as words. Anything but a plain `Error` is the module's breakdown.
    fn trouble(&self, error: &JsValue) -> Trouble {
        let is_plain = error.dyn_ref::<Error>().is_some_and(|error| error.name() == "Error");
        let message = words_of(error);
        if is_plain && !has(error, "crashed") {
            let (is_too_large, is_bomb) = (has(error, "tooLarge"), has(error, "bomb"));
            return Trouble { message, is_too_large, is_bomb };
        }
        self.shared.state.set(State::Broken);
        if self.shared.pace == Pace::Worker {
            // A module cannot be started a second time, but a worker can.
            (self.shared.post)(Event::Crashed { message: message.clone() });
        }
        let message = match is_plain {
            true => message,
            false => format!(
                "broke the reader for such files ({message}); please report it, and save the table as CSV meanwhile"
            ),
        };
        Trouble::new(&message)
    }
}

impl Pieces {
    /// What the content was before it became text, or `None` when it comes as it is.
    pub(crate) fn converted_from(&self) -> Option<Shape> {
        match self.file.0.kind().as_str() {
            "parquet" => Some(Shape::Parquet),
            "workbook" => Some(Shape::Workbook),
            _ => None,
        }
    }

    /// What was left out.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.file.0.warnings()
    }

    /// The next piece, or `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        self.file.0.next_piece().map_err(|error| self.readers.trouble(&error))
    }
}

impl Trouble {
    pub(crate) fn new(message: &str) -> Trouble {
        Trouble { message: message.to_owned(), is_too_large: false, is_bomb: false }
    }

    /// Where no file is concerned that could not be opened.
    fn without_file(self) -> Trouble {
        let message = self.message.trim_start_matches(CANNOT_OPEN);
        let message = message.trim_start_matches(['.', ':', ' ']).trim_end_matches(WITHOUT_THEM);
        Trouble::new(message.trim_end())
    }

    pub(crate) fn about(self, name: &str) -> Outcome {
        let Trouble { message, is_too_large, .. } = self;
        Outcome::Unreadable { message: format!("{name} {message}"), is_too_large }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_know_the_same_starts() {
        for start in STARTS {
            assert!(signerhunt_readers::needs(start), "{start:?}");
        }
        let others: [&[u8]; 6] =
            [b"", b"PK", b"PK\x01\x02", b"PAR2", b"Timestamp,", b"\x1f\x8b\x08\x00"];
        for start in others {
            assert_eq!(
                Readers::are_needed_for(start),
                signerhunt_readers::needs(start),
                "{start:?}"
            );
        }
    }
}
