//! Putting things in order with few sorts, and small ones. The library's own are quick, and made anew for every type: 5 to
//! 25 kB of each would be loaded with the page. What is sorted here are mostly thousands of items, and half a kilobyte does that.

use std::cmp::Ordering;
use std::mem;

/// A number with two more that decide between equals.
pub(crate) type Keyed = (u64, u32, u32);

/// Sorts numbers.
#[inline(never)]
pub(crate) fn sort_numbers(numbers: &mut [i64]) {
    merge_sort(numbers, |left, right| left < right);
}

/// Sorts numbers by those of their bits from `first_bit` up. Equals stay as they stand. Quick for thousands of them, since
/// none is compared with another.
#[inline(never)]
pub(crate) fn sort_by_bits(numbers: &mut Vec<u64>, first_bit: u32) {
    const DIGIT_BITS: u32 = 11;
    const DIGITS: usize = 1 << DIGIT_BITS;
    let differing = numbers.iter().fold(0, |bits, number| bits | (number ^ numbers[0]));
    let mut sorted = vec![0; numbers.len()];
    let last_bit = u64::BITS - differing.leading_zeros();
    for shift in (first_bit..last_bit).step_by(DIGIT_BITS as usize) {
        let digit_of = |number: u64| (number >> shift) as usize % DIGITS;
        // Where the next number with each digit goes.
        let mut places = [0_u32; DIGITS];
        numbers.iter().for_each(|number| places[digit_of(*number)] += 1);
        let mut n_before = 0;
        for place in &mut places {
            n_before += mem::replace(place, n_before);
        }
        for &number in &*numbers {
            let place = &mut places[digit_of(number)];
            sorted[*place as usize] = number;
            *place += 1;
        }
        mem::swap(numbers, &mut sorted);
    }
}

/// Sorts numbers with what decides between equals.
#[inline(never)]
pub(crate) fn sort_keyed(keyed: &mut [Keyed]) {
    merge_sort(keyed, |left, right| left < right);
}

/// Puts as many as `n_first` that come first in front of all others, and leaves both unsorted. Quick; the library's weighs
/// 6 kB, because it stays so whatever it is given. Here chance sees to that, since no two are equal.
pub(crate) fn first_to_front(keyed: &mut [Keyed], n_first: usize) {
    let (mut start, mut end) = (0, keyed.len());
    let mut random: usize = 1;
    while start < n_first && n_first < end {
        // The upper bits of such a row of numbers are the better ones.
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let pivot = start + (random >> 8) % (end - start);
        keyed.swap(pivot, end - 1);
        let mut middle = start;
        for idx in start..end - 1 {
            if keyed[idx] < keyed[end - 1] {
                keyed.swap(idx, middle);
                middle += 1;
            }
        }
        keyed.swap(middle, end - 1);
        if n_first <= middle {
            end = middle;
        } else {
            start = middle + 1;
        }
    }
}

/// Sorts anything. Equals stay as they stand.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.is_sorted_by(|left, right| compare(left, right).is_le()) {
        return;
    }
    let places = places(items.len(), &|left, right| compare(&items[left], &items[right]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken[place as usize].take()));
}

/// The first places in this order. Equals stay as they stand.
#[inline(never)]
pub(crate) fn places(n_places: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..n_places as u32).collect();
    merge_sort(&mut places, |&left, &right| compare(left as usize, right as usize).is_lt());
    places
}

