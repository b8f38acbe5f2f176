//! The whole page: its one state, and what is drawn from it.

use yew::{Callback, Html, classes, component, html, use_callback, use_memo, use_reducer};

use super::answer::AnswerView;
use super::banners::Banners;
use super::dialogs::Dialogs;
use super::effects::{use_asking, use_hash, use_notices_that_fade};
use super::empty::EmptyPage;
use super::export_cards::ExportCards;
use super::files_panel::FilesPanel;
use super::header::Header;
use super::icon::{Icon, Picture};
use super::ledger_panel::LedgerPanel;
use super::listeners::use_listeners;
use super::signers_panel::SignersPanel;
use super::toast::Toast;
use super::window_panel::WindowPanel;
use crate::browser::{frame, hash};
use crate::command::{self, Command};
use crate::engine::Engine;
use crate::permalink;
use crate::state::{Action, State};

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::linked(permalink::read(&hash::read()), frame::is_narrow()));
    let dispatcher = state.dispatcher();
    let act = use_callback((), move |action: Action, ()| dispatcher.dispatch(action));
    let engine = {
        let act = act.clone();
        use_memo((), move |()| Engine::new(move |report| command::take_in(report, &act)))
    };
    let wish: Callback<Command> = {
        let act = act.clone();
        let engine = engine.clone();
        use_callback((), move |command, ()| command::carry_out(command, &engine, &act))
    };
    use_asking(&state, &engine);
    use_hash(&state);
    use_notices_that_fade(&state, &act);
    use_listeners(&state, &act, &wish);

    // Before there is anything to hunt in, the hunt's controls would only be in the way.
    let is_empty = !state.has_sources() && !state.is_reading();
    let content = if is_empty {
        html! {
            <main class="empty-page">
                <Banners state={(*state).clone()} act={act.clone()} wish={wish.clone()} />
                <ExportCards exports={state.exports.clone()} wish={wish.clone()} />
                <EmptyPage hunt={state.hunt()} wish={wish.clone()} />
            </main>
        }
    } else {
        html! {
            <div class="workspace">
                <aside class="sidebar" aria-label="Hunt and exports">
                  <div class="sidebar-parts">
                    <WindowPanel
                        window={state.window.clone()}
                        resolved={state.answer.as_ref().map(|answer| answer.window)}
                        custom={state.custom_window}
                        narrow={state.narrow}
                        act={act.clone()}
                    />
                    <SignersPanel
                        terms={state.terms.clone()}
                        rows={state.rows_by_term()}
                        is_the_rules={state.has_the_rules_terms()}
                        near_misses={state.answer.as_ref().map(|answer| answer.near_misses.clone()).unwrap_or_default()}
                        narrow={state.narrow}
                        act={act.clone()}
                    />
                    <LedgerPanel
                        ledger={state.answer.as_ref().map(|answer| answer.ledger)}
                        undecided_rows={state.undecided_rows()}
                        keep_duplicates={state.keep_duplicates}
                        narrow={state.narrow}
                        act={act.clone()}
                    />
                    <FilesPanel
                        exports={state.exports.clone()}
                        narrow={state.narrow}
                        wish={wish.clone()}
                    />
                  </div>
                </aside>
                <main class="content">
                    <AnswerView state={(*state).clone()} act={act.clone()} wish={wish.clone()} />
                </main>
            </div>
        }
    };
    html! {
        <div class={classes!("page", state.drag_over.then_some("page-dragged-over"))}>
            <Header state={(*state).clone()} act={act.clone()} wish={wish.clone()} />
            { content }
            <p class="visually-hidden" id="reading-status" role="status">{ state.spoken.clone() }</p>
            <Toast notices={state.notices.clone()} />
            <Dialogs state={(*state).clone()} act={act.clone()} wish={wish.clone()} />
            if state.drag_over {
                <div class="drop-veil" id="drop-veil">
                    <div class="drop-veil-call">
                        <Icon picture={Picture::Drop} />
                        <p>{ "Drop to read it here" }</p>
                        <p class="drop-veil-note">{ "Files, folders and archives. Nothing is uploaded." }</p>
                    </div>
                </div>
            }
        </div>
    }
}
