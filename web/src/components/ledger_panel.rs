//! Where every row went, and that it adds up.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::icon::{Picture, icon};
use super::ledger_bar::{Bucket, buckets, ledger_bar};
use super::section::{Heading, section};
use crate::format::{count, counted};
use crate::state::{Action, Overlay, State};

/// The panel.
pub(super) fn ledger_panel(state: &State, act: &Callback<Action>) -> Html {
    let Some(ledger) = state.answer.as_ref().map(|answer| &answer.ledger) else {
        return html! {};
    };
    // Rows that take no part until somebody says how to read their dates.
    let undecided_rows = state.undecided_rows();
    let (gist, sum) = match (ledger.adds_up(), undecided_rows) {
        (false, _) => ("does not add up", ""),
        (true, 0) => ("adds up", "Adds up: every row is counted."),
        (true, _) => ("waits", "Adds up so far."),
    };
    let heading = Heading { id: "ledger-panel", text: "Ledger", gist: gist.into() };
    let body = html! {
        <>
            { ledger_bar(ledger) }
            <table class="ledger" id="ledger">
                <caption class="visually-hidden">{ "Where every row that was read went" }</caption>
                <tbody>
                    for bucket in buckets(ledger) {
                        { bucket_row(bucket, act) }
                    }
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ "Rows read" }</th>
                        <td id="ledger-read">{ count(ledger.read) }</td>
                    </tr>
                </tfoot>
            </table>
            if ledger.adds_up() {
                <p class="adds-up" id="ledger-sum">{ icon(Picture::Check) }{ sum }</p>
            } else {
                <p class="field-trouble" id="ledger-sum" role="alert">
                    { "These do not add up to the rows read, which is a defect: please report it." }
                </p>
            }
            if undecided_rows > 0 {
                <p class="panel-note" id="ledger-undecided">
                    { match undecided_rows {
                        1 => "1 more row waits for an answer about its dates.".to_owned(),
                        rows => format!("{} wait for an answer about their dates.", counted(rows, "more row")),
                    } }
                </p>
            }
            { duplicates_switch(state.keep_duplicates, act) }
        </>
    };
    section(heading, state.narrow, body)
}

fn duplicates_switch(kept: bool, act: &Callback<Action>) -> Html {
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            act.emit(Action::DuplicatesKept(input.checked()));
        }
    });
    html! {
        <div class="switch">
            <label>
                <input type="checkbox" id="keep-duplicates" checked={kept} {onchange}
                    aria-describedby="keep-duplicates-note" />
                <span>{ "Count rows in every export they are in" }</span>
            </label>
            <p class="panel-note" id="keep-duplicates-note">
                if kept {
                    { "Overlapping exports count their common rows more than once." }
                } else {
                    { "A row that several exports have counts once; so does one that a streaming export repeats." }
                }
            </p>
        </div>
    }
}

fn bucket_row(bucket: Bucket, act: &Callback<Action>) -> Html {
    let show = act.reform(|_| Action::OverlayChanged(Some(Overlay::Rejected)));
    let has_list = bucket.id == "rejected" && bucket.rows > 0;
    html! {
        <tr key={bucket.id}>
            <th scope="row">
                <svg class="bucket-key" width="10" height="10" aria-hidden="true" focusable="false">
                    <rect class={format!("bucket-{}", bucket.id)} width="10" height="10" rx="2" />
                </svg>
                { bucket.name }
            </th>
            <td id={format!("ledger-{}", bucket.id)}>
                if has_list {
                    <button type="button" class="link" id="show-rejected" aria-haspopup="dialog" onclick={show}
                        aria-label={format!("Show the rejected rows: {}", counted(bucket.rows, "row"))}>
                        { count(bucket.rows) }
                    </button>
                } else {
                    { count(bucket.rows) }
                }
            </td>
        </tr>
    }
}
