//! What is pasted into the page: files, a rule, or rows as text. It is taken from the event that the browser
//! gives; the clipboard itself is never asked, since that would ask the person for permission.

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, Element, Event, File};

use super::files::NamedFile;
use crate::rule_text::is_rule_text;

/// A single line longer than this may be rows, say as JSON.
const LONG_LINE: usize = 200;

/// Where text is written, which has its own use for what is pasted.
const TEXT_FIELDS: &str = "textarea, [contenteditable], input:not([type=file], [type=checkbox])";

/// What was pasted, if it is anything to read.
pub(crate) enum Pasted {
    /// Files.
    Files(DataTransfer),
    /// A text that may be rows.
    Text(String),
    /// A text that is a rule rather than rows.
    Rule(String),
}

/// What a paste event brings; `None` when it is meant for a text field, or too little to be rows.
pub(crate) fn pasted(event: &Event) -> Option<Pasted> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in_field =
        target.is_some_and(|target| matches!(target.closest(TEXT_FIELDS), Ok(Some(_))));
    let transfer = event.dyn_ref::<ClipboardEvent>()?.clipboard_data().filter(|_| !is_in_field)?;
    if brings_more_than_pictures(&transfer) {
        return Some(Pasted::Files(transfer));
    }
    let text = transfer.get_data("text/plain").ok()?;
    if is_rule_text(&text) {
        return Some(Pasted::Rule(text));
    }
    may_be_rows(&text).then_some(Pasted::Text(text))
}

/// A text as a file of this name.
pub(crate) fn file_of_text(name: String, text: &str) -> Option<NamedFile> {
    let content = Array::of1(&JsString::from(text));
    let file = File::new_with_str_sequence(&content, &name).ok()?;
    Some(NamedFile { name, file })
}

/// Cells copied in a spreadsheet come with a picture of themselves, which is no export.
fn brings_more_than_pictures(transfer: &DataTransfer) -> bool {
    let items = transfer.items();
    (0..items.length())
        .filter_map(|idx| items.get(idx))
        .any(|item| item.kind() == "file" && !item.type_().starts_with("image/"))
}

fn may_be_rows(text: &str) -> bool {
    let text = text.trim();
    text.contains(['\n', '\r']) || text.chars().nth(LONG_LINE).is_some()
}

#[cfg(test)]
mod tests {
    use super::may_be_rows;

    #[test]
    fn a_word_or_a_link_is_not_taken_for_rows() {
        assert!(!may_be_rows(""));
        assert!(!may_be_rows("ConnectWise, LLC\r\n"));
        assert!(!may_be_rows(&"x".repeat(200)));
        assert!(may_be_rows(&"x".repeat(201)));
        assert!(may_be_rows("Timestamp\tSigner\n2026-11-20\tConnectWise\n"));
        assert!(may_be_rows("a\rb"));
    }
}
