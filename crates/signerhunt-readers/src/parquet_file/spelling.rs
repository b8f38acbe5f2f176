//! How the values of a column are spelled, by the types that the file gives them.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;

use crate::moment::Moment;

/// How to spell the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `true` and `false`.
    Flag,
    Number,
    UnsignedNumber,
    /// A number with so many digits behind the point.
    Decimal(u32),
    Fraction,
    Date,
    /// So many nanoseconds for each unit, from 1970.
    Moment {
        nanos_per_unit: i32,
        is_utc: bool,
    },
    /// The clock of old Hive, and of Kusto by default: nanoseconds of a day, and the day. Counts as UTC.
    OldMoment,
    Text,
    /// Bytes without a meaning: text if they can be, else hexadecimal digits.
    Bytes,
    Hex,
    Uuid,
}

impl Spelling {
    /// `None` for what has no short spelling.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Spelling> {
        let logical = column.logical_type_ref();
        let converted = column.converted_type();
        let is_decimal =
            matches!(logical, Some(LogicalType::Decimal(_))) || converted == ConvertedType::DECIMAL;
        // Where a file says nothing, the library says -1.
        let decimal = || Spelling::Decimal(u32::try_from(column.type_scale()).unwrap_or(0));
        match column.physical_type() {
            Type::BOOLEAN => Some(Spelling::Flag),
            Type::INT32 | Type::INT64 | Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY
                if is_decimal =>
            {
                (column.type_scale() <= 38).then(decimal)
            }
            Type::INT32 | Type::INT64 => Some(of_integer(logical, converted)),
            Type::INT96 => Some(Spelling::OldMoment),
            Type::FLOAT | Type::DOUBLE => Some(Spelling::Fraction),
            Type::BYTE_ARRAY => match (logical, converted) {
                (Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _)
                | (None, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON) => {
                    Some(Spelling::Text)
                }
                (None, ConvertedType::NONE) => Some(Spelling::Bytes),
                _ => None,
            },
            // A width of nothing cannot be decoded.
            Type::FIXED_LEN_BYTE_ARRAY if column.type_length() <= 0 => None,
            Type::FIXED_LEN_BYTE_ARRAY => match (logical, converted) {
                (Some(LogicalType::Uuid), _) if column.type_length() == 16 => Some(Spelling::Uuid),
                (None, ConvertedType::NONE) => Some(Spelling::Hex),
                _ => None,
            },
        }
    }

    /// Whether the values are texts in JSON, where numbers and flags stand as they are.
    pub(super) fn is_text(self) -> bool {
        !matches!(
            self,
            Spelling::Flag
                | Spelling::Number
                | Spelling::UnsignedNumber
                | Spelling::Decimal(_)
                | Spelling::Fraction
        )
    }
}

