//! The exports that wait to be read, in the order in which they were asked for. Small ones need not wait for those before
//! them: a helper with nothing else to do reads one ahead, as a single part behind the bytes that show its columns, and
//! when its turn comes that part is joined.

use std::cell::RefCell;
use std::rc::Rc;

use crate::helpers::{ExportFile, Helper, Helpers};
use crate::parts::{LARGE_BYTES, Work};
use crate::protocol::{ExportId, Reading};
use crate::read::Input;

/// Smaller ones are read before a helper has heard of them.
const LEAST_BYTES: u64 = 1 << 20;
/// So many bytes show the columns.
const HEAD_BYTES: u64 = 1 << 15;
/// So many are read ahead, enough for all helpers: their rows take memory before that is counted.
const MOST_AHEAD: usize = 16;

/// An export that was asked for.
pub(crate) struct Waiting {
    pub(crate) id: ExportId,
    pub(crate) input: Input,
    pub(crate) reading: Reading,
    /// What a helper reads of it.
    pub(crate) ahead: Option<Rc<Work>>,
}

/// All of them, but the one that is being read.
#[derive(Default)]
pub(crate) struct Queue {
    /// They come in the order of a list, and a queue's type would weigh more.
    waiting: RefCell<Vec<Waiting>>,
}

impl Queue {
    pub(crate) fn push(&self, waiting: Waiting) {
        self.waiting.borrow_mut().push(waiting);
    }

    /// Takes the first.
    pub(crate) fn pop(&self) -> Option<Waiting> {
        let mut waiting = self.waiting.borrow_mut();
        (!waiting.is_empty()).then(|| waiting.remove(0))
    }

    pub(crate) fn remove(&self, id: ExportId) {
        self.waiting.borrow_mut().retain(|waiting| waiting.id != id);
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.borrow().len()
    }

    /// Whether helpers that are not there yet would be of use.
    pub(crate) fn is_worth_helpers(&self) -> bool {
        self.waiting.borrow().iter().map(Waiting::n_bytes_ahead).sum::<u64>() >= LARGE_BYTES
    }

    /// Has a helper read one ahead; `false`: there is none.
    pub(crate) fn give_to(&self, helper: &Rc<Helper>, helpers: &Helpers) -> bool {
        let mut waiting = self.waiting.borrow_mut();
        let (mut n_ahead, mut is_own) = (0, true);
        let mut next = None;
        for (idx, waiting) in waiting.iter().enumerate() {
            if waiting.ahead.is_some() {
                n_ahead += 1;
            } else {
                // This worker comes to the first that nobody has: if a helper had that, it would have to be waited for.
                // But one that is alone is better begun by a helper.
                if waiting.n_bytes_ahead() > 0 && next.is_none_or(|(_, is_own)| is_own) {
                    next = Some((idx, is_own));
                }
                is_own = false;
            }
        }
        let next = next.filter(|_| n_ahead < MOST_AHEAD);
        let Some(next) = next.and_then(|(idx, _)| waiting.get_mut(idx)) else { return false };
        let Input::File { name, file, .. } = &next.input else { return false };
        let work = Rc::new(Work::new(vec![HEAD_BYTES], file.size() as u64, 0));
        let file = ExportFile {
            export: next.id,
            name: name.clone(),
            blob: file.clone(),
            reading: next.reading,
        };
        work.clone().give_to(helper, helpers, &file);
        next.ahead = Some(work);
        true
    }
}

impl Waiting {
    /// Its size, if it is to be read ahead and nobody has begun.
    fn n_bytes_ahead(&self) -> u64 {
        match &self.input {
            Input::File { file, entry: None, .. } if self.ahead.is_none() => {
                let n_bytes = file.size() as u64;
                // Large ones are shared when their turn comes.
                if (LEAST_BYTES..LARGE_BYTES).contains(&n_bytes) { n_bytes } else { 0 }
            }
            _ => 0,
        }
    }
}
