//! A button that opens a short list of things to do.

use wasm_bindgen::JsCast;
use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_effect_with};

use crate::browser::document;
use crate::browser::listener::Listener;
use crate::command::Command;
use crate::state::{Action, MenuName, Overlay};

/// The id of a menu's button.
pub(super) fn button_id(menu: MenuName) -> &'static str {
    match menu {
        MenuName::Copy => "copy-menu",
        MenuName::Download => "download-menu",
    }
}

/// One thing to do.
#[derive(Clone, PartialEq)]
pub(super) struct Item {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    /// What it is good for.
    pub(super) note: &'static str,
    pub(super) deed: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub(super) struct MenuProps {
    pub(super) name: MenuName,
    pub(super) label: AttrValue,
    pub(super) open: bool,
    pub(super) enabled: bool,
    /// The one that most people want.
    pub(super) primary: bool,
    pub(super) items: Vec<Item>,
    pub(super) act: Callback<Action>,
}

/// A menu of the header.
#[component]
pub(super) fn Menu(props: &MenuProps) -> Html {
    let close = props.act.clone();
    use_effect_with(props.open, move |&open| {
        // A press anywhere else closes it.
        let listener = document().filter(|_| open).map(|document| {
            Listener::new(&document, "pointerdown", move |event| {
                let target =
                    event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                let inside =
                    target.is_some_and(|target| matches!(target.closest(".menu"), Ok(Some(_))));
                if !inside {
                    close.emit(Action::OverlayChanged(None));
                }
            })
        });
        move || drop(listener)
    });
    let overlay = (!props.open).then_some(Overlay::Menu(props.name));
    let toggle = props.act.reform(move |_| Action::OverlayChanged(overlay.clone()));
    let id = button_id(props.name);
    let list_id = format!("{id}-list");
    html! {
        <div class="menu">
            <button
                type="button"
                id={id}
                class={classes!("button", props.primary.then_some("button-primary"))}
                aria-expanded={props.open.to_string()}
                aria-controls={list_id.clone()}
                disabled={!props.enabled}
                onclick={toggle}
            >
                { props.label.clone() }
            </button>
            if props.open {
                <ul class="menu-list" id={list_id} aria-labelledby={id}>
                    for item in &props.items {
                        <li>{ drawn(item, &props.act) }</li>
                    }
                </ul>
            }
        </div>
    }
}

fn drawn(item: &Item, act: &Callback<Action>) -> Html {
    let (deed, close) = (item.deed.clone(), act.clone());
    let choose = Callback::from(move |_| {
        close.emit(Action::OverlayChanged(None));
        deed.emit(());
    });
    html! {
        <button type="button" class="menu-item" id={item.id} onclick={choose}>
            <span class="menu-item-label">{ item.label }</span>
            <span class="menu-item-note">{ item.note }</span>
        </button>
    }
}

/// The deed of an item that wants a command carried out.
pub(super) fn command(
    wish: &Callback<Command>,
    command: impl Fn() -> Command + 'static,
) -> Callback<()> {
    wish.reform(move |()| command())
}
