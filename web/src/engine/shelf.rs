//! What the engine was given and where each piece stands: the handles of files, never their contents,
//! and what the person said about them. From this everything can be read again at any time.
//!
//! Nothing is sent from here: what is to be sent comes back as requests.

use signerhunt::DateOrder;
use signerhunt_wasm::protocol::{ArchiveEntry, EntryAt, ExportId, Reading, Request};

use crate::reading::Said;

/// Where an export comes from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A file of the person's.
    File {
        /// Its name, followed by its path in the archive if it is an entry.
        name: String,
        /// Its handle.
        file: web_sys::Blob,
        /// The entry of the zip archive that the file is.
        entry: Option<EntryAt>,
    },
    /// The sample, which the engine makes itself.
    Sample,
}

/// All that was given and not yet removed, in the order in which the engine reads it.
pub(super) struct Shelf {
    held: Vec<Held>,
    next_id: ExportId,
}

/// An export that was given.
pub(super) struct Held {
    id: ExportId,
    pub(super) content: Content,
    pub(super) reading: Reading,
    progress: Progress,
    /// It was begun anew so many times that the engine has not confirmed yet: what is heard of it
    /// until then is about an earlier reading.
    n_restarts: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Pending,
    Read(DateOrder),
    Failed,
}

/// An entry of an archive as an export of its own.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct OpenedEntry {
    /// Its number as an export.
    pub(crate) id: ExportId,
    /// The archive's name, followed by its path in it.
    pub(crate) name: String,
    /// Its size when it is unpacked, in bytes.
    pub(crate) bytes: f64,
}

impl Shelf {
    pub(super) fn new() -> Shelf {
        Shelf { held: Vec::new(), next_id: 1 }
    }

    /// Takes an export in, under a new number, to be read.
    pub(super) fn put(&mut self, content: Content, reading: Reading) -> (ExportId, Request) {
        let id = self.next_id;
        self.next_id += 1;
        let held = Held { id, content, reading, progress: Progress::Pending, n_restarts: 0 };
        let request = held.to_be_read();
        self.held.push(held);
        (id, request)
    }

    /// Takes an export out.
    pub(super) fn take(&mut self, export: ExportId) -> Option<Held> {
        let place = self.held.iter().position(|held| held.id == export)?;
        Some(self.held.remove(place))
    }

    /// Notes what a person says about an export.
    pub(super) fn say(&mut self, export: ExportId, said: Said) -> Vec<Request> {
        let Some(place) = self.held.iter().position(|held| held.id == export) else {
            return Vec::new();
        };
        let held = &mut self.held[place];
        held.reading = said.applied_to(held.reading);
        let said_again = Request::SetReading { export, reading: held.reading };
        match held.progress {
            Progress::Failed => Vec::new(),
            Progress::Read(date_order) if !said.is_read_again(date_order) => vec![said_again],
            Progress::Read(_) => {
                // The engine reads it after all that waits already.
                let mut held = self.held.remove(place);
                held.progress = Progress::Pending;
                self.held.push(held);
                vec![said_again]
            }
            Progress::Pending => {
                // The engine knows only of exports that it has read: this one begins anew.
                let mut held = self.held.remove(place);
                held.n_restarts += 1;
                let requests = vec![Request::Remove { export }, held.to_be_read()];
                self.held.push(held);
                requests
            }
        }
    }

    /// Puts the entries of an archive in its place; `None` when it is not held any more. An archive
    /// with nothing in it stays, as one that failed.
    pub(super) fn open(
        &mut self,
        archive: ExportId,
        entries: Vec<ArchiveEntry>,
    ) -> Option<(Vec<OpenedEntry>, Vec<Request>)> {
        if entries.is_empty() {
            self.note_failed(archive);
            return self.held.iter().any(|held| held.id == archive).then(Default::default);
        }
        let Held { content, reading, .. } = self.take(archive)?;
        // Only a file can turn out to be an archive.
        let Content::File { name: archive_name, file, .. } = content else { return None };
        let opened = entries.into_iter().map(|ArchiveEntry { entry, name, bytes }| {
            let name = format!("{archive_name}/{name}");
            let entry = Some(EntryAt { archive, entry });
            let content = Content::File { name: name.clone(), file: file.clone(), entry };
            let (id, request) = self.put(content, reading);
            (OpenedEntry { id, name, bytes }, request)
        });
        Some(opened.unzip())
    }

    /// Whether what is heard of an export is about a reading that was given up meanwhile.
    pub(super) fn is_stale(&self, export: ExportId) -> bool {
        self.held.iter().any(|held| held.id == export && held.n_restarts > 0)
    }

    /// The engine has given an export up.
    pub(super) fn note_removed(&mut self, export: ExportId) {
        if let Some(held) = self.held.iter_mut().find(|held| held.id == export) {
            held.n_restarts = held.n_restarts.saturating_sub(1);
        }
    }

    pub(super) fn note_read(&mut self, export: ExportId, date_order: DateOrder) {
        self.note(export, Progress::Read(date_order));
    }

    pub(super) fn note_failed(&mut self, export: ExportId) {
        self.note(export, Progress::Failed);
    }

    fn note(&mut self, export: ExportId, progress: Progress) {
        if let Some(held) = self.held.iter_mut().find(|held| held.id == export) {
            held.progress = progress;
        }
    }

