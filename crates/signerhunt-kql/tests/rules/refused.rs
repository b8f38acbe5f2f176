//! What is refused, where, and in which words.

use signerhunt_kql::read_query;

/// `marked` is a query with a `§` where it is refused.
#[track_caller]
fn check(marked: &str, reason: &str) {
    let at = marked.find('§').unwrap();
    let before = &marked[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let refusal = read_query(&marked.replace('§', "")).unwrap_err();
    assert_eq!(refusal.to_string(), format!("line {line}, column {column}: {reason}"), "{marked}");
}

/// The same for what stands behind the table.
#[track_caller]
fn check_stage(marked: &str, reason: &str) {
    check(&format!("DeviceFileCertificateInfo // all of it\n| {marked}"), reason);
}

#[test]
fn conditions() {
    check_stage(
        "where §Singer has 'x'",
        "there is no column or `let` named `Singer`; the columns here are Timestamp, DeviceId, DeviceName, SHA1, IsSigned, SignatureType, Signer, SignerHash, …",
    );
    check_stage("where §signer has 'x'", "`signer` is spelled Signer; Kusto minds the case");
    check_stage(
        "where §Signer",
        "a string stands where a condition should; compare it with something, as in `Signer has 'x'`",
    );
    check_stage(
        "where §ReportId",
        "a long stands where a condition should; compare it with something, as in `Signer has 'x'`",
    );
    check_stage(
        "where ReportId §has '1'",
        "`has` works on strings, and this is a long; use `==` or another comparison",
    );
    check_stage(
        "where Timestamp §has '2024'",
        "`has` works on strings, and this is a datetime; use `==` or another comparison",
    );
    check_stage(
        "where Signer §has 5",
        "`has` takes a text, and this is a long; write it in quotes",
    );
    check_stage(
        "where Signer §has ReportId",
        "`has` takes a text, and this is a long; write it in quotes",
    );
    check_stage(
        "where Signer §has dynamic(['a'])",
        "`has` takes one text, and this is a list; use `has_any` or `in`",
    );
    check_stage(
        "where Signer §== 5",
        "`==` cannot compare a string with a long; write the text in quotes",
    );
    check_stage(
        "where ReportId §== '5'",
        "`==` cannot compare a long with a string; write it without quotes",
    );
    check_stage(
        "where Timestamp §> '2024-01-01'",
        "`>` cannot compare a datetime with a string; write a time as datetime(2026-05-26)",
    );
    check_stage(
        "where Timestamp between (§'2024-01-01' .. now())",
        "`between` cannot compare a datetime with a string; write a time as datetime(2026-05-26)",
    );
    check_stage(
        "where Timestamp between (ago(5d)§, now())",
        "`,` is not what can stand here; `..` between the ends of the range is expected",
    );
    check_stage(
        "where Timestamp between (§5 .. 7)",
        "`between` cannot compare a datetime with a long; write a time as datetime(2026-05-26) or ago(5d)",
    );
    check_stage(
        "where §Signer between ('a' .. 'b')",
        "`between` takes numbers and times, and this is a string",
    );
    check_stage(
        "where Signer §> 'a'",
        "`>` does not compare strings in Kusto; use `==`, `startswith` or `in`",
    );
    check_stage(
        "where Timestamp > ago(§5)",
        "`ago` takes a timespan, and this is a long; write it with a unit, such as 5d or 12h",
    );
    check_stage(
        "where Timestamp > §datetime(5/6/2026)",
        "`5/6/2026` is not a time that can be read here; write it like datetime(2026-05-26T23:00:01Z)",
    );
    check_stage(
        "where Timestamp > §datetime(2026-02-30)",
        "`2026-02-30` is not a time that can be read here; write it like datetime(2026-05-26T23:00:01Z)",
    );
    check_stage(
        "where Timestamp > ago(§5w)",
        "`5w` is not a span of time; write it like 5d, 12h, 30m, 10s or 100ms",
    );
    check_stage(
        "where IsSigned §has 'a'",
        "`has` works on strings, and this is a bool; use `==` or another comparison",
    );
    check_stage("where Signer has_any (§)", "`)` is not what can stand here; a value is expected");
    check_stage(
        "where Signer has_any §'x'",
        "`'x'` is not what can stand here; `(` and a list behind `has_any` is expected",
    );
    check_stage(
        "where Signer has_any ('a',§)",
        "`)` is not what can stand here; a value is expected",
    );
    check_stage(
        "where Signer §!has_any ('a')",
        "Kusto has no `!has_any`; write `not(Signer has_any (...))`",
    );
    check_stage(
        "where Signer §has_any_cs ('a')",
        "Kusto has no `has_any_cs`; use several `has_cs` with `or` or `and` between",
    );
    check_stage(
        "where Signer has_any (§DeviceName)",
        "the list of `has_any` has to be constant; write the values, or a `let` with a dynamic list",
    );
    check_stage(
        "where Signer has_any (§datetime(2026-01-01))",
        "`has_any` cannot compare a string with a datetime; write a time as datetime(2026-05-26)",
    );
    check_stage(
        "where Signer in ('a', §5)",
        "`in` cannot compare a string with a long; write the text in quotes",
    );
    check_stage(
        "where ReportId in (§'1')",
        "`in` cannot compare a long with a string; write it without quotes",
    );
    check_stage(
        "where ReportId §in~ (1)",
        "`in~` works on strings, and this is a long; use `==` or `in`",
    );
    check_stage(
        "where ReportId in (§dynamic([1, null]))",
        "a null is in the list of `in`; use isnull() for it",
    );
    check_stage(
        "where Signer §matches regex 'a.*'",
        "`matches regex` is not supported; use `has`, `contains` or `startswith`",
    );
    check_stage(
        "where Signer §like 'a'",
        "`like` is not supported; use `contains` or `startswith`",
    );
    check_stage("where Signer §= 'a'", "`=` does not compare; write `==`, or `=~` for any case");
    check_stage("where §not IsSigned", "a condition is negated by a function; write `not(...)`");
    check_stage("where §!IsSigned", "a condition is negated by a function; write `not(...)`");
    check_stage(
        "where not(§ReportId)",
        "`not` takes a bool, and this is a long; compare it with something first",
    );
    check_stage(
        "where Signer has 'a' §has 'b'",
        "`has` follows another comparison; put one of them in parentheses, or `and` between",
    );
    check_stage(
        "where 1 < ReportId §< 5",
        "`<` follows another comparison; put one of them in parentheses, or `and` between",
    );
    check_stage(
        "where Signer has §'a",
        "the text that begins here is not closed in its line; write ' at its end",
    );
    check_stage(
        "where Signer has §‘a’",
        r#"`‘` is a quotation mark of print; write ' or " around a text"#,
    );
    check_stage(
        r#"where Signer has 'a§\q'"#,
        r#"`\q` stands for nothing in a text; write `\\` for a backslash, or @ before the quotes"#,
    );
    check_stage("where (Signer has 'a'§", "the query ends here; `)` is missing");
    check_stage(
        "where Signer has 'a'§)",
        "`)` is not what can stand here; `|` and an operator, or the end is expected",
    );
    check_stage("where Signer has 'a' and§", "the query ends here; a value is missing");
    check_stage(
        "where Signer has 'a' | §| count",
        "`|` is not what can stand here; an operator such as `where` is expected",
    );
    check_stage(
        "where Signer has 'a' §count",
        "`count` is not what can stand here; `|` and an operator, or the end is expected",
    );
    check_stage(
        "where Timestamp §+ Timestamp > now() * 2",
        "`+` does not work between a datetime and a datetime",
    );
    check_stage("where ReportId §/ 2 == 1", "`/` is not supported; only `+`, `-` and `*` are");
    check_stage(
        "where ReportId > §1.5",
        "`1.5` is not a whole number, and no column holds others; write a whole one",
    );
    check_stage(
        "where §strlen(Signer) > 5",
        "the function `strlen` is not supported; those are now, ago, datetime, timespan, bin, startofday, endofday, not, isempty, isnotempty, isnull, isnotnull, tolower, todatetime and totimespan",
    );
    check_stage(
        "where §toupper(Signer) == 'A'",
        "`toupper` is not supported; use `tolower`, or `=~` and `in~`, which take any case",
    );
    check_stage(
        "where §strcat(Signer, 'a') == 'b'",
        "the function `strcat` is not supported; those are now, ago, datetime, timespan, bin, startofday, endofday, not, isempty, isnotempty, isnull, isnotnull, tolower, todatetime and totimespan",
    );
    check_stage(
        "where §now(1d, 2d) > Timestamp",
        "`now` takes 1 between its parentheses, and 2 are given",
    );
    check_stage(
        "where §count() > 5",
        "`count` summarizes rows; it has to stand alone in a `summarize`, as in `X = count(...)`",
    );
    check_stage("where §isnull()", "`isnull` takes 1 between its parentheses, and 0 are given");
    check_stage(
        "where bin(§Timestamp, 1) > now()",
        "`bin` cannot round a datetime by a long; write it as in `bin(Timestamp, 1d)`",
    );
    check_stage(
        "where bin(ReportId, §0) > 1",
        "what `bin` rounds by has to be a constant above 0, such as 1d",
    );
    check_stage(
        "where bin(Timestamp, §now() - now()) > now()",
        "what `bin` rounds by has to be a constant above 0, such as 1d",
    );
    check_stage(
        "where Signer§.x == 'a'",
        "looking into a value with `.` or `[` is not supported; use the columns as they are",
    );
    check_stage(
        "where Timestamp > ago(5 §days)",
        "`days` is not what can stand here; `)` behind what `ago` is given is expected",
    );
    check_stage(
        "where IsSigned in (§1)",
        "`in` cannot compare a bool with a long; both sides have to be of one type",
    );
    check_stage(
        "where IsSigned §> 1",
        "`>` cannot compare a bool with a long; both sides have to be of one type",
    );
    check_stage(
        "where datetime(2026-01-01) §has 'a'",
        "`has` works on strings, and this is a datetime; use `==` or another comparison",
    );
    check_stage(
        "where Timestamp between (ago(5d) .. §5)",
        "`between` cannot compare a datetime with a long; write a time as datetime(2026-05-26) or ago(5d)",
    );
    check_stage(
        "where §isnull(Signer, 1)",
        "`isnull` takes 1 between its parentheses, and 2 are given",
    );
    check_stage("where tolower(§ReportId) == 'a'", "`tolower` takes a string, and this is a long");
    check_stage(
        "where todatetime(§Signer) > now()",
        "only a text in quotes can be made a datetime here; use the columns that are one",
    );
    check_stage(
        "where Signer has_all§",
        "the query ends here; `(` and a list behind `has_all` is missing",
    );
    check_stage(
        "where §- Signer == 'a'",
        "`-` stands before a string; only numbers and spans of time have a sign",
    );
    check_stage(
        "where Timestamp > ago(5d§",
        "the query ends here; `)` behind what `ago` is given is missing",
    );
    check_stage(
        "where Timestamp > §datetime(2026-01-01",
        "the `(` behind `datetime` is not closed; write `)`",
    );
    check_stage("where Signer §has_ipv4 'a'", "`has_ipv4` is not supported; use `has`");
    check_stage(
        "where §prev(Signer) == 'a'",
        "`prev` depends on the order of rows, which is not defined; use `summarize`",
    );
    check_stage("where Signer == §null", "Kusto has no bare null; ask with isnull() or isempty()");
}

#[test]
fn summaries() {
    check_stage(
        "summarize §arg_max(Timestamp, *) by DeviceId",
        "`arg_max` is not supported; use `max`, and look at the records for the rest",
    );
    check_stage(
        "summarize §take_any(Signer)",
        "which row `take_any` takes is not defined; use `min` or `max`, which say which",
    );
    check_stage(
        "summarize §make_list(Signer)",
        "`make_list` depends on the order of rows, which is not defined; use `make_set`",
    );
    check_stage(
        "summarize §Signer",
        "a result of `summarize` has to be one of min, max, count, countif, dcount, make_set; what goes by itself stands behind `by`",
    );
    check_stage(
        "summarize §max(Timestamp) - min(Timestamp)",
        "`max` summarizes rows; it has to stand alone in a `summarize`, as in `X = max(...)`",
    );
    check_stage("summarize §count(Signer)", "`count` takes nothing between its parentheses");
    check_stage("summarize§", "the query ends here; a value is missing");
    check_stage("summarize by§", "the query ends here; a value is missing");
    check_stage(
        "summarize A = count(), §A = min(Timestamp)",
        "there is a column named `A` already; give this one another name, `Other = ...`",
    );
    check_stage(
        "summarize count() by DeviceId, §DeviceId",
        "there is a column named `DeviceId` already; give this one another name, `Other = ...`",
    );
    check_stage(
        "summarize count() | where §Signer has 'x'",
        "the column Signer is no longer there; an earlier stage leaves it out",
    );
    check_stage(
        "summarize make_set(ReportId) | sort by §set_ReportId",
        "a list has no order; sort by another column",
    );
    check_stage(
        "summarize make_set(ReportId) | where set_ReportId §has '5'",
        "`has` cannot look into a list; use it on the column before it is summarized",
    );
    check_stage(
        "summarize make_set(ReportId) | where set_ReportId §== 5",
        "`==` cannot compare a list; use the column before it is summarized",
    );
    check_stage(
        "summarize make_set(ReportId) by DeviceId | §distinct *",
        "`distinct` cannot go by the list set_ReportId; leave that column out",
    );
    check_stage(
        "summarize R = make_set(ReportId) | summarize make_set(§R)",
        "`make_set` cannot take a list; summarize the column before it is one",
    );
    check_stage(
        "summarize make_set(ReportId, §0)",
        "a set has to have room for a value; write a number above 0",
    );
    check_stage("summarize make_set(ReportId, §'a')", "`make_set` takes a whole number here");
    check_stage(
        "summarize countif(§ReportId)",
        "a long stands where a condition should; compare it with something, as in `Signer has 'x'`",
    );
    check_stage("summarize §dcount()", "`dcount` takes one column between its parentheses");
    check_stage(
        "summarize X = §by DeviceId",
        "`by` is not what can stand here; a value before `by` is expected",
    );
    check_stage(
        "summarize §toscalar(count())",
        "`toscalar` asks a second question; write its answer here",
    );
}

#[test]
fn other_stages() {
    check_stage("§Where Signer has 'a'", "`Where` is spelled `where`; Kusto minds the case");
    check_stage(
        "project Signer, §Signer",
        "there is a column named `Signer` already; give this one another name, `Other = ...`",
    );
    check_stage(
        "project Signer | where §DeviceName has 'a'",
        "the column DeviceName is no longer there; an earlier stage leaves it out",
    );
    check_stage(
        "project-away §X",
        "there is no column or `let` named `X`; the columns here are Timestamp, DeviceId, DeviceName, SHA1, IsSigned, SignatureType, Signer, SignerHash, …",
    );
    check_stage(
        "project-away Signer§*",
        "names with `*` are not supported; write each column's name",
    );
    check_stage(
        "§project-rename A = Signer",
        "`project-rename` is not supported; use `project New = Old` with all columns that you need",
    );
    check_stage(
        "extend A = 1, B = §A",
        "there is no column or `let` named `A`; the columns here are Timestamp, DeviceId, DeviceName, SHA1, IsSigned, SignatureType, Signer, SignerHash, …",
    );
    check_stage(
        "sort §Signer",
        "`Signer` is not what can stand here; `by` behind `sort` is expected",
    );
    check_stage("sort by§", "the query ends here; a value is missing");
    check_stage(
        "sort by Signer nulls§",
        "the query ends here; `first` or `last` behind `nulls` is missing",
    );
    check_stage("top 5§", "the query ends here; `by` behind the number of rows is missing");
    check_stage("top §'a' by Signer", "the number of rows has to be a whole number, such as 10");
    check_stage(
        "top 5 by Signer§, DeviceName",
        "`top` takes one column; use `sort by` and `take` for more",
    );
    check_stage("take §-1", "the number of rows has to be a whole number, such as 10");
    check_stage(
        "take §x",
        "there is no column or `let` named `x`; the columns here are Timestamp, DeviceId, DeviceName, SHA1, IsSigned, SignatureType, Signer, SignerHash, …",
    );
    check_stage("count §as X", "`count as` is not supported; use `summarize X = count()`");
    check_stage(
        "§join kind=inner (DeviceInfo) on DeviceId",
        "`join` brings in other rows, and an export is one table; ask without it",
    );
    check_stage(
        "§union DeviceFileEvents",
        "`union` brings in other rows, and an export is one table; ask without it",
    );
    check_stage("§render timechart", "`render` draws, which is not done here; leave it out");
    check_stage(
        "§mv-expand Report",
        "`mv-expand` is not supported; ask for the rows before they are summarized",
    );
    check_stage(
        "§parse Signer with 'CN=' X",
        "`parse` is not an operator that is supported; those are where, summarize, project, project-away, extend, distinct, sort, take, top and count",
    );
    check_stage("§evaluate bag_unpack(x)", "`evaluate` runs what is not here; ask without it");
    check_stage(
        "§frobnicate",
        "`frobnicate` is not an operator that is supported; those are where, summarize, project, project-away, extend, distinct, sort, take, top and count",
    );
    check_stage(
        "§'x'",
        "`'x'` is not what can stand here; an operator such as `where` is expected",
    );
    check_stage("distinct§", "the query ends here; a value is missing");
    check_stage("project§", "the query ends here; a value is missing");
    check_stage(
        "§lookup (x) on y",
        "`lookup` brings in other rows, and an export is one table; ask without it",
    );
    check_stage("§sample 5", "`sample` answers differently each time; use `take`");
    check_stage(
        "§make-series count() on Timestamp step 1d",
        "`make-series` is not an operator that is supported; those are where, summarize, project, project-away, extend, distinct, sort, take, top and count",
    );
    check_stage("§invoke x()", "`invoke` runs what is not here; ask without it");
}

#[test]
fn whole_queries() {
    check(
        "§",
        "the query ends without asking for anything; begin with the table DeviceFileCertificateInfo",
    );
    check(
        "// nothing§",
        "the query ends without asking for anything; begin with the table DeviceFileCertificateInfo",
    );
    check(
        "let a = 5d;§",
        "the query ends without asking for anything; begin with the table DeviceFileCertificateInfo",
    );
    check("let a = 5d§", "the query ends here; `;` behind the `let` is missing");
    check(
        "let a = 5d §DeviceFileCertificateInfo",
        "`DeviceFileCertificateInfo` is not what can stand here; `;` behind the `let` is expected",
    );
    check(
        "let a = 5d; let §a = 6d; DeviceFileCertificateInfo",
        "`a` has been given a value before; use another name",
    );
    check(
        "let a = §b; DeviceFileCertificateInfo",
        "`b` has no value here; give it one with `let b = ...;` before",
    );
    check(
        "let a = §Signer; DeviceFileCertificateInfo",
        "`Signer` has no value here; give it one with `let Signer = ...;` before",
    );
    check(
        "let §f = (x:string) { x }; DeviceFileCertificateInfo",
        "functions are not supported; write what it does where it is used",
    );
    check(
        "let §f = () { 1 }; DeviceFileCertificateInfo",
        "functions are not supported; write what it does where it is used",
    );
    check(
        "let t = DeviceFileCertificateInfo §| where Signer has 'a'; t",
        "a `let` that holds a table is not supported; write the table where it is used",
    );
    check(
        "let t = DeviceFileCertificateInfo; §t",
        "`t` is no table; begin with DeviceFileCertificateInfo",
    );
    check("let t = 5; §t", "`t` is no table; begin with DeviceFileCertificateInfo");
    check(
        "§set notruncation; DeviceFileCertificateInfo",
        "`set` is not supported; leave this statement out",
    );
    check(
        "§declare query_parameters(a:string); DeviceFileCertificateInfo",
        "`declare` is not supported; leave this statement out",
    );
    check(
        "§DeviceFileEvents | count",
        "the table `DeviceFileEvents` is not what is read here; only DeviceFileCertificateInfo is",
    );
    check(
        "§devicefilecertificateinfo",
        "`devicefilecertificateinfo` is spelled DeviceFileCertificateInfo; Kusto minds the case",
    );
    check(
        "§union DeviceFileCertificateInfo, DeviceFileEvents",
        "`union` is not supported, since an export is one table; begin with DeviceFileCertificateInfo",
    );
    check(
        "§externaldata(a:string)['x'] | count",
        "`externaldata` would fetch data, which is never done here; begin with DeviceFileCertificateInfo",
    );
    check("§print 1", "`print` makes its own rows; begin with the table DeviceFileCertificateInfo");
    check("§| count", "there is no table before this `|`; begin with DeviceFileCertificateInfo");
    check(
        "DeviceFileCertificateInfo;\n§DeviceFileCertificateInfo",
        "a second query begins here; give each query a file of its own",
    );
    check(
        "DeviceFileCertificateInfo;\n§let a = 5;",
        "a `let` stands behind the query; write it before the table",
    );
    check(
        "DeviceFileCertificateInfo §where Signer has 'a'",
        "`where` is not what can stand here; `|` and an operator, or the end is expected",
    );
    check(
        "§search 'ConnectWise'",
        "`search` is not supported, since an export is one table; begin with DeviceFileCertificateInfo",
    );
    check(
        r#"§{"name": "x"}"#,
        "`{` is not what can stand here; the table DeviceFileCertificateInfo is expected",
    );
    check(
        "§ConnectWise",
        "the table `ConnectWise` is not what is read here; only DeviceFileCertificateInfo is",
    );
    check("§5", "`5` is not what can stand here; the table DeviceFileCertificateInfo is expected");
    check(
        r#"let x = dynamic(§{"a": 1}); DeviceFileCertificateInfo"#,
        r#"records are not supported; write a list, dynamic(["a", "b"])"#,
    );
    check(
        "let x = dynamic(['a', §1.5]); DeviceFileCertificateInfo",
        "`1.5` is not a whole number, and no column holds others; write a whole one",
    );
    check(
        "let a = now(); DeviceFileCertificateInfo | where Signer has_any (§a)",
        "the list of `has_any` has to be constant; write the values, or a `let` with a dynamic list",
    );
    check(
        "let a = DeviceFileCertificateInfo\n§| count",
        "a `let` that holds a table is not supported; write the table where it is used",
    );
}

/// The same in a rule file; places are those in the file.
#[test]
fn in_rule_files() {
    let reason = "there is no column or `let` named `Singer`; the columns here are Timestamp, DeviceId, DeviceName, SHA1, IsSigned, SignatureType, Signer, SignerHash, …";
    let table = "DeviceFileCertificateInfo";
    check(&format!("id: a\nquery: |\n    {table}\n\n    | where §Singer has 'x'\n"), reason);
    check(&format!("query: >\n  {table}\n  | where §Singer has 'x'\n"), reason);
    check(&format!("query: \"{table}\\n | where \\\"ü\\\" == §Singer\""), reason);
    check(&format!("query: '{table} | where ''ü'' == §Singer'"), reason);
    check(&format!("query: {table} | where 'ü' == §Singer # none\n"), reason);
    check(&format!("query:\n  {table}\n    | where §Singer has 'x'"), reason);
    check(
        "§id: a\nname: b\n",
        "this looks like a rule file, but it has no `query:` at the left edge; add the rule's query, or give only the query",
    );
}

#[test]
fn of_other_line_ends() {
    let refusal = read_query("DeviceFileCertificateInfo\r\n// ä\r\n| where Signer has 'ü' and x")
        .unwrap_err();
    assert_eq!((refusal.line, refusal.column), (3, 28));
    let refusal =
        read_query("id: a\r\nquery: |\r\n  DeviceFileCertificateInfo\r\n  | wehre x").unwrap_err();
    assert_eq!((refusal.line, refusal.column), (4, 5));
}

#[test]
fn what_is_too_large() {
    let check_large = |query: &str, expected: &str| {
        let refusal = read_query(query).unwrap_err();
        assert!(refusal.reason.contains(expected), "{refusal}");
    };
    let table = "DeviceFileCertificateInfo";
    check_large(&" ".repeat((1 << 20) + 1), "larger than 1 MiB");
    check_large(
        &format!("{table} | where {}1 == 1{}", "(".repeat(100), ")".repeat(100)),
        "64 levels",
    );
    check_large(&format!("{table} | where ReportId == {}1", "-".repeat(100)), "64 levels");
    check_large(
        &format!("{table} | where ReportId == 1{}", " + 1".repeat(100)),
        "added or multiplied",
    );
    check_large(&format!("{table}{}", " | take 1".repeat(201)), "200 stages");
    let many =
        |n_items: usize| (0..n_items).map(|item| format!("'{item}'")).collect::<Vec<_>>().join(",");
    check_large(&format!("{table} | where Signer has_all ({})", many(257)), "at most 256");
    check_large(&format!("{table} | where Signer has_any ({})", many(10_001)), "at most 10000");
    check_large(&format!("{table} | where Signer in ({})", many(100_001)), "more than 100000");
    check_large(&format!("{table} | where Signer has '{}'", "a".repeat(5000)), "more than 4096");
    check_large(
        &format!(
            "{table} | extend {}",
            (0..201).map(|place| format!("A{place} = 1")).collect::<Vec<_>>().join(", ")
        ),
        "200 columns",
    );
    let repeated = format!(
        "let a = '{}'; {table} | where Signer {}",
        "a".repeat(4000),
        "has a or Signer ".repeat(2000)
    );
    check_large(&format!("{repeated} has a"), "4 MiB");
}
