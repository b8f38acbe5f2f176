//! The top of the page: what it is, what it hunts, what it has read, and how the answer leaves it.

use std::rc::Rc;

use signerhunt::{Expected, Ticks};
use signerhunt_wasm::protocol::{SaveFormat, SavePurpose};
use yew::{Callback, Html, html};

use super::icon::{Picture, emblem, icon};
use super::menu::{Item, Menu, command};
use super::untrusted::untrusted;
use crate::browser::frame;
use crate::command::{Command, QueryForm};
use crate::format::{count, counted, duration};
use crate::permalink::LinkedHunt;
use crate::state::{Action, AskedQuery, MenuName, Overlay, QueryAnswer, Stage, State};
use crate::text::spelled_out;

/// The header.
pub(super) fn header(state: &State, act: &Callback<Action>, wish: &Callback<Command>) -> Html {
    let hunt = state.hunt();
    let (pill, pill_title) = match (&state.query, &hunt.rules[..]) {
        (Some(query), _) => (untrusted(&query.name), "A query with columns of its own".to_owned()),
        (None, []) if state.waits_for_rules() => {
            (html! { "rules of a link" }, "The rules that the link names are not there".to_owned())
        }
        (None, []) => (html! { "own terms" }, "These terms are your own".to_owned()),
        (None, [rule]) => (
            html! { <>{ untrusted(&rule.tool) }{ " – File Signature" }</> },
            spelled_out(&rule.name),
        ),
        (None, rules) => {
            let tools: Vec<String> = rules.iter().map(|rule| spelled_out(&rule.tool)).collect();
            (html! { counted(rules.len() as u64, "rule") }, tools.join(", "))
        }
    };
    let open_privacy = act.reform(|_| Action::OverlayChanged(Some(Overlay::Privacy)));
    let open_keys = act.reform(|_| Action::OverlayChanged(Some(Overlay::Keys)));
    let has_answer = match &state.query {
        Some(query) => matches!(query.answer, QueryAnswer::Known(_)),
        None => state.answer.is_some(),
    };
    let is_open = |menu| state.overlay == Some(Overlay::Menu(menu));
    // Where a download may silently come to nothing, copying is what is offered first.
    let copy_first = frame::may_refuse_downloads();
    html! {
        <header class="header">
            <p class="brand">{ emblem() }<span>{ "Signerhunt" }</span></p>
            <span class="pill" id="rule-name" title={pill_title}>{ pill }</span>
            if let Some(read) = what_was_read(state) {
                <span class="read-so-far" id="read-so-far">{ read }</span>
            }
            <span class="header-space"></span>
            <button type="button" class="badge" id="privacy-badge" onclick={open_privacy} aria-haspopup="dialog">
                { icon(Picture::Lock) }
                <span class="badge-text">{ "Your files stay in this tab" }</span>
            </button>
            <button type="button" class="button button-quiet button-round" id="keys-button" onclick={open_keys}
                aria-label="Keyboard shortcuts" aria-haspopup="dialog" title="Keyboard shortcuts">{ "?" }</button>
            if state.known_sources().next().is_some() {
                <Menu
                    name={MenuName::Copy}
                    label="Copy…"
                    open={is_open(MenuName::Copy)}
                    enabled={has_answer}
                    primary={copy_first}
                    items={ways_to_copy(state, wish)}
                    act={act.clone()}
                />
                <Menu
                    name={MenuName::Download}
                    label="Download…"
                    open={is_open(MenuName::Download)}
                    enabled={has_answer}
                    primary={!copy_first}
                    items={ways_to_download(state, wish)}
                    act={act.clone()}
                />
            }
        </header>
    }
}

/// `2 files · 184,220 rows · 1.1 s`, once something was read.
fn what_was_read(state: &State) -> Option<String> {
    let files = state.known_sources().count() as u64;
    if files == 0 {
        return None;
    }
    let rows: u64 = state.known_sources().map(|(_, source)| source.rows).sum();
    let elapsed: f64 = state
        .exports
        .iter()
        .map(|card| match card.stage {
            Stage::Read { elapsed_ms, .. } => elapsed_ms,
            _ => 0.0,
        })
        .sum();
    let noun = if rows == 1 { "row" } else { "rows" };
    // A unit alone in a second line would be odd.
    let elapsed = duration(elapsed).replace(' ', "\u{a0}");
    Some(format!("{} · {} {noun} · {elapsed}", counted(files, "file"), count(rows)))
}

