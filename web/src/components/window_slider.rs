//! The window on a line of time, with a handle at each end: two sliders of the browser over one drawing.
//!
//! Which time a place means is decided in [`crate::timeline`].

use signerhunt::ResolvedWindow;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use crate::format::{minute, percent, second};
use crate::state::{Action, State};
use crate::timeline::{End, Timeline, ends, with_end};

/// The line; nothing while there is no time between the oldest row and the newest.
pub(super) fn window_slider(state: &State, act: &Callback<Action>) -> Html {
    let line = state.extent().and_then(Timeline::over);
    let Some((line, answer)) = line.zip(state.answer.as_ref()) else {
        return html! {};
    };
    let window = ends(&state.window, answer.window);
    let share = |time| line.place_of(time) as f64 / line.length() as f64;
    let (start, end) = (share(window.from), share(window.to));
    let [first, last] = spelled_ends(line);
    html! {
        <div class="slider" role="group" aria-label="Ends of the time window">
            <svg class="slider-line" width="100%" height="4" aria-hidden="true" focusable="false">
                <rect class="slider-inside" x={percent(start)} width={percent((end - start).max(0.0))} height="100%" />
            </svg>
            { handle(state, line, window, End::From, act) }
            { handle(state, line, window, End::To, act) }
            <p class="slider-ends" aria-hidden="true"><span>{ first }</span><span>{ last }</span></p>
        </div>
    }
}

fn handle(
    state: &State,
    line: Timeline,
    window: ResolvedWindow,
    end: End,
    act: &Callback<Action>,
) -> Html {
    let (id, label, time) = match end {
        End::From => ("slide-from", "From", window.from),
        End::To => ("slide-to", "To", window.to),
    };
    let place = line.place_of(time);
    let (act, asked) = (act.clone(), state.window.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let moved_to = input.value_as_number() as i64;
        let time = line.moved(&window, end, moved_to);
        let place = line.place_of(time);
        if place != moved_to {
            // The other end stopped it, and so its handle.
            input.set_value(&place.to_string());
        }
        act.emit(Action::WindowSlid(with_end(&asked, end, time)));
    });
    // Where both are at the end of the line, the one that can go back must be the one that is caught.
    let is_above = end == End::From && place * 2 > line.length();
    html! {
        <input type="range" {id} class={is_above.then_some("slider-above")}
            min="0" max={line.length().to_string()} step="1" value={place.to_string()}
            aria-label={label} aria-valuetext={format!("{} UTC", second(time))} {oninput} />
    }
}

/// The oldest row's and the newest row's day, or minute where that is the same.
fn spelled_ends(line: Timeline) -> [String; 2] {
    let extent = line.extent();
    let minutes = [extent.first, extent.last].map(minute);
    let days = minutes.each_ref().map(|minute| minute.split(' ').next().unwrap_or_default());
    if days[0] == days[1] { minutes } else { days.map(str::to_owned) }
}
