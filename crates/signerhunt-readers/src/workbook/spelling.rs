//! How the cells of a sheet are spelled: as Excel itself saves them as text, but for dates, which get one spelling.

use calamine::{DataRef, ExcelDateTime};

use crate::moment::Moment;

/// Appends the content of a cell. Errors such as `#N/A` are nothing.
pub(super) fn push(value: &DataRef<'_>, is_1904: bool, out: &mut Vec<u8>) {
    match value {
        DataRef::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
        DataRef::Float(number) => push_number(*number, out),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            out.extend_from_slice(text.as_bytes());
        }
        DataRef::SharedString(text) => out.extend_from_slice(text.as_bytes()),
        DataRef::Bool(flag) => out.extend_from_slice(if *flag { b"TRUE" } else { b"FALSE" }),
        DataRef::DateTime(serial) => push_date(*serial, is_1904, out),
        DataRef::Error(_) | DataRef::Empty => {}
    }
}

/// Appends a date and time without a zone, rounded to milliseconds: what Excel calculates with is no finer.
fn push_date(serial: ExcelDateTime, is_1904: bool, out: &mut Vec<u8>) {
    /// The days that count as 0, from 1970: 1 January 1904, and, by the other count, 30 December 1899.
    const DAY_0_1904: i64 = -24_107;
    const DAY_0_1900: i64 = -25_569;
    let serial = serial.as_f64();
    let day_0 = match (is_1904, serial < 60.0) {
        (true, _) => DAY_0_1904,
        (false, false) => DAY_0_1900,
        // Excel takes 1900 for a leap year, so what is before its 29 February counts from a day later.
        (false, true) => DAY_0_1900 + 1,
    };
    let millis = (serial * 86_400_000.0).round();
    let moment = (millis >= 0.0)
        .then(|| Moment::from_days_and_nanos(day_0, millis as i128 * 1_000_000))
        .flatten();
    match moment {
        Some(moment) => moment.push(out, 3),
        None => push_number(serial, out),
    }
}

/// Appends a number: whole numbers without a point, very large and very small ones as `1.23E+45`, which shows that
/// Excel took a hash or a serial number for a number.
fn push_number(number: f64, out: &mut Vec<u8>) {
    /// Excel keeps 15 digits.
    const WHOLE: f64 = 1e15;
    let size = number.abs();
    if size < WHOLE && (size >= 1e-4 || size == 0.0) {
        out.extend_from_slice(number.to_string().as_bytes());
        return;
    }
    let scientific = format!("{number:E}");
    match scientific.split_once('E') {
        Some((digits, exponent)) => {
            let (sign, exponent) = match exponent.strip_prefix('-') {
                Some(exponent) => ('-', exponent),
                None => ('+', exponent),
            };
            out.extend_from_slice(format!("{digits}E{sign}{exponent:0>2}").as_bytes());
        }
        // Infinite, or not a number.
        None => out.extend_from_slice(scientific.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn spelled(value: &DataRef<'_>, is_1904: bool) -> String {
        let mut out = Vec::new();
        push(value, is_1904, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn number_is(number: f64, expected: &str) {
        assert_eq!(spelled(&DataRef::Float(number), false), expected);
    }

    #[track_caller]
    fn date_is(serial: f64, is_1904: bool, expected: &str) {
        let date = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
        assert_eq!(spelled(&DataRef::DateTime(date), is_1904), expected);
    }

    #[test]
    fn numbers_look_as_in_excel() {
        number_is(45_720.0, "45720");
        number_is(1.0, "1");
        number_is(0.0, "0");
        number_is(-0.5, "-0.5");
        number_is(999_999_999_999_999.0, "999999999999999");
        number_is(1.23e45, "1.23E+45");
        number_is(6e5, "600000");
        number_is(1.5e-5, "1.5E-05");
        number_is(-1e300, "-1E+300");
    }

    #[test]
    fn dates_of_both_counts() {
        date_is(46_168.958_344_907_41, false, "2026-05-26T23:00:01.000");
        date_is(44_706.958_344_907_41, true, "2026-05-26T23:00:01.000");
        date_is(45_943.541_001, false, "2025-10-13T12:59:02.486");
        date_is(45_826.0, false, "2025-06-18T00:00:00.000");
        date_is(46_924.999_999_999, false, "2028-06-21T00:00:00.000");
        date_is(61.0, false, "1900-03-01T00:00:00.000");
        date_is(59.0, false, "1900-02-28T00:00:00.000");
        date_is(0.0, true, "1904-01-01T00:00:00.000");
    }

    #[test]
    fn what_is_no_date_stays_a_number() {
        date_is(-1.0, false, "-1");
        date_is(1e10, false, "10000000000");
        date_is(f64::NAN, false, "NaN");
    }

    #[test]
    fn other_cells() {
        assert_eq!(spelled(&DataRef::Bool(true), false), "TRUE");
        assert_eq!(spelled(&DataRef::Empty, false), "");
        assert_eq!(spelled(&DataRef::SharedString("Krämer"), false), "Krämer");
    }
}
