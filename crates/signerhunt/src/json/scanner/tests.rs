//! Every structure, every kind of damage, cut at every byte.

use super::*;
use crate::json::Field;

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn shown_value(field: Field<'_>) -> String {
    match field.value().text() {
        None => "~".to_owned(),
        Some(text) => shown(&text),
    }
}

/// An item as a line: `line@offset`, and what it is.
fn shown_item(item: Item<'_>) -> String {
    match item {
        Item::Record(record) => {
            let fields: Vec<String> = record
                .fields()
                .map(|field| {
                    let mark = if field.is_in_wrapper() { "." } else { "" };
                    format!("{mark}{}={}", shown(&field.key()), shown_value(field))
                })
                .collect();
            format!("{}@{} {}", record.line, record.offset, fields.join("|"))
        }
        Item::Row(row) => {
            assert!(row.fields().all(|field| field.key().is_empty()));
            let values: Vec<String> = row.fields().map(shown_value).collect();
            format!("{}@{} row {}", row.line, row.offset, values.join("|"))
        }
        Item::Table(table) => {
            let replaces = if table.replaces_rows { " replaces" } else { "" };
            let columns = table.columns.join("|");
            format!("table {}:{}:{} {columns}{replaces}", table.name, table.kind, table.id)
        }
        Item::Fault(fault) => {
            let raw = shown(&fault.raw[..fault.raw.len().min(20)]);
            let kind = fault.kind;
            format!("{}@{} {kind:?}@{} {raw}", fault.line, fault.offset, fault.noticed_at)
        }
        Item::Notice(Notice::Error { code, message }) => format!("error {code}: {message}"),
        Item::Notice(notice) => format!("{notice:?}"),
    }
}

/// What is found in `text`, fed in pieces that end at these bytes; the envelope last.
fn items_of(text: &[u8], cuts: &[usize]) -> Vec<String> {
    let mut items = Vec::new();
    let mut counted = (0, 1);
    let mut on_item = |item: Item<'_>| {
        let place = match item {
            Item::Record(record) | Item::Row(record) => {
                Some((record.bytes, record.offset, record.line))
            }
            Item::Fault(fault) => Some((fault.raw, fault.offset, fault.line)),
            _ => None,
        };
        if let Some((bytes, offset, line)) = place {
            let start = offset as usize;
            assert!(text[start..].starts_with(bytes), "not at {offset}: {}", shown(bytes));
            let n_lines = text[counted.0..start].iter().filter(|&&byte| byte == b'\n').count();
            counted = (start, counted.1 + n_lines as u64);
            assert_eq!(line, counted.1, "the line at {offset}");
        }
        items.push(shown_item(item));
    };
    let mut scanner = JsonScanner::new(0);
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        scanner.feed(&text[start..cut], &mut on_item);
        start = cut;
    }
    let envelope = scanner.finish(&mut on_item);
    items.push(format!("{:?} {}", envelope.layout, envelope.schema.join("|")));
    items
}

/// What is found, whole, cut at every byte, and byte by byte.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let bytes = text.as_bytes();
    assert_eq!(items_of(bytes, &[]), expected, "in one piece");
    for cut in 0..=bytes.len() {
        assert_eq!(items_of(bytes, &[cut]), expected, "cut at {cut}");
    }
    let every_byte: Vec<usize> = (0..bytes.len()).collect();
    assert_eq!(items_of(bytes, &every_byte), expected, "byte by byte");
}

#[test]
fn records_one_behind_the_other() {
    check("", &["Nothing "]);
    check(" \r\n\t", &["Nothing "]);
    check("{}", &["1@0 ", "Objects "]);
    check(
        "{\"a\":1,\"b\":\"x\"}\r\n{\"a\":null}\r\n\r\n",
        &["1@0 a=1|b=x", "2@17 a=~", "Objects "],
    );
    check(
        "{\"a\":1}{\"a\":2} {\"a\":3},\n{\"a\":4}",
        &["1@0 a=1", "1@7 a=2", "1@15 a=3", "2@24 a=4", "Objects "],
    );
    check("{\n \"a\" : 1 ,\n \"b\":[ ]\n}\n{\n}", &["1@0 a=1|b=[ ]", "5@24 ", "Objects "]);
}

