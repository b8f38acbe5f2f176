//! The devices of several exports, each once, numbered in the order in which an answer lists them. What
//! people order and look through them by is worked out when it is first asked for.

use std::sync::OnceLock;

use crate::characters;
use crate::dictionary::TextPairs;
use crate::order;

/// All devices. Their numbers count up from 0, by DeviceId, then by DeviceName, by bytes.
pub(crate) struct Devices {
    pairs: TextPairs,
    /// The codes of the pairs; the place of a code here is the device's number.
    codes: Vec<u32>,
    lowered: OnceLock<Vec<[Box<str>; 2]>>,
    id_ranks: OnceLock<Vec<u32>>,
    name_ranks: OnceLock<Vec<u32>>,
}

impl Devices {
    /// Numbers these pairs of DeviceId and DeviceName, and says which number each code has become.
    pub(super) fn of(pairs: TextPairs) -> (Devices, Vec<u32>) {
        let mut texts: Vec<((&str, &str), u32)> =
            (0..pairs.len() as u32).map(|code| (pairs.texts_of(code), code)).collect();
        order::sort_by(&mut texts, Ord::cmp);
        let codes: Vec<u32> = texts.into_iter().map(|(_, code)| code).collect();
        let mut numbers = vec![0; codes.len()];
        for (number, &code) in (0..).zip(&codes) {
            numbers[code as usize] = number;
        }
        let (lowered, id_ranks, name_ranks) = Default::default();
        (Devices { pairs, codes, lowered, id_ranks, name_ranks }, numbers)
    }

    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// DeviceId and DeviceName.
    pub(crate) fn texts_of(&self, number: u32) -> (&str, &str) {
        self.pairs.texts_of(self.codes[number as usize])
    }

    /// DeviceId and DeviceName in lower case, by number.
    pub(crate) fn lowered(&self) -> &[[Box<str>; 2]] {
        self.lowered.get_or_init(|| {
            let lower = |text: &str| characters::lowered(text).into_boxed_str();
            self.all().map(|(id, name)| [lower(id), lower(name)]).collect()
        })
    }

    /// Where each device stands by its DeviceId, by number. Those with the same id stand together.
    pub(crate) fn id_ranks(&self) -> &[u32] {
        self.id_ranks.get_or_init(|| {
            // They are numbered by it.
            let mut last: Option<(&str, u32)> = None;
            let ranks = self.all().map(|(id, _)| {
                let rank = last.map_or(0, |(before, rank)| rank + u32::from(before != id));
                last = Some((id, rank));
                rank
            });
            ranks.collect()
        })
    }

    /// Where each device stands by its DeviceName as people read it, by number. Those with the same name
    /// stand together.
    pub(crate) fn name_ranks(&self) -> &[u32] {
        self.name_ranks.get_or_init(|| {
            let lowered = self.lowered().iter().map(|[_, name]| &**name);
            let names = self.all().map(|(_, name)| name);
            ranks(&lowered.zip(names).collect::<Vec<_>>())
        })
    }

    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.codes.iter().map(|&code| self.pairs.texts_of(code))
    }
}

/// How many distinct keys are less than each.
fn ranks<K: Ord>(keys: &[K]) -> Vec<u32> {
    let places = order::places(keys.len(), &|left, right| keys[left].cmp(&keys[right]));
    let are_same = |left: &u32, right: &u32| keys[*left as usize] == keys[*right as usize];
    let mut ranks = vec![0; keys.len()];
    for (rank, same) in (0..).zip(places.chunk_by(are_same)) {
        for &place in same {
            ranks[place as usize] = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranks() {
        let mut pairs = TextPairs::new();
        let devices = [("b", "ws"), ("a", "Ws"), ("c", "srv"), ("a", "ws"), ("d", "Alpha")];
        for (id, name) in devices {
            pairs.code_of(id.as_bytes(), name.as_bytes());
        }
        let (numbered, numbers) = Devices::of(pairs);
        assert_eq!(numbers, [2, 0, 3, 1, 4]);
        for (device, number) in devices.into_iter().zip(numbers) {
            assert_eq!(numbered.texts_of(number), device);
        }
        assert_eq!(numbered.id_ranks(), [0, 0, 1, 2, 3]);
        assert_eq!(numbered.name_ranks(), [2, 3, 3, 1, 0]);
        assert_eq!(&*numbered.lowered()[0][1], "ws");
    }
}
