//! The exports that were read: what each is and covers, and a way to take it out again.

use std::rc::Rc;

use signerhunt::{DateOrder, Source};
use yew::{Callback, Html, Properties, component, html};

use super::icon::{Icon, Picture};
use super::pickers::Picker;
use super::section::Section;
use super::untrusted::Untrusted;
use crate::command::Command;
use crate::format::{counted, minute};
use crate::state::ExportCard;
use crate::text::spelled_out;

#[derive(Properties, PartialEq)]
pub(super) struct FilesPanelProps {
    pub(super) exports: Vec<ExportCard>,
    pub(super) narrow: bool,
    pub(super) wish: Callback<Command>,
}

/// The panel.
#[component]
pub(super) fn FilesPanel(props: &FilesPanelProps) -> Html {
    let read: Vec<(&ExportCard, &Rc<Source>)> =
        props.exports.iter().filter_map(|card| Some((card, card.source()?))).collect();
    html! {
        <Section id="files-panel" heading="Files" gist={counted(read.len() as u64, "file")} narrow={props.narrow}>
            <ul class="files" id="files">
                for (card, source) in read {
                    <li key={card.id}>{ file_row(card, source, &props.wish) }</li>
                }
            </ul>
            <div class="panel-buttons">
                <Picker id="add-files" label="Add files" class="button-small" wish={props.wish.clone()} />
                <Picker id="add-folder" label="Add folder" class="button-small" folder=true wish={props.wish.clone()} />
            </div>
        </Section>
    }
}

fn file_row(card: &ExportCard, source: &Source, wish: &Callback<Command>) -> Html {
    let id = card.id;
    let remove = wish.reform(move |_| Command::Remove(id));
    let name = &source.name;
    html! {
        <div class="file">
            <Icon picture={Picture::File} />
            <div class="file-facts">
                <p class="file-name" title={spelled_out(name)}><Untrusted text={name.clone()} /></p>
                <p>{ source.shape.to_string() }</p>
                <p>{ counted(source.rows, "row") }</p>
                if let Some(extent) = source.extent() {
                    <p class="file-extent">
                        <span>{ format!("{} –", minute(extent.first)) }</span>
                        { " " }
                        <span>{ minute(extent.last) }</span>
                    </p>
                }
                <p>{ format!("times read as {}", source.zone) }</p>
                { date_order(card, source, wish) }
            </div>
            <button
                type="button"
                class="icon-button"
                aria-label={format!("Remove {}", spelled_out(name))}
                title="Remove"
                onclick={remove}
            >
                <Icon picture={Picture::Cross} />
            </button>
        </div>
    }
}

/// What the person said about the dates, to be taken back if it was wrong.
fn date_order(card: &ExportCard, source: &Source, wish: &Callback<Command>) -> Html {
    let day_first = match source.date_order {
        DateOrder::DayFirst if card.was_undecided => true,
        DateOrder::MonthFirst if card.was_undecided => false,
        _ => return html! {},
    };
    let export = card.id;
    let change = wish.reform(move |_| Command::SetDayFirst { export, day_first: !day_first });
    html! {
        <p>
            { if day_first { "day before month, as you said · " } else { "month before day, as you said · " } }
            <button type="button" class="link" onclick={change}>{ "change" }</button>
        </p>
    }
}
