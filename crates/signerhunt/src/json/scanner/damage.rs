//! What the scanner does when a value breaks off: what is reported, and where reading goes on.

use super::{JsonScanner, Place, TOO_LONG};
use crate::json::recovery::{Recovery, Surroundings};
use crate::json::{Fault, FaultKind, Item};

/// Damage that is still to be reported, together with what stands between it and the next record.
#[derive(Debug)]
pub(super) struct Damage {
    kind: FaultKind,
    detail: &'static str,
    noticed_at: u64,
}

impl JsonScanner {
    /// The value cannot be read on: what stands behind `window` is where the damage shows.
    pub(super) fn give_up(&mut self, window: &[u8], kind: FaultKind, detail: &'static str) {
        self.damage = Some(self.damage_at(window.len(), kind, detail));
        self.had_damage = true;
        self.line += self.machine.n_lines;
        if self.place == Place::InRest {
            self.lists.pop();
        }
        let surroundings = match self.lists.last() {
            Some(_) if self.is_in_rows() => Surroundings::Rows,
            Some(_) => Surroundings::Objects,
            None if self.records_are_lines => Surroundings::Lines,
            None => Surroundings::Unknown,
        };
        // Of a value that is too long only the start is at hand, however it was cut.
        let seen = if self.is_too_long { [&[][..], &[]] } else { [&self.carried, window] };
        self.recovery = Recovery::new(surroundings, seen);
        if !self.is_too_long {
            self.keep_raw(window);
        }
        self.place = Place::Recovering;
    }

    /// Damage that shows so many bytes from here. That of a value that is too long showed before.
    pub(super) fn damage_at(
        &self,
        n_bytes: usize,
        kind: FaultKind,
        detail: &'static str,
    ) -> Damage {
        if self.is_too_long {
            let noticed_at = self.value_offset + Self::MAX_RECORD_BYTES as u64;
            return Damage { kind: FaultKind::TooLong, detail: TOO_LONG, noticed_at };
        }
        Damage { kind, detail, noticed_at: self.offset + n_bytes as u64 }
    }

    /// Moves to where the next record may begin; says how many bytes that were.
    pub(super) fn recover(&mut self, piece: &[u8], on_item: &mut impl FnMut(Item<'_>)) -> usize {
        let found = self.recovery.find(piece);
        let n_bytes = found.unwrap_or(piece.len());
        self.keep_raw(&piece[..n_bytes]);
        if found.is_some() {
            self.end_recovery(on_item);
        }
        n_bytes
    }

    /// The next record begins here.
    pub(super) fn end_recovery(&mut self, on_item: &mut impl FnMut(Item<'_>)) {
        self.report_damage(on_item);
        self.line += self.recovery.n_lines;
        self.place = Place::Between;
        self.is_announced = false;
    }

    /// Keeps these bytes for the report, as far as there is room.
    fn keep_raw(&mut self, bytes: &[u8]) {
        self.carried.truncate(Fault::MAX_RAW_BYTES);
        let room = Fault::MAX_RAW_BYTES - self.carried.len();
        self.carried.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    pub(super) fn report_damage(&mut self, on_item: &mut impl FnMut(Item<'_>)) {
        let Some(damage) = self.damage.take() else { return };
        let is_content = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b',';
        let n_bytes = self.carried.iter().rposition(is_content).map_or(0, |last| last + 1);
        let fault = self.fault(damage.kind, damage.detail, &self.carried[..n_bytes]);
        on_item(Item::Fault(Fault { noticed_at: damage.noticed_at, ..fault }));
    }
}
