//! What crosses of the engine's own types: lists of their fields and variants, for the macros of [`super`].

use signerhunt::{
    Bound, DateOrder, Delimiter, Encoding, Expected, ExpectedCount, ExpectedDevice, Hunt, Ledger,
    NearMiss, Now, Outside, Precision, Reason, Rejected, ResolvedWindow, Rule, Shape, Source,
    TermCount, Ticks, ToolCount, Why, Window,
};

use super::{Crosses, Incoming, Outgoing, enums_cross, structs_cross};

structs_cross! {
    Hunt { terms, rules, window, expected }
    Rule { tool, id, name, terms, other_names }
    Expected { tools, signers, devices }
    ExpectedDevice { device_id, device_name }
    ExpectedCount { devices, sightings }
    Window { from, to, now }
    ResolvedWindow { from, to, now, now_is_clamped }
    Source {
        name, shape, encoding, gzip, delimiter, bytes, sha256, rows, rejected, skipped, first, last,
        zone, date_order, precision, missing_columns, kept_terms, notes, warnings,
    }
    Rejected { source, line, byte, reason, detail, raw }
    TermCount { term, rows, devices }
    ToolCount { tool, rows, devices }
    Outside { rows, devices }
    Ledger { read, matched, outside_window, other_signer, duplicate, summarized, rejected }
    NearMiss { signer, term, why, rows, devices }
}

enums_cross! {
    Shape {
        PortalCsv, LogAnalyticsCsv, Delimited, PowerShellCsv, Headerless, HuntingApi, JsonArray,
        JsonLines, Streaming, LogAnalyticsApi, AzCli, DataExport, KustoV1, KustoV2, Parquet, Workbook,
        RuleSummary,
    }
    Encoding { Utf8, Utf8WithMark, Utf16Le, Utf16Be, Windows1252, Binary }
    Delimiter { Comma, Semicolon, Tab }
    DateOrder { NotNeeded, DayFirst, MonthFirst, Undecided }
    Precision { Minute, Second, Millisecond, Microsecond, Tick }
    Reason { Timestamp, Columns, Json, Quote, Length, Encoding, Truncated }
    Why { Contains, LooksAlike, OtherName }
    Bound { All, BeforeNow(ticks), At(ticks) }
    Now { Newest, Clock, At(ticks) }
}

impl Crosses for Ticks {
    fn write(&self, message: &mut Outgoing) {
        self.count().write(message);
    }

    fn read(message: &mut Incoming<'_>) -> Option<Ticks> {
        Ticks::new(i64::read(message)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_whole;
    use super::*;

    /// What arrives of it on the other side.
    #[track_caller]
    fn check<T: Crosses + PartialEq + std::fmt::Debug>(message: T) {
        let mut outgoing = Outgoing::default();
        message.write(&mut outgoing);
        let bytes = outgoing.bytes;
        for length in 0..bytes.len() {
            assert_eq!(read_whole::<T>(&bytes[..length], &[]), None, "cut after {length}");
        }
        assert_eq!(read_whole::<T>(&[bytes.as_slice(), &[0]].concat(), &[]), None, "and more");
        assert_eq!(read_whole(&bytes, &[]), Some(message));
    }

    #[test]
    fn what_arrives_is_what_was_sent_and_nothing_else_is_taken_for_it() {
        check(Hunt::default());
        check(Window {
            from: Bound::At(Ticks::MIN),
            to: Bound::BeforeNow(-7),
            now: Now::At(Ticks::MAX),
        });
        check(vec![Some(("München".to_owned(), Ticks::UNIX_EPOCH)), None]);
        check(Source {
            name: "New query.csv".to_owned(),
            shape: Shape::RuleSummary,
            encoding: Encoding::Binary,
            gzip: true,
            delimiter: Some(Delimiter::Tab),
            bytes: u64::MAX,
            sha256: None,
            rows: 1,
            rejected: 2,
            skipped: 3,
            first: Some(Ticks::MIN),
            last: Some(Ticks::MAX),
            zone: "UTC".to_owned(),
            date_order: DateOrder::Undecided,
            precision: Precision::Tick,
            missing_columns: vec![String::new()],
            kept_terms: Some(vec!["ConnectWise".to_owned()]),
            notes: Vec::new(),
            warnings: vec!["cut".to_owned(); 2],
        });
    }
}
