//! Every spelling that is read, and what it is read as. Tests only.
//!
//! The tables of words and numbers are what moment and browsers give for 26 May 2026, 23:00:01, in
//! the portal's languages.

use super::parse::{TimeCell, time_cell};
use super::words::MONTHS;
use super::{DAY, MINUTE, SECOND, Ticks};

/// `expected` is ISO with `Z` for a zoned time, without for an unzoned one, `null`, `first|second`
/// for a numeric date, or `unreadable`.
#[track_caller]
fn check(cell: &str, expected: &str) {
    let got = match time_cell(cell.as_bytes()) {
        TimeCell::Null => "null".to_owned(),
        TimeCell::At(ticks) => ticks.to_string(),
        TimeCell::Unzoned(ticks) => ticks.to_string().replace('Z', ""),
        TimeCell::Numeric(numeric) => {
            format!("{}|{}|{} {}", numeric.first, numeric.second, numeric.year, numeric.tick_of_day)
        }
        TimeCell::Unreadable(_) => "unreadable".to_owned(),
    };
    assert_eq!(got, expected, "{cell}");
}

#[test]
fn iso() {
    check("2026-05-26T23:00:01.1234567Z", "2026-05-26T23:00:01.1234567Z");
    check("2026-05-26T23:00:01.5Z", "2026-05-26T23:00:01.5000000Z");
    check("2026-05-26T23:00:01Z", "2026-05-26T23:00:01.0000000Z");
    check("2026-05-26 23:00:01", "2026-05-26T23:00:01.0000000");
    check("2026-05-26", "2026-05-26T00:00:00.0000000");
    check("2026-05-26, 11:00:01.123 p.m.", "2026-05-26T23:00:01.1230000");
    check("2026-05-26T23:00", "2026-05-26T23:00:00.0000000");
    check("2026-05-26T23:00:01+02:00", "2026-05-26T21:00:01.0000000Z");
    check("2026-05-26T23:00:01-0330", "2026-05-27T02:30:01.0000000Z");
    check("2026-05-26T23:00:01.12345678Z", "unreadable");
    check("2026-02-30T00:00:00Z", "unreadable");
    check("2026-13-01", "unreadable");
    check("0001-01-01T00:30:00+01:00", "unreadable");
    check("2026-05-26T23:00:01,1234567Z", "2026-05-26T23:00:01.1234567Z");
    check("2026-05-26T23:00:01.1234567z", "2026-05-26T23:00:01.1234567Z");
    check("2026-05-26 23:00:01 utc", "2026-05-26T23:00:01.0000000Z");
}

#[test]
fn the_portal_s_words() {
    check("May 26, 2026 11:00:01 PM", "2026-05-26T23:00:01.0000000");
    check("May 7, 2024 6:41:25.321 PM", "2024-05-07T18:41:25.3210000");
    check("May 7, 2024 18:41:25", "2024-05-07T18:41:25.0000000");
    check("Jan 1, 2026 12:00:00 AM", "2026-01-01T00:00:00.0000000");
    check("Jan 1, 2026 12:00:00 PM", "2026-01-01T12:00:00.0000000");
    check("26 May 2026 23:00:01", "2026-05-26T23:00:01.0000000");
    check("September 2, 2026 1:00:00\u{202F}AM", "2026-09-02T01:00:00.0000000");
    check("May 26, 2026 13:00:01 PM", "unreadable");
    check("May 26, 2026 0:00:01 AM", "unreadable");
}

#[test]
fn numeric_dates_keep_their_order() {
    check("5/26/2026, 11:00:01.123 PM", "5|26|2026 828011230000");
    check("27/05/2026, 9:00:01.123 am", "27|5|2026 324011230000");
    check("5/6/2026", "5|6|2026 0");
    check("31/2/2026", "unreadable");
    check("13/13/2026", "unreadable");
    check("0/1/2026", "unreadable");
    check("5/6/2026 10:00:00Z", "unreadable");
}

/// The same time of 26 May 2026, with the date as it stands where its order is not known.
#[track_caller]
fn check_order(cell: &str, order: &str, time_of_day: &str) {
    let ticks: Ticks = format!("2026-05-26T{time_of_day}Z").parse().unwrap();
    if order.is_empty() {
        check(cell, &ticks.to_string().replace('Z', ""));
    } else {
        check(cell, &format!("{order} {}", ticks.count() % DAY));
    }
}

