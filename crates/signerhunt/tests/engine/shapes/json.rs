//! The rows as JSON: what the hunting APIs, Kusto, Log Analytics, event hubs and command lines make of
//! them.

use serde_json::{Map, Value, json};

use super::delimited::SCHEMA;
use super::world::{MILLISECONDS, NOTHING, Row, iso};
use super::{Written, text_of, written};

/// The row as an object, its times spelled so.
fn object(row: &Row, time: fn(chrono::NaiveDateTime) -> Value) -> Map<String, Value> {
    let value = |name: &str| match name {
        "Timestamp" => time(row.timestamp),
        "CertificateCountersignatureTime" => row.countersigned.map_or(Value::Null, time),
        "CertificateCreationTime" | "CertificateExpirationTime" => json!("2028-06-20T23:59:59Z"),
        "IsSigned" | "IsTrusted" | "IsRootSignerMicrosoft" => json!(row.is_trusted),
        "ReportId" => json!(row.report_id),
        other => json!(text_of(row, other)),
    };
    SCHEMA.iter().map(|&name| (name.to_owned(), value(name))).collect()
}

fn plain(row: &Row) -> Map<String, Value> {
    object(row, |time| json!(iso(time)))
}

/// The row's values in the schema's order.
fn values(row: &Row) -> Value {
    let object = plain(row);
    SCHEMA.iter().map(|&name| object[name].clone()).collect()
}

fn columns(name_key: &str, type_key: &str) -> Value {
    SCHEMA.iter().map(|name| json!({ name_key: name, type_key: "string" })).collect()
}

fn streamed(row: &Row, table: &str) -> Value {
    let mut properties = plain(row);
    properties.insert("MachineGroup".to_owned(), json!("main"));
    json!({
        "time": "2026-06-01T00:00:00.1234567Z",
        "tenantId": "11111111-2222-3333-4444-555555555555",
        "operationName": "Publish",
        "category": format!("AdvancedHunting-{table}"),
        "properties": properties,
        "Tenant": "DefaultTenant",
    })
}

fn lines(values: impl Iterator<Item = Value>, line_end: &str) -> String {
    values.map(|value| value.to_string() + line_end).collect()
}

/// What the Azure command line makes of a value.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Null => json!("None"),
        Value::Bool(true) => json!("True"),
        Value::Bool(false) => json!("False"),
        Value::String(text) => json!(text),
        other => json!(other.to_string()),
    }
}

