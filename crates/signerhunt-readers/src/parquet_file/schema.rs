//! Which columns of a Parquet file are read: those that the engine uses, by their names.

use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::spelling::Spelling;

/// The columns that the engine uses, and without which there is nothing to hunt in.
const WANTED: [&str; 13] = [
    "Timestamp",
    "TimeGenerated",
    "DeviceId",
    "DeviceName",
    "Signer",
    "ReportId",
    "SHA1",
    "SignerHash",
    "Type",
    "FirstSeen",
    "LastSeen",
    "Report",
    "Count",
];
const SIGNER: &str = "Signer";
/// What a summary has instead.
const SUMMARY: [&str; 3] = ["FirstSeen", "LastSeen", "Count"];

/// A column that is read.
pub(super) struct Column {
    /// As the engine knows it.
    pub(super) name: &'static str,
    /// Among the columns of the file that hold values.
    pub(super) idx: usize,
    pub(super) spelling: Spelling,
    /// A cell is a list of values.
    pub(super) is_list: bool,
}

/// What is to be read of a file.
pub(super) enum Columns {
    /// A file of something else, by the names of its columns.
    Foreign(Vec<String>),
    /// A file with signers, or with a summary of theirs.
    Known {
        columns: Vec<Column>,
        /// What is left out, to be read behind the file's name and a colon.
        warnings: Vec<String>,
    },
}

/// Chooses the columns to read.
pub(super) fn choose(schema: &SchemaDescriptor) -> Columns {
    let mut columns = Vec::new();
    let mut warnings = Vec::new();
    for wanted in WANTED {
        let named = |is_nested: bool| -> Vec<usize> {
            let is_meant = |idx: &usize| {
                name(schema.column(*idx).as_ref()).is_some_and(|name| {
                    name.last.eq_ignore_ascii_case(wanted) && name.is_nested == is_nested
                })
            };
            (0..schema.num_columns()).filter(is_meant).collect()
        };
        // `Signer` rather than `properties.Signer`, where there are both. The engine chooses like this too.
        let plain = named(false);
        let found = if plain.is_empty() { named(true) } else { plain };
        let Some(&idx) = found.first() else { continue };
        if let [first, second, ..] = found[..] {
            warnings.push(format!(
                "the schema names {wanted} twice, as column {} and column {}; the first is used",
                first + 1,
                second + 1
            ));
        }
        let column = schema.column(idx);
        let is_list = column.max_rep_level() > 0;
        match Spelling::of(&column).filter(|_| !is_list || wanted == "Report") {
            Some(spelling) => columns.push(Column { name: wanted, idx, spelling, is_list }),
            None => warnings.push(format!(
                "its column {wanted} has a type that is not read; the other columns are read"
            )),
        }
    }
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    // Rows of the table, or devices that the rule has summarized.
    if has(SIGNER) || SUMMARY.iter().all(|name| has(name)) {
        return Columns::Known { columns, warnings };
    }
    let names = schema.columns().iter().map(|column| column.path().parts().join("."));
    Columns::Foreign(names.collect())
}

/// What a column is called.
struct Name<'schema> {
    /// The last part.
    last: &'schema str,
    /// It is the last part of a longer name, such as `properties.Signer`.
    is_nested: bool,
}

/// The name of a column: the last part of a path, and of a list the part that names the list. None for what is
/// nested in lists of lists.
fn name(column: &ColumnDescriptor) -> Option<Name<'_>> {
    let parts = column.path().parts();
    let part_idx = match (column.max_rep_level(), parts.len()) {
        (0 | 1, 1) => 0,
        (0, n_parts) => n_parts.checked_sub(1)?,
        // A list stands as `Report.list.element`, in files of older writers as `Report.array`.
        (1, n_parts) => n_parts.saturating_sub(3),
        _ => return None,
    };
    let part = parts.get(part_idx)?;
    let last = part.rsplit('.').next().unwrap_or(part);
    Some(Name { last, is_nested: part_idx > 0 || last.len() < part.len() })
}
