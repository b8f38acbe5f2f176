//! When the hunt is asked again, and which devices of its answer are looked at. That the engine hears of it is the business of
//! the page, which waits for the numbers to change.

use signerhunt_wasm::protocol::{SortColumn, View};

use super::{DEVICES_PER_PAGE, State};
use crate::wording::headline;

/// Over so many exports the hunt is asked again after each of them.
const ALWAYS_ASKED_FOR: usize = 8;

impl State {
    /// Asks the hunt again because another export was read. Of hundreds not each one changes much, and every answer
    /// looks at all of them.
    pub(super) fn ask_now_and_then(&mut self) {
        let n_sources = self.known_sources().count();
        if n_sources <= ALWAYS_ASKED_FOR || n_sources >= self.n_asked_for + self.n_asked_for / 4 {
            self.ask(false);
        } else {
            self.overdue = true;
        }
    }

    /// Asks the hunt again, over the exports there are now.
    pub(super) fn ask(&mut self, typing: bool) {
        self.overdue = false;
        self.n_asked_for = self.known_sources().count();
        self.view.offset = 0;
        self.typing = typing;
        self.slid_since = None;
        self.in_part = true;
        self.spoken.clear();
        self.asked = self.asked.max(self.shown) + 1;
        if self.known_sources().next().is_none() {
            self.forget_answer();
        }
    }

    /// Looks at other devices of the answer.
    pub(super) fn look(&mut self, typing: bool) {
        self.typing = typing;
        self.in_part = false;
        let next = self.asked.max(self.shown) + 1;
        if self.answered == self.asked {
            self.shown = next;
        } else {
            // The answer is still to come, and brings its devices along: it is asked for anew, with
            // the view of now. Otherwise devices of the answer before could come between.
            self.asked = next;
        }
    }

    /// Says what was not said while an end of the window was moved, and has the devices drawn that are out of view.
    pub(super) fn rest(&mut self) {
        let was_slid = self.slid_since.take().is_some();
        let is_answered = self.answered == self.asked;
        if let Some(answer) = &self.answer
            && was_slid
            && is_answered
        {
            self.spoken = headline(answer, &self.answered_window);
        }
        let is_whole = self.devices.as_ref().is_none_or(|devices| devices.n_to_come() == 0);
        if self.in_part && !(is_answered && is_whole) {
            self.look(false);
        }
        self.in_part = false;
    }

    pub(super) fn forget_answer(&mut self) {
        self.answer = None;
        self.devices = None;
        self.open_devices.clear();
        self.records.clear();
    }

    pub(super) fn change_window(&mut self, window: signerhunt::Window, typing: bool) {
        if window != self.window {
            self.window = window;
            self.ask(typing);
        }
    }

    pub(super) fn sort_by(&mut self, column: SortColumn) {
        if self.view.sort == column {
            self.view.descending = !self.view.descending;
        } else {
            self.view.sort = column;
            // Names are looked up from A; of times and counts the greatest matter.
            self.view.descending = !matches!(column, SortColumn::DeviceName | SortColumn::DeviceId);
        }
        self.view.offset = 0;
        self.look(false);
    }

    /// Which devices to ask for, where so many are in view.
    pub(crate) fn view_to_ask(&self, in_view: u32) -> View {
        let limit = if self.in_part { in_view.min(DEVICES_PER_PAGE) } else { DEVICES_PER_PAGE };
        View { limit, ..self.view.clone() }
    }

    /// Whether the hunt is one of several that follow an end of the window, and not the first.
    pub(crate) fn slides_on(&self) -> bool {
        self.slid_since.is_some_and(|first| first < self.asked)
    }

    /// Whether the answer is to be said to stand when nothing comes for a moment.
    pub(crate) fn may_rest(&self) -> bool {
        self.in_part && (self.is_sliding() || self.answered == self.asked)
    }

    /// Whether an end of the window is being moved.
    pub(crate) fn is_sliding(&self) -> bool {
        self.slid_since.is_some()
    }
}
