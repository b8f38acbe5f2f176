//! The other workers that help this one, all of them: whether they are there, who is free, and for whom the free ones work.
//!
//! The page makes them when they are needed. One of them as it is seen from here is [`helper`], what it can be asked for
//! is in [`jobs`], and what it does is [`service`]. A helper may be lost at any time; whoever asked it does the work then.

mod helper;
mod jobs;
mod service;
mod unpack;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

use crate::protocol::Event;
use crate::queue::Queue;
pub(crate) use helper::Helper;
pub(crate) use jobs::{ExportFile, Job, Piece, Task};
pub(crate) use service::serve;

/// More of them would wait for the browser's own process.
const MOST: usize = 7;

/// The helpers, there or not. Clones are the same.
#[derive(Clone)]
pub(crate) struct Helpers {
    shared: Rc<Shared>,
}

struct Shared {
    there: RefCell<Vec<Rc<Helper>>>,
    is_asked: Cell<bool>,
    n_cores: Cell<usize>,
    /// Has work for the file that is being read.
    for_file: RefCell<Option<HasWork>>,
    /// Has files to read ahead.
    queue: Rc<Queue>,
    post: Rc<dyn Fn(Event)>,
}

/// Gives a free helper something to do, or says that there is nothing. Who gave it work calls [`Helpers::offer`] when that
/// is done.
type HasWork = Box<dyn Fn(&Helpers, &Rc<Helper>) -> bool>;

impl Helpers {
    pub(crate) fn new(post: Rc<dyn Fn(Event)>, queue: Rc<Queue>) -> Helpers {
        let shared = Shared {
            there: RefCell::new(Vec::new()),
            is_asked: Cell::new(false),
            n_cores: Cell::new(1),
            for_file: RefCell::new(None),
            queue,
            post,
        };
        Helpers { shared: Rc::new(shared) }
    }

    /// How many there can be: one for each core but this worker's.
    pub(crate) fn most(&self) -> usize {
        self.shared.n_cores.get().saturating_sub(1).min(MOST)
    }

    /// Whether a file is read sooner in parts. One core is this worker's, and one is busy with what the browser's own process
    /// does for it: where there are no others, a helper is in the way of both.
    pub(crate) fn are_worth_parts(&self) -> bool {
        self.shared.n_cores.get() > 2
    }

    /// There are so many cores.
    pub(crate) fn set_cores(&self, n_cores: usize) {
        self.shared.n_cores.set(n_cores);
    }

    /// Every helper that is free, or comes, or becomes free, is for the file that is being read, as long as it has work.
    pub(crate) fn when_free(&self, has_work: impl Fn(&Helpers, &Rc<Helper>) -> bool + 'static) {
        *self.shared.for_file.borrow_mut() = Some(Box::new(has_work));
        self.offer_all();
        self.want();
    }

    /// That file needs no more of them.
    pub(crate) fn release(&self) {
        self.shared.for_file.take();
    }

    /// There may be something to read ahead for those that have nothing to do.
    pub(crate) fn read_ahead(&self) {
        self.offer_all();
        if self.shared.queue.is_worth_helpers() {
            self.want();
        }
    }

    /// Asks the page for them, if it was not asked yet.
    fn want(&self) {
        if self.most() > 0 && !self.shared.is_asked.replace(true) {
            (self.shared.post)(Event::NeedsHelpers { n_helpers: self.most() as u32 });
        }
    }

    /// This helper has nothing to do.
    pub(crate) fn offer(&self, helper: &Rc<Helper>) {
        let for_file = self.shared.for_file.borrow();
        let has_work = !helper.is_lost()
            && (for_file.as_ref().is_some_and(|has_work| has_work(self, helper))
                || self.shared.queue.give_to(helper, self));
        helper.is_busy.set(has_work);
    }

    fn offer_all(&self) {
        let there = self.shared.there.borrow();
        there.iter().filter(|helper| !helper.is_busy.get()).for_each(|helper| self.offer(helper));
    }

    /// Takes the answer to [`Event::NeedsHelpers`].
    pub(crate) fn take(&self, ports: &Array) {
        for port in ports.iter().filter_map(|port| port.dyn_into::<MessagePort>().ok()) {
            self.shared.there.borrow_mut().push(Helper::behind(port));
        }
        self.offer_all();
    }

    /// The helper that came as this one is gone.
    pub(crate) fn lose(&self, idx: usize) {
        if let Some(helper) = self.shared.there.borrow().get(idx) {
            helper.lose();
        }
    }

    /// Those that owe a reply are not waited for any more.
    pub(crate) fn lose_silent(&self) {
        let there = self.shared.there.borrow();
        there.iter().filter(|helper| helper.is_busy.get()).for_each(|helper| helper.lose());
    }

    /// They were ended, and new ones can be asked for.
    pub(crate) fn forget(&self) {
        self.shared.there.take().iter().for_each(|helper| helper.lose());
        self.shared.is_asked.set(false);
    }
}
