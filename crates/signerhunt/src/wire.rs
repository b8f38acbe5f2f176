//! Values as bytes and back, for rows that are read in one memory and kept in another. Both ends are the same
//! build, so there is nothing to agree on; bytes that are not what was written give `None`.

/// A value that can be written as bytes.
pub(crate) trait Wire: Sized {
    /// Adds its bytes.
    fn write(&self, bytes: &mut Vec<u8>);

    /// Takes its bytes off the front.
    fn read(bytes: &mut &[u8]) -> Option<Self>;
}

/// Says that a struct is written field by field.
macro_rules! wire {
    ($struct:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::wire::Wire for $struct {
            fn write(&self, bytes: &mut Vec<u8>) {
                $($crate::wire::Wire::write(&self.$field, bytes);)+
            }

            fn read(bytes: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::wire::Wire::read(bytes)?;)+
                Some(Self { $($field),+ })
            }
        }
    };
}
pub(crate) use wire;

/// Says that an enum without fields is written as the place of its variant.
macro_rules! wire_enum {
    ($enum:ident { $($variant:ident),+ $(,)? }) => {
        impl $crate::wire::Wire for $enum {
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes.push(*self as u8);
            }

            fn read(bytes: &mut &[u8]) -> Option<Self> {
                let place = <u8 as $crate::wire::Wire>::read(bytes)?;
                [$($enum::$variant),+].into_iter().find(|variant| *variant as u8 == place)
            }
        }
    };
}
pub(crate) use wire_enum;

macro_rules! wire_number {
    ($($number:ty),+) => {
        $(impl Wire for $number {
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(bytes: &mut &[u8]) -> Option<Self> {
                let (number, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(Self::from_le_bytes(*number))
            }
        })+
    };
}
wire_number!(u8, u16, u32, u64, i64);

impl Wire for bool {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(*self));
    }

    fn read(bytes: &mut &[u8]) -> Option<bool> {
        match u8::read(bytes)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.is_some().write(bytes);
        if let Some(value) = self {
            value.write(bytes);
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Option<T>> {
        match bool::read(bytes)? {
            true => T::read(bytes).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        (self.len() as u64).write(bytes);
        bytes.reserve(self.len() * size_of::<T>());
        for value in self {
            value.write(bytes);
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Vec<T>> {
        let n_values = usize::try_from(u64::read(bytes)?).ok()?;
        // Every value has a byte or more: a number that is too large takes no memory.
        let mut values = Vec::with_capacity(n_values.min(bytes.len()));
        for _ in 0..n_values {
            values.push(T::read(bytes)?);
        }
        Some(values)
    }
}

impl Wire for String {
    fn write(&self, bytes: &mut Vec<u8>) {
        write_text(self, bytes);
    }

    fn read(bytes: &mut &[u8]) -> Option<String> {
        read_text(bytes).map(str::to_owned)
    }
}

/// Writes a text as a [`String`] is written.
pub(crate) fn write_text(text: &str, bytes: &mut Vec<u8>) {
    (text.len() as u64).write(bytes);
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads a text where it stands.
pub(crate) fn read_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let n_bytes = usize::try_from(u64::read(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(n_bytes)?;
    *bytes = rest;
    str::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Kind {
        One,
        Other,
    }
    wire_enum!(Kind { One, Other });

    #[derive(PartialEq, Debug)]
    struct Everything {
        kinds: Vec<Kind>,
        small: u8,
        numbers: Vec<u32>,
        times: Vec<i64>,
        text: String,
        line: Option<u64>,
        nothing: Option<u64>,
        is_so: bool,
    }
    wire!(Everything { kinds, small, numbers, times, text, line, nothing, is_so });

    #[test]
    fn values_come_back() {
        let everything = Everything {
            kinds: vec![Kind::Other, Kind::One],
            small: 7,
            numbers: vec![0, 1, u32::MAX],
            times: vec![i64::MIN, -1, i64::MAX],
            text: "Krämer".to_owned(),
            line: Some(9),
            nothing: None,
            is_so: true,
        };
        let mut bytes = Vec::new();
        everything.write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Everything::read(&mut rest), Some(everything));
        assert!(rest.is_empty());
        for cut in 0..bytes.len() {
            assert_eq!(Everything::read(&mut &bytes[..cut]), None, "cut at {cut}");
        }
    }
}
