//! The scanner compared with a slow and obvious reader, on random text; and what random damage costs.

mod patterns;

use serde_json::{Map, Value as Json, json};

use super::{Item, JsonScanner, Record, Value};

const KEYS: [&str; 10] = [
    "Timestamp",
    "DeviceName",
    "Signer",
    "ReportId",
    "properties",
    "AdditionalProperties",
    "näme",
    "with \"quotes\"",
    "x@odata.type",
    "",
];

fn random_text(random: &mut fastrand::Rng) -> String {
    let parts = ["a", "},{", "\n{", "\"", "\\", "[", "]", "ä", "😀", "\u{7f}", "\t", ":", "word "];
    (0..random.usize(0..6)).map(|_| parts[random.usize(0..parts.len())]).collect()
}

fn random_value(random: &mut fastrand::Rng, depth: usize) -> Json {
    match random.u8(0..if depth < 3 { 10 } else { 7 }) {
        0 => Json::Null,
        1 => json!(random.bool()),
        2 => json!(random.i64(..)),
        3 => json!(random.i32(..) as f64 / 8.0),
        4..7 => json!(random_text(random)),
        7 => random_list(random, depth),
        _ => Json::Object(random_object(random, depth + 1)),
    }
}

fn random_list(random: &mut fastrand::Rng, depth: usize) -> Json {
    (0..random.usize(0..4)).map(|_| random_value(random, depth + 1)).collect()
}

fn random_object(random: &mut fastrand::Rng, depth: usize) -> Map<String, Json> {
    let n_fields = random.usize(0..6);
    (0..n_fields)
        .map(|_| {
            let key = KEYS[random.usize(0..KEYS.len())].to_owned();
            (key, random_value(random, depth))
        })
        .collect()
}

/// JSON as exporters write it: in one line or in many, letters escaped or not.
fn written(value: &Json, random: &mut fastrand::Rng) -> String {
    let text = match random.bool() {
        true => serde_json::to_string(value).unwrap(),
        false => serde_json::to_string_pretty(value).unwrap(),
    };
    if random.bool() {
        return text;
    }
    let mut escaped = String::new();
    for letter in text.chars() {
        if letter.is_ascii() {
            escaped.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

fn json_of(value: Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text { .. } => json!(String::from_utf8(value.text().unwrap().into_owned()).unwrap()),
        Value::Bare(bytes) | Value::Nested(bytes) => serde_json::from_slice(bytes).unwrap(),
    }
}

/// The record put together from its fields; those in wrappers must be the wrapper's own.
fn json_of_record(record: &Record<'_>) -> Json {
    let mut fields = Map::new();
    let mut wrapped = Map::new();
    let mut n_wrappers = 0;
    for field in record.fields() {
        let key = String::from_utf8(field.key().into_owned()).unwrap();
        let value = json_of(field.value());
        if field.is_in_wrapper() {
            wrapped.insert(key, value);
            continue;
        }
        if key == "properties" || key == "AdditionalProperties" {
            n_wrappers += usize::from(value.is_object());
        }
        fields.insert(key, value);
    }
    if n_wrappers == 1 {
        let wrapper = ["properties", "AdditionalProperties"]
            .iter()
            .find_map(|key| fields.get(*key).filter(|value| value.is_object()));
        assert_eq!(wrapper, Some(&Json::Object(wrapped)));
    }
    Json::Object(fields)
}

fn json_of_row(row: &Record<'_>) -> Json {
    row.fields().map(|field| json_of(field.value())).collect()
}

/// Scans a text that comes in pieces.
fn scan(text: &[u8], cuts: &[usize], on_item: &mut impl FnMut(Item<'_>)) {
    let mut scanner = JsonScanner::new(0);
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        scanner.feed(&text[start..cut], on_item);
        start = cut;
    }
    scanner.finish(on_item);
}

/// Records and rows of `text`, fed in pieces that end at these bytes; and how much else there was.
fn read(text: &[u8], cuts: &[usize]) -> (Vec<Json>, usize) {
    let mut values = Vec::new();
    let mut n_others = 0;
    let mut on_item = |item: Item<'_>| match item {
        Item::Record(record) => values.push(json_of_record(&record)),
        Item::Row(row) => values.push(json_of_row(&row)),
        Item::Table(_) => {}
        Item::Fault(_) | Item::Notice(_) => n_others += 1,
    };
    scan(text, cuts, &mut on_item);
    (values, n_others)
}

fn random_cuts(n_bytes: usize, random: &mut fastrand::Rng) -> Vec<usize> {
    let mut cuts: Vec<usize> = (0..random.usize(0..8)).map(|_| random.usize(0..=n_bytes)).collect();
    cuts.sort_unstable();
    cuts
}

#[test]
fn records_are_those_that_a_slow_reader_finds() {
    for seed in 0..3000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let n_records = random.usize(0..5);
        let in_rows = random.u8(0..3) == 0;
        let records: Vec<Json> = (0..n_records)
            .map(|_| match in_rows {
                true => random_list(&mut random, 0),
                false => Json::Object(random_object(&mut random, 0)),
            })
            .collect();
        let columns = json!([{"name": "a"}, {"ColumnName": "b"}]);
        let frame = json!({"FrameType": "DataTable", "Columns": columns, "Rows": records});
        let document = match random.u8(0..6) {
            0 if in_rows => json!({"Tables": [{"Columns": columns, "Rows": records}]}),
            1 if in_rows => json!({"tables": [{"columns": columns, "name": "x", "rows": records}]}),
            2 if in_rows => json!({"columns": columns, "rows": records}),
            _ if in_rows => {
                json!([{"FrameType": "DataSetHeader"}, frame, {"FrameType": "DataSetCompletion"}])
            }
            0 => json!({"results": records, "schema": columns}),
            1 => json!({"Schema": columns, "Results": records, "Stats": {"a": [1]}}),
            2 => json!({"records": records}),
            3 => json!([{"records": records}]),
            _ => json!(records),
        };
        let is_list = document.is_array() && !in_rows;
        let text = if is_list && random.bool() {
            let line_end = ["\n", "\r\n", "", ",\n"][random.usize(0..4)];
            let mut text = String::new();
            for record in &records {
                text.push_str(&written(record, &mut random));
                text.push_str(line_end);
            }
            text
        } else {
            written(&document, &mut random)
        };
        let expected = match (is_list, text.starts_with('[')) {
            // Without the list around it, the envelope in it is given as it is.
            (true, false) if document[0].get("records").is_some() => continue,
            _ => (records, 0),
        };
        let cuts = random_cuts(text.len(), &mut random);
        assert_eq!(read(text.as_bytes(), &cuts), expected, "seed {seed}, cuts {cuts:?}\n{text}");
    }
}

