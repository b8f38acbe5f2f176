//! What can lie over the page: privacy, keys, rejected rows, a text to copy by hand.

use std::rc::Rc;

use signerhunt::Rejected;
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_node_ref};

use super::dialog::Dialog;
use super::rules_dialog::rules_dialog;
use super::untrusted::{untrusted, untrusted_as};
use crate::command::Command;
use crate::format::{count, counted};
use crate::state::{Action, Overlay, Stage, State};

/// The dialog that is open, if one is.
pub(super) fn dialogs(state: &State, act: &Callback<Action>, wish: &Callback<Command>) -> Html {
    let closed = act.reform(|()| Action::OverlayChanged(None));
    match &state.overlay {
        None | Some(Overlay::Menu(_)) => html! {},
        Some(Overlay::Privacy) => privacy(closed),
        Some(Overlay::Keys) => keys(closed),
        Some(Overlay::Rejected) => rejected(state, closed),
        Some(Overlay::Rules) => rules_dialog(state, act, wish, closed),
        Some(Overlay::CopyByHand(text)) => html! { <CopyByHand text={text.clone()} {closed} /> },
    }
}

const PROMISE: &str = "Exports are read in this tab, by a program that came with the page. \
    The page’s policy lets it load its own files and nothing else. One of them it loads later, when the \
    first packed file, workbook or Parquet file arrives, or when rules or queries are asked for. Nothing of a case is stored; the address holds \
    the hunt (rules, signers and window) and never data. Only a link that you copy “with marks” names what you marked.";

fn privacy(closed: Callback<()>) -> Html {
    html! {
        <Dialog id="privacy-dialog" heading="Your files stay in this tab" {closed}>
            <p>{ PROMISE }</p>
            <h3>{ "Check it yourself" }</h3>
            <ul>
                <li>{ "Take the network away once the page is loaded. Everything that is plain text still works." }</li>
                <li>{ "Open the browser’s developer tools on “Network” and drop a file. No request appears, but for “signerhunt-readers_bg.wasm” where it is needed." }</li>
                <li>{ "The policy is the first line of the page’s source, “Content-Security-Policy”." }</li>
            </ul>
            <p class="panel-note">{ "Links that you click still open, and what you copy or download is yours to keep safe." }</p>
        </Dialog>
    }
}

fn keys(closed: Callback<()>) -> Html {
    let key = |key: &'static str, what: &'static str| {
        html! { <><dt><kbd>{ key }</kbd></dt><dd>{ what }</dd></> }
    };
    html! {
        <Dialog id="keys-dialog" heading="Keyboard" {closed}>
            <dl class="keys">
                { key("/", "go to the filter") }
                { key("Ctrl+V", "(⌘V on a Mac) read the rows, the files or the rule that you copied") }
                { key("Enter", "in a term: add another one") }
                { key("Esc", "close what is open; else empty the filter you are in; else cancel the reading") }
                { key("?", "this help") }
                { key("Tab", "everything on the page can be reached with it") }
            </dl>
        </Dialog>
    }
}

fn rejected(state: &State, closed: Callback<()>) -> Html {
    let listed: Vec<&Rejected> = state
        .exports
        .iter()
        .filter_map(|card| match &card.stage {
            Stage::Read { rejected, .. } => Some(rejected.iter()),
            _ => None,
        })
        .flatten()
        .collect();
    let n_rejected = state.answer.as_ref().map_or(0, |answer| answer.ledger.rejected);
    html! {
        <Dialog id="rejected-dialog" heading={format!("{} could not be used", counted(n_rejected, "row"))} {closed}>
            if n_rejected > listed.len() as u64 {
                <p class="panel-note">{ format!("The first {} of each file are listed.", count(100)) }</p>
            }
            <ol class="rejected" id="rejected">
                for rejected in listed {
                    <li>
                        <p class="rejected-place">
                            { untrusted_as("file-name", &rejected.source) }
                            { format!(" line {} ", count(rejected.line)) }
                            <span class="reason">{ rejected.reason.to_string() }</span>
                        </p>
                        <p>{ untrusted(&rejected.detail) }</p>
                        <pre tabindex="0">{ untrusted(&rejected.raw) }</pre>
                    </li>
                }
            </ol>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct CopyByHandProps {
    text: Rc<str>,
    closed: Callback<()>,
}

/// The last resort of copying: the text, chosen already.
#[component]
fn CopyByHand(props: &CopyByHandProps) -> Html {
    let area = use_node_ref();
    let chosen = area.clone();
    use_effect_with((), move |()| {
        if let Some(area) = chosen.cast::<web_sys::HtmlTextAreaElement>() {
            area.select();
        }
    });
    html! {
        <Dialog id="copy-dialog" heading="Copy it by hand" closed={props.closed.clone()}>
            <p>{ "This frame does not let the page use the clipboard. Press Ctrl+C (⌘C on a Mac): the text is chosen already." }</p>
            <textarea ref={area} class="mono" id="copy-text" rows="12" readonly=true
                value={props.text.to_string()} aria-label="The text to copy" />
        </Dialog>
    }
}
