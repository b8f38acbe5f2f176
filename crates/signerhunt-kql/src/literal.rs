//! Literals: texts in all their quotes, points in time, spans of time. Each takes what is written and where it stands.

use signerhunt::Ticks;
use signerhunt::time::{DAY, HOUR, MINUTE, SECOND};

use crate::refusal::{Trouble, trouble};
use crate::token::run;

/// How a text begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prefix {
    /// What is before the text.
    n_bytes: usize,
    /// What ends it.
    quote: &'static str,
    /// Backslashes stand for themselves.
    is_verbatim: bool,
}

/// How the text here begins, if there is one: `'`, `"`, `@'`, and an `h` before, which only hides it in logs.
pub(crate) fn text_prefix(rest: &str) -> Option<Prefix> {
    const FENCES: [&str; 2] = ["```", "~~~"];
    if let Some(quote) = FENCES.into_iter().find(|fence| rest.starts_with(fence)) {
        return Some(Prefix { n_bytes: quote.len(), quote, is_verbatim: true });
    }
    let inner = rest.strip_prefix(['h', 'H']).unwrap_or(rest);
    let (inner, is_verbatim) =
        inner.strip_prefix('@').map_or((inner, false), |inner| (inner, true));
    let quote = ["'", "\""].into_iter().find(|quote| inner.starts_with(quote))?;
    Some(Prefix { n_bytes: rest.len() - inner.len() + 1, quote, is_verbatim })
}

/// The text, and how many bytes it takes.
pub(crate) fn text(rest: &str, prefix: Prefix, at: usize) -> Result<(String, usize), Trouble> {
    let Prefix { n_bytes, quote, is_verbatim } = prefix;
    let mut text = String::new();
    let mut inner = &rest[n_bytes..];
    let is_fenced = quote.len() > 1;
    loop {
        if let Some(behind) = inner.strip_prefix(quote) {
            inner = behind;
            if is_fenced || !is_verbatim || !behind.starts_with(quote) {
                return Ok((text, rest.len() - inner.len()));
            }
            // Doubled, it stands for itself.
            text.push_str(quote);
            inner = &behind[quote.len()..];
            continue;
        }
        match inner.chars().next() {
            Some('\\') if !is_verbatim => {
                let escape_at = at + rest.len() - inner.len();
                inner = escaped(inner, escape_at, &mut text)?;
            }
            Some(character) if is_fenced || !matches!(character, '\n' | '\r') => {
                text.push(character);
                inner = &inner[character.len_utf8()..];
            }
            _ => {
                let place = if is_fenced { "" } else { " in its line" };
                return trouble(
                    at,
                    format!(
                        "the text that begins here is not closed{place}; write {quote} at its end"
                    ),
                );
            }
        }
    }
}

/// Takes in what a backslash and what is behind it stand for, and gives the rest.
fn escaped<'a>(inner: &'a str, at: usize, text: &mut String) -> Result<&'a str, Trouble> {
    let mut characters = inner.chars();
    characters.next();
    let escape = characters.next();
    let plain = match escape {
        Some(same @ ('\\' | '\'' | '"')) => same,
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('0') => '\0',
        Some('a') => '\u{7}',
        Some('b') => '\u{8}',
        Some('f') => '\u{C}',
        Some('v') => '\u{B}',
        Some(kind @ ('u' | 'x' | 'U')) => {
            let n_digits = match kind {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let digits = inner.get(2..2 + n_digits);
            let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let Some(character) = code.and_then(char::from_u32) else {
                return trouble(
                    at,
                    format!(
                        "`\\{kind}` needs {n_digits} hexadecimal digits of a character behind it"
                    ),
                );
            };
            text.push(character);
            return Ok(&inner[2 + n_digits..]);
        }
        _ => {
            let shown = escape.map(|escape| escape.escape_debug().to_string()).unwrap_or_default();
            return trouble(
                at,
                format!(
                    "`\\{shown}` stands for nothing in a text; write `\\\\` for a backslash, or @ before the quotes"
                ),
            );
        }
    };
    text.push(plain);
    Ok(characters.as_str())
}

/// What is between the parentheses of `datetime()`; `None` for no time.
///
/// Kusto reads more than is taken here, some of it with the month first. What could be misread is refused.
pub(crate) fn datetime(written: &str, at: usize) -> Result<Option<Ticks>, Trouble> {
    let written = unquoted(written);
    if written == "null" {
        return Ok(None);
    }
    let year = run(written, |byte| byte.is_ascii_digit());
    let is_iso = year.len() == 4 && written[4..].starts_with('-') && written.is_ascii();
    match written.parse::<Ticks>() {
        Ok(ticks) if is_iso => Ok(Some(ticks)),
        _ => trouble(
            at,
            format!(
                "`{}` is not a time that can be read here; write it like datetime(2026-05-26T23:00:01Z)",
                shortened(written)
            ),
        ),
    }
}

/// A span of time: `5d`, `1.5h`, and between the parentheses of `timespan()` also `5 days`, `1.02:03:04.5` or a number of days.
pub(crate) fn timespan(written: &str, at: usize) -> Result<Option<i64>, Trouble> {
    let written = unquoted(written);
    if written == "null" {
        return Ok(None);
    }
    let (sign, size) = written.strip_prefix('-').map_or((1, written), |size| (-1, size));
    let ticks = if size.contains(':') { clock(size) } else { amount(size) };
    match ticks {
        Some(ticks) => Ok(Some(sign * ticks)),
        None => trouble(
            at,
            format!(
                "`{}` is not a span of time; write it like 5d, 12h, 30m, 10s or 100ms",
                shortened(written)
            ),
        ),
    }
}

