//! Rows as a hunt sees them: those of one signer in one segment, ordered by time. They are borrowed from
//! [`super::segment`].

use crate::window::ResolvedWindow;
use crate::wire::wire;

/// The rows of one signer in one segment, ordered by time.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(super) rows: &'a [CodedRow],
    /// Which of them are duplicates; empty when none is.
    pub(super) duplicates: &'a [bool],
}

/// One row, in its index's codes. All of it lies together: a hunt looks at few rows here and few there, and waits for the
/// memory once for each few.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct CodedRow {
    /// Ticks, or a packed time.
    pub(crate) time: i64,
    pub(crate) report: i64,
    pub(crate) device: u32,
    /// What else tells a row from others, see [`super::identity_of`].
    pub(crate) identity: u32,
}

wire!(CodedRow { time, report, device, identity });

impl<'a> Rows<'a> {
    pub(crate) fn len(self) -> usize {
        self.rows.len()
    }

    /// Those inside the window, both ends included.
    pub(crate) fn inside(self, window: ResolvedWindow) -> Rows<'a> {
        let start = self.n_before(window.from.count());
        // A window whose end lies before its start has nothing inside.
        let end = start + self.rows[start..].partition_point(|row| row.time <= window.to.count());
        Rows {
            rows: &self.rows[start..end],
            duplicates: self.duplicates.get(start..end).unwrap_or_default(),
        }
    }

    /// How many rows there are before this time.
    pub(crate) fn n_before(self, time: i64) -> usize {
        self.rows.partition_point(|row| row.time < time)
    }

    /// Whether some of them are duplicates.
    pub(crate) fn has_duplicates(self) -> bool {
        self.duplicates.contains(&true)
    }

    /// All of them.
    pub(crate) fn all(self) -> impl Iterator<Item = CodedRow> + Clone {
        self.rows.iter().copied()
    }

    /// The rows that count: those that are no duplicates.
    pub(crate) fn counted(self) -> impl Iterator<Item = CodedRow> + Clone {
        let rows = self.all().enumerate();
        rows.filter(move |&(place, _)| self.counts(place)).map(|(_, row)| row)
    }

    /// Whether the row at this place is no duplicate.
    pub(crate) fn counts(self, place: usize) -> bool {
        !self.duplicates.get(place).is_some_and(|&is| is)
    }

    /// The row at this place.
    pub(crate) fn row(self, place: usize) -> CodedRow {
        self.rows[place]
    }

    /// The time of the row at this place, if there is one.
    pub(crate) fn time(self, place: usize) -> Option<i64> {
        self.rows.get(place).map(|row| row.time)
    }
}
