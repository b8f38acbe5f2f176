//! Notices when nothing comes any more.
//!
//! One clock for a whole file ticks four times a second, whether thousands of reads pass between two ticks or none: a
//! timer for every read would cost more than the read. Ticks are counted, not milliseconds, so a thread that was busy or a
//! machine that slept does not make a file look dead.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

const TICKS_PER_S: u32 = 4;

/// Nothing came for too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stalled;

/// A watchdog whose clock ticks until it is dropped.
pub(crate) struct Watchdog {
    watch: Rc<Watch>,
    clock: i32,
    /// Called by the clock.
    _on_tick: Closure<dyn FnMut()>,
}

/// What is being waited for, and how long already.
#[derive(Default)]
pub(crate) struct Watch {
    idle_ticks: Cell<u32>,
    most_idle_ticks: Cell<u32>,
    waiting: RefCell<Option<Waker>>,
}

#[wasm_bindgen]
extern "C" {
    /// These two are of windows and workers alike.
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(callback: &Closure<dyn FnMut()>, every_ms: i32) -> i32;

    #[wasm_bindgen(js_name = clearInterval)]
    fn clear_interval(clock: i32);
}

impl Watchdog {
    pub(crate) fn new() -> Watchdog {
        let watch = Rc::new(Watch::default());
        let ticking = watch.clone();
        let on_tick = Closure::new(move || ticking.tick());
        let clock = set_interval(&on_tick, 1000 / TICKS_PER_S as i32);
        Watchdog { watch, clock, _on_tick: on_tick }
    }

    pub(crate) fn watch(&self) -> &Rc<Watch> {
        &self.watch
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        clear_interval(self.clock);
    }
}

impl Watch {
    /// Waits for something as long as there are signs of life.
    pub(crate) async fn wait_for<F: Future + Unpin>(
        &self,
        patience_s: u32,
        wanted: &mut F,
    ) -> Result<F::Output, Stalled> {
        self.is_alive();
        self.most_idle_ticks.set(patience_s * TICKS_PER_S);
        poll_fn(|context| self.poll(wanted, context)).await
    }

    /// Something came, if not yet all that is waited for.
    pub(crate) fn is_alive(&self) {
        self.idle_ticks.set(0);
    }

    fn poll<F: Future + Unpin>(
        &self,
        wanted: &mut F,
        context: &mut Context<'_>,
    ) -> Poll<Result<F::Output, Stalled>> {
        if let Poll::Ready(found) = Pin::new(wanted).poll(context) {
            self.waiting.take();
            return Poll::Ready(Ok(found));
        }
        if self.idle_ticks.get() >= self.most_idle_ticks.get() {
            self.waiting.take();
            return Poll::Ready(Err(Stalled));
        }
        *self.waiting.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }

    fn tick(&self) {
        self.idle_ticks.set(self.idle_ticks.get() + 1);
        if self.idle_ticks.get() >= self.most_idle_ticks.get()
            && let Some(waiting) = self.waiting.take()
        {
            waiting.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Wakings(AtomicU32);

    impl Wake for Wakings {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn what_is_there_is_given_at_once() {
        let watch = Watch::default();
        let mut wanted = ready(7);
        let waiting = pin!(watch.wait_for(3, &mut wanted));
        let polled = waiting.poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(polled, Poll::Ready(Ok(7)));
    }

    #[test]
    fn silence_is_noticed_and_every_sign_of_life_begins_it_anew() {
        let watch = Watch::default();
        let wakings = Arc::new(Wakings::default());
        let waker = Waker::from(wakings.clone());
        let context = &mut Context::from_waker(&waker);
        let mut wanted = pending::<()>();
        let mut waiting = pin!(watch.wait_for(3, &mut wanted));
        assert_eq!(waiting.as_mut().poll(context), Poll::Pending);
        for _ in 0..5 {
            for _ in 0..3 * TICKS_PER_S - 1 {
                watch.tick();
            }
            watch.is_alive();
        }
        assert_eq!(waiting.as_mut().poll(context), Poll::Pending);
        assert_eq!(wakings.0.load(Ordering::Relaxed), 0, "nobody is woken for nothing");
        for _ in 0..3 * TICKS_PER_S {
            watch.tick();
        }
        assert_eq!(wakings.0.load(Ordering::Relaxed), 1);
        assert_eq!(waiting.as_mut().poll(context), Poll::Ready(Err(Stalled)));
    }

    #[test]
    fn time_in_which_nobody_waited_does_not_count() {
        let watch = Watch::default();
        for _ in 0..100 {
            watch.tick();
        }
        let mut wanted = pending::<()>();
        let waiting = pin!(watch.wait_for(3, &mut wanted));
        assert_eq!(waiting.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending);
    }
}
