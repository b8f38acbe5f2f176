//! What the state wants done when it changes: the engine asked, the hash written, notices faded.

use yew::{Callback, UseReducerHandle, hook, use_effect_with, use_mut_ref};

use super::device_table::{ROW_HEIGHT, TABLE_ID};
use crate::browser::timer::Timer;
use crate::browser::{frame, hash};
use crate::command::Command;
use crate::engine::Engine;
use crate::permalink;
use crate::state::{Action, DEVICES_PER_PAGE, NoticeKind, State};

/// While somebody types, the hunt waits so long for the next key.
const TYPING_PAUSE_MS: i32 = 150;

/// An end of the window that was not moved for so long is taken to rest.
const SLIDE_PAUSE_MS: i32 = 150;

/// So long after the devices in view the others are drawn: when these are surely on the screen.
const VIEW_PAUSE_MS: i32 = 30;

/// Where the first table will begin, at the least: below the page's header and the answer in words, in pixels.
const TABLE_TOP: f64 = 250.0;

/// Browsers count how often the address is written and refuse when it is too often.
const HASH_PAUSE_MS: i32 = 300;

/// How long a success is told.
const FADE_AFTER_MS: i32 = 4_000;

/// Asks the engine whenever the state has a new question.
#[hook]
pub(crate) fn use_asking(state: &UseReducerHandle<State>, engine: &Engine) {
    let (asking, asked) = (state.clone(), engine.clone());
    let in_view = use_mut_ref(|| DEVICES_PER_PAGE);
    use_effect_with(state.asked, move |&question| {
        later(asking.typing, move || {
            if question > 0 && asking.has_sources() && !asking.waits_for_rules() {
                // To know, the browser has to lay out the page: not at every move of an end of the window.
                if !asking.slides_on() {
                    in_view.replace(rows_in_view());
                }
                let view = asking.view_to_ask(*in_view.borrow());
                asked.ask(question, asking.hunt(), asking.keep_duplicates, view);
            }
        })
    });
    let expecting = engine.clone();
    use_effect_with(state.hunt().names(), move |names| expecting.expect(names));
    let (looking, looked) = (state.clone(), engine.clone());
    use_effect_with(state.shown, move |&question| {
        later(looking.typing, move || {
            if question > 0 && looking.has_sources() {
                looked.show(question, looking.view.clone());
            }
        })
    });
}

/// Has the query run whenever it is to be run, and forgotten when it is not wanted any more.
#[hook]
pub(crate) fn use_query(state: &UseReducerHandle<State>, wish: &Callback<Command>) {
    let (asking, wish) = (state.clone(), wish.clone());
    let number = state.query.as_ref().map(|query| query.number);
    let was_run = use_mut_ref(|| false);
    use_effect_with(number, move |_| {
        let query = asking.query.as_ref();
        let run = query.and_then(|query| Some((query.number, query.text.clone(), query.now()?)));
        if run.is_some() || *was_run.borrow() {
            was_run.replace(run.is_some());
            wish.emit(Command::RunQuery(run));
        }
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

/// How many devices can be seen at the most, and some more, for what is above them may become lower.
fn rows_in_view() -> u32 {
    (frame::height_in_view(TABLE_ID, TABLE_TOP) / f64::from(ROW_HEIGHT)) as u32 + 2
}

/// Keeps the hunt in the URL's hash, and asks for rules that a link names.
#[hook]
pub(crate) fn use_hash(state: &UseReducerHandle<State>, wish: &Callback<Command>) {
    let needed = state.needs_catalogue().then(|| wish.clone());
    use_effect_with(permalink::write(&state.to_link()), move |own| {
        if let Some(wish) = needed {
            wish.emit(Command::LoadRules);
        }
        let own = own.clone();
        let timer = Timer::after(HASH_PAUSE_MS, move || {
            hash::write(&permalink::rewrite(&hash::read(), &own));
        });
        move || drop(timer)
    });
}

/// What happens by itself when nothing else does for a while.
#[derive(Clone, Copy, PartialEq)]
enum Due {
    /// The answer to this question stands.
    Rest { question: u32, is_sliding: bool },
    /// A success was told for long enough.
    Fade { notice: u32 },
}

/// Says that the answer stands, and takes successes away.
#[hook]
pub(crate) fn use_what_is_due(state: &UseReducerHandle<State>, act: &Callback<Action>) {
    let rest = Due::Rest { question: state.asked, is_sliding: state.is_sliding() };
    use_due(state.may_rest().then_some(rest), act);
    let done = state.notices.iter().find(|notice| notice.kind == NoticeKind::Done);
    use_due(done.map(|notice| Due::Fade { notice: notice.id }), act);
}

#[hook]
fn use_due(due: Option<Due>, act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with(due, move |&due| {
        let timer = due.map(|due| {
            let (pause, action) = match due {
                Due::Rest { is_sliding: true, .. } => (SLIDE_PAUSE_MS, Action::Rested),
                Due::Rest { .. } => (VIEW_PAUSE_MS, Action::Rested),
                Due::Fade { notice } => (FADE_AFTER_MS, Action::NoticeDismissed(notice)),
            };
            Timer::after(pause, move || act.emit(action))
        });
        move || drop(timer)
    });
}
