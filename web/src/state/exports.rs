//! The exports as the page knows them: by number, with how far each has come and what was found out about it.

use std::rc::Rc;

use signerhunt::{DateOrder, Extent, Rejected, Source};
use signerhunt_wasm::protocol::{ExportId, Reading, SkippedEntry};

use super::{AddedExport, State};
use crate::facts::nothing_in_archive;
use crate::reading::Said;

/// An export as the page knows it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ExportCard {
    /// Its number.
    pub(crate) id: ExportId,
    /// The file's name, or its path within a dropped folder.
    pub(crate) name: String,
    /// The file's size in bytes.
    pub(crate) bytes: f64,
    /// How far it has come.
    pub(crate) stage: Stage,
    /// What was found out when it was read before: it is being read again, another way. Until then it
    /// stays in its place among the files.
    pub(super) before: Option<Rc<Source>>,
    /// What the person said about it.
    pub(crate) reading: Reading,
}

/// How far an export has come.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Stage {
    /// Not begun.
    Waiting,
    /// Being read.
    Reading {
        /// Bytes read so far.
        bytes: f64,
        /// Rows read so far.
        rows: f64,
        /// Milliseconds so far.
        elapsed_ms: f64,
        /// Memory ran short, so only rows for the present terms are kept.
        keeps_only_some: bool,
    },
    /// Read to its end.
    Read {
        /// What was found out about it.
        source: Rc<Source>,
        /// The first rejected rows.
        rejected: Rc<[Rejected]>,
        /// How many bytes of memory its rows take.
        index_bytes: f64,
        /// Milliseconds it took.
        elapsed_ms: f64,
    },
    /// It could not be read.
    Failed {
        /// What happened.
        message: String,
        /// Whose fault it is, and so what can be done.
        failure: Failure,
    },
}

/// Why an export could not be read, as far as it matters for what can be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// It is no export, or a spoilt one.
    Unreadable,
    /// It unpacks to more than is usual, and can be read all the same.
    TooLarge,
    /// The engine broke down over it, which is our fault and not the file's.
    BrokeTheEngine,
}

impl State {
    /// The exports that were read, with what was found out about them.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&ExportCard, &Rc<Source>)> {
        self.exports.iter().filter_map(|card| Some((card, card.source()?)))
    }

    /// The exports of which something is known: those that were read, and those being read again.
    pub(crate) fn known_sources(&self) -> impl Iterator<Item = (&ExportCard, &Rc<Source>)> {
        self.exports.iter().filter_map(|card| Some((card, card.known_source()?)))
    }

    /// Whether there is anything to hunt in.
    pub(crate) fn has_sources(&self) -> bool {
        self.sources().next().is_some()
    }

    /// Whether an export is being read or waits to be.
    pub(crate) fn is_reading(&self) -> bool {
        self.exports.iter().any(ExportCard::is_pending)
    }

    /// Rows of exports that are not counted until somebody says how to read their dates.
    pub(crate) fn undecided_rows(&self) -> u64 {
        let undecided = self.sources().filter(|(card, _)| card.is_undecided());
        undecided.map(|(_, source)| source.rows).sum()
    }

    /// The exports that take no part in the hunt, since only rows for other terms were kept of them.
    pub(crate) fn set_aside(&self) -> Vec<&ExportCard> {
        let names = self.hunt().names();
        let is_set_aside = |source: &Rc<Source>| !source.is_kept_for(&names);
        self.exports.iter().filter(|card| card.source().is_some_and(is_set_aside)).collect()
    }

    /// The times of the oldest row and the newest over all exports that are hunted in.
    pub(crate) fn extent(&self) -> Option<Extent> {
        let decided = self.known_sources().filter(|(card, _)| !card.is_undecided());
        decided.filter_map(|(_, source)| source.extent()).reduce(Extent::union)
    }

    pub(super) fn open_archive(
        &mut self,
        archive: ExportId,
        entries: Vec<AddedExport>,
        skipped: Vec<SkippedEntry>,
    ) {
        let Some(place) = self.exports.iter().position(|card| card.id == archive) else { return };
        let card = &mut self.exports[place];
        if entries.is_empty() {
            let message = nothing_in_archive(&card.name, &skipped);
            card.stage = Stage::Failed { message, failure: Failure::Unreadable };
            return;
        }
        let (archive_name, reading) = (card.name.clone(), card.reading);
        let cards = entries.into_iter().map(|entry| ExportCard { reading, ..waiting_card(entry) });
        self.exports.splice(place..=place, cards);
        self.passed_over.extend(skipped.into_iter().map(|SkippedEntry { name, why }| {
            let name = format!("{archive_name}/{name}");
            SkippedEntry { name, why }
        }));
    }

    /// Keeps what the person said about an export; the engine is told as well.
    pub(super) fn say(&mut self, export: ExportId, said: Said) {
        let Some(card) = self.card(export) else { return };
        card.reading = said.applied_to(card.reading);
        let is_read_again =
            card.source().is_some_and(|source| said.is_read_again(source.date_order));
        if is_read_again {
            // The answer stays until the next comes: what it counts is still the person's export.
            card.before = card.source().cloned();
            card.stage = Stage::Waiting;
        }
    }

    pub(super) fn card(&mut self, export: u32) -> Option<&mut ExportCard> {
        self.exports.iter_mut().find(|card| card.id == export)
    }
}

impl ExportCard {
    /// What was found out about it, once it was read.
    pub(crate) fn source(&self) -> Option<&Rc<Source>> {
        match &self.stage {
            Stage::Read { source, .. } => Some(source),
            _ => None,
        }
    }

    /// How many bytes of memory its rows take.
    pub(crate) fn index_bytes(&self) -> f64 {
        match self.stage {
            Stage::Read { index_bytes, .. } => index_bytes,
            _ => 0.0,
        }
    }

    /// What is known of it: also while it is being read again.
    pub(crate) fn known_source(&self) -> Option<&Rc<Source>> {
        self.source().or(self.before.as_ref())
    }

    /// Whether it is being read or waits to be.
    pub(crate) fn is_pending(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Reading { .. })
    }

    /// Whether somebody has to say which number in its dates is the day.
    pub(crate) fn is_undecided(&self) -> bool {
        self.source().is_some_and(|source| source.date_order == DateOrder::Undecided)
    }
}

pub(super) fn waiting_card(added: AddedExport) -> ExportCard {
    ExportCard {
        id: added.id,
        name: added.name,
        bytes: added.bytes,
        stage: Stage::Waiting,
        before: None,
        reading: Reading::default(),
    }
}
