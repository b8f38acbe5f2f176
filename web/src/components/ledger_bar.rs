//! The ledger as a picture: one bar for all rows, a part for each bucket.

use signerhunt::Ledger;
use yew::{Html, html};

use crate::format::percent;

/// A bucket of the ledger.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bucket {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) rows: u64,
}

/// All buckets, in the order in which they are shown. Summaries are rare: their bucket is there only
/// when something is in it.
pub(super) fn buckets(ledger: &Ledger) -> Vec<Bucket> {
    let bucket = |id, name, rows| Bucket { id, name, rows };
    let mut buckets = vec![
        bucket("matched", "Matched", ledger.matched),
        bucket("outside-window", "Outside the window", ledger.outside_window),
        bucket("other-signer", "Other signer", ledger.other_signer),
        bucket("duplicate", "Duplicate", ledger.duplicate),
    ];
    if ledger.summarized > 0 {
        buckets.push(bucket("summarized", "Devices of summaries", ledger.summarized));
    }
    buckets.push(bucket("rejected", "Rejected", ledger.rejected));
    buckets
}

/// The bar. The numbers beside it say the same, so it is silent to a screen reader.
pub(super) fn ledger_bar(ledger: &Ledger) -> Html {
    if ledger.read == 0 {
        return html! {};
    }
    let mut start = 0.0;
    let parts = buckets(ledger).into_iter().map(|bucket| {
        // A few rows of many would be thinner than a line; they are still to be seen.
        let share = bucket.rows as f64 / ledger.read as f64;
        let width = if bucket.rows == 0 { 0.0 } else { share.max(0.008) };
        let part = html! {
            <rect class={format!("bucket-{}", bucket.id)} x={percent(start)} y="0" height="100%" width={percent(width)} />
        };
        start += width;
        part
    });
    let parts: Vec<Html> = parts.collect();
    html! {
        <svg class="ledger-bar" width="100%" height="8" aria-hidden="true" focusable="false">
            for part in parts {
                { part }
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_adds_up() {
        let mut ledger = Ledger {
            read: 10,
            matched: 1,
            outside_window: 2,
            other_signer: 3,
            duplicate: 3,
            rejected: 1,
            ..Ledger::default()
        };
        let sum = |ledger: &Ledger| buckets(ledger).iter().map(|bucket| bucket.rows).sum::<u64>();
        assert_eq!((buckets(&ledger).len(), sum(&ledger)), (5, ledger.read));
        ledger.summarized = 4;
        ledger.read += 4;
        assert_eq!((buckets(&ledger).len(), sum(&ledger)), (6, ledger.read));
        assert!(ledger.adds_up());
    }
}
