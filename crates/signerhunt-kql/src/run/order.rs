//! Rows that are kept to be put in order.

use std::cmp::Ordering;

use crate::expr::Fixed;
use crate::plan::{Key, Order};
use crate::value::Value;

/// Rows in the order in which they came.
#[derive(Default, Debug)]
pub(super) struct Ordered {
    rows: Vec<Vec<Value>>,
    /// As many as are needed are kept, in their order, at the beginning: others have to be before the last of them.
    is_full: bool,
    /// What they take in memory, about.
    pub(super) n_bytes: usize,
}

impl Ordered {
    /// Takes a row, or leaves it where it is not among the first.
    pub(super) fn take(&mut self, order: &Order, row: &mut Vec<Value>, fixed: &Fixed) {
        if let Some(limit) = order.limit.filter(|_| self.is_full) {
            let last = limit.checked_sub(1).and_then(|last| self.rows.get(last));
            if last.is_none_or(|last| order.compare(row, last, fixed).is_ge()) {
                return;
            }
        }
        self.n_bytes += n_bytes(row);
        self.rows.push(std::mem::take(row));
        // Where few are needed, few are kept; to sort them now and then takes no longer than to sort them all.
        if let Some(limit) = order.limit
            && self.rows.len() >= limit.saturating_mul(2).saturating_add(1000)
        {
            self.sort(order, fixed);
            self.is_full = true;
        }
    }

    pub(super) fn into_rows(mut self, order: &Order, fixed: &Fixed) -> Vec<Vec<Value>> {
        self.sort(order, fixed);
        self.rows
    }

    fn sort(&mut self, order: &Order, fixed: &Fixed) {
        self.rows.sort_by(|left, right| order.compare(left, right, fixed));
        if let Some(limit) = order.limit {
            self.rows.truncate(limit);
            self.n_bytes = self.rows.iter().map(|row| n_bytes(row)).sum();
        }
    }
}

impl Order {
    fn compare(&self, left: &[Value], right: &[Value], fixed: &Fixed) -> Ordering {
        let mut keys = self.keys.iter().map(|key| key.compare(left, right, fixed));
        let by_keys = keys.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal);
        if self.by_row { by_keys.then_with(|| left.cmp(right)) } else { by_keys }
    }
}

impl Key {
    fn compare(&self, left: &[Value], right: &[Value], fixed: &Fixed) -> Ordering {
        let (left, right) = (self.value.value(left, fixed), self.value.value(right, fixed));
        match (*left == Value::Null, *right == Value::Null) {
            (true, true) => Ordering::Equal,
            (true, false) if self.nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if self.nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) if self.is_ascending => left.cmp(&right),
            (false, false) => right.cmp(&left),
        }
    }
}

fn n_bytes(row: &[Value]) -> usize {
    row.iter().map(Value::n_bytes).sum()
}
