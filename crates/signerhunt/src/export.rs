//! An export that was read, and what the caller may say about it beforehand. What was found out about
//! it is [`crate::source`], the reading itself is [`crate::reader`].

use std::sync::Arc;

use crate::given::GivenDevice;
use crate::index::{Index, LeftOut};
use crate::ledger::Rejected;
use crate::reader::{OriginalRecord, RowCells, WantedCells};
use crate::source::{DateOrder, Shape, Source};

/// One export: what it is, and its rows in an index.
#[derive(Debug)]
pub struct Export {
    /// What was found out about it.
    pub source: Source,
    /// The rows that can be hunted.
    pub(crate) index: Index,
    /// The rows that are not kept, when only some are, see [`Source::kept_terms`].
    pub(crate) left_out: Option<LeftOut>,
    /// The hunt is for terms that its rows were not kept for.
    pub(crate) is_set_aside: bool,
    /// Devices of a summary that the rule made elsewhere; an export has these or rows.
    pub(crate) given: Vec<GivenDevice>,
    /// The zone of its times that carry none, in ticks east of UTC.
    pub east: i64,
    /// Whether the day comes first in dates such as 5/6/2026, as far as its dates or the caller have said.
    pub day_first: Option<bool>,
    /// The records that were asked for by [`ReadOptions::records`]; then there are no rows.
    pub records: Vec<OriginalRecord>,
    /// The last of the cells that were asked for by [`ReadOptions::cells`]; then there are no rows.
    pub cells: RowCells,
    /// The rows that cannot, as many as [`ReadOptions::keep_rejected`] allowed.
    pub rejected: Vec<Rejected>,
}

impl Export {
    /// Says whether the day comes first in dates such as 5/6/2026.
    ///
    /// It answers [`DateOrder::Undecided`]; an export whose order is known stays as it is.
    pub fn set_day_first(&mut self, day_first: bool) {
        if self.source.date_order != DateOrder::Undecided {
            return;
        }
        self.unpack_times(day_first);
        self.day_first = Some(day_first);
        self.source.date_order = match day_first {
            true => DateOrder::DayFirst,
            false => DateOrder::MonthFirst,
        };
        self.measure();
    }

    /// How many bytes of memory its index takes.
    pub fn n_index_bytes(&self) -> usize {
        self.index.n_bytes()
    }

    /// Whether its rows can be hunted in: they have times, and were kept for the terms of the hunt.
    pub(crate) fn takes_part(&self) -> bool {
        self.source.date_order != DateOrder::Undecided && !self.is_set_aside
    }

    /// How many of its rows are not kept: of other signers than the hunt's.
    pub(crate) fn n_left_out(&self) -> u64 {
        self.left_out.as_ref().map_or(0, |left_out| left_out.n_rows)
    }

    /// Gives times that waited for the order of day and month their meaning.
    pub(crate) fn unpack_times(&mut self, day_first: bool) {
        self.index.unpack_times(day_first, self.east);
        for device in &mut self.given {
            device.unpack_times(day_first, self.east);
        }
        if let Some(left_out) = &mut self.left_out {
            left_out.unpack_times(day_first, self.east);
        }
        // The reader rejects those itself whose times it knows.
        let n_before = self.given.len();
        self.given
            .retain(|device| device.extent().is_none_or(|extent| extent.first <= extent.last));
        self.source.rejected += (n_before - self.given.len()) as u64;
    }

    /// Notes the oldest and the newest time.
    pub(crate) fn measure(&mut self) {
        let rows = self.index.extent();
        let extent = self.given.iter().filter_map(GivenDevice::extent).chain(rows);
        // While some times can be read two ways, nobody knows which is the oldest, of those that are kept and of others.
        let left_out = self.left_out.as_ref().filter(|_| !self.index.has_packed_times());
        let extent = extent.chain(left_out.and_then(LeftOut::extent));
        let extent = extent.reduce(crate::window::Extent::union);
        self.source.first = extent.map(|extent| extent.first);
        self.source.last = extent.map(|extent| extent.last);
    }
}

/// What the caller knows about an export before it is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadOptions {
    /// The zone of times that carry none, in minutes east of UTC. `None`: nobody said, so it is UTC.
    pub utc_offset_minutes: Option<i32>,
    /// The order of day and month, when the caller knows it.
    pub day_first: Option<bool>,
    /// How many rejected rows are kept; all are counted.
    pub keep_rejected: usize,
    /// How many bytes a compressed export may unpack to.
    pub max_unpacked_bytes: u64,
    /// The bytes were unpacked from gzip by the caller. They are not unpacked once more, whatever they look like.
    pub is_unpacked: bool,
    /// Where a few records begin in the export's text, as [`crate::answer::SightingPlace`] has it. When there are any,
    /// these records are all that is read of it.
    pub records: Vec<u64>,
    /// Cells of all rows that are wanted instead of the rows.
    pub cells: Option<Arc<WantedCells>>,
    /// The bytes are delimited text that was made of a file of this shape, which the engine itself
    /// does not read.
    pub converted_from: Option<Shape>,
}

impl ReadOptions {
    /// What a compressed export may unpack to without a question: minutes of reading.
    pub const USUAL_UNPACKED_BYTES: u64 = 8 << 30;
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            utc_offset_minutes: None,
            day_first: None,
            keep_rejected: 100,
            max_unpacked_bytes: ReadOptions::USUAL_UNPACKED_BYTES,
            is_unpacked: false,
            records: Vec::new(),
            cells: None,
            converted_from: None,
        }
    }
}
