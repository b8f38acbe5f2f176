//! Report ids in eight bytes each: the number itself, or the place in a list of the rare others.

use std::collections::HashMap;

use crate::report::{ReportId, plain_number};
use crate::wire::Wire;

/// Codes from here up to [`LAST_LISTED`] are places in the list.
const FIRST_LISTED: i64 = i64::MIN + 1;
const LAST_LISTED: i64 = FIRST_LISTED + u32::MAX as i64;

/// The ids that are not their own code: texts, and numbers that look like a code.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    listed: Vec<ReportId>,
    codes: HashMap<ReportId, i64>,
    /// How long all texts among them are.
    n_text_bytes: usize,
}

impl Reports {
    /// The code of the null id.
    pub(crate) const NULL: i64 = i64::MIN;

    /// The code of a cell's id, or `None` when the cell is not UTF-8.
    #[inline]
    pub(crate) fn code_of(&mut self, cell: &[u8]) -> Option<i64> {
        // Nearly every id is a number, which is its own code.
        Reports::plain_code_of(cell)
            .or_else(|| Some(self.code_of_text(std::str::from_utf8(cell).ok()?)))
    }

    /// The code of a cell's id where it is its own.
    #[inline(always)]
    pub(crate) fn plain_code_of(cell: &[u8]) -> Option<i64> {
        if cell.is_empty() { Some(Reports::NULL) } else { plain_number(cell) }
    }

    fn code_of_text(&mut self, cell: &str) -> i64 {
        ReportId::from_cell(cell).map_or(Reports::NULL, |id| self.code_of_id(id))
    }

    /// The code of an id.
    pub(crate) fn code_of_id(&mut self, id: ReportId) -> i64 {
        match id {
            ReportId::Number(number) if number > LAST_LISTED => number,
            id => {
                let next = FIRST_LISTED + self.listed.len() as i64;
                *self.codes.entry(id).or_insert_with_key(|id| {
                    self.n_text_bytes += if let ReportId::Text(text) = id { text.len() } else { 0 };
                    self.listed.push(id.clone());
                    next
                })
            }
        }
    }

    /// The code of an id, if it has one.
    pub(crate) fn find(&self, id: &ReportId) -> Option<i64> {
        match *id {
            ReportId::Number(number) if number > LAST_LISTED => Some(number),
            _ => self.codes.get(id).copied(),
        }
    }

    /// About how many bytes of memory the ids take that are not their own code, which are kept twice.
    pub(crate) fn n_bytes(&self) -> usize {
        let each = 2 * size_of::<ReportId>() + size_of::<i64>();
        self.listed.len() * each + 2 * self.n_text_bytes
    }

    /// The ids that have a code from the list, which means another id elsewhere, in its order.
    pub(crate) fn listed(&self) -> &[ReportId] {
        &self.listed
    }

    /// The code elsewhere of a code from here; `listed` has the codes elsewhere of the ids listed here.
    pub(crate) fn recoded(code: i64, listed: &[i64]) -> i64 {
        match code {
            FIRST_LISTED..=LAST_LISTED => listed[(code - FIRST_LISTED) as usize],
            null_or_number => null_or_number,
        }
    }

    /// The id of a code that this gave.
    pub(crate) fn id_of(&self, code: i64) -> Option<ReportId> {
        match code {
            Reports::NULL => None,
            FIRST_LISTED..=LAST_LISTED => self.listed.get((code - FIRST_LISTED) as usize).cloned(),
            number => Some(ReportId::Number(number)),
        }
    }
}

/// The listed ids as texts, which say all: the codes follow from their order.
impl Wire for Reports {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.listed.iter().map(ReportId::to_string).collect::<Vec<_>>().write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Option<Reports> {
        let mut reports = Reports::default();
        for cell in Vec::<String>::read(bytes)? {
            reports.code_of_text(&cell);
        }
        Some(reports)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_has_another_code_elsewhere() {
        let (mut here, mut elsewhere) = (Reports::default(), Reports::default());
        elsewhere.code_of(b"x2");
        let cells = ["x1", "45720", "", "x2", "-9223372036854775808"];
        let codes = cells.map(|cell| here.code_of(cell.as_bytes()).unwrap());
        let listed: Vec<i64> =
            here.listed().iter().map(|id| elsewhere.code_of_id(id.clone())).collect();
        for (cell, code) in cells.into_iter().zip(codes) {
            let recoded = Reports::recoded(code, &listed);
            assert_eq!(elsewhere.id_of(recoded), ReportId::from_cell(cell), "{cell}");
            if let Some(id) = ReportId::from_cell(cell) {
                assert_eq!(elsewhere.find(&id), Some(recoded));
            }
        }
    }

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