/// Sorts items by merging what is in order already, from a few items on. Equals stay as they stand.
fn merge_sort<T: Copy>(items: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    const FEW: usize = 8;
    // Much of what is sorted is in order, or all the same.
    if items.is_sorted_by(|left, right| !is_before(right, left)) {
        return;
    }
    for few in items.chunks_mut(FEW) {
        for end in 1..few.len() {
            let item = few[end];
            let mut place = end;
            while place > 0 && is_before(&item, &few[place - 1]) {
                few[place] = few[place - 1];
                place -= 1;
            }
            few[place] = item;
        }
    }
    if items.len() <= FEW {
        return;
    }
    let mut other = items.to_vec();
    let mut n_sorted = FEW;
    while n_sorted < items.len() {
        other.copy_from_slice(items);
        for (pair, merged) in other.chunks(2 * n_sorted).zip(items.chunks_mut(2 * n_sorted)) {
            let (left, right) = pair.split_at(n_sorted.min(pair.len()));
            let (mut n_left, mut n_right) = (0, 0);
            for place in merged {
                let takes_right = match (left.get(n_left), right.get(n_right)) {
                    (Some(left), Some(right)) => is_before(right, left),
                    (left, _) => left.is_none(),
                };
                *place = if takes_right { right[n_right] } else { left[n_left] };
                n_left += usize::from(!takes_right);
                n_right += usize::from(takes_right);
            }
        }
        n_sorted *= 2;
    }
}

/// Each item once, ascending.
pub(crate) fn distinct<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items = Vec::from_iter(items);
    sort_by(&mut items, Ord::cmp);
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_by_their_upper_bits() {
        let mut random = fastrand::Rng::with_seed(3);
        for n_numbers in [0, 1, 2, 50, 3000] {
            for (most, first_bit) in [(1, 0), (u64::MAX, 0), (u64::MAX, 16), (1 << 44, 13)] {
                let mut numbers: Vec<u64> = (0..n_numbers).map(|_| random.u64(0..most)).collect();
                let mut expected = numbers.clone();
                expected.sort_by_key(|number| number >> first_bit);
                sort_by_bits(&mut numbers, first_bit);
                assert_eq!(numbers, expected);
            }
        }
    }

    #[test]
    fn numbers_are_sorted_however_many_there_are() {
        let mut random = fastrand::Rng::with_seed(4);
        for n_numbers in (0..70).chain([127, 128, 129, 3000]) {
            for most in [1, 9, i64::MAX] {
                let mut numbers: Vec<i64> =
                    (0..n_numbers).map(|_| random.i64(-most..most)).collect();
                let mut keyed: Vec<Keyed> =
                    numbers.iter().map(|&number| (number as u64, random.u32(0..3), 1)).collect();
                let (mut expected, mut expected_keyed) = (numbers.clone(), keyed.clone());
                expected.sort_unstable();
                expected_keyed.sort_unstable();
                sort_numbers(&mut numbers);
                sort_keyed(&mut keyed);
                assert_eq!((numbers, keyed), (expected, expected_keyed));
            }
        }
    }

    #[test]
    fn what_comes_first_is_found_however_it_stands() {
        let mut random = fastrand::Rng::with_seed(5);
        for n_items in 0..40_u32 {
            let sorted: Vec<Keyed> =
                (0..n_items).map(|idx| (u64::from(idx / 3), idx, n_items)).collect();
            let reversed = sorted.iter().rev().copied().collect();
            let mut shuffled = sorted.clone();
            random.shuffle(&mut shuffled);
            for items in [sorted.clone(), reversed, shuffled] {
                for n_first in 0..=items.len() {
                    let mut items = items.clone();
                    first_to_front(&mut items, n_first);
                    let (first, others) = items.split_at_mut(n_first);
                    first.sort_unstable();
                    others.sort_unstable();
                    assert_eq!(items, sorted, "{n_first} of {n_items}");
                }
            }
        }
    }

    #[test]
    fn equals_stay_as_they_stand() {
        let mut random = fastrand::Rng::with_seed(7);
        for n_items in (0..60).chain([128, 1000]) {
            let mut items: Vec<(u8, usize)> =
                (0..n_items).map(|idx| (random.u8(0..9), idx)).collect();
            let expected = {
                let mut items = items.clone();
                items.sort();
                items
            };
            sort_by(&mut items, |left, right| left.0.cmp(&right.0));
            assert_eq!(items, expected);
        }
    }
}
