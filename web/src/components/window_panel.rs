//! The time window: presets, own ends, and what "now" is.

use signerhunt::{Bound, Now, ResolvedWindow, Window};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use super::section::Section;
use super::time_field::TimeField;
use crate::format::{minute, second};
use crate::state::Action;
use crate::wording::{PRESETS, preset_of};

#[derive(Properties, PartialEq)]
pub(super) struct WindowPanelProps {
    pub(super) window: Window,
    /// The window's ends, once there are rows.
    pub(super) resolved: Option<ResolvedWindow>,
    /// The person is typing the ends.
    pub(super) custom: bool,
    pub(super) narrow: bool,
    pub(super) act: Callback<Action>,
}

/// The panel.
#[component]
pub(super) fn WindowPanel(props: &WindowPanelProps) -> Html {
    let window = &props.window;
    let chosen = preset_of(window).filter(|_| !props.custom);
    let custom = chosen.is_none();
    let gist = chosen.map_or("custom", |preset| preset.label);
    html! {
        <Section id="window-panel" heading="Time window" {gist} narrow={props.narrow}>
            <div class="segments" role="group" aria-label="Time window">
                for preset in &PRESETS {
                    <button
                        type="button"
                        class="segment"
                        aria-pressed={(chosen == Some(preset)).to_string()}
                        title={format!("The window is {}", preset.name)}
                        onclick={choose(preset.applied_to(window), &props.act)}
                    >
                        { preset.label }
                    </button>
                }
                <button
                    type="button"
                    class="segment segment-wide"
                    aria-pressed={custom.to_string()}
                    onclick={typed_from_here(props)}
                >
                    { "Custom" }
                </button>
            </div>
            if custom {
                { own_ends(props) }
            }
            if counts_from_now(window) {
                { what_now_is(props) }
            }
            if let Some(resolved) = props.resolved {
                <dl class="ends">
                    <dt>{ "from" }</dt>
                    <dd id="window-from" title={resolved.from.to_string()}>{ second(resolved.from) }</dd>
                    <dt>{ "to" }</dt>
                    <dd id="window-to" title={resolved.to.to_string()}>{ second(resolved.to) }</dd>
                </dl>
                <p class="panel-note">{ "Both ends included; times in UTC." }</p>
            }
        </Section>
    }
}

fn choose(window: Window, act: &Callback<Action>) -> Callback<yew::MouseEvent> {
    act.reform(move |_| Action::WindowChosen(window.clone()))
}

/// Own ends begin where the window is now, as given times, so that nothing changes by itself.
fn typed_from_here(props: &WindowPanelProps) -> Callback<yew::MouseEvent> {
    let here = match props.resolved {
        Some(resolved) if preset_of(&props.window).is_some() => Window {
            from: Bound::At(resolved.from),
            to: Bound::At(resolved.to),
            now: props.window.now,
        },
        _ => props.window.clone(),
    };
    props.act.reform(move |_| Action::WindowTyped(here.clone()))
}

fn own_ends(props: &WindowPanelProps) -> Html {
    let end = |set: fn(&mut Window, Bound)| {
        let window = props.window.clone();
        props.act.reform(move |bound| {
            let mut window = window.clone();
            set(&mut window, bound);
            Action::WindowTyped(window)
        })
    };
    let is_empty = props.resolved.is_some_and(|resolved| resolved.from > resolved.to);
    html! {
        <div class="own-ends">
            <TimeField id="custom-from" label="From (UTC)" bound={props.window.from} changed={end(|window, bound| window.from = bound)} />
            <TimeField id="custom-to" label="To (UTC)" bound={props.window.to} changed={end(|window, bound| window.to = bound)} />
            if is_empty {
                <p class="field-trouble" id="window-trouble" role="status">{ "The window ends before it begins, so nothing is inside." }</p>
            }
        </div>
    }
}

fn counts_from_now(window: &Window) -> bool {
    [window.from, window.to].iter().any(|bound| matches!(bound, Bound::BeforeNow(_)))
}

fn what_now_is(props: &WindowPanelProps) -> Html {
    let window = props.window.clone();
    let act = props.act.clone();
    let keeps_custom = props.custom;
    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        if let Some(Ok(now)) = chosen.map(|chosen| chosen.parse()) {
            let window = Window { now, ..window.clone() };
            act.emit(if keeps_custom {
                Action::WindowTyped(window)
            } else {
                Action::WindowChosen(window)
            });
        }
    });
    let given = match props.window.now {
        Now::At(ticks) => Some(ticks),
        Now::Newest | Now::Clock => None,
    };
    html! {
        <div class="anchor">
            <label for="window-now">{ "Ends at" }</label>
            <select id="window-now" {onchange}>
                <option value="newest" selected={props.window.now == Now::Newest}>{ "newest row" }</option>
                <option value="clock" selected={props.window.now == Now::Clock}>{ "clock now" }</option>
                if let Some(ticks) = given {
                    <option value={ticks.to_string()} selected=true>{ minute(ticks) }</option>
                }
            </select>
        </div>
    }
}
