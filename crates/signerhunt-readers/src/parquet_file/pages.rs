//! Every page, checked before the library decodes it.
//!
//! The library takes it for granted that a page has as many values as its header says, that a dictionary comes first,
//! that lengths lie within the page; it panics where that is not so, and a panic ends the program. So the checks are
//! made here, on the unpacked page. Change this together with the version of the library: look for what it asserts
//! and unwraps in `column/reader.rs`, `encodings/decoding.rs` and `data_type.rs`, and let the tests in
//! `tests/damaged.rs` run over many files.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::SerializedPageReader;
use parquet::schema::types::ColumnDescPtr;

use super::chunks::PageSource;
use super::{delta, levels};

/// The most values that a list may have, nulls among them. Kusto makes sets of at most so many. A run of a few bytes
/// can stand for any number of values, and the library decodes a row as a whole.
const MAX_LIST_VALUES: usize = 1 << 20;

/// What is wrong with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken(pub(super) &'static str);

impl From<Broken> for ParquetError {
    fn from(broken: Broken) -> ParquetError {
        ParquetError::General(broken.0.to_owned())
    }
}

/// What ended the pages of a column before their time. The library owns the pages, and would drop the rows before them
/// if it were told; so it is told here.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<ParquetError>>>);

impl Failure {
    pub(super) fn take(&self) -> Option<ParquetError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, error: ParquetError) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// The pages of a column in a row group, up to the first that is broken.
pub(super) struct CheckedPages {
    pages: SerializedPageReader<PageSource>,
    column: ColumnDescPtr,
    /// A page that was asked about and not taken yet.
    ahead: Option<Page>,
    has_dictionary: bool,
    /// Values that may still come, nulls among them.
    n_values_left: u64,
    /// Of a column of lists: values so far of the last list, which may go on in the next page.
    n_list_values: usize,
    failure: Failure,
    has_failed: bool,
}

impl CheckedPages {
    /// The chunk has been checked to lie within the file.
    pub(super) fn new(
        pages: SerializedPageReader<PageSource>,
        chunk: &ColumnChunkMetaData,
    ) -> CheckedPages {
        CheckedPages {
            pages,
            column: chunk.column_descr_ptr(),
            ahead: None,
            has_dictionary: false,
            n_values_left: chunk.num_values() as u64,
            n_list_values: 0,
            failure: Failure::default(),
            has_failed: false,
        }
    }