/// Changes, takes out or puts in a few bytes, at a place between these two.
fn damage(text: &mut Vec<u8>, (start, end): (usize, usize), random: &mut fastrand::Rng) {
    let at = random.usize(start..end);
    let n_bytes = random.usize(1..8).min(end - at);
    let bytes = b"{}[]\",:\\ x1\x00\x80e-";
    match random.u8(0..3) {
        0 => text[at] = bytes[random.usize(0..bytes.len())],
        1 => drop(text.drain(at..at + n_bytes)),
        _ => {
            let new: Vec<u8> = (0..n_bytes).map(|_| bytes[random.usize(0..bytes.len())]).collect();
            text.splice(at..at, new);
        }
    }
}

fn numbered_record(number: usize, random: &mut fastrand::Rng) -> Json {
    let mut fields = random_object(random, 0);
    fields.insert("ReportId".to_owned(), json!(number));
    Json::Object(fields)
}

/// The numbers of the sound records that are found.
fn numbers_found(text: &[u8], cuts: &[usize]) -> Vec<u64> {
    let mut numbers = Vec::new();
    let mut on_item = |item: Item<'_>| {
        if let Item::Record(record) = item
            && let Ok(json) = serde_json::from_slice::<Json>(record.bytes)
        {
            numbers.extend(json["ReportId"].as_u64());
        }
    };
    scan(text, cuts, &mut on_item);
    numbers
}

#[test]
fn damage_to_a_line_costs_no_other_line() {
    for seed in 0..5_000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut text = Vec::new();
        let mut lines = Vec::new();
        for number in 0..6 {
            let line = numbered_record(number, &mut random).to_string();
            lines.push((text.len(), text.len() + line.len()));
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
        let damaged = random.usize(1..6);
        damage(&mut text, lines[damaged], &mut random);
        let cuts = random_cuts(text.len(), &mut random);
        let found = numbers_found(&text, &cuts);
        for number in (0..6).filter(|number| *number != damaged) {
            let text = String::from_utf8_lossy(&text);
            assert!(found.contains(&(number as u64)), "seed {seed}, {found:?}\n{text}");
        }
        assert_eq!(found, numbers_found(&text, &[]), "seed {seed}");
    }
}

#[test]
fn damage_to_a_list_costs_few_records() {
    let mut n_lost = 0;
    for seed in 0..5_000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let records: Vec<Json> =
            (0..12).map(|number| numbered_record(number, &mut random)).collect();
        let document = match random.bool() {
            true => json!(records),
            false => json!({"results": records, "schema": [{"name": "a"}]}),
        };
        let mut text = written(&document, &mut random).into_bytes();
        // Damage to the name of the list would leave sound JSON of another kind.
        let start = text.iter().position(|&byte| byte == b'[').unwrap() + 1;
        let end = text.len();
        damage(&mut text, (start, end), &mut random);
        let cuts = random_cuts(text.len(), &mut random);
        let found = numbers_found(&text, &cuts);
        assert_eq!(found, numbers_found(&text, &[]), "seed {seed}");
        n_lost += (0..12).filter(|number| !found.contains(number)).count();
    }
    // One that is damaged, and at times the next, which cannot be told from a part of it.
    assert!(n_lost < 4_000, "{n_lost}");
}
