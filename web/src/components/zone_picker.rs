//! A choice of the zone that times without one are in.

use web_sys::{Event, HtmlSelectElement};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, component, html};

use crate::reading::{OFFSETS, zone_name};

#[derive(Properties, PartialEq)]
pub(super) struct ZonePickerProps {
    pub(super) id: AttrValue,
    /// What it says beside it, or to a screen reader where its place says it already.
    pub(super) label: AttrValue,
    /// What was said so far, in minutes east of UTC.
    pub(super) said: Option<i32>,
    pub(super) chosen: Callback<Option<i32>>,
}

/// The choice. It begins with having said nothing.
#[component]
pub(super) fn ZonePicker(props: &ZonePickerProps) -> Html {
    let chosen = props.chosen.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            // The first choice has no number.
            chosen.emit(select.value().parse().ok());
        }
    });
    html! {
        <select id={props.id.clone()} class="zone-picker" aria-label={props.label.clone()} {onchange}>
            <option value="" selected={props.said.is_none()}>{ "not said (UTC assumed)" }</option>
            for minutes in OFFSETS {
                <option value={minutes.to_string()} selected={props.said == Some(minutes)}>{ zone_name(minutes) }</option>
            }
        </select>
    }
}
