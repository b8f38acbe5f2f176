//! Everything the page knows, in one place: [`State`] changes only by an [`Action`], in
//! [`apply`], and everything on the screen is drawn from it.
//!
//! No browser here: files, the worker and the clipboard are the business of [`crate::engine`] and
//! [`crate::browser`]; this module knows exports by number. What the engine shall be asked is state
//! too ([`State::asked`], [`State::shown`]), and the page asks it when that number changes.

mod action;
mod apply;
mod linking;
mod marks;
mod query;
mod rules;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod tools;

use std::rc::Rc;

use signerhunt::{DateOrder, Expected, Extent, Hunt, Rejected, Rule, Source, Window, rule};
use signerhunt_wasm::protocol::{
    Answer, DevicePage, DeviceRow, Expectation, ExportId, Reading, SightingRecord, SkippedEntry,
    SortColumn, View,
};

pub(crate) use action::{Action, AddedExport, MenuName, NoticeKind, Overlay};
pub(crate) use linking::MissingRules;
pub(crate) use marks::Mark;
pub(crate) use query::{AskedQuery, ColumnKind, QueryAction, QueryAnswer, QueryTable};
pub(crate) use rules::{Asked, Catalogue, CatalogueRule, Picking, RuleAction};
pub(crate) use tools::Columns;

use crate::permalink::LinkedHunt;

/// How many devices the table shows at a time.
pub(crate) const DEVICES_PER_PAGE: u32 = 100;

/// Everything the page knows.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct State {
    /// The exports, in the order in which they came.
    pub(crate) exports: Vec<ExportCard>,
    /// The terms as they stand in their fields; blank ones are still being typed.
    pub(crate) terms: Vec<String>,
    /// What is marked as expected.
    pub(crate) expected: Rc<Expected>,
    /// The rules that the terms came from. Of these the hunt has those whose terms are all there.
    pub(crate) rules: Vec<Rule>,
    /// Rules that the link names which was followed, as long as they are not there.
    pub(crate) missing_rules: Option<MissingRules>,
    /// A query that is no hunt, in the place of the hunt.
    pub(crate) query: Option<AskedQuery>,
    /// How often such queries were run.
    queries_asked: u32,
    /// All rules that can be picked.
    pub(crate) catalogue: Catalogue,
    /// Those that are being picked.
    pub(crate) picking: Picking,
    /// The window.
    pub(crate) window: Window,
    /// The person wants to type the window, even if it happens to be one of the presets.
    pub(crate) custom_window: bool,
    /// Rows that several exports have count in each of them.
    pub(crate) keep_duplicates: bool,
    /// Which devices to show.
    pub(crate) view: View,
    /// The table shall have a column for each tool, where there are several.
    pub(crate) by_tool: bool,
    /// The number of the last hunt to be asked; 0 before the first.
    pub(crate) asked: u32,
    /// The number of the last hunt that was answered.
    pub(crate) answered: u32,
    /// The last hunt came of typing, so it may wait a moment for the next key.
    pub(crate) typing: bool,
    /// The first of the last hunts that only differ in where an end of the window is, while it is being moved.
    slid_since: Option<u32>,
    /// Of the answer only the devices in view are wanted, until it stands for a moment: drawing the others takes longer than
    /// hunting.
    in_part: bool,
    /// How many exports that hunt was over.
    n_asked_for: usize,
    /// Exports were read since, and the hunt waits for more of them.
    overdue: bool,
    /// The number of the last look at other devices of an answer; hunts and looks share one count.
    pub(crate) shown: u32,
    /// The answer to the last hunt that was answered.
    pub(crate) answer: Option<Rc<Answer>>,
    /// The window that answer is about: the present one may be a change ahead.
    pub(crate) answered_window: Window,
    /// The devices on the screen.
    pub(crate) devices: Option<Rc<ShownDevices>>,
    /// The devices that are shown with all they have.
    pub(crate) open_devices: Vec<DeviceKey>,
    /// Original records of devices of the answer.
    pub(crate) records: Vec<(DeviceKey, Rc<DeviceRecords>)>,
    /// What the person should know, oldest first.
    pub(crate) notices: Vec<Notice>,
    next_notice: u32,
    /// What archives held beside exports, until it was seen.
    pub(crate) passed_over: Vec<SkippedEntry>,
    /// What lies over the page.
    pub(crate) overlay: Option<Overlay>,
    /// Files are being dragged over the page.
    pub(crate) drag_over: bool,
    /// Workers are refused, so the engine shares the page's thread.
    pub(crate) on_main_thread: bool,
    /// The page is too narrow for a sidebar.
    pub(crate) narrow: bool,
    /// What a screen reader is told about the reading, or of the answer when an end of the window has come to rest.
    pub(crate) spoken: String,
    /// When that was said, in the export's own elapsed milliseconds.
    spoken_at: f64,
}

