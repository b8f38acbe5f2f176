//! Exports that are being read, wait to be, or could not be: one card each.

use signerhunt_wasm::protocol::ExportId;
use yew::{Callback, Html, html};

use super::icon::{Picture, icon};
use super::untrusted::{untrusted, untrusted_as};
use crate::command::Command;
use crate::format::{bytes as spell_bytes, count, counted, duration, float_count, rounded};
use crate::state::{ExportCard, Failure, Stage};
use crate::text::spelled_out;

/// So many waiting exports have a card of their own; a dropped folder may hold hundreds.
const WAITING_SHOWN: usize = 3;
/// Of so many that could not be read each has a card; more have one together, or they would hide the answer.
const UNREADABLE_SHOWN: usize = 6;
/// That card lists so many.
const UNREADABLE_LISTED: usize = 100;

const KEEPS_ONLY_SOME: &str = "It does not fit into memory as a whole, so only rows with the present signers are kept. \
    For other signers it is read again.";

/// The cards of all exports that want attention.
pub(super) fn export_cards(exports: &[ExportCard], wish: &Callback<Command>) -> Html {
    let wanting: Vec<&ExportCard> = exports.iter().filter(|card| card.source().is_none()).collect();
    if wanting.is_empty() {
        return html! {};
    }
    let unreadable: Vec<&ExportCard> =
        wanting.iter().copied().filter(|card| why_unreadable(card).is_some()).collect();
    let are_together = unreadable.len() > UNREADABLE_SHOWN;
    let mut cards: Vec<Html> = Vec::new();
    let (mut n_waiting, mut hidden) = (0, Vec::new());
    for card in wanting {
        n_waiting += usize::from(card.stage == Stage::Waiting);
        if card.stage == Stage::Waiting && n_waiting > WAITING_SHOWN {
            hidden.push(card.id);
        } else if !(are_together && why_unreadable(card).is_some()) {
            cards.push(html! { <li key={card.id}>{ card_of(card, wish) }</li> });
        }
    }
    let n_hidden = hidden.len() as u64;
    let cancel = wish.clone();
    let cancel_hidden = Callback::from(move |_| {
        hidden.iter().for_each(|&export| cancel.emit(Command::Remove(export)));
    });
    html! {
        <ul class="cards" id="export-cards" aria-label="Exports being read">
            { for cards }
            if are_together {
                <li>{ not_read(&unreadable, wish) }</li>
            }
            if n_hidden > 0 {
                <li class="card card-waiting">
                    <p class="card-line">
                        { format!("{} more waiting", counted(n_hidden, "file")) }
                        <button type="button" class="button button-small" onclick={cancel_hidden}>{ "Cancel these" }</button>
                    </p>
                </li>
            }
        </ul>
    }
}

fn card_of(card: &ExportCard, wish: &Callback<Command>) -> Html {
    match &card.stage {
        Stage::Waiting => html! {
            <div class="card card-waiting">
                <p class="card-line">
                    { name(card) }
                    <span class="card-state">{ "waiting for its turn" }</span>
                    { cancel(card, wish) }
                </p>
            </div>
        },
        &Stage::Reading { bytes, rows, elapsed_ms, keeps_only_some } => html! {
            <div class="card card-reading">
                <p class="card-line">
                    { name(card) }
                    { cancel(card, wish) }
                </p>
                <progress
                    max={rounded(card.bytes.max(1.0)).to_string()}
                    value={rounded(bytes).to_string()}
                    aria-label={format!("Reading {}", spelled_out(&card.name))}
                />
                <p class="card-figures">
                    <span>{ format!("{} of {}", spell_bytes(bytes), spell_bytes(card.bytes)) }</span>
                    <span>{ format!("{} rows", float_count(rows)) }</span>
                    <span>{ rate_and_rest(card.bytes, bytes, rows, elapsed_ms) }</span>
                </p>
                if keeps_only_some {
                    <p class="card-message">{ KEEPS_ONLY_SOME }</p>
                }
            </div>
        },
        Stage::Failed { message, failure } => failed(card, message, *failure, wish),
        Stage::Read { .. } => html! {},
    }
}

/// Why it could not be read, where nothing can be done about it here.
fn why_unreadable(card: &ExportCard) -> Option<&str> {
    match &card.stage {
        Stage::Failed { message, failure: Failure::Unreadable } => Some(message),
        _ => None,
    }
}

