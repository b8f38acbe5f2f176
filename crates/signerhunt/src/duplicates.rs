//! Finds rows that are in several exports, or twice in an export whose exporter may repeat itself.
//!
//! Within one export of a portal or an API every row counts, as Kusto would count it. Between exports a
//! row counts as often as in the export where it occurs most, so overlapping exports do not inflate
//! anything. Files of the streaming API and of data export rules are written at least once: equal rows
//! in one of them are one row. Rows are the same when device, signer, time, ReportId, SHA1 and
//! SignerHash are; times are compared as coarsely as the coarser of the two exports has them, and the two
//! hashes only between exports that have both.
//!
//! This only marks rows in the indexes. Counting is [`crate::answer`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::common::{ExportNumbers, Numbering, Run};
use crate::export::Export;
use crate::index::{CodedRow, Reports, Rows};
use crate::order::{self, distinct};
use crate::source::Precision;
use crate::time::{MINUTE, SECOND};

/// Marks the duplicates among these exports' rows, none of which is marked.
pub(crate) fn mark(exports: &mut [Export], numbering: &Numbering) {
    let found = find(exports, numbering);
    for Duplicates { run, places } in &found {
        let in_segment = places.iter().map(|&place| run.places().start + place as usize);
        run.segment_mut(exports).mark_duplicates(in_segment);
    }
    let marked = found.iter().map(|Duplicates { run, .. }| (run.export_idx, run.segment_idx));
    for (export_idx, segment_idx) in distinct(marked) {
        exports[export_idx as usize].index.segments_mut()[segment_idx as usize].settle_duplicates();
    }
}

/// Takes all marks away.
pub(crate) fn unmark(exports: &mut [Export]) {
    for segment in exports.iter_mut().flat_map(|export| export.index.segments_mut()) {
        segment.forget_duplicates();
    }
}

/// Duplicates among the rows of one signer in one segment.
struct Duplicates {
    run: Run,
    /// Their places in the run.
    places: Vec<u32>,
}

fn find(exports: &[Export], numbering: &Numbering) -> Vec<Duplicates> {
    let comparable: Vec<usize> = (0..exports.len())
        .filter(|&idx| exports[idx].takes_part())
        // A summary has devices instead.
        .filter(|&idx| !exports[idx].index.segments().is_empty())
        .collect();
    let may_repeat = |&idx: &usize| exports[idx].source.shape.is_at_least_once();
    if comparable.len() < 2 && !comparable.iter().any(may_repeat) {
        return Vec::new();
    }
    let have_identities = have_identities(exports, &comparable);
    let mut found = Vec::new();
    for runs in numbering.runs.by_signer() {
        let runs = runs.iter().map(|&run| {
            let export_idx = run.export_idx as usize;
            let source = &exports[export_idx].source;
            Compared {
                run,
                rows: run.rows(exports),
                numbers: &numbering.exports[export_idx],
                precision: source.precision,
                has_identity: have_identities[export_idx],
                is_at_least_once: source.shape.is_at_least_once(),
                next: 0,
                duplicates: Vec::new(),
            }
        });
        let mut runs: Vec<Compared<'_>> = runs.collect();
        fold(&mut runs);
        let have_some = runs.into_iter().filter(|compared| !compared.duplicates.is_empty());
        found.extend(
            have_some.map(|Compared { run, duplicates: places, .. }| Duplicates { run, places }),
        );
    }
    found
}

/// Whether the hashes of an export's rows can be compared with those of others. Without a hash column a row could
/// be any of those that have it.
fn have_identities(exports: &[Export], comparable: &[usize]) -> Vec<bool> {
    let columns = |export: &Export| {
        let missing = &export.source.missing_columns;
        ["SHA1", "SignerHash"].map(|name| !missing.iter().any(|column| column == name))
    };
    let are_alike =
        comparable.windows(2).all(|two| columns(&exports[two[0]]) == columns(&exports[two[1]]));
    exports.iter().map(|export| are_alike || columns(export) == [true, true]).collect()
}