fn ways_to_copy(state: &State, wish: &Callback<Command>) -> Vec<Item> {
    let asked = state.query.as_ref().and_then(AskedQuery::now);
    let copy = |format| saving(asked, format, SavePurpose::Copy, wish);
    let hunt = state.hunt();
    let link = state.to_link();
    let note = if state.has_own_rules() {
        "no data; own rules go as their terms"
    } else if link.rules.is_empty() {
        "terms and window, no data"
    } else {
        "rules and window, no data"
    };
    let copied = link.clone();
    let mut items = vec![
        Item {
            id: "copy-markdown",
            label: "Markdown table",
            note: "for a ticket or a wiki",
            deed: copy(SaveFormat::Markdown),
        },
        Item {
            id: "copy-csv",
            label: "CSV",
            note: "exactly as in the exports",
            deed: copy(SaveFormat::Csv),
        },
        Item {
            id: "copy-json",
            label: "JSON",
            note: "everything, with the files’ SHA-256",
            deed: copy(SaveFormat::Json),
        },
        Item {
            id: "copy-link",
            label: "Link to this hunt",
            note,
            deed: command(wish, move || Command::CopyLink(copied.clone())),
        },
    ];
    if state.n_marks() > 0 {
        let marks = Some(Expected::clone(&state.expected));
        let link = LinkedHunt { marks, ..link };
        items.push(Item {
            id: "copy-link-with-marks",
            label: "Link with marks",
            note: "names of marked devices, signers, tools are in it",
            deed: command(wish, move || Command::CopyLink(link.clone())),
        });
    }
    if state.query.is_some() {
        // The rest is about the hunt.
        items.truncate(3);
    } else if let Some(answer) = &state.answer {
        let (hunt, now) = (Rc::new(hunt), answer.window.now);
        for (id, label, note, form) in QUERIES {
            let hunt = hunt.clone();
            let deed = command(wish, move || Command::CopyQuery { form, hunt: hunt.clone(), now });
            items.push(Item { id, label, note, deed });
        }
    }
    items
}

/// Lets the answer leave the page: that of a query, which was asked at a time, or the hunt's.
fn saving(
    asked: Option<Ticks>,
    format: SaveFormat,
    purpose: SavePurpose,
    wish: &Callback<Command>,
) -> Callback<()> {
    command(wish, move || match asked {
        Some(now) => Command::SaveTable { format, purpose, now },
        None => Command::Save(format, purpose),
    })
}

/// The forms of a query in the menu: id, label and note of each.
const QUERIES: [(&str, &str, &str, QueryForm); 4] = [
    ("copy-kql", "Query for Kusto (KQL)", "Defender, Sentinel, Data Explorer", QueryForm::Kql),
    ("copy-spark-sql", "Query for Spark SQL", "data lake, Databricks, Fabric", QueryForm::Spark),
    ("copy-duckdb-sql", "Query for DuckDB SQL", "over files of your own", QueryForm::DuckDb),
    (
        "copy-portal-link",
        "Link to the query in the Defender portal",
        "the hunt goes there when you open it",
        QueryForm::PortalLink,
    ),
];

fn ways_to_download(state: &State, wish: &Callback<Command>) -> Vec<Item> {
    let asked = state.query.as_ref().and_then(AskedQuery::now);
    let save = |format| saving(asked, format, SavePurpose::Download, wish);
    vec![
        Item {
            id: "download-csv-spreadsheet",
            label: "CSV for spreadsheets",
            note: "no cell can run as a formula",
            deed: save(SaveFormat::CsvSpreadsheet),
        },
        Item {
            id: "download-csv",
            label: "CSV, exact",
            note: "for machines: texts as in the exports",
            deed: save(SaveFormat::Csv),
        },
        Item {
            id: "download-json",
            label: "JSON",
            note: "everything, with the files’ SHA-256",
            deed: save(SaveFormat::Json),
        },
        Item {
            id: "download-markdown",
            label: "Markdown table",
            note: "for a ticket or a wiki",
            deed: save(SaveFormat::Markdown),
        },
    ]
}
