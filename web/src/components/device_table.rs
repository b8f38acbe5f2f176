//! The devices: filter, columns to order by, rows, pages.

use std::rc::Rc;

use signerhunt::Expected;
use signerhunt_wasm::protocol::{Expectation, SortColumn, View};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, component, html};

use super::device_row::DeviceEntry;
use super::listeners::FILTER_ID;
use super::pager::{Page, pager};
use super::tool_matrix::{look_of, table_choice, tool_headers};
use crate::command::Command;
use crate::format::count;
use crate::state::{Action, Columns, DeviceKey, DeviceRecords, ShownDevices};

/// A column to order by, the name the rule gives it, its look.
type Column = (SortColumn, &'static str, &'static str);

const NAME: Column = (SortColumn::DeviceName, "DeviceName", "column-name");
const COUNT: Column = (SortColumn::Count, "Count", "column-count");
const COLUMNS: [Column; 5] = [
    (SortColumn::DeviceId, "DeviceId", "column-id"),
    (SortColumn::FirstSeen, "FirstSeen", "column-time"),
    (SortColumn::LastSeen, "LastSeen", "column-time"),
    COUNT,
    (SortColumn::Report, "Report", "column-report"),
];

/// The id of the table.
pub(super) const TABLE_ID: &str = "device-table";

/// How high a row is at the least, in pixels.
pub(super) const ROW_HEIGHT: u32 = 35;

#[derive(Properties, PartialEq)]
pub(super) struct DeviceTableProps {
    pub(super) devices: Rc<ShownDevices>,
    /// How many devices the answer has, filtered out or not.
    pub(super) n_devices: u32,
    pub(super) view: View,
    /// The answer changes many times a second: nobody wants to hear of each.
    pub(super) sliding: bool,
    pub(super) columns: Columns,
    /// There can be a column for each tool.
    pub(super) has_several_tools: bool,
    /// What is marked as expected.
    pub(super) expected: Rc<Expected>,
    /// The terms to mark in signers.
    pub(super) terms: Rc<[String]>,
    pub(super) open_devices: Vec<DeviceKey>,
    /// Original records of devices.
    pub(super) records: Vec<(DeviceKey, Rc<DeviceRecords>)>,
    pub(super) act: Callback<Action>,
    pub(super) wish: Callback<Command>,
}

