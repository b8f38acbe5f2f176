//! What is read of rule files, and where it stands.

use super::*;
use crate::text::refusal;

fn file_of(file: &str) -> RuleFile {
    read(file).unwrap().unwrap()
}

/// Expected: the query, and the line and column of the `|` in it.
#[track_caller]
fn check(file: &str, query: &str, expected: (u32, u32)) {
    let read = file_of(file);
    assert_eq!(read.query.value, query, "{file}");
    let at = query.find('|').unwrap();
    let place = read.query.refusal(file, Trouble { at, reason: String::new() });
    assert_eq!((place.line, place.column), expected, "{file}");
}

#[test]
fn blocks() {
    check("query: |\n  T\n  | x\n", "T\n| x\n", (3, 3));
    check("query: |-\r\n    T\r\n    | x\r\n", "T\n| x", (3, 5));
    check("query: |2-  # two\n   T\n  | x", " T\n| x", (3, 3));
    check("query: |\n\n  T\n\n    | x\n\nid: a\n", "\nT\n\n  | x\n", (5, 5));
    check("id: a\nquery: |\n  T // | none here\n", "T // | none here\n", (3, 8));
    check("query: |\n    T\n  | x\n", "T\n| x\n", (3, 3));
    check("query: |\n\tT\n\t| x\n", "T\n| x\n", (3, 2));
    check("query: |\n  T\n# a remark\n  | x\n", "T\n| x\n", (4, 3));
    check("\u{FEFF}query: |\n  T | x", "T | x\n", (2, 5));
}

#[test]
fn folded_blocks() {
    check("query: >\n  T\n  | x\n\n  y\n", "T | x\ny\n", (3, 3));
    check("query: >-\n  T\n    | x\n  y", "T\n  | x\ny", (3, 5));
}

#[test]
fn quoted_and_plain() {
    check("query: \"T \\\"a\\\"\\n| x\"", "T \"a\"\n| x", (1, 18));
    check("query: \"T\n  | x\\\n   y\"\nid: a", "T | xy", (2, 3));
    check("query: 'T ''a''\n\n  | x'", "T 'a'\n| x", (3, 3));
    check("query: T | x # none\n  y\n", "T | x y", (1, 10));
    check("query:\n  T\n  | x\n", "T | x", (3, 3));
    check("\"query\" : T | x", "T | x", (1, 13));
}

#[test]
fn what_else_it_says() {
    let file = "id:   5882eb11   # its id\r\nname: 'Remote: a'\r\nversion: 1.0.0\r\ndescription: |\r\n  a\r\n  b\r\nrequiredDataConnectors:\r\n- connectorId: x\r\n    dataTypes:\r\n  - y\r\ntactics:\r\n- One\r\n  - Two\r\nrelevantTechniques: [T1219, \"T1\"]\r\ntags: A, B\r\nquery: |\r\n  T\r\n";
    let read = file_of(file);
    assert_eq!(read.id.as_deref(), Some("5882eb11"));
    assert_eq!(read.name.as_deref(), Some("Remote: a"));
    assert_eq!(read.version.as_deref(), Some("1.0.0"));
    assert_eq!(read.description.as_deref(), Some("a\nb"));
    assert_eq!(read.tactics, ["One", "Two"]);
    assert_eq!(read.techniques, ["T1219", "T1"]);
    assert_eq!(read.tags, ["A", "B"]);
    let of_null = file_of("id: null\ntactics:\nname: ~\ntags: []\nquery: T");
    assert_eq!((of_null.id, of_null.name, of_null.tactics), (None, None, vec![]));
}

#[test]
fn a_bare_query_is_no_rule_file() {
    for bare in ["", "T | where x", "// id: a\nT", "T\n| where a == 'name: x'", "let a = 1;\nid: x"]
    {
        assert_eq!(read(bare).unwrap(), None, "{bare}");
    }
}

/// Expected: the line, and a part of the reason.
#[track_caller]
fn check_refused(file: &str, line: u32, expected: &str) {
    let refused = refusal(file, read(file).unwrap_err());
    assert_eq!(refused.line, line, "{refused}");
    assert!(refused.reason.contains(expected), "{refused}");
}

#[test]
fn refused_files() {
    check_refused("id: a\nname: b\n", 1, "no `query:`");
    check_refused("query: |\nid: a\n", 1, "nothing in it");
    check_refused("query:\n- a\n", 1, "a list");
    check_refused("query: |\n  T\nquery: |\n  T\n", 3, "second time");
    check_refused("query: |\n  T\n---\nquery: |\n  T\n", 4, "second rule");
    check_refused("query: |\n  T\n| where x\n", 3, "indent it");
    check_refused("query: | T\n", 1, "behind the `|`");
}
