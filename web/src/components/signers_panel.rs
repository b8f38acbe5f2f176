//! The terms of the hunt, each with what it finds, and the signers that nearly match.

use signerhunt::NearMiss;
use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{
    Callback, Html, Properties, TargetCast, classes, component, html, use_effect_with, use_mut_ref,
};

use super::icon::{Picture, icon};
use super::near_misses::near_misses;
use super::rules_dialog::whose_terms;
use super::section::{Heading, section};
use crate::browser::focus;
use crate::command::Command;
use crate::format::{count, counted};
use crate::state::Action;

/// A longer list scrolls by itself, so that what is below it stays in reach.
const TERMS_IN_FULL: usize = 12;

#[derive(Properties, PartialEq)]
pub(super) struct SignersPanelProps {
    pub(super) terms: Vec<String>,
    /// Rows for each of the terms, where known.
    pub(super) rows: Vec<Option<u64>>,
    pub(super) is_the_rules: bool,
    /// The tools of the rules whose terms these are.
    pub(super) tools: Vec<String>,
    /// All rules are known, or on their way.
    pub(super) rules_known: bool,
    pub(super) near_misses: Vec<NearMiss>,
    pub(super) narrow: bool,
    pub(super) act: Callback<Action>,
    pub(super) wish: Callback<Command>,
}

/// The panel.
#[component]
pub(super) fn SignersPanel(props: &SignersPanelProps) -> Html {
    let n_terms = props.terms.len();
    let n_before = use_mut_ref(|| n_terms);
    let last_is_blank = props.terms.last().is_some_and(String::is_empty);
    use_effect_with(n_terms, move |&n_terms| {
        // A term that was added blank is to be typed next.
        let added = n_terms > n_before.replace(n_terms);
        if added && last_is_blank {
            focus(&term_id(n_terms - 1));
        }
    });
    let gist = counted(n_terms as u64, "term");
    let add = props.act.reform(|_| Action::TermAdded(String::new()));
    let reset = props.act.reform(|_| Action::TermsReset);
    let known = props.rules_known;
    let pick = props.wish.reform(move |_| Command::ShowRules { known });
    let heading = Heading { id: "signers-panel", text: "Signers", gist: gist.into() };
    let body = html! {
        <>
            <ul class={classes!("terms", (n_terms > TERMS_IN_FULL).then_some("terms-many"))} id="terms">
                for (idx, term) in props.terms.iter().enumerate() {
                    <li key={idx}>{ term_row(idx, term, props.rows.get(idx).copied().flatten(), &props.act) }</li>
                }
            </ul>
            if props.terms.iter().all(|term| term.trim().is_empty()) {
                <p class="panel-note">{ "Without a term nothing is found." }</p>
            }
            <div class="panel-buttons">
                <button type="button" class="button button-small" id="add-term" onclick={add}>
                    { icon(Picture::Plus) }{ "Add" }
                </button>
                <button type="button" class="button button-small" id="pick-rules" aria-haspopup="dialog" onclick={pick}>
                    { "Rules…" }
                </button>
                if !props.is_the_rules {
                    <button type="button" class="button button-small button-quiet" id="reset-terms" onclick={reset}>
                        { "Reset to the rule" }
                    </button>
                }
            </div>
            <p class="panel-note">
                if !props.tools.is_empty() {
                    <span class="rule-note">{ "These are the terms of " }{ whose_terms(&props.tools) }{ ". " }</span>
                }
                { "A signer matches when it has one of these as whole words, in any case." }
            </p>
            { near_misses(&props.near_misses, &props.act) }
        </>
    };
    section(heading, props.narrow, body)
}

fn term_id(idx: usize) -> String {
    format!("term-{idx}")
}

fn term_row(idx: usize, term: &str, rows: Option<u64>, act: &Callback<Action>) -> Html {
    let edit = act.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            edit.emit(Action::TermEdited { idx, text: input.value() });
        }
    });
    let add = act.clone();
    let is_blank = term.trim().is_empty();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() && !is_blank {
            add.emit(Action::TermAdded(String::new()));
        }
    });
    let remove = act.reform(move |_| Action::TermRemoved(idx));
    let found = rows.map(count);
    html! {
        <div class={classes!("term", (rows == Some(0)).then_some("term-without-hits"))}>
            <input
                type="text"
                class="mono"
                id={term_id(idx)}
                value={term.to_owned()}
                aria-label={format!("Term {}", idx + 1)}
                placeholder="a signer’s name"
                autocomplete="off"
                spellcheck="false"
                {oninput}
                {onkeydown}
            />
            // The headline is what is told of a new answer; numbers alone would only be noise.
            <output class="term-rows" for={term_id(idx)} aria-live="off" title={rows.map(|rows| counted(rows, "sighting"))}>
                { found.unwrap_or_default() }
            </output>
            <button type="button" class="icon-button" aria-label={format!("Remove term {}", idx + 1)} title="Remove" onclick={remove}>
                { icon(Picture::Cross) }
            </button>
        </div>
    }
}
