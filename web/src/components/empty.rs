//! The page before there is an export: what it answers, the ways in, and how to get an export.

use yew::{Callback, Html, html};

use super::icon::{Picture, icon};
use super::pickers::{Picker, picker};
use super::recipe::recipe;
use super::rules_dialog::whose_terms;
use super::untrusted::untrusted;
use crate::command::Command;
use crate::state::{MissingRules, State};
use crate::wording::window_in_words;

const FILES: Picker = Picker {
    id: "choose-files",
    label: "Choose files",
    folder: false,
    class: Some("button-primary"),
};
const FOLDER: Picker =
    Picker { id: "choose-folder", label: "Choose folder", folder: true, class: None };

/// The empty page.
pub(super) fn empty_page(state: &State, wish: &Callback<Command>) -> Html {
    let sample = wish.reform(|_| Command::ReadSample);
    html! {
        <>
            <div class="hero">
                <h1 id="answer">{ "Which devices carry files signed by the makers of remote-management tools?" }</h1>
                <p class="hero-note">
                    { "Drop an export of Defender’s " }<code>{ "DeviceFileCertificateInfo" }</code>
                    { " and see. It is read in this tab; nothing is uploaded." }
                </p>
            </div>
            <div class="drop-zone" id="drop-zone">
                { icon(Picture::Drop) }
                <p class="drop-zone-call">{ "Drop exports anywhere on this page" }</p>
                <div class="drop-zone-ways">
                    { picker(FILES, wish) }
                    { picker(FOLDER, wish) }
                    <button type="button" class="button" id="try-sample" onclick={sample}>{ "Try the sample" }</button>
                </div>
                <p class="drop-zone-note" id="paste-hint">
                    { "or paste rows copied from the portal: " }<kbd>{ "Ctrl+V" }</kbd>
                </p>
                <p class="drop-zone-note" id="formats">
                    { "CSV, TSV, JSON and JSON Lines, also in gzip; Parquet and Excel workbooks; all of these in zip" }
                </p>
            </div>
            { hunt_in_words(state) }
            { recipe(wish) }
        </>
    }
}

fn hunt_in_words(state: &State) -> Html {
    if let Some(query) = &state.query {
        return html! {
            <section class="hunt-in-words" id="hunt-in-words" aria-label="The query">
                <p>{ untrusted(&query.name) }{ " has columns of its own. It is run over what you drop." }</p>
            </section>
        };
    }
    let (hunt, tools) = (state.hunt(), state.tools_hunted());
    let missing = state.missing_rules.as_ref().map(MissingRules::named);
    html! {
        <section class="hunt-in-words" id="hunt-in-words" aria-label="The hunt">
            <p>
                if let Some(missing) = &missing {
                    { "This link hunts by the rules for " }{ untrusted(missing) }
                    if !hunt.terms.is_empty() {
                        { ", and for" }
                    }
                } else if tools.is_empty() {
                    { "This link hunts for" }
                } else {
                    { "The hunt starts with " }{ whose_terms(&tools) }{ ": signers with" }
                }
                if hunt.terms.is_empty() && missing.is_none() {
                    { " no signer at all" }
                }
                for (idx, term) in hunt.terms.iter().enumerate() {
                    { if idx > 0 && idx + 1 == hunt.terms.len() { " or " } else { " " } }
                    <span class="term-chip">{ untrusted(term) }</span>
                }
                { format!(" {}. ", window_in_words(&hunt.window)) }
                { "Signers and window can be changed at any time." }
            </p>
        </section>
    }
}