/// One card for all of these.
fn not_read(cards: &[&ExportCard], wish: &Callback<Command>) -> Html {
    let each = |command: fn(ExportId) -> Command| {
        let ids: Vec<ExportId> = cards.iter().map(|card| card.id).collect();
        let wish = wish.clone();
        Callback::from(move |_| ids.iter().for_each(|&export| wish.emit(command(export))))
    };
    let unlisted = cards.len().saturating_sub(UNREADABLE_LISTED);
    html! {
        <div class="card card-failed" id="not-read" role="alert">
            <p class="card-line">
                <span class="card-name">{ counted(cards.len() as u64, "file") }</span>
                <span class="card-state">{ "were not read" }</span>
                <button type="button" class="button button-small" onclick={each(Command::Retry)}>{ "Retry" }</button>
                <button type="button" class="button button-small" onclick={each(Command::Remove)}>{ "Dismiss" }</button>
            </p>
            <details class="which-files">
                <summary>{ icon(Picture::Chevron) }{ "Which files, and why" }</summary>
                <ul>
                    for card in cards.iter().take(UNREADABLE_LISTED) {
                        <li key={card.id}>
                            { untrusted(why_unreadable(card).unwrap_or_default()) }
                        </li>
                    }
                    if unlisted > 0 {
                        <li>{ format!("and {} more", count(unlisted as u64)) }</li>
                    }
                </ul>
            </details>
        </div>
    }
}

fn failed(card: &ExportCard, message: &str, failure: Failure, wish: &Callback<Command>) -> Html {
    let id = card.id;
    let is_too_large = failure == Failure::TooLarge;
    let (again, retry) = if is_too_large {
        ("Read it anyway", wish.reform(move |_| Command::ReadAnyway(id)))
    } else {
        ("Retry", wish.reform(move |_| Command::Retry(id)))
    };
    let dismiss = wish.reform(move |_| Command::Remove(id));
    html! {
        <div class="card card-failed" role="alert">
            <p class="card-line">
                { name(card) }
                <span class="card-state">{ "was not read" }</span>
                <button type="button" class="button button-small" onclick={retry}>{ again }</button>
                <button type="button" class="button button-small" onclick={dismiss}>{ "Dismiss" }</button>
            </p>
            <p class="card-message">
                if failure == Failure::BrokeTheEngine {
                    { "Signerhunt’s engine broke down here, which is its own fault and not the file’s. It said: " }
                }
                { untrusted(message) }
            </p>
        </div>
    }
}

fn name(card: &ExportCard) -> Html {
    html! { { untrusted_as("card-name", &card.name) } }
}

fn cancel(card: &ExportCard, wish: &Callback<Command>) -> Html {
    let id = card.id;
    let cancel = wish.reform(move |_| Command::Remove(id));
    html! {
        <button
            type="button"
            class="button button-small"
            aria-label={format!("Cancel {}", spelled_out(&card.name))}
            onclick={cancel}
        >
            { "Cancel" }
        </button>
    }
}

/// `912,000 rows/s · 4 s left`, once there is something to go by.
fn rate_and_rest(total: f64, bytes: f64, rows: f64, elapsed_ms: f64) -> String {
    if elapsed_ms < 200.0 || bytes <= 0.0 {
        return "reading".to_owned();
    }
    // Thousands are exact enough for something that changes ten times a second.
    let rate = (rows / elapsed_ms).round() * 1000.0;
    let rate = format!("{} rows/s", float_count(rate.max(1_000.0)));
    let rest_ms = (total - bytes) * elapsed_ms / bytes;
    if rest_ms < 1_000.0 {
        format!("{rate} · nearly done")
    } else {
        format!("{rate} · {} left", duration(rest_ms.max(1_000.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::rate_and_rest;

    #[test]
    fn time_left_needs_something_to_go_by() {
        assert_eq!(rate_and_rest(1e9, 0.0, 0.0, 900.0), "reading");
        assert_eq!(rate_and_rest(1e9, 5e8, 9e5, 1_000.0), "900,000 rows/s · 1.0 s left");
        assert_eq!(rate_and_rest(1e9, 9.9e8, 1e6, 1_000.0), "1,000,000 rows/s · nearly done");
        assert_eq!(rate_and_rest(1e9, 1e8, 1e5, 5_000.0), "20,000 rows/s · 45 s left");
    }
}
