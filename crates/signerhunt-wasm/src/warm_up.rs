//! Runs the engine over rows that mean nothing, before there are others.
//!
//! A browser begins with quickly made code that is several times slower, and makes better code of what it sees to be
//! busy. The first export would be read in half of that time gone; so the busiest code, which reads delimited text and
//! hunts in it, is kept busy for a moment while nobody waits. What was made is every worker's of the page.

use signerhunt::{ExportReader, Exports, Hunt, ReadOptions, Ticks};
use wasm_bindgen_futures::JsFuture;

use crate::page_of_devices::page_of_devices;
use crate::protocol::{Expectation, SortColumn, View};
use crate::turn::after;

/// The columns of the portal, from where most exports come.
const HEADER: &str = "Timestamp,DeviceId,DeviceName,SHA1,IsSigned,SignatureType,Signer,SignerHash,Issuer,IssuerHash,\
    CertificateSerialNumber,CrlDistributionPointUrls,CertificateCreationTime,CertificateExpirationTime,\
    CertificateCountersignatureTime,IsTrusted,IsRootSignerMicrosoft,ReportId\r\n";

/// Rows that are made. They are read again and again.
const N_ROWS: u32 = 500;

/// Enough of them that a browser takes notice, in less than a tenth of a second.
const N_ROUNDS: usize = 30;

/// Does it, as long as nobody wants anything. Others have their turn every few milliseconds.
pub(crate) async fn warm_up(nobody_waits: impl Fn() -> bool) {
    let rows: String = (0..N_ROWS).map(row).collect();
    let mut reader = ExportReader::new("", ReadOptions::default());
    let mut pieces = [HEADER].into_iter().chain([rows.as_str(); N_ROUNDS]);
    while let Some(piece) = pieces.next()
        && nobody_waits()
    {
        if reader.feed(piece.as_bytes()).is_err() {
            return;
        }
        // The promise is only ever resolved.
        let _ = JsFuture::from(after(0)).await;
    }
    if nobody_waits()
        && let Ok(export) = reader.finish()
    {
        let mut exports = Exports::from_iter([export]);
        let answer = exports.hunt(&Hunt::default(), Ticks::MAX);
        page_of_devices(&answer, &view());
    }
}

/// A row as the portal spells it. Some signers and devices have many of them, and one signer is looked for.
fn row(number: u32) -> String {
    let (device, signer, file) = (number % 89, number % 61, number % 241);
    let name = if signer == 0 { "ConnectWise" } else { "Maker of Programs" };
    let (day, hour, second) = (1 + number % 28, 1 + number % 12, number % 60);
    format!(
        "\"Nov {day}, 2026 {hour}:17:{second:02} AM\",{device:040},ws-{device:04}.example,{file:040},1,Embedded,\
         \"{name} {signer}, Inc.\",{signer:040},Code Signing CA,{signer:040},{signer:032},\
         \"[\"\"http://crl.example/CodeSigningCA.crl\"\"]\",\"Nov 6, 2024 12:00:00 AM\",\"Dec 3, 2027 11:59:59 PM\",\
         \"Oct 2, 2025 5:30:24 PM\",1,0,{number}\r\n"
    )
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

#[cfg(test)]
mod tests {
    use signerhunt::Window;

    use super::*;

    #[test]
    fn the_rows_are_read_and_some_are_found() {
        let text: String = [HEADER.to_owned()].into_iter().chain((0..N_ROWS).map(row)).collect();
        let mut reader = ExportReader::new("", ReadOptions::default());
        reader.feed(text.as_bytes()).expect("they are a table");
        let export = reader.finish().expect("they are a table");
        assert_eq!(export.source.rows, u64::from(N_ROWS));
        let mut exports = Exports::from_iter([export]);
        let all = || "all".parse().expect("it is a bound");
        let window = Window { from: all(), to: all(), ..Hunt::default().window };
        let hunt = Hunt { window, ..Hunt::default() };
        assert!(exports.hunt(&hunt, Ticks::MAX).n_sightings() > 0);
    }
}
