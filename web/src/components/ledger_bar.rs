//! The ledger as a picture: one bar for all rows, a part for each bucket.

use signerhunt::Ledger;
use yew::{Html, Properties, component, html};

/// A bucket of the ledger.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bucket {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) rows: u64,
}

/// All buckets, in the order in which they are shown.
pub(super) fn buckets(ledger: &Ledger) -> [Bucket; 5] {
    let bucket = |id, name, rows| Bucket { id, name, rows };
    [
        bucket("matched", "Matched", ledger.matched),
        bucket("outside-window", "Outside the window", ledger.outside_window),
        bucket("other-signer", "Other signer", ledger.other_signer),
        bucket("duplicate", "Duplicate", ledger.duplicate),
        bucket("rejected", "Rejected", ledger.rejected),
    ]
}

#[derive(Properties, PartialEq)]
pub(super) struct LedgerBarProps {
    pub(super) ledger: Ledger,
}

/// The bar. The numbers beside it say the same, so it is silent to a screen reader.
#[component]
pub(super) fn LedgerBar(props: &LedgerBarProps) -> Html {
    if props.ledger.read == 0 {
        return html! {};
    }
    let mut start = 0.0;
    let parts = buckets(&props.ledger).map(|bucket| {
        // A few rows of many would be thinner than a line; they are still to be seen.
        let share = bucket.rows as f64 / props.ledger.read as f64 * 100.0;
        let width = if bucket.rows == 0 { 0.0 } else { share.max(0.8) };
        let part = html! {
            <rect class={format!("bucket-{}", bucket.id)} x={format!("{start:.2}%")} y="0" height="100%" width={format!("{width:.2}%")} />
        };
        start += width;
        part
    });
    html! {
        <svg class="ledger-bar" width="100%" height="8" aria-hidden="true" focusable="false">
            for part in parts {
                { part }
            }
        </svg>
    }
}