#[test]
fn values_of_every_kind() {
    check(
        r#"{"a":-1.5e+3,"b":true,"c":false,"d":NaN,"e":-Infinity,"f":Infinity,"g":"\u00e4\"\\","h":""}"#,
        &["1@0 a=-1.5e+3|b=true|c=false|d=NaN|e=-Infinity|f=Infinity|g=ä\"\\|h=", "Objects "],
    );
    check(
        r#"{"a\tb":[1,"]",{"x":[]}],"c":{"d":"}","e":null},"c":0}"#,
        &["1@0 a\tb=[1,\"]\",{\"x\":[]}]|c={\"d\":\"}\",\"e\":null}|c=0", "Objects "],
    );
}

#[test]
fn wrapped_fields_are_fields() {
    check(
        r#"{"time":"t","properties":{"a":1,"b":{"c":2},"properties":{"d":3}},"e":4}"#,
        &[
            "1@0 time=t|properties={\"a\":1,\"b\":{\"c\":2},\"properties\":{\"d\":3}}|.a=1\
             |.b={\"c\":2}|.properties={\"d\":3}|e=4",
            "Objects ",
        ],
    );
    check(
        r#"[{"AdditionalProperties":{"a":1}},{"properties":7}]"#,
        &["1@1 AdditionalProperties={\"a\":1}|.a=1", "1@34 properties=7", "List "],
    );
}

#[test]
fn lists_of_records() {
    check("[]", &["List "]);
    check("[ {\"a\":1} , {} ]\n", &["1@2 a=1", "1@12 ", "List "]);
    check(
        "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]",
        &["2@4 a=1", "5@24 a=2", "List "],
    );
    check(
        "[1,\"x\",[2],null,{\"a\":1}]",
        &[
            "1@1 NotARecord@1 1",
            "1@3 NotARecord@3 \"x\"",
            "1@8 NotARecord@8 2",
            "1@11 NotARecord@11 null",
            "1@16 a=1",
            "List ",
        ],
    );
}

