//! The original records of a device, as they stand in the exports, for whoever wants to see them.

use signerhunt_wasm::protocol::{DeviceRow, SightingRecord};
use yew::{Callback, Html, html};

use super::icon::{Picture, icon};
use super::untrusted::{untrusted, untrusted_as};
use crate::command::Command;
use crate::format::{count, counted, float_count, second};
use crate::state::DeviceRecords;

/// A button for them, or the records.
pub(super) fn records(
    device: &DeviceRow,
    known: Option<&DeviceRecords>,
    wish: &Callback<Command>,
) -> Html {
    match known {
        None => {
            let key = (device.device_id.clone(), device.device_name.clone());
            let show = wish.reform(move |_| Command::ShowRecords(key.clone()));
            html! {
                <button type="button" class="button button-small show-records" onclick={show}>{ "Show the records" }</button>
            }
        }
        Some(DeviceRecords::Asked) => {
            html! { <p class="faint" role="status">{ "Looking them up …" }</p> }
        }
        Some(DeviceRecords::Shown { total, records, troubles }) => html! {
            <>
                <p class="faint" role="status">{ how_many(records.len(), *total) }</p>
                for trouble in troubles {
                    <p>{ untrusted(trouble) }</p>
                }
                for record in records {
                    { drawn(record) }
                }
            </>
        },
    }
}

fn how_many(n_shown: usize, total: u32) -> String {
    match n_shown {
        _ if total == 0 => "None: its rows were counted by a summary made elsewhere.".to_owned(),
        n_shown if n_shown == total as usize => counted(u64::from(total), "record"),
        n_shown => format!(
            "The newest {} of {}",
            count(n_shown as u64),
            counted(u64::from(total), "record")
        ),
    }
}

fn drawn(record: &SightingRecord) -> Html {
    html! {
        <details class="record">
            <summary>
                { icon(Picture::Chevron) }
                <span>
                    <span class="mono">{ second(record.at) }</span>
                    { " in " }{ untrusted_as("file-name", &record.source) }
                    <span class="faint">{ format!(" at byte {}", float_count(record.offset)) }</span>
                    for tool in &record.tools {
                        { " " }<span class="tool-tag">{ untrusted(tool) }</span>
                    }
                </span>
            </summary>
            <dl class="record-fields">
                for (name, text) in record.fields.iter().filter(|(_, text)| !text.is_empty()) {
                    <dt>{ untrusted(name) }</dt>
                    <dd class="mono">{ untrusted(text) }</dd>
                }
            </dl>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::how_many;

    #[test]
    fn it_says_how_many_there_are() {
        assert_eq!(how_many(1, 1), "1 record");
        assert_eq!(how_many(3, 3), "3 records");
        assert_eq!(how_many(20, 1_234), "The newest 20 of 1,234 records");
        assert!(how_many(0, 0).contains("summary"));
    }
}
