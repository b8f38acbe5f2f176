//! Signers that nearly match: told beside the terms, never mixed into the answer.

use signerhunt::NearMiss;
use yew::{Callback, Html, Properties, component, html};

use super::icon::{Icon, Picture};
use super::untrusted::Untrusted;
use crate::format::{count, counted};
use crate::state::Action;

/// More than this nobody reads in a sidebar; they are ordered by how much they were seen.
const MOST_SHOWN: usize = 50;

#[derive(Properties, PartialEq)]
pub(super) struct NearMissesProps {
    pub(super) near_misses: Vec<NearMiss>,
    pub(super) act: Callback<Action>,
}

/// The near misses, folded.
#[component]
pub(super) fn NearMisses(props: &NearMissesProps) -> Html {
    let n_found = props.near_misses.len();
    if n_found == 0 {
        return html! {};
    }
    let contain = if n_found == 1 { "contains" } else { "contain" };
    let heading =
        format!("{} {contain} a term, but not as a whole word", counted(n_found as u64, "signer"));
    html! {
        <details class="near-misses" id="near-misses">
            <summary><Icon picture={Picture::Chevron} /><span>{ heading }</span></summary>
            <ul>
                for near_miss in props.near_misses.iter().take(MOST_SHOWN) {
                    <li key={near_miss.signer.clone()}>{ drawn(near_miss, &props.act) }</li>
                }
            </ul>
            if n_found > MOST_SHOWN {
                <p class="panel-note">{ format!("and {} more", count((n_found - MOST_SHOWN) as u64)) }</p>
            }
        </details>
    }
}

fn drawn(near_miss: &NearMiss, act: &Callback<Action>) -> Html {
    let signer = near_miss.signer.clone();
    let add = act.reform(move |_| Action::TermAdded(signer.clone()));
    html! {
        <div class="near-miss">
            <Untrusted class="near-miss-signer" text={near_miss.signer.clone()} />
            <span class="near-miss-found">
                { format!("{} on {} · ", counted(near_miss.rows, "row"), counted(near_miss.devices, "device")) }
                <button type="button" class="link" onclick={add}>{ "add as a term" }</button>
            </span>
        </div>
    }
}
