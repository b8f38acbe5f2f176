//! The answer: a sentence, what it leaves out, and the devices.

use std::rc::Rc;

use signerhunt_wasm::protocol::Answer;
use yew::{Callback, Html, html};

use super::banners::banners;
use super::device_table::DeviceTable;
use super::export_cards::export_cards;
use super::kept_whole::kept_whole;
use super::query_view;
use super::untrusted::untrusted_as;
use crate::command::Command;
use crate::format::{counted, minute};
use crate::state::{Action, State};
use crate::wording::{expected, headline, outside, preset_of, why_nothing, wider};

/// The answer as far as it is known.
pub(super) fn answer_view(state: &State, act: &Callback<Action>, wish: &Callback<Command>) -> Html {
    let (sentence, note, table) = match (&state.query, &state.answer) {
        (Some(query), _) => (
            query_view::sentence(state, query),
            query_view::notes(query),
            query_view::rows(query, wish),
        ),
        (None, None) => (sentence_before(state), note_before(), html! {}),
        (None, Some(answer)) => {
            let sentence = if answer.ledger.read == 0 && state.undecided_rows() > 0 {
                "First, a question about dates".to_owned()
            } else if answer.ledger.read == 0 && !state.set_aside().is_empty() {
                "First, a file has to be read again".to_owned()
            } else {
                headline(answer, &state.answered_window)
            };
            (sentence, second_line(state, answer, act), table(state, answer, act, wish))
        }
    };
    // Always the same parts: what stands in a banner, an open list or the focus, stays as it is
    // when the answer comes or changes.
    html! {
        <>
            <h1 class="answer" id="answer" aria-live={if state.is_sliding() { "off" } else { "polite" }}>{ kept_whole(&sentence) }</h1>
            { note }
            { export_cards(&state.exports, wish) }
            { banners(state, act, wish) }
            { table }
        </>
    }
}

/// What stands in place of the answer until there is one.
fn sentence_before(state: &State) -> String {
    let n_pending = state.exports.iter().filter(|card| card.is_pending()).count() as u64;
    if n_pending > 0 {
        format!("Reading {} …", counted(n_pending, "file"))
    } else if state.waits_for_rules() {
        "Nothing is hunted for yet".to_owned()
    } else {
        "Looking …".to_owned()
    }
}

fn note_before() -> Html {
    html! { <p class="answer-note">{ "Window and signers can be changed already." }</p> }
}

fn table(state: &State, answer: &Answer, act: &Callback<Action>, wish: &Callback<Command>) -> Html {
    html! {
        if answer.devices > 0 && let Some(devices) = &state.devices {
            <DeviceTable
                devices={devices.clone()}
                n_devices={answer.devices}
                view={state.view.clone()}
                sliding={state.is_sliding()}
                columns={state.columns()}
                has_several_tools={state.has_several_tools()}
                expected={state.expected.clone()}
                terms={Rc::<[String]>::from(state.hunt().terms)}
                open_devices={state.open_devices.clone()}
                records={state.records.clone()}
                act={act.clone()}
                wish={wish.clone()}
            />
        }
    }
}

fn second_line(state: &State, answer: &Answer, act: &Callback<Action>) -> Html {
    html! {
        <div class="answer-note" id="answer-note">
            if answer.devices == 0 && answer.ledger.read > 0 {
                <p>{ format!("{}.", why_nothing(&answer.ledger)) }</p>
            }
            if let Some(sentence) = expected(answer) {
                <p id="expected">{ sentence }</p>
            }
            <p>
                if let Some((name, last_seen)) = &answer.latest {
                    { untrusted_as("mono", name) }
                    { " " }{ kept_whole(&format!("was seen last, at {} UTC.", minute(*last_seen))) }{ " " }
                }
                if let Some(outside) = outside(answer) {
                    <span id="outside">{ outside }{ ". " }</span>
                    { widen(state, answer, act) }
                }
            </p>
        </div>
    }
}

/// A button for the window that takes in what lies outside.
fn widen(state: &State, answer: &Answer, act: &Callback<Action>) -> Html {
    let preset = wider(&state.window, &answer.window, state.extent().map(|extent| extent.first));
    if preset_of(&state.window) == Some(preset) {
        return html! {};
    }
    let window = preset.applied_to(&state.window);
    let choose = act.reform(move |_| Action::WindowChosen(window.clone()));
    html! {
        <button type="button" class="link" id="widen" onclick={choose}>{ format!("Widen to {}", preset.name) }</button>
    }
}
