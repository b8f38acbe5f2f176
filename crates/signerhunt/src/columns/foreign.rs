//! Says what a table is that is not ours, from the names of its columns, and what to export instead.

use super::{Field, Layout};

/// Columns that only one table of advanced hunting has.
const TELLING: [(&str, &str); 14] = [
    ("ProcessCommandLine", "DeviceProcessEvents"),
    ("RemoteIPType", "DeviceNetworkEvents"),
    ("RegistryKey", "DeviceRegistryEvents"),
    ("PreviousRegistryKey", "DeviceRegistryEvents"),
    ("LogonType", "DeviceLogonEvents"),
    ("PreviousFolderPath", "DeviceFileEvents"),
    ("PublicIP", "DeviceInfo"),
    ("NetworkAdapterName", "DeviceNetworkInfo"),
    ("SoftwareVendor", "DeviceTvmSoftwareInventory"),
    ("AlertId", "AlertInfo or AlertEvidence"),
    ("NetworkMessageId", "EmailEvents"),
    ("AccountUpn", "IdentityInfo"),
    ("ConnectorId", "another table of Log Analytics"),
    ("InitiatingProcessFileName", "a table of device events"),
];

const WHAT_TO_EXPORT: &str = "Export DeviceFileCertificateInfo with the columns Timestamp, DeviceId, \
                              DeviceName, Signer and ReportId";

/// What this table is and lacks, to be read behind the file's name. `place` says where its columns are
/// named, such as `line 1`.
pub(crate) fn foreign_words(layout: &Layout, place: &str) -> String {
    let missing = layout.missing().join(" and no ");
    let shown = shown_names(layout);
    let telling = TELLING.iter().find(|(column, _)| layout.has(column));
    match telling {
        Some((_, table)) if layout[Field::Signer].is_none() => format!(
            "looks like {table}: it has no {missing} column, and {place} names {shown}. {WHAT_TO_EXPORT}"
        ),
        _ if is_summarized(layout) => format!(
            "is the result of a `summarize`, which keeps no rows to count: it has no {missing} column, \
             and {place} names {shown}. Export the rows themselves: leave the `summarize` out, or give \
             the rule's own result with DeviceId or DeviceName, FirstSeen, LastSeen, Report and Count"
        ),
        _ => format!("has no {missing} column: {place} names {shown}. {WHAT_TO_EXPORT}"),
    }
}

/// Names that `summarize` gives its columns, or that people give them there.
fn is_summarized(layout: &Layout) -> bool {
    let is_aggregate = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["count_", "dcount_", "min_", "max_", "set_", "list_", "arg_max_", "sum_", "avg_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            || ["firstseen", "lastseen", "count", "report"].contains(&name.as_str())
    };
    layout.names.iter().any(|name| is_aggregate(&name.name))
}

fn shown_names(layout: &Layout) -> String {
    const SHOWN: usize = 8;
    let names = &layout.names;
    let mut shown: Vec<String> =
        names.iter().take(SHOWN).map(|name| name.full_name.chars().take(40).collect()).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    match shown.is_empty() {
        true => "nothing".to_owned(),
        // A sentence ends behind it.
        false => shown.join(", ").trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::ColumnName;

    #[track_caller]
    fn check(header: &str, word: &str) {
        let layout = Layout::of(header.split(',').map(ColumnName::of).collect());
        let words = foreign_words(&layout, "line 1");
        assert!(words.contains(word), "{words}");
    }

    #[test]
    fn what_is_missing_is_named() {
        check("Timestamp,DeviceId", "has no Signer column: line 1 names Timestamp, DeviceId.");
        check("Signer,DeviceId", "has no Timestamp column");
        check("Timestamp,Signer", "has no DeviceId or DeviceName column");
        check(
            "a,b,c,d,e,f,g,h,i,j",
            "no Timestamp and no Signer and no DeviceId or DeviceName column: line 1 names a, b, c, d, e, f, g, h, and 2 more",
        );
    }

    #[test]
    fn other_tables_are_named() {
        check("Timestamp,DeviceId,ProcessCommandLine", "looks like DeviceProcessEvents: it has no");
        check("Timestamp,DeviceName,RegistryKey", "looks like DeviceRegistryEvents");
        check("Signer,count_", "is the result of a `summarize`");
        check("Signer,Issuer,Devices,FirstSeen,LastSeen", "is the result of a `summarize`");
    }
}
