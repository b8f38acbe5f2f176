//! Takes an object or a list apart that was read before and found sound.
//!
//! It is for the few values around the records (columns, errors) and for values inside of values;
//! records are never read twice.

use std::borrow::Cow;

use super::text;

/// The elements of a list, or nothing if it is not one.
pub(crate) fn elements(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = list.strip_prefix(b"[").unwrap_or_default();
    std::iter::from_fn(move || take_value(&mut rest))
}

/// The names, as they stand between their quotes, and values of an object, or nothing if it is not
/// one.
pub(crate) fn members(object: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = object.strip_prefix(b"{").unwrap_or_default();
    std::iter::from_fn(move || {
        let key = take_value(&mut rest)?;
        let value = take_value(&mut rest)?;
        Some((inside_quotes(key)?, value))
    })
}

/// The first member of one of these names, in any case.
pub(crate) fn member<'a>(object: &'a [u8], names: &[&str]) -> Option<&'a [u8]> {
    members(object)
        .find(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes())))
        .map(|(_, value)| value)
}

/// What a string says, or `None` for any other value.
pub(crate) fn string(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    let raw = inside_quotes(value)?;
    Some(if raw.contains(&b'\\') { Cow::Owned(text::unescape(raw)) } else { Cow::Borrowed(raw) })
}

fn inside_quotes(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(b"\"")?.strip_suffix(b"\"")
}

/// The next value, what separates it from the one before skipped; `None` at the end.
fn take_value<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let is_between = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':');
    let start = rest.iter().position(|byte| !is_between(byte))?;
    let bytes = &rest[start..];
    let length = match bytes[0] {
        b'"' => string_length(bytes),
        b'{' | b'[' => nested_length(bytes),
        b'}' | b']' => return None,
        _ => {
            let ends = |byte: &u8| is_between(byte) || matches!(byte, b'}' | b']');
            bytes.iter().position(ends).unwrap_or(bytes.len())
        }
    };
    let (value, behind) = bytes.split_at(length);
    *rest = behind;
    Some(value)
}

fn string_length(bytes: &[u8]) -> usize {
    let mut position = 1;
    loop {
        position += text::plain_length(&bytes[position.min(bytes.len())..]);
        match bytes.get(position) {
            None => return bytes.len(),
            Some(b'"') => return position + 1,
            Some(_) => position += 2,
        }
    }
}

fn nested_length(bytes: &[u8]) -> usize {
    let mut depth = 0;
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        match byte {
            b'"' => {
                position += string_length(&bytes[position..]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        position += 1;
        if depth == 0 {
            break;
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &[&str]) {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut parts: Vec<String> = elements(value.as_bytes()).map(shown).collect();
        for (key, value) in members(value.as_bytes()) {
            parts.push(format!("{}={}", shown(key), shown(value)));
        }
        assert_eq!(parts, expected, "{value}");
    }

    #[test]
    fn lists_and_objects_come_apart() {
        check("[]", &[]);
        check("{ }", &[]);
        check("7", &[]);
        check("[1,-2.5 ,null]", &["1", "-2.5", "null"]);
        check(
            r#"["a,b]","c\"]",["x",[]],{"y":{}}]"#,
            &[r#""a,b]""#, r#""c\"]""#, r#"["x",[]]"#, r#"{"y":{}}"#],
        );
        check(
            "{ \"a\" : 1,\n\"b}\":{\"c\":\"}\\\\\"}, \"d\":[1 , 2] }",
            &["a=1", "b}={\"c\":\"}\\\\\"}", "d=[1 , 2]"],
        );
    }

    #[test]
    fn a_member_is_found_in_any_case() {
        let object = br#"{"Code":7,"Message":"say \"hi\""}"#;
        assert_eq!(member(object, &["code"]), Some(&b"7"[..]));
        assert_eq!(string(member(object, &["message"]).unwrap()).unwrap(), &b"say \"hi\""[..]);
        assert_eq!(member(object, &["other"]), None);
    }
}
