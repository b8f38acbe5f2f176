//! Turning pages of devices.

use yew::{Callback, Html, Properties, component, html};

use crate::format::count;
use crate::state::{Action, DEVICES_PER_PAGE};

#[derive(Properties, PartialEq)]
pub(super) struct PagerProps {
    /// How many devices are skipped.
    pub(super) offset: u32,
    /// How many are on this page.
    pub(super) shown: u32,
    /// How many there are to go through.
    pub(super) total: u32,
    pub(super) act: Callback<Action>,
}

/// The pager; nothing when there is one page.
#[component]
pub(super) fn Pager(props: &PagerProps) -> Html {
    if props.total <= DEVICES_PER_PAGE {
        return html! {};
    }
    let turn = |offset: u32| props.act.reform(move |_| Action::PageTurned { offset });
    let first = u64::from(props.offset) + 1;
    let last = u64::from(props.offset + props.shown);
    html! {
        <nav class="pager" id="pager" aria-label="Pages of devices">
            <button type="button" class="button button-small" id="page-before"
                disabled={props.offset == 0} onclick={turn(props.offset.saturating_sub(DEVICES_PER_PAGE))}>
                { "Previous" }
            </button>
            <span id="page-range">{ format!("{}–{} of {}", count(first), count(last), count(u64::from(props.total))) }</span>
            <button type="button" class="button button-small" id="page-after"
                disabled={props.offset + props.shown >= props.total} onclick={turn(props.offset + DEVICES_PER_PAGE)}>
                { "Next" }
            </button>
        </nav>
    }
}
