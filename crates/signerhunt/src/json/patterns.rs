//! Records of one export look alike: the same names in the same order, and so the same bytes between
//! their values. Those bytes are learned here, and a record that has them is read by comparing them
//! and jumping over its values.
//!
//! Beware: this must find what the machine of [`super::grammar`] finds, to the byte, or nothing at all.
//! It may, because of what the machine has read only the bytes between values matter to it, as long as
//! each value is a whole one and no object or list but those that are values like any other. Whatever is
//! not known here, damage too, is left to the machine, which learns nothing of this.

mod learning;

use std::num::NonZeroU32;

use super::bare;
use super::blocks::Start;
use super::grammar::{Kind, Machine, Span, Stop};
use super::text;

/// The patterns of the records so far, as a tree: those that begin alike share their first steps.
#[derive(Debug)]
pub(super) struct Patterns {
    /// The first is before every record.
    steps: Vec<Step>,
    /// How many bytes the steps keep.
    n_bytes: usize,
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
    /// The bytes between the two. Ranges in steps are ranges of these.
    between: Box<[u8]>,
    start: Start,
    n_lines: u32,
    /// The first of the steps that may follow, and the one of them that did so last.
    first: Option<StepIdx>,
    last_taken: Option<StepIdx>,
    /// Another step that may stand in the place of this one.
    sibling: Option<StepIdx>,
    leads_to: LeadsTo,
    /// Wrappers begin or end between the two values.
    edges: Option<Box<Edges>>,
}

/// A place in [`Patterns::steps`], but the first.
type StepIdx = NonZeroU32;

#[derive(Debug)]
enum LeadsTo {
    Value(Slot),
    /// The record is complete, and of this pattern.
    End(usize),
}

/// What is known of a field before its value is.
#[derive(Debug)]
struct Slot {
    key: (u32, u32),
    key_has_escapes: bool,
    in_wrapper: bool,
    /// An object or a list here would mean more than a value.
    must_be_flat: bool,
}

#[derive(Debug, Default)]
struct Edges {
    /// Where the wrapper ends that was open.
    closes: Option<u32>,
    /// A wrapper, and where its value begins.
    opens: Option<(Slot, u32)>,
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
            between: Box::default(),
            start: Start::of(&[]),
            n_lines: 0,
            first: None,
            last_taken: None,
            sibling: None,
            leads_to: LeadsTo::End(0),
            edges: None,
        };
        Patterns {
            steps: vec![before_all],
            n_bytes: 0,
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
        let mut rest = window;
        let mut n_lines = 0;
        let mut wrapper_idx = 0;
        loop {
            let start = (window.len() - rest.len()) as u32;
            step_idx = self.next_step(step_idx, rest)?;
            let step = &self.steps[step_idx];
            rest = rest.get(step.between.len()..)?;
            n_lines += u64::from(step.n_lines);
            if let Some(edges) = &step.edges {
                if let Some(end) = edges.closes {
                    spans.get_mut(wrapper_idx)?.value.1 = start + end;
                }
                if let Some((wrapper, at)) = &edges.opens {
                    wrapper_idx = spans.len();
                    spans.push(wrapper.filled(start, (start + at, start + at), Kind::Nested));
                }
            }
            let slot = match &step.leads_to {
                LeadsTo::Value(slot) => slot,
                LeadsTo::End(pattern) => {
                    let n_bytes = window.len() - rest.len();
                    return Some(Known { pattern: *pattern, n_bytes, n_lines });
                }
            };
            let value_start = start + step.between.len() as u32;
            let (value, kind, n_bytes) = match rest.first()? {
                b'"' => {
                    let (length, has_escapes) = text::length(rest)?;
                    let value = (value_start + 1, value_start + length as u32 + 1);
                    (value, if has_escapes { Kind::EscapedText } else { Kind::Text }, length + 2)
                }
                b'{' | b'[' => {
                    let n_bytes = nested_length(&mut self.machine, rest, slot)?;
                    n_lines += self.machine.n_lines;
                    ((value_start, value_start + n_bytes as u32), Kind::Nested, n_bytes)
                }
                _ => {
                    let (n_bytes, is_null) = bare::length(rest)?;
                    let value = (value_start, value_start + n_bytes as u32);
                    (value, if is_null { Kind::Null } else { Kind::Bare }, n_bytes)
                }
            };
            spans.push(slot.filled(start, value, kind));
            rest = rest.get(n_bytes..)?;
        }
    }

    /// The step behind this one whose bytes `rest` begins with.
    #[inline]
    fn next_step(&mut self, step_idx: usize, rest: &[u8]) -> Option<usize> {
        let is_it = |next_idx: StepIdx| self.steps[next_idx.get() as usize].begins(rest);
        let step = &self.steps[step_idx];
        if let Some(next_idx) = step.last_taken
            && is_it(next_idx)
        {
            return Some(next_idx.get() as usize);
        }
        let mut next = step.first;
        while let Some(next_idx) = next
            && !is_it(next_idx)
        {
            next = self.steps[next_idx.get() as usize].sibling;
        }
        self.steps[step_idx].last_taken = Some(next?);
        next.map(|next_idx| next_idx.get() as usize)
    }
}

/// How long the object or list is that these bytes begin with.
fn nested_length(machine: &mut Machine, bytes: &[u8], slot: &Slot) -> Option<usize> {
    if slot.must_be_flat {
        return None;
    }
    machine.begin_in_field(if slot.in_wrapper { 2 } else { 1 });
    match machine.run(bytes, 0) {
        Stop::End(end) => Some(end),
        _ => None,
    }
}

impl Step {
    /// Whether `bytes` begin with the bytes of this step.
    #[inline]
    fn begins(&self, bytes: &[u8]) -> bool {
        let is_short = self.between.len() <= Start::N_BYTES;
        match bytes.first_chunk() {
            Some(first) if is_short => self.start.begins(first),
            _ => bytes.starts_with(&self.between),
        }
    }
}

impl Slot {
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
