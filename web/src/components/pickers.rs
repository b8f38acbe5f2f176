//! The ways to hand over exports other than dropping them.

use web_sys::{Event, HtmlInputElement};
use yew::{AttrValue, Callback, Classes, Html, Properties, TargetCast, classes, component, html};

use crate::browser::files::chosen;
use crate::command::Command;

#[derive(Properties, PartialEq)]
pub(super) struct PickerProps {
    pub(super) id: AttrValue,
    pub(super) label: AttrValue,
    /// A folder with all that is in it, rather than files.
    #[prop_or_default]
    pub(super) folder: bool,
    #[prop_or_default]
    pub(super) class: Classes,
    pub(super) wish: Callback<Command>,
}

/// A button that lets files, or a folder, be chosen. The input itself takes the focus and the keys.
#[component]
pub(super) fn Picker(props: &PickerProps) -> Html {
    let read = props.wish.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            read.emit(Command::Read(chosen(&input)));
        }
    });
    html! {
        <label class={classes!("button", props.class.clone())}>
            <input type="file" class="visually-hidden" id={props.id.clone()} multiple=true
                webkitdirectory={props.folder} {onchange} />
            { props.label.clone() }
        </label>
    }
}
