//! Devices of a summary that the rule made elsewhere, say in the portal: given, not counted here.
//!
//! They are merged into the answer and marked there. What they rest on is not known: the terms and the
//! window were those of whoever made the summary.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use crate::index::{self, DeviceKey, RowTime};
use crate::json::parts;
use crate::report::ReportId;
use crate::time::{Ticks, order};
use crate::window::Extent;

/// One device of such a summary.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct GivenDevice {
    pub(crate) key: DeviceKey,
    /// Ticks, or a packed time that waits for the order of day and month.
    first_seen: i64,
    last_seen: i64,
    pub(crate) reports: Vec<ReportId>,
    pub(crate) count: u64,
}

impl GivenDevice {
    pub(crate) fn new(
        key: DeviceKey,
        [first_seen, last_seen]: [RowTime; 2],
        reports: Vec<ReportId>,
        count: u64,
    ) -> GivenDevice {
        let [first_seen, last_seen] = [first_seen.code(), last_seen.code()];
        GivenDevice { key, first_seen, last_seen, reports, count }
    }

    /// FirstSeen and LastSeen; `None` while they are packed.
    pub(crate) fn extent(&self) -> Option<Extent> {
        Some(Extent { first: Ticks::new(self.first_seen)?, last: Ticks::new(self.last_seen)? })
    }

    pub(crate) fn has_packed_times(&self) -> bool {
        order::is_packed(self.first_seen) || order::is_packed(self.last_seen)
    }

    pub(crate) fn unpack_times(&mut self, day_first: bool, east: i64) {
        for time in [&mut self.first_seen, &mut self.last_seen] {
            *time = index::unpacked(*time, day_first, east);
        }
    }
}

/// The report ids in a cell of a summary: a JSON array, as Kusto writes a set into a cell. `None` when
/// it is something else.
pub(crate) fn reports_of_cell(cell: &str) -> Option<Vec<ReportId>> {
    if cell.is_empty() {
        return Some(Vec::new());
    }
    serde_json::from_str::<IgnoredAny>(cell).ok()?;
    let list = cell.trim_start().as_bytes();
    let ids = parts::elements(list.starts_with(b"[").then_some(list)?).filter_map(|id| {
        let text = match parts::string(id) {
            Some(text) => text,
            None if id == b"null" => return None,
            None => Cow::Borrowed(id),
        };
        ReportId::from_cell(&String::from_utf8_lossy(&text))
    });
    Some(ids.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: Option<&[&str]>) {
        let ids = reports_of_cell(cell)
            .map(|ids| ids.iter().map(ToString::to_string).collect::<Vec<String>>());
        let expected = expected.map(|ids| ids.iter().map(|&id| id.to_owned()).collect());
        assert_eq!(ids, expected, "{cell}");
    }

    #[test]
    fn sets_stand_in_a_cell_as_json() {
        check("", Some(&[]));
        check("[]", Some(&[]));
        check("[45720,45999]", Some(&["45720", "45999"]));
        check("[9223372036854775807, \"r-1\", null]", Some(&["9223372036854775807", "r-1"]));
        check(" [9.0, \"a\\\"b\", true, \"\"]", Some(&["9", "a\"b", "true"]));
        check("45720", None);
        check("[45720", None);
    }
}
