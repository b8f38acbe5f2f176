//! The table of devices with a column for each tool: the switch to it, its headers, its cells. Which tools these are comes
//! from the state, and everything else about the table is the same as without.

use signerhunt_wasm::protocol::DeviceRow;
use yew::{Callback, Html, classes, html};

use super::untrusted::untrusted;
use crate::format::count;
use crate::state::Action;

/// More names do not fit beside each other, so they are written upwards.
const NAMES_ABREAST: usize = 6;

/// The switch between the two tables.
pub(super) fn table_choice(by_tool: bool, act: &Callback<Action>) -> Html {
    let choice = |id: &'static str, label: &'static str, is_for_tools: bool| {
        let choose = act.reform(move |_| Action::TableChosen { by_tool: is_for_tools });
        html! {
            <button type="button" class="segment" {id} aria-pressed={(by_tool == is_for_tools).to_string()} onclick={choose}>
                { label }
            </button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label="Columns of the table">
            { choice("table-by-device", "Devices", false) }
            { choice("table-by-tool", "By tool", true) }
        </div>
    }
}

/// The look of a table with these tools.
pub(super) fn look_of(tools: &[String]) -> &'static str {
    if tools.len() > NAMES_ABREAST { "by-tool names-upwards" } else { "by-tool" }
}

/// The headers of the tools.
pub(super) fn tool_headers(tools: &[String]) -> Html {
    html! {
        for tool in tools {
            <th scope="col" class="column-tool"><span class="tool-header">{ untrusted(tool) }</span></th>
        }
    }
}

/// The cells of the tools: how many sightings of each there are on the device, nothing where there are none.
pub(super) fn tool_cells(device: &DeviceRow, tools: &[String]) -> Html {
    let count_of = |tool: &String| {
        let place = device.tools.iter().position(|known| known == tool)?;
        device.tool_counts.get(place).copied()
    };
    html! {
        for tool in tools {
            if let Some(number) = count_of(tool) {
                // Beside the number, the name is for narrow pages, where devices are cards.
                <td class={classes!("column-tool", heat(number))} data-label={tool.clone()}>{ count(u64::from(number)) }</td>
            } else {
                <td class="column-tool"></td>
            }
        }
    }
}

/// How warm a cell is: by the length of the number, so that the same number looks the same everywhere.
fn heat(number: u32) -> &'static str {
    match number {
        0..=9 => "heat-1",
        10..=99 => "heat-2",
        100..=999 => "heat-3",
        1_000.. => "heat-4",
    }
}
