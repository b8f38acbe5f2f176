//! Shows the original records of a device: each export that has some of them is read again, for these records only.

use signerhunt::answer::SightingPlace;

use crate::helpers::Helpers;
use crate::protocol::{Reading, SightingRecord};
use crate::read::{Errand, Input, Outcome, Progress, Sought};
use crate::readers::Readers;
use crate::session::Pace;

/// An export that has some of the records.
pub(crate) struct RecordSource {
    /// Its place among those that were hunted in.
    pub(crate) export_idx: usize,
    pub(crate) name: String,
    pub(crate) input: Input,
    pub(crate) reading: Reading,
}

/// Reads the records of these exports, in the order of `places`. Also says why some cannot be had.
pub(crate) async fn read_records(
    places: &[SightingPlace],
    sources: Vec<RecordSource>,
    readers: &Readers,
    helpers: &Helpers,
    pace: Pace,
) -> (Vec<SightingRecord>, Vec<String>) {
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for RecordSource { export_idx, name, input, reading } in sources {
        let mut offsets: Vec<u64> = Vec::new();
        for place in places.iter().filter(|place| place.export_idx == export_idx) {
            // Ascending. There are few, and a sort would weigh more.
            offsets.insert(offsets.partition_point(|&before| before < place.offset), place.offset);
        }
        let errand = Errand {
            // No export of the page's: what an archive was opened for is not mixed up with it.
            export: 0,
            input: &input,
            reading,
            sought: Sought::Records(&offsets),
            ahead: None,
            pace,
            readers,
            helpers,
            is_wanted: &|| true,
            mind_memory: &|_| true,
            post: &|_| (),
            progress: Progress::new(),
        };
        let records = match errand.run().await {
            Outcome::Read(export) => export.records,
            Outcome::Unreadable { message, .. } => {
                troubles.push(message);
                continue;
            }
            Outcome::Archive { .. } | Outcome::Unwanted => Vec::new(),
        };
        let n_missing = offsets.len() - records.len();
        if n_missing > 0 {
            troubles.push(format!(
                "{name} has changed since it was read: {n_missing} of its records are not where they were. Choose it again."
            ));
        }
        found.push((export_idx, name, records));
    }
    let records = places.iter().filter_map(|place| {
        let (_, name, records) =
            found.iter().find(|(export_idx, ..)| *export_idx == place.export_idx)?;
        let record = records.iter().find(|record| record.offset == place.offset)?;
        Some(SightingRecord {
            source: name.clone(),
            at: place.at,
            offset: place.offset as f64,
            fields: record.fields.clone(),
        })
    });
    (records.collect(), troubles)
}
