//! What a person can say about how an export is to be read: the zone of its times and the order of
//! its dates. What the engine makes of it is its own business.

use signerhunt::DateOrder;
use signerhunt_wasm::protocol::Reading;

/// Something a person says about an export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Said {
    /// The zone of times that carry none, in minutes east of UTC; `None` takes it back.
    Zone(Option<i32>),
    /// Whether the day comes first in its dates.
    DayFirst(bool),
    /// It shall be read for the present terms, since only rows for other terms were kept.
    ForTheseTerms,
}

impl Said {
    /// All that was said, with this.
    pub(crate) fn applied_to(self, reading: Reading) -> Reading {
        match self {
            Said::Zone(utc_offset_minutes) => Reading { utc_offset_minutes, ..reading },
            Said::DayFirst(day_first) => Reading { day_first: Some(day_first), ..reading },
            // The engine knows the terms.
            Said::ForTheseTerms => reading,
        }
    }

    /// Whether an export that was read must be read again for it. Of undecided dates the engine
    /// keeps both readings; everything else it knows only as it was told to read it.
    pub(crate) fn is_read_again(self, date_order: DateOrder) -> bool {
        !matches!((self, date_order), (Said::DayFirst(_), DateOrder::Undecided))
    }
}

/// The offsets that clocks show somewhere, in minutes east of UTC: whole hours, and those that are
/// not, summer time included.
pub(crate) const OFFSETS: [i32; 40] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60,
    120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720,
    765, 780, 825, 840,
];

/// An offset as a name of a zone: `UTC+02:00`.
pub(crate) fn zone_name(minutes: i32) -> String {
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_adds_up() {
        let said = Said::Zone(Some(120)).applied_to(Reading::default());
        let said = Said::DayFirst(false).applied_to(said);
        let expected =
            Reading { utc_offset_minutes: Some(120), day_first: Some(false), ..Reading::default() };
        assert_eq!(said, expected);
        assert_eq!(Said::Zone(None).applied_to(said).utc_offset_minutes, None);
    }

    #[test]
    fn only_the_order_of_undecided_dates_needs_no_reading() {
        assert!(!Said::DayFirst(true).is_read_again(DateOrder::Undecided));
        assert!(Said::DayFirst(true).is_read_again(DateOrder::MonthFirst));
        assert!(Said::Zone(Some(0)).is_read_again(DateOrder::Undecided));
        assert!(Said::ForTheseTerms.is_read_again(DateOrder::Undecided));
    }

    #[test]
    fn the_zones_are_those_that_there_are() {
        assert!(OFFSETS.is_sorted_by(|left, right| left < right));
        for hour in -12..=14 {
            assert!(OFFSETS.contains(&(hour * 60)), "{hour}");
        }
        let names: Vec<String> = OFFSETS.iter().copied().map(zone_name).collect();
        assert_eq!(names.first().map(String::as_str), Some("UTC-12:00"));
        assert_eq!(names.last().map(String::as_str), Some("UTC+14:00"));
        for name in ["UTC", "UTC+02:00", "UTC-03:30", "UTC+05:45", "UTC+12:45", "UTC-09:30"] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        assert!(OFFSETS.iter().all(|offset| offset % 15 == 0));
    }
}
