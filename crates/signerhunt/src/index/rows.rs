//! Rows as a hunt sees them: those of one signer in one segment, ordered by time. They are borrowed from
//! [`super::segment`].

use crate::window::ResolvedWindow;

/// The rows of one signer in one segment, ordered by time.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(super) times: &'a [i64],
    pub(super) devices: &'a [u32],
    pub(super) reports: &'a [i64],
    pub(super) identities: &'a [u32],
    /// Which of them are duplicates; empty when none is.
    pub(super) duplicates: &'a [bool],
}

/// One row, in its index's codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodedRow {
    /// Ticks.
    pub(crate) time: i64,
    pub(crate) device: u32,
    pub(crate) report: i64,
    /// What else tells a row from others, see [`super::identity_of`].
    pub(crate) identity: u32,
}

impl<'a> Rows<'a> {
    pub(crate) fn len(self) -> usize {
        self.times.len()
    }

    /// Those inside the window, both ends included.
    pub(crate) fn inside(self, window: ResolvedWindow) -> Rows<'a> {
        let start = self.times.partition_point(|&time| time < window.from.count());
        let end = self.times.partition_point(|&time| time <= window.to.count());
        // A window whose end lies before its start has nothing inside.
        let range = start..end.max(start);
        Rows {
            times: &self.times[range.clone()],
            devices: &self.devices[range.clone()],
            reports: &self.reports[range.clone()],
            identities: &self.identities[range.clone()],
            duplicates: self.duplicates.get(range).unwrap_or_default(),
        }
    }

    /// Whether some of them are duplicates.
    pub(crate) fn has_duplicates(self) -> bool {
        self.duplicates.contains(&true)
    }

    /// All of them.
    pub(crate) fn all(self) -> impl Iterator<Item = CodedRow> + Clone {
        let columns = self.times.iter().zip(self.devices).zip(self.reports).zip(self.identities);
        columns.map(|(((&time, &device), &report), &identity)| CodedRow {
            time,
            device,
            report,
            identity,
        })
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
        CodedRow {
            time: self.times[place],
            device: self.devices[place],
            report: self.reports[place],
            identity: self.identities[place],
        }
    }

    /// Times, ascending.
    pub(crate) fn times(self) -> &'a [i64] {
        self.times
    }
}
