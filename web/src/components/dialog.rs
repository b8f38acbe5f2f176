//! A dialog: the browser's own, which keeps the keyboard inside and closes on Escape.

use web_sys::HtmlDialogElement;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_node_ref};

use super::icon::{Picture, icon};

#[derive(Properties, PartialEq)]
pub(super) struct DialogProps {
    pub(super) id: AttrValue,
    pub(super) heading: AttrValue,
    pub(super) closed: Callback<()>,
    pub(super) children: Html,
}

/// A dialog that is open as long as it is drawn.
#[component]
pub(super) fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    let shown = dialog.clone();
    use_effect_with((), move |()| {
        let dialog = shown.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            // Where it cannot be shown on top of everything it is at least shown.
            if dialog.show_modal().is_err() {
                dialog.set_open(true);
            }
        }
        // Closing it gives the focus back to where it was.
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
        }
    });
    let close_button = props.closed.reform(|_| ());
    let closed = props.closed.reform(|_| ());
    let heading_id = format!("{}-heading", props.id);
    html! {
        <dialog ref={dialog} class="dialog" id={props.id.clone()} aria-labelledby={heading_id.clone()} onclose={closed}>
            <div class="dialog-head">
                <h2 id={heading_id}>{ props.heading.clone() }</h2>
                <button type="button" class="icon-button" aria-label="Close" title="Close" onclick={close_button}>
                    { icon(Picture::Cross) }
                </button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}