    /// The engine broke down: sets the export aside that was being read, and has the others read
    /// again. If none was being read, none is read again by itself, since it could break down anew.
    pub(super) fn break_down(&mut self) -> (Option<ExportId>, Vec<Request>) {
        let mut again = Vec::new();
        // The engine takes exports one after another, in this order; what helpers read ahead breaks only them down.
        let reading =
            self.held.iter().find(|held| held.progress == Progress::Pending).map(|held| held.id);
        for held in &mut self.held {
            held.n_restarts = 0;
            if reading.is_none_or(|reading| held.id == reading) {
                held.progress = Progress::Failed;
            } else if held.progress != Progress::Failed {
                held.progress = Progress::Pending;
                again.push(held.to_be_read());
            }
        }
        (reading, again)
    }

    /// Exports are being read or wait for it.
    pub(super) fn has_pending(&self) -> bool {
        self.held.iter().any(|held| held.progress == Progress::Pending)
    }

    /// Nothing is being read and nothing is held that could be hunted in.
    pub(super) fn is_idle(&self) -> bool {
        self.held.iter().all(|held| held.progress == Progress::Failed)
    }
}

impl Held {
    fn to_be_read(&self) -> Request {
        match self.content.clone() {
            Content::File { name, file, entry } => {
                Request::Read { export: self.id, name, file, entry, reading: self.reading }
            }
            // Its times say all there is to say.
            Content::Sample => Request::ReadSample { export: self.id },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Handles of files exist in browsers only; the sample stands for them.
    fn shelf_of(n_exports: u32) -> Shelf {
        let mut shelf = Shelf::new();
        for _ in 0..n_exports {
            shelf.put(Content::Sample, Reading::default());
        }
        shelf
    }

    /// What is asked, in short.
    fn spelled(requests: &[Request]) -> Vec<String> {
        let spelled = requests.iter().map(|request| match request {
            Request::ReadSample { export } => format!("read {export}"),
            Request::Remove { export } => format!("remove {export}"),
            Request::SetReading { export, reading } => {
                format!("say {export} {:?} {:?}", reading.utc_offset_minutes, reading.day_first)
            }
            other => format!("{other:?}"),
        });
        spelled.collect()
    }

    #[test]
    fn numbers_are_never_used_twice() {
        let mut shelf = shelf_of(2);
        assert!(shelf.take(2).is_some());
        assert_eq!(shelf.put(Content::Sample, Reading::default()).0, 3);
    }

    #[test]
    fn what_was_said_is_kept_and_said_again() {
        let mut shelf = shelf_of(1);
        shelf.note_read(1, DateOrder::Undecided);
        let said = shelf.say(1, Said::DayFirst(true));
        assert_eq!(spelled(&said), ["say 1 None Some(true)"]);
        let said = shelf.say(1, Said::Zone(Some(60)));
        assert_eq!(spelled(&said), ["say 1 Some(60) Some(true)"]);
        assert_eq!(shelf.take(1).unwrap().reading.utc_offset_minutes, Some(60));
    }

    #[test]
    fn an_export_still_on_its_way_begins_anew() {
        let mut shelf = shelf_of(2);
        assert_eq!(spelled(&shelf.say(1, Said::Zone(Some(60)))), ["remove 1", "read 1"]);
        assert!(shelf.is_stale(1), "the first reading may still be heard of");
        shelf.note_removed(1);
        assert!(!shelf.is_stale(1));
        shelf.note_failed(2);
        assert_eq!(spelled(&shelf.say(2, Said::Zone(Some(60)))), [""; 0]);
        assert_eq!(spelled(&shelf.say(9, Said::Zone(Some(60)))), [""; 0]);
    }

    #[test]
    fn the_export_at_the_head_of_the_queue_is_set_aside() {
        let mut shelf = shelf_of(3);
        shelf.note_read(1, DateOrder::NotNeeded);
        let (reading, again) = shelf.break_down();
        assert_eq!(reading, Some(2));
        assert_eq!(spelled(&again), ["read 1", "read 3"]);
    }

    #[test]
    fn an_export_that_is_read_again_stands_at_the_end_of_the_queue() {
        let mut shelf = shelf_of(3);
        shelf.note_read(1, DateOrder::NotNeeded);
        shelf.say(1, Said::Zone(Some(60)));
        let (reading, again) = shelf.break_down();
        assert_eq!(reading, Some(2));
        assert_eq!(spelled(&again), ["read 3", "read 1"]);
    }

    #[test]
    fn a_breakdown_over_an_answer_reads_nothing_again() {
        let mut shelf = shelf_of(2);
        shelf.note_read(1, DateOrder::NotNeeded);
        shelf.note_read(2, DateOrder::NotNeeded);
        let (reading, again) = shelf.break_down();
        assert_eq!((reading, again.len()), (None, 0));
        assert!(shelf.is_idle());
    }

    #[test]
    fn an_archive_with_nothing_in_it_stays_as_one_that_failed() {
        let mut shelf = shelf_of(1);
        let (opened, requests) = shelf.open(1, Vec::new()).unwrap();
        assert_eq!((opened.len(), requests.len()), (0, 0));
        assert!(shelf.is_idle());
        assert!(shelf.take(1).is_some(), "it can be tried again");
        assert!(shelf.open(1, Vec::new()).is_none());
    }
}