/// All of them.
pub(super) fn all(rows: &[Row]) -> Vec<Written> {
    let objects: Vec<Value> = rows.iter().map(|row| Value::Object(plain(row))).collect();
    let shape = |name: &'static str, shape: &'static str, text: String| {
        written(name, shape, "UTF-8", NOTHING, text.into_bytes())
    };
    let annotated = rows.iter().map(|row| {
        let mut object = plain(row);
        object.insert("ReportId@odata.type".to_owned(), json!("#Int64"));
        object
    });
    let camel = rows.iter().map(|row| {
        let lower = |name: &str| name[..1].to_lowercase() + &name[1..];
        plain(row).into_iter().map(|(name, value)| (lower(&name), value)).collect::<Map<_, _>>()
    });
    let other_table = || streamed(&rows[0], "DeviceEvents");
    let streamed_rows =
        || rows.iter().map(|row| streamed(row, "DeviceFileCertificateInfo")).chain([other_table()]);
    let exported = rows.iter().map(|row| {
        let mut object = plain(row);
        // What is null is left out.
        object.retain(|_, value| !value.is_null());
        object.insert("TenantId".to_owned(), json!("22222222"));
        object.insert("TimeGenerated".to_owned(), json!("2026-06-01T00:00:00.1234567Z"));
        object.insert("Type".to_owned(), json!("DeviceFileCertificateInfo"));
        Value::Object(object)
    });
    let az = rows.iter().map(|row| {
        let mut object: Map<String, Value> =
            plain(row).iter().map(|(name, value)| (name.clone(), as_text(value))).collect();
        object.insert("TableName".to_owned(), json!("PrimaryResult"));
        object
    });
    let milliseconds = rows.iter().map(|row| {
        object(row, |time| json!(format!("/Date({})/", time.and_utc().timestamp_millis())))
    });
    let row_values: Vec<Value> = rows.iter().map(values).collect();
    let v2_columns = columns("ColumnName", "ColumnType");
    let properties = json!({
        "FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties",
        "TableName": "@ExtendedProperties",
        "Columns": [{"ColumnName": "TableId", "ColumnType": "int"}], "Rows": [[1]],
    });
    let end = json!({"FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false});
    let start = json!({"FrameType": "DataSetHeader", "IsProgressive": false, "Version": "v2.0"});
    // Kusto puts what a frame is before its rows.
    let fragment = |kind: &str, rows: &[Value]| {
        format!(
            "{{\"FrameType\":\"TableFragment\",\"TableId\":1,\"FieldCount\":18,\
             \"TableFragmentType\":\"{kind}\",\"Rows\":{}}}",
            Value::from(rows)
        )
    };
    let header = json!({
        "FrameType": "TableHeader", "TableId": 1, "TableKind": "PrimaryResult",
        "TableName": "PrimaryResult", "Columns": v2_columns,
    });
    let progress = json!({"FrameType": "TableProgress", "TableId": 1, "TableProgress": 40.0});
    let completion = json!({"FrameType": "TableCompletion", "TableId": 1, "RowCount": rows.len()});
    let progressive = [
        start.to_string(),
        header.to_string(),
        fragment("DataAppend", &row_values[..3]),
        progress.to_string(),
        fragment("DataReplace", &row_values[..5]),
        fragment("DataAppend", &row_values[5..]),
        completion.to_string(),
        end.to_string(),
    ];
    vec![
        shape(
            "Graph",
            "hunting API result",
            json!({
                "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#huntingQueryResults",
                "schema": columns("name", "type"),
                "results": annotated.collect::<Vec<_>>(),
            })
            .to_string(),
        ),
        shape(
            "Graph in lower case, pretty, schema last",
            "hunting API result",
            format!(
                "{{\n  \"results\": {},\n  \"schema\": {}\n}}\n",
                serde_json::to_string_pretty(&camel.collect::<Vec<_>>()).unwrap(),
                serde_json::to_string_pretty(&columns("Name", "Type")).unwrap()
            ),
        ),
        shape(
            "older hunting API",
            "hunting API result",
            json!({
                "Stats": {"ExecutionTime": 4.6, "dataset_statistics": [{"table_row_count": 3}]},
                "Schema": columns("Name", "Type"),
                "Results": objects,
            })
            .to_string(),
        ),
        shape("plain array", "JSON array", serde_json::to_string_pretty(&objects).unwrap()),
        shape(
            "array of the PowerShell SDK",
            "JSON array",
            json!(objects.iter().map(|row| json!({"AdditionalProperties": row})).collect::<Vec<_>>())
                .to_string(),
        ),
        shape("JSON Lines", "JSON Lines", lines(objects.iter().cloned(), "\n")),
        shape("JSON Lines of Windows", "JSON Lines", lines(objects.iter().cloned(), "\r\n")),
        shape("objects without lines between", "JSON Lines", lines(objects.iter().cloned(), "")),
        shape(
            "event hub message",
            "streaming API records",
            json!({"records": streamed_rows().collect::<Vec<_>>()}).to_string(),
        )
        .skipping(1),
        shape(
            "event hub messages",
            "streaming API records",
            Value::from_iter(streamed_rows().map(|row| json!({"records": [row]}))).to_string(),
        )
        .skipping(1),
        shape("blob of an hour", "streaming API records", lines(streamed_rows(), "\r\n")).skipping(1),
        shape(
            "Log Analytics API",
            "Log Analytics API result",
            json!({"tables": [{
                "name": "PrimaryResult", "columns": columns("name", "type"), "rows": row_values,
            }]})
            .to_string(),
        ),
        shape("az CLI", "az CLI result", Value::from_iter(az).to_string()),
        shape("data export", "Log Analytics data export", lines(exported, "\n")),
        shape(
            "Kusto v1",
            "Kusto v1 result",
            json!({"Tables": [
                {"TableName": "Table_0", "Columns": columns("ColumnName", "DataType"), "Rows": row_values},
                {"TableName": "Table_1", "Columns": [{"ColumnName": "Value"}], "Rows": [["{}"]]},
            ]})
            .to_string(),
        ),
        shape(
            "Kusto v2",
            "Kusto v2 frames",
            json!([start, properties, {
                "FrameType": "DataTable", "TableId": 1, "TableKind": "PrimaryResult",
                "TableName": "PrimaryResult", "Columns": v2_columns, "Rows": row_values,
            }, end])
            .to_string(),
        ),
        shape(
            "Kusto v2, progressive",
            "Kusto v2 frames",
            format!("[{}]", progressive.join(",\r\n")),
        ),
        written(
            "PowerShell 5.1's dates",
            "JSON array",
            "UTF-8",
            MILLISECONDS,
            // It escapes slashes, which JSON allows.
            Value::from_iter(milliseconds).to_string().replace("/Date(", "\\/Date(").replace(")/", ")\\/").into_bytes(),
        ),
    ]
}
