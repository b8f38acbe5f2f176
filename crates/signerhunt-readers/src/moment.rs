//! Moments as files count them, spelled as the engine reads them. It knows no time zones but UTC and none at all.

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

/// A moment, in days from 1 January 1970 and nanoseconds of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    days: i64,
    nanos: u64,
}

impl Moment {
    /// `None` outside of the years 1 to 9999, which have no spelling.
    pub(crate) fn from_days_and_nanos(days: i64, nanos: i128) -> Option<Moment> {
        /// 1 January of year 1, and the first of year 10000.
        const DAYS: std::ops::Range<i64> = -719_162..2_932_897;
        let days = i64::try_from(i128::from(days) + nanos.div_euclid(NANOS_PER_DAY)).ok()?;
        let nanos = nanos.rem_euclid(NANOS_PER_DAY) as u64;
        DAYS.contains(&days).then_some(Moment { days, nanos })
    }

    /// A moment in nanoseconds from 1970.
    pub(crate) fn from_nanos(nanos: i128) -> Option<Moment> {
        Moment::from_days_and_nanos(0, nanos)
    }

    /// Appends `2026-05-26T23:00:01.1234567`, with so many digits of the second; what is finer is dropped.
    pub(crate) fn push(self, out: &mut Vec<u8>, n_digits: u32) {
        self.push_date(out);
        out.push(b'T');
        let seconds = self.nanos / 1_000_000_000;
        push_padded(out, seconds / 3600, 2);
        out.push(b':');
        push_padded(out, seconds / 60 % 60, 2);
        out.push(b':');
        push_padded(out, seconds % 60, 2);
        out.push(b'.');
        push_padded(out, self.nanos % 1_000_000_000 / 10_u64.pow(9 - n_digits), n_digits);
    }

    /// Appends `2026-05-26`.
    pub(crate) fn push_date(self, out: &mut Vec<u8>) {
        let (year, month, day) = date(self.days);
        push_padded(out, year, 4);
        out.push(b'-');
        push_padded(out, month, 2);
        out.push(b'-');
        push_padded(out, day, 2);
    }
}

/// Year, month and day of a day counted from 1970, within the years 1 to 9999.
///
/// Years are counted from 1 March, so that the leap day is the last of its year, in eras of 400 years, after which
/// the calendar repeats.
fn date(days: i64) -> (u64, u64, u64) {
    /// From 1 March of year 0 to 1970.
    const TO_1970: i64 = 719_468;
    const DAYS_PER_ERA: u64 = 146_097;
    let days = (days + TO_1970) as u64;
    let (era, day) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Five months have 153 days, from March on, twice and a bit.
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 { months_from_march + 3 } else { months_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day_of_month)
}

fn push_padded(out: &mut Vec<u8>, number: u64, n_digits: u32) {
    for place in (0..n_digits).rev() {
        out.push(b'0' + (number / 10_u64.pow(place) % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(nanos: i128) -> String {
        let mut out = Vec::new();
        Moment::from_nanos(nanos).unwrap().push(&mut out, 7);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn moments_of_every_kind_of_year() {
        const SECOND: i128 = 1_000_000_000;
        assert_eq!(spelled(0), "1970-01-01T00:00:00.0000000");
        assert_eq!(spelled(1_779_836_401 * SECOND + 123_456_789), "2026-05-26T23:00:01.1234567");
        assert_eq!(spelled(951_782_400 * SECOND), "2000-02-29T00:00:00.0000000");
        assert_eq!(spelled(951_868_799 * SECOND + 999_999_999), "2000-02-29T23:59:59.9999999");
        assert_eq!(spelled(4_107_542_400 * SECOND), "2100-03-01T00:00:00.0000000");
        assert_eq!(spelled(-1), "1969-12-31T23:59:59.9999999");
        assert_eq!(spelled(-62_135_596_800 * SECOND), "0001-01-01T00:00:00.0000000");
        assert_eq!(spelled(253_402_300_799 * SECOND), "9999-12-31T23:59:59.0000000");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..200_000 {
            assert_eq!(date(days), (year, month, day));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (month, day) = if day == last { (month + 1, 1) } else { (month, day + 1) };
            if month == 13 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn what_has_no_spelling_is_none() {
        assert_eq!(Moment::from_nanos(-62_135_596_800_000_000_001), None);
        assert_eq!(Moment::from_nanos(253_402_300_800_000_000_000), None);
        assert_eq!(Moment::from_days_and_nanos(i64::MAX, i128::from(i64::MAX)), None);
    }
}
