//! The made-up rows that are written in every shape, and what the hunt says about them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// A row of the table as it is before anybody exports it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// UTC, to the tick.
    pub(super) timestamp: NaiveDateTime,
    pub(super) device_id: String,
    pub(super) device_name: &'static str,
    pub(super) sha1: String,
    pub(super) signer: &'static str,
    pub(super) signer_hash: String,
    pub(super) countersigned: Option<NaiveDateTime>,
    pub(super) is_signed: bool,
    pub(super) is_trusted: bool,
    pub(super) report_id: i64,
}

/// Some hash.
pub(super) fn hash(seed: &str, number: u64) -> String {
    let digit = |place: u64| {
        let mixed = (number + 3).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(place as u32 * 7);
        char::from_digit((mixed % 16) as u32, 16).unwrap()
    };
    let mut text: String = seed.bytes().map(|byte| format!("{byte:02x}")).collect();
    text.extend((text.len() as u64..40).map(digit));
    text.truncate(40);
    text
}

/// Days, so that day and month can be told apart, and never at night, so that no time zone leaves the
/// year. Every row has ticks.
pub(super) fn rows() -> Vec<Row> {
    let rows = [
        (2, 3, 0, "ConnectWise, LLC", "ws-0142.corp.example"),
        (2, 3, 0, "ConnectWise, LLC", "ws-0142.corp.example"),
        (17, 11, 1, "ScreenConnect \"Software\"", "krämer-pc"),
        (26, 23, 2, "Microsoft Windows", "ws-0142.corp.example"),
        (26, 23, 0, "ConnectWise, LLC", "krämer-pc"),
        (27, 12, 3, "Krämer IT Solutions GmbH", "srv-1"),
        (28, 0, 4, "CONTINUUM MANAGED SERVICES", "srv-1"),
        (28, 0, 5, "NoMachine S.à r.l", "srv-1"),
        (29, 13, 1, "ScreenConnect \"Software\"", "ws-0142.corp.example"),
    ];
    let row = |(number, (day, hour, maker, signer, device_name)): (
        u64,
        (u32, u32, u64, _, &'static str),
    )| {
        let second = (number * 7 + 1) as u32;
        let time = NaiveTime::from_hms_nano_opt(
            hour,
            5 + second / 60,
            second % 60,
            123_456_700 + number as u32 * 100,
        );
        Row {
            timestamp: NaiveDate::from_ymd_opt(2026, 5, day).unwrap().and_time(time.unwrap()),
            device_id: hash(&device_name[..1], device_name.len() as u64),
            device_name,
            // Two signatures of one file are two rows.
            sha1: hash("f", number / 2),
            signer,
            signer_hash: hash("c", maker),
            countersigned: number.is_multiple_of(2).then(|| {
                let date = NaiveDate::from_ymd_opt(2026, 1, 15).unwrap();
                date.and_hms_milli_opt(10, 12, 13, 628).unwrap()
            }),
            is_signed: true,
            is_trusted: !number.is_multiple_of(3),
            report_id: 45_720 + number as i64 / 2,
        }
    };
    (0..).zip(rows).map(row).collect()
}

/// What an exporter loses of every row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Loss {
    /// Times are cut to whole units of so many nanoseconds.
    pub(super) unit_ns: i64,
    /// Letters beyond ASCII become question marks.
    pub(super) letters: bool,
}

pub(super) const NOTHING: Loss = Loss { unit_ns: 100, letters: false };
pub(super) const MILLISECONDS: Loss = Loss { unit_ns: 1_000_000, letters: false };
pub(super) const SECONDS: Loss = Loss { unit_ns: 1_000_000_000, letters: false };
pub(super) const MINUTES: Loss = Loss { unit_ns: 60_000_000_000, letters: false };

impl Loss {
    pub(super) fn time(self, time: NaiveDateTime) -> NaiveDateTime {
        let ns = time.and_utc().timestamp_nanos_opt().unwrap();
        DateTime::<Utc>::from_timestamp_nanos(ns - ns.rem_euclid(self.unit_ns)).naive_utc()
    }

    pub(super) fn text(self, text: &str) -> String {
        let lose = |letter: char| if self.letters && !letter.is_ascii() { '?' } else { letter };
        text.chars().map(lose).collect()
    }
}

/// A device of the answer, as text.
pub(super) type Device = (String, String, String, String, Vec<i64>, u64, Vec<String>);

/// What the hunt says about these rows in the five days up to the newest, after what was lost.
pub(super) fn expected(rows: &[Row], loss: Loss) -> Vec<Device> {
    let newest = rows.iter().map(|row| loss.time(row.timestamp)).max().unwrap();
    let is_wanted = |row: &&Row| {
        let words = ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"];
        words.iter().any(|word| row.signer.contains(word))
            && loss.time(row.timestamp) >= newest - Duration::days(5)
    };
    let mut groups: BTreeMap<(String, String), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(is_wanted) {
        let key = (row.device_id.clone(), loss.text(row.device_name));
        groups.entry(key).or_default().push(row);
    }
    let device = |((id, name), rows): ((String, String), Vec<&Row>)| {
        let times: BTreeSet<NaiveDateTime> =
            rows.iter().map(|row| loss.time(row.timestamp)).collect();
        let reports: BTreeSet<i64> = rows.iter().map(|row| row.report_id).collect();
        let signers: BTreeSet<String> = rows.iter().map(|row| loss.text(row.signer)).collect();
        (
            id,
            name,
            iso(*times.first().unwrap()),
            iso(*times.last().unwrap()),
            reports.into_iter().collect(),
            rows.len() as u64,
            signers.into_iter().collect(),
        )
    };
    groups.into_iter().map(device).collect()
}

/// As Kusto spells a time.
pub(super) fn iso(time: NaiveDateTime) -> String {
    let ticks = time.and_utc().timestamp_subsec_nanos() / 100;
    format!("{}.{ticks:07}Z", time.format("%Y-%m-%dT%H:%M:%S"))
}
