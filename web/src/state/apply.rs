//! What follows from an action: the pure heart of the page.

use std::rc::Rc;

use yew::Reducible;

use super::exports::waiting_card;
use super::{Action, DeviceRecords, Failure, NoticeKind, Stage, State};
use crate::permalink;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

impl State {
    /// Applies an action.
    pub(crate) fn apply(&mut self, action: Action) {
        self.take(action);
        if self.overdue && !self.is_reading() {
            self.ask(false);
        }
        self.ask_query();
    }

    fn take(&mut self, action: Action) {
        match action {
            Action::Added(added) => self.exports.extend(added.into_iter().map(waiting_card)),
            Action::Removed(export) => {
                let was_known = self.card(export).is_some_and(|card| card.known_source().is_some());
                self.exports.retain(|card| card.id != export);
                if was_known {
                    self.ask(false);
                }
            }
            Action::Retried { old, new } => {
                if let Some(card) = self.card(old) {
                    card.id = new;
                    card.stage = Stage::Waiting;
                }
            }
            Action::Opened { archive, entries, skipped } => {
                self.open_archive(archive, entries, skipped);
            }
            Action::Said { exports, said } => {
                for export in exports {
                    self.say(export, said);
                }
            }
            Action::Told(event) => self.take_event(event),
            Action::BrokeDown { reading, message } => {
                for card in &mut self.exports {
                    card.before = None;
                    // One export broke it: the others are read again by themselves. If none did,
                    // reading again by itself could break down again and again.
                    let is_lost = reading.is_none_or(|reading| card.id == reading);
                    if is_lost {
                        let message = message.clone();
                        card.stage = Stage::Failed { message, failure: Failure::BrokeTheEngine };
                    } else if card.source().is_some() || card.is_pending() {
                        card.stage = Stage::Waiting;
                    }
                }
                self.forget_answer();
                self.forget_query_answer();
            }
            Action::WorkersRefused => self.on_main_thread = true,
            Action::TermEdited { idx, text } => {
                if let Some(term) = self.terms.get_mut(idx) {
                    *term = text;
                    self.ask(true);
                }
            }
            Action::TermAdded(term) => {
                let is_blank = term.trim().is_empty();
                self.terms.push(term);
                if !is_blank {
                    self.ask(false);
                }
            }
            Action::TermRemoved(idx) => {
                if idx < self.terms.len() {
                    self.terms.remove(idx);
                    self.ask(false);
                }
            }
            Action::TermsReset => self.reset_rules(),
            Action::Rules(action) => self.take_rules(action),
            Action::Query(action) => self.take_query_action(action),
            Action::WindowChosen(window) => {
                self.custom_window = false;
                self.change_window(window, false);
            }
            Action::WindowTyped(window) => {
                self.custom_window = true;
                self.change_window(window, true);
            }
            Action::WindowSlid(window) => {
                self.custom_window = true;
                if window != self.window {
                    let since = self.slid_since;
                    self.change_window(window, false);
                    self.slid_since = since.or(Some(self.asked));
                }
            }
            Action::Rested => self.rest(),
            Action::DuplicatesKept(kept) => {
                self.keep_duplicates = kept;
                self.ask(false);
            }
            Action::MarkToggled(mark) => self.toggle_mark(mark),
            Action::MarksTaken(expected) => self.take_marks(expected),
            Action::ExpectationChosen(expectation) => {
                self.view.expectation = expectation;
                self.view.offset = 0;
                self.look(false);
            }
            Action::LinkFollowed(linked) => {
                // The page writes the hash too, and hears of that like of any other change.
                let is_the_same = permalink::write(&linked) == permalink::write(&self.to_link());
                if is_the_same && linked.complaints.is_empty() {
                    return;
                }
                self.take_link(linked);
                if self.waits_for_rules() {
                    // It would stand below words about another hunt.
                    self.forget_answer();
                }
                self.ask(false);
            }
            Action::Filtered(filter) => {
                self.view.filter = filter;
                self.view.offset = 0;
                self.look(true);
            }
            Action::TableChosen { by_tool } => self.by_tool = by_tool,
            Action::Sorted(column) => self.sort_by(column),
            Action::PageTurned { offset } => {
                self.view.offset = offset;
                self.look(false);
            }
            Action::DeviceToggled(device) => {
                match self.open_devices.iter().position(|open| *open == device) {
                    Some(idx) => drop(self.open_devices.swap_remove(idx)),
                    None => self.open_devices.push(device),
                }
            }
            Action::RecordsAsked(device) => self.note_records(device, DeviceRecords::Asked),
            Action::OverlayChanged(overlay) => self.overlay = overlay,
            Action::DragChanged(over) => self.drag_over = over,
            Action::WidthChanged { narrow } => self.narrow = narrow,
            Action::Noted(kind, text) => {
                // Two successes at once would only be noise.
                self.notices.retain(|notice| notice.kind != NoticeKind::Done);
                self.notify(kind, text);
            }
            Action::NoticeDismissed(id) => self.notices.retain(|notice| notice.id != id),
            Action::PassedOverDismissed => self.passed_over.clear(),
        }
    }
}
