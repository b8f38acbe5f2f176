//! A helper that unpacks a file beside the worker that scans it, as that one sees it: not there yet, ahead, or gone.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use crate::helpers::{FileJob, Helper, Helpers, Job, Reply, Task, Unpacked};
use crate::watchdog::Watchdog;

/// How long a helper is waited for that gives nothing.
const PATIENCE_S: u32 = 5;

/// The helper for one file, when there is one.
pub(super) struct Beside {
    helpers: Helpers,
    /// The first that had nothing else to do.
    helper: Rc<OnceCell<Rc<Helper>>>,
    /// So many unpacked bytes were read here until it came.
    n_read: Rc<Cell<f64>>,
    watchdog: Watchdog,
}

impl Beside {
    /// Has a helper unpack, as soon as there is one.
    pub(super) fn begin(helpers: &Helpers, job: FileJob) -> Beside {
        let beside = Beside {
            helpers: helpers.clone(),
            helper: Rc::default(),
            n_read: Rc::default(),
            watchdog: Watchdog::new(),
        };
        let (place, n_read) = (beside.helper.clone(), beside.n_read.clone());
        helpers.when_free(move |_, helper| {
            let is_first = place.set(helper.clone()).is_ok();
            if is_first {
                let mut job = job.clone();
                if let Task::Unpack { skipped, .. } = &mut job.task {
                    *skipped = n_read.get();
                }
                helper.ask(job);
            }
            is_first
        });
        beside
    }

    /// Whether it gives what was not read here; so many bytes were.
    pub(super) fn has_come_as_far(&self, n_read: u64) -> bool {
        self.n_read.set(n_read as f64);
        self.helper.get().is_some_and(|helper| helper.has_replied())
    }

    /// The next that it has unpacked; `None`: nothing comes any more.
    pub(super) async fn next(&self) -> Option<Unpacked> {
        let helper = self.helper.get()?;
        match self.watchdog.watch().wait_for(PATIENCE_S, &mut helper.reply()).await {
            Ok(Some(Reply::Unpacked(unpacked))) => Some(unpacked),
            Ok(_) => None,
            Err(_) => {
                helper.lose();
                None
            }
        }
    }

    /// So much of what it gave was read, so it may go as much further.
    pub(super) fn note_used(&self, n_bytes: u32) {
        if let Some(helper) = self.helper.get() {
            helper.tell(Job::Used { n_bytes });
        }
    }
}

impl Drop for Beside {
    /// Another job ends this one, if it has not ended by itself.
    fn drop(&mut self) {
        self.helpers.release();
        if let Some(helper) = self.helper.get() {
            self.helpers.offer(helper);
        }
    }
}
