//! What the state wants done when it changes: the engine asked, the hash written, notices faded.

use yew::{Callback, UseReducerHandle, hook, use_effect_with};

use crate::browser::hash;
use crate::browser::timer::Timer;
use crate::engine::Engine;
use crate::permalink;
use crate::state::{Action, NoticeKind, State};

/// While somebody types, the hunt waits so long for the next key.
const TYPING_PAUSE_MS: i32 = 150;

/// Browsers count how often the address is written and refuse when it is too often.
const HASH_PAUSE_MS: i32 = 300;

/// How long a success is told.
const FADE_AFTER_MS: i32 = 4_000;

/// Asks the engine whenever the state has a new question.
#[hook]
pub(crate) fn use_asking(state: &UseReducerHandle<State>, engine: &Engine) {
    let (asking, asked) = (state.clone(), engine.clone());
    use_effect_with(state.asked, move |&question| {
        later(asking.typing, move || {
            if question > 0 && asking.has_sources() {
                asked.ask(question, asking.hunt(), asking.keep_duplicates, asking.view.clone());
            }
        })
    });
    let expecting = engine.clone();
    use_effect_with(state.hunt().terms, move |terms| expecting.expect(terms));
    let (looking, looked) = (state.clone(), engine.clone());
    use_effect_with(state.shown, move |&question| {
        later(looking.typing, move || {
            if question > 0 && looking.has_sources() {
                looked.show(question, looking.view.clone());
            }
        })
    });
}

/// Does something at once, or after a pause if somebody is typing. Gives what cancels it.
fn later(typing: bool, due: impl FnOnce() + 'static) -> impl FnOnce() {
    let timer = if typing {
        Some(Timer::after(TYPING_PAUSE_MS, due))
    } else {
        due();
        None
    };
    move || drop(timer)
}

/// Keeps the hunt in the URL's hash.
#[hook]
pub(crate) fn use_hash(state: &UseReducerHandle<State>) {
    let hunt = state.hunt();
    let parts = (hunt.terms, hunt.window, state.keep_duplicates);
    use_effect_with(parts, move |(terms, window, keep_duplicates)| {
        let (terms, window, keep_duplicates) = (terms.clone(), window.clone(), *keep_duplicates);
        let timer = Timer::after(HASH_PAUSE_MS, move || {
            let hash = permalink::rewrite(&hash::read(), &terms, &window, keep_duplicates);
            hash::write(&hash);
        });
        move || drop(timer)
    });
}

/// Takes successes away after a while.
#[hook]
pub(crate) fn use_notices_that_fade(state: &UseReducerHandle<State>, act: &Callback<Action>) {
    let done = state.notices.iter().find(|notice| notice.kind == NoticeKind::Done);
    let act = act.clone();
    use_effect_with(done.map(|notice| notice.id), move |&id| {
        let fade =
            move |id| Timer::after(FADE_AFTER_MS, move || act.emit(Action::NoticeDismissed(id)));
        let timer = id.map(fade);
        move || drop(timer)
    });
}
