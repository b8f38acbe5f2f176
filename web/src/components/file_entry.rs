//! One of the files: what it is and covers, and, when that is opened, all that was found out and
//! assumed about it.

use std::rc::Rc;

use signerhunt::{DateOrder, Source};
use signerhunt_wasm::protocol::ExportId;
use web_sys::{Event, HtmlDetailsElement};
use yew::{Callback, Html, Properties, TargetCast, component, html, use_state_eq};

use super::icon::{Picture, icon};
use super::untrusted::untrusted;
use super::zone_picker::zone_picker;
use crate::command::Command;
use crate::facts::{date_order_in_words, delimiter_in_words, precision_in_words, zone_in_words};
use crate::format::{bytes as spell_bytes, count, counted, minute, second};
use crate::reading::Said;
use crate::state::ExportCard;
use crate::text::spelled_out;

#[derive(Properties, PartialEq)]
pub(super) struct FileEntryProps {
    pub(super) card: ExportCard,
    /// All exports whose times carry no zone, with what was said about each.
    pub(super) zoneless: Rc<[(ExportId, Option<i32>)]>,
    pub(super) wish: Callback<Command>,
}

/// The file.
#[component]
pub(super) fn FileEntry(props: &FileEntryProps) -> Html {
    // There may be hundreds of files: what nobody looks at is not drawn.
    let is_open = use_state_eq(|| false);
    let toggled = is_open.clone();
    let ontoggle = Callback::from(move |event: Event| {
        if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>() {
            toggled.set(details.open());
        }
    });
    let card = &props.card;
    let Some(source) = card.known_source() else {
        return html! {};
    };
    let id = card.id;
    let remove = props.wish.reform(move |_| Command::Remove(id));
    let name = &source.name;
    html! {
        <div class="file">
            { icon(Picture::File) }
            <div class="file-facts">
                <p class="file-name" title={spelled_out(name)}>{ untrusted(name) }</p>
                <p>{ source.shape.to_string() }</p>
                <p>{ counted(source.rows, "row") }</p>
                if let Some(extent) = source.extent() {
                    <p class="file-extent">
                        <span>{ format!("{} –", minute(extent.first)) }</span>
                        { " " }
                        <span>{ minute(extent.last) }</span>
                    </p>
                }
                if source.is_zone_open() {
                    <p class="file-zone">
                        { format!("zone {}", zone_in_words(&source.zone, card.reading.utc_offset_minutes)) }
                    </p>
                }
                { date_order_said(card, source, &props.wish) }
                if card.is_pending() {
                    <p class="file-again" role="status">{ "being read again" }</p>
                }
            </div>
            <button
                type="button"
                class="icon-button"
                aria-label={format!("Remove {}", spelled_out(name))}
                title="Remove"
                onclick={remove}
            >
                { icon(Picture::Cross) }
            </button>
            <details class="file-details" {ontoggle}>
                <summary aria-label={format!("Details of {}", spelled_out(name))}>
                    { icon(Picture::Chevron) }{ "Details" }
                </summary>
                if *is_open {
                    { details(props, source) }
                }
            </details>
        </div>
    }
}

/// What the person said about the dates, to be taken back if it was wrong.
fn date_order_said(card: &ExportCard, source: &Source, wish: &Callback<Command>) -> Html {
    let day_first = match (card.reading.day_first, source.date_order) {
        (Some(_), DateOrder::DayFirst) => true,
        (Some(_), DateOrder::MonthFirst) => false,
        _ => return html! {},
    };
    let said = Said::DayFirst(!day_first);
    let exports = vec![card.id];
    let change = wish.reform(move |_| Command::Say { exports: exports.clone(), said });
    html! {
        <p>
            { if day_first { "day before month, as you said · " } else { "month before day, as you said · " } }
            <button type="button" class="link" onclick={change}>{ "change" }</button>
        </p>
    }
}

fn details(props: &FileEntryProps, source: &Source) -> Html {
    let card = &props.card;
    let fact = |name: &'static str, value: String| {
        html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
    };
    let texts = |name: &'static str, texts: &[String]| {
        html! {
            if !texts.is_empty() {
                <dt>{ name }</dt>
                for text in texts {
                    <dd>{ untrusted(text) }</dd>
                }
            }
        }
    };
    let dates = date_order_in_words(source.date_order, card.reading.day_first.is_some());
    html! {
        <dl class="facts">
            { fact("Shape", source.shape.to_string()) }
            { fact("Size", spell_bytes(source.bytes as f64)) }
            { fact("Encoding", source.encoding.to_string()) }
            if source.gzip {
                { fact("Packed", "gzip".to_owned()) }
            }
            if let Some(delimiter) = source.delimiter {
                { fact("Delimiter", delimiter_in_words(delimiter).to_owned()) }
            }
            <dt>{ "Zone" }</dt>
            <dd>{ zone(props, source) }</dd>
            if let Some(dates) = dates {
                { fact("Dates", dates) }
            }
            { fact("Precision", precision_in_words(source.precision).to_owned()) }
            if let Some(extent) = source.extent() {
                { fact("First", second(extent.first)) }
                { fact("Last", second(extent.last)) }
            }
            { fact("Rows", count(source.rows)) }
            { fact("Rejected", count(source.rejected)) }
            if card.index_bytes() > 0.0 {
                { fact("Memory", spell_bytes(card.index_bytes())) }
            }
            if source.skipped > 0 {
                { fact("Passed over", format!("{} of other tables", counted(source.skipped, "record"))) }
            }
            { texts("No column", &source.missing_columns) }
            { texts("Note", &source.notes) }
            { texts("Warning", &source.warnings) }
        </dl>
    }
}

/// The zone, and a choice of it where the times say none.
fn zone(props: &FileEntryProps, source: &Source) -> Html {
    let card = &props.card;
    let said = card.reading.utc_offset_minutes;
    if !source.is_zone_open() {
        return html! { { zone_in_words(&source.zone, said) } };
    }
    let exports = vec![card.id];
    let chosen = props.wish.reform(move |minutes| Command::Say {
        exports: exports.clone(),
        said: Said::Zone(minutes),
    });
    let label = format!("Zone of the times in {}", spelled_out(&source.name));
    let others = props.zoneless.iter().filter(|&&(_, said_of_it)| said_of_it != said);
    let others: Vec<ExportId> = others.map(|&(other, _)| other).collect();
    let n_others = others.len() as u64;
    let apply_to_others = props
        .wish
        .reform(move |_| Command::Say { exports: others.clone(), said: Said::Zone(said) });
    html! {
        <>
            { zone_picker(format!("zone-{}", card.id), label, said, chosen) }
            if n_others > 0 {
                <button type="button" class="link zone-for-all" onclick={apply_to_others}>
                    { format!("Use it for {} without a zone", counted(n_others, "more file")) }
                </button>
            }
        </>
    }
}
