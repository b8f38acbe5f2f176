//! What JSON exports have that tables do not: names at every value, strings with escapes, an envelope.
//!
//! It only spells. What stands in a row is in `row.rs`, and nothing here could read JSON.

/// How the answer of the hunting API begins: what it is, its columns with their types, then the rows.
pub(crate) const ANSWER_BEFORE_ROWS: &str = "{\"@odata.context\":\
    \"https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults\",\
    \"schema\":[{\"name\":\"Timestamp\",\"type\":\"DateTime\"},\
    {\"name\":\"DeviceId\",\"type\":\"String\"},\
    {\"name\":\"DeviceName\",\"type\":\"String\"},\
    {\"name\":\"SHA1\",\"type\":\"String\"},\
    {\"name\":\"IsSigned\",\"type\":\"Boolean\"},\
    {\"name\":\"SignatureType\",\"type\":\"String\"},\
    {\"name\":\"Signer\",\"type\":\"String\"},\
    {\"name\":\"SignerHash\",\"type\":\"String\"},\
    {\"name\":\"Issuer\",\"type\":\"String\"},\
    {\"name\":\"IssuerHash\",\"type\":\"String\"},\
    {\"name\":\"CertificateSerialNumber\",\"type\":\"String\"},\
    {\"name\":\"CrlDistributionPointUrls\",\"type\":\"String\"},\
    {\"name\":\"CertificateCreationTime\",\"type\":\"DateTime\"},\
    {\"name\":\"CertificateExpirationTime\",\"type\":\"DateTime\"},\
    {\"name\":\"CertificateCountersignatureTime\",\"type\":\"DateTime\"},\
    {\"name\":\"IsTrusted\",\"type\":\"Boolean\"},\
    {\"name\":\"IsRootSignerMicrosoft\",\"type\":\"Boolean\"},\
    {\"name\":\"ReportId\",\"type\":\"Int64\"}],\"results\":[";

/// How the answer of the hunting API ends.
pub(crate) const ANSWER_AFTER_ROWS: &[u8] = b"]}";

/// What the streaming API writes between the time and the row.
pub(crate) const RECORD_BEFORE_ROW: &[u8] =
    b",\"tenantId\":\"22222222-3333-4444-5555-666666666666\",\"operationName\":\"Publish\",\
      \"category\":\"AdvancedHunting-DeviceFileCertificateInfo\",\"properties\":";

/// What the streaming API writes behind the row.
pub(crate) const RECORD_AFTER_ROW: &[u8] = b",\"Tenant\":\"DefaultTenant\"}";

/// Appends the name of a column and the colon behind it.
pub(crate) fn push_name(out: &mut Vec<u8>, name: &str) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Appends a string. Bytes, because a broken export holds broken text; they are written as they are.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    for byte in text {
        match *byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control @ ..0x20 => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
            byte => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn written(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        push_string(&mut out, text);
        out
    }

    #[test]
    fn strings_escape_what_must_be_escaped_only() {
        assert_eq!(written(b"The \"Handy\" \\ Co"), br#""The \"Handy\" \\ Co""#);
        assert_eq!(written(b"\t\r\n\x00\x1b\x7f/"), b"\"\\t\\r\\n\\u0000\\u001b\x7f/\"");
        assert_eq!(written("上海 Größte".as_bytes()), "\"上海 Größte\"".as_bytes());
        assert_eq!(written(b"J\xFCrgen"), b"\"J\xFCrgen\"");
    }

    #[test]
    fn every_character_reads_back() {
        let all: String = ('\0'..'\u{3000}').chain(['\u{feff}', '\u{1f512}']).collect();
        let read: String = serde_json::from_slice(&written(all.as_bytes())).expect("a string");
        assert_eq!(read, all);
    }

    #[test]
    fn the_answer_names_the_columns_of_the_portal() {
        let answer = [ANSWER_BEFORE_ROWS.as_bytes(), ANSWER_AFTER_ROWS].concat();
        let answer: Value = serde_json::from_slice(&answer).expect("a document");
        let schema = answer["schema"].as_array().expect("a list");
        let names: Vec<&str> = schema.iter().filter_map(|column| column["name"].as_str()).collect();
        assert_eq!(format!("\u{feff}{}", names.join(",")), crate::shape::Shape::PortalIso.header());
        assert_eq!(answer["results"], Value::Array(Vec::new()));
    }
}
