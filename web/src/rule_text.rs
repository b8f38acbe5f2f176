//! What may be a rule: a file by its name, a pasted text by how it asks for the table. What it asks for is not decided here:
//! that is the readers' business.

/// The table of the rules.
const TABLE: &str = "DeviceFileCertificateInfo";

/// How the names of rule files end.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".kql"];

/// Whether a file of this name is taken for a rule.
pub(crate) fn is_rule_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a text is taken for a rule. Exports may name the table too, but only queries go on with `|` behind it.
pub(crate) fn is_rule_text(text: &str) -> bool {
    text.match_indices(TABLE).any(|(at, _)| {
        let rest = text[at + TABLE.len()..].trim_start();
        rest.starts_with('|') || rest.starts_with("//")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_from_exports_by_their_names() {
        assert!(is_rule_file("rmm_AnyDesk_filesig.yaml"));
        assert!(is_rule_file("rules/A.YML"));
        assert!(is_rule_file("hunt.kql"));
        assert!(!is_rule_file("yaml"));
        assert!(!is_rule_file("hunt.kql.csv"));
    }

    #[test]
    fn rules_are_told_from_exports_by_how_they_ask() {
        assert!(is_rule_text("DeviceFileCertificateInfo | where Signer has 'x'"));
        assert!(is_rule_text("query: |\n  DeviceFileCertificateInfo\n  | take 5"));
        assert!(is_rule_text("let t = DeviceFileCertificateInfo // all\n| take 5;\nt"));
        assert!(!is_rule_text("Timestamp,Signer,Type\n2026,x,DeviceFileCertificateInfo\n2026,y,z"));
        assert!(!is_rule_text("{\"Type\":\"DeviceFileCertificateInfo\",\"Signer\":\"a | b\"}"));
        assert!(!is_rule_text("DeviceProcessEvents | take 5"));
    }
}
