//! Where every row went, and that it adds up.

use signerhunt::Ledger;
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use super::icon::{Icon, Picture};
use super::ledger_bar::{Bucket, LedgerBar, buckets};
use super::section::Section;
use crate::format::{count, counted};
use crate::state::{Action, Overlay};

#[derive(Properties, PartialEq)]
pub(super) struct LedgerPanelProps {
    pub(super) ledger: Option<Ledger>,
    /// Rows that take no part until somebody says how to read their dates.
    pub(super) undecided_rows: u64,
    /// Rows that several exports have count in each of them.
    pub(super) keep_duplicates: bool,
    pub(super) narrow: bool,
    pub(super) act: Callback<Action>,
}

/// The panel.
#[component]
pub(super) fn LedgerPanel(props: &LedgerPanelProps) -> Html {
    let Some(ledger) = props.ledger else {
        return html! {};
    };
    let (gist, sum) = match (ledger.adds_up(), props.undecided_rows) {
        (false, _) => ("does not add up", ""),
        (true, 0) => ("adds up", "Adds up: every row is counted."),
        (true, _) => ("waits", "Adds up so far."),
    };
    html! {
        <Section id="ledger-panel" heading="Ledger" {gist} narrow={props.narrow}>
            <LedgerBar {ledger} />
            <table class="ledger" id="ledger">
                <caption class="visually-hidden">{ "Where every row that was read went" }</caption>
                <tbody>
                    for bucket in buckets(&ledger) {
                        { bucket_row(bucket, &props.act) }
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
                <p class="adds-up" id="ledger-sum"><Icon picture={Picture::Check} />{ sum }</p>
            } else {
                <p class="field-trouble" id="ledger-sum" role="alert">
                    { "These do not add up to the rows read, which is a defect: please report it." }
                </p>
            }
            if props.undecided_rows > 0 {
                <p class="panel-note" id="ledger-undecided">
                    { match props.undecided_rows {
                        1 => "1 more row waits for an answer about its dates.".to_owned(),
                        rows => format!("{} wait for an answer about their dates.", counted(rows, "more row")),
                    } }
                </p>
            }
            { duplicates_switch(props.keep_duplicates, &props.act) }
        </Section>
    }
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
