//! Where the rows of each signer lie, in all segments of all exports: found once, when exports come or go, so that no hunt
//! has to look for them.

use std::ops::Range;

use crate::export::Export;
use crate::index::{Group, Place, Rows, Segment};

/// The rows of one signer in one segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) export_idx: u32,
    pub(crate) segment_idx: u32,
    start: Place,
    end: Place,
}

/// The runs of all signers.
pub(crate) struct Runs {
    /// By signer, those of one in the order of exports and of their segments.
    runs: Vec<Run>,
    /// Where those of each signer begin, by its number, and where the last ones end.
    starts: Vec<usize>,
}

impl Runs {
    /// `numbers` are those of each export's signers, by code. An export that has none takes no part.
    pub(super) fn of(exports: &[Export], numbers: &[Vec<u32>], n_signers: usize) -> Runs {
        // A counting sort, which keeps their order.
        let mut starts = vec![0; n_signers + 1];
        each_run(exports, numbers, |signer, _| starts[signer + 1] += 1);
        for signer in 0..n_signers {
            starts[signer + 1] += starts[signer];
        }
        let mut next = starts.clone();
        let nowhere = Run { export_idx: 0, segment_idx: 0, start: 0, end: 0 };
        let mut runs = vec![nowhere; starts[n_signers]];
        each_run(exports, numbers, |signer, run| {
            runs[next[signer]] = run;
            next[signer] += 1;
        });
        Runs { runs, starts }
    }

    /// The runs of a signer, by its number.
    pub(crate) fn of_signer(&self, number: u32) -> &[Run] {
        &self.runs[self.starts[number as usize]..self.starts[number as usize + 1]]
    }

    /// For each signer its runs.
    pub(crate) fn by_signer(&self) -> impl Iterator<Item = &[Run]> {
        self.starts.windows(2).map(|ends| &self.runs[ends[0]..ends[1]])
    }
}

/// Hands over every run with its signer's number, as they lie.
fn each_run(exports: &[Export], numbers: &[Vec<u32>], mut take: impl FnMut(usize, Run)) {
    for (export_idx, (export, numbers)) in (0..).zip(exports.iter().zip(numbers)) {
        if numbers.is_empty() {
            continue;
        }
        for (segment_idx, segment) in (0..).zip(export.index.segments()) {
            for &Group { signer, start, end } in segment.groups() {
                let run = Run { export_idx, segment_idx, start, end };
                take(numbers[signer as usize] as usize, run);
            }
        }
    }
}

impl Run {
    /// How many rows there are, duplicates too.
    pub(crate) fn len(self) -> usize {
        usize::from(self.end - self.start)
    }

    /// Its rows, ordered by time.
    pub(crate) fn rows(self, exports: &[Export]) -> Rows<'_> {
        self.segment(exports).rows_at(self.places())
    }

    /// Where they lie in their segment.
    pub(crate) fn places(self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    /// The segment they lie in.
    pub(crate) fn segment(self, exports: &[Export]) -> &Segment {
        &exports[self.export_idx as usize].index.segments()[self.segment_idx as usize]
    }

    /// As [`Run::segment`].
    pub(crate) fn segment_mut(self, exports: &mut [Export]) -> &mut Segment {
        &mut exports[self.export_idx as usize].index.segments_mut()[self.segment_idx as usize]
    }
}
