//! The page without a browser: what happens, and what the page knows afterwards.

mod query;

use signerhunt::{DateOrder, Extent, TermCount, Ticks};
use signerhunt_wasm::protocol::{DevicePage, DeviceRow, Event, ExportId};

use super::samples::source;
use super::*;
use crate::permalink;
use crate::reading::Said;

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

fn read_in(export: ExportId, date_order: DateOrder) -> Action {
    Action::Told(Event::Read {
        export,
        source: source(&format!("export-{export}.csv"), date_order),
        rejected: Vec::new(),
        index_bytes: 320.0,
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
        keeps_only_some: false,
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
        tools: Vec::new(),
        tool_counts: Vec::new(),
        expected: 0,
        count_from_summaries: 0,
    };
    DevicePage { filtered, offset: 0, rows: vec![row] }
}

fn answered(question: u32, devices: u32, terms: &[(&str, u64)]) -> Action {
    let terms = terms.iter();
    let terms = terms.map(|&(term, rows)| TermCount { term: term.to_owned(), rows, devices: 1 });
    let answer = Answer { terms: terms.collect(), ..samples::answer(devices) };
    Action::Told(Event::Answer { question, answer, devices: device_page(devices) })
}

fn devices_shown(question: u32, filtered: u32) -> Action {
    Action::Told(Event::Devices { question, devices: device_page(filtered) })
}

fn said(exports: &[ExportId], said: Said) -> Action {
    Action::Said { exports: exports.to_vec(), said }
}

fn unreadable(export: ExportId, is_too_large: bool) -> Action {
    let message = "not an export".to_owned();
    Action::Told(Event::Unreadable { export, message, is_too_large })
}

fn failure_of(card: &ExportCard) -> Option<Failure> {
    match card.stage {
        Stage::Failed { failure, .. } => Some(failure),
        _ => None,
    }
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

fn slid(from: &str) -> Action {
    let window = Window { from: from.parse().unwrap(), ..Window::default() };
    Action::WindowSlid(window)
}

/// The page after these actions over an export that was read and answered.
#[track_caller]
fn answered_and(actions: impl IntoIterator<Item = Action>) -> State {
    after([added(&[1]), read(1), answered(1, 300, &[])].into_iter().chain(actions))
}

#[test]
fn an_end_that_is_moved_is_asked_at_once_for_the_devices_in_view() {
    let state = answered_and([slid("2026-11-16"), slid("2026-11-17")]);
    assert!(state.custom_window && state.is_sliding() && !state.typing);
    assert_eq!((state.asked, state.view_to_ask(25).limit), (3, 25));
    assert_eq!(state.view_to_ask(900).limit, DEVICES_PER_PAGE);
    let unmoved = answered_and([slid("-5d")]);
    assert_eq!((unmoved.asked, unmoved.is_sliding()), (1, false));
}

#[test]
fn answers_follow_an_end_that_is_moved() {
    let moved = || [slid("2026-11-16"), slid("2026-11-17"), slid("2026-11-18")];
    let devices = |answers: &[(u32, u32)]| {
        let answers = answers.iter().map(|&(question, devices)| answered(question, devices, &[]));
        answered_and(moved().into_iter().chain(answers)).answer.unwrap().devices
    };
    assert_eq!(devices(&[(2, 7)]), 7);
    assert_eq!(devices(&[(3, 8), (2, 7)]), 8);
    assert_eq!(devices(&[(4, 9), (3, 8)]), 9);
    assert_eq!(devices(&[(1, 6)]), 300, "that was another hunt");
}

#[test]
fn another_question_ends_the_moving() {
    let state = answered_and([slid("2026-11-16"), edited(0, "AnyDesk"), answered(2, 7, &[])]);
    assert!(!state.is_sliding());
    assert_eq!(state.answer.unwrap().devices, 300, "it is not about this term");
    let state = answered_and([
        slid("2026-11-16"),
        edited(0, "AnyDesk"),
        slid("2026-11-17"),
        answered(3, 7, &[]),
    ]);
    assert_eq!(state.answer.unwrap().devices, 300, "nor was that of this movement");
}

#[test]
fn when_an_end_rests_all_devices_are_asked_for() {
    let rested = || [slid("2026-11-16"), answered(2, 7, &[]), Action::Rested];
    let state = answered_and(rested());
    assert_eq!((state.asked, state.shown, state.view_to_ask(25).limit), (2, 3, DEVICES_PER_PAGE));
    let state = answered_and(rested().into_iter().chain([devices_shown(3, 7)]));
    assert_eq!(state.devices.map(|shown| shown.filtered), Some(7));
    let state = answered_and(rested().into_iter().chain([Action::Rested]));
    assert_eq!(state.shown, 3, "it rests already");
    let awaited = answered_and([slid("2026-11-16"), Action::Rested]);
    assert_eq!((awaited.asked, awaited.shown), (3, 0));
    assert!(!awaited.is_sliding());
}

#[test]
fn devices_out_of_view_are_asked_for_when_an_answer_stands() {
    let state = after([added(&[1]), read(1)]);
    assert_eq!(state.view_to_ask(25).limit, 25);
    assert!(!state.may_rest(), "it is still to come");
    let state = answered_and([]);
    assert!(state.may_rest());
    let state = answered_and([Action::Rested]);
    assert_eq!((state.shown, state.view_to_ask(25).limit), (2, DEVICES_PER_PAGE));
    assert!(!state.may_rest());
    let whole = after([added(&[1]), read(1), answered(1, 1, &[]), Action::Rested]);
    assert_eq!(whole.shown, 0, "all were in view");
    let sorted = answered_and([edited(0, "AnyDesk"), Action::Sorted(SortColumn::Count)]);
    assert_eq!(sorted.view_to_ask(25).limit, DEVICES_PER_PAGE);
}

#[test]
fn the_answer_is_spoken_when_an_end_rests() {
    let state = answered_and([slid("2026-11-16"), answered(2, 7, &[])]);
    assert_eq!(state.spoken, "");
    let state = answered_and([slid("2026-11-16"), answered(2, 7, &[]), Action::Rested]);
    assert!(state.spoken.starts_with("7 devices, 7 sightings between"), "{}", state.spoken);
    let state = answered_and([slid("2026-11-16"), Action::Rested]);
    assert_eq!(state.spoken, "", "the headline changes, and is told by itself");
}

#[test]
fn devices_that_are_to_come_keep_their_place() {
    let check = |filtered, offset, n_rows, expected| {
        let rows = device_page(0).rows;
        let rows = (0..n_rows).map(|_| Rc::new(rows[0].clone())).collect();
        assert_eq!(ShownDevices { filtered, offset, rows }.n_to_come(), expected);
    };
    check(300, 0, 100, 0);
    check(300, 0, 25, 75);
    check(30, 0, 25, 5);
    check(25, 0, 25, 0);
    check(230, 200, 25, 5);
    check(0, 200, 0, 0);
}

#[test]
fn the_rows_extent_leaves_out_what_is_not_hunted_in() {
    let extent = |actions: Vec<Action>| after(actions).extent();
    assert_eq!(extent(vec![added(&[1])]), None);
    assert_eq!(extent(vec![added(&[1]), read_in(1, DateOrder::Undecided)]), None);
    let expected =
        Extent { first: "2026-11-01".parse().unwrap(), last: "2026-11-20".parse().unwrap() };
    assert_eq!(extent(zone_said()), Some(expected));
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
    let state = after([added(&[1, 2]), read(1), answered(1, 3, &[]), unreadable(2, false)]);
    assert_eq!(failure_of(&state.exports[1]), Some(Failure::Unreadable));
    assert_eq!(state.asked, 1, "nothing of it was counted");
    assert!(state.answer.is_some());
}

#[test]
fn a_breakdown_sets_its_export_aside_and_the_others_are_read_again() {
    let broke = Action::BrokeDown { reading: Some(2), message: "unreachable".to_owned() };
    let state = after([added(&[1, 2, 3]), read(1), answered(1, 3, &[]), broke]);
    assert_eq!(state.exports[0].stage, Stage::Waiting);
    assert_eq!(failure_of(&state.exports[1]), Some(Failure::BrokeTheEngine));
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
    let undecided = || [added(&[1]), read_in(1, DateOrder::Undecided)];
    assert!(after(undecided()).exports[0].is_undecided());
    let said = said(&[1], Said::DayFirst(true));
    let decided = after(undecided().into_iter().chain([said, read_in(1, DateOrder::DayFirst)]));
    assert!(!decided.exports[0].is_undecided());
    assert_eq!(decided.exports[0].reading.day_first, Some(true));
    assert_eq!(decided.asked, 2);
}

#[test]
fn deciding_the_dates_of_an_undecided_export_reads_nothing_again() {
    let state =
        after([added(&[1]), read_in(1, DateOrder::Undecided), said(&[1], Said::DayFirst(true))]);
    assert!(!state.is_reading());
    let changed = after([
        added(&[1]),
        read_in(1, DateOrder::Undecided),
        said(&[1], Said::DayFirst(true)),
        read_in(1, DateOrder::DayFirst),
        said(&[1], Said::DayFirst(false)),
    ]);
    assert!(changed.is_reading());
}

/// Two exports that were read and answered, and the zone of the first was said.
fn zone_said() -> Vec<Action> {
    let said = said(&[1], Said::Zone(Some(120)));
    vec![added(&[1, 2]), read(1), read(2), answered(2, 3, &[]), said]
}

#[test]
fn an_export_that_is_read_again_keeps_its_place_and_the_answer() {
    let state = after(zone_said());
    assert_eq!(state.exports[0].stage, Stage::Waiting);
    assert_eq!(state.known_sources().count(), 2);
    assert_eq!(state.sources().count(), 1);
    assert_eq!(state.exports[0].reading.utc_offset_minutes, Some(120));
    assert_eq!(state.asked, 2, "it is asked when it was read");
    assert!(state.answer.is_some());
    let state = after(zone_said().into_iter().chain([progress(1, 50.0), read(1)]));
    assert!(!state.is_reading());
    assert_eq!(state.asked, 3);
    assert_eq!(state.known_sources().count(), 2);
}

#[test]
fn the_only_export_being_read_again_leaves_its_answer_on_the_screen() {
    let only = || vec![added(&[1]), read(1), answered(1, 3, &[]), said(&[1], Said::Zone(None))];
    let state = after(only().into_iter().chain([edited(0, "AnyDesk")]));
    assert!(state.answer.is_some());
    let state = after(only().into_iter().chain([edited(0, "AnyDesk"), read(1)]));
    assert_eq!(state.asked, 3);
}

#[test]
fn an_export_that_cannot_be_read_again_is_counted_no_more() {
    let state = after(zone_said().into_iter().chain([unreadable(1, false)]));
    assert_eq!(failure_of(&state.exports[0]), Some(Failure::Unreadable));
    assert_eq!(state.known_sources().count(), 1);
    assert_eq!(state.asked, 3);
    let alone = after([
        added(&[1]),
        read(1),
        answered(1, 3, &[]),
        said(&[1], Said::Zone(Some(0))),
        unreadable(1, false),
    ]);
    assert_eq!(alone.answer, None);
}

#[test]
fn an_export_can_be_removed_while_it_is_read_again() {
    let state = after(zone_said().into_iter().chain([Action::Removed(1), read(1)]));
    assert_eq!(state.exports.len(), 1);
    assert_eq!(state.asked, 3, "once for the removal, and the late word is not heard");
}

#[test]
fn what_is_said_of_several_exports_is_kept_for_each() {
    let twice = [said(&[1, 2, 9], Said::Zone(Some(60))), said(&[2], Said::Zone(None))];
    let state = after([added(&[1, 2]), read(1)].into_iter().chain(twice));
    let zones: Vec<Option<i32>> =
        state.exports.iter().map(|card| card.reading.utc_offset_minutes).collect();
    assert_eq!(zones, [Some(60), None]);
}

#[test]
fn a_breakdown_while_an_export_is_read_again_forgets_what_was_known() {
    let broke = Action::BrokeDown { reading: Some(1), message: "unreachable".to_owned() };
    let state = after(zone_said().into_iter().chain([broke]));
    assert_eq!(state.known_sources().count(), 0);
    assert_eq!(failure_of(&state.exports[0]), Some(Failure::BrokeTheEngine));
    assert_eq!(state.exports[0].reading.utc_offset_minutes, Some(120), "it is said again");
}

#[test]
fn a_file_that_unpacks_to_too_much_can_be_read_all_the_same() {
    let too_large = || [added(&[1]), unreadable(1, true)];
    assert_eq!(failure_of(&after(too_large()).exports[0]), Some(Failure::TooLarge));
    let retried = Action::Retried { old: 1, new: 2 };
    let state = after(too_large().into_iter().chain([retried, read(2)]));
    assert_eq!(state.sources().count(), 1);
}

fn opened(archive: ExportId, entries: &[(ExportId, &str)], skipped: &[&str]) -> Action {
    let entries = entries
        .iter()
        .map(|&(id, name)| AddedExport { id, name: name.to_owned(), bytes: 10.0 })
        .collect();
    let skipped = skipped
        .iter()
        .map(|&name| SkippedEntry { name: name.to_owned(), why: "is a picture".to_owned() })
        .collect();
    Action::Opened { archive, entries, skipped }
}

/// Every answer looks at all exports, so after each of a thousand it would cost a thousand times as much.
#[test]
fn the_hunt_is_asked_again_now_and_then_while_hundreds_are_read() {
    let ids: Vec<ExportId> = (1..=1000).collect();
    let mut state = after([added(&ids)]);
    for &id in &ids[..999] {
        state.apply(read(id));
        assert!(id > 8 || state.asked == id, "few are asked about at once");
    }
    assert!(state.asked < 50, "asked {} times", state.asked);
    let asked = state.asked;
    state.apply(Action::Told(Event::Unreadable {
        export: 1000,
        message: "export-1000.csv is empty".to_owned(),
        is_too_large: false,
    }));
    assert_eq!(state.asked, asked + 1, "the last hunt is over all that were read");
}

#[test]
fn the_entries_of_an_archive_take_its_place() {
    let entries = [(4, "export-2.csv/a.csv"), (5, "export-2.csv/b/c.csv")];
    let opening = || [added(&[1, 2, 3]), read(1), opened(2, &entries, &["x.png"])];
    let state = after(opening());
    let ids: Vec<ExportId> = state.exports.iter().map(|card| card.id).collect();
    assert_eq!(ids, [1, 4, 5, 3]);
    assert_eq!(state.exports[1].stage, Stage::Waiting);
    assert_eq!(state.exports[2].name, "export-2.csv/b/c.csv");
    let names: Vec<&str> = state.passed_over.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["export-2.csv/x.png"]);
    let read = after(opening().into_iter().chain([read(3), read(4), read(5)]));
    assert_eq!((read.sources().count(), read.asked), (4, 4));
}

#[test]
fn what_was_passed_over_is_told_together_until_it_was_seen() {
    let openings = || {
        [
            added(&[1, 2]),
            opened(1, &[(3, "export-1.csv/a.csv")], &["x.png", "y.png"]),
            opened(2, &[(4, "export-2.csv/a.csv")], &["z.png"]),
        ]
    };
    let state = after(openings());
    assert_eq!((state.passed_over.len(), state.notices.len()), (3, 0));
    let state = after(openings().into_iter().chain([Action::PassedOverDismissed]));
    assert_eq!(state.passed_over, []);
}

#[test]
fn an_archive_with_nothing_in_it_is_a_failure_of_its_own() {
    let state = after([added(&[1]), opened(1, &[], &["x.png"])]);
    let Stage::Failed { message, failure } = &state.exports[0].stage else { panic!() };
    assert_eq!(*failure, Failure::Unreadable);
    assert!(message.contains("holds no file that could be an export"), "{message}");
    assert!(message.contains("x.png is a picture"), "{message}");
    assert_eq!(state.passed_over, [], "the card says it");
}

#[test]
fn an_archive_that_was_removed_opens_nothing() {
    let late = opened(1, &[(2, "export-1.csv/a.csv")], &["x.png"]);
    let state = after([added(&[1]), Action::Removed(1), late]);
    assert_eq!((state.exports.len(), state.passed_over.len()), (0, 0));
}

#[test]
fn entries_that_wait_are_read_again_after_a_breakdown() {
    let broke = Action::BrokeDown { reading: Some(2), message: "unreachable".to_owned() };
    let entries = [(2, "export-1.csv/a.csv"), (3, "export-1.csv/b.csv")];
    let state = after([added(&[1]), opened(1, &entries, &[]), broke, read(3)]);
    assert_eq!(failure_of(&state.exports[0]), Some(Failure::BrokeTheEngine));
    assert_eq!(state.sources().count(), 1);
}

#[test]
fn entries_are_read_as_the_archive_was_to_be() {
    let too_large = [
        added(&[1]),
        said(&[1], Said::Zone(Some(60))),
        opened(1, &[(2, "export-1.csv/a.csv")], &[]),
    ];
    assert_eq!(after(too_large).exports[0].reading.utc_offset_minutes, Some(60));
}

#[test]
fn keeping_duplicates_asks_anew_and_is_part_of_a_link() {
    let state = after([added(&[1]), read(1), Action::DuplicatesKept(true)]);
    assert!(state.keep_duplicates);
    assert_eq!(state.asked, 2);
    assert!(State::linked(permalink::read("#duplicates=keep"), false).keep_duplicates);
    let followed =
        after([added(&[1]), read(1), Action::LinkFollowed(permalink::read("#duplicates=keep"))]);
    assert!(followed.keep_duplicates);
    assert_eq!(followed.asked, 2);
    let back = after([Action::DuplicatesKept(true), Action::LinkFollowed(permalink::read(""))]);
    assert!(!back.keep_duplicates);
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

#[test]
fn an_export_that_was_kept_for_other_terms_is_set_aside_until_it_is_read_again() {
    let mut source = source("large.csv", DateOrder::NotNeeded);
    source.kept_terms = Some(vec!["ConnectWise".to_owned(), "ScreenConnect".to_owned()]);
    let read = Action::Told(Event::Read {
        export: 2,
        source,
        rejected: Vec::new(),
        index_bytes: 64.0,
        elapsed_ms: 1.0,
    });
    let terms = |terms: &[&str]| {
        let terms = terms.iter().map(|&term| term.to_owned()).collect();
        Action::LinkFollowed(permalink::LinkedHunt { terms, ..permalink::read("") })
    };
    let set_aside =
        |state: &State| -> Vec<ExportId> { state.set_aside().iter().map(|card| card.id).collect() };
    let mut state = after([added(&[1, 2]), self::read(1), read]);
    // The rule has a third term.
    assert_eq!(set_aside(&state), [2]);
    state.apply(terms(&["ScreenConnect"]));
    assert_eq!(set_aside(&state), [0; 0]);
    state.apply(terms(&["ScreenConnect", "AnyDesk"]));
    assert_eq!(set_aside(&state), [2]);
    state.apply(said(&[2], Said::ForTheseTerms));
    assert!(state.exports[1].is_pending());
    assert_eq!(set_aside(&state), [0; 0]);
}

#[test]
fn records_are_shown_of_the_answer_that_they_are_of() {
    let device = || ("1f3a".to_owned(), "ws-0142".to_owned());
    let told = || {
        let (device_id, device_name) = device();
        let (records, troubles) = (Vec::new(), Vec::new());
        Action::Told(Event::Records { device_id, device_name, total: 3, records, troubles })
    };
    let is_shown = |state: &State| match state.records.as_slice() {
        [] => None,
        [(of, records)] if *of == device() => {
            Some(matches!(**records, DeviceRecords::Shown { total: 3, .. }))
        }
        others => panic!("{others:?}"),
    };
    let mut state = after([added(&[1]), read(1), answered(1, 3, &[])]);
    state.apply(told());
    assert_eq!(is_shown(&state), None, "nobody asked");
    state.apply(Action::RecordsAsked(device()));
    assert_eq!(is_shown(&state), Some(false));
    state.apply(told());
    assert_eq!(is_shown(&state), Some(true));
    // Another hunt is under way: what comes now is of the answer before.
    state.apply(Action::RecordsAsked(device()));
    state.apply(Action::TermsReset);
    state.apply(told());
    assert_eq!(is_shown(&state), Some(false));
    state.apply(answered(2, 3, &[]));
    assert_eq!(is_shown(&state), None);
}
