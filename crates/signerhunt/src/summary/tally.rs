//! Tallies sightings by device code within one index, then gives the devices their names.

use std::collections::{BTreeMap, BTreeSet};

use super::Sightings;
use crate::index::{CodedRow, DeviceKey, Index, Rows};
use crate::time::Ticks;

/// Sightings by device code.
pub(super) struct DeviceTally {
    devices: Vec<Option<Codes>>,
}

/// One device's sightings, in the index's codes.
struct Codes {
    first_seen: i64,
    last_seen: i64,
    count: u64,
    reports: Vec<i64>,
    signers: Vec<u32>,
}

impl DeviceTally {
    pub(super) fn new(n_devices: usize) -> DeviceTally {
        DeviceTally { devices: (0..n_devices).map(|_| None).collect() }
    }

    /// Adds rows of one signer. All rows of a signer come one after another.
    pub(super) fn add(&mut self, signer_code: u32, rows: Rows<'_>) {
        for CodedRow { time, device, report, .. } in rows.counted() {
            let codes = self.devices[device as usize].get_or_insert_with(|| Codes {
                first_seen: time,
                last_seen: time,
                count: 0,
                reports: Vec::new(),
                signers: Vec::new(),
            });
            codes.first_seen = codes.first_seen.min(time);
            codes.last_seen = codes.last_seen.max(time);
            codes.count += 1;
            codes.reports.push(report);
            if codes.signers.last() != Some(&signer_code) {
                codes.signers.push(signer_code);
            }
        }
    }

    pub(super) fn into_sightings(self, index: &Index) -> BTreeMap<DeviceKey, Sightings> {
        let named = (0..).zip(self.devices).filter_map(|(code, codes)| {
            let mut codes = codes?;
            codes.reports.sort_unstable();
            codes.reports.dedup();
            let sightings = Sightings {
                // What the index holds came in as points in time.
                first_seen: Ticks::new(codes.first_seen).unwrap_or(Ticks::MIN),
                last_seen: Ticks::new(codes.last_seen).unwrap_or(Ticks::MIN),
                count: codes.count,
                count_from_summaries: 0,
                reports: codes
                    .reports
                    .into_iter()
                    .filter_map(|report| index.report(report))
                    .collect(),
                signers: codes
                    .signers
                    .into_iter()
                    .map(|signer| index.signer(signer).to_owned())
                    .collect::<BTreeSet<String>>(),
            };
            Some((index.device(code), sightings))
        });
        named.collect()
    }
}
