//! The forms in which an answer leaves the page. What they look like is the engine's business.

/// The forms in which an answer leaves the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveFormat {
    /// CSV that a spreadsheet can open without running anything.
    CsvSpreadsheet,
    /// CSV with exactly the exports' texts.
    Csv,
    /// The summary as JSON, with the SHA-256 of each export.
    Json,
    /// A Markdown table.
    Markdown,
}

impl SaveFormat {
    /// How the name of a file in it ends, and its media type.
    pub fn ending(self) -> (&'static str, &'static str) {
        match self {
            SaveFormat::CsvSpreadsheet => ("spreadsheet.csv", "text/csv"),
            SaveFormat::Csv => ("exact.csv", "text/csv"),
            SaveFormat::Json => ("json", "application/json"),
            SaveFormat::Markdown => ("md", "text/markdown"),
        }
    }
}

/// What a written-out answer is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SavePurpose {
    /// To be downloaded.
    Download,
    /// To be copied.
    Copy,
}
