//! A person compares tools over devices: the table has a column for each tool that was seen.

use serde_json::Value;

use crate::browser::eventually;
use crate::command_line;
use crate::corpus::{export, rows_of};
use crate::page::{Page, on_the_page};

/// A row of the table: the device, what stands below each tool, the count.
type Row = Vec<String>;

/// The tools that were seen, those on most devices first, and the devices in the order of the table.
fn expected(summary: &Value) -> (Vec<String>, Vec<Row>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let mut tools = list(&summary["tools"]);
    tools.retain(|tool| tool["rows"] != 0);
    tools.sort_by_key(|tool| std::cmp::Reverse(tool["devices"].as_u64()));
    let tools: Vec<String> = tools.iter().map(|tool| text(&tool["tool"])).collect();
    let rows = rows_of(summary).into_iter().map(|[name, id, ..]| {
        let devices = list(&summary["devices"]);
        let device = devices
            .iter()
            .find(|device| device["DeviceId"] == *id && device["DeviceName"] == *name);
        let device = device.expect("the table has the devices of the summary");
        let seen = list(&device["Tools"]);
        let counts = list(&device["ToolCounts"]);
        let cell = |tool: &String| {
            let place = seen.iter().position(|seen| *seen == **tool);
            place.map_or_else(String::new, |place| counts[place].to_string())
        };
        let cells = tools.iter().map(cell);
        [name].into_iter().chain(cells).chain([device["Count"].to_string()]).collect()
    });
    let rows = rows.collect();
    (tools, rows)
}

async fn rows(page: &Page<'_>) -> Vec<Row> {
    let script = "return [...document.querySelectorAll('#device-table tr.device')].map((row) => [
            row.querySelector('.column-name bdi').textContent,
            ...[...row.querySelectorAll('.column-tool, .column-count')].map((cell) => cell.textContent),
        ]);";
    serde_json::from_value(page.browser.run(script, []).await).expect("rows of texts")
}

async fn pressed(page: &Page<'_>) -> Vec<String> {
    page.texts(".table-tools [aria-pressed=true]").await
}

#[test]
fn a_table_by_tool_counts_each_tool_on_each_device() {
    let summary = command_line::summary_of(&export("sample"), &["--all-rules", "--from=all"]);
    let (tools, expected) = expected(&summary);
    assert!(tools.len() > 2, "{tools:?}");
    on_the_page(async |page| {
        page.choose_files(&[export("sample")]).await;
        page.press_button("All").await;
        page.wait_for_answer("10 devices").await;
        assert_eq!(pressed(page).await, [""; 0], "of one tool there is nothing to compare");
        page.press("#pick-rules").await;
        page.press("#rules-all").await;
        page.press("#hunt-for-rules").await;
        page.wait_for_rows(&rows_of(&summary)).await;
        assert_eq!(pressed(page).await, ["Devices"]);

        // By the keyboard, as a button is pressed.
        page.press_keys("#table-by-tool", " ").await;
        eventually("the table", expected, async || rows(page).await).await;
        assert_eq!(pressed(page).await, ["By tool"]);
        assert_eq!(page.texts("#device-table th[scope=col].column-tool").await, tools);

        // Everything else is as it was: order, filter, what is below a device.
        page.press("#device-table thead .column-count button").await;
        eventually(
            "the most sightings",
            Some("hd-ws-0007.contoso.example".to_owned()),
            async || rows(page).await.first().map(|row| row[0].clone()),
        )
        .await;
        page.press_button("Show all about hd-ws-0007.contoso.example").await;
        page.wait_for_text(".device-details", "ConnectWise").await;
        // Each sighting names its tool as well.
        page.press_button("Show the records").await;
        page.wait_for_text(".records", "The newest 20 of ").await;
        assert_eq!(page.texts(".record .tool-tag").await, ["ConnectWise"; 20]);
        page.type_into("#filter", "teamviewer").await;
        eventually("the devices", 2, async || rows(page).await.len()).await;

        // Where there is one tool again, there is the one table.
        page.press("#reset-terms").await;
        page.wait_until_gone("#table-by-tool").await;
        page.wait_until_gone("#device-table .column-tool").await;
    });
}
