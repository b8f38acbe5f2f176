//! What is said about JSON: why something is no row, what the text itself tells, what was passed over.

use super::shape::Signs;
use crate::columns::Layout;
use crate::json::{Fault, FaultKind, Notice};
use crate::ledger::Reason;
use crate::order::distinct;
use crate::reader::rows::Rows;
use crate::reader::words::Rejection;

pub(super) const EMPTY_OBJECTS: &str = "holds only empty objects, as typed Graph libraries write them; save the answer itself, or the \
     AdditionalProperties of each result";

pub(super) const ROWS_TWICE: &str = "it has several tables of rows, one of which Kusto sent again as a whole: rows may be in it twice; \
     run the query again without progressive frames";

/// The rejection of bytes that should have been a record.
pub(super) fn rejection_of(fault: &Fault<'_>) -> Rejection {
    if fault.raw.starts_with(b"\"@{") {
        let words = "PowerShell cut this record down to a text; use ConvertTo-Json -Depth 9";
        return (Reason::Json, words.to_owned());
    }
    let reason = match fault.kind {
        FaultKind::TooLong => Reason::Length,
        FaultKind::Truncated => Reason::Truncated,
        FaultKind::Syntax | FaultKind::NotARecord | FaultKind::TooDeep | FaultKind::NoColumns => {
            Reason::Json
        }
    };
    (reason, fault.detail.to_owned())
}

/// The rejection of a record that lacks what a row has.
pub(super) fn not_a_row(layout: &Layout) -> Rejection {
    (Reason::Columns, format!("this record has no {}", layout.missing().join(" and no ")))
}

/// The rejection of a row by position with too many values or too few.
pub(super) fn wrong_length(n_values: usize, n_columns: usize) -> Rejection {
    let words = format!("this row has {n_values} values where the table has {n_columns} columns");
    (Reason::Columns, words)
}

/// A word about records among the rows that are none.
pub(super) fn foreign_warning(n_foreign: u64) -> Option<String> {
    match n_foreign {
        0 => None,
        1 => Some("1 record in it is no row of the table".to_owned()),
        _ => Some(format!("{n_foreign} records in it are no rows of the table")),
    }
}

/// A word about what the text says of itself.
pub(super) fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Error { code, message } => {
            let said = said(code, message);
            format!("it says that the query did not end well ({said}): rows are missing")
        }
        Notice::HasErrors => {
            "Kusto says at its end that there were errors: rows may be missing".to_owned()
        }
        Notice::Cancelled => {
            "Kusto says at its end that the query was cancelled: rows are missing".to_owned()
        }
        Notice::EndMissing => {
            "its end is missing: rows are missing with it; get the file again".to_owned()
        }
    }
}

/// What to say of a text that holds an error and no rows.
pub(super) fn error_instead_of_rows(notice: &Notice) -> Option<String> {
    match notice {
        Notice::Error { code, message } => {
            let said = said(code, message);
            Some(format!("is an error message and no result ({said}); run the query again"))
        }
        Notice::HasErrors | Notice::Cancelled | Notice::EndMissing => None,
    }
}

fn said(code: &str, message: &str) -> String {
    match (code.is_empty(), message.is_empty()) {
        (true, true) => "no reason is given".to_owned(),
        (false, true) => code.to_owned(),
        (true, false) => message.to_owned(),
        (false, false) => format!("{code}: {message}"),
    }
}

/// What to say of records of which none is of the table.
pub(super) fn only_other_tables(signs: &Signs) -> String {
    format!(
        "has no DeviceFileCertificateInfo in it: its {} records are of {}; give the files of that table",
        signs.n_skipped,
        tables(signs)
    )
}

/// A word about records of other tables.
pub(super) fn skipped_note(signs: &Signs) -> Option<String> {
    let tables = tables(signs);
    match signs.n_skipped {
        0 => None,
        1 => Some(format!("1 record of another table was passed over: {tables}")),
        n_skipped => {
            Some(format!("{n_skipped} records of other tables were passed over: {tables}"))
        }
    }
}

fn tables(signs: &Signs) -> String {
    let names = distinct(&signs.other_tables);
    let names: Vec<String> = names.iter().map(|name| name.chars().take(60).collect()).collect();
    names.join(", ")
}

/// What to say of JSON in which nothing is a record.
pub(super) fn no_record(rows: &Rows) -> String {
    let first = rows.rejected.first().map_or_else(String::new, |rejected| {
        format!("; the first trouble is on line {}: {}", rejected.line, rejected.detail)
    });
    format!("is JSON, but no record can be read{first}")
}
