//! The time window: presets, own ends, moved or typed, and what "now" is.

use signerhunt::{Bound, Now, ResolvedWindow, Window};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

use super::section::{Heading, section};
use super::time_field::TimeField;
use super::window_slider::window_slider;
use crate::format::{minute, second};
use crate::state::{Action, State};
use crate::wording::{PRESETS, preset_of};

/// The panel.
pub(super) fn window_panel(state: &State, act: &Callback<Action>) -> Html {
    let window = &state.window;
    let resolved = resolved(state);
    let chosen = preset_of(window).filter(|_| !state.custom_window);
    let custom = chosen.is_none();
    let gist = chosen.map_or("custom", |preset| preset.label);
    let heading = Heading { id: "window-panel", text: "Time window", gist: gist.into() };
    let body = html! {
        <>
            <div class="segments" role="group" aria-label="Time window">
                for preset in &PRESETS {
                    <button
                        type="button"
                        class="segment"
                        aria-pressed={(chosen == Some(preset)).to_string()}
                        title={format!("The window is {}", preset.name)}
                        onclick={choose(preset.applied_to(window), act)}
                    >
                        { preset.label }
                    </button>
                }
                <button
                    type="button"
                    class="segment segment-wide"
                    aria-pressed={custom.to_string()}
                    onclick={typed_from_here(state, act)}
                >
                    { "Custom" }
                </button>
            </div>
            { window_slider(state, act) }
            if custom {
                { own_ends(state, act) }
            }
            if counts_from_now(window) {
                { what_now_is(state, act) }
            }
            if let Some(resolved) = resolved {
                <dl class="ends">
                    <dt>{ "from" }</dt>
                    <dd id="window-from" title={resolved.from.to_string()}>{ second(resolved.from) }</dd>
                    <dt>{ "to" }</dt>
                    <dd id="window-to" title={resolved.to.to_string()}>{ second(resolved.to) }</dd>
                </dl>
                <p class="panel-note">{ "Both ends included; times in UTC." }</p>
            }
        </>
    };
    section(heading, state.narrow, body)
}

/// The window's ends, once there are rows.
fn resolved(state: &State) -> Option<ResolvedWindow> {
    state.answer.as_ref().map(|answer| answer.window)
}

fn choose(window: Window, act: &Callback<Action>) -> Callback<yew::MouseEvent> {
    act.reform(move |_| Action::WindowChosen(window.clone()))
}

/// Own ends begin where the window is now, as given times, so that nothing changes by itself.
fn typed_from_here(state: &State, act: &Callback<Action>) -> Callback<yew::MouseEvent> {
    let here = match resolved(state) {
        Some(resolved) if preset_of(&state.window).is_some() => Window {
            from: Bound::At(resolved.from),
            to: Bound::At(resolved.to),
            now: state.window.now,
        },
        _ => state.window.clone(),
    };
    act.reform(move |_| Action::WindowTyped(here.clone()))
}

fn own_ends(state: &State, act: &Callback<Action>) -> Html {
    let end = |set: fn(&mut Window, Bound)| {
        let window = state.window.clone();
        act.reform(move |bound| {
            let mut window = window.clone();
            set(&mut window, bound);
            Action::WindowTyped(window)
        })
    };
    let is_empty = resolved(state).is_some_and(|resolved| resolved.from > resolved.to);
    html! {
        <div class="own-ends">
            <TimeField id="custom-from" label="From (UTC)" bound={state.window.from} changed={end(|window, bound| window.from = bound)} />
            <TimeField id="custom-to" label="To (UTC)" bound={state.window.to} changed={end(|window, bound| window.to = bound)} />
            if is_empty {
                <p class="field-trouble" id="window-trouble" role="status">{ "The window ends before it begins, so nothing is inside." }</p>
            }
        </div>
    }
}

fn counts_from_now(window: &Window) -> bool {
    [window.from, window.to].iter().any(|bound| matches!(bound, Bound::BeforeNow(_)))
}

fn what_now_is(state: &State, act: &Callback<Action>) -> Html {
    let window = state.window.clone();
    let act = act.clone();
    let keeps_custom = state.custom_window;
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
    let given = match state.window.now {
        Now::At(ticks) => Some(ticks),
        Now::Newest | Now::Clock => None,
    };
    html! {
        <div class="anchor">
            <label for="window-now">{ "Ends at" }</label>
            <select id="window-now" {onchange}>
                <option value="newest" selected={state.window.now == Now::Newest}>{ "newest row" }</option>
                <option value="clock" selected={state.window.now == Now::Clock}>{ "clock now" }</option>
                if let Some(ticks) = given {
                    <option value={ticks.to_string()} selected=true>{ minute(ticks) }</option>
                }
            </select>
        </div>
    }
}
