//! Shows the original records of a device: each export that has some of them is read again, for these records only.

use signerhunt::answer::SightingPlace;

use crate::helpers::Helpers;
use crate::protocol::{Event, Reading, SightingRecord};
use crate::read::{Errand, Input, Outcome, Progress, Sought};
use crate::readers::Readers;
use crate::session::{Pace, Session, State};

/// A sighting: where its record stands, and its tools.
type Sighting = (SightingPlace, Vec<String>);

/// An export that has some of the records.
struct RecordSource {
    /// Its place among those that were hunted in.
    export_idx: usize,
    name: String,
    input: Input,
    reading: Reading,
}

impl Session {
    /// Shows the newest records of a device.
    pub(crate) async fn show_records(&self, device_id: String, device_name: String) {
        let found = self.state.borrow().record_sources(&device_id, &device_name);
        // When the exports or the hunt have changed since, another answer is on its way.
        let Some((total, newest, sources)) = found else { return };
        let (records, troubles) =
            read_records(&newest, sources, &self.readers, &self.helpers, self.pace).await;
        self.post(Event::Records { device_id, device_name, total, records, troubles });
    }
}

impl State {
    /// How many sightings of a device the last answer is about, where the newest of them stand with their tools, and the
    /// exports that have these.
    fn record_sources(
        &self,
        id: &str,
        name: &str,
    ) -> Option<(u32, Vec<Sighting>, Vec<RecordSource>)> {
        let (answer, _) = self.last_answer.as_ref()?;
        let mut newest = self.exports.places_of(answer, id, name)?;
        let total = newest.len() as u32;
        newest.truncate(SightingRecord::MOST);
        let exports = self.exports.iter().zip(&self.held).enumerate();
        let sources = exports
            .filter(|(export_idx, _)| newest.iter().any(|place| place.export_idx == *export_idx))
            .map(|(export_idx, (export, held))| RecordSource {
                export_idx,
                name: export.source.name.clone(),
                input: held.input.clone(),
                reading: held.reading,
            });
        let sources = sources.collect();
        let tools = answer.tools_of(&newest);
        let newest = newest.into_iter().zip(tools).collect();
        Some((total, newest, sources))
    }
}

/// Reads the records of these exports, in the order of `sightings`, each of which has its tools. Also says why some cannot be
/// had.
async fn read_records(
    sightings: &[Sighting],
    sources: Vec<RecordSource>,
    readers: &Readers,
    helpers: &Helpers,
    pace: Pace,
) -> (Vec<SightingRecord>, Vec<String>) {
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for RecordSource { export_idx, name, input, reading } in sources {
        let mut offsets: Vec<u64> = Vec::new();
        let places = sightings.iter().map(|(place, _)| place);
        for place in places.filter(|place| place.export_idx == export_idx) {
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
    let records = sightings.iter().filter_map(|(place, tools)| {
        let (_, name, records) =
            found.iter().find(|(export_idx, ..)| *export_idx == place.export_idx)?;
        let record = records.iter().find(|record| record.offset == place.offset)?;
        Some(SightingRecord {
            source: name.clone(),
            at: place.at,
            offset: place.offset as f64,
            tools: tools.clone(),
            fields: record.fields.clone(),
        })
    });
    (records.collect(), troubles)
}
