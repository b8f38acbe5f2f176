//! Excel workbooks: the sheet with the table of signers, row by row.
//!
//! `parts.rs` checks the files that a workbook is made of, `rows.rs` gathers cells to rows, `spelling.rs` spells them.
//! The texts of a workbook stand apart from its sheets and are all in memory; the sheet is not.

mod parts;
mod rows;
mod spelling;

use std::io::BufReader;

use calamine::{Reader, SheetType, Xlsx, XlsxError};
use self_cell::{MutBorrow, self_cell};

use crate::archive::Listing;
use crate::source::{Source, Window};
use crate::text::Text;
use crate::trouble::Trouble;
use crate::{Limits, trouble::TroubleKind};
use rows::{Row, Rows};

/// How the library gets at the file.
pub(crate) type File = BufReader<Window>;

self_cell!(
    /// A workbook with one of its sheets open.
    struct OpenSheet {
        owner: MutBorrow<Xlsx<File>>,
        #[not_covariant]
        dependent: Rows,
    }
);

/// A table in a workbook.
pub(crate) struct Workbook {
    /// None when no sheet has the table: then only the names of some columns are known.
    sheet: Option<OpenSheet>,
    /// The columns of the table in the sheet, the last included.
    columns: std::ops::RangeInclusive<u32>,
    warnings: Vec<String>,
    /// Memory of the last row, for the next.
    row: Row,
}

impl Workbook {
    /// Opens the sheet and appends its header.
    pub(crate) fn open(
        source: Source,
        listing: &Listing,
        limits: &Limits,
        text: &mut Text,
    ) -> Result<Workbook, Trouble> {
        parts::check(&source, listing, limits)?;
        let file = BufReader::with_capacity(64 * 1024, source.whole());
        let mut workbook = Xlsx::new(file).map_err(trouble)?;
        let survey = Survey::of(&mut workbook)?;
        survey.header.push(survey.header.columns(), text);
        let sheet = match &survey.name {
            Some(name) => Some(open_behind_header(workbook, name, survey.n_rows_above)?),
            None => None,
        };
        Ok(Workbook {
            sheet,
            columns: survey.header.columns(),
            warnings: survey.warnings,
            row: Row::default(),
        })
    }

    pub(crate) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Appends the next row; false behind the last.
    pub(crate) fn push_next(&mut self, text: &mut Text) -> Result<bool, Trouble> {
        let Some(sheet) = &mut self.sheet else { return Ok(false) };
        let row = &mut self.row;
        if !sheet.with_dependent_mut(|_, rows| rows.next(row)).map_err(trouble)? {
            return Ok(false);
        }
        self.row.push(self.columns.clone(), text);
        Ok(true)
    }
}

/// Opens a sheet and passes its header, which is known, and the rows above.
fn open_behind_header(
    workbook: Xlsx<File>,
    name: &str,
    n_rows_above: usize,
) -> Result<OpenSheet, Trouble> {
    let mut sheet = OpenSheet::try_new(MutBorrow::new(workbook), |workbook| {
        Rows::open(workbook.borrow_mut(), name)
    })
    .map_err(trouble)?;
    for _ in 0..=n_rows_above {
        sheet.with_dependent_mut(|_, rows| rows.next(&mut Row::default())).map_err(trouble)?;
    }
    Ok(sheet)
}

/// People write a title above a table, and when it was made; not more than so many rows.
const MAX_ROWS_ABOVE: usize = 20;

/// A sheet's header with the number of rows above, or else its first row; `None` when it has no rows.
fn header_of(rows: &mut Rows<'_>) -> Result<Option<(Row, Option<usize>)>, XlsxError> {
    let mut first = None;
    for n_rows_above in 0..=MAX_ROWS_ABOVE {
        let mut row = Row::default();
        if !rows.next(&mut row)? {
            break;
        }
        if row.is_header() {
            return Ok(Some((row, Some(n_rows_above))));
        }
        first.get_or_insert(row);
    }
    Ok(first.map(|row| (row, None)))
}

/// What a first look at all sheets tells.
struct Survey {
    /// The sheet with the table.
    name: Option<String>,
    /// Its header, or the first row of the first sheet that has one.
    header: Row,
    n_rows_above: usize,
    warnings: Vec<String>,
}

impl Survey {
    fn of(workbook: &mut Xlsx<File>) -> Result<Survey, Trouble> {
        let names: Vec<String> = workbook
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        let mut survey =
            Survey { name: None, header: Row::default(), n_rows_above: 0, warnings: Vec::new() };
        let (mut others, mut twins) = (Vec::new(), Vec::new());
        let mut failed = None;
        for name in names {
            let found = Rows::open(workbook, &name).and_then(|mut rows| header_of(&mut rows));
            let (header, n_rows_above) = match found {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                Err(error) => {
                    survey.warnings.push(format!("the sheet {name} is damaged and was not read"));
                    failed.get_or_insert(trouble(error));
                    continue;
                }
            };
            match (n_rows_above, &survey.name) {
                (Some(n_rows_above), None) => {
                    survey = Survey { name: Some(name), header, n_rows_above, ..survey };
                }
                (Some(_), Some(_)) => twins.push(name),
                (None, read) => {
                    if read.is_none() && survey.header.is_empty() {
                        survey.header = header;
                    }
                    others.push(name);
                }
            }
        }
        match (failed, &survey.name) {
            (Some(trouble), None) => return Err(trouble),
            (_, None) if survey.header.is_empty() => {
                return Err(Trouble::unsupported(
                    "is a workbook without any rows; choose the one that you saved the export in",
                ));
            }
            _ => {}
        }
        if let Some(read) = survey.name.as_ref().filter(|_| !twins.is_empty()) {
            survey.warnings.push(format!(
                "only the sheet {read} was read; others hold a table of the same kind, \
                 save them as files of their own: {}",
                twins.join(", ")
            ));
        }
        if let Some(read) = survey.name.as_ref().filter(|_| !others.is_empty()) {
            survey.warnings.push(format!(
                "only the sheet {read} was read; others hold something else: {}",
                others.join(", ")
            ));
        }
        Ok(survey)
    }
}

fn damaged(what: &str) -> Trouble {
    Trouble::damaged(format!(
        "is a damaged workbook: {what}; open it in Excel and save it again, or as CSV UTF-8"
    ))
}

fn trouble(error: XlsxError) -> Trouble {
    let of_reading = |error: &std::io::Error| {
        let trouble = Trouble::of_reading(error, "a part of this workbook");
        if trouble.kind == TroubleKind::Damaged { damaged(&error.to_string()) } else { trouble }
    };
    match error {
        XlsxError::Io(error) | XlsxError::Zip(zip::result::ZipError::Io(error)) => {
            of_reading(&error)
        }
        XlsxError::Xml(quick_xml::Error::Io(error)) => of_reading(&error),
        XlsxError::Password => Trouble::unsupported(
            "is a workbook that is protected by a password; save it without one, or as CSV UTF-8",
        ),
        other => damaged(&other.to_string()),
    }
}
