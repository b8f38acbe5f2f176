//! The page without a browser: what happens, and what the page knows afterwards.

use signerhunt::{DateOrder, Ledger, Outside, ResolvedWindow, Shape, TermCount};
use signerhunt_wasm::protocol::Event;

use super::*;
use crate::permalink;

fn page() -> State {
    State::linked(permalink::read(""), false)
}

/// The page after these actions.
#[track_caller]
fn after(actions: impl IntoIterator<Item = Action>) -> State {
    let mut state = page();
    for action in actions {
        state.apply(action);
    }
    state
}

fn added(ids: &[ExportId]) -> Action {
    Action::Added(
        ids.iter()
            .map(|&id| AddedExport { id, name: format!("export-{id}.csv"), bytes: 1000.0 })
            .collect(),
    )
}

fn source(name: &str, date_order: DateOrder) -> Source {
    Source {
        name: name.to_owned(),
        shape: Shape::PortalCsv,
        bytes: 1000,
        sha256: None,
        rows: 10,
        rejected: 0,
        first: Some("2026-11-01".parse().unwrap()),
        last: Some("2026-11-20".parse().unwrap()),
        zone: "UTC".to_owned(),
        date_order,
        warnings: Vec::new(),
    }
}

fn read_in(export: ExportId, date_order: DateOrder) -> Action {
    Action::Told(Event::Read {
        export,
        source: source(&format!("export-{export}.csv"), date_order),
        rejected: Vec::new(),
        elapsed_ms: 100.0,
    })
}

fn read(export: ExportId) -> Action {
    read_in(export, DateOrder::NotNeeded)
}

fn progress(export: ExportId, elapsed_ms: f64) -> Action {
    Action::Told(Event::Progress {
        export,
        bytes: 500.0,
        total_bytes: 1000.0,
        rows: 5.0,
        elapsed_ms,
    })
}

fn device_page(filtered: u32) -> DevicePage {
    let row = DeviceRow {
        device_id: "1f3a".to_owned(),
        device_name: "ws-0142".to_owned(),
        first_seen: Ticks::UNIX_EPOCH,
        last_seen: Ticks::UNIX_EPOCH,
        count: 1,
        report_ids: 0,
        first_reports: Vec::new(),
        reports: String::new(),
        signers: Vec::new(),
    };
    DevicePage { filtered, offset: 0, rows: vec![row] }
}

fn answered(question: u32, devices: u32, terms: &[(&str, u64)]) -> Action {
    let now = Ticks::UNIX_EPOCH;
    Action::Told(Event::Answer {
        question,
        answer: Answer {
            window: ResolvedWindow { from: now, to: now, now, now_is_clamped: false },
            devices,
            sightings: f64::from(devices),
            latest: None,
            terms: terms
                .iter()
                .map(|&(term, rows)| TermCount { term: term.to_owned(), rows, devices: 1 })
                .collect(),
            outside_window: Outside::default(),
            ledger: Ledger::default(),
            near_misses: Vec::new(),
            elapsed_ms: 1.0,
        },
        devices: device_page(devices),
    })
}

fn devices_shown(question: u32, filtered: u32) -> Action {
    Action::Told(Event::Devices { question, devices: device_page(filtered) })
}

fn edited(idx: usize, text: &str) -> Action {
    Action::TermEdited { idx, text: text.to_owned() }
}

#[test]
fn an_export_waits_is_read_and_is_asked() {
    let state = after([added(&[1]), progress(1, 50.0)]);
    assert!(state.is_reading());
    assert_eq!(state.asked, 0);
    let state = after([added(&[1]), progress(1, 50.0), read(1)]);
    assert!(!state.is_reading());
    assert_eq!(state.asked, 1);
}

#[test]
fn every_export_that_was_read_asks_again() {
    let state = after([added(&[1, 2]), read(1), answered(1, 3, &[]), read(2)]);
    assert_eq!(state.asked, 2);
    assert!(state.answer.is_some(), "the earlier answer stays until the next comes");
}

