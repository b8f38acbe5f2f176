//! What exports that are hunted in together have in common: one numbering of their signers, devices and
//! report ids. It is made when exports come or go, never for a hunt, and knows no hunt.

mod devices;
mod runs;

use crate::dictionary::{TextPairs, Texts};
use crate::export::Export;
use crate::index::Reports;
use crate::ledger::Rejected;
use crate::report::ReportId;
use crate::source::Source;
use crate::summary::LISTED_REJECTED;
pub(crate) use devices::Devices;
pub(crate) use runs::{Run, Runs};

/// What an answer needs of the exports even when they are gone.
pub(crate) struct Common {
    signers: Texts,
    pub(crate) devices: Devices,
    reports: Reports,
    pub(crate) sources: Vec<Source>,
    /// The first rejected rows, as many as a summary lists.
    pub(crate) rejected: Vec<Rejected>,
}

/// What the exports' own codes are in the common numbering, and where rows are by it.
pub(crate) struct Numbering {
    /// One for each export.
    pub(crate) exports: Vec<ExportNumbers>,
    /// An export that takes no part in the hunt has none.
    pub(crate) runs: Runs,
}

/// What one export's own codes are.
pub(crate) struct ExportNumbers {
    /// The number of each device of the index, by code.
    pub(crate) devices: Vec<u32>,
    /// The common code of each listed report id, see [`Reports::recoded`].
    pub(crate) reports: Vec<i64>,
    /// The number of each given device.
    pub(crate) given: Vec<u32>,
}

/// Numbers what these exports have.
pub(crate) fn number(exports: &[Export]) -> (Common, Numbering) {
    let (mut signers, mut pairs, mut reports) =
        (Texts::new(), TextPairs::new(), Reports::default());
    let mut signer_numbers: Vec<Vec<u32>> = Vec::with_capacity(exports.len());
    let mut by_export = Vec::with_capacity(exports.len());
    for export in exports {
        let index = &export.index;
        let codes = if export.takes_part() { index.signer_codes() } else { 0..0 };
        // What a dictionary let in, another lets in too.
        let number = |code| signers.code_of(index.signer(code).as_bytes()).unwrap_or_default();
        signer_numbers.push(codes.map(number).collect());
        let mut device = |id: &str, name: &str| {
            pairs.code_of(id.as_bytes(), name.as_bytes()).unwrap_or_default()
        };
        let of_rows = (0..index.n_devices() as u32).map(|code| {
            let (id, name) = index.device(code);
            device(id, name)
        });
        let devices = of_rows.collect();
        let given = export.given.iter().map(|given| device(&given.key.id, &given.key.name));
        by_export.push(ExportNumbers {
            devices,
            given: given.collect(),
            reports: {
                let listed = index.listed_reports().iter();
                listed.map(|id| reports.code_of_id(id.clone())).collect()
            },
        });
        for id in export.given.iter().flat_map(|given| &given.reports) {
            reports.code_of_id(id.clone());
        }
    }
    let runs = Runs::of(exports, &signer_numbers, signers.len());
    let (devices, numbers) = Devices::of(pairs);
    for export in &mut by_export {
        for device in export.devices.iter_mut().chain(&mut export.given) {
            *device = numbers[*device as usize];
        }
    }
    let rejected = exports.iter().flat_map(|export| &export.rejected);
    let common = Common {
        signers,
        devices,
        reports,
        sources: exports.iter().map(|export| export.source.clone()).collect(),
        rejected: rejected.take(LISTED_REJECTED).cloned().collect(),
    };
    (common, Numbering { exports: by_export, runs })
}

impl Common {
    pub(crate) fn signer(&self, number: u32) -> &str {
        self.signers.text_of(number)
    }

    /// How many signers there are; their numbers count up from 0.
    pub(crate) fn n_signers(&self) -> usize {
        self.signers.len()
    }

    /// All signers, in the order of their numbers.
    pub(crate) fn signers(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.signers.len() as u32).map(|number| self.signer(number))
    }

    /// The report id of a common code; `None` is the null id.
    pub(crate) fn report(&self, code: i64) -> Option<ReportId> {
        self.reports.id_of(code)
    }

    /// The common code of a report id, if any export has it.
    pub(crate) fn code_of_report(&self, id: &ReportId) -> Option<i64> {
        self.reports.find(id)
    }
}

impl std::fmt::Debug for Common {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Common").field("sources", &self.sources).finish_non_exhaustive()
    }
}
