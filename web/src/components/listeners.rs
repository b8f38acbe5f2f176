//! What is heard on the whole page: files dragged over it, what is pasted, keys, the hash, the width.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, Element, Event, EventTarget, KeyboardEvent};
use yew::{Callback, UseReducerHandle, hook, use_effect_with};

use crate::browser::files::{brings_files, dropped};
use crate::browser::listener::Listener;
use crate::browser::paste::{Pasted, file_of_text, pasted};
use crate::browser::{document, focus, frame, hash};
use crate::command::Command;
use crate::facts::pasted_name;
use crate::permalink;
use crate::state::{Action, Overlay, Stage, State};

/// The id of the filter box, which a key leads to.
pub(crate) const FILTER_ID: &str = "filter";

/// Listens for as long as the page is there.
#[hook]
pub(crate) fn use_listeners(
    state: &UseReducerHandle<State>,
    act: &Callback<Action>,
    wish: &Callback<Command>,
) {
    let (moved, dropped_on) = (act.clone(), wish.clone());
    use_effect_with((), move |()| {
        let listeners = (
            listen_to_drags(&moved, &dropped_on),
            listen_to_pastes(&dropped_on),
            listen_to_frame(&moved),
        );
        move || drop(listeners)
    });
    // What Escape ends depends on the state, so its listener is renewed when that changes.
    let ends = Ends {
        overlay: state.overlay.clone(),
        filter: !state.view.filter.is_empty(),
        reading: state
            .exports
            .iter()
            .find(|card| matches!(card.stage, Stage::Reading { .. }))
            .map(|card| card.id),
    };
    let (act, wish) = (act.clone(), wish.clone());
    use_effect_with(ends, move |ends| {
        let ends = ends.clone();
        let listener = document().map(|document| {
            Listener::new(&document, "keydown", move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    press(event, &ends, &act, &wish);
                }
            })
        });
        move || drop(listener)
    });
}

/// What Escape ends, the first that is there.
#[derive(Clone, PartialEq)]
struct Ends {
    overlay: Option<Overlay>,
    filter: bool,
    reading: Option<u32>,
}

fn press(event: &KeyboardEvent, ends: &Ends, act: &Callback<Action>, wish: &Callback<Command>) {
    if event.default_prevented() || event.is_composing() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| {
        target.as_ref().is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))))
    };
    let is_typing = is_in("input, textarea, select, [contenteditable]");
    let is_chord = event.ctrl_key() || event.meta_key() || event.alt_key();
    match event.key().as_str() {
        "/" if !is_typing && !is_chord => {
            event.prevent_default();
            focus(FILTER_ID);
        }
        "?" if !is_typing && !is_chord => act.emit(Action::OverlayChanged(Some(Overlay::Keys))),
        "Escape" => match &ends.overlay {
            Some(Overlay::Menu(menu)) => {
                act.emit(Action::OverlayChanged(None));
                focus(super::menu::button_id(*menu));
            }
            // A dialog ends itself.
            Some(_) => {}
            None if is_in("#filter") => {
                if ends.filter {
                    act.emit(Action::Filtered(String::new()));
                }
            }
            None if is_typing => {}
            None => {
                if let Some(reading) = ends.reading {
                    wish.emit(Command::Remove(reading));
                }
            }
        },
        _ => {}
    }
}

fn listen_to_frame(act: &Callback<Action>) -> (Option<Listener>, Option<Listener>) {
    let linked = act.clone();
    let hash = hash::on_change(move |hash| {
        linked.emit(Action::LinkFollowed(permalink::read(&hash)));
    });
    let narrowed = act.clone();
    let width = frame::on_narrow(move |narrow| narrowed.emit(Action::WidthChanged { narrow }));
    (hash, width)
}

fn listen_to_drags(act: &Callback<Action>, wish: &Callback<Command>) -> Vec<Listener> {
    let Some(document) = document() else {
        return Vec::new();
    };
    let target: &EventTarget = &document;
    // Dragging tells of itself many times a second; the state hears only of changes.
    let is_over = Rc::new(Cell::new(false));
    let change = {
        let act = act.clone();
        move |over: bool| {
            if is_over.replace(over) != over {
                act.emit(Action::DragChanged(over));
            }
        }
    };
    let over = {
        let change = change.clone();
        move |event: Event| {
            if let Some(transfer) = transfer_of_files(&event) {
                // Without this the browser would open the file in the page's place.
                event.prevent_default();
                transfer.set_drop_effect("copy");
                change(true);
            }
        }
    };
    let left = {
        let change = change.clone();
        move |event: Event| {
            let event = event.dyn_ref::<DragEvent>();
            if event.is_some_and(|event| event.related_target().is_none()) {
                change(false);
            }
        }
    };
    let wish = wish.clone();
    let drop = move |event: Event| {
        change(false);
        if let Some(transfer) = transfer_of_files(&event) {
            event.prevent_default();
            let dropped = dropped(&transfer);
            let wish = wish.clone();
            spawn_local(async move { wish.emit(Command::ReadDropped(dropped.await)) });
        }
    };
    vec![
        Listener::new(target, "dragenter", over.clone()),
        Listener::new(target, "dragover", over),
        Listener::new(target, "dragleave", left),
        Listener::new(target, "drop", drop),
    ]
}

fn listen_to_pastes(wish: &Callback<Command>) -> Option<Listener> {
    let document = document()?;
    let wish = wish.clone();
    let mut n_texts = 0;
    Some(Listener::new(&document, "paste", move |event| match pasted(&event) {
        Some(Pasted::Files(transfer)) => {
            event.prevent_default();
            let files = dropped(&transfer);
            let wish = wish.clone();
            spawn_local(async move { wish.emit(Command::ReadDropped(files.await)) });
        }
        Some(Pasted::Text(text)) => {
            event.prevent_default();
            n_texts += 1;
            if let Some(file) = file_of_text(pasted_name(n_texts), &text) {
                wish.emit(Command::Read(vec![file]));
            }
        }
        Some(Pasted::Rule(text)) => {
            event.prevent_default();
            wish.emit(Command::ImportRule(text));
        }
        None => {}
    }))
}

fn transfer_of_files(event: &Event) -> Option<web_sys::DataTransfer> {
    let transfer = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    brings_files(&transfer).then_some(transfer)
}
