//! Turning pages of a table.

use yew::{Callback, Html, html};

use crate::format::count;
use crate::state::DEVICES_PER_PAGE;

/// What of a table is on the screen.
pub(super) struct Page {
    /// How many rows are before it.
    pub(super) offset: u32,
    /// How many rows there are up to its end.
    pub(super) end: u32,
    pub(super) all: u32,
}

/// The pager; nothing when there is one page. `turn` takes how many rows to skip.
pub(super) fn pager(label: &'static str, page: &Page, turn: &Callback<u32>) -> Html {
    let Page { offset, end, all } = *page;
    if all <= DEVICES_PER_PAGE {
        return html! {};
    }
    let turn = |offset: u32| turn.reform(move |_| offset);
    let words = [offset + 1, end, all].map(|number| count(u64::from(number)));
    let [first, last, of_all] = words;
    html! {
        <nav class="pager" id="pager" aria-label={label}>
            <button type="button" class="button button-small" id="page-before"
                disabled={offset == 0} onclick={turn(offset.saturating_sub(DEVICES_PER_PAGE))}>
                { "Previous" }
            </button>
            <span id="page-range">{ format!("{first}–{last} of {of_all}") }</span>
            <button type="button" class="button button-small" id="page-after"
                disabled={end >= all} onclick={turn(offset + DEVICES_PER_PAGE)}>
                { "Next" }
            </button>
        </nav>
    }
}
