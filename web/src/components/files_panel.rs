//! The exports that were read, and ways to add more.

use std::rc::Rc;

use signerhunt::Source;
use signerhunt_wasm::protocol::ExportId;
use yew::{Callback, Html, Properties, classes, component, html};

use super::file_entry::FileEntry;
use super::pickers::Picker;
use super::section::Section;
use crate::command::Command;
use crate::format::counted;
use crate::state::ExportCard;

/// A longer list scrolls by itself, so that the buttons below it stay in reach.
const FILES_IN_FULL: usize = 8;

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
    html! {
        <Section id="files-panel" heading="Files" gist={counted(known.len() as u64, "file")} narrow={props.narrow}>
            <ul class={classes!("files", (known.len() > FILES_IN_FULL).then_some("files-many"))} id="files">
                for (card, _) in known {
                    <li key={card.id}>
                        <FileEntry card={card.clone()} zoneless={zoneless.clone()} wish={props.wish.clone()} />
                    </li>
                }
            </ul>
            <div class="panel-buttons">
                <Picker id="add-files" label="Add files" class="button-small" wish={props.wish.clone()} />
                <Picker id="add-folder" label="Add folder" class="button-small" folder=true wish={props.wish.clone()} />
            </div>
        </Section>
    }
}
