//! All rules, for picking those to hunt for. What is ticked counts only once it is hunted for. Which rules there are, what
//! each asks for and which are ticked comes from the state.

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use super::dialog::Dialog;
use super::icon::{Picture, icon};
use super::untrusted::{untrusted, untrusted_as};
use crate::command::Command;
use crate::format::{count, counted};
use crate::state::{Action, Catalogue, CatalogueRule, RuleAction, State};

/// Whose terms the hunt has: `the ConnectWise rule`, `3 rules`; nothing when it is no rule's.
pub(super) fn whose_terms(tools: &[String]) -> Html {
    match tools {
        [] => html! {},
        [tool] => html! { <>{ "the " }{ untrusted(tool) }{ " rule" }</> },
        tools => html! { counted(tools.len() as u64, "rule") },
    }
}

/// The dialog.
pub(super) fn rules_dialog(
    state: &State,
    act: &Callback<Action>,
    wish: &Callback<Command>,
    closed: Callback<()>,
) -> Html {
    let content = match &state.catalogue {
        Catalogue::Unasked | Catalogue::Asked => {
            html! { <p role="status">{ "The rules are being loaded…" }</p> }
        }
        Catalogue::Failed(trouble) => html! {
            <>
                <p role="alert" id="rules-trouble">
                    { "The rules could not be loaded. " }{ untrusted(trouble) }
                </p>
                <div class="panel-buttons">{ load_again(wish) }</div>
            </>
        },
        Catalogue::Known(rules) => picker(state, rules, act),
    };
    html! { <Dialog id="rules-dialog" heading="Rules" {closed}>{ content }</Dialog> }
}

/// A button that asks for the catalogue again.
pub(super) fn load_again(wish: &Callback<Command>) -> Html {
    let load = wish.reform(|_| Command::LoadRules);
    html! { <button type="button" class="button button-small load-rules" onclick={load}>{ "Try again" }</button> }
}

fn picker(state: &State, rules: &[CatalogueRule], act: &Callback<Action>) -> Html {
    let filter = act.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            filter.emit(Action::Rules(RuleAction::Filtered(input.value())));
        }
    });
    let tick_all = |tick| act.reform(move |_| Action::Rules(RuleAction::AllTicked(tick)));
    let hunt = act.reform(|_| Action::Rules(RuleAction::Picked));
    let is_any_listed = rules.iter().any(|known| state.is_listed(&known.rule));
    let picked = state.ticked_rules();
    let gist =
        format!("{} of {} ticked", count(picked.len() as u64), counted(rules.len() as u64, "rule"));
    html! {
        <>
            <p class="panel-note">
                { "Each rule looks for the makers of one remote-management tool. A signer matches when it has one of the terms." }
            </p>
            <div class="rules-tools">
                <input type="search" id="rules-filter" placeholder="tool or term" aria-label="Filter the rules"
                    autocomplete="off" spellcheck="false" value={state.picking.filter.clone()} {oninput} />
                <button type="button" class="button button-small" id="rules-all" onclick={tick_all(true)}>{ "All" }</button>
                <button type="button" class="button button-small" id="rules-none" onclick={tick_all(false)}>{ "None" }</button>
            </div>
            <ul class="rules" id="rules">
                for (idx, known) in rules.iter().enumerate().filter(|(_, known)| state.is_listed(&known.rule)) {
                    <li key={idx}>{ drawn(idx, known, state.picking.ticked.get(idx) == Some(&true), act) }</li>
                }
            </ul>
            if !is_any_listed {
                <p class="panel-note">{ "No tool and no term has this in it." }</p>
            }
            <div class="rules-end">
                <span class="panel-note" id="rules-gist" role="status">{ gist }</span>
                <button type="button" class="button button-primary" id="hunt-for-rules" disabled={picked.is_empty()} onclick={hunt}>
                    { "Hunt for these" }
                </button>
            </div>
        </>
    }
}

fn drawn(idx: usize, known: &CatalogueRule, ticked: bool, act: &Callback<Action>) -> Html {
    let rule = &known.rule;
    let onchange = act.reform(move |_| Action::Rules(RuleAction::Ticked { idx }));
    let fact = |name: &'static str, text: &str| {
        if text.is_empty() {
            return html! {};
        }
        html! { <><dt>{ name }</dt><dd>{ untrusted(text) }</dd></> }
    };
    html! {
        <>
            <label class="rule-pick">
                <input type="checkbox" id={format!("rule-{idx}")} checked={ticked} {onchange} />
                { untrusted_as("rule-tool", &rule.tool) }
            </label>
            <p class="rule-terms">
                for term in &rule.terms {
                    <span class="term-chip">{ untrusted(term) }</span>{ " " }
                }
            </p>
            <details class="rule-more">
                <summary>{ icon(Picture::Chevron) }<span>{ "About this rule" }</span></summary>
                <dl>
                    { fact("Name", &rule.name) }
                    { fact("Id", &rule.id) }
                    { fact("Hypothesis", &known.hypothesis) }
                    { fact("Guidance", &known.guidance) }
                    { fact("Tactic", &known.tactics) }
                    { fact("Technique", &known.techniques) }
                    <dt>{ "References" }</dt>
                    <dd>
                        <ul class="rule-references">
                            for (name, address) in &known.references {
                                // Nothing of it is fetched; it opens elsewhere when somebody wants it.
                                <li><a href={address.clone()} target="_blank" rel="noopener noreferrer">{ untrusted(name) }</a></li>
                            }
                        </ul>
                    </dd>
                    { fact("Licence", &known.licence) }
                </dl>
            </details>
        </>
    }
}
