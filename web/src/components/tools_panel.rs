//! The tools of a hunt by several rules: how often each was seen.

use yew::{Callback, Html, html};

use super::expected_panel::mark_button;
use super::section::{Heading, section};
use super::untrusted::untrusted;
use crate::format::{count, counted};
use crate::state::{Action, Mark, State};

/// The panel; nothing when there is one rule or none.
pub(super) fn tools_panel(state: &State, act: &Callback<Action>) -> Html {
    let Some(answer) = state.answer.as_ref().filter(|answer| !answer.tools.is_empty()) else {
        return html! {};
    };
    let seen = state.seen_tools();
    let n_unseen = answer.tools.len() - seen.len();
    let gist = format!("{} seen", counted(seen.len() as u64, "tool"));
    let heading = Heading { id: "tools-panel", text: "Tools", gist: gist.into() };
    let body = html! {
        <>
            if !seen.is_empty() {
                <table class="tools" id="tools">
                    <caption class="visually-hidden">{ "How often each tool was seen" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Tool" }</th>
                            <th scope="col" class="number">{ "Devices" }</th>
                            <th scope="col" class="number">{ "Sightings" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        for tool in seen {
                            <tr key={tool.tool.clone()}>
                                // The button stands below the name: beside it there is no room for both.
                                <th scope="row">
                                    <span class="tool-name">{ untrusted(&tool.tool) }</span>
                                    { mark_button(Mark::Tool(tool.tool.clone()), state.expected.tools.contains(&tool.tool), act) }
                                </th>
                                <td class="number">{ count(tool.devices) }</td>
                                <td class="number">{ count(tool.rows) }</td>
                            </tr>
                        }
                    </tbody>
                </table>
            }
            if n_unseen > 0 {
                <p class="panel-note">{ format!("{} not seen in this window.", counted(n_unseen as u64, "tool")) }</p>
            }
        </>
    };
    section(heading, state.narrow, body)
}
