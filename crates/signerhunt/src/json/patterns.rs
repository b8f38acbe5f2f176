//! Records of one export look alike: the same names in the same order, and so the same bytes between
//! their values. Those bytes are learned here, and a record that has them is read by comparing them
//! and jumping over its values.
//!
//! Beware: this must find what the machine of [`super::grammar`] finds, to the byte, or nothing at all.
//! It may, because of what the machine has read only the bytes between values matter to it, as long as
//! each value is a whole one and no object or list but those that are values like any other. Whatever is
//! not known here, damage too, is left to the machine, which learns nothing of this.

use super::around;
use super::bare::{self, Number};
use super::grammar::{Kind, Machine, Span, Stop};
use super::text;
use super::{Record, slice};

/// The patterns of the records so far, as a tree: those that begin alike share their first steps.
#[derive(Debug)]
pub(super) struct Patterns {
    /// The first is before every record.
    steps: Vec<Step>,
    /// What the steps compare.
    bytes: Vec<u8>,
    n_patterns: usize,
    max_patterns: usize,
    /// Reads values that are objects or lists.
    machine: Machine,
}

/// A record that was read.
pub(super) struct Known {
    /// Counted from 0; never more than [`Patterns::MOST`] of them.
    pub(super) pattern: usize,
    pub(super) n_bytes: usize,
    pub(super) n_lines: u64,
}

/// From the end of one value to the start of the next.
#[derive(Debug)]
struct Step {
    /// The bytes between the two, as a range of [`Patterns::bytes`]; the ranges below are ranges of
    /// these bytes.
    between: (u32, u32),
    n_lines: u64,
    /// They close the wrapper, which ends there.
    closes: Option<u32>,
    /// They open a wrapper, whose value begins there.
    opens: Option<(Slot, u32)>,
    leads_to: LeadsTo,
    /// The steps that may follow, as a list; and the one of them that did so last.
    first: Option<u32>,
    last_taken: Option<u32>,
    /// The next step in the list that this one is in.
    sibling: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum LeadsTo {
    Value(Slot),
    /// The record is complete, and of this pattern.
    End(usize),
}

/// What is known of a field before its value is.
#[derive(Clone, Copy, Debug)]
struct Slot {
    key: (u32, u32),
    key_has_escapes: bool,
    in_wrapper: bool,
    /// An object or a list here would mean more than a value.
    must_be_flat: bool,
}

impl Patterns {
    /// Exporters that leave nulls out make some; more than this only somebody who wants to fill memory.
    pub(super) const MOST: usize = 256;
    /// Likewise, bytes that are kept in all.
    const MAX_BYTES: usize = 1 << 16;
    /// Likewise, fields in one record.
    const MAX_FIELDS: usize = 512;

    /// No patterns, and room for so many.
    pub(super) fn with_room(max_patterns: usize) -> Patterns {
        let before_all = Step {
            between: (0, 0),
            n_lines: 0,
            closes: None,
            opens: None,
            leads_to: LeadsTo::End(0),
            first: None,
            last_taken: None,
            sibling: None,
        };
        Patterns {
            steps: vec![before_all],
            bytes: Vec::new(),
            n_patterns: 0,
            max_patterns,
            machine: Machine::new(),
        }
    }

    /// Reads the record that `window` begins with, if it has a known pattern. `spans` are its fields
    /// then, and of no meaning otherwise.
    pub(super) fn read(&mut self, window: &[u8], spans: &mut Vec<Span>) -> Option<Known> {
        spans.clear();
        let mut step_idx = 0;
        let mut position = 0;
        let mut n_lines = 0;
        let mut wrapper_idx = 0;
        loop {
            step_idx = self.next_step(step_idx, window.get(position..)?)?;
            let step = &self.steps[step_idx];
            let start = position as u32;
            position += (step.between.1 - step.between.0) as usize;
            n_lines += step.n_lines;
            if let Some(end) = step.closes {
                spans.get_mut(wrapper_idx)?.value.1 = start + end;
            }
            if let Some((wrapper, at)) = step.opens {
                wrapper_idx = spans.len();
                spans.push(wrapper.filled(start, (start + at, start + at), Kind::Nested));
            }
            let slot = match step.leads_to {
                LeadsTo::Value(slot) => slot,
                LeadsTo::End(pattern) => {
                    return Some(Known { pattern, n_bytes: position, n_lines });
                }
            };
            let (value, kind) = self.value(window, position, slot)?;
            let n_quotes = usize::from(matches!(kind, Kind::Text | Kind::EscapedText));
            if kind == Kind::Nested {
                n_lines += self.machine.n_lines;
            }
            position = value.1 + n_quotes;
            spans.push(slot.filled(start, (value.0 as u32, value.1 as u32), kind));
        }
    }

    /// The step behind this one whose bytes `rest` begins with.
    fn next_step(&mut self, step_idx: usize, rest: &[u8]) -> Option<usize> {
        let step = &self.steps[step_idx];
        let is_it = |next_idx: u32| {
            let between = slice(&self.bytes, self.steps[next_idx as usize].between);
            text::begins_with(rest, between)
        };
        if let Some(next_idx) = step.last_taken
            && is_it(next_idx)
        {
            return Some(next_idx as usize);
        }
        let mut next = step.first;
        while let Some(next_idx) = next
            && !is_it(next_idx)
        {
            next = self.steps[next_idx as usize].sibling;
        }
        self.steps[step_idx].last_taken = next.or(self.steps[step_idx].last_taken);
        next.map(|next_idx| next_idx as usize)
    }

