//! What the page says of each file: its place in the list and the facts that unfold there, or why it was not read.

use serde_json::Value;

use crate::browser::{eventually, wait_for};
use crate::page::Page;

/// The names of facts and what stands behind each.
type Facts = Vec<(String, String)>;

impl Page<'_> {
    /// Waits until these files have been read, in this order.
    pub(crate) async fn wait_for_files(&self, expected: &[impl AsRef<str>]) {
        let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
        eventually("the files", expected, async || self.texts("#files .file-name").await).await;
    }

    /// Unfolds what is known of a file.
    pub(crate) async fn open_details(&self, name: &str) {
        let script = "const place = [...document.querySelectorAll('#files > li')]
                .findIndex((file) => file.querySelector('.file-name').textContent === arguments[0]);
            return place + 1;";
        let place = self.browser.run(script, [Value::from(name)]).await;
        assert_ne!(place, 0, "{name} is in the list");
        self.press(&format!("#files > li:nth-child({place}) .file-details:not([open]) > summary"))
            .await;
    }

    /// A fact about a file whose details are open.
    pub(crate) async fn fact(&self, name: &str, fact: &str) -> String {
        wait_for(&format!("the {fact} of {name}"), async || {
            let facts = self.facts(name).await.into_iter();
            facts.filter(|(known, _)| known == fact).map(|(_, value)| value).next()
        })
        .await
    }

    /// Waits until just these files are refused, each with its name and a message that begins so.
    pub(crate) async fn wait_for_refusals(&self, expected: &[(String, &str)]) {
        let starts = expected.iter().map(|(name, what)| format!("{name} {what}"));
        let starts: Vec<String> = starts.collect();
        eventually("what is refused", starts.as_slice(), async || {
            let mut messages = self.texts(".card-failed .card-message").await;
            for (message, start) in messages.iter_mut().zip(&starts) {
                // What is as expected is cut to it; anything else is shown whole.
                if message.starts_with(start) {
                    message.truncate(start.len());
                }
            }
            messages
        })
        .await;
        let names: Vec<&String> = expected.iter().map(|(name, _)| name).collect();
        assert_eq!(self.texts(".card-failed .card-name").await.iter().collect::<Vec<_>>(), names);
    }

    async fn facts(&self, name: &str) -> Facts {
        let script = "const file = [...document.querySelectorAll('#files > li')]
                .find((file) => file.querySelector('.file-name').textContent === arguments[0]);
            const facts = [];
            let name = '';
            for (const element of file?.querySelectorAll('dl.facts > *') ?? []) {
                if (element.tagName === 'DT') name = element.textContent;
                else facts.push([name, element.textContent.trim()]);
            }
            return facts;";
        let facts = self.browser.run(script, [Value::from(name)]).await;
        serde_json::from_value(facts).expect("pairs of texts")
    }
}
