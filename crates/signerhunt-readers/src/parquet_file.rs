//! Parquet files, row group by row group: only the columns that the engine uses are read, and of these only some
//! pages at a time are in memory.
//!
//! `schema.rs` says which columns, `cells.rs` reads their values, `spelling.rs` spells them. The library trusts what
//! a file says about itself, so `pages.rs` checks every page before the library decodes it.

mod cells;
mod chunks;
mod delta;
mod levels;
mod pages;
mod schema;
mod spelling;

use std::io;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader,
    ParquetStatisticsPolicy, RowGroupMetaData,
};
use parquet::file::reader::SerializedPageReader;

use cells::{Cells, Short};
use chunks::PageSource;
use pages::CheckedPages;
use schema::{Column, Columns};

use crate::limits;
use crate::source::Source;
use crate::text::Text;
use crate::trouble::{Trouble, TroubleKind, in_words};

/// Rows that are decoded at once: little memory, and the cost of a batch is small beside it.
const BATCH_ROWS: usize = 2048;

/// A table in a Parquet file.
pub(crate) struct ParquetTable {
    metadata: ParquetMetaData,
    pages: Arc<PageSource>,
    /// Bytes of the file.
    n_bytes: u64,
    columns: Vec<Column>,
    warnings: Vec<String>,
    /// The row group to open next.
    next_group_idx: usize,
    /// Readers of the columns, within the open row group.
    cells: Vec<Box<dyn Cells>>,
    /// Rows of the open row group that are not decoded yet.
    n_rows_left: usize,
    /// Rows that are decoded and not spelled yet.
    n_rows_decoded: usize,
    /// What went wrong behind the decoded rows.
    trouble: Option<Trouble>,
}

impl ParquetTable {
    /// Opens the file and appends the names of its columns.
    pub(crate) fn open(source: Source, text: &mut Text) -> Result<ParquetTable, Trouble> {
        // Statistics say nothing about rows, and are one thing less that can be broken.
        let options = ParquetMetaDataOptions::new()
            .with_column_stats_policy(ParquetStatisticsPolicy::SkipAll)
            .with_encoding_stats_policy(ParquetStatisticsPolicy::SkipAll)
            .with_size_stats_policy(ParquetStatisticsPolicy::SkipAll);
        let metadata = ParquetMetaDataReader::new()
            .with_metadata_options(Some(options))
            .parse_and_finish(&source)
            .map_err(trouble)?;
        let (columns, warnings) = match schema::choose(metadata.file_metadata().schema_descr()) {
            Columns::Foreign(names) => {
                names.iter().for_each(|name| text.cell(name.as_bytes()));
                (Vec::new(), Vec::new())
            }
            Columns::Known { columns, warnings } => {
                columns.iter().for_each(|column| text.cell(column.name.as_bytes()));
                (columns, warnings)
            }
        };
        text.end_row();
        check_lists(&metadata, &columns, source.n_bytes())?;
        for (idx, group) in metadata.row_groups().iter().enumerate() {
            match check_group(group, &columns, source.n_bytes()) {
                // The groups before it can be read, and then it is its turn.
                Err(trouble) if idx > 0 && trouble.kind == TroubleKind::Damaged => {}
                checked => checked?,
            }
        }
        Ok(ParquetTable {
            metadata,
            n_bytes: source.n_bytes(),
            pages: Arc::new(PageSource(source)),
            columns,
            warnings,
            next_group_idx: 0,
            cells: Vec::new(),
            n_rows_left: 0,
            n_rows_decoded: 0,
            trouble: None,
        })
    }

    pub(crate) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Appends the next row; false behind the last. After an error, a part of a row may stand in the text.
    pub(crate) fn push_next(&mut self, text: &mut Text) -> Result<bool, Trouble> {
        while self.n_rows_decoded == 0 {
            if let Some(trouble) = self.trouble.take() {
                return Err(trouble);
            } else if self.n_rows_left > 0 {
                self.decode_rows();
            } else if !self.open_group()? {
                return Ok(false);
            }
        }
        for cells in &mut self.cells {
            cells.push_next(text).map_err(trouble)?;
        }
        text.end_row();
        self.n_rows_decoded -= 1;
        Ok(true)
    }

    /// Decodes the next rows, up to the first that a column does not have whole.
    fn decode_rows(&mut self) {
        let mut n_rows = self.n_rows_left.min(BATCH_ROWS);
        // A column of lists may give fewer rows. There is one at most, and it comes before the others, which do not.
        for are_lists in [true, false] {
            for cells in self.cells.iter_mut().filter(|cells| cells.are_lists() == are_lists) {
                match cells.decode(n_rows) {
                    Ok(n_decoded) => n_rows = n_decoded,
                    Err(Short { n_rows: n_whole, why }) => {
                        n_rows = n_whole;
                        self.trouble = Some(trouble(why));
                    }
                }
            }
        }
        self.n_rows_left -= n_rows;
        self.n_rows_decoded = n_rows;
    }