    /// The value at `position`, as the range that its field has.
    fn value(
        &mut self,
        window: &[u8],
        position: usize,
        slot: Slot,
    ) -> Option<((usize, usize), Kind)> {
        let byte = *window.get(position)?;
        match byte {
            b'"' => {
                let start = position + 1;
                let (n_bytes, has_escapes) = text::length(window.get(start..)?)?;
                let kind = if has_escapes { Kind::EscapedText } else { Kind::Text };
                Some(((start, start + n_bytes), kind))
            }
            b'{' | b'[' if slot.must_be_flat => None,
            b'{' | b'[' => {
                self.machine.begin_in_field(if slot.in_wrapper { 2 } else { 1 });
                match self.machine.run(window, position) {
                    Stop::End(end) => Some(((position, end), Kind::Nested)),
                    _ => None,
                }
            }
            b'-' | b'0'..=b'9' => {
                let mut number = Number::begun_by(byte)?;
                let mut end = position + 1;
                while let Some(next) = window.get(end).and_then(|&byte| number.followed_by(byte)) {
                    number = next;
                    end += 1;
                }
                number.is_whole().then_some(((position, end), Kind::Bare))
            }
            _ => {
                let word = bare::word_begun_by(byte)?;
                let kind = if word == bare::NULL { Kind::Null } else { Kind::Bare };
                let is_whole = window[position..].starts_with(word);
                is_whole.then_some(((position, position + word.len()), kind))
            }
        }
    }

    /// Learns from a record that the machine has read.
    pub(super) fn learn(&mut self, record: &Record<'_>) {
        if self.n_patterns == self.max_patterns
            || record.spans.is_empty()
            || record.spans.len() > Self::MAX_FIELDS
            || around::may_be_aside(record)
        {
            return;
        }
        let bytes = record.bytes;
        let mut step_idx = 0;
        let mut start = 0;
        let mut opens = None;
        let mut closes = None;
        // Of the wrapper that is open.
        let mut wrapper_end = None;
        for (field_idx, span) in record.spans.iter().enumerate() {
            let slot = Slot::of(record, span, start);
            let is_wrapper = record.spans.get(field_idx + 1).is_some_and(|next| next.in_wrapper);
            if is_wrapper && !span.in_wrapper {
                opens = Some((slot, span.value.0 - start));
                closes = wrapper_end.replace(span.value.1);
                continue;
            }
            if slot.must_be_flat && span.kind == Kind::Nested {
                return;
            }
            if !span.in_wrapper {
                closes = wrapper_end.take();
            }
            let (value_start, value_end) = match span.kind {
                Kind::Text | Kind::EscapedText => (span.value.0 - 1, span.value.1 + 1),
                Kind::Null | Kind::Bare | Kind::Nested => span.value,
            };
            let between = (start, value_start);
            let Some(next_idx) =
                self.learn_step(step_idx, bytes, between, closes.take(), opens.take(), Some(slot))
            else {
                return;
            };
            step_idx = next_idx;
            start = value_end;
        }
        let between = (start, bytes.len() as u32);
        self.learn_step(step_idx, bytes, between, wrapper_end, None, None);
    }

    /// The step behind this one that has these bytes of the record; `None` if there is no room for it.
    fn learn_step(
        &mut self,
        step_idx: usize,
        record: &[u8],
        between: (u32, u32),
        closes: Option<u32>,
        opens: Option<(Slot, u32)>,
        slot: Option<Slot>,
    ) -> Option<usize> {
        let bytes = slice(record, between);
        let first = self.steps[step_idx].first;
        let mut next = first;
        while let Some(next_idx) = next {
            let next_step = &self.steps[next_idx as usize];
            if slice(&self.bytes, next_step.between) == bytes {
                return Some(next_idx as usize);
            }
            next = next_step.sibling;
        }

        if self.bytes.len() + bytes.len() > Self::MAX_BYTES {
            self.max_patterns = self.n_patterns;
            return None;
        }
        let new_idx = self.steps.len();
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        let leads_to = slot.map_or(LeadsTo::End(self.n_patterns), LeadsTo::Value);
        self.n_patterns += usize::from(slot.is_none());
        self.steps.push(Step {
            between: (start, self.bytes.len() as u32),
            n_lines: memchr::memchr_iter(b'\n', bytes).count() as u64,
            closes: closes.map(|end| end - between.0),
            opens,
            leads_to,
            first: None,
            last_taken: None,
            sibling: first,
        });
        self.steps[step_idx].first = Some(new_idx as u32);
        Some(new_idx)
    }
}

impl Slot {
    /// Of a field whose bytes before the value begin at `start`.
    fn of(record: &Record<'_>, span: &Span, start: u32) -> Slot {
        let is_named = span.key != (0, 0);
        let key = super::Field { bytes: record.bytes, span }.key();
        Slot {
            key: if is_named { (span.key.0 - start, span.key.1 - start) } else { (0, 0) },
            key_has_escapes: span.key_has_escapes,
            in_wrapper: span.in_wrapper,
            must_be_flat: is_named && !span.in_wrapper && around::may_hold_records(&key),
        }
    }

    /// The field, with a value; the bytes before the value begin at `start`.
    fn filled(&self, start: u32, value: (u32, u32), kind: Kind) -> Span {
        let key = if self.key.1 == 0 { (0, 0) } else { (start + self.key.0, start + self.key.1) };
        Span {
            key,
            value,
            kind,
            key_has_escapes: self.key_has_escapes,
            in_wrapper: self.in_wrapper,
        }
    }
}
