//! Rows that were found together, looked up together: field by field instead of row by row, so that the processor waits
//! for the memory once for all of them. Only rows that have nothing new and nothing odd are taken this way, which are
//! nearly all; [`super::rows`] takes the others, and gives the same for all.

use super::cell::{is_a_number_now, is_guarded};
use super::rows::Rows;
use crate::columns::{Field, Layout};
use crate::delimited::{Row, RowBatch};
use crate::index::{CodedRow, Reports, identity_of};
use crate::time::quick;

/// How many rows are looked up together.
const MOST_ROWS: usize = RowBatch::MOST_ROWS;

/// The needed cells of rows, field by field.
pub(super) struct Cells<'a> {
    /// A bit for each row whose cells are here.
    there: u32,
    times: [&'a [u8]; MOST_ROWS],
    devices: [[&'a [u8]; 2]; MOST_ROWS],
    signers: [[&'a [u8]; 1]; MOST_ROWS],
    reports: [&'a [u8]; MOST_ROWS],
    /// SHA1 and SignerHash.
    hashes: [[&'a [u8]; 2]; MOST_ROWS],
}

/// Rows that have nothing new.
pub(super) struct KnownRows {
    /// A bit for each row that is here.
    there: u32,
    rows: [CodedRow; MOST_ROWS],
    signers: [u32; MOST_ROWS],
    /// A bit for each time that has a zone.
    zoned: u32,
}

impl<'a> Cells<'a> {
    /// The cells of rows that have as many as there are columns, none of which needs to be made.
    #[inline(always)]
    pub(super) fn of(batch: &RowBatch<'a>, layout: &Layout) -> Cells<'a> {
        let mut cells = Cells {
            there: 0,
            times: [b""; MOST_ROWS],
            devices: [[b""; 2]; MOST_ROWS],
            signers: [[b""]; MOST_ROWS],
            reports: [b""; MOST_ROWS],
            hashes: [[b""; 2]; MOST_ROWS],
        };
        for idx in 0..batch.len() {
            let row = batch.row(idx);
            let is_there =
                row.n_cells() == layout.names.len() && cells.put(idx, &row, layout).is_some();
            cells.there |= u32::from(is_there) << idx;
        }
        cells
    }

    /// Puts the cells of a row there; `None` when one of them would have to be made.
    #[inline(always)]
    fn put(&mut self, idx: usize, row: &Row<'a>, layout: &Layout) -> Option<()> {
        let cell = |column: Option<usize>| match column {
            Some(column) => row.plain_cell(column),
            None => Some(&b""[..]),
        };
        self.times[idx] = cell(layout.time())?;
        self.devices[idx] = [cell(layout[Field::DeviceId])?, cell(layout[Field::DeviceName])?];
        self.signers[idx] = [cell(layout[Field::Signer])?];
        self.reports[idx] = cell(layout[Field::ReportId])?;
        self.hashes[idx] = [cell(layout[Field::Sha1])?, cell(layout[Field::SignerHash])?];
        Some(())
    }
}

impl Rows {
    /// Whether rows may be looked up together.
    pub(super) fn can_look_up(&self) -> bool {
        self.wanted.is_none() && self.gathering.is_none() && self.index.keeps_all()
    }

    /// Looks rows up by their cells.
    #[inline(always)]
    pub(super) fn look_up(&self, cells: &Cells<'_>) -> KnownRows {
        let mut known = KnownRows {
            there: cells.there,
            rows: [CodedRow::default(); MOST_ROWS],
            signers: [0; MOST_ROWS],
            zoned: 0,
        };
        for idx in 0..MOST_ROWS {
            let [device_id, device_name] = cells.devices[idx];
            let [sha1, signer_hash] = cells.hashes[idx];
            let time = self.quick_time(cells.times[idx]);
            let report = Reports::plain_code_of(cells.reports[idx]);
            let is_odd = [sha1, signer_hash, device_id].into_iter().any(is_a_number_now)
                || [device_id, device_name, cells.signers[idx][0]].into_iter().any(is_guarded);
            if let (Some((time, is_zoned)), Some(report), false) = (time, report, is_odd) {
                let row = &mut known.rows[idx];
                row.time = time;
                row.report = report;
                row.identity = identity_of(sha1, signer_hash);
                known.zoned |= u32::from(is_zoned) << idx;
            } else {
                known.there &= !(1 << idx);
            }
        }
        if known.there == 0 {
            return known;
        }
        let devices = self.index.known_devices(&cells.devices);
        let signers = self.index.known_signers(&cells.signers);
        for idx in 0..MOST_ROWS {
            match (devices[idx], signers[idx]) {
                (Some(device), Some(signer)) => {
                    known.rows[idx].device = device;
                    known.signers[idx] = signer;
                }
                _ => known.there &= !(1 << idx),
            }
        }
        known
    }

    /// A time as it is in a row, and whether its zone is there; of the usual spellings only.
    #[inline(always)]
    fn quick_time(&self, cell: &[u8]) -> Option<(i64, bool)> {
        match quick::read(cell) {
            Some((ticks, is_zoned)) => {
                Some((self.times.known_time(ticks, is_zoned).count(), is_zoned))
            }
            None => Some((self.times.settled_time(quick::numeric::read(cell)?)?, false)),
        }
    }

    /// Takes a row in, if it was looked up.
    #[inline(always)]
    pub(super) fn take_known(
        &mut self,
        known: &KnownRows,
        idx: usize,
        cells: &Cells<'_>,
        offset: u64,
    ) -> bool {
        let is_known = known.there >> idx & 1 == 1;
        if is_known {
            let row = known.rows[idx];
            let is_zoned = known.zoned >> idx & 1 == 1;
            self.times.take_known(row.time, is_zoned, cells.times[idx]);
            self.index.push_known(known.signers[idx], row, offset);
            self.n_rows += 1;
        }
        is_known
    }
}
