//! A query that is no hunt: when it is run, and whose answers count.

use super::*;
use crate::state::{Asked, ColumnKind, QueryAction, QueryAnswer, QueryTable, RuleAction};

fn brought(name: &str) -> Action {
    let asked = Asked::Query { text: "DeviceFileCertificateInfo | count".into() };
    Action::Rules(RuleAction::Imported(vec![(name.to_owned(), Ok(asked))]))
}

fn table(n_rows: u32) -> QueryTable {
    let columns = vec![("Count".to_owned(), ColumnKind::Number)];
    let rows = vec![vec!["7".to_owned()]];
    QueryTable { columns, n_rows, offset: 0, rows, notes: Vec::new() }
}

fn told(number: u32, n_rows: u32) -> Action {
    Action::Query(QueryAction::Told { number, told: Ok(table(n_rows)) })
}

/// The number under which the query is run, once it is.
fn running(state: &State) -> Option<u32> {
    let query = state.query.as_ref()?;
    query.now().map(|_| query.number)
}

fn n_rows(state: &State) -> Option<u32> {
    match &state.query.as_ref()?.answer {
        QueryAnswer::Known(table) => Some(table.n_rows),
        _ => None,
    }
}

#[test]
fn it_is_run_when_all_exports_are_read_and_the_hunt_is_answered() {
    let mut state = after([brought("q.kql"), added(&[1, 2])]);
    assert_eq!(running(&state), None);
    state.apply(read(1));
    state.apply(answered(1, 0, &[]));
    assert_eq!(running(&state), None, "another export is to come");
    state.apply(unreadable(2, false));
    let number = running(&state);
    assert!(number.is_some(), "it will not come");
    state.apply(told(number.unwrap(), 3));
    assert_eq!(n_rows(&state), Some(3));
}

#[test]
fn it_is_run_again_when_exports_change_and_only_then() {
    let mut state = after([added(&[1]), read(1), answered(1, 0, &[]), brought("q.kql")]);
    let first = running(&state).unwrap();
    state.apply(told(first, 3));
    state.apply(edited(0, "other"));
    state.apply(answered(2, 0, &[]));
    assert_eq!((running(&state), n_rows(&state)), (Some(first), Some(3)), "terms do not matter");
    state.apply(added(&[2]));
    state.apply(read(2));
    state.apply(answered(3, 0, &[]));
    let second = running(&state).unwrap();
    assert!(second > first);
    assert_eq!(n_rows(&state), None);
    state.apply(told(first, 4));
    assert_eq!(n_rows(&state), None, "a late answer");
    state.apply(told(second, 5));
    assert_eq!(n_rows(&state), Some(5));
}

#[test]
fn another_query_takes_no_answer_of_the_one_before() {
    let mut state = after([added(&[1]), read(1), answered(1, 0, &[]), brought("a.kql")]);
    let first = running(&state).unwrap();
    state.apply(added(&[2]));
    state.apply(brought("b.kql"));
    state.apply(told(first, 3));
    assert_eq!(n_rows(&state), None);
    state.apply(Action::Query(QueryAction::Closed));
    assert_eq!(state.query, None);
}

#[test]
fn pages_of_its_rows_are_turned() {
    let mut state = after([added(&[1]), read(1), answered(1, 0, &[]), brought("a.kql")]);
    let number = running(&state).unwrap();
    state.apply(told(number, 101));
    let rows = vec![vec!["8".to_owned()]];
    state.apply(Action::Query(QueryAction::RowsTold { number, offset: 100, rows: rows.clone() }));
    let Some(QueryAnswer::Known(shown)) = state.query.map(|query| query.answer) else {
        panic!("there is an answer");
    };
    assert_eq!(*shown, QueryTable { offset: 100, rows, ..table(101) });
}

#[test]
fn after_a_breakdown_it_is_run_again() {
    let mut state = after([added(&[1]), read(1), answered(1, 0, &[]), brought("a.kql")]);
    let first = running(&state).unwrap();
    let message = "broke".to_owned();
    state.apply(Action::BrokeDown { reading: Some(9), message });
    state.apply(Action::Query(QueryAction::Told { number: first, told: Err("gone".to_owned()) }));
    state.apply(read(1));
    state.apply(answered(state.asked, 0, &[]));
    assert!(running(&state).unwrap() > first);
}

#[test]
fn how_far_it_has_come_is_known() {
    let mut state = after([added(&[1]), read(1), answered(1, 0, &[]), brought("a.kql")]);
    let come = |state: &State| state.query.as_ref().and_then(|query| query.progress.clone());
    assert_eq!(come(&state), None);
    state.apply(progress(1, 10.0));
    assert_eq!(come(&state), Some(("export-1.csv".to_owned(), 0.5)));
    assert_eq!(state.exports[0].source().map(|source| source.rows), Some(10), "it stays read");
}
