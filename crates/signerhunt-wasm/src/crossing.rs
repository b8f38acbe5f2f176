//! How the messages of [`crate::protocol`] cross the border between page and worker: what they say as bytes, and beside
//! these the values of JavaScript that they carry, uncopied.
//!
//! Page and worker are one binary, so the bytes need no names and no version. Names, and the words of all errors that can
//! be made with them, were a tenth of what the page's module weighs. What each message holds is listed in `messages` and
//! `engine`; the compiler refuses a list that lacks something.

mod engine;
mod messages;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, MessagePort};

/// The message as a value that can be posted.
pub fn to_value(message: &impl Crosses) -> JsValue {
    let mut outgoing = Outgoing::default();
    message.write(&mut outgoing);
    let parts = Array::of1(&Uint8Array::from(outgoing.bytes.as_slice()));
    for value in &outgoing.values {
        parts.push(value);
    }
    parts.into()
}

/// The message in a value that was posted; `None` when there is none in it.
pub fn from_value<T: Crosses>(value: &JsValue) -> Option<T> {
    let parts: &Array = value.dyn_ref()?;
    let bytes = parts.get(0).dyn_into::<Uint8Array>().ok()?.to_vec();
    let values: Vec<JsValue> = parts.iter().skip(1).collect();
    read_whole(&bytes, &values)
}

/// The bytes must be the message and nothing but it.
fn read_whole<T: Crosses>(bytes: &[u8], values: &[JsValue]) -> Option<T> {
    let mut incoming = Incoming { bytes, values };
    let message = T::read(&mut incoming)?;
    incoming.bytes.is_empty().then_some(message)
}

/// What can be part of a message.
pub trait Crosses: Sized {
    /// Adds it to a message.
    fn write(&self, message: &mut Outgoing);

    /// Takes it from a message; `None` when something else comes next.
    fn read(message: &mut Incoming<'_>) -> Option<Self>;
}

/// A message that is being written.
#[derive(Default)]
pub struct Outgoing {
    bytes: Vec<u8>,
    values: Vec<JsValue>,
}

/// The rest of a message that is being read.
pub struct Incoming<'message> {
    bytes: &'message [u8],
    values: &'message [JsValue],
}

impl<'message> Incoming<'message> {
    fn take(&mut self, n_bytes: usize) -> Option<&'message [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(n_bytes)?;
        self.bytes = rest;
        Some(taken)
    }
}

/// Numbers, with their lowest byte first.
macro_rules! numbers_cross {
    ($($number:ty),*) => { $(
        impl Crosses for $number {
            fn write(&self, message: &mut Outgoing) {
                message.bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(message: &mut Incoming<'_>) -> Option<$number> {
                let bytes = message.take(size_of::<$number>())?;
                Some(<$number>::from_le_bytes(bytes.try_into().ok()?))
            }
        }
    )* };
}

numbers_cross!(u8, u32, i32, u64, i64, f64);

impl Crosses for bool {
    fn write(&self, message: &mut Outgoing) {
        u8::from(*self).write(message);
    }

    fn read(message: &mut Incoming<'_>) -> Option<bool> {
        match u8::read(message)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// Texts and lists begin with how long they are. None of a page's memory is too long for the number.
fn write_length(length: usize, message: &mut Outgoing) {
    (length as u32).write(message);
}

impl Crosses for String {
    fn write(&self, message: &mut Outgoing) {
        write_length(self.len(), message);
        message.bytes.extend_from_slice(self.as_bytes());
    }

    fn read(message: &mut Incoming<'_>) -> Option<String> {
        let length = u32::read(message)? as usize;
        String::from_utf8(message.take(length)?.to_vec()).ok()
    }
}

impl<T: Crosses> Crosses for Vec<T> {
    fn write(&self, message: &mut Outgoing) {
        write_length(self.len(), message);
        for item in self {
            item.write(message);
        }
    }

    fn read(message: &mut Incoming<'_>) -> Option<Vec<T>> {
        let length = u32::read(message)?;
        (0..length).map(|_| T::read(message)).collect()
    }
}

impl<T: Crosses> Crosses for Option<T> {
    fn write(&self, message: &mut Outgoing) {
        self.is_some().write(message);
        if let Some(item) = self {
            item.write(message);
        }
    }

    fn read(message: &mut Incoming<'_>) -> Option<Option<T>> {
        Some(if bool::read(message)? { Some(T::read(message)?) } else { None })
    }
}

impl<A: Crosses, B: Crosses> Crosses for (A, B) {
    fn write(&self, message: &mut Outgoing) {
        self.0.write(message);
        self.1.write(message);
    }

    fn read(message: &mut Incoming<'_>) -> Option<(A, B)> {
        Some((A::read(message)?, B::read(message)?))
    }
}

impl Crosses for JsValue {
    fn write(&self, message: &mut Outgoing) {
        message.values.push(self.clone());
    }

    fn read(message: &mut Incoming<'_>) -> Option<JsValue> {
        let (value, rest) = message.values.split_first()?;
        message.values = rest;
        Some(value.clone())
    }
}

/// Objects of the browser.
macro_rules! objects_cross {
    ($($object:ty),*) => { $(
        impl Crosses for $object {
            fn write(&self, message: &mut Outgoing) {
                AsRef::<JsValue>::as_ref(self).write(message);
            }

            fn read(message: &mut Incoming<'_>) -> Option<$object> {
                JsValue::read(message)?.dyn_into().ok()
            }
        }
    )* };
}

objects_cross!(Array, Blob, MessagePort);

/// Types with named fields, which cross in the order in which they stand here.
macro_rules! structs_cross {
    ($($name:ident { $($field:ident),* $(,)? })*) => { $(
        impl Crosses for $name {
            fn write(&self, message: &mut Outgoing) {
                let $name { $($field),* } = self;
                $($field.write(message);)*
            }

            fn read(message: &mut Incoming<'_>) -> Option<$name> {
                Some($name { $($field: Crosses::read(message)?),* })
            }
        }
    )* };
}

/// Choices. Which one it is crosses as its number in the list.
macro_rules! enums_cross {
    ($($name:ident { $($variant:ident $({ $($field:ident),* })? $(($item:ident))?),* $(,)? })*) => { $(
        impl Crosses for $name {
            fn write(&self, message: &mut Outgoing) {
                enum Number { $($variant),* }
                match self {
                    $($name::$variant $({ $($field),* })? $(($item))? => {
                        (Number::$variant as u8).write(message);
                        $($($field.write(message);)*)?
                        $($item.write(message);)?
                    })*
                }
            }

            fn read(message: &mut Incoming<'_>) -> Option<$name> {
                enum Number { $($variant),* }
                let number = u8::read(message)?;
                $(if number == Number::$variant as u8 {
                    $($(let $field = Crosses::read(message)?;)*)?
                    $(let $item = Crosses::read(message)?;)?
                    return Some($name::$variant $({ $($field),* })? $(($item))?);
                })*
                None
            }
        }
    )* };
}

pub(crate) use {enums_cross, structs_cross};
