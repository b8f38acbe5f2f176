//! How to get an export out of the Defender portal, with the query to copy.

use yew::{Callback, Html, html};

use crate::command::Command;

/// Asks for what the hunt needs and no more. Fewer columns make a smaller file, which keeps it below
/// the portal's limit of 64 MB; its limit of 100,000 rows is another matter.
const QUERY: &str = "DeviceFileCertificateInfo\n\
    | where Timestamp > ago(30d)\n\
    | project Timestamp, DeviceId, DeviceName, Signer, ReportId";

/// Three steps to an export.
pub(super) fn recipe(wish: &Callback<Command>) -> Html {
    let copy = wish.reform(|_| Command::Copy { text: QUERY.into(), what: "The query" });
    html! {
        <section class="recipe" aria-labelledby="recipe-heading">
            <h2 id="recipe-heading">{ "How to get an export" }</h2>
            <ol>
                <li>
                    <p>
                        { "In the Defender portal open " }
                        <b>{ "Hunting › Advanced hunting" }</b>
                        { " and run this query:" }
                    </p>
                    <div class="query">
                        <pre id="portal-query"><code>{ QUERY }</code></pre>
                        <button type="button" class="button button-small" id="copy-query" onclick={copy}>
                            { "Copy query" }
                        </button>
                    </div>
                </li>
                <li><p>{ "Choose " }<b>{ "Export" }</b>{ " above the results. A CSV file is saved." }</p></li>
                <li><p>{ "Drop the file here. Several at once are fine, and so is what the APIs, Log Analytics or a notebook give." }</p></li>
            </ol>
            <p class="recipe-note">
                { "The rule itself looks at 5 days; 30 is what the portal keeps, and lets you widen the window. \
                   The portal cuts results at 100,000 rows and 64 MB. If yours are cut, export fewer days at a time, for example " }
                <code>{ "between (ago(10d) .. ago(5d))" }</code>
                { ", and drop all the files together. Days may overlap: a row that is in several files counts once." }
            </p>
        </section>
    }
}
