//! Original records: what stands in an export where a sighting was found, all columns of it. They are read again when
//! somebody wants to see them, and never kept.

/// A record as it stands in its export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OriginalRecord {
    /// How many bytes of the export's text stand before it.
    pub offset: u64,
    /// The names of its columns or fields, each with what stands there as text. Nulls are empty.
    pub fields: Vec<(String, String)>,
}

/// The records that are wanted of an export, instead of its rows.
pub(super) struct Wanted {
    /// Where they begin.
    offsets: Vec<u64>,
    pub(super) found: Vec<OriginalRecord>,
}

impl Wanted {
    /// For records that begin at these places; `None` when there are none.
    pub(super) fn at(offsets: &[u64]) -> Option<Wanted> {
        let wanted = Wanted { offsets: offsets.to_vec(), found: Vec::new() };
        (!offsets.is_empty()).then_some(wanted)
    }

    pub(super) fn has(&self, offset: u64) -> bool {
        self.found.iter().any(|record| record.offset == offset)
    }

    /// Takes a record in if it is wanted and was not found yet. There are few of them.
    pub(super) fn see(&mut self, offset: u64, fields: impl FnOnce() -> Vec<(String, String)>) {
        if self.offsets.contains(&offset) && !self.has(offset) {
            self.found.push(OriginalRecord { offset, fields: fields() });
        }
    }
}
