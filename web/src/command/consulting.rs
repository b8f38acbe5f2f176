//! Commands that ask the engine about rules and queries, and what is done with the replies.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use signerhunt::{Hunt, Ticks};
use signerhunt_wasm::protocol::{SaveFormat, SavePurpose, Subject};
use yew::Callback;

use super::{QueryForm, copy, save};
use crate::browser::told;
use crate::engine::Engine;
use crate::state::{Action, NoticeKind, QueryAction, RuleAction};

/// Asks for the catalogue.
pub(super) fn load_rules(engine: &Engine, act: &Callback<Action>) {
    let act = act.clone();
    engine.consult(Subject::Catalogue, String::new(), move |told| {
        let told = told.and_then(|told| told::catalogue(&told));
        act.emit(Action::Rules(RuleAction::CatalogueTold(told)));
    });
}

/// Has the readers look at each text, and hunts for all of them together once they did.
pub(super) fn import_rules(
    texts: Vec<(String, Result<String, String>)>,
    engine: &Engine,
    act: &Callback<Action>,
) {
    let n_texts = texts.len();
    let all = Rc::new(RefCell::new(Vec::new()));
    for (name, text) in texts {
        let (all, act) = (all.clone(), act.clone());
        let own_text = text.clone().unwrap_or_default();
        let then = move |reply| {
            let reply: Result<String, String> = reply;
            all.borrow_mut().push((name, reply.and_then(|reply| told::asked(&reply, &own_text))));
            if all.borrow().len() == n_texts {
                act.emit(Action::Rules(RuleAction::Imported(all.take())));
            }
        };
        let then: Box<dyn FnOnce(Result<String, String>)> = Box::new(then);
        match text {
            Ok(text) => engine.consult(Subject::Rule, text, then),
            Err(trouble) => then(Err(trouble)),
        }
    }
}

/// Has a query run over all exports, or forgotten: its number, its text, and what now is.
pub(super) fn run_query(
    query: Option<(u32, Rc<str>, Ticks)>,
    engine: &Engine,
    act: Callback<Action>,
) {
    let (number, question) = match query {
        Some((number, text, now)) => (number, format!("{}\n{text}", now.count())),
        None => (0, String::new()),
    };
    engine.consult(Subject::Run, question, move |told| {
        let told = told.and_then(|told| told::query_table(&told));
        act.emit(Action::Query(QueryAction::Told { number, told }));
    });
}

/// Downloads or copies the answer to the last query.
pub(super) fn save_table(
    format: SaveFormat,
    purpose: SavePurpose,
    now: Ticks,
    engine: &Engine,
    act: Callback<Action>,
) {
    let form = match format {
        SaveFormat::CsvSpreadsheet => "csv-spreadsheet",
        SaveFormat::Csv => "csv",
        SaveFormat::Json => "json",
        SaveFormat::Markdown => "markdown",
    };
    let (ending, media_type) = format.ending();
    engine.consult(Subject::Written, form.to_owned(), move |told| match (told, purpose) {
        (Ok(text), SavePurpose::Download) => {
            let bytes = Uint8Array::from(text.as_bytes());
            let name = format!("signerhunt-query-{}.{ending}", &now.to_string()[..10]);
            save(&name, media_type, &bytes.into(), &act);
        }
        (told, _) => copy_told(told, "The answer", act),
    });
}

/// Copies the hunt as a query for another engine, or the link to it.
pub(super) fn copy_query(
    form: QueryForm,
    hunt: &Hunt,
    now: Ticks,
    engine: &Engine,
    act: &Callback<Action>,
) {
    let dialect = match form {
        QueryForm::Kql | QueryForm::PortalLink => "kql",
        QueryForm::Spark => "spark-sql",
        QueryForm::DuckDb => "duckdb-sql",
    };
    // Pretty as a summary is written: the code for that is there already.
    let hunt = serde_json::to_string_pretty(hunt).unwrap_or_default();
    let now = now.count();
    let question = format!("{{\"dialect\":\"{dialect}\",\"hunt\":{hunt},\"now\":{now}}}");
    let (asked, act) = (engine.clone(), act.clone());
    engine.consult(Subject::Query, question, move |query| match query {
        Ok(query) if form == QueryForm::PortalLink => {
            asked.consult(Subject::Link, query, move |link| copy_told(link, "The link", act));
        }
        query => copy_told(query, "The query", act),
    });
}

fn copy_told(told: Result<String, String>, what: &'static str, act: Callback<Action>) {
    match told {
        Ok(text) => copy(text.into(), what, act),
        Err(trouble) => {
            act.emit(Action::Noted(NoticeKind::Error, format!("{what} was not copied: {trouble}")));
        }
    }
}
