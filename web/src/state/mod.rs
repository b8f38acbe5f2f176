//! Everything the page knows, in one place: [`State`] changes only by an [`Action`], in
//! [`apply`], and everything on the screen is drawn from it.
//!
//! No browser here: files, the worker and the clipboard are the business of [`crate::engine`] and
//! [`crate::browser`]; this module knows exports by number. What the engine shall be asked is state
//! too ([`State::asked`], [`State::shown`]), and the page asks it when that number changes.

mod action;
mod apply;
mod asking;
mod devices;
mod events;
mod exports;
mod importing;
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

use signerhunt::{Expected, Hunt, Rule, Window, rule};
use signerhunt_wasm::protocol::{Answer, Expectation, SkippedEntry, SortColumn, View};

pub(crate) use action::{Action, AddedExport, MenuName, NoticeKind, Overlay};
pub(crate) use devices::{DeviceKey, DeviceRecords, ShownDevices};
pub(crate) use exports::{ExportCard, Failure, Stage};
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

    fn notify(&mut self, kind: NoticeKind, text: String) {
        self.notices.push(Notice { id: self.next_notice, kind, text });
        self.next_notice += 1;
    }
}
