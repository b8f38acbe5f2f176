//! Report ids in eight bytes each: the number itself, or the place in a list of the rare others.

use std::collections::HashMap;

use crate::report::{ReportId, plain_number};

/// The null id.
const NULL: i64 = i64::MIN;
/// Codes from here up to [`LAST_LISTED`] are places in the list.
const FIRST_LISTED: i64 = i64::MIN + 1;
const LAST_LISTED: i64 = FIRST_LISTED + u32::MAX as i64;

/// The ids that are not their own code: texts, and numbers that look like a code.
#[derive(Default)]
pub(crate) struct Reports {
    listed: Vec<ReportId>,
    codes: HashMap<ReportId, i64>,
}

impl Reports {
    /// The code of a cell's id, or `None` when the cell is not UTF-8.
    #[inline]
    pub(crate) fn code_of(&mut self, cell: &[u8]) -> Option<i64> {
        // Nearly every id is a number, which is its own code.
        plain_number(cell).or_else(|| Some(self.code_of_text(std::str::from_utf8(cell).ok()?)))
    }

    fn code_of_text(&mut self, cell: &str) -> i64 {
        match ReportId::from_cell(cell) {
            None => NULL,
            Some(ReportId::Number(number)) if number > LAST_LISTED => number,
            Some(id) => {
                let next = FIRST_LISTED + self.listed.len() as i64;
                *self.codes.entry(id).or_insert_with_key(|id| {
                    self.listed.push(id.clone());
                    next
                })
            }
        }
    }

    /// The ids that have a code from the list, which means another id elsewhere.
    pub(crate) fn listed(&self) -> impl Iterator<Item = (i64, &ReportId)> {
        (FIRST_LISTED..).zip(&self.listed)
    }

    /// The id of a code that this gave.
    pub(crate) fn id_of(&self, code: i64) -> Option<ReportId> {
        match code {
            NULL => None,
            FIRST_LISTED..=LAST_LISTED => self.listed.get((code - FIRST_LISTED) as usize).cloned(),
            number => Some(ReportId::Number(number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_comes_back() {
        let mut reports = Reports::default();
        let cells =
            ["0", "-1", "45720", "x1", "", "9223372036854775807", "-9223372036854775808", "x1"];
        let codes: Vec<i64> =
            cells.iter().filter_map(|cell| reports.code_of(cell.as_bytes())).collect();
        for (cell, &code) in cells.iter().zip(&codes) {
            assert_eq!(reports.id_of(code), ReportId::from_cell(cell), "{cell}");
        }
        assert_eq!(codes[3], codes[7]);
    }
}
