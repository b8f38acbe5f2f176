//! In which order the rows of a segment lie: grouped by signer, each group ordered by time. Only places
//! are worked out here; what lies there is [`super::segment`]'s.

use super::segment::{Group, Place, UnsortedRow};
use crate::order::{self, Keyed};

/// An order of rows.
pub(super) struct Arrangement {
    /// Where the rows of each signer come to lie, by signer.
    pub(super) groups: Vec<Group>,
    /// The places, ordered by the time of their rows.
    pub(super) by_time: Vec<Place>,
}

/// Orders rows, and hands each to `put` with its place. Rows of one signer and time keep their order.
pub(super) fn arrange(
    rows: &[UnsortedRow],
    mut put: impl FnMut(usize, &UnsortedRow),
) -> Arrangement {
    // Where the next row of each signer goes: a counting sort, which keeps the order of time in a group.
    let n_codes = rows.iter().map(|row| row.signer as usize + 1).max().unwrap_or(0);
    let mut next: Vec<Place> = vec![0; n_codes];
    for row in rows {
        next[row.signer as usize] += 1;
    }
    let mut groups = Vec::new();
    let mut end = 0;
    for (signer, next) in (0..).zip(&mut next) {
        let start = end;
        end += *next;
        *next = start;
        if start < end {
            groups.push(Group { signer, start, end });
        }
    }
    let mut by_time = order_of(rows);
    for place in &mut by_time {
        let row = &rows[usize::from(*place)];
        let next = &mut next[row.signer as usize];
        *place = *next;
        *next += 1;
        put(usize::from(*place), row);
    }
    Arrangement { groups, by_time }
}

/// The rows in the order of their times, equal times in the order of rows. Exports are often ordered
/// already, one way or the other.
fn order_of(rows: &[UnsortedRow]) -> Vec<Place> {
    // A segment has no more rows than places.
    let n_rows = rows.len() as Place;
    if rows.is_sorted_by_key(|row| row.row.time) {
        return (0..n_rows).collect();
    }
    if rows.is_sorted_by(|left, right| left.row.time >= right.row.time) {
        let mut order: Vec<Place> = (0..n_rows).rev().collect();
        let is_same_time = |left: &Place, right: &Place| {
            rows[usize::from(*left)].row.time == rows[usize::from(*right)].row.time
        };
        for same_time in order.chunk_by_mut(is_same_time) {
            same_time.reverse();
        }
        return order;
    }
    let times = || rows.iter().map(|row| row.row.time);
    let first = times().min().unwrap_or_default();
    let span = times().max().map_or(0, |last| last.abs_diff(first));
    let row_bits = Place::BITS - n_rows.leading_zeros();
    if span.leading_zeros() <= row_bits {
        let keyed = times().zip(0..).map(|(time, row)| (time.abs_diff(first), row, 0));
        let mut keyed: Vec<Keyed> = keyed.collect();
        order::sort_keyed(&mut keyed);
        return keyed.into_iter().map(|(_, row, _)| row as Place).collect();
    }
    // The times of some weeks leave room for the row in the same number, and numbers are sorted far
    // quicker than pairs.
    let keyed = times().zip(0..).map(|(time, row)| time.abs_diff(first) << row_bits | row);
    let mut keyed: Vec<u64> = keyed.collect();
    order::sort_by_bits(&mut keyed, row_bits);
    let row_mask = (1 << row_bits) - 1;
    keyed.into_iter().map(|key| (key & row_mask) as Place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::CodedRow;

    #[track_caller]
    fn check(rows: &[(u32, i64)]) {
        let unsorted = (0..).zip(rows).map(|(idx, &(signer, time))| UnsortedRow {
            row: CodedRow { time, ..CodedRow::default() },
            signer,
            offset: idx,
        });
        let unsorted: Vec<UnsortedRow> = unsorted.collect();
        let mut order = vec![u32::MAX; rows.len()];
        let arrangement = arrange(&unsorted, |place, row| order[place] = row.offset);
        let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
        expected.sort_by_key(|&row| rows[row as usize]);
        assert_eq!(order, expected);
        for Group { signer, start, end } in &arrangement.groups {
            let of_group = &order[usize::from(*start)..usize::from(*end)];
            assert!(of_group.iter().all(|&row| rows[row as usize].0 == *signer));
        }
        let sizes = arrangement.groups.iter().map(|group| usize::from(group.end - group.start));
        assert_eq!(sizes.sum::<usize>(), rows.len());
        expected.sort_by_key(|&row| (rows[row as usize].1, row));
        let by_time: Vec<u32> =
            arrangement.by_time.iter().map(|&place| order[usize::from(place)]).collect();
        assert_eq!(by_time, expected);
    }

    #[test]
    fn rows_lie_by_signer_then_time_then_as_they_came() {
        check(&[]);
        check(&[(5, 30), (2, 10), (5, 20), (9, 5), (5, 20)]);
        check(&[(5, 1), (2, 1), (5, 2), (2, 3)]);
        check(&[(5, 3), (2, 3), (5, 3), (2, 2), (5, 1), (5, 1)]);
    }

    #[test]
    fn random_rows_too() {
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..200 {
            let n_rows = random.usize(0..50);
            // Some times are too far apart for the short way.
            let unit = *random.choice(&[1, 1 << 40, 1 << 59]).unwrap();
            let mut rows: Vec<(u32, i64)> =
                (0..n_rows).map(|_| (random.u32(0..9), random.i64(-9..9) * unit)).collect();
            match random.u8(0..3) {
                0 => rows.sort_by_key(|row| row.1),
                1 => rows.sort_by_key(|row| -row.1),
                _ => {}
            }
            check(&rows);
        }
    }
}
