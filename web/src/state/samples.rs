//! Exports and answers as tests need them.

use std::rc::Rc;

use signerhunt::{
    DateOrder, Delimiter, Encoding, Ledger, Outside, Precision, ResolvedWindow, Rule, Shape,
    Source, Ticks,
};
use signerhunt_wasm::protocol::{Answer, ExportId, Reading};

use super::{ExportCard, Stage};

/// A rule with these terms.
pub(crate) fn rule(tool: &str, terms: &[&str]) -> Rule {
    Rule {
        tool: tool.to_owned(),
        id: String::new(),
        name: String::new(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        other_names: Vec::new(),
    }
}

/// What is known of an export with ten rows.
pub(crate) fn source(name: &str, date_order: DateOrder) -> Source {
    Source {
        name: name.to_owned(),
        shape: Shape::PortalCsv,
        encoding: Encoding::Utf8,
        gzip: false,
        delimiter: Some(Delimiter::Comma),
        bytes: 1000,
        sha256: None,
        rows: 10,
        rejected: 0,
        skipped: 0,
        first: Some("2026-11-01".parse().unwrap()),
        last: Some("2026-11-20".parse().unwrap()),
        zone: "UTC".to_owned(),
        date_order,
        precision: Precision::Tick,
        missing_columns: Vec::new(),
        kept_terms: None,
        notes: Vec::new(),
        warnings: Vec::new(),
    }
}

/// An export that was read, with these warnings.
pub(crate) fn card_with_warnings(id: ExportId, warnings: &[&str]) -> ExportCard {
    let name = format!("export-{id}.csv");
    let mut source = source(&name, DateOrder::NotNeeded);
    source.warnings = warnings.iter().copied().map(str::to_owned).collect();
    ExportCard {
        id,
        name,
        bytes: 1000.0,
        stage: Stage::Read {
            source: Rc::new(source),
            rejected: Rc::new([]),
            index_bytes: 1e6,
            elapsed_ms: 1.0,
        },
        before: None,
        reading: Reading::default(),
    }
}

/// An answer with so many devices of one sighting each.
pub(crate) fn answer(devices: u32) -> Answer {
    let now = Ticks::UNIX_EPOCH;
    Answer {
        window: ResolvedWindow { from: now, to: now, now, now_is_clamped: false },
        devices,
        sightings: f64::from(devices),
        latest: None,
        terms: Vec::new(),
        tools: Vec::new(),
        expected: None,
        outside_window: Outside::default(),
        ledger: Ledger::default(),
        near_misses: Vec::new(),
        elapsed_ms: 1.0,
    }
}
