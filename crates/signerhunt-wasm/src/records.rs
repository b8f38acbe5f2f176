//! Shows the original records of a device: each export that has some of them is read again, for these records only.

use std::collections::BTreeMap;

use signerhunt::answer::SightingPlace;

use crate::parts::Helpers;
use crate::protocol::{Reading, SightingRecord};
use crate::read::{Errand, Input, Outcome};
use crate::readers::Readers;
use crate::session::Pace;

/// An export that has some of the records.
pub(crate) struct RecordSource {
    pub(crate) name: String,
    pub(crate) input: Input,
    pub(crate) reading: Reading,
    /// Where they stand, newest first.
    pub(crate) places: Vec<SightingPlace>,
}

/// The newest of these places, by export.
pub(crate) fn by_export(places: &[SightingPlace]) -> BTreeMap<usize, Vec<SightingPlace>> {
    let mut by_export: BTreeMap<usize, Vec<SightingPlace>> = BTreeMap::new();
    for place in places.iter().take(SightingRecord::MOST) {
        by_export.entry(place.export_idx).or_default().push(*place);
    }
    by_export
}

/// Reads the records of these exports; newest first. Also says why some cannot be had.
pub(crate) async fn read_records(
    sources: Vec<RecordSource>,
    readers: &Readers,
    helpers: &Helpers,
    pace: Pace,
) -> (Vec<SightingRecord>, Vec<String>) {
    let (mut records, mut troubles) = (Vec::new(), Vec::new());
    for RecordSource { name, input, reading, places } in sources {
        let offsets: Vec<u64> = places.iter().map(|place| place.offset).collect();
        let errand = Errand {
            // No export of the page's: what an archive was opened for is not mixed up with it.
            export: 0,
            input: &input,
            reading,
            records: &offsets,
            pace,
            readers,
            helpers,
            is_wanted: &|| true,
            mind_memory: &|_| true,
            post: &|_| (),
        };
        let found = match errand.run().await {
            Outcome::Read(export) => export.records,
            Outcome::Unreadable { message, .. } => {
                troubles.push(message);
                continue;
            }
            Outcome::Archive { .. } | Outcome::Unwanted => Vec::new(),
        };
        let n_missing = places.len() - found.len().min(places.len());
        if n_missing > 0 {
            troubles.push(format!(
                "{name} has changed since it was read: {n_missing} of its records are not where they were. Choose it again."
            ));
        }
        records.extend(found.into_iter().filter_map(|record| {
            let place = places.iter().find(|place| place.offset == record.offset)?;
            Some(SightingRecord {
                source: name.clone(),
                at: place.at,
                offset: record.offset as f64,
                fields: record.fields,
            })
        }));
    }
    records.sort_by(|left, right| right.at.cmp(&left.at));
    (records, troubles)
}
