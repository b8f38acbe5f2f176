//! What exports write where there is no time. The first moment of the year 1, which is .NET's way to
//! say it, is a time until its reader says otherwise: see [`super::parse`].

/// Texts for no time: moment's in the portal's languages, and those of the tools an export passes
/// through.
const NULLS: [&str; 11] = [
    "Invalid date",
    "Invalid Date",
    "Fecha inválida",
    "Data inválida",
    "null",
    "NULL",
    "None",
    "NaN",
    "NaT",
    "N/A",
    "-",
];

/// Whether a cell, without white space around it, is one of them or empty.
pub(super) fn is_null(cell: &[u8]) -> bool {
    match cell.first() {
        None => true,
        // The shortest look at a cell that is a time, as nearly all are.
        Some(b'I' | b'F' | b'D' | b'N' | b'n' | b'-') => {
            NULLS.iter().any(|null| null.as_bytes() == cell)
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_look_passes_no_null_over() {
        assert!(NULLS.iter().all(|null| is_null(null.as_bytes())));
    }
}
