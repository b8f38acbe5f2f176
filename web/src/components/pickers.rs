//! The ways to hand over exports other than dropping them.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, classes, html};

use crate::browser::files::chosen;
use crate::command::Command;

/// What a button lets be chosen.
pub(super) struct Picker {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    /// A folder with all that is in it, rather than files.
    pub(super) folder: bool,
    pub(super) class: Option<&'static str>,
}

/// A button that lets files, or a folder, be chosen. The input itself takes the focus and the keys.
pub(super) fn picker(picker: Picker, wish: &Callback<Command>) -> Html {
    let read = wish.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            read.emit(Command::Read(chosen(&input)));
        }
    });
    html! {
        <label class={classes!("button", picker.class)}>
            <input type="file" class="visually-hidden" id={picker.id} multiple=true
                webkitdirectory={picker.folder} {onchange} />
            { picker.label }
        </label>
    }
}
