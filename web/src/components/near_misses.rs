//! Signers that nearly match: told beside the terms, never mixed into the answer.

use signerhunt::NearMiss;
use yew::{Callback, Html, html};

use super::icon::{Picture, icon};
use super::untrusted::untrusted_as;
use crate::format::{count, counted};
use crate::state::Action;

/// More than this nobody reads in a sidebar; they are ordered by how much they were seen.
const MOST_SHOWN: usize = 50;

/// The near misses, folded.
pub(super) fn near_misses(near_misses: &[NearMiss], act: &Callback<Action>) -> Html {
    let n_found = near_misses.len();
    if n_found == 0 {
        return html! {};
    }
    let contain = if n_found == 1 { "contains" } else { "contain" };
    let heading =
        format!("{} {contain} a term, but not as a whole word", counted(n_found as u64, "signer"));
    html! {
        <details class="near-misses" id="near-misses">
            <summary>{ icon(Picture::Chevron) }<span>{ heading }</span></summary>
            <ul>
                for near_miss in near_misses.iter().take(MOST_SHOWN) {
                    <li key={near_miss.signer.clone()}>{ drawn(near_miss, act) }</li>
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
            { untrusted_as("near-miss-signer", &near_miss.signer) }
            <span class="near-miss-found">
                { format!("{} on {} · ", counted(near_miss.rows, "row"), counted(near_miss.devices, "device")) }
                <button type="button" class="link" onclick={add}>{ "add as a term" }</button>
            </span>
        </div>
    }
}
