//! Patterns are learned from records that the machine has read, as far as there is room.

use super::{Edges, LeadsTo, Patterns, Slot, Start, Step, StepIdx};
use crate::json::grammar::{Kind, Span};
use crate::json::{Field, Record, around, slice};

impl Patterns {
    /// Learns from a record that the machine has read.
    pub(in crate::json) fn learn(&mut self, record: &Record<'_>) {
        if self.n_patterns == self.max_patterns || !is_simple(record) {
            return;
        }
        // From here on a pattern comes of it, or there is no more room. So no step is followed by more
        // steps than there are patterns, and looking for the right one takes no longer than that.
        let mut step_idx = 0;
        let mut start = 0;
        let mut edges = Edges::default();
        // Of the wrapper that is open.
        let mut wrapper_end = None;
        for (field_idx, span) in record.spans.iter().enumerate() {
            let slot = Slot::of(record, span, start);
            let next_span = record.spans.get(field_idx + 1);
            if !span.in_wrapper {
                edges.closes = wrapper_end.take().map(|end: u32| end - start);
                if next_span.is_some_and(|next| next.in_wrapper) {
                    edges.opens = Some((slot, span.value.0 - start));
                    wrapper_end = Some(span.value.1);
                    continue;
                }
            }
            let (value_start, value_end) = match span.kind {
                Kind::Text | Kind::EscapedText => (span.value.0 - 1, span.value.1 + 1),
                Kind::Null | Kind::Bare | Kind::Nested => span.value,
            };
            let between = slice(record.bytes, (start, value_start));
            let edges = std::mem::take(&mut edges);
            let Some(next_idx) = self.learn_step(step_idx, between, edges, Some(slot)) else {
                return;
            };
            step_idx = next_idx.get() as usize;
            start = value_end;
        }
        let between = record.bytes.get(start as usize..).unwrap_or_default();
        edges.closes = wrapper_end.map(|end| end - start);
        self.learn_step(step_idx, between, edges, None);
    }

    /// The step behind this one that has these bytes, and leads to this field or to the end; `None` if
    /// there is no room for it.
    fn learn_step(
        &mut self,
        step_idx: usize,
        between: &[u8],
        edges: Edges,
        slot: Option<Slot>,
    ) -> Option<StepIdx> {
        let first = self.steps[step_idx].first;
        let mut next = first;
        while let Some(next_idx) = next {
            let next_step = &self.steps[next_idx.get() as usize];
            if *next_step.between == *between {
                return next;
            }
            next = next_step.sibling;
        }

        if self.n_bytes + between.len() > Self::MAX_BYTES {
            self.max_patterns = self.n_patterns;
            return None;
        }
        self.n_bytes += between.len();
        let leads_to = slot.map_or(LeadsTo::End(self.n_patterns), LeadsTo::Value);
        self.n_patterns += usize::from(matches!(leads_to, LeadsTo::End(_)));
        let new_idx = StepIdx::new(self.steps.len() as u32)?;
        let has_edges = edges.closes.is_some() || edges.opens.is_some();
        self.steps.push(Step {
            between: between.into(),
            start: Start::of(between),
            n_lines: memchr::memchr_iter(b'\n', between).count() as u32,
            first: None,
            last_taken: None,
            sibling: first,
            leads_to,
            edges: has_edges.then(|| Box::new(edges)),
        });
        self.steps[step_idx].first = Some(new_idx);
        Some(new_idx)
    }
}

/// Whether other records with these names are records whatever their values are.
fn is_simple(record: &Record<'_>) -> bool {
    let n_fields = record.spans.len();
    let has_odd_value = record.spans.iter().enumerate().any(|(field_idx, span)| {
        let next_span = record.spans.get(field_idx + 1);
        let is_wrapper = !span.in_wrapper && next_span.is_some_and(|next| next.in_wrapper);
        span.kind == Kind::Nested && !is_wrapper && must_be_flat(record, span)
    });
    (1..=Patterns::MAX_FIELDS).contains(&n_fields)
        && !has_odd_value
        && !around::may_be_aside(record)
}

/// An object or a list in this field would mean more than a value.
fn must_be_flat(record: &Record<'_>, span: &Span) -> bool {
    !span.in_wrapper && around::may_hold_records(&Field { bytes: record.bytes, span }.key())
}

impl Slot {
    /// Of a field whose bytes before the value begin at `start`.
    fn of(record: &Record<'_>, span: &Span, start: u32) -> Slot {
        let is_named = span.key != (0, 0);
        Slot {
            key: if is_named { (span.key.0 - start, span.key.1 - start) } else { (0, 0) },
            key_has_escapes: span.key_has_escapes,
            in_wrapper: span.in_wrapper,
            must_be_flat: must_be_flat(record, span),
        }
    }
}
