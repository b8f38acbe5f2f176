//! A choice of the zone that times without one are in.

use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

use crate::reading::{OFFSETS, zone_name};

/// The choice, which begins with having said nothing. The label is for a screen reader; what was said so far is in
/// minutes east of UTC.
pub(super) fn zone_picker(
    id: String,
    label: String,
    said: Option<i32>,
    chosen: Callback<Option<i32>>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            // The first choice has no number.
            chosen.emit(select.value().parse().ok());
        }
    });
    html! {
        <select {id} class="zone-picker" aria-label={label} {onchange}>
            <option value="" selected={said.is_none()}>{ "not said (UTC assumed)" }</option>
            for minutes in OFFSETS {
                <option value={minutes.to_string()} selected={said == Some(minutes)}>{ zone_name(minutes) }</option>
            }
        </select>
    }
}
