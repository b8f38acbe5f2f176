//! Turning pages of devices.

use yew::{Callback, Html, html};

use crate::format::count;
use crate::state::{Action, DEVICES_PER_PAGE, ShownDevices};

/// The pager; nothing when there is one page.
pub(super) fn pager(devices: &ShownDevices, act: &Callback<Action>) -> Html {
    let (offset, total) = (devices.offset, devices.filtered);
    if total <= DEVICES_PER_PAGE {
        return html! {};
    }
    let turn = |offset: u32| act.reform(move |_| Action::PageTurned { offset });
    let end = offset + devices.rows.len() as u32 + devices.n_to_come();
    let [first, last, all] = [offset + 1, end, total].map(|number| count(u64::from(number)));
    html! {
        <nav class="pager" id="pager" aria-label="Pages of devices">
            <button type="button" class="button button-small" id="page-before"
                disabled={offset == 0} onclick={turn(offset.saturating_sub(DEVICES_PER_PAGE))}>
                { "Previous" }
            </button>
            <span id="page-range">{ format!("{first}–{last} of {all}") }</span>
            <button type="button" class="button button-small" id="page-after"
                disabled={end >= total} onclick={turn(offset + DEVICES_PER_PAGE)}>
                { "Next" }
            </button>
        </nav>
    }
}
