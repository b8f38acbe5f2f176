//! One device of the table, and, when it is opened, all that its sightings rest on.

use std::rc::Rc;

use signerhunt::{Expected, ExpectedDevice, Ticks};
use signerhunt_wasm::protocol::DeviceRow;
use yew::{Callback, Html, Properties, classes, component, html};

use super::device_table::n_columns;
use super::expected_panel::mark_button;
use super::records::records;
use super::tool_matrix::tool_cells;
use super::untrusted::{untrusted, untrusted_with_marks};
use crate::command::Command;
use crate::format::{count, counted, second};
use crate::state::{Action, Columns, DeviceRecords, Mark};
use crate::text::spelled_out;
use crate::wording::from_summaries;

#[derive(Properties, PartialEq)]
pub(super) struct DeviceEntryProps {
    /// Its place on this page.
    pub(super) idx: usize,
    pub(super) device: Rc<DeviceRow>,
    pub(super) open: bool,
    pub(super) columns: Columns,
    /// What is marked as expected.
    pub(super) expected: Rc<Expected>,
    pub(super) terms: Rc<[String]>,
    /// Its original records, once somebody wants to see them.
    pub(super) records: Option<Rc<DeviceRecords>>,
    pub(super) act: Callback<Action>,
    pub(super) wish: Callback<Command>,
}

/// The row, and the row of details below it.
#[component]
pub(super) fn DeviceEntry(props: &DeviceEntryProps) -> Html {
    let device = &props.device;
    let key = (device.device_id.clone(), device.device_name.clone());
    let toggle = props.act.reform(move |_| Action::DeviceToggled(key.clone()));
    let details_id = props.open.then(|| format!("device-{}", props.idx));
    let verb = if props.open { "Hide" } else { "Show" };
    html! {
        <>
            <tr class={classes!("device", props.open.then_some("device-open"))}>
                <th scope="row" class="column-name">
                    // A hundred of them are made at a time, so the style sheet draws what is on it.
                    <button
                        class="expander"
                        aria-expanded={props.open.to_string()}
                        aria-controls={details_id.clone()}
                        aria-label={format!("{verb} all about {}", spelled_out(&device.device_name))}
                        onclick={toggle}
                    ></button>
                    <span class="device-name" title={spelled_out(&device.device_name)}>
                        { untrusted(&device.device_name) }
                    </span>
                    if device.expected == device.count {
                        <span class="quiet-tag">{ "expected" }</span>
                    }
                    if device.count_from_summaries > 0 {
                        <span class="quiet-tag">{ "from a summary" }</span>
                    }
                </th>
                { cells(device, &props.columns) }
            </tr>
            if props.open {
                <tr class="device-details" id={details_id}>
                    <td colspan={n_columns(&props.columns)}>{ details(props) }</td>
                </tr>
            }
        </>
    }
}

/// What stands behind the name.
fn cells(device: &DeviceRow, columns: &Columns) -> Html {
    let number = html! { <td class="column-count" data-label="Count">{ count(u64::from(device.count)) }</td> };
    if let Columns::ByTool(tools) = columns {
        return html! { <>{ tool_cells(device, tools) }{ number }</> };
    }
    html! {
        <>
            if *columns == Columns::WithTools {
                <td class="column-tools" data-label="Tools">{ tools(device) }</td>
            }
            <td class="column-id" data-label="DeviceId">
                <span class="shortened" title={spelled_out(&device.device_id)}>{ untrusted(&device.device_id) }</span>
            </td>
            { time_cell("FirstSeen", device.first_seen) }
            { time_cell("LastSeen", device.last_seen) }
            { number }
            <td class="column-report" data-label="Report">{ first_reports(device) }</td>
        </>
    }
}

fn time_cell(label: &'static str, ticks: Ticks) -> Html {
    let exact = ticks.to_string();
    html! {
        <td class="column-time" data-label={label}>
            <time datetime={exact.clone()} title={exact}>{ second(ticks) }</time>
        </td>
    }
}

fn first_reports(device: &DeviceRow) -> Html {
    let rest = (device.report_ids as usize).saturating_sub(device.first_reports.len());
    // One element for all of it: on a phone the cell lays out its label and its value.
    html! {
        <span>
            for (idx, report) in device.first_reports.iter().enumerate() {
                if idx > 0 {
                    { ", " }
                }
                { untrusted(report) }
            }
            if device.report_ids == 0 {
                <span class="faint">{ "none" }</span>
            }
            if rest > 0 {
                <span class="faint">{ format!(" +{} more", count(rest as u64)) }</span>
            }
        </span>
    }
}

/// The tools with how many sightings each has.
fn tools(device: &DeviceRow) -> Html {
    html! {
        <span class="tool-tags">
            for (tool, number) in device.tools.iter().zip(&device.tool_counts) {
                <span class="tool-tag">{ untrusted(tool) }{ " " }<span class="faint">{ count(u64::from(*number)) }</span></span>
            }
        </span>
    }
}

fn details(props: &DeviceEntryProps) -> Html {
    let device = &props.device;
    let is_it = |marked: &ExpectedDevice| {
        marked.device_id == device.device_id && marked.device_name == device.device_name
    };
    let is_marked = props.expected.devices.iter().any(is_it);
    let id: Rc<str> = device.device_id.as_str().into();
    let copy_id =
        props.wish.reform(move |_| Command::Copy { text: id.clone(), what: "The device’s id" });
    let reports: Rc<str> = device.reports.as_str().into();
    let copy_reports =
        props.wish.reform(move |_| Command::Copy { text: reports.clone(), what: "The report ids" });
    let unlisted = (device.report_ids as usize).saturating_sub(DeviceRow::REPORT_IDS);
    html! {
        <dl class="details-list">
            <dt>{ "DeviceName" }</dt>
            <dd class="mono">
                { untrusted(&device.device_name) }
                { mark_button(Mark::Device((device.device_id.clone(), device.device_name.clone())), is_marked, &props.act) }
            </dd>
            <dt>{ "Signers" }</dt>
            <dd>
                <ul class="signers">
                    for signer in &device.signers {
                        <li>
                            { untrusted_with_marks(signer, &props.terms) }
                            { mark_button(Mark::Signer(signer.clone()), props.expected.signers.contains(signer), &props.act) }
                        </li>
                    }
                </ul>
                if let Some(sentence) = from_summaries(device.count_from_summaries, device.count) {
                    <p class="faint from-summaries">{ sentence }</p>
                }
            </dd>
            <dt>{ "DeviceId" }</dt>
            <dd class="mono">
                { untrusted(&device.device_id) }
                <button type="button" class="button button-small button-quiet" onclick={copy_id}>{ "Copy" }</button>
            </dd>
            <dt>{ "Seen" }</dt>
            <dd class="mono">{ format!("{} – {}", device.first_seen, device.last_seen) }</dd>
            <dt>{ "Report" }</dt>
            <dd>
                <p class="faint">
                    { counted(u64::from(device.report_ids), "distinct id") }
                    if device.report_ids > 0 {
                        <button type="button" class="button button-small button-quiet" onclick={copy_reports}>{ "Copy" }</button>
                    }
                </p>
                <p class="reports mono">
                    { untrusted(&device.reports) }
                </p>
                if unlisted > 0 {
                    <p class="faint">{ format!("{} more are in the download.", count(unlisted as u64)) }</p>
                }
            </dd>
            <dt>{ "Records" }</dt>
            <dd class="records">{ records(device, props.records.as_deref(), &props.wish) }</dd>
        </dl>
    }
}
