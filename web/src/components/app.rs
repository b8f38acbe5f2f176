//! The whole page: its one state, and what is drawn from it.

use yew::{Callback, Html, classes, component, html, use_callback, use_memo, use_reducer};

use super::answer::answer_view;
use super::banners::banners;
use super::dialogs::dialogs;
use super::effects::{use_asking, use_hash, use_query, use_what_is_due};
use super::empty::empty_page;
use super::expected_panel::expected_panel;
use super::export_cards::export_cards;
use super::files_panel::FilesPanel;
use super::header::header;
use super::icon::{Picture, icon};
use super::ledger_panel::ledger_panel;
use super::listeners::use_listeners;
use super::query_view::query_panel;
use super::signers_panel::SignersPanel;
use super::toast::toast;
use super::tools_panel::tools_panel;
use super::window_panel::window_panel;
use crate::browser::{frame, hash};
use crate::command::{self, Command};
use crate::engine::Engine;
use crate::permalink;
use crate::state::{Action, Catalogue, State};

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
    use_query(&state, &wish);
    use_hash(&state, &wish);
    use_what_is_due(&state, &act);
    use_listeners(&state, &act, &wish);

    // Before there is anything to hunt in, the hunt's controls would only be in the way.
    let is_empty = !state.has_sources() && !state.is_reading();
    let content = if is_empty {
        html! {
            <main class="empty-page">
                { banners(&state, &act, &wish) }
                { export_cards(&state.exports, &wish) }
                { empty_page(&state, &wish) }
            </main>
        }
    } else {
        html! {
            <div class="workspace">
                <aside class="sidebar" aria-label="Hunt and exports">
                  <div class="sidebar-parts">
                    if let Some(query) = &state.query {
                        { query_panel(query, state.narrow, &act) }
                    } else {
                        { window_panel(&state, &act) }
                        <SignersPanel
                            terms={state.terms.clone()}
                            rows={state.rows_by_term()}
                            is_the_rules={state.has_the_rules_terms()}
                            near_misses={state.answer.as_ref().map(|answer| answer.near_misses.clone()).unwrap_or_default()}
                            narrow={state.narrow}
                            tools={state.tools_hunted()}
                            rules_known={matches!(state.catalogue, Catalogue::Known(_) | Catalogue::Asked)}
                            act={act.clone()}
                            wish={wish.clone()}
                        />
                        { tools_panel(&state, &act) }
                        { expected_panel(&state, &act, &wish) }
                        { ledger_panel(&state, &act) }
                    }
                    <FilesPanel
                        exports={state.exports.clone()}
                        narrow={state.narrow}
                        wish={wish.clone()}
                    />
                  </div>
                </aside>
                <main class="content">
                    { answer_view(&state, &act, &wish) }
                </main>
            </div>
        }
    };
    html! {
        <div class={classes!("page", state.drag_over.then_some("page-dragged-over"))}>
            { header(&state, &act, &wish) }
            { content }
            <p class="visually-hidden" id="reading-status" role="status">{ state.spoken.clone() }</p>
            { toast(&state.notices) }
            { dialogs(&state, &act, &wish) }
            if state.drag_over {
                <div class="drop-veil" id="drop-veil">
                    <div class="drop-veil-call">
                        { icon(Picture::Drop) }
                        <p>{ "Drop to read it here" }</p>
                        <p class="drop-veil-note">{ "Files, folders and archives. Nothing is uploaded." }</p>
                    </div>
                </div>
            }
        </div>
    }
}
