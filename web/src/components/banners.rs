//! What the reader of the answer should know before trusting it, above it.

use signerhunt_wasm::protocol::ExportId;
use yew::{Callback, Html, Properties, classes, component, html};

use super::icon::{Icon, Picture};
use super::kept_whole::KeptWhole;
use super::untrusted::Untrusted;
use crate::command::Command;
use crate::format::{counted, second};
use crate::state::{Action, NoticeKind, State};
use crate::text::spelled_out;

/// So many warnings are shown at once; the rest is folded.
const WARNINGS_SHOWN: usize = 3;

const NO_WORKERS: &str = "This frame refuses workers, so files are read on the page itself: \
    slower, and with the page a little less nimble meanwhile.";

#[derive(Properties, PartialEq)]
pub(super) struct BannersProps {
    pub(super) state: State,
    pub(super) act: Callback<Action>,
    pub(super) wish: Callback<Command>,
}

/// All banners: notices, questions about dates, the clamped now, warnings of the exports.
#[component]
pub(super) fn Banners(props: &BannersProps) -> Html {
    let state = &props.state;
    let warnings: Vec<Html> = state
        .sources()
        .flat_map(|(_, source)| source.warnings.iter().map(|warning| (&source.name, warning)))
        .map(|(name, warning)| {
            // A warning usually names its file; then it need not be named again.
            let is_named = warning.contains(name.as_str());
            banner(
                NoticeKind::Warning,
                html! {
                    <p>
                        if !is_named {
                            <Untrusted class="file-name" text={name.clone()} />{ ": " }
                        }
                        <Untrusted text={warning.clone()} />
                    </p>
                },
            )
        })
        .collect();
    let (shown, folded) = warnings.split_at(warnings.len().min(WARNINGS_SHOWN));
    html! {
        <div class="banners" id="banners">
            for notice in state.notices.iter().filter(|notice| notice.kind != NoticeKind::Done) {
                { dismissable(notice.kind, &notice.text, props.act.reform({ let id = notice.id; move |_| Action::NoticeDismissed(id) })) }
            }
            for (card, source) in state.sources().filter(|(card, _)| card.is_undecided()) {
                { which_is_the_day(card.id, &source.name, &props.wish) }
            }
            { clamped_now(state) }
            if state.on_main_thread {
                { banner(NoticeKind::Warning, html! { <p id="no-workers">{ NO_WORKERS }</p> }) }
            }
            for warning in shown {
                { warning.clone() }
            }
            if !folded.is_empty() {
                <details class="more-warnings">
                    <summary><Icon picture={Picture::Chevron} />{ format!("{} more", counted(folded.len() as u64, "warning")) }</summary>
                    for warning in folded {
                        { warning.clone() }
                    }
                </details>
            }
        </div>
    }
}

fn banner(kind: NoticeKind, content: Html) -> Html {
    let look = match kind {
        NoticeKind::Error => "banner-error",
        NoticeKind::Warning | NoticeKind::Done => "banner-warning",
    };
    html! {
        <div class={classes!("banner", look)}><Icon picture={Picture::Warning} />{ content }</div>
    }
}

fn dismissable(kind: NoticeKind, text: &str, dismiss: Callback<yew::MouseEvent>) -> Html {
    banner(
        kind,
        html! {
            <>
                <p role="status"><Untrusted text={text.to_owned()} /></p>
                <button type="button" class="icon-button" aria-label="Dismiss" title="Dismiss" onclick={dismiss}>
                    <Icon picture={Picture::Cross} />
                </button>
            </>
        },
    )
}

fn which_is_the_day(export: ExportId, name: &str, wish: &Callback<Command>) -> Html {
    let say = |day_first| wish.reform(move |_| Command::SetDayFirst { export, day_first });
    html! {
        <div class="banner banner-question" role="group" aria-label={format!("Dates in {}", spelled_out(name))}>
            <Icon picture={Picture::Warning} />
            <div>
                <p>
                    { "Dates in " }<Untrusted class="file-name" text={name.to_owned()} />
                    { " can be read two ways, so its rows are not counted yet. What is 5/6/2026 there?" }
                </p>
                <div class="panel-buttons">
                    <button type="button" class="button button-small" onclick={say(true)}>{ "5 June (day first)" }</button>
                    <button type="button" class="button button-small" onclick={say(false)}>{ "May 6 (month first)" }</button>
                </div>
            </div>
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
                <KeptWhole sentence={format!(
                    "The newest row ({} UTC) is later than this computer’s clock, so the window counts from the clock, {} UTC.",
                    newest.map(second).unwrap_or_default(),
                    second(answer.window.now),
                )} />
            </p>
        },
    )
}
