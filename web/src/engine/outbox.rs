//! What the page is told, a few times a second: each word has it drawn anew, and a folder or an archive of thousands
//! of exports has thousands of words. It looks into none of them.

use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::{Rc, Weak};

use super::Report;
use crate::browser::timer::Timer;

/// Between two such words. Quicker than that nobody reads how many files are left.
const PAUSE_MS: f64 = 100.0;

/// Words on their way to the page; their order stays.
pub(super) struct Outbox {
    deliver: Box<dyn Fn(Report)>,
    waiting: RefCell<Vec<Report>>,
    timer: RefCell<Option<Timer>>,
    /// When the page was told last, in milliseconds of the clock.
    last: Cell<f64>,
    itself: Weak<Outbox>,
}

impl Outbox {
    pub(super) fn new(deliver: impl Fn(Report) + 'static) -> Rc<Outbox> {
        Rc::new_cyclic(|itself| Outbox {
            deliver: Box::new(deliver),
            waiting: RefCell::new(Vec::new()),
            timer: RefCell::new(None),
            last: Cell::new(0.0),
            itself: itself.clone(),
        })
    }

    /// Tells the page at once, behind what waits.
    pub(super) fn tell(&self, report: Report) {
        self.flush();
        (self.deliver)(report);
    }

    /// Tells the page now or soon: more of the kind will follow.
    pub(super) fn tell_soon(&self, report: Report) {
        let rest = self.last.get() + PAUSE_MS - js_sys::Date::now();
        // The clock may have been set back meanwhile.
        if !(0.0..=PAUSE_MS).contains(&rest) {
            self.tell(report);
            return;
        }
        self.waiting.borrow_mut().push(report);
        let itself = self.itself.clone();
        self.timer.borrow_mut().get_or_insert_with(|| {
            Timer::after(rest as i32, move || {
                if let Some(outbox) = itself.upgrade() {
                    outbox.flush();
                }
            })
        });
    }

    /// Tells the page what waits.
    pub(super) fn flush(&self) {
        self.timer.take();
        self.last.set(js_sys::Date::now());
        for report in mem::take(&mut *self.waiting.borrow_mut()) {
            (self.deliver)(report);
        }
    }
}