/// The devices on the screen. Each row is shared, so that drawing the table anew copies none of its
/// hundreds of report ids.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct ShownDevices {
    /// How many devices pass the filter.
    pub(crate) filtered: u32,
    /// How many of these were skipped.
    pub(crate) offset: u32,
    /// The devices.
    pub(crate) rows: Vec<Rc<DeviceRow>>,
}

impl ShownDevices {
    /// How many more are to come for this page of the table.
    pub(crate) fn n_to_come(&self) -> u32 {
        let all = self.filtered.saturating_sub(self.offset).min(DEVICES_PER_PAGE);
        all.saturating_sub(self.rows.len() as u32)
    }
}

impl From<DevicePage> for ShownDevices {
    fn from(page: DevicePage) -> ShownDevices {
        ShownDevices {
            filtered: page.filtered,
            offset: page.offset,
            rows: page.rows.into_iter().map(Rc::new).collect(),
        }
    }
}

/// Original records of a device.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum DeviceRecords {
    /// They are being read.
    Asked,
    /// They are there.
    Shown {
        /// How many there are.
        total: u32,
        /// The newest of them.
        records: Vec<SightingRecord>,
        /// Why others are missing.
        troubles: Vec<String>,
    },
}

/// What identifies a device: DeviceId and DeviceName.
pub(crate) type DeviceKey = (String, String);

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
    before: Option<Rc<Source>>,
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

/// Something the person should know.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Notice {
    /// Its number, for dismissing it.
    pub(crate) id: u32,
    /// How it looks.
    pub(crate) kind: NoticeKind,
    /// What it says.
    pub(crate) text: String,
}

impl State {
    /// The page as a link opens it.
    pub(crate) fn linked(linked: LinkedHunt, narrow: bool) -> State {
        let mut state = State {
            exports: Vec::new(),
            terms: Vec::new(),
            expected: Rc::default(),
            rules: Vec::new(),
            missing_rules: None,
            query: None,
            queries_asked: 0,
            catalogue: Catalogue::Unasked,
            picking: Picking::default(),
            answered_window: linked.window.clone(),
            window: linked.window.clone(),
            custom_window: false,
            keep_duplicates: false,
            view: View {
                filter: String::new(),
                expectation: Expectation::Any,
                sort: SortColumn::LastSeen,
                descending: true,
                offset: 0,
                limit: DEVICES_PER_PAGE,
            },
            by_tool: false,
            asked: 0,
            answered: 0,
            typing: false,
            slid_since: None,
            in_part: false,
            shown: 0,
            answer: None,
            devices: None,
            open_devices: Vec::new(),
            records: Vec::new(),
            notices: Vec::new(),
            next_notice: 0,
            passed_over: Vec::new(),
            overlay: None,
            drag_over: false,
            on_main_thread: false,
            narrow,
            spoken: String::new(),
            spoken_at: 0.0,
            n_asked_for: 0,
            overdue: false,
        };
        state.take_link(linked);
        state
    }

    /// The hunt to ask. A blank term is one that is being typed: it would match nearly every row.
    pub(crate) fn hunt(&self) -> Hunt {
        let terms = self.terms.iter().filter(|term| !term.trim().is_empty());
        let (terms, rules) = (terms.cloned().collect(), self.rules.clone());
        let hunt = Hunt::with_rules(terms, rules, self.window.clone());
        Hunt { expected: Expected::clone(&self.expected), ..hunt }
    }

    /// Whether the terms are the rule's own.
    pub(crate) fn has_the_rules_terms(&self) -> bool {
        self.terms == rule::connectwise().terms
    }

    /// What each term found, one entry for each of [`State::terms`]; `None` while it is not known.
    pub(crate) fn rows_by_term(&self) -> Vec<Option<u64>> {
        let mut counts = self.answer.iter().flat_map(|answer| &answer.terms).peekable();
        self.terms
            .iter()
            .map(|term| {
                // The answer may be one edit behind: a count is only shown beside its own term.
                let count = counts.next_if(|count| count.term == *term);
                if count.is_none() && !term.trim().is_empty() {
                    counts.next();
                }
                count.map(|count| count.rows)
            })
            .collect()
    }

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

    /// Which devices to ask for, where so many are in view.
    pub(crate) fn view_to_ask(&self, in_view: u32) -> View {
        let limit = if self.in_part { in_view.min(DEVICES_PER_PAGE) } else { DEVICES_PER_PAGE };
        View { limit, ..self.view.clone() }
    }

    /// Whether the hunt is one of several that follow an end of the window, and not the first.
    pub(crate) fn slides_on(&self) -> bool {
        self.slid_since.is_some_and(|first| first < self.asked)
    }

    /// Whether the answer is to be said to stand when nothing comes for a moment.
    pub(crate) fn may_rest(&self) -> bool {
        self.in_part && (self.is_sliding() || self.answered == self.asked)
    }

    /// Whether an end of the window is being moved.
    pub(crate) fn is_sliding(&self) -> bool {
        self.slid_since.is_some()
    }

    fn notify(&mut self, kind: NoticeKind, text: String) {
        self.notices.push(Notice { id: self.next_notice, kind, text });
        self.next_notice += 1;
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
