//! Times from random points, spelled as each language does, are read back. Tests only.

use super::parse::{TimeCell, time_cell};
use super::words::MONTHS;
use super::{DAY, MINUTE, SECOND, Ticks};

/// How a language spells a time. `{MMM}` and `{MMMM}` are the first and the last word that it has
/// for a month, `{A}` is one of the two words behind.
type Shape = (&'static str, &'static str, [&'static str; 2]);

#[rustfmt::skip]
const SHAPES: [Shape; 51] = [
    ("en", "{YYYY}-{MM}-{DD}T{HH}:{mm}:{ss}.{fff}0000Z", ["", ""]),
    ("en", "{YYYY}-{MM}-{DD} {HH}:{mm}", ["", ""]),
    ("en", "{MMM} {D}, {YYYY} {h}:{mm}:{ss} {A}", ["AM", "PM"]),
    ("en", "{MMMM} {D}, {YYYY} {h}:{mm}:{ss}.{fff}{A}", ["a.m.", "p.m."]),
    ("en", "{M}/{D}/{YYYY}, {h}:{mm}:{ss}.{fff} {A}", ["AM", "PM"]),
    ("en", "{DD}/{MM}/{YYYY}, {HH}:{mm}:{ss}.{fff}", ["", ""]),
    ("en", "{YYYY}-{MM}-{DD}, {h}:{mm}:{ss}.{fff} {A}", ["a.m.", "p.m."]),
    ("en", "{M}/{D}/{YYYY} {H}:{mm}", ["", ""]),
    ("de", "{D}. {MMM}. {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("de", "{D}. {MMMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("de", "{D}.{M}.{YYYY}, {HH}:{mm}:{ss},{fff}", ["", ""]),
    ("fr", "{D} {MMM}. {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("fr", "{DD}/{MM}/{YYYY} {HH}:{mm}:{ss},{fff}", ["", ""]),
    ("es", "{D} de {MMM}. de {YYYY} {H}:{mm}:{ss}", ["", ""]),
    ("es", "{D} de {MMMM} de {YYYY}, {h}:{mm}:{ss},{fff} {A}", ["a. m.", "p. m."]),
    ("it", "{D} {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("nl", "{D} {MMM}. {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("nl", "{D}-{M}-{YYYY}, {HH}:{mm}:{ss},{fff}", ["", ""]),
    ("pt", "{D} de {MMM} de {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("fr", "{YYYY}-{MM}-{DD} {HH} h {mm} min {ss},{fff} s", ["", ""]),
    ("sv", "{D} {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("sv", "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss},{fff}", ["", ""]),
    ("da", "{D}. {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("da", "{D}.{M}.{YYYY}, {HH}.{mm}.{ss},{fff}", ["", ""]),
    ("nb", "{D}. {MMM}. {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("fi", "{D}. {MMM} {YYYY} {HH}.{mm}.{ss}", ["", ""]),
    ("fi", "{D}.{M}.{YYYY} klo {H}.{mm}.{ss},{fff}", ["", ""]),
    ("pl", "{D} {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("cs", "{D}. {MMM} {YYYY} {H}:{mm}:{ss}", ["", ""]),
    ("cs", "{D}. {M}. {YYYY} {H}:{mm}:{ss},{fff}", ["", ""]),
    ("hu", "{YYYY}. {MMM}. {D}. {H}:{mm}:{ss}", ["", ""]),
    ("hu", "{YYYY}. {MM}. {DD}. {H}:{mm}:{ss},{fff}", ["", ""]),
    ("tr", "{D} {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("ru", "{D} {MMM}. {YYYY} г. {H}:{mm}:{ss}", ["", ""]),
    ("uk", "{D} {MMM} {YYYY} р. {HH}:{mm}:{ss}", ["", ""]),
    ("ja", "{YYYY}年{M}月{D}日 {HH}:{mm}:{ss}", ["", ""]),
    ("ja", "{YYYY}/{M}/{D} {H}:{mm}:{ss}.{fff}", ["", ""]),
    ("ko", "{YYYY}년 {M}월 {D}일 {A} {h}:{mm}:{ss}", ["오전", "오후"]),
    ("ko", "{YYYY}. {M}. {D}. {A} {h}:{mm}:{ss}.{fff}", ["AM", "PM"]),
    ("zh", "{YYYY}/{M}/{D} {A}{h}:{mm}:{ss}.{fff}", ["上午", "下午"]),
    ("he", "{D} {MMM}׳ {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("ar", "{D} {MMM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("ar", "{D}/\u{200F}{M}/\u{200F}{YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("el", "{D} {MMM} {YYYY} {h}:{mm}:{ss} {A}", ["ΠΜ", "ΜΜ"]),
    ("ro", "{D} {MMM}. {YYYY} {H}:{mm}:{ss}", ["", ""]),
    ("th", "{D} {MMM}. {YYYY} {H}:{mm}:{ss}", ["", ""]),
    ("th", "{D} {MMMM} {BBBB} เวลา {H}:{mm}:{ss}", ["", ""]),
    ("vi", "{D} Thg {MM} {YYYY} {HH}:{mm}:{ss}", ["", ""]),
    ("vi", "{HH}:{mm}:{ss},{fff} {D}/{M}/{YYYY}", ["", ""]),
    ("id", "{D} {MMM} {YYYY} {HH}.{mm}.{ss}", ["", ""]),
    ("id", "{D}/{M}/{YYYY}, {HH}.{mm}.{ss},{fff}", ["", ""]),
];

fn spell(shape: Shape, ticks: Ticks) -> String {
    let (language, pattern, halves) = shape;
    let iso = ticks.to_string();
    let part = |range: std::ops::Range<usize>| iso[range].parse::<usize>().unwrap();
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let (hour, minute, second) = (part(11..13), part(14..16), part(17..19));
    let months = MONTHS.iter().find(|(name, _)| *name == language).map_or("", |(_, months)| months);
    let words = months.split(' ').nth(month - 1).unwrap_or("");
    let spelled = [
        ("{YYYY}", format!("{year:04}")),
        ("{BBBB}", format!("{:04}", year + 543)),
        ("{MM}", format!("{month:02}")),
        ("{M}", month.to_string()),
        ("{MMM}", words.split('|').next().unwrap_or("").to_owned()),
        ("{MMMM}", words.split('|').next_back().unwrap_or("").to_owned()),
        ("{DD}", format!("{day:02}")),
        ("{D}", day.to_string()),
        ("{HH}", format!("{hour:02}")),
        ("{H}", hour.to_string()),
        ("{h}", (if hour % 12 == 0 { 12 } else { hour % 12 }).to_string()),
        ("{mm}", format!("{minute:02}")),
        ("{ss}", format!("{second:02}")),
        ("{fff}", iso[20..23].to_owned()),
        ("{A}", halves[hour / 12].to_owned()),
    ]
    .iter()
    .fold(pattern.to_owned(), |text, (token, value)| text.replace(token, value));
    if language != "ar" {
        return spelled;
    }
    let arabic = |digit: u8| char::from_u32('٠' as u32 + u32::from(digit - b'0')).unwrap();
    spelled.chars().map(|c| if c.is_ascii_digit() { arabic(c as u8) } else { c }).collect()
}

#[test]
fn what_a_language_spells_is_read_back() {
    let seed = 20_260_526;
    let mut random = fastrand::Rng::with_seed(seed);
    let (from, to) =
        ("1900-01-01".parse::<Ticks>().unwrap(), "2199-12-31".parse::<Ticks>().unwrap());
    for shape in SHAPES {
        let fineness = match shape.1 {
            pattern if pattern.contains("{fff}") => SECOND / 1000,
            pattern if pattern.contains("{ss}") => SECOND,
            pattern if pattern.contains("{mm}") => MINUTE,
            _ => DAY,
        };
        for _ in 0..300 {
            let count = random.i64(from.count()..to.count());
            let ticks = Ticks::new(count - count % fineness).unwrap();
            let cell = spell(shape, ticks);
            let day_first = shape.1.find("{D") < shape.1.find("{M");
            let read = match time_cell(cell.as_bytes()) {
                TimeCell::At(ticks) | TimeCell::Unzoned(ticks) => Some(ticks),
                TimeCell::Numeric(numeric) => numeric.resolve(day_first),
                TimeCell::Null | TimeCell::Unreadable(_) => None,
            };
            assert_eq!(read, Some(ticks), "{cell}, seed {seed}");
        }
    }
}
