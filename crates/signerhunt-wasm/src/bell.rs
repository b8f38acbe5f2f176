//! A bell for a work that waits for others on its thread.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

/// Wakes whoever waits; at most one does.
#[derive(Default)]
pub(crate) struct Bell(RefCell<Option<Waker>>);

impl Bell {
    /// There may be something now.
    pub(crate) fn ring(&self) {
        if let Some(waker) = self.0.take() {
            waker.wake();
        }
    }

    /// Waits until `look` finds something. It looks at once, and whenever the bell was rung.
    pub(crate) fn wait<T>(&self, mut look: impl FnMut() -> Option<T>) -> impl Future<Output = T> {
        poll_fn(move |context| match look() {
            Some(found) => Poll::Ready(found),
            None => {
                *self.0.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn whoever_waits_looks_again_when_it_rings() {
        let (bell, found) = (Bell::default(), Cell::new(None));
        let mut context = Context::from_waker(Waker::noop());
        let mut waiting = pin!(bell.wait(|| found.get()));
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Pending);
        found.set(Some(7));
        bell.ring();
        assert!(bell.0.borrow().is_none(), "it was woken");
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Ready(7));
    }
}
