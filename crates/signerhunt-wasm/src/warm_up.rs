//! Runs the engine over rows that mean nothing, before there are others.
//!
//! A browser begins with quickly made code that is several times slower, and makes better code of what it sees to be
//! busy. The first export would be read in half of that time gone; so the busiest code, which reads delimited text and
//! hunts in it, is kept busy for a moment while nobody waits. What was made is every worker's of the page.

use signerhunt::{Bound, ExportReader, Exports, Hunt, ReadOptions, Ticks};
use signerhunt_sample::{Generator, Shape};
use wasm_bindgen_futures::JsFuture;

use crate::page_of_devices::page_of_devices;
use crate::protocol::{Expectation, SortColumn, View};
use crate::turn::after;

/// Rows that are made. They are read again and again.
const N_ROWS: u64 = 500;

/// Enough of them that a browser takes notice, in less than a tenth of a second.
const N_ROUNDS: usize = 30;

/// Likewise.
const N_HUNTS: usize = 40;

/// Does it, as long as nobody wants anything. Others have their turn every few milliseconds.
pub(crate) async fn warm_up(nobody_waits: impl Fn() -> bool) {
    const SEED: u64 = 1;
    let text: Vec<u8> = Generator::new(N_ROWS, SEED, Shape::Portal).flatten().collect();
    let header_end = text.iter().position(|&byte| byte == b'\n').map_or(0, |place| place + 1);
    let (header, rows) = text.split_at(header_end);
    let mut reader = ExportReader::new("", ReadOptions::default());
    let mut pieces = [header].into_iter().chain([rows; N_ROUNDS]);
    while let Some(piece) = pieces.next()
        && nobody_waits()
    {
        if reader.feed(piece).is_err() {
            return;
        }
        // The promise is only ever resolved.
        let _ = JsFuture::from(after(0)).await;
    }
    if let Ok(export) = reader.finish() {
        hunt_in(Exports::from_iter([export]), nobody_waits).await;
    }
}

/// Hunts for other terms each time, and finds every row.
async fn hunt_in(mut exports: Exports, nobody_waits: impl Fn() -> bool) {
    let mut hunt = Hunt::default();
    hunt.window.from = Bound::All;
    while hunt.terms.len() < N_HUNTS && nobody_waits() {
        // Every signer has it.
        hunt.terms.push(String::new());
        let answer = exports.hunt(&hunt, Ticks::MAX);
        page_of_devices(&answer, &view());
        // The promise is only ever resolved.
        let _ = JsFuture::from(after(0)).await;
    }
}

/// What the page shows first.
fn view() -> View {
    View {
        filter: String::new(),
        expectation: Expectation::Any,
        sort: SortColumn::LastSeen,
        descending: true,
        offset: 0,
        limit: 100,
    }
}