/// The rows of one signer in one segment, and how far they were compared.
struct Compared<'a> {
    run: Run,
    rows: Rows<'a>,
    numbers: &'a ExportNumbers,
    precision: Precision,
    has_identity: bool,
    is_at_least_once: bool,
    /// Rows before this place were compared.
    next: usize,
    duplicates: Vec<u32>,
}

/// About so many rows are compared at a time, all runs taken together.
const STEP: usize = 1 << 17;

/// Finds the duplicates among these runs, going through all of them in the order of time. A step looks only at runs
/// with rows in it, so that many short exports cost no more than a few long ones.
fn fold(runs: &mut [Compared<'_>]) {
    let Some(coarsest) = runs.iter().map(|run| run.precision).min() else { return };
    // Rows that could be the same are never in two steps.
    let end_of = |time: i64| floor(time, coarsest) + unit(coarsest) - 1;
    let next_time = |run: &Compared<'_>| run.rows.time(run.next);
    let mut ahead: BinaryHeap<Reverse<(i64, usize)>> =
        (0..runs.len()).filter_map(|idx| Some(Reverse((next_time(&runs[idx])?, idx)))).collect();
    while let Some(Reverse((start, _))) = ahead.peek().copied() {
        let mut step: Vec<usize> = Vec::new();
        let mut limit = i64::MAX;
        while let Some(&Reverse((time, idx))) = ahead.peek()
            && time <= limit.max(end_of(start))
        {
            ahead.pop();
            step.push(idx);
            let run = &runs[idx];
            let last = (run.next + STEP / step.len()).min(run.rows.len() - 1);
            limit = limit.min(end_of(run.rows.row(last).time));
        }
        let limit = limit.max(end_of(start));
        let ends: Vec<(usize, usize)> = step
            .iter()
            .map(|&idx| (idx, runs[idx].rows.n_before(limit.saturating_add(1))))
            .filter(|&(idx, end)| end > runs[idx].next)
            .collect();
        let export_idx = |&(idx, _): &(usize, usize)| runs[idx].run.export_idx;
        let are_several = ends.windows(2).any(|two| export_idx(&two[0]) != export_idx(&two[1]));
        let may_repeat = ends.iter().any(|&(idx, _)| runs[idx].is_at_least_once);
        if are_several || may_repeat {
            fold_step(runs, &ends, coarsest);
        }
        for &(idx, end) in &ends {
            runs[idx].next = end;
        }
        let left = step.into_iter().filter_map(|idx| Some(Reverse((next_time(&runs[idx])?, idx))));
        ahead.extend(left);
    }
}

/// A row that is compared with others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// Rows that differ in this are not the same: time as coarse as the coarsest has it, device, report
    /// id, hashes where all have them.
    key: (i64, u32, i64, u32),
    /// The finest come first.
    coarseness: Reverse<Precision>,
    /// Of the same fineness, those that can be told apart come first.
    lacks_identity: bool,
    /// 0 without one, and where it stands in the key.
    identity: u32,
    time: i64,
    export_idx: u32,
    run_idx: usize,
    place: usize,
}

