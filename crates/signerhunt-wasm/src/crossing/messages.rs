//! What crosses of the messages themselves: lists of their fields and variants, for the macros of [`super`].

use signerhunt::answer::Expectation;

use super::{Crosses, Incoming, Outgoing, enums_cross, structs_cross};
use crate::helpers::{ExportFile, Job, Piece, Task};
use crate::protocol::{
    Answer, ArchiveEntry, DevicePage, DeviceRow, EntryAt, Event, Reading, Request, SaveFormat,
    SavePurpose, SightingRecord, SkippedEntry, SortColumn, Subject, View,
};

enums_cross! {
    Request {
        Read { export, name, file, entry, reading },
        ReadSample { export },
        Remove { export },
        SetReading { export, reading },
        Readers { module, trouble },
        Machine { n_cores, memory_gib },
        Expect { terms },
        WarmUp,
        Help { port },
        Helpers { ports },
        HelpersGone,
        HelperLost { idx },
        Ask { question, hunt, keep_duplicates, view },
        Show { question, view },
        ShowRecords { device_id, device_name },
        Save { format, purpose },
        Consult { number, subject, text },
    }
    Event {
        Ready,
        Progress { export, bytes, total_bytes, rows, elapsed_ms, keeps_only_some },
        Read { export, source, rejected, index_bytes, elapsed_ms },
        Archive { export, entries, skipped },
        NeedsReaders,
        NeedsHelpers { n_helpers },
        Unreadable { export, message, is_too_large },
        Removed { export, left },
        Answer { question, answer, devices },
        Devices { question, devices },
        Records { device_id, device_name, total, records, troubles },
        Saved { purpose, file_name, media_type, bytes },
        Consulted { number, reply, trouble },
        Failed { message },
        Crashed { message },
    }
    Job { File { file, task }, Used { n_bytes } }
    Task { ReadPart { head_bytes, start, boundary }, Unpack { readers, skipped } }
    SortColumn { DeviceName, DeviceId, FirstSeen, LastSeen, Count, Report }
    SaveFormat { CsvSpreadsheet, Csv, Json, Markdown }
    SavePurpose { Download, Copy }
    Subject { Catalogue, Rule, Query, Link, Run, Rows, Written }
    Expectation { Any, Unexpected, Expected }
}

structs_cross! {
    ExportFile { export, name, blob, reading }
    Piece { bytes, start, n_packed, is_last, warning }
    Reading { utc_offset_minutes, day_first, any_size }
    EntryAt { archive, entry }
    ArchiveEntry { entry, name, bytes }
    SkippedEntry { name, why }
    Answer {
        window, devices, sightings, latest, terms, tools, expected, outside_window, ledger, near_misses,
        elapsed_ms,
    }
    SightingRecord { source, at, offset, tools, fields }
    View { filter, expectation, sort, descending, offset, limit }
    DevicePage { filtered, offset, rows }
    DeviceRow {
        device_id, device_name, first_seen, last_seen, count, report_ids, first_reports, reports,
        signers, tools, tool_counts, expected, count_from_summaries,
    }
}
