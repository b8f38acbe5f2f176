//! Takes rows in, whatever they were read from, and makes rows of the index of them.
//!
//! A row that cannot be used is counted, located and kept; it never stops the reading. What is known
//! of the export in the end is put together in [`super::findings`].

use std::borrow::Cow;
use std::mem;

use super::cell::{from_windows_1252, is_a_number_now, unguard};
use super::cells::{CellWriter, Gathering};
use super::record::Wanted;
use super::times::{OtherTimes, TimeReader};
use super::words::{self, Rejection};
use crate::export::ReadOptions;
use crate::given::{GivenDevice, reports_of_cell};
use crate::index::{DeviceKey, Index, IndexBuilder, NotUtf8, RowTime, identity_of};
use crate::ledger::Rejected;
use crate::source::Encoding;
use crate::wire::{wire, wire_enum};

/// Makes rows of the index.
pub(super) struct Rows {
    pub(super) name: String,
    keep_rejected: usize,
    pub(super) index: IndexBuilder,
    /// Devices of a summary.
    pub(super) given: Vec<GivenDevice>,
    pub(super) times: TimeReader,
    pub(super) n_rows: u64,
    pub(super) n_rejected: u64,
    pub(super) rejected: Vec<Rejected>,
    /// Rows with hashes that a spreadsheet took for numbers.
    pub(super) n_mangled: u64,
    /// How the text is encoded. Unmarked text is UTF-8 until a letter shows that it is not.
    pub(super) encoding: Encoding,
    /// The text is the readers' own.
    pub(super) is_converted: bool,
    /// Only rows of signers with these terms are kept.
    pub(super) kept_terms: Option<Vec<String>>,
    /// Somebody wants to see these records, and no row is needed.
    pub(super) wanted: Option<Wanted>,
    /// Somebody wants cells of all rows, and no row is needed.
    pub(super) gathering: Option<Gathering>,
}

/// Rows of a part of an export.
pub(super) struct RowsPart {
    index: Index,
    times: TimeReader,
    letters: Letters,
    pub(super) n_rows: u64,
    n_rejected: u64,
    rejected: Vec<Rejected>,
    n_mangled: u64,
}

/// What letters beyond ASCII show of the encoding of unmarked text. The first one decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// There were none that matter.
    None,
    Utf8,
    Windows1252,
}

wire!(RowsPart { index, times, letters, n_rows, n_rejected, rejected, n_mangled });
wire_enum!(Letters { None, Utf8, Windows1252 });

/// Where a row stands in the export, and how.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) offset: u64,
    pub(super) line: u64,
}

/// The needed cells of a row, most of them as they stand in the export. A column that the export does not have is empty.
pub(super) struct Fields<'a, Cell = &'a [u8]> {
    pub(super) time: Cell,
    /// The name of the column that the time stands in.
    pub(super) time_name: &'a str,
    pub(super) device_id: Cell,
    pub(super) device_name: Cell,
    pub(super) signer: Cell,
    pub(super) report_id: Cell,
    pub(super) sha1: Cell,
    pub(super) signer_hash: Cell,
}

/// Cells of which some had to be made.
pub(super) type MadeFields<'a> = Fields<'a, Cow<'a, [u8]>>;

impl MadeFields<'_> {
    pub(super) fn borrowed(&self) -> Fields<'_> {
        Fields {
            time: &self.time,
            time_name: self.time_name,
            device_id: &self.device_id,
            device_name: &self.device_name,
            signer: &self.signer,
            report_id: &self.report_id,
            sha1: &self.sha1,
            signer_hash: &self.signer_hash,
        }
    }
}

/// The cells of a summary's row.
pub(super) struct GivenFields<'a> {
    pub(super) device_id: Cow<'a, [u8]>,
    pub(super) device_name: Cow<'a, [u8]>,
    pub(super) first_seen: Cow<'a, [u8]>,
    pub(super) last_seen: Cow<'a, [u8]>,
    pub(super) report: Cow<'a, [u8]>,
    pub(super) count: Cow<'a, [u8]>,
}