#[test]
fn stale_answers_are_dropped() {
    let state = after([added(&[1]), read(1), edited(0, "AnyDesk"), answered(1, 3, &[])]);
    assert_eq!(state.answer, None);
    let state = after([
        added(&[1]),
        read(1),
        edited(0, "AnyDesk"),
        answered(2, 7, &[]),
        answered(1, 3, &[]),
    ]);
    assert_eq!(state.answer.map(|answer| answer.devices), Some(7));
}

#[test]
fn stale_devices_are_dropped() {
    let sorted = || Action::Sorted(SortColumn::Count);
    let state = after([
        added(&[1]),
        read(1),
        answered(1, 3, &[]),
        sorted(),
        sorted(),
        devices_shown(2, 99),
    ]);
    assert_eq!(state.shown, 3);
    assert_eq!(state.devices.map(|shown| shown.filtered), Some(3));
    let state = after([
        added(&[1]),
        read(1),
        answered(1, 3, &[]),
        sorted(),
        edited(0, "AnyDesk"),
        devices_shown(2, 99),
    ]);
    assert_eq!(state.devices.map(|shown| shown.filtered), Some(3));
}

#[test]
fn sorting_while_an_answer_is_awaited_asks_anew() {
    let state = after([added(&[1]), read(1), Action::Sorted(SortColumn::Count)]);
    assert_eq!((state.asked, state.shown), (2, 0));
    let state =
        after([added(&[1]), read(1), Action::Sorted(SortColumn::Count), answered(2, 3, &[])]);
    assert_eq!(state.answered, 2);
}

#[test]
fn a_header_turns_its_own_order_and_starts_others_where_they_are_read() {
    let check = |columns: &[SortColumn], descending: bool| {
        let state = after(columns.iter().map(|&column| Action::Sorted(column)));
        assert_eq!(state.view.descending, descending, "{columns:?}");
    };
    check(&[SortColumn::LastSeen], false);
    check(&[SortColumn::DeviceName], false);
    check(&[SortColumn::DeviceName, SortColumn::DeviceName], true);
    check(&[SortColumn::DeviceName, SortColumn::Count], true);
}

#[test]
fn a_new_hunt_starts_at_the_first_page() {
    let turned = || Action::PageTurned { offset: 200 };
    let start = || [added(&[1]), read(1), answered(1, 300, &[]), turned()];
    assert_eq!(after(start()).view.offset, 200);
    for action in [edited(0, "x"), Action::Sorted(SortColumn::Count), Action::Filtered("x".into())]
    {
        let state = after(start().into_iter().chain([action]));
        assert_eq!(state.view.offset, 0);
    }
}

#[test]
fn blank_terms_are_not_hunted_and_counts_stay_beside_their_terms() {
    let state = after([
        added(&[1]),
        read(1),
        Action::TermAdded(String::new()),
        edited(1, "  "),
        answered(2, 3, &[("ConnectWise", 96), ("ScreenConnect", 12)]),
    ]);
    assert_eq!(state.hunt().terms, ["ConnectWise", "ScreenConnect"]);
    assert_eq!(state.rows_by_term(), [Some(96), None, Some(12), None]);
}

#[test]
fn a_count_is_not_shown_beside_a_term_that_changed_meanwhile() {
    let counts = [("ConnectWise", 96), ("CONTINUUM MANAGED", 0), ("ScreenConnect", 12)];
    let state = after([added(&[1]), read(1), answered(1, 3, &counts), edited(0, "AnyDesk")]);
    assert_eq!(state.rows_by_term(), [None, Some(0), Some(12)]);
}

#[test]
fn terms_can_be_removed_and_reset() {
    let state = after([Action::TermRemoved(0), Action::TermRemoved(9)]);
    assert_eq!(state.terms, ["CONTINUUM MANAGED", "ScreenConnect"]);
    assert!(state.hunt().rules.is_empty());
    let state = after([Action::TermRemoved(0), Action::TermsReset]);
    assert!(state.has_the_rules_terms());
    assert_eq!(state.hunt().rules.len(), 1);
}

#[test]
fn removing_the_last_export_empties_the_page() {
    let state = after([added(&[1]), read(1), answered(1, 3, &[]), Action::Removed(1)]);
    assert!(state.exports.is_empty());
    assert_eq!((state.answer, state.devices), (None, None));
    let late = after([added(&[1]), read(1), Action::Removed(1), answered(2, 3, &[])]);
    assert_eq!(late.answer, None);
}

