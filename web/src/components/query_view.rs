//! A query that is no hunt, and its answer: its own rows and columns, in the place of the devices.

use yew::{AttrValue, Callback, Html, classes, html};

use super::banners::banner;
use super::kept_whole::kept_whole;
use super::pager::{Page, pager};
use super::section::{Heading, section};
use super::untrusted::untrusted;
use crate::command::Command;
use crate::format::{counted, rounded, second};
use crate::state::{
    Action, AskedQuery, ColumnKind, NoticeKind, QueryAction, QueryAnswer, QueryTable, State,
};
use crate::text::spelled_out;

/// The query in the sidebar, and the way back.
pub(super) fn query_panel(query: &AskedQuery, narrow: bool, act: &Callback<Action>) -> Html {
    let heading = Heading {
        id: "query-panel",
        text: "Query",
        gist: AttrValue::from(spelled_out(&query.name)),
    };
    let close = act.reform(|_| Action::Query(QueryAction::Closed));
    let body = html! {
        <>
            <p class="panel-note">{ untrusted(&query.name) }</p>
            <pre class="query-text" id="query-text" tabindex="0"><code>{ untrusted_lines(&query.text) }</code></pre>
            <button type="button" class="button button-small" id="back-to-hunt" onclick={close}>
                { "Back to the hunt" }
            </button>
        </>
    };
    section(heading, narrow, body)
}

/// A text with its lines.
fn untrusted_lines(text: &str) -> Html {
    html! {
        for line in text.trim().lines() {
            { untrusted(line) }{ "\n" }
        }
    }
}

/// The answer in words.
pub(super) fn sentence(state: &State, query: &AskedQuery) -> String {
    match &query.answer {
        QueryAnswer::Awaited if state.is_reading() => "Reading …".to_owned(),
        QueryAnswer::Awaited => "Running the query …".to_owned(),
        QueryAnswer::Known(table) => counted(u64::from(table.n_rows), "row"),
        QueryAnswer::Failed(_) => "The query could not be run".to_owned(),
    }
}

/// What to know of the answer.
pub(super) fn notes(query: &AskedQuery) -> Html {
    let notes = match &query.answer {
        QueryAnswer::Known(table) => table.notes.as_slice(),
        _ => &[],
    };
    html! {
        <>
            <div class="answer-note" id="answer-note">
                if let Some(now) = query.now() {
                    <p>
                        { "What " }{ untrusted(&query.name) }{ " gives over all files. " }
                        { kept_whole(&format!("Now is {} UTC.", second(now))) }
                    </p>
                }
            </div>
            if let (QueryAnswer::Awaited, Some((name, share))) = (&query.answer, &query.progress) {
                <div class="card" id="query-progress">
                    <p class="card-name">{ untrusted(name) }</p>
                    <progress aria-label="Read for the query" max="100" value={rounded(share * 100.0).to_string()}></progress>
                </div>
            }
            if let QueryAnswer::Failed(trouble) = &query.answer {
                { banner(NoticeKind::Error, html! { <p id="query-trouble" role="alert">{ untrusted(trouble) }</p> }) }
            }
            if !notes.is_empty() {
                { banner(NoticeKind::Warning, html! {
                    <div id="query-notes">
                        for note in notes {
                            <p>{ untrusted(note) }</p>
                        }
                    </div>
                }) }
            }
        </>
    }
}

/// The rows.
pub(super) fn rows(query: &AskedQuery, wish: &Callback<Command>) -> Html {
    let QueryAnswer::Known(table) = &query.answer else { return html! {} };
    if table.n_rows == 0 {
        return html! {};
    }
    let number = query.number;
    let turn = wish.reform(move |offset| Command::TurnTable { number, offset });
    let page = Page {
        offset: table.offset,
        end: table.offset + table.rows.len() as u32,
        all: table.n_rows,
    };
    html! {
        <section aria-label="Rows">
            <div class="table-box" tabindex="0" role="region" aria-label="The rows of the query">
                <table class="device-table query-table" id="query-table">
                    <thead>
                        <tr>
                            for (name, kind) in &table.columns {
                                <th scope="col" class={class_of(*kind)}>{ untrusted(name) }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
                        for row in &table.rows {
                            <tr class="device">{ cells(table, row) }</tr>
                        }
                    </tbody>
                </table>
            </div>
            { pager("Pages of rows", &page, &turn) }
        </section>
    }
}

fn cells(table: &QueryTable, row: &[String]) -> Html {
    html! {
        for ((name, kind), cell) in table.columns.iter().zip(row) {
            <td class={classes!("query-cell", class_of(*kind))} data-label={name.clone()}>
                if let Some(time) = cell.parse().ok().filter(|_| *kind == ColumnKind::Time) {
                    <time datetime={cell.clone()} title={cell.clone()}>{ second(time) }</time>
                } else {
                    { untrusted(cell) }
                }
            </td>
        }
    }
}

fn class_of(kind: ColumnKind) -> Option<&'static str> {
    match kind {
        ColumnKind::Number => Some("column-count"),
        ColumnKind::Time => Some("column-time"),
        ColumnKind::Other => None,
    }
}
