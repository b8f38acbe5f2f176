//! A page of an answer's devices as the table shows them. What stands on it is decided in the engine; the
//! page never holds all devices.

use signerhunt::answer::{self, DeviceColumn};
use signerhunt::{Answer, Device};

use crate::protocol::{DevicePage, DeviceRow, SortColumn, View};

/// The devices that `view` asks for.
pub(crate) fn page_of_devices(answer: &Answer, view: &View) -> DevicePage {
    let page = answer.page(&answer::View {
        filter: view.filter.clone(),
        expectation: view.expectation,
        order_by: column(view.sort),
        descending: view.descending,
        offset: view.offset as usize,
        limit: view.limit as usize,
    });
    DevicePage {
        filtered: page.n_filtered as u32,
        offset: view.offset,
        rows: page.devices.iter().map(DeviceRow::of).collect(),
    }
}

fn column(sort: SortColumn) -> DeviceColumn {
    match sort {
        SortColumn::DeviceName => DeviceColumn::DeviceName,
        SortColumn::DeviceId => DeviceColumn::DeviceId,
        SortColumn::FirstSeen => DeviceColumn::FirstSeen,
        SortColumn::LastSeen => DeviceColumn::LastSeen,
        SortColumn::Count => DeviceColumn::Count,
        SortColumn::Report => DeviceColumn::Report,
    }
}

impl DeviceRow {
    fn of(device: &Device) -> DeviceRow {
        DeviceRow {
            device_id: device.device_id.clone(),
            device_name: device.device_name.clone(),
            first_seen: device.first_seen,
            last_seen: device.last_seen,
            count: shown_count(device.count),
            report_ids: device.report.len() as u32,
            first_reports: texts(device, DeviceRow::FIRST_REPORT_IDS),
            reports: texts(device, DeviceRow::REPORT_IDS).join(", "),
            signers: device.signers.clone(),
            tools: device.tools.clone(),
            tool_counts: device.tool_counts.iter().map(|count| shown_count(*count)).collect(),
            expected: shown_count(device.expected),
            count_from_summaries: shown_count(device.count_from_summaries),
        }
    }
}

fn shown_count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The first report ids as texts.
fn texts(device: &Device, most: usize) -> Vec<String> {
    device.report.iter().take(most).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Expectation;
    use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, Ticks};

    fn answer() -> Answer {
        let export = "Timestamp,DeviceId,DeviceName,Signer,ReportId\n\
            2026-05-26T01:00:00Z,1f3a,Beta,\"ConnectWise, LLC\",10\n\
            2026-05-26T02:00:00Z,2b4d,alpha,\"ConnectWise, LLC\",11\n\
            2026-05-26T03:00:00Z,2b4d,alpha,ScreenConnect Software,12\n\
            2026-05-26T02:30:00Z,3c5e,gamma,\"ConnectWise, LLC\",13\n";
        let mut reader = ExportReader::new("export.csv", ReadOptions::default());
        reader.feed(export.as_bytes()).unwrap();
        let clock: Ticks = "2026-06-01".parse().unwrap();
        Exports::from_iter(reader.finish()).hunt(&Hunt::default(), clock)
    }

    /// Expected: the names on the page, and how many devices pass the filter.
    #[track_caller]
    fn check(
        filter: &str,
        sort: SortColumn,
        descending: bool,
        skip: u32,
        expected: (&[&str], u32),
    ) {
        let view = View {
            filter: filter.to_owned(),
            expectation: Expectation::Any,
            sort,
            descending,
            offset: skip,
            limit: 2,
        };
        let page = page_of_devices(&answer(), &view);
        let names: Vec<&str> = page.rows.iter().map(|row| row.device_name.as_str()).collect();
        assert_eq!((names.as_slice(), page.filtered), expected);
    }

    #[test]
    fn ordered_by_any_column() {
        check("", SortColumn::DeviceName, false, 0, (&["alpha", "Beta"], 3));
        check("", SortColumn::DeviceName, true, 0, (&["gamma", "Beta"], 3));
        check("", SortColumn::DeviceId, false, 0, (&["Beta", "alpha"], 3));
        check("", SortColumn::FirstSeen, true, 0, (&["gamma", "alpha"], 3));
        check("", SortColumn::LastSeen, true, 0, (&["alpha", "gamma"], 3));
        check("", SortColumn::Count, true, 0, (&["alpha", "Beta"], 3));
        check("", SortColumn::Report, true, 0, (&["alpha", "Beta"], 3));
    }

    #[test]
    fn filtered_by_what_is_in_the_row() {
        check("ALPHA", SortColumn::DeviceName, false, 0, (&["alpha"], 1));
        check(" 3c5 ", SortColumn::DeviceName, false, 0, (&["gamma"], 1));
        check("screenconnect", SortColumn::DeviceName, false, 0, (&["alpha"], 1));
        check("13", SortColumn::DeviceName, false, 0, (&["gamma"], 1));
        check("nothing", SortColumn::DeviceName, false, 0, (&[], 0));
    }

    #[test]
    fn cut_into_pages() {
        check("", SortColumn::DeviceId, false, 2, (&["gamma"], 3));
        check("", SortColumn::DeviceId, false, 9, (&[], 3));
    }
}