fn of_integer(logical: Option<&LogicalType>, converted: ConvertedType) -> Spelling {
    const MILLIS: i32 = 1_000_000;
    const MICROS: i32 = 1_000;
    match (logical, converted) {
        (Some(LogicalType::Timestamp(stamp)), _) => Spelling::Moment {
            nanos_per_unit: match stamp.unit {
                TimeUnit::MILLIS => MILLIS,
                TimeUnit::MICROS => MICROS,
                TimeUnit::NANOS => 1,
            },
            is_utc: stamp.is_adjusted_to_u_t_c,
        },
        (None, ConvertedType::TIMESTAMP_MILLIS) => {
            Spelling::Moment { nanos_per_unit: MILLIS, is_utc: true }
        }
        (None, ConvertedType::TIMESTAMP_MICROS) => {
            Spelling::Moment { nanos_per_unit: MICROS, is_utc: true }
        }
        (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Spelling::Date,
        (Some(LogicalType::Integer(integer)), _) if !integer.is_signed => Spelling::UnsignedNumber,
        (
            None,
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64,
        ) => Spelling::UnsignedNumber,
        _ => Spelling::Number,
    }
}

/// Appends a whole number of the file. `unsigned` is the same number without its sign.
pub(super) fn push_integer(spelling: Spelling, number: i64, unsigned: u64, out: &mut Vec<u8>) {
    match spelling {
        Spelling::Moment { nanos_per_unit, is_utc } => {
            push_moment(
                Moment::from_nanos(i128::from(number) * i128::from(nanos_per_unit)),
                is_utc,
                out,
            );
        }
        Spelling::Date => match Moment::from_days_and_nanos(number, 0) {
            Some(moment) => moment.push_date(out),
            None => push_no_moment(out),
        },
        Spelling::Decimal(scale) => push_decimal(i128::from(number), scale, out),
        Spelling::UnsignedNumber => out.extend_from_slice(unsigned.to_string().as_bytes()),
        _ => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

/// Appends a moment as Hive and Kusto write it: two words of nanoseconds, then the Julian day.
pub(super) fn push_old_moment(moment: &Int96, out: &mut Vec<u8>) {
    /// The Julian day that began at noon before 1 January 1970, as these writers count it.
    const DAY_OF_1970: i64 = 2_440_588;
    let words = moment.data();
    let nanos = i128::from(words[1]) << 32 | i128::from(words[0]);
    push_moment(Moment::from_days_and_nanos(i64::from(words[2]) - DAY_OF_1970, nanos), true, out);
}

fn push_moment(moment: Option<Moment>, is_utc: bool, out: &mut Vec<u8>) {
    match moment {
        Some(moment) => {
            moment.push(out, 7);
            if is_utc {
                out.push(b'Z');
            }
        }
        None => push_no_moment(out),
    }
}

/// A moment that no calendar has. Not nothing: the engine is to reject the row and show why.
fn push_no_moment(out: &mut Vec<u8>) {
    out.extend_from_slice(b"out of range");
}

/// Appends a number with a point, without what a computer makes of it: `45720`, not `45720.0`.
pub(super) fn push_fraction(number: f64, out: &mut Vec<u8>) {
    // Where tools have no whole numbers with gaps, a gap is "not a number".
    if !number.is_nan() {
        out.extend_from_slice(number.to_string().as_bytes());
    }
}

/// Appends bytes of a text or of something else.
pub(super) fn push_bytes(spelling: Spelling, bytes: &[u8], out: &mut Vec<u8>) {
    match spelling {
        Spelling::Text => match std::str::from_utf8(bytes) {
            Ok(_) => out.extend_from_slice(bytes),
            Err(_) => out.extend_from_slice(String::from_utf8_lossy(bytes).as_bytes()),
        },
        Spelling::Bytes if std::str::from_utf8(bytes).is_ok() => out.extend_from_slice(bytes),
        Spelling::Decimal(scale) => match big_endian(bytes) {
            Some(number) => push_decimal(number, scale, out),
            None => push_hex(bytes, out),
        },
        Spelling::Uuid => {
            for (idx, byte) in bytes.iter().enumerate() {
                if matches!(idx, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                push_hex(&[*byte], out);
            }
        }
        _ => push_hex(bytes, out),
    }
}

fn push_hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// A number of up to 16 bytes, the highest first.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let is_negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut number = [if is_negative { 0xff } else { 0 }; 16];
    let start = number.len().checked_sub(bytes.len())?;
    number[start..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(number))
}

/// Appends a number whose last so many digits stand behind the point.
fn push_decimal(number: i128, scale: u32, out: &mut Vec<u8>) {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(whole.as_bytes());
    if !fraction.is_empty() {
        out.push(b'.');
        out.extend_from_slice(fraction.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(push: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn old_moments_keep_every_tick_and_drop_what_is_finer() {
        let moment = |day: u32, nanos: u64| {
            let mut moment = Int96::new();
            moment.set_data(nanos as u32, (nanos >> 32) as u32, day);
            spelled(|out| push_old_moment(&moment, out))
        };
        assert_eq!(moment(2_461_187, 82_801_123_456_700), "2026-05-26T23:00:01.1234567Z");
        assert_eq!(moment(2_461_187, 82_801_123_456_799), "2026-05-26T23:00:01.1234567Z");
        assert_eq!(moment(2_440_588, 0), "1970-01-01T00:00:00.0000000Z");
        assert_eq!(moment(2_440_587, 86_399_999_999_999), "1969-12-31T23:59:59.9999999Z");
        assert_eq!(moment(u32::MAX, u64::MAX), "out of range");
    }

    #[test]
    fn decimals_of_every_width() {
        assert_eq!(spelled(|out| push_decimal(45_720, 0, out)), "45720");
        assert_eq!(spelled(|out| push_decimal(-5, 2, out)), "-0.05");
        assert_eq!(
            spelled(|out| push_decimal(i128::MIN, 38, out)),
            "-1.70141183460469231731687303715884105728"
        );
        assert_eq!(spelled(|out| push_bytes(Spelling::Decimal(0), &[0xff, 0xfe], out)), "-2");
        assert_eq!(spelled(|out| push_bytes(Spelling::Decimal(1), &[0, 200], out)), "20.0");
        assert_eq!(spelled(|out| push_bytes(Spelling::Decimal(1), &[], out)), "0.0");
    }

    #[test]
    fn fractions_that_are_whole_look_whole() {
        assert_eq!(spelled(|out| push_fraction(45_720.0, out)), "45720");
        assert_eq!(spelled(|out| push_fraction(0.5, out)), "0.5");
        assert_eq!(spelled(|out| push_fraction(f64::NAN, out)), "");
    }

    #[test]
    fn bytes_are_text_where_they_can_be() {
        assert_eq!(spelled(|out| push_bytes(Spelling::Bytes, "Krämer".as_bytes(), out)), "Krämer");
        assert_eq!(spelled(|out| push_bytes(Spelling::Bytes, &[0xaa, 0x01], out)), "aa01");
        assert_eq!(spelled(|out| push_bytes(Spelling::Text, b"Kr\xe4mer", out)), "Kr\u{fffd}mer");
        let uuid: Vec<u8> = (0..16).collect();
        assert_eq!(
            spelled(|out| push_bytes(Spelling::Uuid, &uuid, out)),
            "00010203-0405-0607-0809-0a0b0c0d0e0f"
        );
    }
}