#[test]
fn a_cancelled_export_that_tells_more_is_not_listened_to() {
    let state = after([added(&[1]), Action::Removed(1), progress(1, 10.0), read(1)]);
    assert!(state.exports.is_empty());
    assert_eq!(state.asked, 0);
}

#[test]
fn an_unreadable_export_leaves_the_others() {
    let unreadable = Event::Unreadable { export: 2, message: "not an export".to_owned() };
    let state = after([added(&[1, 2]), read(1), answered(1, 3, &[]), Action::Told(unreadable)]);
    assert!(matches!(state.exports[1].stage, Stage::Failed { broke_the_engine: false, .. }));
    assert!(state.answer.is_some());
}

#[test]
fn a_breakdown_sets_its_export_aside_and_the_others_are_read_again() {
    let broke = Action::BrokeDown { reading: Some(2), message: "unreachable".to_owned() };
    let state = after([added(&[1, 2, 3]), read(1), answered(1, 3, &[]), broke]);
    assert_eq!(state.exports[0].stage, Stage::Waiting);
    assert!(matches!(state.exports[1].stage, Stage::Failed { broke_the_engine: true, .. }));
    assert_eq!(state.exports[2].stage, Stage::Waiting);
    assert_eq!(state.answer, None);
}

#[test]
fn a_breakdown_over_an_answer_reads_nothing_again_by_itself() {
    let broke = Action::BrokeDown { reading: None, message: "unreachable".to_owned() };
    let state = after([added(&[1, 2]), read(1), read(2), broke]);
    assert!(state.exports.iter().all(|card| matches!(card.stage, Stage::Failed { .. })));
}

#[test]
fn a_retried_export_has_a_new_number() {
    let broke = Action::BrokeDown { reading: Some(1), message: "unreachable".to_owned() };
    let state = after([added(&[1]), broke, Action::Retried { old: 1, new: 2 }, progress(2, 1.0)]);
    assert!(state.is_reading());
}

#[test]
fn an_undecided_export_stays_changeable_once_it_is_decided() {
    let state = after([added(&[1]), read_in(1, DateOrder::Undecided)]);
    assert!(state.exports[0].is_undecided());
    let decided =
        after([added(&[1]), read_in(1, DateOrder::Undecided), read_in(1, DateOrder::DayFirst)]);
    assert!(!decided.exports[0].is_undecided());
    assert!(decided.exports[0].was_undecided);
    assert_eq!(decided.asked, 2);
}

#[test]
fn progress_is_spoken_at_most_every_two_seconds() {
    let spoken = |times: &[f64]| {
        let actions = times.iter().map(|&time| progress(1, time));
        after([added(&[1])].into_iter().chain(actions)).spoken_at
    };
    assert_eq!(spoken(&[100.0, 1_999.0]), 0.0);
    assert_eq!(spoken(&[100.0, 2_000.0, 3_900.0]), 2_000.0);
    assert_eq!(spoken(&[2_000.0, 4_100.0]), 4_100.0);
    assert_eq!(spoken(&[9_000.0, 100.0, 2_100.0]), 2_100.0);
}

#[test]
fn links_change_the_hunt_and_their_faults_are_told() {
    let state = State::linked(permalink::read("#terms=AnyDesk&from=never"), false);
    assert_eq!(state.terms, ["AnyDesk"]);
    assert_eq!(state.notices.len(), 1);
    let id = state.notices[0].id;
    let followed =
        after([added(&[1]), read(1), Action::LinkFollowed(permalink::read("#from=-30d"))]);
    assert_eq!(followed.asked, 2);
    let own = after([added(&[1]), read(1), Action::LinkFollowed(permalink::read(""))]);
    assert_eq!(own.asked, 1, "the page's own writing of the hash changes nothing");
    let mut state = state;
    state.apply(Action::NoticeDismissed(id));
    assert_eq!(state.notices, []);
}

#[test]
fn choosing_the_same_window_asks_nothing() {
    let state = after([added(&[1]), read(1), Action::WindowChosen(Window::default())]);
    assert_eq!(state.asked, 1);
    let state = after([Action::WindowTyped(Window::default())]);
    assert!(state.custom_window);
}