impl Rows {
    pub(super) fn new(name: &str, options: &ReadOptions) -> Rows {
        Rows {
            name: name.to_owned(),
            keep_rejected: options.keep_rejected,
            index: IndexBuilder::new(),
            given: Vec::new(),
            times: TimeReader::new(options),
            n_rows: 0,
            n_rejected: 0,
            rejected: Vec::new(),
            n_mangled: 0,
            encoding: Encoding::Utf8,
            is_converted: options.converted_from.is_some(),
            kept_terms: None,
            wanted: Wanted::at(&options.records),
            gathering: options.cells.as_ref().map(Gathering::of),
        }
    }

    /// Takes a row in. `write_cell` writes cells of it that are gathered.
    pub(super) fn take(
        &mut self,
        place: Place<'_>,
        fields: &Fields<'_>,
        other_times: &OtherTimes<'_>,
        write_cell: &CellWriter<'_>,
    ) {
        if self.wanted.is_some() {
            self.n_rows += 1;
            return;
        }
        let taken = match &mut self.gathering {
            None => self.add(place, fields, other_times),
            Some(gathering) => {
                let time = self.times.read(fields.time, place.line, other_times);
                if time.is_ok() && gathering.wants(place.offset) {
                    gathering.take(write_cell);
                }
                time.map(|_| ())
                    .map_err(|trouble| words::ill_time(fields.time_name, fields.time, trouble))
            }
        };
        match taken {
            Ok(()) => self.n_rows += 1,
            Err(rejection) => self.reject(place, rejection),
        }
    }

    /// Takes a row of a summary in.
    pub(super) fn take_given(
        &mut self,
        place: Place<'_>,
        fields: Result<GivenFields<'_>, Rejection>,
    ) {
        match fields.and_then(|fields| self.add_given(place.line, &fields)) {
            Ok(()) => self.n_rows += 1,
            Err(rejection) => self.reject(place, rejection),
        }
    }

    fn add(
        &mut self,
        place: Place<'_>,
        fields: &Fields<'_>,
        other_times: &OtherTimes<'_>,
    ) -> Result<(), Rejection> {
        let time = self
            .times
            .read(fields.time, place.line, other_times)
            .map_err(|trouble| words::ill_time(fields.time_name, fields.time, trouble))?;
        let cells = [fields.device_id, fields.device_name, fields.signer, fields.report_id];
        let cells = cells.map(unguard);
        let identity = identity_of(fields.sha1, fields.signer_hash);
        // Unmarked text is UTF-8 if its first letter beyond ASCII is; the same letter decides else.
        let is_undecided = self.encoding == Encoding::Utf8 && !self.index.has_letters();
        match self.index.push(time, cells, identity, place.offset) {
            Err(_) if is_undecided || self.encoding == Encoding::Windows1252 => {
                self.encoding = Encoding::Windows1252;
                let cells = cells.map(from_windows_1252);
                let cells = cells.each_ref().map(|cell| &**cell);
                self.index.push(time, cells, identity, place.offset)
            }
            pushed => pushed,
        }
        .map_err(|NotUtf8(column)| words::not_utf8(column))?;
        let hashes = [fields.device_id, fields.sha1, fields.signer_hash];
        self.n_mangled += u64::from(hashes.into_iter().any(is_a_number_now));
        Ok(())
    }

