//! What can happen on the page. What follows from it is decided in [`super::apply`].

use std::rc::Rc;

use signerhunt::{Expected, Window};
use signerhunt_wasm::protocol::{Event, Expectation, ExportId, SkippedEntry, SortColumn};

use super::{DeviceKey, Mark, QueryAction, RuleAction};
use crate::permalink::LinkedHunt;
use crate::reading::Said;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Action {
    /// Exports were handed to the engine.
    Added(Vec<AddedExport>),
    /// An export was cancelled, removed or dismissed.
    Removed(ExportId),
    /// An export that failed is read again, under a new number.
    Retried {
        /// The number it had.
        old: ExportId,
        /// The number it has now.
        new: ExportId,
    },
    /// An export is an archive: its entries take its place.
    Opened {
        /// The number the archive had.
        archive: ExportId,
        /// Its entries; none when nothing in it could be an export.
        entries: Vec<AddedExport>,
        /// What else is in it, and why that is no export.
        skipped: Vec<SkippedEntry>,
    },
    /// The person said how exports are to be read.
    Said {
        /// Which ones.
        exports: Vec<ExportId>,
        /// What.
        said: Said,
    },
    /// Somebody wants to see original records of a device.
    RecordsAsked(DeviceKey),
    /// The engine told something.
    Told(Event),
    /// The engine broke down. It reads everything again in a fresh one, but for this export.
    BrokeDown {
        /// The export that was being read. `None`: no export was; then none is read again.
        reading: Option<ExportId>,
        /// The first thing that was heard of it.
        message: String,
    },
    /// Workers are refused here.
    WorkersRefused,
    /// A term was edited.
    TermEdited {
        /// Which one.
        idx: usize,
        /// What it is now.
        text: String,
    },
    /// A term was added; blank when it is still to be typed.
    TermAdded(String),
    /// A term was removed.
    TermRemoved(usize),
    /// The rule's own terms are wanted back.
    TermsReset,
    /// Something happened to rules.
    Rules(RuleAction),
    /// Something happened to a query that is no hunt.
    Query(QueryAction),
    /// A window was chosen.
    WindowChosen(Window),
    /// The person wants to type the window.
    WindowTyped(Window),
    /// An end of the window was moved a bit, and is likely to be moved on.
    WindowSlid(Window),
    /// The answer stands for a moment now, and no end of the window is moved.
    Rested,
    /// Rows that several exports have are to count in each of them, or once.
    DuplicatesKept(bool),
    /// Something was marked as expected, or no longer.
    MarkToggled(Mark),
    /// Marks were read from a file.
    MarksTaken(Expected),
    /// Only devices that are expected are to be shown, or those that are not, or all.
    ExpectationChosen(Expectation),
    /// A link to a hunt was followed.
    LinkFollowed(LinkedHunt),
    /// The filter was edited.
    Filtered(String),
    /// The table with a column for each tool is wanted, or the other one.
    TableChosen {
        /// The one with a column for each tool.
        by_tool: bool,
    },
    /// A column's header was pressed.
    Sorted(SortColumn),
    /// Another page of devices is wanted.
    PageTurned {
        /// How many devices to skip.
        offset: u32,
    },
    /// A device was opened or closed.
    DeviceToggled(DeviceKey),
    /// Something was laid over the page, or taken away.
    OverlayChanged(Option<Overlay>),
    /// Files are dragged over the page, or no longer.
    DragChanged(bool),
    /// The page became narrow or wide.
    WidthChanged {
        /// Too narrow for a sidebar.
        narrow: bool,
    },
    /// Something is to be told to the person.
    Noted(NoticeKind, String),
    /// A notice was dismissed.
    NoticeDismissed(u32),
    /// What was passed over in archives was seen.
    PassedOverDismissed,
}

/// An export as it comes.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct AddedExport {
    /// Its number.
    pub(crate) id: ExportId,
    /// Its name.
    pub(crate) name: String,
    /// Its size in bytes.
    pub(crate) bytes: f64,
}

/// How a notice looks, and how long it stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoticeKind {
    /// Something went well; it goes away by itself.
    Done,
    /// Something to know.
    Warning,
    /// Something went wrong.
    Error,
}

/// What lies over the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Overlay {
    /// One of the header's menus.
    Menu(MenuName),
    /// What "your files stay in this tab" means and how to check it.
    Privacy,
    /// The keys.
    Keys,
    /// The rows that could not be used.
    Rejected,
    /// All rules, for picking some.
    Rules,
    /// A text to copy by hand, where the clipboard is refused.
    CopyByHand(Rc<str>),
}

/// The header's menus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MenuName {
    /// Ways to copy the answer.
    Copy,
    /// Ways to download the answer.
    Download,
}