    /// Where it will stand why there are no more pages, if they end before their time.
    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }

    fn next_checked(&mut self) -> Result<Option<Page>> {
        match self.pages.get_next_page()? {
            Some(page) => self.checked(page).map(Some),
            None => Ok(None),
        }
    }

    fn checked(&mut self, page: Page) -> Result<Page> {
        match page {
            Page::DictionaryPage { ref buf, num_values, .. } => {
                if std::mem::replace(&mut self.has_dictionary, true) {
                    return Err(Broken("a column has two dictionaries").into());
                }
                if self.column.physical_type() == Type::BOOLEAN {
                    return Err(Broken("a column of flags has a dictionary").into());
                }
                self.check_plain(buf, num_values as usize)?;
                Ok(page)
            }
            Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding,
                rep_level_encoding,
                statistics,
            } => {
                self.count_down(num_values)?;
                let mut values = &buf[..];
                let mut n_values = num_values as usize;
                if self.column.max_rep_level() > 0 {
                    let levels = v1_levels(&mut values, rep_level_encoding)?;
                    self.check_lists(levels, n_values)?;
                }
                if self.column.max_def_level() > 0 {
                    let levels = v1_levels(&mut values, def_level_encoding)?;
                    n_values = levels::count_values(levels, n_values, self.column.max_def_level())?;
                }
                let values_start = buf.len() - values.len();
                let (buf, encoding) = self.check_values(buf, values_start, encoding, n_values)?;
                Ok(Page::DataPage {
                    buf,
                    num_values,
                    encoding,
                    def_level_encoding,
                    rep_level_encoding,
                    statistics,
                })
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                num_nulls,
                num_rows,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed,
                statistics,
            } => {
                self.count_down(num_values)?;
                let values_start = u64::from(def_levels_byte_len) + u64::from(rep_levels_byte_len);
                if values_start > buf.len() as u64 || num_nulls > num_values {
                    return Err(Broken("a page is shorter than its levels").into());
                }
                let mut n_values = num_values as usize;
                if self.column.max_rep_level() > 0 {
                    self.check_lists(&buf[..rep_levels_byte_len as usize], n_values)?;
                }
                if self.column.max_def_level() > 0 {
                    let levels = &buf[rep_levels_byte_len as usize..values_start as usize];
                    n_values = levels::count_values(levels, n_values, self.column.max_def_level())?;
                }
                if n_values != (num_values - num_nulls) as usize {
                    return Err(Broken("a page miscounts its nulls").into());
                }
                let (buf, encoding) =
                    self.check_values(buf, values_start as usize, encoding, n_values)?;
                Ok(Page::DataPageV2 {
                    buf,
                    num_values,
                    encoding,
                    num_nulls,
                    num_rows,
                    def_levels_byte_len,
                    rep_levels_byte_len,
                    is_compressed,
                    statistics,
                })
            }
        }
    }

    fn count_down(&mut self, num_values: u32) -> Result<()> {
        let left = self.n_values_left.checked_sub(u64::from(num_values));
        self.n_values_left = left.ok_or(Broken("a column has more values than it says"))?;
        Ok(())
    }

    /// Checks how long the lists of a page are, by its levels of repetition.
    fn check_lists(&mut self, levels: &[u8], n_levels: usize) -> Result<()> {
        let max_level = self.column.max_rep_level();
        let longest = levels::longest_record(levels, n_levels, max_level, &mut self.n_list_values)?;
        if longest > MAX_LIST_VALUES {
            return Err(Broken(
                "a list in one of its cells has more than 1,048,576 values, which no export has",
            )
            .into());
        }
        Ok(())
    }

    /// Checks the values of a page, which start somewhere behind its levels, and gives the page as the library is to
    /// see it.
    fn check_values(
        &self,
        page: Bytes,
        values_start: usize,
        encoding: Encoding,
        n_values: usize,
    ) -> Result<(Bytes, Encoding)> {
        let values = &page[values_start..];
        match (encoding, self.column.physical_type()) {
            (Encoding::PLAIN, _) => self.check_plain(values, n_values)?,
            (Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY, _) if self.has_dictionary => {}
            (Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY, _) => {
                return Err(Broken("a page needs a dictionary that is not there").into());
            }
            (Encoding::RLE, Type::BOOLEAN) => {
                v1_levels(&mut &*values, Encoding::RLE)?;
            }
            (Encoding::DELTA_BINARY_PACKED, Type::INT32 | Type::INT64) => {
                delta::check_numbers(values, n_values)?;
            }
            (
                Encoding::BYTE_STREAM_SPLIT,
                Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE | Type::FIXED_LEN_BYTE_ARRAY,
            ) => {
                if Some(values.len()) != self.width().and_then(|width| width.checked_mul(n_values))
                {
                    return Err(Broken("a page has another length than its values").into());
                }
            }
            (Encoding::DELTA_LENGTH_BYTE_ARRAY, Type::BYTE_ARRAY) => {
                return Ok((
                    delta::plain_of_lengths(&page[..values_start], values, n_values)?,
                    Encoding::PLAIN,
                ));
            }
            (Encoding::DELTA_BYTE_ARRAY, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY) => {
                let before = &page[..values_start];
                return Ok((
                    delta::plain_of_prefixes(before, values, n_values, self.width())?,
                    Encoding::PLAIN,
                ));
            }
            (encoding, _) => {
                return Err(ParquetError::NYI(format!("values encoded as {encoding}")));
            }
        }
        Ok((page, encoding))
    }

    /// Checks values that stand one after another.
    fn check_plain(&self, values: &[u8], n_values: usize) -> Result<()> {
        const SHORT: Broken = Broken("a page ends within its values");
        if self.column.physical_type() == Type::BYTE_ARRAY {
            let mut rest = values;
            for _ in 0..n_values {
                let (length, after) = rest.split_first_chunk().ok_or(SHORT)?;
                rest = after.get(u32::from_le_bytes(*length) as usize..).ok_or(SHORT)?;
            }
            return Ok(());
        }
        let n_bytes = match self.width() {
            Some(width) => width.checked_mul(n_values),
            None => Some(n_values.div_ceil(8)),
        };
        let is_exact = self.column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY;
        match n_bytes {
            Some(n_bytes) if n_bytes == values.len() => Ok(()),
            Some(n_bytes) if n_bytes < values.len() && !is_exact => Ok(()),
            _ => Err(SHORT.into()),
        }
    }

    /// Bytes of a value, for columns whose values have all the same and at least one.
    fn width(&self) -> Option<usize> {
        match self.column.physical_type() {
            Type::BOOLEAN | Type::BYTE_ARRAY => None,
            Type::INT32 | Type::FLOAT => Some(4),
            Type::INT64 | Type::DOUBLE => Some(8),
            Type::INT96 => Some(12),
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(self.column.type_length()).ok(),
        }
    }
}

/// Takes the levels off the front of an older page: their length in bytes and they themselves.
fn v1_levels<'page>(page: &mut &'page [u8], encoding: Encoding) -> Result<&'page [u8]> {
    if encoding != Encoding::RLE {
        return Err(ParquetError::NYI(format!("levels encoded as {encoding}")));
    }
    const SHORT: Broken = Broken("a page is shorter than its levels");
    let (length, rest) = page.split_first_chunk().ok_or(SHORT)?;
    let (levels, rest) =
        rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(SHORT)?;
    *page = rest;
    Ok(levels)
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        if let Some(page) = self.ahead.take() {
            return Ok(Some(page));
        }
        if self.has_failed {
            return Ok(None);
        }
        self.next_checked().or_else(|error| {
            self.failure.set(error);
            self.has_failed = true;
            Ok(None)
        })
    }

    // The library's own way to look ahead believes the header.
    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.ahead = self.get_next_page()?;
        if self.ahead.is_none() && self.has_failed {
            // Of a broken page only this is known: it may begin with the rest of a list.
            return Ok(Some(PageMetadata { num_rows: None, num_levels: None, is_dict: false }));
        }
        Ok(self.ahead.as_ref().map(|page| match page {
            Page::DictionaryPage { .. } => {
                PageMetadata { num_rows: None, num_levels: None, is_dict: true }
            }
            Page::DataPage { num_values, .. } => PageMetadata {
                num_rows: None,
                num_levels: Some(*num_values as usize),
                is_dict: false,
            },
            Page::DataPageV2 { num_values, num_rows, .. } => PageMetadata {
                num_rows: Some(*num_rows as usize),
                num_levels: Some(*num_values as usize),
                is_dict: false,
            },
        }))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.get_next_page().map(|_| ())
    }
}
