//! Where the sightings of a device stand in the exports, so that the original records can be shown. Only for the device
//! that somebody looks at.

use super::ready::Ready;
use super::{Answer, details};
use crate::export::Export;
use crate::order;
use crate::time::Ticks;

/// Where a sighting stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SightingPlace {
    /// When it was seen.
    pub at: Ticks,
    /// The place of the export among those that were hunted in.
    pub export_idx: usize,
    /// Where the record begins in the export's text, for [`crate::ReadOptions::records`].
    pub offset: u64,
    /// Its signer's number among those of the answer.
    pub(crate) signer: u32,
}

impl Ready {
    /// The sightings of a device that an answer is about, newest first; `None` when the answer was made of other exports
    /// or for other terms than were hunted last.
    pub(crate) fn places_of(
        &self,
        exports: &[Export],
        answer: &Answer,
        device_id: &str,
        device_name: &str,
    ) -> Option<Vec<SightingPlace>> {
        let sought = self.sought_for(answer)?;
        let device = (0..answer.common.devices.len() as u32)
            .find(|&device| answer.common.devices.texts_of(device) == (device_id, device_name))?;
        let mut places = Vec::new();
        for (signer, run) in self.runs_of(sought) {
            let numbers = &self.numbers_of(run).devices;
            let rows = run.rows(exports);
            let first = run.places().start + rows.n_before(answer.window.from.count());
            let inside = rows.inside(answer.window);
            for (place, row) in inside.all().enumerate() {
                if inside.counts(place) && numbers[row.device as usize] == device {
                    places.push(SightingPlace {
                        at: details::ticks(row.time),
                        export_idx: run.export_idx as usize,
                        offset: run.segment(exports).offset_of(first + place),
                        signer,
                    });
                }
            }
        }
        order::sort_by(&mut places, |left, right| right.cmp(left));
        Some(places)
    }
}