/// Compares the rows of these runs, each from its next up to its end.
fn fold_step(runs: &mut [Compared<'_>], ends: &[(usize, usize)], coarsest: Precision) {
    let mut candidates = Vec::new();
    let all_have_identities = ends.iter().all(|&(run_idx, _)| runs[run_idx].has_identity);
    for &(run_idx, end) in ends {
        let run = &runs[run_idx];
        for place in run.next..end {
            let CodedRow { time, device, report, identity } = run.rows.row(place);
            let device = run.numbers.devices[device as usize];
            let report = Reports::recoded(report, &run.numbers.reports);
            let (common, own) = match (all_have_identities, run.has_identity) {
                (true, _) => (identity, 0),
                (false, true) => (0, identity),
                (false, false) => (0, 0),
            };
            candidates.push(Candidate {
                key: (floor(time, coarsest), device, report, common),
                coarseness: Reverse(run.precision),
                lacks_identity: !run.has_identity,
                identity: own,
                time,
                export_idx: run.run.export_idx,
                run_idx,
                place,
            });
        }
    }
    order::sort_by(&mut candidates, Ord::cmp);
    for same_key in candidates.chunk_by(|left, right| left.key == right.key) {
        if same_key.len() > 1 {
            fold_group(runs, same_key);
        }
    }
}

/// Folds rows that differ at most in how fine their time is, and in hashes that some of them lack.
fn fold_group(runs: &mut [Compared<'_>], group: &[Candidate]) {
    let mut kept = Kept::default();
    let sameness = |row: &Candidate| (row.coarseness, row.lacks_identity, row.identity, row.time);
    for rows in group.chunk_by(|left, right| sameness(left) == sameness(right)) {
        let by_export = || rows.chunk_by(|left, right| left.export_idx == right.export_idx);
        let n_counted = |rows: &[Candidate]| match runs[rows[0].run_idx].is_at_least_once {
            true => 1,
            false => rows.len(),
        };
        let most = by_export().map(n_counted).max().unwrap_or(0);
        let most_of = by_export().find(|rows| n_counted(rows) == most);
        let mut n_to_keep = kept.raise_to(most, &rows[0]);
        let keeper = most_of.map(|rows| rows[0].export_idx);
        for row in rows {
            if Some(row.export_idx) == keeper && n_to_keep > 0 {
                n_to_keep -= 1;
            } else {
                runs[row.run_idx].duplicates.push(row.place as u32);
            }
        }
    }
}

/// How many rows of a group stay, by their times: the finest come first and so give the finest times.
#[derive(Default)]
struct Kept {
    all: Counts,
    /// Those without an identity that are not taken for a row with one.
    nameless: Counts,
    by_identity: Counts,
}

/// By identity and time. Where identities play no part, [`ANY`] stands for all.
type Counts = BTreeMap<(u32, i64), usize>;
const ANY: u32 = 0;

impl Kept {
    /// Sees to it that so many rows like this one stay, and says how many of them were not there yet.
    fn raise_to(&mut self, most: usize, row: &Candidate) -> usize {
        let precision = row.coarseness.0;
        let start = floor(row.time, precision);
        let end = start + unit(precision);
        if row.lacks_identity {
            let n_kept: usize =
                self.all.range((ANY, start)..(ANY, end)).map(|(_, n_rows)| n_rows).sum();
            let n_new = most.saturating_sub(n_kept);
            *self.all.entry((ANY, row.time)).or_default() += n_new;
            *self.nameless.entry((ANY, row.time)).or_default() += n_new;
            return n_new;
        }
        let identity = row.identity;
        let of_identity = self.by_identity.range((identity, start)..(identity, end));
        let n_kept: usize = of_identity.map(|(_, n_rows)| n_rows).sum();
        let mut n_missing = most.saturating_sub(n_kept);
        // Each nameless row may be this one, but is only one row.
        while n_missing > 0
            && let Some((&key, &n_nameless)) = self.nameless.range((ANY, start)..(ANY, end)).next()
        {
            let (_, time) = key;
            let n_taken = n_nameless.min(n_missing);
            n_missing -= n_taken;
            *self.by_identity.entry((identity, time)).or_default() += n_taken;
            match n_nameless - n_taken {
                0 => self.nameless.remove(&key),
                n_left => self.nameless.insert(key, n_left),
            };
        }
        *self.all.entry((ANY, row.time)).or_default() += n_missing;
        *self.by_identity.entry((identity, row.time)).or_default() += n_missing;
        n_missing
    }
}

fn unit(precision: Precision) -> i64 {
    match precision {
        Precision::Minute => MINUTE,
        Precision::Second => SECOND,
        Precision::Millisecond => SECOND / 1000,
        Precision::Microsecond => SECOND / 1_000_000,
        Precision::Tick => 1,
    }
}

fn floor(time: i64, precision: Precision) -> i64 {
    time - time.rem_euclid(unit(precision))
}