#[test]
fn hunting_answers() {
    check(
        r#"{"@odata.context":"c","schema":[{"name":"a","type":"t"},{"Name":"b"}],"results":[{"a":1},{"a":2}]}"#,
        &["1@81 a=1", "1@89 a=2", "Results { is_capitalised: false } a|b"],
    );
    check(
        r#"{"Results":[{"a":1}],"Stats":{"x":{"y":[1]}},"Schema":[{"Name":"a"}]}"#,
        &["1@12 a=1", "Results { is_capitalised: true } a"],
    );
    check(r#"{"results":[]}"#, &["Results { is_capitalised: false } "]);
    check(r#"{"value":[{"a":1}],"data":[{"a":2}]}"#, &["1@10 a=1", "1@27 a=2", "Other "]);
    check(r#"{"results":{},"value":7}"#, &["1@0 results={}|value=7", "Objects "]);
}

#[test]
fn streamed_records() {
    check(
        r#"{"records":[{"time":"t","properties":{"a":1}}]}"#,
        &["1@12 time=t|properties={\"a\":1}|.a=1", "Records "],
    );
    check(
        "[{\"records\":[{\"a\":1}]},{\"records\":[{\"a\":2}],\"x\":1}]",
        &["1@13 a=1", "1@35 a=2", "Records "],
    );
    check(
        "{\"records\":[{\"a\":1}]}\n{\"records\":[{\"a\":2}]}\n",
        &["1@12 a=1", "2@34 a=2", "Records "],
    );
}

#[test]
fn rows_by_position() {
    check(
        r#"{"tables":[{"name":"P","columns":[{"name":"a","type":"t"},{"name":"b"}],"rows":[[1,"x"],[null,[2,{"c":3}]]]}]}"#,
        &["table P:: a|b", "1@80 row 1|x", "1@88 row ~|[2,{\"c\":3}]", "LogAnalytics "],
    );
    check(
        r#"{"Tables":[{"TableName":"T0","Columns":[{"ColumnName":"a"}],"Rows":[["x\n"]]},{"TableName":"T1","Columns":[],"Rows":[]},{"TableName":"T2","Columns":[]}]}"#,
        &["table T0:: a", "1@68 row x\n", "table T1:: ", "KustoV1 "],
    );
    check(
        r#"{"rows":[[1],[2]],"columns":[{"name":"a"}]}"#,
        &["1@9 NoColumns@9 [1]", "1@13 NoColumns@13 [2]", "Other "],
    );
    check(
        r#"{"columns":["a"],"rows":[{"b":1},7]}"#,
        &["table :: a", "1@25 b=1", "1@33 NotARecord@33 7", "Other "],
    );
}

#[test]
fn frames() {
    check(
        concat!(
            r#"[{"FrameType":"DataSetHeader","Version":"v2.0"}"#,
            "\n,",
            r#"{"FrameType":"DataTable","TableId":0,"TableKind":"PrimaryResult","TableName":"P","#,
            r#""Columns":[{"ColumnName":"a"}],"Rows":[[1],{"OneApiErrors":[{"error":{"code":"L","message":"m","@message":"too much"}}]}]}"#,
            "\n,",
            r#"{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":[{"error":{"code":"L","message":"m"}}]}]"#,
        ),
        &[
            "table P:PrimaryResult:0 a",
            "2@169 row 1",
            "error L: too much",
            "HasErrors",
            "error L: m",
            "KustoV2 ",
        ],
    );
    check(
        concat!(
            r#"[{"FrameType":"TableHeader","TableId":3,"TableKind":"PrimaryResult","TableName":"P","Columns":[{"ColumnName":"a"}]},"#,
            r#"{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":3,"Rows":[[1]]},"#,
            r#"{"FrameType":"TableProgress","TableId":3,"TableProgress":50.0},"#,
            r#"{"FrameType":"TableFragment","TableFragmentType":"DataReplace","TableId":3,"Rows":[[2]]},"#,
            r#"{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":4,"Rows":[[3],[4]]},"#,
            r#"{"FrameType":"TableCompletion","TableId":3,"RowCount":1}]"#,
        ),
        &[
            "table P:PrimaryResult:3 a",
            "1@198 row 1",
            "table P:PrimaryResult:3 a replaces",
            "1@350 row 2",
            "1@438 NoColumns@438 [3]",
            "1@442 NoColumns@442 [4]",
            "KustoV2 ",
        ],
    );
}

#[test]
fn errors_are_told() {
    check(
        r#"{"error":{"code":"Forbidden","message":"say \"please\""}}"#,
        &["error Forbidden: say \"please\"", "Other "],
    );
    check(
        r#"{"tables":[],"error":{"code":"PartialError","message":"m","details":[]}}"#,
        &["error PartialError: m", "LogAnalytics "],
    );
    check(
        r#"{"error":null,"results":[{"error":"x"},{"error":{"code":"a"},"b":1}]}"#,
        &["1@25 error=x", "1@39 error={\"code\":\"a\"}|b=1", "Results { is_capitalised: false } "],
    );
}

#[test]
fn damage_costs_its_line_only() {
    for (damaged, at) in [
        (r#"{"a":x}"#, 5),
        (r#"{"a":1"b":2}"#, 6),
        (r#"{"a":01}"#, 6),
        (r#"{"a":1,}"#, 7),
        (r#"{"a" 1}"#, 5),
        (r#"{a:1}"#, 1),
        (r#"{"a":"x}"#, 8),
        (r#"{"a":"\x"}"#, 7),
        (r#"{"a":"\u00g0"}"#, 10),
        (r#"{"a":1]"#, 6),
        (r#"{"a":nul}"#, 8),
        (r#"{"a":-}"#, 6),
        (r#"{"a":"#, 5),
        (r#"{"a":[1,"#, 8),
        (r#"{"a":1"#, 6),
        ("plain text", 0),
        ("7", 0),
        ("}", 0),
    ] {
        let text = format!("{{\"k\":1}}\n{damaged}\n{{\"k\":2}}\n");
        let raw = damaged.trim_end_matches(',');
        let fault = format!("2@8 Syntax@{} {raw}", 8 + at);
        let record = format!("3@{} k=2", 9 + damaged.len());
        check(&text, &["1@0 k=1", &fault, &record, "Objects "]);
    }
}

#[test]
fn records_of_many_lines_may_follow_those_of_one() {
    check(
        "{\"a\":1}\n{\n\"a\":\n{\"b\":2}\n}\n{\"a\":3}\n{\"a\":4}",
        &["1@0 a=1", "2@8 a={\"b\":2}", "6@25 a=3", "7@33 a=4", "Objects "],
    );
}

#[test]
fn damage_in_a_list_costs_its_record_only() {
    check(
        r#"[{"a":1},{"a":x},{"a":3}]"#,
        &["1@1 a=1", "1@9 Syntax@14 {\"a\":x}", "1@17 a=3", "List "],
    );
    check(
        r#"{"results":[{"a":{"b":1},{"a":2}]}"#,
        &["1@12 Syntax@25 {\"a\":{\"b\":1}", "1@25 a=2", "Results { is_capitalised: false } "],
    );
    check(
        "[\n {\n  \"a\": x,\n  \"b\": {\n   \"c\": 1\n  }\n },\n {\n  \"a\": 2\n }\n]",
        &["2@3 Syntax@12 {\n  \"a\": x,\n  \"b\": {", "8@43 a=2", "List "],
    );
    check(
        r#"{"columns":["a"],"rows":[[1],[x],[3]]}"#,
        &["table :: a", "1@25 row 1", "1@29 Syntax@30 [x]", "1@33 row 3", "Other "],
    );
    // The last record of a list is damaged, and nothing follows.
    check(r#"[{"a":1},{"a":x}]"#, &["1@1 a=1", "1@9 Syntax@14 {\"a\":x}]", "List "]);
}

#[test]
fn damage_around_lists() {
    check(
        "{\"records\":[{\"a\":1},{\"a\":x}]}\n{\"records\":[{\"a\":2}]}\n{\"a\":3}",
        &["1@12 a=1", "1@20 Syntax@25 {\"a\":x}]}", "2@42 a=2", "3@52 a=3", "Records "],
    );
    check(
        r#"{"tables":[{"columns":["a"],"rows":[[1],[x]]},{"columns":["b"],"rows":[[2]]}]}"#,
        &[
            "table :: a",
            "1@36 row 1",
            "1@40 Syntax@41 [x]]}",
            "table :: b",
            "1@71 row 2",
            "LogAnalytics ",
        ],
    );
    check(
        r#"{"schema":[{"name":x},{"name":"b"}],"results":[{"a":1},{"a":2}]}"#,
        &[
            "1@0 Syntax@19 {\"schema\":[{\"name\":x",
            "1@22 name=b",
            "1@47 a=1",
            "1@55 a=2",
            "Objects ",
        ],
    );
    check(
        r#"{"results":[{"a":1}],x"b":[{"c":2},{"c":3}]}"#,
        &[
            "1@12 a=1",
            "1@20 Syntax@21 ,x\"b\":[{\"c\":2}",
            "1@35 c=3",
            "Results { is_capitalised: false } ",
        ],
    );
}

#[test]
fn an_envelope_behind_one_that_lost_its_end_stands_beside_it() {
    let line = "{\"records\":[{\"a\":1}\n";
    let items = items_of(line.repeat(100).as_bytes(), &[]);
    assert_eq!(items.len(), 102);
    assert_eq!(items[99..], ["100@1992 a=1", "EndMissing", "Records "]);
    check(
        "[x,\n{\"records\":[{\"a\":x\n{\"records\":[{\"a\":1}]},{\"a\":2}]",
        &["1@1 Syntax@1 x", "2@16 Syntax@21 {\"a\":x", "3@35 a=1", "3@45 a=2", "Records "],
    );
}

#[test]
fn bytes_that_are_not_utf8_and_marks_between_files_are_fine() {
    let text = b"\xEF\xBB\xBF{\"a\":\"\xFF\"}\n\xEF\xBB\xBF{\"a\":\"\xC3\"}";
    for cut in 0..text.len() {
        assert_eq!(items_of(text, &[cut]), ["1@3 a=\u{fffd}", "2@16 a=\u{fffd}", "Objects "]);
    }
}

#[test]
fn what_is_cut_off_is_told() {
    check("{\"a\":1}\n{\"a\":", &["1@0 a=1", "2@8 Truncated@13 {\"a\":", "Objects "]);
    check("[{\"a\":1},", &["1@1 a=1", "EndMissing", "List "]);
    check("[{\"a\":1},{\"a\"", &["1@1 a=1", "1@9 Truncated@13 {\"a\"", "EndMissing", "List "]);
    check(
        "{\"results\":[{\"a\":1}],\"schema\":[{\"name\":\"a\"}]",
        &["1@12 a=1", "EndMissing", "Results { is_capitalised: false } a"],
    );
    check("[{\"a\":x},{\"a\":2},", &["1@1 Syntax@6 {\"a\":x}", "1@9 a=2", "EndMissing", "List "]);
}

/// Long inputs are cut at random places, since every place would take hours.
#[track_caller]
fn check_long(text: &str, expected: &[&str]) {
    let bytes = text.as_bytes();
    assert_eq!(items_of(bytes, &[]), expected, "in one piece");
    for seed in 0..10 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut cuts: Vec<usize> = (0..5).map(|_| random.usize(0..=bytes.len())).collect();
        cuts.sort_unstable();
        assert_eq!(items_of(bytes, &cuts), expected, "seed {seed}, cuts {cuts:?}");
    }
    let blocks: Vec<usize> = (0..bytes.len()).step_by(4096).collect();
    assert_eq!(items_of(bytes, &blocks), expected, "in blocks");
}

#[test]
fn a_huge_record_costs_itself_only() {
    let huge = "z".repeat(3 * JsonScanner::MAX_RECORD_BYTES);
    check_long(
        &format!("{{\"a\":1}}\n{{\"b\":\"{huge}\",\"c\":{{}}}}\n{{\"a\":2}}"),
        &["1@0 a=1", "2@8 TooLong@1048584 {\"b\":\"zzzzzzzzzzzzzz", "3@3145752 a=2", "Objects "],
    );
    let numbers = "1,".repeat(JsonScanner::MAX_RECORD_BYTES);
    check_long(
        &format!("[{{\"b\":[{numbers}}}\n,{{\"a\":2}}]"),
        &["1@1 TooLong@1048577 {\"b\":[1,1,1,1,1,1,1,", "2@2097162 a=2", "List "],
    );
    check_long(
        &format!("{{\"schema\":[{numbers}1],\"results\":[{{\"a\":2}}]}}"),
        &["1@0 TooLong@1048576 {\"schema\":[1,1,1,1,1", "Other "],
    );
}

#[test]
fn a_record_that_swallows_others_gives_some_back() {
    let others = ",{\"b\":\"},{\"}".repeat(JsonScanner::MAX_RECORD_BYTES / 12);
    let items = items_of(format!("[{{\"a\":[{{\"b\":1}}{others},{{\"c\":2}}]").as_bytes(), &[]);
    assert_eq!(items[0], "1@1 TooLong@1048577 {\"a\":[{\"b\":1},{\"b\":\"");
    assert_eq!(items[1], "1@1048587 c=2");
    assert_eq!(items[2..], ["List "]);
}

#[test]
fn the_longest_record_is_a_record() {
    let longest = "z".repeat(JsonScanner::MAX_RECORD_BYTES - 8);
    let record = format!("1@0 a={longest}");
    check_long(&format!("{{\"a\":\"{longest}\"}}{{}}"), &[&record, "1@1048576 ", "Objects "]);
    check_long(
        &format!("{{\"a\":\"{longest}z\"}}{{}}"),
        &["1@0 TooLong@1048576 {\"a\":\"zzzzzzzzzzzzzz", "1@1048577 ", "Objects "],
    );
}

#[test]
fn deep_nesting_costs_itself_only() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(63), "]".repeat(63));
    let record = format!("1@0 a={}{}", "[".repeat(63), "]".repeat(63));
    check(&deep, &[&record, "Objects "]);
    let deeper = format!("{{\"a\":{}{}}}\n{{\"b\":1}}", "[".repeat(64), "]".repeat(64));
    check(&deeper, &["1@0 TooDeep@68 {\"a\":[[[[[[[[[[[[[[[", "2@135 b=1", "Objects "]);
    check_long(
        &"[".repeat(1 << 20),
        &["1@16 TooDeep@16 [[[[[[[[[[[[[[[[[[[[", "EndMissing", "List "],
    );
    let lists = "{\"data\":[".repeat(1 << 16);
    check_long(&lists, &["1@144 TooDeep@152 {\"data\":[{\"data\":[{\"", "EndMissing", "Other "]);
}

#[test]
fn hostile_text_takes_linear_time() {
    for hostile in [
        "{\"a\":x},",
        "[{\"x\"[[[[",
        "{\"a\":\"},{\"a\":\"},",
        "{\"rows\":[",
        "\n{\"data\":[",
        "\n{\"rows\":[[",
        "{\"records\":[{\"a\":1}\n",
        "}]\"a\":[",
        "{\"FrameType\":\"TableHeader\",\"Columns\":[\"a\"]}",
        "]]]}}}\n,,,",
        "{\"properties\":{\"properties\":{",
    ] {
        for prefix in ["", "[", "[x{\"a\":1}", "{\"columns\":[\"a\"],\"rows\":["] {
            let text = format!("{prefix}{}", hostile.repeat(300_000 / hostile.len()));
            let whole = items_of(text.as_bytes(), &[]);
            let blocks: Vec<usize> = (0..text.len()).step_by(1000).collect();
            assert!(items_of(text.as_bytes(), &blocks) == whole, "{prefix}{hostile}");
        }
    }
}