/// The table and what stands around it.
#[component]
pub(super) fn DeviceTable(props: &DeviceTableProps) -> Html {
    let devices = &props.devices;
    let filter = props.act.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            filter.emit(Action::Filtered(input.value()));
        }
    });
    let entries = devices.rows.iter().map(|device| {
        let key = (device.device_id.clone(), device.device_name.clone());
        let records = props.records.iter().find(|(of, _)| *of == key);
        (device, props.open_devices.contains(&key), records.map(|(_, records)| records.clone()))
    });
    let page = Page {
        offset: devices.offset,
        end: devices.offset + devices.rows.len() as u32 + devices.n_to_come(),
        all: devices.filtered,
    };
    let turn = props.act.reform(|offset| Action::PageTurned { offset });
    let by_tool = match &props.columns {
        Columns::ByTool(tools) => Some(tools),
        Columns::Plain | Columns::WithTools => None,
    };
    let columns = if by_tool.is_some() { &[COUNT][..] } else { &COLUMNS };
    html! {
        <section aria-label="Devices">
            <div class="table-tools">
                <input
                    type="search"
                    id={FILTER_ID}
                    value={props.view.filter.clone()}
                    placeholder="Filter devices ( / )"
                    aria-label="Filter devices by name, id, signer or report id"
                    aria-keyshortcuts="/"
                    autocomplete="off"
                    spellcheck="false"
                    {oninput}
                />
                if !props.expected.is_empty() {
                    { expectation_choice(props.view.expectation, &props.act) }
                }
                if props.has_several_tools {
                    { table_choice(by_tool.is_some(), &props.act) }
                }
                <span class="filtered" id="filtered" role="status" aria-live={props.sliding.then_some("off")}>
                    { format!("{} of {}", count(u64::from(devices.filtered)), count(u64::from(props.n_devices))) }
                </span>
            </div>
            // The box scrolls sideways on narrow screens, and must be reachable by the keyboard for that.
            <div class="table-box" tabindex="0" role="region" aria-labelledby="device-table-caption">
                <table class={classes!("device-table", by_tool.map(|tools| look_of(tools)))} id={TABLE_ID}>
                    <caption class="visually-hidden" id="device-table-caption">
                        { "Devices with sightings. Times are UTC. The buttons in the header order the rows." }
                    </caption>
                    <thead>
                        <tr>
                            { header_cell(NAME, &props.view, &props.act) }
                            // What is asked first of several rules, so it stands where no narrow page cuts it off.
                            if props.columns == Columns::WithTools {
                                <th scope="col" class="column-tools">{ "Tools" }</th>
                            }
                            if let Some(tools) = by_tool {
                                { tool_headers(tools) }
                            }
                            for column in columns {
                                { header_cell(*column, &props.view, &props.act) }
                            }
                        </tr>
                    </thead>
                    <tbody>
                        for (idx, (device, open, records)) in entries.enumerate() {
                            <DeviceEntry
                                // By place, not by device: changing what a row says is quicker than moving rows about.
                                key={idx}
                                {idx}
                                device={device.clone()}
                                {open}
                                columns={props.columns.clone()}
                                expected={props.expected.clone()}
                                terms={props.terms.clone()}
                                {records}
                                act={props.act.clone()}
                                wish={props.wish.clone()}
                            />
                        }
                        if devices.rows.is_empty() {
                            <tr><td class="no-device" colspan={n_columns(&props.columns)}>{ "No device passes the filter." }</td></tr>
                        }
                    </tbody>
                </table>
                // Keeps their place, so that nothing is scrolled by their being away for a moment.
                if devices.n_to_come() > 0 {
                    <svg class="to-come" width="1" height={(devices.n_to_come() * ROW_HEIGHT).to_string()} aria-hidden="true" focusable="false"></svg>
                }
            </div>
            { pager("Pages of devices", &page, &turn) }
        </section>
    }
}

/// Which devices to show, by what is marked as expected.
fn expectation_choice(chosen: Expectation, act: &Callback<Action>) -> Html {
    const CHOICES: [(&str, Expectation); 3] = [
        ("All devices", Expectation::Any),
        ("Not expected", Expectation::Unexpected),
        ("Expected", Expectation::Expected),
    ];
    let choose = act.clone();
    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>();
        let place = chosen.and_then(|select| usize::try_from(select.selected_index()).ok());
        if let Some((_, expectation)) = place.and_then(|place| CHOICES.get(place)) {
            choose.emit(Action::ExpectationChosen(*expectation));
        }
    });
    html! {
        <select id="expectation" aria-label="Which devices" {onchange}>
            for (name, expectation) in CHOICES {
                <option value={name} selected={expectation == chosen}>{ name }</option>
            }
        </select>
    }
}

/// How many columns there are, for a cell that takes all of them.
pub(super) fn n_columns(columns: &Columns) -> String {
    let number = match columns {
        Columns::Plain => 1 + COLUMNS.len(),
        Columns::WithTools => 2 + COLUMNS.len(),
        Columns::ByTool(tools) => 2 + tools.len(),
    };
    number.to_string()
}

fn header_cell((column, name, class): Column, view: &View, act: &Callback<Action>) -> Html {
    let order =
        (view.sort == column).then_some(if view.descending { "descending" } else { "ascending" });
    let arrow = match order {
        Some("descending") => "↓",
        Some(_) => "↑",
        None => "",
    };
    let sort = act.reform(move |_| Action::Sorted(column));
    html! {
        <th scope="col" class={class} aria-sort={order}>
            <button type="button" class={classes!("sort", order.map(|_| "sorted"))} onclick={sort}>
                { name }<span class="sort-arrow" aria-hidden="true">{ arrow }</span>
            </button>
        </th>
    }
}
