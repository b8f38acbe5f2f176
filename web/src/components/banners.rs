//! What the reader of the answer should know before trusting it, above it.

use signerhunt_wasm::protocol::{ExportId, SkippedEntry};
use yew::{Callback, Html, classes, html};

use super::icon::{Picture, icon};
use super::kept_whole::kept_whole;
use super::rules_dialog::load_again;
use super::untrusted::{untrusted, untrusted_as};
use super::warnings::{subject, warnings, which_files};
use crate::command::Command;
use crate::facts::NAMES_TOLD;
use crate::format::{count, counted, second};
use crate::reading::Said;
use crate::state::{Action, ExportCard, NoticeKind, State};
use crate::text::spelled_out;

/// Of so many exports each is asked about by itself; more are asked about together.
const QUESTIONS_SHOWN: usize = 3;

const NO_WORKERS: &str = "This frame refuses workers, so files are read on the page itself: \
    slower, and with the page a little less nimble meanwhile.";

/// All banners, the weightiest first: notices, questions about dates, the clamped now, warnings of
/// the exports, what was passed over.
pub(super) fn banners(state: &State, act: &Callback<Action>, wish: &Callback<Command>) -> Html {
    let undecided: Vec<&ExportCard> =
        state.exports.iter().filter(|card| card.is_undecided()).collect();
    let questions: Vec<&[&ExportCard]> = if undecided.len() > QUESTIONS_SHOWN {
        vec![&undecided]
    } else {
        undecided.chunks(1).collect()
    };
    html! {
        <div class="banners" id="banners">
            for notice in state.notices.iter().filter(|notice| notice.kind != NoticeKind::Done) {
                { dismissable(notice.kind, &notice.text, act.reform({ let id = notice.id; move |_| Action::NoticeDismissed(id) })) }
            }
            { missing_rules(state, wish) }
            for cards in questions {
                { which_is_the_day(cards, wish) }
            }
            { set_aside(state, wish) }
            { clamped_now(state) }
            if state.on_main_thread {
                { banner(NoticeKind::Warning, html! { <p id="no-workers">{ NO_WORKERS }</p> }) }
            }
            { warnings(&state.exports, wish) }
            { passed_over(&state.passed_over, act) }
        </div>
    }
}

/// One thing to know, with the picture for its kind.
pub(super) fn banner(kind: NoticeKind, content: Html) -> Html {
    let look = match kind {
        NoticeKind::Error => "banner-error",
        NoticeKind::Warning | NoticeKind::Done => "banner-warning",
    };
    html! {
        <div class={classes!("banner", look)}>{ icon(Picture::Warning) }{ content }</div>
    }
}

fn dismissable(kind: NoticeKind, text: &str, dismiss: Callback<yew::MouseEvent>) -> Html {
    banner(
        kind,
        html! {
            <>
                <p role="status">{ untrusted(text) }</p>
                <button type="button" class="icon-button" aria-label="Dismiss" title="Dismiss" onclick={dismiss}>
                    { icon(Picture::Cross) }
                </button>
            </>
        },
    )
}

fn which_is_the_day(cards: &[&ExportCard], wish: &Callback<Command>) -> Html {
    let exports: Vec<ExportId> = cards.iter().map(|card| card.id).collect();
    let say = |day_first| {
        let exports = exports.clone();
        let said = Said::DayFirst(day_first);
        wish.reform(move |_| Command::Say { exports: exports.clone(), said })
    };
    let (label, whose) = match cards {
        [card] => (format!("Dates in {}", spelled_out(&card.name)), "its"),
        _ => (format!("Dates in {}", counted(cards.len() as u64, "file")), "their"),
    };
    html! {
        <div class="banner banner-question" role="group" aria-label={label}>
            { icon(Picture::Warning) }
            <div>
                <p>
                    { "Dates in " }{ subject(cards) }
                    { format!(" can be read two ways, so {whose} rows are not counted yet. What is 5/6/2026 there?") }
                </p>
                <div class="panel-buttons">
                    <button type="button" class="button button-small" onclick={say(true)}>{ "5 June (day first)" }</button>
                    <button type="button" class="button button-small" onclick={say(false)}>{ "May 6 (month first)" }</button>
                </div>
                { which_files(cards) }
            </div>
        </div>
    }
}