    fn add_given(&mut self, line: u64, fields: &GivenFields<'_>) -> Result<(), Rejection> {
        let mut time = |cell: &[u8], name: &str| {
            let read = self.times.read(cell, line, &|_| ());
            read.map_err(|trouble| words::ill_time(name, cell, trouble))
        };
        let times = [time(&fields.first_seen, "FirstSeen")?, time(&fields.last_seen, "LastSeen")?];
        let text = |cell: &[u8]| match std::str::from_utf8(unguard(cell)) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(&from_windows_1252(cell)).into_owned(),
        };
        let reports = reports_of_cell(&text(&fields.report))
            .ok_or_else(|| words::ill_cell("Report", &fields.report, "a list of report ids"))?;
        if let [RowTime::Known(first), RowTime::Known(last)] = times
            && first > last
        {
            return Err(words::ends_before_it_begins());
        }
        let count = text(&fields.count)
            .parse::<u32>()
            .map_err(|_| words::ill_cell("Count", &fields.count, "a number of rows"))?;
        let key = DeviceKey { id: text(&fields.device_id), name: text(&fields.device_name) };
        self.given.push(GivenDevice::new(key, times, reports, u64::from(count)));
        Ok(())
    }

    /// Counts a row that cannot be used, and keeps it if there is room.
    #[cold]
    pub(super) fn reject(&mut self, place: Place<'_>, (reason, detail): Rejection) {
        self.n_rows += 1;
        self.n_rejected += 1;
        if self.rejected.len() < self.keep_rejected {
            let raw = &place.bytes[..place.bytes.len().min(Rejected::RAW_BYTES)];
            self.rejected.push(Rejected {
                source: self.name.clone(),
                line: place.line,
                byte: place.offset,
                reason,
                detail,
                raw: String::from_utf8_lossy(raw).into_owned(),
            });
        }
    }

    /// For rows of the same export, as if none had been read.
    pub(super) fn as_before_the_first(&self) -> Rows {
        // What a letter has shown is found out anew; a mark stands before all of them.
        let encoding = match self.encoding {
            Encoding::Windows1252 => Encoding::Utf8,
            encoding => encoding,
        };
        Rows {
            name: self.name.clone(),
            keep_rejected: self.keep_rejected,
            index: IndexBuilder::new(),
            given: Vec::new(),
            times: self.times.as_before_the_first(),
            n_rows: 0,
            n_rejected: 0,
            rejected: Vec::new(),
            n_mangled: 0,
            encoding,
            is_converted: self.is_converted,
            kept_terms: None,
            wanted: None,
            gathering: None,
        }
    }

    /// All of them, as a part of an export's.
    pub(super) fn into_part(self) -> RowsPart {
        RowsPart {
            letters: self.letters(),
            index: self.index.finish(),
            times: self.times,
            n_rows: self.n_rows,
            n_rejected: self.n_rejected,
            rejected: self.rejected,
            n_mangled: self.n_mangled,
        }
    }

    /// Whether the rows of that part would have been read the same way behind these.
    pub(super) fn can_be_followed_by(&self, part: &RowsPart) -> bool {
        let is_told = part.letters == Letters::None || self.letters() == Letters::None;
        is_told || part.letters == self.letters()
    }

    /// Adds the rows of a part, which were told that no line stands before them.
    pub(super) fn join(&mut self, part: RowsPart, n_lines_before: u64) {
        if part.letters == Letters::Windows1252 {
            self.encoding = Encoding::Windows1252;
        }
        self.index.append(part.index, part.letters == Letters::Utf8);
        self.times.join(part.times, n_lines_before);
        self.n_rows += part.n_rows;
        self.n_rejected += part.n_rejected;
        self.n_mangled += part.n_mangled;
        let room = self.keep_rejected.saturating_sub(self.rejected.len());
        let rejected = part.rejected.into_iter().take(room);
        self.rejected.extend(
            rejected.map(|rejected| Rejected { line: rejected.line + n_lines_before, ..rejected }),
        );
    }

    fn letters(&self) -> Letters {
        match self.encoding {
            Encoding::Utf8 if self.index.has_letters() => Letters::Utf8,
            Encoding::Windows1252 => Letters::Windows1252,
            // A mark says it all.
            _ => Letters::None,
        }
    }

    /// See [`super::ExportReader::keep_only`].
    pub(super) fn keep_only(&mut self, terms: &[String]) {
        self.index.keep_only(terms);
        self.kept_terms = Some(terms.to_vec());
    }

    /// What was read so far does not count: other rows stand in the place of it.
    pub(super) fn forget_rows(&mut self) {
        self.index = IndexBuilder::new();
        if let Some(terms) = &self.kept_terms {
            self.index.keep_only(terms);
        }
        self.given.clear();
        self.n_rows = 0;
        self.n_rejected = 0;
        self.rejected.clear();
        self.n_mangled = 0;
    }

    pub(super) fn take_rejected(&mut self) -> Vec<Rejected> {
        mem::take(&mut self.rejected)
    }
}
