//! A helper that unpacks a file beside the worker that scans it, as that one sees it: not there yet, ahead, or gone.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::helpers::{ExportFile, Helper, Helpers, Job, Piece, Task};
use crate::watchdog::Watchdog;

/// How long a helper is waited for that gives nothing.
const PATIENCE_S: u32 = 5;

/// The helper for one file, when there is one.
pub(super) struct Beside {
    helpers: Helpers,
    place: Rc<Place>,
    watchdog: Watchdog,
}

/// Where it is told of.
#[derive(Default)]
struct Place {
    /// The first that had nothing else to do.
    helper: OnceCell<Rc<Helper>>,
    /// So many unpacked bytes were read here until it came.
    n_read: Cell<f64>,
}

impl Beside {
    /// Has a helper unpack, as soon as there is one.
    pub(super) fn begin(helpers: &Helpers, file: ExportFile, readers: JsValue) -> Beside {
        let place = Rc::new(Place::default());
        let beside =
            Beside { helpers: helpers.clone(), place: place.clone(), watchdog: Watchdog::new() };
        helpers.when_free(move |_, helper| {
            let is_first = place.helper.set(helper.clone()).is_ok();
            if is_first {
                let skipped = place.n_read.get();
                helper.ask(&file, Task::Unpack { readers: readers.clone(), skipped });
            }
            is_first
        });
        beside
    }

    /// Whether it gives what was not read here; so many bytes were.
    pub(super) fn has_come_as_far(&self, n_read: u64) -> bool {
        self.place.n_read.set(n_read as f64);
        self.place.helper.get().is_some_and(|helper| helper.has_replied())
    }

    /// The next that it has unpacked; `None`: nothing comes any more.
    pub(super) async fn next(&self) -> Option<Piece> {
        let helper = self.place.helper.get()?;
        let piece = self.watchdog.watch().wait_for(PATIENCE_S, &mut helper.piece()).await;
        piece.unwrap_or_else(|_| {
            helper.lose();
            None
        })
    }

    /// So much of what it gave was read, so it may go as much further.
    pub(super) fn note_used(&self, n_bytes: u32) {
        if let Some(helper) = self.place.helper.get() {
            helper.tell(Job::Used { n_bytes });
        }
    }
}

impl Drop for Beside {
    /// Another job ends this one, if it has not ended by itself.
    fn drop(&mut self) {
        self.helpers.release();
        if let Some(helper) = self.place.helper.get() {
            self.helpers.offer(helper);
        }
    }
}
