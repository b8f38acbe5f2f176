//! What the engine tells, taken in: how far exports have come, answers to the hunts that were asked, devices.

use std::rc::Rc;

use signerhunt_wasm::protocol::Event;

use super::{DeviceRecords, Failure, NoticeKind, Stage, State};
use crate::format::{bytes as spell_bytes, float_count};

/// A screen reader is told about the reading no more often than this.
const SPEAK_EVERY_MS: f64 = 2_000.0;

impl State {
    /// Takes in what the engine told.
    pub(super) fn take_event(&mut self, event: Event) {
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
}
