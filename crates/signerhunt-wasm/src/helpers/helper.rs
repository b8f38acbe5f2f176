//! One helper, as the worker sees it that asks: behind a port, with one job at a time, whose replies come in order.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::{ExportFile, Job, Piece, Task};
use crate::bell::Bell;
use crate::crossing;

type OnMessage = Closure<dyn FnMut(MessageEvent)>;

/// One helper.
pub(crate) struct Helper {
    port: MessagePort,
    /// It was given something to do.
    pub(super) is_busy: Cell<bool>,
    is_lost: Cell<bool>,
    /// The number of its job. Replies to an earlier one may still be under way.
    job: Cell<u32>,
    /// What it replied and nobody has taken yet: never many.
    replies: RefCell<Vec<Option<Piece>>>,
    bell: Bell,
    on_message: RefCell<Option<OnMessage>>,
}

impl Drop for Helper {
    /// What it still had to say is not heard any more.
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

impl Helper {
    pub(super) fn behind(port: MessagePort) -> Rc<Helper> {
        let helper = Rc::new(Helper {
            port,
            is_busy: Cell::new(false),
            is_lost: Cell::new(false),
            job: Cell::new(0),
            replies: RefCell::default(),
            bell: Bell::default(),
            on_message: RefCell::new(None),
        });
        // Weak, or it would hold itself.
        let itself = Rc::downgrade(&helper);
        let on_message = Closure::new(move |message: MessageEvent| {
            if let Some(helper) = itself.upgrade() {
                helper.hear(&message.data());
            }
        });
        helper.port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        *helper.on_message.borrow_mut() = Some(on_message);
        helper
    }

    fn hear(&self, message: &JsValue) {
        if let Some((job, reply)) = crossing::from_value::<(u32, _)>(message)
            && self.job.get() == job
        {
            self.replies.borrow_mut().push(reply);
            self.bell.ring();
        }
    }

    /// Gives it something to do, and nothing else any more.
    pub(crate) fn ask(&self, file: &ExportFile, task: Task) {
        self.job.set(self.job.get() + 1);
        self.replies.take();
        self.tell(Job::File { file: file.clone(), task });
    }

    /// Tells it something about its job.
    pub(crate) fn tell(&self, job: Job) {
        if self.port.post_message(&crossing::to_value(&(self.job.get(), job))).is_err() {
            self.lose();
        }
    }

    /// Whether there is a reply that nobody has taken.
    pub(crate) fn has_replied(&self) -> bool {
        !self.replies.borrow().is_empty()
    }

    /// The next piece; `None`: no more comes.
    pub(crate) fn piece(&self) -> impl Future<Output = Option<Piece>> {
        self.bell.wait(|| {
            let mut replies = self.replies.borrow_mut();
            match replies.is_empty() {
                false => Some(replies.remove(0)),
                true => self.is_lost.get().then_some(None),
            }
        })
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost.get()
    }

    /// It is not waited for any more, and gets nothing more to do.
    pub(crate) fn lose(&self) {
        self.is_lost.set(true);
        self.bell.ring();
    }
}