    /// Opens the next row group; false behind the last, and where no column is read.
    fn open_group(&mut self) -> Result<bool, Trouble> {
        let Some(group) = self.metadata.row_groups().get(self.next_group_idx) else {
            return Ok(false);
        };
        self.next_group_idx += 1;
        if self.columns.is_empty() {
            return Ok(false);
        }
        check_group(group, &self.columns, self.n_bytes)?;
        self.n_rows_left = group.num_rows() as usize;
        self.cells.clear();
        for column in &self.columns {
            let chunk = &group.columns()[column.idx];
            let pages =
                SerializedPageReader::new(Arc::clone(&self.pages), chunk, self.n_rows_left, None);
            let pages = CheckedPages::new(pages.map_err(trouble)?, chunk);
            self.cells.push(cells::of_column(column, chunk.column_descr_ptr(), pages));
        }
        Ok(true)
    }
}

/// Refuses lists with more values than can be honest. They may all be nulls, of which nothing comes to be seen in the
/// text. The pages are held to these numbers.
fn check_lists(
    metadata: &ParquetMetaData,
    columns: &[Column],
    n_bytes: u64,
) -> Result<(), Trouble> {
    let lists = columns.iter().filter(|column| column.is_list);
    let groups = metadata.row_groups();
    let chunks = lists.flat_map(|list| groups.iter().map(|group| group.columns().get(list.idx)));
    let n_values = chunks
        .map(|chunk| chunk.and_then(|chunk| u64::try_from(chunk.num_values()).ok()).unwrap_or(0))
        .fold(0, u64::saturating_add);
    // A value is a byte at least.
    if limits::is_bomb(n_bytes, n_values) {
        return Err(Trouble::bomb(format!(
            "says that {n_values} values are in its lists, in {}, which no export does: it looks made to do harm, \
             and is not read",
            in_words(n_bytes)
        )));
    }
    Ok(())
}

/// Refuses what the library would take for granted, and what cannot be unpacked here.
fn check_group(group: &RowGroupMetaData, columns: &[Column], n_bytes: u64) -> Result<(), Trouble> {
    if i32::try_from(group.num_rows()).is_err() || group.num_rows() < 0 {
        return Err(damaged("the number of its rows is impossible"));
    }
    for column in columns {
        let chunk = group.columns().get(column.idx);
        check_chunk(chunk.ok_or_else(|| damaged("a column is missing"))?, column, n_bytes)?;
    }
    Ok(())
}

fn check_chunk(chunk: &ColumnChunkMetaData, column: &Column, n_bytes: u64) -> Result<(), Trouble> {
    let codec = match chunk.compression() {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) => None,
        Compression::ZSTD(_) => Some("Zstandard"),
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZ4 | Compression::LZ4_RAW => Some("LZ4"),
        Compression::LZO => Some("LZO"),
    };
    if let Some(codec) = codec {
        return Err(Trouble::unsupported(format!(
            "is a Parquet file packed with {codec}, which is not read; export it again with Snappy or gzip, or as CSV"
        )));
    }
    if chunk.file_path().is_some() {
        return Err(Trouble::unsupported(
            "is a Parquet file that keeps its rows in other files, which is not read; export it as one file",
        ));
    }
    let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
    let end = start.checked_add(chunk.compressed_size());
    let is_inside = |end: i64| start >= 0 && chunk.compressed_size() >= 0 && end as u64 <= n_bytes;
    if !end.is_some_and(is_inside) || chunk.num_values() < 0 {
        return Err(damaged(&format!("its column {} lies outside of the file", column.name)));
    }
    Ok(())
}

pub(crate) fn encrypted() -> Trouble {
    Trouble::unsupported(
        "is an encrypted Parquet file, which is not read; export it without encryption",
    )
}

fn damaged(what: &str) -> Trouble {
    Trouble::damaged(format!(
        "is a damaged Parquet file: {what}; copy, download or export it again"
    ))
}

fn trouble(error: ParquetError) -> Trouble {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                Trouble::of_reading(&error, "a part of this Parquet file")
            }
            Ok(_) => damaged("it is cut off"),
            Err(error) => damaged(&error.to_string()),
        },
        ParquetError::NYI(what) => Trouble::unsupported(format!(
            "is a Parquet file with something that is not read ({what}); export it again, or as CSV"
        )),
        ParquetError::General(what) | ParquetError::EOF(what) => damaged(&what),
        other => damaged(&other.to_string()),
    }
}