#[test]
fn moment_s_words_and_numbers() {
    for (words, numbers, order) in [
        ("May 26, 2026 11:00:01 PM", "05/26/2026 11:00:01 PM", "5|26|2026"), // en
        ("26 May 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),        // en-gb
        ("26 May 2026 11:00:01 PM", "26/05/2026 11:00:01 PM", "26|5|2026"),  // en-au
        ("May 26, 2026 11:00:01 PM", "2026-05-26 11:00:01 PM", ""),          // en-ca
        ("26 May 2026 11:00:01 PM", "26/05/2026 11:00:01 PM", "26|5|2026"),  // en-in
        ("26. Mai 2026 23:00:01", "26.05.2026 23:00:01", ""),                // de
        ("26. Mai 2026 23:00:01", "26.05.2026 23:00:01", ""),                // de-at
        ("26. Mai 2026 23:00:01", "26.05.2026 23:00:01", ""),                // de-ch
        ("26 mai 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),        // fr
        ("26 mai 2026 23:00:01", "2026-05-26 23:00:01", ""),                 // fr-ca
        ("26 de may. de 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"), // es
        ("26 de may. de 2026 11:00:01 PM", "05/26/2026 11:00:01 PM", "5|26|2026"), // es-us
        ("26 de may. de 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"), // es-mx
        ("26 mag 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),        // it
        ("26 mei 2026 23:00:01", "26-05-2026 23:00:01", "26|5|2026"),        // nl
        ("26 de mai de 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),  // pt
        ("26 de mai de 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),  // pt-br
        ("26 maj 2026 23:00:01", "2026-05-26 23:00:01", ""),                 // sv
        ("26. maj 2026 23:00:01", "26.05.2026 23:00:01", ""),                // da
        ("26. mai 2026 23:00:01", "26.05.2026 23:00:01", ""),                // nb
        ("26. touko 2026 23.00.01", "26.05.2026 23.00.01", ""),              // fi
        ("26 maj 2026 23:00:01", "26.05.2026 23:00:01", ""),                 // pl
        ("26. kvě 2026 23:00:01", "26.05.2026 23:00:01", ""),                // cs
        ("2026. máj. 26. 23:00:01", "2026.05.26. 23:00:01", ""),             // hu
        ("26 May 2026 23:00:01", "26.05.2026 23:00:01", ""),                 // tr
        ("26 мая 2026 г. 23:00:01", "26.05.2026 23:00:01", ""),              // ru
        ("26 трав 2026 р. 23:00:01", "26.05.2026 23:00:01", ""),             // uk
        ("2026年5月26日 23:00:01", "2026/05/26 23:00:01", ""),               // ja
        ("2026년 5월 26일 오후 11:00:01", "2026.05.26. 오후 11:00:01", ""),  // ko
        ("2026年5月26日 23:00:01", "2026/05/26 23:00:01", ""),               // zh-cn
        ("2026年5月26日 23:00:01", "2026/05/26 23:00:01", ""),               // zh-tw
        ("26 מאי 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),        // he
        ("٢٦ مايو ٢٠٢٦ ٢٣:٠٠:٠١", "٢٦/\u{200F}٥/\u{200F}٢٠٢٦ ٢٣:٠٠:٠١", "26|5|2026"), // ar
        ("26 Μαϊ 2026 11:00:01 ΜΜ", "26/05/2026 11:00:01 ΜΜ", "26|5|2026"),  // el
        ("26 mai 2026 23:00:01", "26.05.2026 23:00:01", ""),                 // ro
        ("26 พ.ค. 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),       // th
        ("26 Thg 05 2026 23:00:01", "26/05/2026 23:00:01", "26|5|2026"),     // vi
        ("26 Mei 2026 23.00.01", "26/05/2026 23.00.01", "26|5|2026"),        // id
    ] {
        check(words, "2026-05-26T23:00:01.0000000");
        check_order(numbers, order, "23:00:01.0000000");
    }
}

#[test]
fn browsers_numbers() {
    for (numbers, order) in [
        ("5/26/2026, 11:00:01.123 PM", "5|26|2026"),    // en-US
        ("26/05/2026, 23:00:01.123", "26|5|2026"),      // en-GB
        ("26/05/2026, 11:00:01.123 pm", "26|5|2026"),   // en-AU
        ("2026-05-26, 11:00:01.123 p.m.", ""),          // en-CA
        ("26/5/2026, 11:00:01.123 pm", "26|5|2026"),    // en-IN
        ("26.5.2026, 23:00:01,123", ""),                // de-DE
        ("26.5.2026, 23:00:01.123", ""),                // de-CH
        ("26/05/2026 23:00:01,123", "26|5|2026"),       // fr-FR
        ("26/5/2026, 23:00:01,123", "26|5|2026"),       // es-ES
        ("26/05/2026, 23:00:01,123", "26|5|2026"),      // it-IT
        ("26-5-2026, 23:00:01,123", "26|5|2026"),       // nl-NL
        ("26/05/2026, 23:00:01,123", "26|5|2026"),      // pt-BR
        ("2026-05-26 23:00:01,123", ""),                // sv-SE
        ("26.5.2026, 23.00.01,123", ""),                // da-DK
        ("26.5.2026, 23:00:01,123", ""),                // nb-NO
        ("26.5.2026 klo 23.00.01,123", ""),             // fi-FI
        ("26.05.2026, 23:00:01,123", ""),               // pl-PL
        ("26. 5. 2026 23:00:01,123", ""),               // cs-CZ
        ("26.05.2026 23:00:01,123", ""),                // tr-TR
        ("26.05.2026, 23:00:01,123", ""),               // ru-RU
        ("2026/5/26 23:00:01.123", ""),                 // ja-JP
        ("2026. 5. 26. PM 11:00:01.123", ""),           // ko-KR
        ("2026/5/26 23:00:01.123", ""),                 // zh-CN
        ("2026/5/26\u{2009}下午11:00:01.123", ""),      // zh-TW
        ("26.5.2026, 23:00:01.123", ""),                // he-IL
        ("2026. 05. 26. 23:00:01,123", ""),             // hu-HU
        ("26/5/2026, 23.00.01,123", "26|5|2026"),       // id-ID
        ("2026/5/26\u{2009}下午11:00:01.123", ""),      // zh-TW
        ("26/05/2026, 11:00:01,123 μ.μ.", "26|5|2026"), // el
        ("26\u{200F}/5\u{200F}/2026، 11:00:01.123 م", "26|5|2026"), // ar
        ("٢٦\u{200F}/٥\u{200F}/٢٠٢٦، ١١:٠٠:٠١٫١٢٣ م", "26|5|2026"), // ar-EG
        ("23:00:01,123 26/5/2026", "26|5|2026"),        // vi
        (
            "\u{200E}5\u{200E}/\u{200E}26\u{200E}/\u{200E}2026\u{200E} \u{200E}11\u{200E}:\u{200E}00\u{200E}:\u{200E}01.123\u{200E} \u{200E}PM",
            "5|26|2026",
        ), // IE
    ] {
        check_order(numbers, order, "23:00:01.1230000");
    }
}

#[test]
fn other_languages_and_their_tools() {
    for cell in [
        "26. MAI 2026 23:00:01",
        "26. Mai 2026 um 23:00:01",
        "26 mai 2026 à 23:00:01",
        "26 de mayo de 2026 a las 23:00:01",
        "26 de maio de 2026 às 23:00:01",
        "26 maggio 2026 alle ore 23:00:01",
        "26. toukokuuta 2026 klo 23.00.01",
        "26 мая 2026 г. в 23:00:01",
        "26 трав. 2026 р., 23:00:01",
        "26 במאי 2026 בשעה 23:00:01",
        "26 Μαΐου 2026 στις 11:00:01 μ.μ.",
        "26 مايو 2026 في 11:00:01 م",
        "26 พฤษภาคม 2569 เวลา 23:00:01",
        "26 tháng 5 năm 2026 23:00:01",
        "23:00:01 26 thg 5, 2026",
        "2026年5月26日 晚上11:00:01",
        "2026年5月26日 午後11:00:01",
        "May 26, 2026 at 11:00:01 PM",
        "26-May-2026 23:00:01",
        "26 MAYIS 2026 23:00:01",
        "26 de may. de 2026, 11:00:01 p. m.",
        "26/05/2026 23.00.01",
        "26.05.2026 23.00.01",
        "26-05-2026 23:00:01",
    ] {
        let order =
            if cell.starts_with("26/") || cell.starts_with("26-0") { "26|5|2026" } else { "" };
        check_order(cell, order, "23:00:01");
    }
    check("26.05.2026 23:00", "2026-05-26T23:00:00.0000000");
    check("26.5.2026 23.00", "2026-05-26T23:00:00.0000000");
    check("5/26/2026 23:00", "5|26|2026 828000000000");
    check("2026/5/26 午後0:04:01", "2026-05-26T12:04:01.0000000");
    check("2026年5月26日 中午12:04:01", "2026-05-26T12:04:01.0000000");
    check("2026年5月26日 凌晨12:04:01", "2026-05-26T00:04:01.0000000");
    check("26.05.2026", "2026-05-26T00:00:00.0000000");
    check("5.6.2026 1:00", "2026-06-05T01:00:00.0000000");
    check("2026.05.26", "2026-05-26T00:00:00.0000000");
    check("2026년 5월 26일", "2026-05-26T00:00:00.0000000");
    check("26. Mai 2026 23:00:01 +02:00", "2026-05-26T21:00:01.0000000Z");
}

#[test]
fn every_month_of_every_language() {
    for (language, months) in MONTHS {
        for (words, month) in months.split(' ').zip(1..) {
            for word in words.split('|') {
                let expected = format!("2026-{month:02}-26T23:00:01.1230000");
                for cell in [
                    format!("26 {word} 2026 23:00:01.123"),
                    format!("26. {word}. 2026, 23.00.01,123"),
                    format!("26 de {} de 2026 11:00:01.123 PM", word.to_uppercase()),
                    format!("2026. {word}. 26. 23:00:01,123"),
                ] {
                    assert!(!cell.is_empty(), "{language}");
                    check(&cell, &expected);
                }
            }
        }
    }
}

#[test]
fn dotnet_s_milliseconds() {
    check("/Date(1779836401123)/", "2026-05-26T23:00:01.1230000Z");
    check("\\/Date(1779836401123)\\/", "2026-05-26T23:00:01.1230000Z");
    check("/Date(1779836401123+0200)/", "2026-05-26T23:00:01.1230000Z");
    check("\\/Date(-1-0500)\\/", "1969-12-31T23:59:59.9990000Z");
    check("/Date(-62135596800000)/", "null");
    for cell in ["/Date()/", "/Date(1)", "/Date(1+2)/", "/Date(9999999999999999)/", "/Date(1)/ "] {
        check(&format!("{cell}x"), "unreadable");
    }
    check("/Date(999999999999999)/", "unreadable");
    check("/Date(-99999999999999999999999)/", "unreadable");
}

#[test]
fn nothing_is_null() {
    for cell in [
        "",
        " ",
        "\t\r\n",
        "\u{202F}",
        "\u{FEFF}",
        "=\"\"",
        "Invalid date",
        " Invalid Date ",
        "Fecha inválida",
        "Data inválida",
        "null",
        "NULL",
        "None",
        "NaN",
        "NaT",
        "N/A",
        "-",
        "0001-01-01",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00.0000000Z",
        "0001-01-01 00:00:00 UTC",
        "0001-01-01T00:00:00+01:00",
        "0001-01-01T00:00:00-08:00",
        "Jan 1, 0001 12:00:00 AM",
        "1/1/0001 12:00:00 AM",
        "01.01.0001 00:00:00",
        "1. Jan. 0001 00:00:00",
    ] {
        check(cell, "null");
    }
    check("0001-01-01T00:00:01Z", "0001-01-01T00:00:01.0000000Z");
}

#[test]
fn what_stands_around_a_time_is_not_part_of_it() {
    for cell in [
        " 2026-05-26T23:00:01Z\t",
        "\u{FEFF}2026-05-26T23:00:01Z\u{A0}",
        "=\"2026-05-26T23:00:01Z\"",
        " =\" 2026-05-26T23:00:01Z \" ",
    ] {
        check(cell, "2026-05-26T23:00:01.0000000Z");
    }
    check("=\"2026-05-26T23:00:01Z", "unreadable");
    check("=2026-05-26T23:00:01Z", "unreadable");
}

#[test]
fn the_rest_is_unreadable() {
    for cell in [
        "yesterday",
        "45000",
        "12:00",
        "2026-05-26T",
        "2026-05-26T23",
        "2026-05-26T23:00:60Z",
        "2026-05-26T24:00:00Z",
        "2026-05-26T23:00:01.Z",
        "2026-05-26T23:00:01Zx",
        "May 26",
        "May",
        "26/5/26",
        "2026-05-2623:00:01",
        "2026-05-26T23:00:01+2",
        "99999-01-01",
        "46168.95833",
        "2026.05",
        "26.05",
        "26. Mai",
        "26 Foo 2026 23:00:01",
        "26/05.2026",
        "5.26.2026",
        "31. Feb. 2026",
        "2026-05-26T23.00.01Z",
        "26.05.2026 23.5",
        "26.05.2026 23:00.01",
        "26.05.2026 23.00:01",
        "26. Mai 2026 오후 11:00:01 PM",
        "26. Mai 2026 24:00:00",
        "2026年5月26",
        "2026年5日26月",
        "26 thg 13 2026",
        "26Mai2026",
    ] {
        check(cell, "unreadable");
    }
}

/// How a language spells a time. `{MMM}` and `{MMMM}` are the first and the last word that it has
/// for a month, `{A}` is one of the two words behind.
type Shape = (&'static str, &'static str, [&'static str; 2]);

#[rustfmt::skip]
const SHAPES: [Shape; 50] = [
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
        ("1900-01-01".parse::<Ticks>().unwrap(), "2399-12-31".parse::<Ticks>().unwrap());
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

#[test]
fn every_cut_of_a_time_is_read_or_refused_without_a_panic() {
    for text in [
        "2026-05-26T23:00:01.1234567+02:00",
        "September 26, 2026 11:00:01.123\u{202F}PM",
        "5/26/2026, 11:00:01.123 PM",
        "26 de may. de 2026 11:00:01 p.\u{A0}m.",
        "2026년 5월 26일 오후 11:00:01",
        "2026/5/26\u{2009}下午11:00:01.123",
        "٢٦/\u{200F}٥/\u{200F}٢٠٢٦ ٢٣:٠٠:٠١٫١٢٣",
        "26 พ.ค. 2026 เวลา 23:00:01",
        "2026. máj. 26. 23:00:01",
        "26 tháng 5 năm 2026 23:00:01",
        "26 ספט׳ 2026 23:00:01",
        "\\/Date(1779836401123+0200)\\/",
        "=\"0001-01-01T00:00:00Z\"",
    ] {
        for start in 0..text.len() {
            for end in start..text.len() {
                time_cell(&text.as_bytes()[start..end]);
            }
        }
    }
}

#[test]
fn noise_is_read_or_refused_without_a_panic() {
    let mut random = fastrand::Rng::with_seed(7);
    let pieces = [
        "2026", "26", "5", "1", "-", "/", ".", ",", ":", " ", "T", "Z", "+", "mai", "May", "年",
        "月", "日", "오후", "下午", "PM", "a. m.", "thg", "พ.ค.", "٢", "\u{200F}", "\u{202F}", "İ",
        "Ⱥ", "=\"", "\"", "/Date(", ")/", "\\", "г.", "de", "klo", "0001", "00",
    ];
    for _ in 0..200_000 {
        let n_pieces = random.usize(0..14);
        let mut cell: Vec<u8> =
            (0..n_pieces).flat_map(|_| pieces[random.usize(0..pieces.len())].bytes()).collect();
        if random.u8(0..4) == 0 && !cell.is_empty() {
            let idx = random.usize(0..cell.len());
            cell[idx] = random.u8(..);
        }
        time_cell(&cell);
    }
    for _ in 0..100_000 {
        let cell: Vec<u8> = (0..random.usize(0..200)).map(|_| random.u8(..)).collect();
        time_cell(&cell);
    }
}

/// Anything but linear would not come back: a million steps for each of a million bytes.
#[test]
fn a_cell_as_long_as_a_file_is_refused_in_one_pass() {
    for piece in [
        "1", " ", "a", "\u{200F}", "\u{202F}", "й", "İ", ".", "1/", "/Date(", "=\"", "\"", "\u{FF}",
    ] {
        let noise = piece.repeat(1_000_000 / piece.len());
        for cell in [
            noise.clone(),
            format!("26. Mai 2026{noise}"),
            format!("{noise}2026-05-26T23:00:01Z{noise}x"),
            format!("2026-05-26T23:00:01.{noise}"),
            format!("/Date({noise})/"),
            format!("=\"{noise}\""),
        ] {
            let unreadable = matches!(time_cell(cell.as_bytes()), TimeCell::Unreadable(_));
            // Nothing but white space is null, and white space behind a date is no part of it.
            let white = [" ", "\u{200F}", "\u{202F}"].contains(&piece);
            assert!(unreadable || white, "{piece:?}");
        }
    }
}
