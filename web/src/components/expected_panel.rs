//! What is marked as expected, and a way to keep it: nothing of it is stored by the page.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::icon::{Picture, icon};
use super::section::{Heading, section};
use super::untrusted::untrusted;
use crate::browser::files::NamedFile;
use crate::command::Command;
use crate::format::counted;
use crate::state::{Action, Mark, State};

/// The panel; nothing before there is an answer to mark things in.
pub(super) fn expected_panel(
    state: &State,
    act: &Callback<Action>,
    wish: &Callback<Command>,
) -> Html {
    if state.answer.is_none() {
        return html! {};
    }
    let n_marks = state.n_marks();
    let gist =
        if n_marks == 0 { "nothing marked".to_owned() } else { counted(n_marks as u64, "mark") };
    let heading = Heading { id: "expected-panel", text: "Expected", gist: gist.into() };
    let expected = &state.expected;
    let tools = expected.tools.iter().map(|tool| ("tool", Mark::Tool(tool.clone()), tool));
    let signers =
        expected.signers.iter().map(|signer| ("signer", Mark::Signer(signer.clone()), signer));
    let devices = expected.devices.iter().map(|device| {
        let key = (device.device_id.clone(), device.device_name.clone());
        ("device", Mark::Device(key), &device.device_name)
    });
    let marks: Vec<(&str, Mark, &String)> = tools.chain(signers).chain(devices).collect();
    let saved = expected.clone();
    let save = wish.reform(move |_| Command::SaveMarks(saved.clone()));
    let read = wish.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read.emit(Command::ReadMarks(NamedFile { name: file.name(), file }));
        }
        // The same file can be chosen again.
        input.set_value("");
    });
    let body = html! {
        <>
            <ul class="marks" id="marks">
                for (kind, mark, name) in marks {
                    <li>
                        <span class="faint">{ kind }{ " " }</span>
                        { untrusted(name) }
                        { unmark(mark, act) }
                    </li>
                }
            </ul>
            <p class="panel-note">
                { "Mark tools, signers or devices that are there on purpose: their sightings are told apart, not hidden. Marks go when this tab is closed, unless they are saved." }
            </p>
            <div class="panel-buttons">
                if n_marks > 0 {
                    <button type="button" class="button button-small" id="save-marks" onclick={save}>{ "Save marks" }</button>
                }
                <label class="button button-small file-button">
                    { "Load marks" }
                    <input type="file" class="visually-hidden" id="load-marks" accept=".json" {onchange} />
                </label>
            </div>
        </>
    };
    section(heading, state.narrow, body)
}

fn unmark(mark: Mark, act: &Callback<Action>) -> Html {
    let toggle = act.reform(move |_| Action::MarkToggled(mark.clone()));
    html! {
        <button type="button" class="icon-button" aria-label="Take this mark away" title="Take this mark away" onclick={toggle}>
            { icon(Picture::Cross) }
        </button>
    }
}

/// A button that marks something, or takes the mark away.
pub(super) fn mark_button(mark: Mark, is_marked: bool, act: &Callback<Action>) -> Html {
    let toggle = act.reform(move |_| Action::MarkToggled(mark.clone()));
    html! {
        <button type="button" class="button button-small button-quiet mark" aria-pressed={is_marked.to_string()} onclick={toggle}>
            { if is_marked { "Expected ✓" } else { "Mark as expected" } }
        </button>
    }
}