/// Rules that a link names and that are not there.
fn missing_rules(state: &State, wish: &Callback<Command>) -> Html {
    let Some(missing) = &state.missing_rules else { return html! {} };
    let tools = untrusted(&missing.named());
    let content = match &missing.trouble {
        None => {
            html! { <>{ "This link hunts by the rules for " }{ tools }{ ". They are being loaded; files can be opened meanwhile." }</> }
        }
        Some(trouble) => {
            html! { <>{ "The rules for " }{ tools }{ ", which this link names, could not be loaded, so they are not hunted for. " }{ untrusted(trouble) }</> }
        }
    };
    html! {
        <div class="banner banner-question" id="missing-rules">
            { icon(Picture::Warning) }
            <div>
                <p role="status">{ content }</p>
                if missing.trouble.is_some() {
                    <div class="panel-buttons">{ load_again(wish) }</div>
                }
            </div>
        </div>
    }
}

/// Exports that were kept for other terms than these.
fn set_aside(state: &State, wish: &Callback<Command>) -> Html {
    let cards = state.set_aside();
    if cards.is_empty() {
        return html! {};
    }
    let exports: Vec<ExportId> = cards.iter().map(|card| card.id).collect();
    let said = Said::ForTheseTerms;
    let read = wish.reform(move |_| Command::Say { exports: exports.clone(), said });
    html! {
        <div class="banner banner-question" id="set-aside">
            { icon(Picture::Warning) }
            <div>
                <p role="status">
                    { "Not counted: " }{ subject(&cards) }
                    { ". Only rows for other signers are in memory." }
                </p>
                <div class="panel-buttons">
                    <button type="button" class="button button-small" onclick={read}>{ "Read again for these signers" }</button>
                </div>
                { which_files(&cards) }
            </div>
        </div>
    }
}

/// What archives held beside exports.
fn passed_over(skipped: &[SkippedEntry], act: &Callback<Action>) -> Html {
    if skipped.is_empty() {
        return html! {};
    }
    let dismiss = act.reform(|_| Action::PassedOverDismissed);
    let n_untold = skipped.len().saturating_sub(NAMES_TOLD);
    html! {
        <div class="banner banner-note" id="passed-over">
            { icon(Picture::File) }
            <div>
                <p role="status">
                    { format!("{} in archives passed over: ", counted(skipped.len() as u64, "file")) }
                    for (idx, entry) in skipped.iter().take(NAMES_TOLD).enumerate() {
                        if idx > 0 {
                            { "; " }
                        }
                        { untrusted_as("file-name", &entry.name) }
                        { " " }{ untrusted(&entry.why) }
                    }
                    if n_untold > 0 {
                        { format!("; and {} more", count(n_untold as u64)) }
                    }
                </p>
            </div>
            <button type="button" class="icon-button" aria-label="Dismiss" title="Dismiss" onclick={dismiss}>
                { icon(Picture::Cross) }
            </button>
        </div>
    }
}

fn clamped_now(state: &State) -> Html {
    let clamped = state.answer.as_ref().filter(|answer| answer.window.now_is_clamped);
    let Some(answer) = clamped else {
        return html! {};
    };
    let newest = state.sources().filter_map(|(_, source)| source.last).max();
    banner(
        NoticeKind::Warning,
        html! {
            <p id="clamped-now">
                { kept_whole(&format!(
                    "The newest row ({} UTC) is later than this computer’s clock, so the window counts from the clock, {} UTC.",
                    newest.map(second).unwrap_or_default(),
                    second(answer.window.now),
                )) }
            </p>
        },
    )
}
