//! Putting things in order with few sorts. The library's own are quick, and made anew for every type: 5 to 25 kB of each
//! would be loaded with the page. So what has to be quick is sorted as numbers of two kinds, and the rest by places.

use std::cmp::Ordering;

/// A number with two more that decide between equals.
pub(crate) type Keyed = (u64, u32, u32);

/// Sorts numbers. Quick.
#[inline(never)]
pub(crate) fn sort_numbers(numbers: &mut [i64]) {
    numbers.sort_unstable();
}

/// Sorts numbers with what decides between equals. Quick.
#[inline(never)]
pub(crate) fn sort_keyed(keyed: &mut [Keyed]) {
    keyed.sort_unstable();
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
    // The library's stable sort is twice as large as the other, and places are never equal.
    places.sort_unstable_by(|&left, &right| {
        compare(left as usize, right as usize).then(left.cmp(&right))
    });
    places
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
    fn equals_stay_as_they_stand() {
        let mut random = fastrand::Rng::with_seed(7);
        for n_items in 0..60 {
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
