//! What follows from an action: the pure heart of the page.

use std::rc::Rc;

use signerhunt_wasm::protocol::{Event, ExportId, Reading, SkippedEntry, SortColumn};
use yew::Reducible;

use super::{
    Action, AddedExport, DeviceKey, DeviceRecords, ExportCard, Failure, NoticeKind, Stage, State,
};
use crate::facts::nothing_in_archive;
use crate::format::{bytes as spell_bytes, float_count};
use crate::permalink;
use crate::reading::Said;
use crate::wording::headline;

/// A screen reader is told about the reading no more often than this.
const SPEAK_EVERY_MS: f64 = 2_000.0;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

/// Over so many exports the hunt is asked again after each of them.
const ALWAYS_ASKED_FOR: usize = 8;

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

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Progress { export, bytes, total_bytes, rows, elapsed_ms, keeps_only_some } => {
                let Some(card) = self.card(export) else { return };
                if !card.is_pending() {
                    self.note_query_progress(export, bytes / total_bytes.max(1.0));
                    return;
                }
                card.bytes = total_bytes;
                card.stage = Stage::Reading { bytes, rows, elapsed_ms, keeps_only_some };
                if elapsed_ms < self.spoken_at {
                    // Another export: its clock starts again.
                    self.spoken_at = 0.0;
                }
                if elapsed_ms - self.spoken_at >= SPEAK_EVERY_MS {
                    self.spoken_at = elapsed_ms;
                    self.spoken = format!(
                        "{} rows read, {} of {}",
                        float_count(rows),
                        spell_bytes(bytes),
                        spell_bytes(total_bytes)
                    );
                }
            }
            Event::Read { export, source, rejected, index_bytes, elapsed_ms } => {
                let Some(card) = self.card(export) else { return };
                card.before = None;
                card.bytes = source.bytes as f64;
                // Undecided dates are taken one way or the other without a reading, in no time.
                let elapsed_ms = match card.stage {
                    Stage::Read { elapsed_ms, .. } => elapsed_ms,
                    _ => elapsed_ms,
                };
                card.stage = Stage::Read {
                    source: Rc::new(source),
                    rejected: rejected.into(),
                    index_bytes,
                    elapsed_ms,
                };
                self.spoken.clear();
                self.ask_now_and_then();
            }
            Event::Unreadable { export, message, is_too_large } => {
                let Some(card) = self.card(export) else { return };
                let failure = if is_too_large { Failure::TooLarge } else { Failure::Unreadable };
                card.stage = Stage::Failed { message, failure };
                let was_known = card.before.take().is_some();
                self.spoken.clear();
                if was_known {
                    // The answer on the screen still counts its rows.
                    self.ask(false);
                }
            }
            Event::Answer { question, answer, devices } => {
                // An answer to an earlier hunt is stale: the one that counts is under way. While an end of the window
                // is moved, the answers to where it was just now follow it; they say themselves which window is theirs.
                let follows = self.slid_since.is_some_and(|first| question >= first)
                    && (self.answered..self.asked).contains(&question);
                if (question != self.asked && !follows) || !self.has_sources() {
                    return;
                }
                self.answered = question;
                self.answered_window = self.window.clone();
                self.answer = Some(Rc::new(answer));
                // Other rows may be inside the window now.
                self.records.clear();
                self.devices = Some(Rc::new(devices.into()));
            }
            Event::Devices { question, devices } => {
                if question == self.shown && self.answered == self.asked && self.asked < question {
                    self.devices = Some(Rc::new(devices.into()));
                }
            }
            Event::Records { device_id, device_name, total, records, troubles } => {
                let device = (device_id, device_name);
                let is_awaited = self.records.iter().any(|(asked_for, _)| *asked_for == device);
                if is_awaited && self.answered == self.asked {
                    self.note_records(device, DeviceRecords::Shown { total, records, troubles });
                }
            }
            Event::Failed { message } => self.notify(NoticeKind::Error, message),
            // The rest concerns the client of the engine alone.
            Event::Ready
            | Event::Archive { .. }
            | Event::NeedsReaders
            | Event::NeedsHelpers { .. }
            | Event::Removed { .. }
            | Event::Saved { .. }
            | Event::Consulted { .. }
            | Event::Crashed { .. } => {}
        }
    }

    fn open_archive(
        &mut self,
        archive: ExportId,
        entries: Vec<AddedExport>,
        skipped: Vec<SkippedEntry>,
    ) {
        let Some(place) = self.exports.iter().position(|card| card.id == archive) else { return };
        let card = &mut self.exports[place];
        if entries.is_empty() {
            let message = nothing_in_archive(&card.name, &skipped);
            card.stage = Stage::Failed { message, failure: Failure::Unreadable };
            return;
        }
        let (archive_name, reading) = (card.name.clone(), card.reading);
        let cards = entries.into_iter().map(|entry| ExportCard { reading, ..waiting_card(entry) });
        self.exports.splice(place..=place, cards);
        self.passed_over.extend(skipped.into_iter().map(|SkippedEntry { name, why }| {
            let name = format!("{archive_name}/{name}");
            SkippedEntry { name, why }
        }));
    }

    fn note_records(&mut self, device: DeviceKey, records: DeviceRecords) {
        self.records.retain(|(known, _)| *known != device);
        self.records.push((device, Rc::new(records)));
    }

    /// Keeps what the person said about an export; the engine is told as well.
    fn say(&mut self, export: ExportId, said: Said) {
        let Some(card) = self.card(export) else { return };
        card.reading = said.applied_to(card.reading);
        let is_read_again =
            card.source().is_some_and(|source| said.is_read_again(source.date_order));
        if is_read_again {
            // The answer stays until the next comes: what it counts is still the person's export.
            card.before = card.source().cloned();
            card.stage = Stage::Waiting;
        }
    }

    /// Asks the hunt again because another export was read. Of hundreds not each one changes much, and every answer
    /// looks at all of them.
    fn ask_now_and_then(&mut self) {
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
    fn look(&mut self, typing: bool) {
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
    fn rest(&mut self) {
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

    fn change_window(&mut self, window: signerhunt::Window, typing: bool) {
        if window != self.window {
            self.window = window;
            self.ask(typing);
        }
    }

    fn sort_by(&mut self, column: SortColumn) {
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

    fn card(&mut self, export: u32) -> Option<&mut ExportCard> {
        self.exports.iter_mut().find(|card| card.id == export)
    }
}

fn waiting_card(added: AddedExport) -> ExportCard {
    ExportCard {
        id: added.id,
        name: added.name,
        bytes: added.bytes,
        stage: Stage::Waiting,
        before: None,
        reading: Reading::default(),
    }
}
