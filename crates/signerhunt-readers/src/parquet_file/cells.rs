//! The cells of a column, decoded some thousand at a time and spelled one by one.

use parquet::basic::Type;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{
    BoolType, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type,
    Int64Type, Int96Type,
};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescPtr;

use super::pages::{Broken, CheckedPages, Failure};
use super::schema::Column;
use super::spelling::{self, Spelling};
use crate::text::Text;

/// Values of lists, nulls among them, that are decoded at once, and one list more.
const BATCH_VALUES: usize = 1 << 16;

/// The most bytes that a list may become. It can repeat a long value of a dictionary a million times.
const MAX_LIST_BYTES: usize = 64 << 20;

/// The cells of a column within a row group.
pub(super) trait Cells {
    /// Decodes so many more rows, after those before were taken; of lists, which may be long, perhaps fewer, but at
    /// least one. Says how many.
    ///
    /// # Errors
    ///
    /// When there are fewer. Those that there are can be taken, but no more be decoded.
    fn decode(&mut self, n_rows: usize) -> std::result::Result<usize, Short>;

    /// Whether the cells are lists.
    fn are_lists(&self) -> bool;

    /// Appends the next decoded cell.
    fn push_next(&mut self, text: &mut Text) -> Result<()>;
}

/// Why a column has fewer rows than were to be decoded.
pub(super) struct Short {
    /// Whole rows that were decoded.
    pub(super) n_rows: usize,
    pub(super) why: ParquetError,
}

/// The cells of a column from its pages.
pub(super) fn of_column(
    column: &Column,
    descriptor: ColumnDescPtr,
    pages: CheckedPages,
) -> Box<dyn Cells> {
    let spelling = column.spelling;
    let is_list = column.is_list;
    match descriptor.physical_type() {
        Type::BOOLEAN => of_type::<BoolType>(descriptor, pages, spelling, is_list, |value, out| {
            out.extend_from_slice(if *value { b"true" } else { b"false" });
        }),
        Type::INT32 => {
            of_type::<Int32Type>(descriptor, pages, spelling, is_list, move |value, out| {
                spelling::push_integer(spelling, i64::from(*value), u64::from(*value as u32), out);
            })
        }
        Type::INT64 => {
            of_type::<Int64Type>(descriptor, pages, spelling, is_list, move |value, out| {
                spelling::push_integer(spelling, *value, *value as u64, out);
            })
        }
        Type::INT96 => {
            of_type::<Int96Type>(descriptor, pages, spelling, is_list, spelling::push_old_moment)
        }
        Type::FLOAT => of_type::<FloatType>(descriptor, pages, spelling, is_list, |value, out| {
            spelling::push_fraction(f64::from(*value), out);
        }),
        Type::DOUBLE => {
            of_type::<DoubleType>(descriptor, pages, spelling, is_list, |value, out| {
                spelling::push_fraction(*value, out);
            })
        }
        Type::BYTE_ARRAY => {
            of_type::<ByteArrayType>(descriptor, pages, spelling, is_list, move |value, out| {
                spelling::push_bytes(spelling, value.data(), out);
            })
        }
        Type::FIXED_LEN_BYTE_ARRAY => of_type::<FixedLenByteArrayType>(
            descriptor,
            pages,
            spelling,
            is_list,
            move |value, out| {
                spelling::push_bytes(spelling, value.data(), out);
            },
        ),
    }
}

fn of_type<T: DataType>(
    descriptor: ColumnDescPtr,
    pages: CheckedPages,
    spelling: Spelling,
    is_list: bool,
    spell: impl Fn(&T::T, &mut Vec<u8>) + 'static,
) -> Box<dyn Cells> {
    Box::new(TypedCells::<T> {
        max_level: descriptor.max_def_level(),
        is_list,
        is_text: spelling.is_text(),
        failure: pages.failure(),
        reader: ColumnReaderImpl::new(descriptor, Box::new(pages)),
        levels: Vec::new(),
        repetitions: Vec::new(),
        values: Vec::new(),
        next_level_idx: 0,
        next_value_idx: 0,
        spell: Box::new(spell),
        spelled: Vec::new(),
        item: Vec::new(),
    })
}

/// Appends a value as it is spelled.
type Spell<V> = Box<dyn Fn(&V, &mut Vec<u8>)>;

