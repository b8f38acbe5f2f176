//! The other workers that read parts for this one, as it sees them: each behind a port, with one part at a time.
//!
//! The page makes them when they are needed; what they do is [`super::helper`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use signerhunt::Part;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent, MessagePort};

use crate::crossing;
use crate::protocol::{Event, ExportId, Reading};

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
    /// What to do with each helper that comes.
    when_there: RefCell<Option<TakeHelper>>,
    post: Rc<dyn Fn(Event)>,
}

type TakeHelper = Box<dyn Fn(Rc<Helper>)>;
type OnMessage = Closure<dyn FnMut(MessageEvent)>;

/// What a helper is to read.
#[derive(Clone)]
pub(crate) struct PartJob {
    /// The export's number, by which a helper knows the columns of the last one again.
    pub(crate) export: ExportId,
    pub(crate) name: String,
    pub(crate) file: Blob,
    pub(crate) reading: Reading,
    /// So many bytes from the file's start show its columns.
    pub(crate) head_bytes: f64,
    /// Where the part's bytes begin.
    pub(crate) start: f64,
    /// Where those of the part behind begin.
    pub(crate) boundary: Option<f64>,
}

/// What came of it.
pub(crate) struct PartDone {
    /// The part's bytes, a `Uint8Array`; or `undefined` when it cannot be read in parts.
    pub(crate) part: JsValue,
    /// Why the file cannot be read.
    pub(crate) trouble: Option<String>,
}

/// One helper.
pub(crate) struct Helper {
    port: MessagePort,
    /// Takes the answer.
    answer: RefCell<Option<Function>>,
    is_lost: Cell<bool>,
    on_message: RefCell<Option<OnMessage>>,
}

impl Drop for Helper {
    /// What it still had to say is not heard any more.
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

impl Helpers {
    pub(crate) fn new(post: Rc<dyn Fn(Event)>) -> Helpers {
        let shared = Shared {
            there: RefCell::new(Vec::new()),
            is_asked: Cell::new(false),
            n_cores: Cell::new(1),
            when_there: RefCell::new(None),
            post,
        };
        Helpers { shared: Rc::new(shared) }
    }

    /// How many there can be: one for each core but this worker's.
    pub(crate) fn most(&self) -> usize {
        self.shared.n_cores.get().saturating_sub(1).min(MOST)
    }

    /// There are so many cores.
    pub(crate) fn set_cores(&self, n_cores: u32) {
        self.shared.n_cores.set(n_cores as usize);
    }

    /// Hands every helper over that is there or comes.
    pub(crate) fn when_there(&self, take: impl Fn(Rc<Helper>) + 'static) {
        for helper in self.shared.there.borrow().iter() {
            take(helper.clone());
        }
        *self.shared.when_there.borrow_mut() = Some(Box::new(take));
        if self.most() > 0 && !self.shared.is_asked.replace(true) {
            (self.shared.post)(Event::NeedsHelpers { n_helpers: self.most() as u32 });
        }
    }

    /// Takes the answer to [`Event::NeedsHelpers`].
    pub(crate) fn take(&self, ports: &Array) {
        for port in ports.iter().filter_map(|port| port.dyn_into::<MessagePort>().ok()) {
            let helper = Helper::behind(port);
            self.shared.there.borrow_mut().push(helper.clone());
            if let Some(take) = self.shared.when_there.borrow().as_ref() {
                take(helper);
            }
        }
    }

    /// The helper that came as this one is gone.
    pub(crate) fn lose(&self, idx: usize) {
        if let Some(helper) = self.shared.there.borrow().get(idx) {
            helper.lose();
        }
    }

    /// Those that owe a part are not waited for any more.
    pub(crate) fn lose_silent(&self) {
        let there = self.shared.there.borrow();
        there
            .iter()
            .filter(|helper| helper.answer.borrow().is_some())
            .for_each(|helper| helper.lose());
    }

    /// Those that come from now on are for somebody else.
    pub(crate) fn release(&self) {
        self.shared.when_there.borrow_mut().take();
    }

    /// They were ended, and new ones can be asked for.
    pub(crate) fn forget(&self) {
        self.shared.there.take().iter().for_each(|helper| helper.lose());
        self.shared.is_asked.set(false);
    }
}

impl Helper {
    fn behind(port: MessagePort) -> Rc<Helper> {
        let helper = Rc::new(Helper {
            port,
            answer: RefCell::new(None),
            is_lost: Cell::new(false),
            on_message: RefCell::new(None),
        });
        // Weak, or it would hold itself.
        let itself = Rc::downgrade(&helper);
        let on_message = Closure::new(move |message: MessageEvent| {
            if let Some(helper) = itself.upgrade() {
                helper.answer(&message.data());
            }
        });
        helper.port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        *helper.on_message.borrow_mut() = Some(on_message);
        helper
    }

    /// Has it read a part; `None` when the part must be read elsewhere.
    pub(super) async fn read(&self, job: PartJob) -> Result<Option<Part>, String> {
        if self.is_lost.get() {
            return Ok(None);
        }
        let answer = Promise::new(&mut |resolve, _reject| {
            *self.answer.borrow_mut() = Some(resolve);
        });
        if self.port.post_message(&crossing::to_value(&job)).is_err() {
            return Ok(None);
        }
        // It is only ever resolved.
        let Ok(answer) = JsFuture::from(answer).await else { return Ok(None) };
        match crossing::from_value(&answer) {
            Some(PartDone { trouble: Some(trouble), .. }) => Err(trouble),
            Some(PartDone { part, .. }) => {
                let bytes = part.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
                Ok(bytes.and_then(|bytes| Part::from_bytes(&bytes)))
            }
            None => Ok(None),
        }
    }

    fn lose(&self) {
        self.is_lost.set(true);
        self.answer(&JsValue::UNDEFINED);
    }

    fn answer(&self, answer: &JsValue) {
        if let Some(resolve) = self.answer.take() {
            // A promise's function never throws.
            let _ = resolve.call1(&JsValue::UNDEFINED, answer);
        }
    }
}