fn unquoted(written: &str) -> &str {
    let inner = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote);
    inner('\'').or(inner('"')).unwrap_or(written).trim()
}

/// A number and its unit.
fn amount(size: &str) -> Option<i64> {
    let whole = run(size, |byte| byte.is_ascii_digit());
    let behind = &size[whole.len()..];
    let fraction =
        behind.strip_prefix('.').map_or("", |behind| run(behind, |byte| byte.is_ascii_digit()));
    let n_bytes = whole.len() + if fraction.is_empty() { 0 } else { 1 + fraction.len() };
    let unit = match size[n_bytes..].trim_start() {
        "" | "d" | "day" | "days" => DAY,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "m" | "min" | "minute" | "minutes" => MINUTE,
        "s" | "sec" | "second" | "seconds" => SECOND,
        "ms" | "milli" | "millis" | "millisec" | "millisecond" | "milliseconds" => SECOND / 1_000,
        "micro" | "micros" | "microsec" | "microsecond" | "microseconds" => SECOND / 1_000_000,
        "tick" | "ticks" => 1,
        _ => return None,
    };
    if whole.is_empty() || fraction.len() > 15 {
        return None;
    }
    let part = match fraction {
        "" => 0,
        digits => {
            i128::from(digits.parse::<i64>().ok()?) * i128::from(unit)
                / 10_i128.pow(digits.len() as u32)
        }
    };
    let ticks = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    ticks.checked_add(i64::try_from(part).ok()?)
}

/// Days, hours, minutes, seconds: `[d.]hh:mm[:ss[.fffffff]]`.
fn clock(size: &str) -> Option<i64> {
    let (hours, rest) = size.split_once(':')?;
    let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let number = |digits: &str, end: i64| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|&number| is_number && number < end)
    };
    let ticks = match fraction.len() {
        1..=7 => number(fraction, SECOND)? * 10_i64.pow(7 - fraction.len() as u32),
        _ => return None,
    };
    let days = number(days, Ticks::MAX.count() / DAY)?;
    Some(
        days * DAY
            + number(hours, 24)? * HOUR
            + number(minutes, 60)? * MINUTE
            + number(seconds, 60)? * SECOND
            + ticks,
    )
}

/// As much of it as an error should show.
pub(crate) fn shortened(written: &str) -> String {
    const MOST: usize = 40;
    match written.char_indices().nth(MOST) {
        None => written.to_owned(),
        Some((end, _)) => format!("{}…", &written[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<i64>) {
        assert_eq!(timespan(written, 0).ok().flatten(), expected, "{written}");
    }

    #[test]
    fn spans_of_time() {
        check("5d", Some(5 * DAY));
        check("1.5h", Some(90 * MINUTE));
        check("0.1s", Some(SECOND / 10));
        check("100ms", Some(SECOND / 10));
        check("10microseconds", Some(100));
        check("15 seconds", Some(15 * SECOND));
        check("2", Some(2 * DAY));
        check("-2", Some(-2 * DAY));
        check("1.02:03:04.5", Some(DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + SECOND / 2));
        check("23:59", Some(DAY - MINUTE));
        check("null", None);
        for ill in [
            "",
            "d",
            "5w",
            "5dd",
            "24:00",
            "1:60",
            ":",
            "99999999999999d",
            "1.9999999999999999d",
            "١d",
            "5.d",
        ] {
            assert!(timespan(ill, 0).is_err(), "{ill}");
        }
    }

    #[track_caller]
    fn check_datetime(written: &str, expected: Option<&str>) {
        let read = datetime(written, 0).map(|ticks| ticks.map(|ticks| ticks.to_string()));
        match expected {
            Some(expected) => assert_eq!(read, Ok(Some(expected.to_owned()))),
            None => assert!(read.is_err(), "{written}"),
        }
    }

    #[test]
    fn points_in_time() {
        check_datetime("2026-05-26", Some("2026-05-26T00:00:00.0000000Z"));
        check_datetime("'2026-05-26 23:00:01.1234567'", Some("2026-05-26T23:00:01.1234567Z"));
        check_datetime("2026-05-26T23:00:01+02:00", Some("2026-05-26T21:00:01.0000000Z"));
        check_datetime("0001-01-01", Some("0001-01-01T00:00:00.0000000Z"));
        assert_eq!(datetime("null", 0), Ok(None));
        for ill in [
            "",
            "2026-13-01",
            "5/6/2026",
            "05.06.2026",
            "2026",
            "2026-05-26 23:00:01.12345678",
            "Time_start",
        ] {
            check_datetime(ill, None);
        }
    }

    #[track_caller]
    fn check_text(written: &str, expected: Result<(&str, usize), usize>) {
        let read = text(written, text_prefix(written).unwrap(), 0);
        let expected = expected.map(|(text, n_bytes)| (text.to_owned(), n_bytes));
        assert_eq!(read.map_err(|trouble| trouble.at), expected);
    }

    #[test]
    fn texts_in_all_quotes() {
        check_text("'a' x", Ok(("a", 3)));
        check_text(r#""a\"\\\n\u00e4\x41""#, Ok(("a\"\\\nä\u{41}", 19)));
        check_text(r"@'a\''' x", Ok(("a\\'", 7)));
        check_text("h@\"a\"\"b\"", Ok(("a\"b", 8)));
        check_text("H'a'", Ok(("a", 4)));
        check_text("```a\n'b```", Ok(("a\n'b", 10)));
        check_text(r"'a\q'", Err(2));
        check_text(r"'a\u12'", Err(2));
        check_text("'a", Err(0));
        check_text("'a\\", Err(2));
    }
}