struct TypedCells<T: DataType> {
    reader: ColumnReaderImpl<T>,
    /// What ended the pages before their time.
    failure: Failure,
    /// The level of a value that is there; 0 where nothing can be missing, and then there are no levels.
    max_level: i16,
    is_list: bool,
    /// The values of a list are quoted.
    is_text: bool,
    /// Of the decoded rows: how much of each value is there.
    levels: Vec<i16>,
    /// Of the decoded rows of a list: 0 where a row starts.
    repetitions: Vec<i16>,
    /// Of the decoded rows: the values that are there.
    values: Vec<T::T>,
    next_level_idx: usize,
    next_value_idx: usize,
    spell: Spell<T::T>,
    /// Memory of the last cell, and of the last value in a list, for the next.
    spelled: Vec<u8>,
    item: Vec<u8>,
}

impl<T: DataType> Cells for TypedCells<T> {
    fn decode(&mut self, n_rows: usize) -> std::result::Result<usize, Short> {
        self.levels.clear();
        self.repetitions.clear();
        self.values.clear();
        self.next_level_idx = 0;
        self.next_value_idx = 0;
        // How much a list takes is known only behind it.
        let n_at_once = if self.is_list { 1 } else { n_rows };
        let mut n_decoded = 0;
        while n_decoded < n_rows && self.repetitions.len() < BATCH_VALUES {
            let n_levels = self.repetitions.len();
            let repetitions = self.is_list.then_some(&mut self.repetitions);
            let read = self.reader.read_records(
                n_at_once,
                Some(&mut self.levels),
                repetitions,
                &mut self.values,
            );
            match read {
                Ok((n_read, ..)) if n_read == n_at_once => n_decoded += n_read,
                Ok((n_read, ..)) => {
                    const SHORT: Broken = Broken("a column ends before the others");
                    let why = self.failure.take().unwrap_or_else(|| SHORT.into());
                    return Err(Short { n_rows: n_decoded + n_read, why });
                }
                // How far the library came with these is not known then.
                Err(why) => {
                    self.repetitions.truncate(n_levels);
                    return Err(Short { n_rows: n_decoded, why });
                }
            }
        }
        Ok(n_decoded)
    }

    fn are_lists(&self) -> bool {
        self.is_list
    }

    fn push_next(&mut self, text: &mut Text) -> Result<()> {
        self.spelled.clear();
        if self.is_list {
            self.spell_list()?;
        } else if let Some(value) = self.next_value()? {
            (self.spell)(&self.values[value], &mut self.spelled);
        }
        text.cell(&self.spelled);
        Ok(())
    }
}

impl<T: DataType> TypedCells<T> {
    /// The place of the next value among `values`, or `None` where it is missing.
    fn next_value(&mut self) -> Result<Option<usize>> {
        const FEW: Broken = Broken("a column has fewer values than it says");
        if self.max_level > 0 {
            let level = *self.levels.get(self.next_level_idx).ok_or(FEW)?;
            self.next_level_idx += 1;
            if level != self.max_level {
                return Ok(None);
            }
        }
        let value_idx = self.next_value_idx;
        self.next_value_idx += 1;
        if value_idx < self.values.len() { Ok(Some(value_idx)) } else { Err(FEW.into()) }
    }

    /// Spells a list as JSON. What is missing in it is left out, and so is a list that is missing or empty.
    fn spell_list(&mut self) -> Result<()> {
        let mut is_first = true;
        loop {
            if let Some(value) = self.next_value()? {
                self.spelled.push(if is_first { b'[' } else { b',' });
                is_first = false;
                self.item.clear();
                (self.spell)(&self.values[value], &mut self.item);
                if self.spelled.len() + self.item.len() > MAX_LIST_BYTES {
                    return Err(
                        Broken("a list in one of its cells wants to become too large").into()
                    );
                }
                if self.is_text {
                    push_quoted(&self.item, &mut self.spelled);
                } else {
                    self.spelled.extend_from_slice(&self.item);
                }
            }
            // The row goes on as long as no other starts.
            if self.repetitions.get(self.next_level_idx).is_none_or(|repetition| *repetition == 0) {
                break;
            }
        }
        if !is_first {
            self.spelled.push(b']');
        }
        Ok(())
    }
}

/// Appends a text as JSON.
fn push_quoted(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(*byte),
        }
    }
    out.push(b'"');
}
