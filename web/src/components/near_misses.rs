//! Signers that nearly match: told beside the terms, never mixed into the answer.

use signerhunt::{NearMiss, Why};
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
    let nearly = if n_found == 1 { "nearly matches" } else { "nearly match" };
    let heading = format!("{} {nearly}", counted(n_found as u64, "signer"));
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
            <p class="near-miss-found near-miss-why">{ why(near_miss) }</p>
            <span class="near-miss-found">
                { format!("{} on {} · ", counted(near_miss.rows, "row"), counted(near_miss.devices, "device")) }
                <button type="button" class="link" onclick={add}>{ "add as a term" }</button>
            </span>
        </div>
    }
}

/// In what way it nearly matches. The term is the person's own, or a rule's.
fn why(near_miss: &NearMiss) -> Html {
    let term = untrusted_as("mono", &near_miss.term);
    match near_miss.why {
        Why::Contains => html! { <>{ "contains " }{ term }{ ", but inside a longer word" }</> },
        Why::LooksAlike => {
            html! { <>{ "looks like " }{ term }{ ", but is spelled with other letters" }</> }
        }
        Why::OtherName => html! { <>{ "is another name of the maker behind " }{ term }</> },
    }
}
