//! The exports that were read, and ways to add more.

use std::rc::Rc;

use signerhunt::Source;
use signerhunt_wasm::protocol::ExportId;
use yew::{Callback, Html, Properties, classes, component, html};

use super::file_entry::FileEntry;
use super::pickers::{Picker, picker};
use super::section::{Heading, section};
use crate::command::Command;
use crate::format::{bytes as spell_bytes, counted};
use crate::state::ExportCard;

/// A longer list scrolls by itself, so that the buttons below it stay in reach.
const FILES_IN_FULL: usize = 8;

const FILES: Picker =
    Picker { id: "add-files", label: "Add files", folder: false, class: Some("button-small") };
const FOLDER: Picker =
    Picker { id: "add-folder", label: "Add folder", folder: true, class: Some("button-small") };

#[derive(Properties, PartialEq)]
pub(super) struct FilesPanelProps {
    pub(super) exports: Vec<ExportCard>,
    pub(super) narrow: bool,
    pub(super) wish: Callback<Command>,
}

/// The panel.
#[component]
pub(super) fn FilesPanel(props: &FilesPanelProps) -> Html {
    let known: Vec<(&ExportCard, &Rc<Source>)> =
        props.exports.iter().filter_map(|card| Some((card, card.known_source()?))).collect();
    let zoneless: Rc<[(ExportId, Option<i32>)]> = known
        .iter()
        .filter(|(_, source)| source.is_zone_open())
        .map(|(card, _)| (card.id, card.reading.utc_offset_minutes))
        .collect();
    let memory: f64 = props.exports.iter().map(ExportCard::index_bytes).sum();
    let heading = Heading {
        id: "files-panel",
        text: "Files",
        gist: counted(known.len() as u64, "file").into(),
    };
    let body = html! {
        <>
            <ul class={classes!("files", (known.len() > FILES_IN_FULL).then_some("files-many"))} id="files">
                for (card, _) in known {
                    <li key={card.id}>
                        <FileEntry card={card.clone()} zoneless={zoneless.clone()} wish={props.wish.clone()} />
                    </li>
                }
            </ul>
            if memory > 0.0 {
                <p class="panel-note" id="memory">{ format!("{} of memory in use", spell_bytes(memory)) }</p>
            }
            <div class="panel-buttons">
                { picker(FILES, &props.wish) }
                { picker(FOLDER, &props.wish) }
            </div>
        </>
    };
    section(heading, props.narrow, body)
}
