//! What an export turned out to be, once it was read to its end: makes the [`Source`] of it, with
//! everything that was assumed.

use super::delimited::TableFindings;
use super::json::JsonFindings;
use super::rows::Rows;
use super::words;
use crate::columns::{Field, HeaderZone, Layout};
use crate::export::{Export, ReadOptions};
use crate::given::GivenDevice;
use crate::source::{Encoding, Precision, Shape, Source};

/// What the stages found out.
pub(super) struct Findings {
    pub(super) format: Format,
    pub(super) n_bytes: u64,
    pub(super) is_gzip: bool,
    /// Its size when it is unpacked.
    pub(super) n_text_bytes: u64,
    /// What is wrong with what the text came in: rows may be missing.
    pub(super) troubles: Vec<String>,
    pub(super) n_broken_letters: u64,
}

/// What the text was.
pub(super) enum Format {
    Delimited(TableFindings),
    Json(JsonFindings),
}

impl Findings {
    /// The export: rows that are complete, and all that is known of them.
    pub(super) fn into_export(self, rows: Rows, options: &ReadOptions) -> Export {
        let is_converted = options.converted_from.is_some();
        let (delimiter, shape, layout, skipped) = match &self.format {
            Format::Delimited(table) => {
                let delimiter = (!is_converted).then_some(table.delimiter);
                (delimiter, table.shape, &table.layout, 0)
            }
            Format::Json(json) => (None, json.shape, &json.layout, json.n_skipped),
        };
        let shape = match options.converted_from {
            Some(origin) if shape != Shape::RuleSummary => origin,
            _ => shape,
        };
        let (notes, warnings) = self.words(shape, layout, &rows, options);
        let is_waiting =
            rows.index.has_packed_times() || rows.given.iter().any(GivenDevice::has_packed_times);
        let day_first = rows.times.day_first();
        let mut export = Export {
            source: Source {
                name: rows.name,
                shape,
                encoding: if is_converted { Encoding::Binary } else { rows.encoding },
                gzip: self.is_gzip,
                delimiter,
                bytes: self.n_bytes,
                sha256: None,
                rows: rows.n_rows,
                rejected: rows.n_rejected,
                skipped,
                first: None,
                last: None,
                zone: words::zone_words(
                    layout.zone(),
                    rows.times.n_unzoned,
                    options.utc_offset_minutes,
                ),
                date_order: rows.times.date_order(is_waiting),
                precision: rows.times.precision(),
                missing_columns: match &rows.gathering {
                    Some(gathering) => gathering.missing(),
                    None if shape == Shape::RuleSummary => Vec::new(),
                    None => layout.missing_columns(),
                },
                kept_terms: rows.kept_terms,
                notes,
                warnings,
            },
            left_out: rows.index.left_out().cloned(),
            is_set_aside: false,
            index: rows.index.finish(),
            given: rows.given,
            east: rows.times.east(),
            day_first,
            records: rows.wanted.map(|wanted| wanted.found).unwrap_or_default(),
            cells: rows.gathering.map(|mut gathering| gathering.hand_over()).unwrap_or_default(),
            rejected: rows.rejected,
        };
        if let Some(day_first) = day_first {
            export.unpack_times(day_first);
        }
        export.measure();
        export
    }

    /// What was assumed without harm, and what the reader of the answer should know.
    fn words(
        &self,
        shape: Shape,
        layout: &Layout,
        rows: &Rows,
        options: &ReadOptions,
    ) -> (Vec<String>, Vec<String>) {
        let (mut notes, mut warnings) = (Vec::new(), layout.twice.clone());
        if shape != Shape::RuleSummary {
            warnings.extend(words::missing_warnings(layout));
        }
        if layout.zone() == HeaderZone::Local && options.utc_offset_minutes.is_none() {
            warnings.push(words::local_time_warning(layout.name(layout.time())));
        }
        if layout.has_several_zones() {
            warnings.push(words::several_zones_in_header(layout.name(layout.time())));
        }
        let times = &rows.times;
        warnings.extend(words::mixed_zones_warning(times.n_zoned, times.n_unzoned));
        if times.offsets.len() > 1 {
            let offsets: Vec<&str> = times.offsets.iter().map(String::as_str).collect();
            notes.push(words::several_offsets_note(&offsets));
        }
        warnings.extend(times.contradiction().map(words::contradiction_warning));
        warnings.extend(words::mangled_warning(rows.n_mangled));
        warnings.extend(self.troubles.iter().cloned());
        match &self.format {
            Format::Delimited(table) => {
                warnings.extend(words::ragged_warning(table.n_ragged));
                if shape == Shape::Headerless {
                    notes.push(words::HEADERLESS_NOTE.to_owned());
                }
            }
            Format::Json(json) => {
                notes.extend(json.notes.iter().cloned());
                warnings.extend(json.warnings.iter().cloned());
            }
        }
        if rows.encoding == Encoding::Windows1252 {
            notes.push(words::WINDOWS_1252_NOTE.to_owned());
        }
        warnings.extend(words::broken_letters_warning(self.n_broken_letters));
        match (times.precision(), rows.n_rows - rows.n_rejected) {
            (_, 0) => {}
            // Of a few rows all may be at a whole minute by chance.
            (Precision::Minute, 10..) => warnings.push(words::MINUTES_WARNING.to_owned()),
            (Precision::Second, _) if shape != Shape::RuleSummary => {
                notes.push(words::SECONDS_NOTE.to_owned());
            }
            _ => {}
        }
        if layout[Field::Timestamp].is_none() && shape != Shape::RuleSummary {
            warnings.push(words::TIME_GENERATED_WARNING.to_owned());
        }
        warnings.extend(words::truncation_warning(shape, rows.n_rows, self.n_text_bytes));
        if let Some((terms, left_out)) = rows.kept_terms.as_ref().zip(rows.index.left_out()) {
            warnings.push(words::left_out_warning(terms, left_out));
        }
        if rows.n_rows == 0 {
            let words = match self.format {
                Format::Delimited(_) => "there is a header and no row",
                Format::Json(_) => "there is no row in it",
            };
            warnings.push(words.to_owned());
        }
        (notes, warnings)
    }
}
