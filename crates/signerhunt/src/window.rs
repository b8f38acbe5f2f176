//! The window of a hunt: from..to, both ends included, and what "now" means in it.
//!
//! A window is what the person asked for ("the last 5 days"); [`Window::resolve`] makes it two
//! points in time, given the rows' extent and the caller's clock. No clock is read here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::{DAY, HOUR, MINUTE, Ticks};

/// The window as asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// The first point in time that is inside.
    pub from: Bound,
    /// The last point in time that is inside.
    pub to: Bound,
    /// What relative bounds are counted from.
    pub now: Now,
}

/// The rule's own window: `now(-5d) .. now()`, with now at the newest row.
impl Default for Window {
    fn default() -> Window {
        Window { from: Bound::BeforeNow(5 * DAY), to: Bound::BeforeNow(0), now: Now::Newest }
    }
}

/// One end of a window.
///
/// Spelled `-5d`, `-12h`, `-30m`, `now`, `all` (the first or last row there is) or as a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// As far as there are rows.
    All,
    /// So many ticks before now.
    BeforeNow(i64),
    /// A given point in time.
    At(Ticks),
}

/// What "now" means: exports are read days after they were made, so it is rarely the wall clock.
///
/// Spelled `newest`, `clock` or as a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Now {
    /// The newest row, but not later than the wall clock: one row stamped in the future must not
    /// empty the window.
    Newest,
    /// The wall clock.
    Clock,
    /// A given point in time.
    At(Ticks),
}

/// The first and the last time of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extent {
    /// The oldest row's time.
    pub first: Ticks,
    /// The newest row's time.
    pub last: Ticks,
}

impl Extent {
    /// The extent of both.
    pub fn union(self, other: Extent) -> Extent {
        Extent { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// A window as two points in time. `from` may be later than `to`: then nothing is inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResolvedWindow {
    /// The first point in time that is inside.
    pub from: Ticks,
    /// The last point in time that is inside.
    pub to: Ticks,
    /// The point that "now" stood for.
    pub now: Ticks,
    /// The newest row is later than the wall clock, so now is the clock and not that row.
    pub now_is_clamped: bool,
}

impl Window {
    /// The window's two ends, for rows of this extent (`None`: there are no rows) at this clock.
    pub fn resolve(&self, extent: Option<Extent>, clock: Ticks) -> ResolvedWindow {
        let newest = extent.map_or(clock, |extent| extent.last);
        let now = match self.now {
            Now::Newest => newest.min(clock),
            Now::Clock => clock,
            Now::At(ticks) => ticks,
        };
        let end = |bound: Bound, of_all: Ticks| match bound {
            Bound::All => of_all,
            Bound::BeforeNow(ticks) => now.saturating_add(ticks.saturating_neg()),
            Bound::At(ticks) => ticks,
        };
        ResolvedWindow {
            from: end(self.from, extent.map_or(now, |extent| extent.first)),
            to: end(self.to, extent.map_or(now, |extent| extent.last)),
            now,
            now_is_clamped: self.now == Now::Newest && newest > clock,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Bound::All => f.write_str("all"),
            Bound::BeforeNow(0) => f.write_str("now"),
            Bound::BeforeNow(ticks) if ticks % DAY == 0 => write!(f, "-{}d", ticks / DAY),
            Bound::BeforeNow(ticks) if ticks % HOUR == 0 => write!(f, "-{}h", ticks / HOUR),
            Bound::BeforeNow(ticks) => write!(f, "-{}m", ticks / MINUTE),
            Bound::At(ticks) => ticks.fmt(f),
        }
    }
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(text: &str) -> Result<Bound, String> {
        match text {
            "all" => return Ok(Bound::All),
            "now" => return Ok(Bound::BeforeNow(0)),
            _ => {}
        }
        let Some(relative) = text.strip_prefix('-') else {
            return text.parse().map(Bound::At);
        };
        let ill = || format!("`{text}` is not a time before now; write it like -5d, -12h or -30m");
        let unit = match relative.as_bytes().last() {
            Some(b'd') => DAY,
            Some(b'h') => HOUR,
            Some(b'm') => MINUTE,
            _ => return Err(ill()),
        };
        let digits = &relative[..relative.len() - 1];
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ill());
        }
        let number: i64 = digits.parse().map_err(|_| ill())?;
        number.checked_mul(unit).map(Bound::BeforeNow).ok_or_else(ill)
    }
}

impl fmt::Display for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Now::Newest => f.write_str("newest"),
            Now::Clock => f.write_str("clock"),
            Now::At(ticks) => ticks.fmt(f),
        }
    }
}

impl FromStr for Now {
    type Err = String;

    fn from_str(text: &str) -> Result<Now, String> {
        match text {
            "newest" => Ok(Now::Newest),
            "clock" => Ok(Now::Clock),
            _ => text.parse().map(Now::At).map_err(|_: String| {
                format!(
                    "`{text}` is neither `newest` nor `clock` nor a time like 2026-05-26T23:00:01Z"
                )
            }),
        }
    }
}

/// Bounds and now cross every border (worker, JSON, URL) in the spelling people type.
macro_rules! serde_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

serde_as_text!(Bound);
serde_as_text!(Now);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Ticks {
        text.parse().unwrap()
    }

    /// `window` is `from..to@now`; rows run from 2026-05-01 to 2026-05-20, the clock is at 2026-06-01.
    #[track_caller]
    fn check(window: &str, expected_from: &str, expected_to: &str) {
        let (ends, now) = window.split_once('@').unwrap();
        let (from, to) = ends.split_once("..").unwrap();
        let window = Window {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            now: now.parse().unwrap(),
        };
        let extent = Extent { first: at("2026-05-01"), last: at("2026-05-20") };
        let resolved = window.resolve(Some(extent), at("2026-06-01"));
        assert_eq!((resolved.from, resolved.to), (at(expected_from), at(expected_to)));
    }

    #[test]
    fn relative_bounds_count_from_now() {
        check("-5d..now@newest", "2026-05-15", "2026-05-20");
        check("-12h..now@newest", "2026-05-19T12:00Z", "2026-05-20");
        check("-90m..-30m@newest", "2026-05-19T22:30Z", "2026-05-19T23:30Z");
        check("-5d..now@clock", "2026-05-27", "2026-06-01");
        check("-1d..now@2026-01-02", "2026-01-01", "2026-01-02");
    }

    #[test]
    fn absolute_bounds_and_all() {
        check("all..all@newest", "2026-05-01", "2026-05-20");
        check("2026-05-03..2026-05-04@newest", "2026-05-03", "2026-05-04");
    }

    #[test]
    fn a_row_in_the_future_does_not_empty_the_window() {
        let extent = Extent { first: at("2026-05-01"), last: at("2036-05-20") };
        let resolved = Window::default().resolve(Some(extent), at("2026-06-01"));
        assert_eq!(resolved.to, at("2026-06-01"));
        assert!(resolved.now_is_clamped);
    }

    #[test]
    fn spelled_as_typed() {
        for text in ["-5d", "-36h", "-90m", "now", "all"] {
            assert_eq!(text.parse::<Bound>().unwrap().to_string(), text);
        }
        assert_eq!("-48h".parse::<Bound>().unwrap().to_string(), "-2d");
        for text in ["-5", "-d", "-5w", "--5d", "-99999999999999d", "yesterday", ""] {
            assert!(text.parse::<Bound>().is_err(), "{text}");
        }
        assert!("later".parse::<Now>().is_err());
    }
}
