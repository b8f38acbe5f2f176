//! The wall clock, which the engine does not read.

use std::time::{SystemTime, UNIX_EPOCH};

use signerhunt::Ticks;

/// The wall clock.
pub(crate) fn clock() -> Ticks {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis())
        .ok()
        .and_then(Ticks::from_unix_millis)
        .unwrap_or(Ticks::MAX)
}
